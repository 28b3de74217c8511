"""Checks of exercise 1: a recurrent neuron, the layer, what it depends on, and Keras's SimpleRNN."""

from itertools import pairwise

import keras
import numpy as np
from keras import layers as keras_layers

from rnnlab.author import expect, oracle, points

# --------------------------------------------------------------------------------- neuron


@points(1)
def test_an_input_echoes(neuron, rng):
    """한 번 들어온 입력이 w_y를 거쳐 다음 출력들에 메아리처럼 남습니다.
    An input that came once goes on in the next outputs, through w_y, like an echo.
    → 스텝마다 w_x·x_t와 w_y·y_{t-1}과 b를 더하세요. y_{t-1}은 바로 앞에서 구한 출력입니다.
    → At each step add w_x·x_t, w_y·y_{t-1} and b; y_{t-1} is the output that you found last."""
    for length in (5, 8):
        w_x, w_y, b = rng.uniform(0.3, 0.9, 3).tolist()
        pulse = [int(rng.integers(2, 9)), *[0] * (length - 1)]
        expect.close(neuron(pulse, w_x, w_y, 0), _neuron(pulse, w_x, w_y, 0))
        x = rng.uniform(0, 2, length)
        expect.close(neuron(x, w_x, w_y, b), _neuron(x, w_x, w_y, b))


@points(1)
def test_neuron_never_goes_below_zero(neuron, rng):
    """합이 음수이면 출력은 0이고, 다음 스텝은 그 0을 이어받습니다.
    Where the sum is negative the output is 0, and the next step goes on from that 0.
    → ReLU를 시퀀스가 끝난 뒤가 아니라 스텝마다 거치세요.
    → Apply ReLU at every step, not once the sequence is over."""
    for length, kind, sign in ((7, "float64", 1), (9, "float32", -1), (12, "float64", 1)):
        x, *weights = _swinging(rng, length, sign)
        x = x.astype(kind)
        expect.close(neuron(x, *weights), _neuron(x, *weights))


# ----------------------------------------------------------------------------- layer_step


@points(1)
def test_step_adds_input_memory_and_bias(layer_step, rng):
    """X_t·W_x와 Y_{t-1}·W_y와 b를 모두 더합니다. Y_t의 모양은 m×n입니다.
    The products X_t·W_x and Y_{t-1}·W_y and b are all added; the shape of Y_t is m×n.
    → @로 행렬을 곱하세요. 샘플이 행이므로 전치할 것은 없습니다.
    → Multiply matrices with @. The samples are rows, so nothing has to be transposed."""
    m, _, d, n = _sizes(rng)
    for rows in (m, 1):
        given = _positive(rng, rows, d, n)
        expect.close(layer_step(*given), _step(*given))


@points(1)
def test_step_has_relu(layer_step, rng):
    """더한 값이 음수인 자리의 출력은 0입니다.
    Where the sum is negative the output is 0.
    → 더한 다음에 np.maximum(0, ...)을 쓰세요.
    → Use np.maximum(0, ...) after the sum."""
    for kind in ("float64", "float32"):
        given = [array.astype(kind) for array in _one_step(rng)]
        expect.close(layer_step(*given), _step(*given))


# ---------------------------------------------------------------------------------- layer


@points(1)
def test_outputs_of_all_steps_in_one_array(layer, rng):
    """출력의 모양은 (m, T, n)입니다. 샘플이나 스텝이 하나뿐이어도 그렇습니다.
    The outputs have the shape (m, T, n), also with a single sample or a single step.
    → np.stack(..., axis=1)은 스텝마다의 (m, n) 배열들을 (m, T, n)으로 묶습니다.
    → np.stack(..., axis=1) joins the (m, n) arrays of the steps to one of (m, T, n)."""
    m, T, d, n = _sizes(rng)
    for rows, steps in ((m, T), (1, T), (m, 1)):
        X, *weights = _lively(rng, rows, steps, d, n)
        expect.shape(layer(X, *weights), (rows, steps, n))


