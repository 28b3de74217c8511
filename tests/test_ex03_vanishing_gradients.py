"""Checks of exercise 3: backpropagation through time, spectral radius, clipping, a cloze."""

import numpy as np

from common.draws import draw
from common.oracles import simple_rnn
from rnnlab.author import expect, oracle, points

WEIGHTS = ("∂L/∂W_hh", "∂L/∂W_xh", "∂L/∂b_h")


def in_both_precisions(inputs, draws=2):
    """Yield what ``inputs`` draws, in float64 and in float32."""
    for n in range(draws):
        yield [array.astype("float32" if n % 2 else "float64") for array in inputs()]


def named(name, value, want):
    """Compare one part of an answer, by its name."""
    try:
        expect.close(value, want)
    except expect.Mismatch as wrong:
        ko, en = wrong.text
        raise expect.Mismatch(f"{name}: {ko}", f"{name}: {en}") from None


def draw_layer(rng, timesteps=None):
    """Draw X, H, W_hh, W_xh, b_h and ∂L/∂h_T; T, units and input_dim all differ, and no h is near 0."""
    drawn, units, input_dim = draw(rng, (5, 7), (4, 6), (2, 3))
    timesteps = timesteps or drawn
    W_hh = rng.uniform(0.3, 0.8, (units, units)) * rng.choice([-1, 1], (units, units))
    W_xh = rng.uniform(0.2, 0.5, (units, input_dim)) * rng.choice([-1, 1], (units, input_dim))
    b_h, dh = (rng.uniform(0.5, 1.5, (units, 1)) * rng.choice([-1, 1], (units, 1)) for _ in "bd")
    b_h *= 0.2
    X = rng.uniform(-1, 1, (timesteps, input_dim, 1))
    return X, _states(X, W_hh, W_xh, b_h), W_hh, W_xh, b_h, dh


@oracle
def _states(X, W_hh, W_xh, b_h):
    return simple_rnn(X[None, :, :, 0], W_xh.T, W_hh.T, b_h[:, 0])[0, :, :, None]


# ------------------------------------------------------------------------ tanh_derivative


@points(1)
def test_slope_of_tanh(tanh_derivative, rng):
    """어떤 모양의 배열을 받아도 값마다 그 자리에서 tanh의 도함수를 돌려줍니다.
    For an array of any shape, the derivative of tanh comes back for each of its values.
    → 받는 것은 z가 아니라 tanh의 출력 a입니다. 3.1의 표에서 a와 da/dz를 견주어 보세요.
    → What is given is the output a, not z. Compare a and da/dz in the table of 3.1."""
    for shape in [(int(rng.integers(5, 9)),), draw(rng, (2, 3), (4, 5), (1, 6)), (4, 1)]:
        z = rng.uniform(0.3, 2, shape) * rng.choice([-1, 1], shape)
        for kind in ("float64", "float32"):
            expect.close(tanh_derivative(np.tanh(z).astype(kind)), _slope(z))
    expect.close(tanh_derivative(np.array([0.0, 1.0, -1.0])), [1, 0, 0])


@oracle
def _slope(z):
    return np.cosh(z) ** -2.0


# ------------------------------------------------------------------------------- jacobian


@points(2)
def test_jacobian_is_that_of_the_layer(jacobian, rng):
    """h_{t-1}을 값마다 조금씩 움직여 잰 수치 미분과 같습니다. 행은 h_t, 열은 h_{t-1}입니다.
    It equals the numeric gradient, from moving each value of h_{t-1} a little; its rows are of h_t.
    → i행은 W_hh의 i행에 1 - h_{t,i}²을 곱한 것입니다. tanh_derivative(h)의 모양은 (units, 1)입니다.
    → Row i is row i of W_hh times 1 - h_{t,i}². The shape of tanh_derivative(h) is (units, 1)."""
    for h, W_hh in in_both_precisions(lambda: draw_state(rng), 3):
        expect.close(jacobian(h, W_hh), _numeric_jacobian(h, W_hh))


