"""Checks of exercise 2: first weights, one step, an unrolled RNN, Keras's weights, costs."""

import keras
import numpy as np
from keras import layers

from common.draws import draw
from common.oracles import dense, simple_rnn
from rnnlab.author import expect, oracle, points

MATRICES = ("W_xh", "W_hh", "W_hy")
DECK = (*MATRICES, "b_h", "b_y")
KERAS = ("kernel", "recurrent_kernel", "bias", "Dense kernel", "Dense bias")


def draw_weights(rng, input_dim, units, outputs):
    """Draw W_xh, W_hh, W_hy, b_h and b_y in the deck's shapes: biases too, so that each shows."""
    shapes = shapes_of(input_dim, units, outputs)
    return [rng.uniform(0.2, 0.9, s) * rng.choice([-1, 1], s) for s in shapes]


def shapes_of(input_dim, units, outputs):
    """Return the deck's shapes, which the exercise's own text tells, too."""
    matrices = (units, input_dim), (units, units), (outputs, units)
    return *matrices, (units, 1), (outputs, 1)


def has_shape(name, value, shape):
    """Return ``value`` as an array; it must have this shape."""
    got = expect.array(value)
    expect.that(
        got.shape == shape,
        f"{name}의 모양이 {got.shape}입니다. 바른 모양은 {shape}입니다.",
        f"The shape of {name} is {got.shape}; it should be {shape}.",
    )
    return got


def is_close(name, value, want):
    """``value`` must be ``want`` in shape and in values."""
    got = has_shape(name, value, np.shape(want))
    wrong = ~np.isclose(got, want, rtol=1e-4, atol=1e-5)
    expect.that(
        not wrong.any(),
        f"{name}의 모양은 맞지만 값 {wrong.size}개 가운데 {wrong.sum()}개가 틀렸습니다.",
        f"{name} has the right shape, but {wrong.sum()} of its {wrong.size} values are wrong.",
    )


def columns(name, value, timesteps, size):
    """Return columns of every timestep as (timesteps, size); h_0 or no last axis cost another check."""
    got = expect.array(value)
    got = got[1:] if got.ndim and len(got) == timesteps + 1 else got
    if got.shape != (timesteps, size):
        got = has_shape(name, got, (timesteps, size, 1))
    return got.reshape(timesteps, size)


# -------------------------------------------------------------------------- glorot_limits


@points(1)
def test_limits_of_input_and_output_weights(glorot_limits, rng):
    """W_xh와 W_hy의 한계는 저마다 받는 수와 내놓는 수의 개수로 정해집니다.
    The limits of W_xh and W_hy each come from how many numbers the matrix takes in and gives out.
    → 6을 (받는 수 + 내놓는 수)로 나누고 제곱근을 구하세요. W_hy는 units개를 받아 outputs개를 내놓습니다.
    → Divide 6 by what goes in plus what comes out, then take the root. W_hy takes in units numbers."""
    for sizes in limit_sizes(rng):
        are_limits(("W_xh", "W_hy"), glorot_limits(*sizes), sizes)


@points(1)
def test_limit_of_recurrent_weights(glorot_limits, rng):
    """W_hh는 units개를 받아 units개를 내놓습니다. 한계도 그렇게 정해집니다.
    W_hh takes in units numbers and gives out units; its limit comes from these.
    → W_hh가 받는 것은 h_{t-1}이고 내놓는 것은 h_t입니다. 둘 다 길이가 units입니다.
    → W_hh takes in h_{t-1} and gives out h_t, both of length units."""
    for sizes in limit_sizes(rng):
        are_limits(("W_hh",), glorot_limits(*sizes), sizes)


def limit_sizes(rng):
    """Return the deck's input_dim and units with an output, and drawn sizes."""
    return [(9, 3, 2), *(draw(rng, (5, 40), (5, 40), (5, 40)) for _ in range(3))]