@points(2)
def test_layer_follows_the_equation_at_every_step(layer, rng):
    """모든 시점에서 Y_t = ReLU(X_t·W_x + Y_{t-1}·W_y + b)이고 Y_0 = 0입니다.
    At every step Y_t = ReLU(X_t·W_x + Y_{t-1}·W_y + b), beginning with Y_0 = 0.
    → 시점 t의 미니배치는 X[:, t]입니다. 방금 구한 Y를 다음 스텝에 넘기세요.
    → The mini-batch of step t is X[:, t]. Hand the Y that you have just found to the next step."""
    for kind in ("float64", "float32"):
        X, *weights = (array.astype(kind) for array in _lively(rng, *_sizes(rng)))
        expect.close(layer(X, *weights), _outputs(X, *weights), 1e-3, 1e-3)


# -------------------------------------------------------------------------- split_stacked


@points(1)
def test_stacked_matrix_is_split(split_stacked, rng):
    """쌓은 행렬의 위쪽 d개 행은 W_x, 아래쪽 n개 행은 W_y입니다.
    The upper d rows of the stacked matrix are W_x, the lower n rows are W_y.
    → n은 W의 열의 개수입니다. 아래에서 n개 행을 떼면 W_y입니다.
    → n is the number of columns of W; its last n rows are W_y."""
    small, large, other, _ = sorted(_sizes(rng))
    for d, n in ((small, large), (large, small), (other, 1), (1, other)):
        W_x, W_y = rng.uniform(-1, 1, (d, n)), rng.uniform(-1, 1, (n, n))
        upper, lower = expect.pair(split_stacked(np.vstack([W_x, W_y])))
        expect.close(upper, W_x)
        expect.close(lower, W_y)


# --------------------------------------------------------------------------- stacked_step


@points(1)
def test_one_product_adds_input_and_memory(stacked_step, rng):
    """[X_t Y_{t-1}]·W + b는 X_t·W_x + Y_{t-1}·W_y + b와 같습니다.
    The product [X_t Y_{t-1}]·W + b is the same as X_t·W_x + Y_{t-1}·W_y + b.
    → np.hstack([X_t, Y_prev])로 옆으로 잇습니다. 순서는 W를 쌓은 순서와 같습니다.
    → np.hstack([X_t, Y_prev]) puts them side by side, in the order in which W is stacked."""
    m, _, d, n = _sizes(rng)
    for rows in (m, 1):
        given = _positive(rng, rows, d, n)
        expect.close(stacked_step(*_stacked(*given)), _step(*given))


@points(1)
def test_one_product_has_relu(stacked_step, rng):
    """더한 값이 음수인 자리의 출력은 0입니다.
    Where the sum is negative the output is 0.
    → b까지 더한 다음에 np.maximum(0, ...)을 쓰세요.
    → Use np.maximum(0, ...) once b is added."""
    for kind in ("float64", "float32"):
        given = [array.astype(kind) for array in _one_step(rng)]
        expect.close(stacked_step(*_stacked(*given)), _step(*given))


# ----------------------------------------------------------------------------------- fold


@points(1)
def test_states_of_a_cell_that_adds(fold, rng):
    """입력을 더하기만 하는 셀을 0에서 시작하면, 상태는 지금까지 들어온 입력의 합입니다.
    A cell that only adds, begun at 0, has the sum of all inputs so far as its state.
    → 나온 상태를 다음 입력과 함께 다시 셀에 넣고, 나온 상태를 모두 모으세요.
    → Put each new state back into the cell with the next input, and collect all states."""
    m, T, d, _ = _sizes(rng)
    xs = rng.uniform(-1, 1, (T, m, d))
    states = fold(_cell([np.vstack([np.eye(d), np.eye(d)]), np.zeros(d)]), xs, np.zeros((m, d)))
    expect.close(states, np.cumsum(xs, axis=0), atol=1e-4)


@points(2)
def test_any_cell_from_any_state(fold, rng):
    """어떤 셀이든 h_0에서 시작해 h_t = f(h_{t-1}, x_t)를 차례로 구합니다.
    With any cell the states h_t = f(h_{t-1}, x_t) come one after the other, beginning with h_0.
    → 첫 상태는 h_0입니다. 셀의 입력은 np.hstack([x_t, h])입니다.
    → The first state is h_0. The cell's input is np.hstack([x_t, h])."""
    for hidden in (0, 9):
        m, T, d, n = _sizes(rng)
        widths = [d + n, hidden, n] if hidden else [d + n, n]
        weights = [rng.uniform(-1, 1, s) for i, o in pairwise(widths) for s in ((i, o), (o,))]
        xs, h_0 = list(rng.uniform(-1, 1, (T, m, d))), rng.uniform(-1, 1, (m, n))
        answer = fold(_cell(weights, "tanh"), xs, h_0)
        expect.close(answer, _folded(weights, xs, h_0), atol=1e-4)