def draw_state(rng):
    """Draw h_t, whose values are of different sizes, and W_hh."""
    units = int(rng.integers(3, 6))
    sizes = rng.permutation(np.linspace(0.2, 0.9, units))[:, None]
    h = sizes * rng.choice([-1, 1], (units, 1))
    return h, rng.uniform(0.3, 1.2, (units, units)) * rng.choice([-1, 1], (units, units))


@oracle
def _numeric_jacobian(h, W_hh):
    """Return how tanh(arctanh(h) + W_hh move) changes with each move, in float64."""
    h, W_hh = h.astype(float), W_hh.astype(float)
    z, moves = np.arctanh(h), 1e-5 * np.eye(len(h))
    return (np.tanh(z + W_hh @ moves) - np.tanh(z - W_hh @ moves)) / 2e-5


# ----------------------------------------------------------------------- gradients_by_lag


@points(2)
def test_gradients_of_all_lags(gradients_by_lag, rng):
    """시점마다의 기울기가 모두 들어 있고, 값이 수치 미분과 같습니다. 순서는 여기서 묻지 않습니다.
    The gradient by each state is there, equal to the numeric one; their order is not asked here.
    → ∂L/∂h_{t-1}은 h_t로 만든 야코비 행렬의 전치에 ∂L/∂h_t를 곱한 것입니다.
    → ∂L/∂h_{t-1} is the transpose of the Jacobian made from h_t, times ∂L/∂h_t."""
    for case in in_both_precisions(lambda: draw_layer(rng)):
        answer, right = lags(gradients_by_lag, case)
        turned = answer[::-1]
        expect.close(turned if np.allclose(turned, right, 1e-4, 1e-5) else answer, right)


@points(1)
def test_lags_are_in_order(gradients_by_lag, rng):
    """맨 앞은 시차 0, 곧 받은 ∂L/∂h_T 그대로이고 맨 뒤가 가장 먼 ∂L/∂h_1입니다.
    First comes lag 0, the given ∂L/∂h_T as it is; the most distant, ∂L/∂h_1, comes last.
    → 시차 0의 기울기는 주어진 dh입니다. T가 1이면 그것 하나뿐입니다.
    → The gradient of lag 0 is the given dh. Where T is 1 there is no other."""
    for timesteps in (None, 1):
        answer, right = lags(gradients_by_lag, draw_layer(rng, timesteps))
        named("∂L/∂h_T", answer[0], right[0])


def lags(gradients_by_lag, case):
    """Return the answer, as an array of the right shape, and the right one."""
    _, H, W_hh, _, _, dh = case
    return expect.shape(gradients_by_lag(H, W_hh, dh), H.shape), _lags(H, W_hh, dh)


@oracle
def _lags(H, W_hh, dh):
    """Return numeric gradients of dh·h_T by each state, as the later states follow from it."""
    H, W_hh, found = H.astype(float), W_hh.astype(float), []
    pushes = np.arctanh(H) - W_hh @ np.concatenate([0 * H[:1], H[:-1]])  # of inputs and biases
    moves = 1e-5 * np.eye(len(W_hh))
    for t in range(len(H))[::-1]:
        ends = []
        for h in (H[t] + moves, H[t] - moves):
            for push in pushes[t + 1 :]:
                h = np.tanh(W_hh @ h + push)
            ends.append(dh.T.astype(float) @ h)
        found.append((ends[0] - ends[1]).T / 2e-5)
    return np.array(found)


# ------------------------------------------------------------------- with_spectral_radius