def are_limits(names, answer, sizes):
    got = dict(zip(MATRICES, expect.shape(answer, (3,)), strict=True))
    want = dict(zip(MATRICES, _limits(*sizes), strict=True))
    for name in names:
        expect.that(
            np.isclose(got[name], want[name], rtol=1e-4, atol=0),
            f"d, D_h, k가 {sizes}일 때 {name}의 한계는 {want[name]:.4g}인데 {got[name]:.4g}라고 답했습니다.",
            f"For d, D_h, k = {sizes} the limit of {name} is {want[name]:.4g}, but {got[name]:.4g} came back.",
        )


@oracle
def _limits(input_dim, units, outputs):
    shapes = shapes_of(input_dim, units, outputs)[:3]
    return [float((6 / sum(shape)) ** 0.5) for shape in shapes]


# ------------------------------------------------------------------------ initial_weights


@points(1)
def test_weights_have_the_shapes_of_the_deck(initial_weights, rng):
    """W_xh, W_hh, W_hy, b_h, b_y의 모양이 강의 001의 그림과 같습니다.
    W_xh, W_hh, W_hy, b_h and b_y have the shapes of deck 001.
    → 행은 내놓는 쪽, 열은 받는 쪽입니다. 편향은 열이 하나인 세로 벡터입니다.
    → Rows are what comes out, columns what goes in. A bias is a matrix with a single column."""
    for sizes in [(9, 3, 2), draw(rng, (5, 9), (10, 14), (3, 8))]:
        answer = expect.pair(initial_weights(*sizes, draw_seed(rng)), 5)
        for name, value, shape in zip(DECK, answer, shapes_of(*sizes), strict=True):
            has_shape(name, value, shape)


@points(1)
def test_weights_are_drawn_within_their_limits(initial_weights, rng):
    """W는 저마다 자기 한계 -L과 L 사이에서 고르게, 서로 따로 뽑혔고, 편향은 모두 0입니다.
    Each W is drawn evenly and on its own between its limits -L and L, and all biases are 0.
    → rng.uniform(-L, L, 모양)으로 행렬마다 새로 뽑으세요. L은 행렬마다 다릅니다.
    → Draw each matrix anew with rng.uniform(-L, L, shape). Each has its own L."""
    few = draw(rng, (5, 6), (3, 4), (2, 3))
    many = draw(rng, (33, 35), (11, 12), (22, 23))  # so that no limit passes for another
    for sizes in (few, many):
        *answer, b_h, b_y = flat(initial_weights(*sizes, draw_seed(rng)))
        for name, values, limit in zip(MATRICES, answer, _limits(*sizes), strict=True):
            is_uniform(name, values, limit)
        for name, values in (("b_h", b_h), ("b_y", b_y)):
            expect.that(
                not values.any(),
                f"{name}에 0이 아닌 값이 있습니다. 편향은 0에서 시작합니다.",
                f"Not all values of {name} are 0, where biases start.",
            )
    for i, j in ((0, 1), (0, 2), (1, 2)):
        expect.that(
            abs(correlation(answer[i], answer[j])) < 0.5,
            f"{DECK[i]}와 {DECK[j]}가 같은 난수로 만들어졌습니다. 행렬마다 새로 뽑으세요.",
            f"{DECK[i]} and {DECK[j]} are made of the same random numbers: draw each anew.",
        )


@points(1)
def test_every_seed_draws_its_own_weights(initial_weights, rng):
    """seed가 다르면 W_xh, W_hh, W_hy의 값도 다르고, 같으면 같습니다.
    Other seeds give other W_xh, W_hh and W_hy, the same seed the same.
    → 함수 안에서 np.random.default_rng(seed)를 만들고, 그것으로 뽑으세요.
    → Make np.random.default_rng(seed) in the function, and draw with it."""
    sizes, seed = draw(rng, (5, 6), (3, 4), (2, 3)), draw_seed(rng)
    first, again, other = (flat(initial_weights(*sizes, s)) for s in (seed, seed, seed + 1))
    for name, a, b, c in zip(MATRICES, first[:3], again[:3], other[:3], strict=True):
        expect.that(
            a.shape == b.shape and np.allclose(a, b),
            f"같은 seed로 두 번 불렀는데 {name}의 값이 다릅니다.",
            f"Called twice with the same seed, {name} came out different.",
        )
        expect.that(
            a.shape != c.shape or not np.allclose(a, c),
            f"seed를 바꾸어도 {name}의 값이 그대로입니다.",
            f"With another seed {name} is still the same.",
        )