# ------------------------------------------------------------------------------ influence


@points(1)
def test_who_moves(influence, rng):
    """입력이 바뀐 시점과 그 뒤의 출력만 움직입니다. W_y가 0이면 그 시점의 출력만 움직입니다.
    Only outputs at the changed step and after it move; with W_y = 0 that of this step alone.
    → X를 복사해서 한 시점만 바꾸고 층을 다시 돌리세요. 행이 출력, 열이 바꾼 입력입니다.
    → Copy X, change one step, run the layer again. Rows are outputs, columns changed inputs."""
    X, W_x, W_y, b, delta = _moving(rng)
    for memory in (W_y, np.zeros_like(W_y)):
        given = X, W_x, memory, b, delta
        D = expect.shape(influence(*given), (len(X), len(X)))
        moves, wanted = np.abs(D) > 1e-3, _moved(*given) > 1e-3
        for t, s in np.argwhere(moves != wanted)[:1].tolist():
            expect.that(
                moves[t, s],
                f"X[{s}]를 바꾸면 시점 {t}의 출력도 움직여야 하는데 D[{t}, {s}]가 0입니다.",
                f"When X[{s}] is changed the output of step {t} moves, but D[{t}, {s}] is 0.",
            )
            expect.that(
                wanted[t, s],
                f"X[{s}]를 바꾸어도 시점 {t}의 출력은 그대로인데 D[{t}, {s}]가 0이 아닙니다.",
                f"Changing X[{s}] does not move the output of step {t}, but D[{t}, {s}] is not 0.",
            )


@points(2)
def test_how_far_they_move(influence, rng):
    """D[t, s]는 X[s]에 delta를 더했을 때 시점 t에서 가장 많이 움직인 뉴런이 움직인 거리입니다.
    D[t, s] is how far, at step t, the neuron moves that moves most when delta is added to X[s].
    → 두 출력의 차이의 절댓값을 구하고, 뉴런 가운데 가장 큰 값을 고르세요.
    → Take the absolute difference of the two outputs, and of the neurons the largest."""
    for _ in range(2):
        given = _moving(rng)
        expect.close(influence(*given), _moved(*given), atol=1e-4)


# ------------------------------------------------------------------------------- collapse


@points(1)
def test_three_times_c(collapse, rng):
    """강의의 예처럼 x에 c를 세 번 곱하는 층들은 a = c·c·c를 한 번 곱하는 층 하나와 같습니다.
    As in the lecture, layers that multiply x by c three times are one layer with a = c·c·c.
    → 층을 차례로 모두 지나게 한 뒤, 1이 얼마가 되는지 보세요.
    → Let 1 go through all the layers one after the other, and see what becomes of it."""
    for times in (3, 5):
        c = rng.uniform(1.2, 1.9)
        A, _ = expect.pair(collapse([(np.array([[c]]), np.zeros(1))] * times))
        expect.close(A, [[c**times]])


@points(1)
def test_matrices_become_one(collapse, rng):
    """모양이 다른 행렬 여러 개도 A 하나가 됩니다. A의 모양은 (d, n)입니다.
    Matrices of different shapes become one, too: A of shape (d, n).
    → 영벡터를 넣은 결과가 c입니다. 단위행렬을 넣은 결과에서 c를 빼면 A입니다.
    → The zero vector gives c. What the identity matrix gives, minus c, is A."""
    for stack in _stacks(rng):
        A, _ = expect.pair(collapse(stack))
        expect.close(A, _one_layer(stack)[0], atol=1e-4)


@points(1)
def test_biases_become_one(collapse, rng):
    """편향들은 뒤에 오는 층들까지 지나 c 하나가 됩니다. c의 모양은 (n,)입니다.
    The biases go through the layers behind them and become one c of shape (n,).
    → 앞쪽 층의 편향에도 뒤쪽 층의 행렬이 곱해집니다. 영벡터를 모든 층에 통과시켜 보세요.
    → The matrices of later layers multiply earlier biases. Let the zero vector pass them all."""
    for stack in _stacks(rng):
        _, c = expect.pair(collapse(stack))
        expect.close(c, _one_layer(stack)[1], atol=1e-4)