@points(1)
def test_radius_of_a_symmetric_matrix(with_spectral_radius, rng):
    """고윳값이 실수이고 가장 큰 것이 양수인 대칭 행렬을, 주어진 반지름에 맞춥니다.
    A symmetric matrix, whose eigenvalues are real and the largest positive, gets the given radius.
    → 고윳값 가운데 가장 큰 절댓값으로 나누고 radius를 곱하세요.
    → Divide by the largest absolute value of the eigenvalues, and multiply by radius."""
    for radius in (float(rng.uniform(0.3, 0.8)), float(rng.uniform(1.2, 1.9))):
        W_hh = with_eigenvalues(rng, [1.7, -0.9, 0.6, 0.2][: int(rng.integers(3, 5))])
        expect.close(with_spectral_radius(W_hh, radius), _rescaled(W_hh, radius))


@points(2)
def test_radius_of_any_matrix(with_spectral_radius, rng):
    """절댓값이 가장 큰 고윳값이 음수이거나 복소수인 행렬도 주어진 반지름에 맞춥니다.
    Matrices whose largest eigenvalue is negative or complex get the given radius, too.
    → 음수와 복소수의 크기는 np.abs로 구합니다. 행렬의 노름은 스펙트럼 반지름이 아닙니다.
    → np.abs gives the size of negative and complex numbers. A norm is no spectral radius."""
    for radius in (float(rng.uniform(0.3, 0.8)), float(rng.uniform(1.2, 1.9))):
        for W_hh in (
            with_eigenvalues(rng, [-1.6, 1.1, 0.4]),
            with_eigenvalues(rng, [0.7, -0.5], turning=(0.9, 1.0)),
            with_eigenvalues(rng, [0.7, 0.5, -0.2], turning=(-0.8, 1.1), slant=0.5),
            np.triu(rng.uniform(0.2, 0.8, (3, 3)), 1) + np.diag([0.4, -1.3, 0.9]),
        ):
            single = W_hh.astype("float32")
            expect.close(with_spectral_radius(single, radius), _rescaled(single, radius))


def with_eigenvalues(rng, real, turning=None, slant=0.0):
    """Return a matrix with these real eigenvalues and the complex pair a ± b i of ``turning``.

    Without ``slant`` and ``turning`` it is symmetric.
    """
    size = len(real) + 2 * bool(turning)
    blocks = np.zeros((size, size)) + slant * np.triu(np.ones((size, size)), 2)
    blocks[range(len(real)), range(len(real))] = np.array(real) * rng.uniform(0.9, 1.1)
    if turning:
        a, b = np.array(turning) * rng.uniform(0.9, 1.1)
        blocks[-2:, -2:] = [[a, b], [-b, a]]
    axes = np.linalg.qr(rng.normal(size=(size, size)))[0]
    return axes @ blocks @ axes.T


@oracle
def _rescaled(W_hh, radius):
    """Return W_hh in its new size; the characteristic polynomial's roots are the eigenvalues."""
    W_hh = W_hh.astype(float)
    return W_hh * (radius / max(abs(root) for root in np.roots(np.poly(W_hh))))


# ------------------------------------------------------------------------------- backprop


@points(2)
def test_gradient_of_recurrent_weights(backprop, rng):
    """∂L/∂W_hh가 W_hh를 값마다 조금씩 움직여 잰 수치 미분과 같습니다.
    ∂L/∂W_hh equals the numeric gradient, from moving each value of W_hh a little.
    → 시점마다 ∂L/∂z_t에 그 앞의 상태 h_{t-1}의 전치를 곱해 더하세요. h_0은 0입니다.
    → Add up ∂L/∂z_t times the transpose of the state before, h_{t-1}. h_0 is 0."""
    has_gradients(backprop, rng, 0)


@points(1)
def test_gradient_of_input_weights(backprop, rng):
    """∂L/∂W_xh가 W_xh를 값마다 조금씩 움직여 잰 수치 미분과 같습니다.
    ∂L/∂W_xh equals the numeric gradient, from moving each value of W_xh a little.
    → 시점마다 ∂L/∂z_t에 x_t의 전치를 곱해 더하세요.
    → Add up ∂L/∂z_t times the transpose of x_t, timestep by timestep."""
    has_gradients(backprop, rng, 1)