def draw_seed(rng):
    """Draw a seed that is no size, but as small: whoever takes it for one gets no large array."""
    return int(rng.integers(15, 22))


def flat(answer):
    return [expect.array(value).astype(float).ravel() for value in expect.pair(answer, 5)]


def is_uniform(name, values, limit):
    """What is uniform fails once in a million times at the most, whatever its generator."""
    largest, n = np.abs(values).max(initial=0), max(values.size, 1)
    expect.that(
        largest <= limit * (1 + 1e-6),
        f"{name}의 한계는 {limit:.4g}인데 크기가 {largest:.4g}인 값이 있습니다.",
        f"The limit of {name} is {limit:.4g}, but there is a value of size {largest:.4g}.",
    )
    shares, six_sigma = values / limit, 6 / np.sqrt(n)
    even = (
        largest > 1e-6 ** (1 / n) * limit
        and abs(shares.mean()) < 0.58 * six_sigma
        and abs(shares.std() * np.sqrt(3) - 1) < 0.45 * six_sigma
    )
    expect.that(
        even,
        f"{name}의 값이 -{limit:.4g}부터 {limit:.4g}까지 고르게 퍼져 있지 않습니다.",
        f"The values of {name} are not spread evenly from -{limit:.4g} to {limit:.4g}.",
    )


def correlation(a, b):
    n = min(len(a), len(b))
    return np.corrcoef(a[:n], b[:n])[0, 1]


# ------------------------------------------------------------------------------- rnn_step


@points(1)
def test_first_step_starts_from_zero(rnn_step, rng):
    """과거 기억이 0이면 h_1 = tanh(W_xh x_1 + b_h)이고, 모양은 (units, 1)입니다.
    Where the past memory is 0, h_1 = tanh(W_xh x_1 + b_h), of shape (units, 1).
    → 행렬의 곱은 @입니다. 편향을 더한 다음에 tanh를 씌우세요.
    → The product of matrices is @. Add the bias first, then take tanh."""
    for _ in range(2):
        x, h, *weights = draw_step(rng)
        is_close("h_t", rnn_step(x, 0 * h, *weights), _step(x, 0 * h, *weights))


@points(1)
def test_step_adds_the_past_memory(rnn_step, rng):
    """h_t = tanh(W_hh h_{t-1} + W_xh x_t + b_h)입니다.
    The new memory is h_t = tanh(W_hh h_{t-1} + W_xh x_t + b_h).
    → W_hh @ h를 W_xh @ x, b_h와 더하고, 그 합에 tanh를 한 번 씌우세요.
    → Add W_hh @ h, W_xh @ x and b_h, and take tanh of their sum once."""
    for _ in range(2):
        x, h, *weights = draw_step(rng)
        got = expect.array(rnn_step(x, h, *weights))
        got = got.reshape(h.shape) if got.size == h.size else got  # its shape costs another check
        is_close("h_t", got, _step(x, h, *weights))


def draw_step(rng):
    input_dim, units = draw(rng, (2, 4), (5, 7))
    W_xh, W_hh, _, b_h, _ = draw_weights(rng, input_dim, units, 1)
    x, h = rng.uniform(-1, 1, (input_dim, 1)), rng.uniform(-0.9, 0.9, (units, 1))
    return x, h, 0.5 * W_xh, 0.5 * W_hh, 0.5 * b_h


@oracle
def _step(x, h, W_xh, W_hh, b_h):
    """Return tanh of one product, of the weights side by side and the values one below the other."""
    return np.tanh(np.hstack([W_hh, W_xh, b_h]) @ np.vstack([h, x, [[1.0]]]))