# ---------------------------------------------------------------------------- build_layer


@points(1)
def test_model_puts_out_every_step(build_layer, rng):
    """모델은 모든 시점의 출력을 냅니다. 출력의 모양은 (None, timesteps, n)입니다.
    The model puts out every timestep: its output shape is (None, timesteps, n).
    → SimpleRNN에 return_sequences=True를 주세요. 입력은 keras.Input((timesteps, d))입니다.
    → Give SimpleRNN return_sequences=True. The input is keras.Input((timesteps, d))."""
    model, weights, T = _built(build_layer, rng)
    d, n = weights[0].shape
    expect.params(model, n * (d + n + 1))
    expect.output_shape(model, (None, T, n))
    expect.shape(expect.predict(model, np.zeros((2, T, d))), (2, T, n))


@points(1)
def test_model_has_the_given_weights(build_layer, rng):
    """SimpleRNN의 kernel, recurrent_kernel, bias는 주어진 W_x, W_y, b입니다.
    SimpleRNN's kernel, recurrent_kernel and bias are the given W_x, W_y and b.
    → model.set_weights([W_x, W_y, b])를 부르고 그 모델을 돌려주세요.
    → Call model.set_weights([W_x, W_y, b]), and return that model."""
    model, weights, _ = _built(build_layer, rng)
    recurrent = expect.layer(model, keras_layers.SimpleRNN)
    d, n = weights[0].shape
    expect.params(recurrent, n * (d + n + 1))
    names = ("kernel", "W_x"), ("recurrent_kernel", "W_y"), ("bias", "b")
    for got, wanted, (name, given) in zip(recurrent.get_weights(), weights, names, strict=True):
        expect.that(
            given != "W_y" or not np.allclose(got, wanted.T, atol=1e-4),
            f"SimpleRNN의 {name}이 주어진 {given}의 전치입니다.",
            f"{name} of SimpleRNN is the transpose of the given {given}.",
        )
        expect.that(
            np.allclose(got, wanted, atol=1e-4),
            f"SimpleRNN의 {name}에 주어진 {given}의 값이 들어 있지 않습니다.",
            f"{name} of SimpleRNN does not have the values of the given {given}.",
        )


@points(1)
def test_model_computes_with_relu(build_layer, rng):
    """어떤 가중치에서도 모델의 마지막 출력은 여러분의 층의 마지막 출력과 같습니다.
    With any weights the last output of the model is the last output of your layer.
    → activation의 기본값은 tanh입니다. SimpleRNN에 activation="relu"를 주세요.
    → By default the activation is tanh: give SimpleRNN activation="relu"."""
    model, weights, T = _built(build_layer, rng)
    d, n = weights[0].shape
    expect.params(model, n * (d + n + 1))
    X, *weights = _lively(rng, 4, T, d, n)
    model.set_weights(weights)
    expect.steady(model, X)
    answer = expect.predict(model, X)
    expect.close(
        answer[:, -1] if answer.ndim == 3 else answer, _outputs(X, *weights)[:, -1], 1e-3, 1e-3
    )


def _built(build_layer, rng):
    """Return the model that was built, which has a SimpleRNN, the weights for it, and timesteps."""
    _, T, d, n = _sizes(rng)
    weights = [rng.uniform(-1, 1, s) for s in ((d, n), (n, n), (n,))]
    model = expect.model(build_layer(*weights, T), (T, d))
    expect.layer(model, keras_layers.SimpleRNN)
    return model, weights, T


# -------------------------------------------------------------------------------- oracles


def _sizes(rng):
    """Return m, T, d and n, all different."""
    return rng.permutation(np.arange(3, 8))[:4].tolist()


@oracle
def _step(X_t, Y_prev, W_x, W_y, b):
    return np.maximum(X_t @ W_x + Y_prev @ W_y + b, 0)


@oracle
def _outputs(X, W_x, W_y, b):
    """Return Y_t at every step, (m, T, n), in float64."""
    Y, outputs = np.zeros((len(X), len(b))), []
    for X_t in np.moveaxis(np.asarray(X, float), 1, 0):
        Y = np.maximum(X_t @ W_x + Y @ W_y + b, 0)
        outputs.append(Y)
    return np.stack(outputs, axis=1)