@points(1)
def test_gradient_of_biases(backprop, rng):
    """∂L/∂b_h가 b_h를 값마다 조금씩 움직여 잰 수치 미분과 같습니다.
    ∂L/∂b_h equals the numeric gradient, from moving each value of b_h a little.
    → 모든 시점의 ∂L/∂z_t를 더하세요. 모양은 b_h와 같은 (units, 1)입니다.
    → Add up ∂L/∂z_t over all timesteps. Its shape is that of b_h, (units, 1)."""
    has_gradients(backprop, rng, 2)


def has_gradients(backprop, rng, place):
    cases = [*in_both_precisions(lambda: draw_layer(rng)), draw_layer(rng, 1)]
    for X, H, W_hh, W_xh, b_h, dh in cases:
        answer = expect.pair(backprop(X, H, W_hh, dh), 3)
        named(WEIGHTS[place], answer[place], _numeric((W_hh, W_xh, b_h), place, X, dh))


@oracle
def _numeric(weights, place, X, dh):
    """Return the central differences of dh·h_T by each value of one of the weights."""
    weights, found = [w.astype(float) for w in weights], np.zeros(weights[place].shape)
    for at in np.ndindex(found.shape):
        for sign in (1, -1):
            W_hh, W_xh, b_h = (w.copy() for w in weights)
            (W_hh, W_xh, b_h)[place][at] += sign * 1e-5
            h = 0 * b_h
            for push in W_xh @ X.astype(float) + b_h:
                h = np.tanh(W_hh @ h + push)
            found[at] += sign * (dh * h).sum() / 2e-5
    return found


# -------------------------------------------------------------------- clip_by_global_norm


@points(2)
def test_large_gradients_are_shrunk_together(clip_by_global_norm, rng):
    """전체 노름이 limit보다 크면 모든 기울기가 같은 비율로 줄어 전체 노름이 limit이 됩니다.
    Where their global norm is above limit, all gradients shrink by one factor, to that norm.
    → 모든 배열의 모든 값을 제곱해 더하고 제곱근을 구한 것이 전체 노름입니다.
    → The global norm is the square root of the sum of squares of all values in all arrays."""
    for norm, limit in ((9.0, 2.0), (0.7, 0.1), (3.0, 2.95)):  # at the last each alone is smaller
        for kind in ("float64", "float32"):
            gradients = draw_gradients(rng, norm, kind)
            are_clipped(clip_by_global_norm(gradients, limit), gradients, limit)


@points(1)
def test_small_gradients_stay(clip_by_global_norm, rng):
    """전체 노름이 limit보다 크지 않을 때만, 모두 0일 때도, 기울기는 그대로입니다.
    Only where their global norm is not above limit, the gradients stay; so they do when all are 0.
    → 먼저 노름을 limit과 견주세요. 작은 기울기를 limit까지 키우지 않습니다.
    → Compare the norm to limit first. Small gradients are not enlarged up to it."""
    large = draw_gradients(rng, 9.0)
    expect.that(
        not all(map(np.allclose, expect.pair(clip_by_global_norm(large, 2.0), 3), large)),
        "전체 노름이 9이고 limit이 2인데도 기울기가 그대로 돌아왔습니다.",
        "With a global norm of 9 and a limit of 2, too, the gradients came back as they were.",
    )
    for norm, limit in ((0.4, 3.0), (2.9, 3.0), (0.0, 1.0)):  # the second sum of norms is larger
        gradients = draw_gradients(rng, norm)
        are_clipped(clip_by_global_norm(gradients, limit), gradients, limit)


def draw_gradients(rng, norm, kind="float64"):
    """Draw arrays of different shapes whose global norm is ``norm``."""
    units, input_dim = draw(rng, (3, 4), (2, 5))
    drawn = [rng.uniform(0.5, 1.5, s) for s in ((units, units), (units, input_dim), (units, 1))]
    sizes = 0.7, 1.3, 1.0  # so that the first array's norm is not the largest
    drawn = [n * g * rng.choice([-1, 1], g.shape) for n, g in zip(sizes, drawn, strict=True)]
    whole = np.linalg.norm(np.concatenate([g.ravel() for g in drawn]))
    return [(norm / whole * g).astype(kind) for g in drawn]