# --------------------------------------------------------------------------------- unroll


@points(1)
def test_every_timestep_has_a_column(unroll, rng):
    """H의 모양은 (T, units, 1), Y의 모양은 (T, outputs, 1)입니다.
    H has the shape (T, units, 1) and Y the shape (T, outputs, 1).
    → 시점마다 h와 y를 리스트에 하나씩 모으세요. h_0은 담지 않습니다.
    → Collect one h and one y at each timestep. h_0 does not belong to them."""
    for _ in range(2):
        X, *weights = draw_sequence(rng, 3)
        H, Y = expect.pair(unroll(X, *weights))
        has_shape("H", H, (3, *weights[3].shape))
        has_shape("Y", Y, (3, *weights[4].shape))


@points(1)
def test_three_steps(unroll, rng):
    """T = 3이면 강의의 식대로 h_1, h_2, h_3이 나옵니다.
    With T = 3, h_1, h_2 and h_3 come out as in the deck's equations.
    → h_0은 0이고, 방금 구한 h가 다음 걸음의 h_{t-1}입니다.
    → h_0 is 0, and the h just computed is the h_{t-1} of the next step."""
    has_states(unroll, *draw_sequence(rng, 3))


@points(1)
def test_any_number_of_steps(unroll, rng):
    """강의의 (T, d) = (4, 9), units = 3에서도, 더 길거나 T = 1인 수열에서도 h_1, …, h_T가 맞습니다.
    h_1, …, h_T are right for the deck's (T, d) = (4, 9) with units = 3, and for other T, also for 1.
    → 3번이 아니라 len(X)번 되풀이하세요. 가중치는 시점마다 같은 것을 씁니다.
    → Repeat len(X) times, not 3 times, with the same weights at every timestep."""
    has_states(unroll, *draw_sequence(rng, 4, (9, 3, 2)))
    has_states(unroll, *draw_sequence(rng, int(rng.integers(8, 11))))
    has_states(unroll, *draw_sequence(rng, 1))


@points(1)
def test_outputs_come_from_the_states(unroll, rng):
    """y_t = W_hy h_t + b_y이고 활성화 함수는 없습니다.
    The output is y_t = W_hy h_t + b_y, without an activation.
    → 그 시점에서 새로 구한 h_t로 y_t를 계산하세요.
    → Compute y_t from the h_t that is new at this timestep."""
    for _ in range(2):
        X, *weights = draw_sequence(rng, 3)
        *_, W_hy, b_h, b_y = weights
        H, Y = expect.pair(unroll(X, *weights))
        own = dense(columns("H", H, 3, len(b_h)), W_hy.T, b_y[:, 0])
        follows("Y", columns("Y", Y, 3, len(b_y)), _unrolled(X, *weights)[1], own)


def draw_sequence(rng, timesteps, sizes=None):
    """Draw inputs, lively in every step, and weights in the deck's shapes."""
    drawn = draw(rng, (timesteps, timesteps), (2, 5), (6, 7), (2, 5))[1:]
    input_dim, units, outputs = sizes or drawn
    X = rng.uniform(0.3, 1.5, (timesteps, input_dim, 1)) * rng.choice([-1, 1], (timesteps, 1, 1))
    W_xh, W_hh, W_hy, b_h, b_y = draw_weights(rng, input_dim, units, outputs)
    return X, 0.4 * W_xh, 0.6 * W_hh, W_hy, 0.5 * b_h, b_y


def has_states(unroll, X, *weights):
    H, _ = expect.pair(unroll(X, *weights))
    want = _unrolled(X, *weights)[0]
    is_close("H", columns("H", H, *want.shape), want)


def follows(name, got, right, own):
    """``got`` must be right, or be right by the student's own states: those cost another check."""
    is_close(name, got, right if np.allclose(got, right, 1e-4, 1e-5) else own)