@oracle
def _neuron(x, w_x, w_y, b):
    weights = np.array([[w_x]]), np.array([[w_y]]), np.array([b])
    return _outputs(np.reshape(x, (1, -1, 1)), *weights).ravel()


@oracle
def _swinging(rng, length, sign):
    """Return x, w_x, w_y and b of a neuron that is cut off at 0 and comes back, more than once.

    ``sign`` is that of w_y.
    """
    while True:
        x = rng.uniform(-2, 2, length)
        w_x, w_y, b = rng.uniform(0.5, 1.5), sign * rng.uniform(0.4, 0.9), rng.uniform(0.1, 0.3)
        on = _neuron(x, w_x, w_y, b) > 0
        if (on[1:] & ~on[:-1]).sum() >= 2:
            return x, w_x, w_y, b


def _positive(rng, m, d, n):
    """Return X_t, Y_prev, W_x, W_y and b whose sums are positive, and large enough for ReLU6."""
    X_t, Y_prev = rng.uniform(2, 5, (m, d)), rng.uniform(2, 5, (m, n))
    return X_t, Y_prev, *(rng.uniform(0.2, 1, s) for s in ((d, n), (n, n), (n,)))


def _one_step(rng):
    """Return X_t, Y_prev, W_x, W_y and b for which some sums are negative."""
    m, _, d, n = _sizes(rng)
    X, *weights = _lively(rng, m, 2, d, n)
    return X[:, 1], _outputs(X, *weights)[:, 0], *weights


def _stacked(X_t, Y_prev, W_x, W_y, b):
    return X_t, Y_prev, np.vstack([W_x, W_y]), b


@oracle
def _lively(rng, m, T, d, n):
    """Return X, W_x, W_y and b of a layer of which, at every step, some neurons are at 0."""
    while True:
        X = rng.uniform(-4, 4, (m, T, d))
        W_x, W_y, b = (rng.uniform(-1, 1, s) for s in ((d, n), (n, n), (n,)))
        on = (_outputs(X, W_x, W_y, b) > 0).mean(axis=(0, 2))
        if ((on > 0.2) & (on < 0.8)).all():
            return X, W_x, W_y, b


def _cell(weights, activation=None):
    """Return a cell of Dense layers, whose ``weights`` are W, b, W, b, and so on."""
    stack = [keras_layers.Dense(len(b), activation) for b in weights[1::2]]
    model = keras.Sequential([keras.Input((len(weights[0]),)), *stack])
    model.set_weights(weights)
    return model


@oracle
def _folded(weights, xs, h_0):
    h, states = h_0, []
    for x_t in xs:
        h = np.concatenate([x_t, h], axis=1)
        for W, b in zip(weights[::2], weights[1::2], strict=True):
            h = np.tanh(h @ W + b)
        states.append(h)
    return np.stack(states)


@oracle
def _moved(X, W_x, W_y, b, delta):
    """Return how far each output moves: sequence s of the mini-batch is changed at step s."""
    changed = X + delta * np.eye(len(X))[:, :, np.newaxis]
    moves = np.abs(_outputs(changed, W_x, W_y, b) - _outputs(X[np.newaxis], W_x, W_y, b))
    return moves.max(axis=2).T


@oracle
def _moving(rng):
    """Return X, W_x, W_y, b and delta for which every later output moves by a clear amount."""
    while True:
        _, T, d, n = _sizes(rng)
        X, *weights = _lively(rng, 1, T, d, n)
        given = X[0], *weights, rng.uniform(0.5, 1) * rng.choice([-1, 1])
        if _moved(*given)[np.tril_indices(T)].min() > 0.02:
            alone = _moved(given[0], given[1], np.zeros((n, n)), *given[3:])
            if np.diag(alone).min() > 0.02:
                return given


@oracle
def _stacks(rng):
    """Draw a single layer and several, whose widths are all different.

    The largest value of c is never its first, whose place 0 would be: that is what c=0 answers.
    """
    found = []
    for widths in (_sizes(rng)[:2], _sizes(rng)):
        while True:
            stack = [(rng.uniform(-1, 1, s), rng.uniform(-1, 1, s[1])) for s in pairwise(widths)]
            if _one_layer(stack)[1].argmax():
                break
        found.append(stack)
    return found


@oracle
def _one_layer(stack):
    """Return A and c by multiplying out."""
    (A, c), *others = stack
    for W, b in others:
        A, c = A @ W, c @ W + b
    return A, c