def are_clipped(answer, gradients, limit):
    rights = _clipped(gradients, limit)
    for n, (got, right) in enumerate(zip(expect.pair(answer, len(rights)), rights, strict=True)):
        named(f"[{n}]", got, right)


@oracle
def _clipped(gradients, limit):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in gradients]))
    return [g * min(1.0, limit / max(norm, 1e-300)) for g in gradients]


# ---------------------------------------------------------------------------------- cloze


@points(1)
def test_words_are_one_hot(cloze, rng):
    """문장의 낱말마다 1이 하나, 나머지는 0입니다. 모양은 (n, T, vocabulary)입니다.
    Each word of a sentence is one 1 among zeros; the shape is (n, T, vocabulary).
    → np.eye(vocabulary)의 행을 낱말 번호로 고를 수 있습니다.
    → The rows of np.eye(vocabulary) can be chosen by the words' numbers."""
    for _ in range(2):
        fillers, clues, gap, vocabulary = draw_sentences(rng)
        X = expect.shape(cloze(fillers, clues, gap, vocabulary), (*fillers.shape, vocabulary))
        one_hot = np.arange(vocabulary) == vocabulary - 1  # sorted
        wrong = (np.sort(X, axis=-1) != one_hot).any(axis=-1).sum()
        expect.that(
            wrong == 0,
            f"낱말 {fillers.size}개 가운데 {wrong}개가 1 하나와 0으로 되어 있지 않습니다.",
            f"Of {fillers.size} words {wrong} are not made of one 1 and zeros.",
        )


@points(2)
def test_clue_stands_before_the_gap(cloze, rng):
    """clues의 낱말과 빈칸 사이에 낱말이 꼭 gap개 있고, 나머지 낱말은 그대로입니다.
    Between the word of clues and the blank are exactly gap words; all other words stay.
    → 간격이 0이면 도시가 문장의 마지막 낱말입니다. 뒤에서부터 세어 보세요.
    → With a gap of 0 the city is the last word of the sentence. Count from the end."""
    for gap, first in zip((None, 0, "T - 1"), rng.permutation(4), strict=False):
        fillers, clues, gap, vocabulary = draw_sentences(rng, gap, first)
        words = expect.array(cloze(fillers, clues, gap, vocabulary))
        if words.shape != fillers.shape:  # one-hot is asked for in another check
            words = expect.shape(words, (*fillers.shape, None)).argmax(axis=-1)
        right = _sentences(fillers, clues, gap).tolist()
        for n, (own, sentence) in enumerate(zip(words.tolist(), right, strict=True)):
            expect.that(
                own == sentence,
                f"gap={gap}일 때 {n}번 문장의 낱말 번호는 {sentence}이어야 하는데 {own}(으)로 읽힙니다.",
                f"With gap={gap} the words of sentence {n} should be {sentence}, but read {own}.",
            )


def draw_sentences(rng, gap=None, first=0):
    """Draw fillers and clues, which have no word in common, a gap and the number of words.

    The ``first`` clue is given, and each differs from the one before.
    """
    n, timesteps, vocabulary = draw(rng, (3, 5), (6, 8), (10, 12))
    fillers = rng.integers(4, vocabulary - 1, (n, timesteps))  # the last word never comes
    middle = int(rng.choice([g for g in range(1, timesteps - 2) if 2 * g + 1 != timesteps]))
    gap = {None: middle, "T - 1": timesteps - 1}.get(gap, gap)
    clues = (first + int(rng.choice([1, 3])) * np.arange(n)) % 4
    return fillers, clues, gap, vocabulary


@oracle
def _sentences(fillers, clues, gap):
    places = np.arange(fillers.shape[1])
    return np.where(places == fillers.shape[1] - gap - 1, clues[:, None], fillers)