@oracle
def _unrolled(X, W_xh, W_hh, W_hy, b_h, b_y):
    H = simple_rnn(X[None, :, :, 0], W_xh.T, W_hh.T, b_h[:, 0])[0]
    return H, dense(H, W_hy.T, b_y[:, 0])


# --------------------------------------------------------------------------- count_params


@points(1)
def test_shared_weights_are_counted_once(count_params, rng):
    """가중치를 공유하면 T가 얼마이든 파라미터 수가 같습니다. 강의의 예에서는 47입니다.
    Shared weights are as many for any T: 47 in the deck's example.
    → 행렬 세 개의 칸과 편향 두 개의 칸을 모두 세세요. T는 쓰지 않습니다.
    → Count the cells of three matrices and two biases. T is not needed."""
    for timesteps in (3, 4, 300):
        is_count(count_params(9, 3, 2, timesteps), 47, (9, 3, 2, timesteps))
    for _ in range(2):
        sizes = draw(rng, (11, 15), (16, 20), (5, 7), (8, 10))
        is_count(count_params(*sizes), _count(*sizes), sizes)
        is_count(count_params(*sizes, shared=True), _count(*sizes), sizes)


@points(1)
def test_unshared_weights_grow_with_the_timesteps(count_params, rng):
    """shared=False이면 시점마다 가중치 다섯 개를 따로 두었을 때의 수입니다.
    With shared=False the count is that of a network with five weights for every timestep.
    → 한 시점에 있는 파라미터 수에 시점의 수를 곱하세요.
    → Multiply the parameters of one timestep by the number of timesteps."""
    for sizes in [(9, 3, 2, 4), *(draw(rng, (11, 15), (16, 20), (5, 7), (8, 10)) for _ in "12")]:
        answer = count_params(*sizes, shared=False)
        is_count(answer, sizes[3] * _count(*sizes), (*sizes, False), whole=False)


def is_count(answer, expected, asked, whole=True):
    """A float costs one check of the task, not each: where it is not ``whole``, it counts."""
    got = expect.number(answer)
    expect.that(
        got == expected,
        f"count_params{asked}은 {expected:,}인데 {got:,g}라고 답했습니다.",
        f"count_params{asked} is {expected:,}, but the answer was {got:,g}.",
    )
    if whole:
        expect.integer(answer)


@oracle
def _count(input_dim, units, outputs, timesteps):
    return sum(a * b for a, b in shapes_of(input_dim, units, outputs))


# ------------------------------------------------------------------- to_keras, from_keras


@points(1)
def test_matrices_are_transposed_for_keras(to_keras, rng):
    """0번 kernel, 1번 recurrent_kernel, 3번 Dense의 kernel은 강의의 행렬을 뒤집은 것입니다.
    The deck's matrices are transposed: kernel in place 0, recurrent_kernel in 1, Dense's in 3.
    → 전치 행렬은 W.T입니다. reshape는 모양만 바꾸고 값의 자리를 섞습니다.
    → The transpose is W.T. A reshape changes the shape, too, but puts values in wrong places."""
    is_converted(to_keras, rng, KERAS, _for_keras, (0, 1, 3))


@points(1)
def test_biases_have_one_axis_for_keras(to_keras, rng):
    """2번과 4번은 b_h와 b_y이고, 축이 하나뿐입니다.
    In places 2 and 4 are b_h and b_y, with one axis.
    → b_h[:, 0]이나 b_h.ravel()로 세로 벡터의 열 하나를 꺼내세요.
    → Take the one column out with b_h[:, 0] or b_h.ravel()."""
    is_converted(to_keras, rng, KERAS, _for_keras, (2, 4))


@points(1)
def test_matrices_come_back_from_keras(from_keras, rng):
    """Keras 모델의 가중치에서 강의의 W_xh, W_hh, W_hy가 이 순서로 나옵니다.
    The weights of a Keras model give the deck's W_xh, W_hh and W_hy, in this order.
    → get_weights()는 kernel, recurrent_kernel, bias, Dense의 kernel, bias의 순서입니다.
    → get_weights() gives kernel, recurrent_kernel, bias, Dense's kernel, Dense's bias."""
    is_converted_back(from_keras, rng, (0, 1, 2))


@points(1)
def test_biases_come_back_as_columns(from_keras, rng):
    """b_h와 b_y는 모양이 (units, 1), (outputs, 1)인 세로 벡터로, 네 번째와 다섯 번째에 있습니다.
    b_h and b_y come fourth and fifth, as columns of shapes (units, 1) and (outputs, 1).
    → b[:, np.newaxis]나 b.reshape(-1, 1)로 축을 하나 더하세요.
    → Add an axis with b[:, np.newaxis] or b.reshape(-1, 1)."""
    is_converted_back(from_keras, rng, (3, 4))


def is_converted(to_keras, rng, names, convert, places):
    for sizes in [(9, 3, 2), draw(rng, (2, 5), (6, 8), (2, 5))]:
        weights = draw_weights(rng, *sizes)
        answer, want = expect.pair(to_keras(*weights), 5), convert(*weights)
        for place in places:
            is_close(names[place], answer[place], want[place])


def is_converted_back(from_keras, rng, places):
    weights = draw_weights(rng, *draw(rng, (2, 5), (6, 8), (2, 5)))
    answer = expect.pair(from_keras(_model(*weights)), 5)
    for place in places:
        is_close(DECK[place], answer[place], weights[place])


@oracle
def _for_keras(W_xh, W_hh, W_hy, b_h, b_y):
    matrices = (np.moveaxis(w, 0, 1) for w in (W_xh, W_hh, W_hy))
    kernel, recurrent_kernel, output_kernel = matrices
    return [kernel, recurrent_kernel, b_h.ravel(), output_kernel, b_y.ravel()]


@oracle
def _model(*weights):
    """Return a model of these weights; its layers return sequences or not, which changes none."""
    (units, input_dim), (outputs, _) = weights[0].shape, weights[2].shape
    recurrent = layers.SimpleRNN(units, return_sequences=True, name="recurrent")
    stack = [keras.Input((4, input_dim), name="x"), recurrent, layers.Dense(outputs, name="output")]
    model = keras.Sequential(stack, name="given")
    model.set_weights(_for_keras(*weights))
    return model


# --------------------------------------------------------------------------- unroll_batch


@points(1)
def test_states_are_those_of_keras(unroll_batch, rng):
    """은닉 상태 H가 Keras의 SimpleRNN이 계산한 것과 같습니다.
    The hidden states H are those that Keras's SimpleRNN computes.
    → X의 축은 (샘플, 시점, 특성)이므로 시점 t의 입력은 X[:, t]입니다. h_0은 0입니다.
    → The axes of X are samples, timesteps, features: X[:, t] is the input at t. h_0 is 0."""
    for sizes in [(4, 9, 3, 2), None]:
        X, weights = draw_batch(rng, sizes)
        H, _ = expect.pair(unroll_batch(X, weights))
        is_close("H", H, _keras(X, weights)[0])


@points(1)
def test_batches_of_any_size(unroll_batch, rng):
    """샘플이나 시점이 하나뿐이어도, 시점이 더 많아도 은닉 상태 H가 맞습니다.
    The states H are right for a single sample, for a single timestep, and for more timesteps.
    → 샘플은 서로 섞이지 않습니다. 샘플마다 h_0 = 0에서 시작합니다.
    → Samples do not mix: each starts from h_0 = 0."""
    for sizes in [(1, 7, 5, 3), (9, 4, 6, 2)]:
        for n in (1, 8):
            X, weights = draw_batch(rng, sizes, n)
            H, _ = expect.pair(unroll_batch(X, weights))
            is_close("H", H, _batch_states(X, weights))


@points(1)
def test_outputs_of_a_batch(unroll_batch, rng):
    """출력 Y는 모든 샘플과 시점에서 H에 Dense의 가중치를 곱하고 편향을 더한 것입니다.
    The outputs Y are H times Dense's kernel plus its bias, at every sample and timestep.
    → (n, T, units) @ (units, outputs)는 (n, T, outputs)입니다. 활성화 함수는 없습니다.
    → (n, T, units) @ (units, outputs) is (n, T, outputs). There is no activation."""
    for sizes in [(4, 9, 3, 2), None]:
        X, weights = draw_batch(rng, sizes)
        H, Y = expect.pair(unroll_batch(X, weights))
        right = _keras(X, weights)
        own = dense(has_shape("H", H, right[0].shape), *weights[3:])
        follows("Y", has_shape("Y", Y, right[1].shape), right[1], own)


def draw_batch(rng, sizes=None, n=None):
    """Draw inputs (n, T, input_dim) and Keras's weights; ``sizes`` are T, input_dim, units, outputs."""
    timesteps, *others = sizes or draw(rng, (4, 6), (2, 3), (8, 9), (2, 6))
    sequences = rng.uniform(-1.5, 1.5, (n or 7, timesteps, others[0]))
    W_xh, W_hh, W_hy, b_h, b_y = draw_weights(rng, *others)
    scaled = _for_keras(0.4 * W_xh, 0.5 * W_hh, W_hy, 0.5 * b_h, b_y)
    return sequences.astype("float32"), [w.astype("float32") for w in scaled]


@oracle
def _batch_states(X, weights):
    return simple_rnn(X, *weights[:3])


@oracle
def _keras(X, weights):
    """Return what Keras computes with these weights."""
    recurrent = layers.SimpleRNN(len(weights[2]), return_sequences=True)
    output = layers.Dense(len(weights[4]))
    recurrent.build(X.shape)
    output.build((*X.shape[:2], len(weights[2])))
    recurrent.set_weights(weights[:3])
    output.set_weights(weights[3:])
    states = recurrent(X)
    return np.asarray(states), np.asarray(output(states))


# ----------------------------------------------------------------------------- step_costs


@points(2)
def test_every_timestep_has_its_cost(step_costs, rng):
    """costs에는 시점마다 평균 제곱 오차가 하나씩, 모두 T개 있습니다.
    There are T costs: the mean squared error of each timestep.
    → 차이를 제곱하고, 샘플과 출력의 두 축으로 평균을 내세요. 시점의 축은 남습니다.
    → Square the differences, and take the mean over samples and outputs. The time axis stays."""
    for Y, targets in cost_arrays(rng):
        costs, _ = expect.pair(step_costs(Y, targets))
        is_close("costs", costs, _costs(Y, targets))


@points(1)
def test_total_is_the_mean_of_the_costs(step_costs, rng):
    """total은 시점마다의 비용을 평균한 수 하나입니다.
    The total is one number: the mean of the timesteps' costs.
    → 강의 001: 최종 Cost는 모든 Cost Function의 평균입니다.
    → Deck 001: the final cost is the mean of all cost functions."""
    for Y, targets in cost_arrays(rng):
        costs, total = expect.pair(step_costs(Y, targets))
        right, got = np.mean(_costs(Y, targets)), np.asarray(expect.number(total))
        own = right if np.isclose(got, right, 1e-4, 1e-5) else np.mean(expect.array(costs))
        expect.close(got, own)


def cost_arrays(rng):
    """Draw outputs and right answers, in sizes that are all different, and for a single sample."""
    for shape in [draw(rng, (5, 7), (3, 4), (2, 6)), (1, int(rng.integers(3, 6)), 2)]:
        Y = rng.uniform(-2, 2, shape)
        # Another size at each timestep; the largest is neither the first nor the last.
        size = np.roll(np.linspace(0.5, 1.5, shape[1]), -1)[:, None]
        yield Y, Y + size * rng.uniform(0.3, 1.2, shape) * rng.choice([-1, 1], shape)


@oracle
def _costs(Y, targets):
    return np.einsum("ntk,ntk->t", Y - targets, Y - targets) / (Y.shape[0] * Y.shape[2])
