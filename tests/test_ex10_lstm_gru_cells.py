"""Checks of exercise 10: the cells of LSTM and GRU, the belt's gradient, a counter, counts."""

import keras
import numpy as np
from keras import layers

from rnnlab.author import expect, oracle, points


def _sizes(rng):
    """Draw n, timesteps, input_dim and units, no two of which are the same."""
    return tuple(int(size) for size in rng.permutation([3, 4, 5, 6, 7])[:4])


def _weights(rng, input_dim, units, boxes, biases=None):
    """Draw kernel, recurrent_kernel and bias; this has no axis or, with ``biases``, so many rows."""
    width = boxes * units
    shapes = (input_dim, width), (units, width), (biases, width) if biases else (width,)
    return [rng.normal(0, 0.7, shape) for shape in shapes]


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _single(arrays):
    return [array.astype("float32") for array in arrays]


def _parts(answer, n):
    """Return the ``n`` matrices of an answer; an array of them counts."""
    if isinstance(answer, np.ndarray) and answer.ndim == 3 and len(answer) == n:
        return tuple(answer)
    return expect.pair(answer, n)


def _close(name, got, want, **tolerance):
    """Compare one part of an answer, by its name."""
    try:
        expect.close(got, want, **tolerance)
    except expect.Mismatch as wrong:
        ko, en = wrong.text
        raise expect.Mismatch(f"{name}: {ko}", f"{name}: {en}") from None


# ----------------------------------------------------------------------------- lstm_gates


def _lstm_inputs(rng, *states):
    """Draw x_t, h_{t-1}, as many more ``states`` as are named, and weights: in both precisions."""
    for single in (False, True):
        n, _, input_dim, units = _sizes(rng)
        drawn = [rng.normal(0, 1, (n, input_dim)), rng.uniform(-1, 1, (n, units))]
        drawn += [rng.normal(0, 2, (n, units)) for _ in states]
        drawn += _weights(rng, input_dim, units, boxes=4)
        yield _single(drawn) if single else drawn


@oracle
def _gates(x, h, kernel, recurrent_kernel, bias):
    """Return f, i, the candidate and o, each from its own columns."""
    units = len(recurrent_kernel)
    columns = {name: slice(k * units, (k + 1) * units) for k, name in enumerate("ifco")}
    before = {
        name: x @ kernel[:, at] + h @ recurrent_kernel[:, at] + bias[at]
        for name, at in columns.items()
    }
    return [np.tanh(before[name]) if name == "c" else _sigmoid(before[name]) for name in "fico"]


@points(2)
def test_gates_open_by_a_sigmoid(lstm_gates, rng):
    """어떤 가중치에서도 f, i, o는 저마다 σ(x·Wx + h·Wh + b)입니다.
    With any weights, f, i and o are σ(x·Wx + h·Wh + b), each with its own columns.
    → x @ kernel + h @ recurrent_kernel + bias를 units열씩 넷으로 나누세요. 묶음의 순서는 i, f, C̃, o입니다.
    → Cut x @ kernel + h @ recurrent_kernel + bias into four blocks of units columns: i, f, C̃, o."""
    for inputs in _lstm_inputs(rng):
        answer, right = _parts(lstm_gates(*inputs), 4), _gates(*inputs)
        for place, name in ((0, "f"), (1, "i"), (3, "o")):
            _close(name, answer[place], right[place])


@points(1)
def test_candidate_is_a_tanh(lstm_gates, rng):
    """세 번째로 돌려주는 후보값 C̃는 tanh(x·Wx + h·Wh + b)입니다.
    The candidate C̃, which comes third, is tanh(x·Wx + h·Wh + b).
    → 후보값은 얼마나 열지가 아니라 무엇을 쓸지이므로 σ가 아니라 tanh를 씁니다.
    → The candidate is what to write, not how far to open: it takes tanh, not σ."""
    for inputs in _lstm_inputs(rng):
        _close("C̃", _parts(lstm_gates(*inputs), 4)[2], _gates(*inputs)[2])


# ------------------------------------------------------------------------------ lstm_step


@oracle
def _cell_state(x, h, c, kernel, recurrent_kernel, bias):
    f, i, candidate, _ = _gates(x, h, kernel, recurrent_kernel, bias)
    return f * c + i * candidate


@oracle
def _output_gate(x, h, _, kernel, recurrent_kernel, bias):
    return _gates(x, h, kernel, recurrent_kernel, bias)[3]


@points(1)
def test_cell_state_keeps_and_adds(lstm_step, rng):
    """두 번째로 돌려주는 C_t는 f * C_{t-1} + i * C̃입니다.
    C_t, which comes second, is f * C_{t-1} + i * C̃.
    → forget gate는 옛 셀 상태에, input gate는 후보값에 곱하고 둘을 더하세요.
    → Multiply the old cell state by the forget gate, the candidate by the input gate, and add."""
    for inputs in _lstm_inputs(rng, "c"):
        _, c = _parts(lstm_step(*inputs), 2)
        _close("C_t", c, _cell_state(*inputs))


@points(1)
def test_hidden_state_shows_the_new_cell_state(lstm_step, rng):
    """첫 번째로 돌려주는 h_t는 o * tanh(C_t)입니다. C_t가 틀렸다면 돌려준 C_t로 판정합니다.
    h_t, which comes first, is o * tanh(C_t); where C_t is wrong, it is judged by the C_t returned.
    → h_t는 C_{t-1}이 아니라 방금 구한 C_t에 tanh를 씌우고 output gate를 곱한 값입니다.
    → h_t is the tanh of the C_t that you have just made, not of C_{t-1}, times the output gate."""
    for inputs in _lstm_inputs(rng, "c"):
        h, c = _parts(lstm_step(*inputs), 2)
        o = _output_gate(*inputs)
        right = o * np.tanh(_cell_state(*inputs))
        if np.allclose(expect.shape(h, o.shape), right, rtol=1e-4, atol=1e-5):
            continue  # whatever has come of C_t
        c = expect.shape(c, o.shape)
        expect.that(
            len(np.unique(c)) > 1,
            "C_t의 값이 모두 같아서 h_t를 판정할 수 없습니다. C_t부터 구하세요.",
            "All values of C_t are the same, so h_t cannot be judged. Begin with C_t.",
        )
        _close("h_t", h, o * np.tanh(c))


# ----------------------------------------------------------------------------------- lstm


def _sequences(rng, boxes, biases=None):
    """Draw sequences and weights for a layer."""
    n, timesteps, input_dim, units = _sizes(rng)
    x = rng.normal(0, 1, (n, timesteps, input_dim))
    return [x, *_weights(rng, input_dim, units, boxes, biases)]


@oracle
def _of_keras(kind, x, weights, **options):
    """Return what a Keras layer with these weights answers."""
    layer = getattr(layers, kind)(len(weights[1]), **options)
    layer.build((None, None, x.shape[-1]))
    layer.set_weights(weights)
    return keras.ops.convert_to_numpy(layer(x))


@points(1)
def test_lstm_ends_in_its_last_state(lstm, rng):
    """0에서 시작해 시퀀스를 끝까지 읽고 마지막 h를 돌려줍니다. 시점이 하나뿐이어도 맞습니다.
    It starts from zeros, reads to the end and returns the last h, also after a single timestep.
    → 시점마다 lstm_step을 부르고, 돌아온 h와 C를 둘 다 다음 시점에 넘기세요.
    → Call lstm_step at every timestep, and hand both h and C on to the next."""
    x, *weights = _sequences(rng, boxes=4)
    for read in (x, x[:1], x[:, :1]):
        expect.close(lstm(read, *weights), _of_keras("LSTM", read, weights))


@points(1)
def test_lstm_returns_sequences_as_keras_does(lstm, rng):
    """Keras 층의 가중치를 넣고 return_sequences=True로 부르면 모든 시점의 h가 Keras와 같습니다.
    With a Keras layer's weights and return_sequences=True, every h is that of Keras.
    → 시점마다의 h를 모아 (n, timesteps, units) 모양으로 쌓으세요. 시점은 가운데 축입니다.
    → Collect the h of each timestep and stack them to (n, timesteps, units): time is the middle axis."""
    x, kernel, recurrent_kernel, bias = _single(_sequences(rng, boxes=4))
    units = len(recurrent_kernel)
    bias[:] = np.arange(4 * units) // units == 1  # as in a fresh layer: unit_forget_bias
    weights = [kernel, recurrent_kernel, bias]
    right = _of_keras("LSTM", x, weights, return_sequences=True)
    expect.close(lstm(x, *weights, return_sequences=True), right)


# ------------------------------------------------------------------------- gru_step, gru


def _gru_inputs(rng, biases=None):
    """Draw x_t, h_{t-1} and weights, with so many rows of ``biases``: in both precisions."""
    for single in (False, True):
        n, _, input_dim, units = _sizes(rng)
        drawn = [rng.normal(0, 1, (n, input_dim)), rng.uniform(-1, 1, (n, units))]
        drawn += _weights(rng, input_dim, units, 3, biases)
        yield _single(drawn) if single else drawn


@oracle
def _gru_state(x, h, kernel, recurrent_kernel, bias, reset_after):
    """Return h_t, each gate from its own columns."""
    units = len(recurrent_kernel)
    z, r, new = (slice(k * units, (k + 1) * units) for k in range(3))
    ours, theirs = bias if reset_after else (bias, 0 * bias)

    def from_h(state, at):
        return state @ recurrent_kernel[:, at] + theirs[at]

    def from_x(at):
        return x @ kernel[:, at] + ours[at]

    reset = _sigmoid(from_x(r) + from_h(h, r))
    memory = reset * from_h(h, new) if reset_after else from_h(reset * h, new)
    update = _sigmoid(from_x(z) + from_h(h, z))
    return update * h + (1 - update) * np.tanh(from_x(new) + memory)


@points(2)
def test_gru_step_resets_after_the_matrix(gru_step, rng):
    """Keras의 기본 방식(reset_after=True)으로 h_t를 구합니다.
    h_t is right in Keras's default form, reset_after=True.
    → 후보값은 tanh(x·W + b + r * (h·U + b'))이고, h_t는 z * h + (1 - z) * h̃입니다.
    → The candidate is tanh(x·W + b + r * (h·U + b')), and h_t is z * h + (1 - z) * h̃."""
    for inputs in _gru_inputs(rng, biases=2):
        right = _gru_state(*inputs, True)
        expect.close(gru_step(*inputs), right)
        expect.close(gru_step(*inputs, reset_after=True), right)


@points(1)
def test_gru_step_resets_before_the_matrix(gru_step, rng):
    """reset_after=False이면 편향은 한 줄이고, r를 곱한 h에 행렬을 곱합니다.
    With reset_after=False there is one row of biases, and the matrix multiplies r * h.
    → 후보값은 tanh(x·W + (r * h)·U + b)입니다.
    → The candidate is tanh(x·W + (r * h)·U + b)."""
    for inputs in _gru_inputs(rng):
        expect.close(gru_step(*inputs, reset_after=False), _gru_state(*inputs, False))


@points(1)
def test_gru_ends_as_keras_does(gru, rng):
    """0에서 시작해 시퀀스를 끝까지 읽은 GRU의 상태가 Keras와 같습니다.
    The state of a GRU that starts from zeros and reads to the end is that of Keras.
    → 시점마다 gru_step을 부르고, 돌아온 h를 다음 시점에 넘기세요.
    → Call gru_step at every timestep, and hand the h that comes back on to the next."""
    x, *weights = _single(_sequences(rng, boxes=3, biases=2))
    expect.close(gru(x, *weights), _of_keras("GRU", x, weights))
    for read in (x[:1], x[:, :1]):
        right = _of_keras("GRU", read, weights)
        expect.close(gru(read, *weights, reset_after=True), right)


@points(1)
def test_gru_of_both_forms(gru, rng):
    """reset_after=False인 GRU도 시퀀스를 끝까지 읽고 Keras와 같은 상태에 이릅니다.
    A GRU with reset_after=False, too, reads to the end and arrives at Keras's state.
    → 받은 reset_after를 gru_step에 넘기세요.
    → Pass reset_after on to gru_step."""
    x, *weights = _single(_sequences(rng, boxes=3))
    right = _of_keras("GRU", x, weights, reset_after=False)
    expect.close(gru(x, *weights, reset_after=False), right)


# --------------------------------------------------------------- belt_gradient, gru_shares


@oracle
def _belt(f):
    return np.array([np.prod(f[t:], axis=0) for t in range(len(f) + 1)])


def _open_gates(rng):
    """Draw gates, all partly open, of two sizes in which timesteps and units differ."""
    for timesteps, units in (rng.permutation([4, 5, 6, 7])[:2], (2, 3)):
        yield rng.uniform(0.3, 0.95, (timesteps, units))


@points(1)
def test_gradient_is_the_product_of_later_gates(belt_gradient, rng):
    """t행은 t 다음 시점부터 끝까지의 forget gate를 모두 곱한 값이고, 마지막 행은 1입니다.
    Row t is the product of all forget gates after t, and the last row is 1.
    → C_T까지 가는 동안 C_t에는 f_{t+1}, …, f_T가 곱해집니다. f_t는 들어가지 않습니다.
    → On its way to C_T, C_t is multiplied by f_{t+1}, …, f_T; f_t is not among them."""
    for f in _open_gates(rng):
        expect.close(belt_gradient(f), _belt(f))


@points(1)
def test_gradient_lasts_a_thousand_steps_or_is_cut(belt_gradient, rng):
    """게이트가 모두 열려 있으면 1,000시점 뒤에도 1이고, 닫힌 게이트 앞은 0입니다.
    Where all gates are open it is still 1 after 1,000 timesteps; before a shut gate it is 0.
    → 뒤에서부터 게이트를 하나씩 곱해 가세요. 0이 될 수 있는 값으로 나누면 안 됩니다.
    → Multiply gate by gate from the end. Do not divide by what may be 0."""
    f = np.ones((1000, 3))
    f[int(rng.integers(300, 700)), 1] = 0
    f[:, 2] = rng.uniform(0.3, 0.5, 1000)
    expect.close(belt_gradient(f), _belt(f))


@oracle
def _shares(z):
    """Return the shares by reading candidates that are 1 in turn."""
    columns = []
    for one in range(len(z) + 1):
        h = np.full(z.shape[1], float(one == 0))
        for t, gate in enumerate(z, 1):
            h = gate * h + (1 - gate) * (t == one)
        columns.append(h)
    return np.array(columns)


@points(1)
def test_shares_of_the_candidates(gru_shares, rng):
    """1행부터는 후보값의 몫, 곧 쓰인 만큼(1 - z_t)에 끝까지 남은 만큼을 곱한 값입니다.
    From row 1 on stand the candidates' shares: how much was written, 1 - z_t, times what is left.
    → 시점 t에 쓴 것은 그 뒤의 update gate z_{t+1}, …, z_T가 곱해지며 남습니다.
    → What was written at t is multiplied by the update gates after it: z_{t+1}, …, z_T."""
    for z in _open_gates(rng):
        answer = expect.shape(gru_shares(z), (len(z) + 1, z.shape[1]))
        _close("s_1, …, s_T", answer[1:], _shares(z)[1:])


@points(1)
def test_share_of_the_first_state(gru_shares, rng):
    """0행은 처음 상태 h_0의 몫입니다. update gate를 모두 곱한 만큼 남습니다.
    Row 0 is the share of the first state h_0: what all update gates together have left.
    → h_0은 쓰이는 것이 아니라 처음부터 있었습니다. 몫을 모두 더하면 1입니다.
    → h_0 is not written but there from the start. All shares add up to 1."""
    for z in _open_gates(rng):
        answer = expect.shape(gru_shares(z), (len(z) + 1, z.shape[1]))
        _close("s_0", answer[0], _shares(z)[0])


# ------------------------------------------------------------------------- counter_kernel


def _letters(rng):
    """Draw an alphabet, the letter that is counted, the one that resets, and all others."""
    size = int(rng.integers(6, 9))
    alphabet = [
        str(letter) for letter in rng.permutation(list("가나다라마바사아자차카ㅋㅎㅠ"))[:size]
    ]
    counted, reset = (alphabet[int(k)] for k in rng.permutation(range(1, size - 1))[:2])
    others = [letter for letter in alphabet if letter not in (counted, reset)]
    return "".join(alphabet), counted, reset, others


def _mixed(rng, counted, others, times, more):
    """Return ``times`` counted letters and ``more`` others; the first two and the last differ."""
    middle = [counted] * (times - 1) + [str(x) for x in rng.choice(others, more - 2)]
    return "".join([others[0], counted, *rng.permutation(middle).tolist(), others[-1]])


COUNTED, RESET = ("세는 글자", "the counted letter"), ("초기화 글자", "the reset letter")
OTHER = ("그 밖의 글자", "another letter")


def _counts(kernel, alphabet, text, counted, reset, near):
    """The cell state must count, after every letter of the text, within ``near``."""
    kernel = expect.shape(kernel, (len(alphabet), 4)).astype(float)
    expect.that(
        np.isfinite(kernel).all(),
        "kernel에 무한대나 NaN이 있습니다. 크더라도 유한한 수를 고르세요.",
        "The kernel holds infinity or NaN. Choose finite numbers, however large.",
    )
    i, f = (1 + np.tanh(kernel[:, :2].T / 2)) / 2  # σ, without overflow
    candidate = np.tanh(kernel[:, 2])
    state, count = 0.0, 0
    for place, letter in enumerate(text, 1):
        k = alphabet.index(letter)
        state = f[k] * state + i[k] * candidate[k]
        count = 0 if letter == reset else count + (letter == counted)
        ko, en = {counted: COUNTED, reset: RESET}.get(letter, OTHER)
        expect.that(
            abs(state - count) <= near,
            f"{place:,}번째 글자 {letter!r}({ko})까지 읽은 셀 상태가 {state:.3g}입니다. 바른 값은 {count}입니다. "
            f"이 글자에서 f = {f[k]:.6g}, i = {i[k]:.3g}, C̃ = {candidate[k]:.3g}입니다.",
            f"After letter {place:,}, {letter!r} ({en}), the cell state should be {count}, but is "
            f"{state:.3g}. At this letter f = {f[k]:.6g}, i = {i[k]:.3g}, C̃ = {candidate[k]:.3g}.",
        )


@points(1)
def test_counter_counts(counter_kernel, rng):
    """세는 글자를 읽을 때마다 셀 상태가 1씩 커지고, 그 밖의 글자에서는 그대로입니다.
    The cell state grows by one at each counted letter, and stays as it is at the others.
    → 세는 글자의 행만 input gate를 열고(i = 1), f는 1, C̃는 1이 되게 하세요. 열의 순서는 i, f, C̃, o입니다.
    → Open the input gate in the counted letter's row only; f and C̃ are 1. Columns: i, f, C̃, o."""
    for _ in range(2):
        alphabet, counted, reset, others = _letters(rng)
        text = _mixed(rng, counted, others, 4, 8)
        kernel = counter_kernel(alphabet, counted, reset)
        _counts(kernel, alphabet, text, counted, reset, near=0.3)


@points(1)
def test_counter_starts_again(counter_kernel, rng):
    """초기화 글자를 읽으면 셀 상태가 0이 되고, 거기에서 다시 셉니다.
    At the reset letter the cell state becomes 0, and counting starts from there.
    → 초기화 글자의 행에서는 forget gate를 닫고(f = 0) 아무것도 쓰지 마세요.
    → In the reset letter's row shut the forget gate, f = 0, and write nothing."""
    for _ in range(2):
        alphabet, counted, reset, others = _letters(rng)
        before, after = (_mixed(rng, counted, others, times, 4) for times in (4, 2))
        kernel = counter_kernel(alphabet, counted, reset)
        _counts(kernel, alphabet, before + reset + after, counted, reset, near=0.3)


@points(1)
def test_counter_holds_for_a_thousand_letters(counter_kernel, rng):
    """다른 글자 1,000개를 읽은 뒤에도 셀 상태는 센 수에서 0.1 넘게 벗어나지 않습니다.
    After 1,000 other letters the cell state is still within 0.1 of the count.
    → σ(5)는 0.993이라 1,000번 곱하면 사라집니다. 게이트에 더 큰 수를 주세요.
    → σ(5) is 0.993 and vanishes when it is multiplied 1,000 times. Give the gates larger numbers."""
    alphabet, counted, reset, others = _letters(rng)
    text = _mixed(rng, counted, others, 4, 8) + "".join(rng.choice(others, 1000).tolist())
    kernel = counter_kernel(alphabet, counted, reset)
    _counts(kernel, alphabet, text, counted, reset, near=0.1)


# ---------------------------------------------------------------------------- lstm_counts


def _layer_sizes(rng):
    """Draw units and input_dim, larger and smaller, none of them 3 or 4."""
    a, b, c, d = (int(k) for k in rng.permutation(range(5, 13))[:4])
    return (min(a, b), max(a, b)), (max(c, d), min(c, d))


@oracle
def _counted(units, input_dim):
    """Return the sizes of the arrays, and of what every gate and every neuron has of them."""
    arrays = [np.zeros(shape) for shape in ((input_dim, 4, units), (units, 4, units), (4, units))]
    gates = [sum(array[..., gate, :].size for array in arrays) for gate in range(4)]
    neurons = [sum(array[..., k].size for array in arrays) for k in range(units)]
    return gates, [array.size for array in arrays], neurons


@points(1)
def test_counts_by_array(lstm_counts, rng):
    """두 번째 리스트는 kernel, recurrent_kernel, bias의 칸 수입니다.
    The second list holds the numbers of cells of kernel, recurrent_kernel and bias.
    → 세 배열의 열은 모두 4 × units개입니다. 행은 각각 몇 개인가요?
    → All three arrays are 4 × units wide. How many rows does each of them have?"""
    for units, input_dim in _layer_sizes(rng):
        answer = expect.pair(lstm_counts(units, input_dim), 3)
        expect.equal(answer[1], _counted(units, input_dim)[1])


@points(1)
def test_counts_by_gate_and_by_neuron(lstm_counts, rng):
    """첫 번째 리스트는 f, i, C̃, o가 가진 수 네 개, 세 번째 리스트는 뉴런마다의 수 units개입니다.
    The first list holds four counts, of f, i, C̃ and o; the third one count for each neuron.
    → 게이트 하나는 SimpleRNN만큼, 곧 (units + input_dim + 1) × units개를 가집니다.
    → One gate has as many as a SimpleRNN: (units + input_dim + 1) × units."""
    for units, input_dim in _layer_sizes(rng):
        answer = expect.pair(lstm_counts(units, input_dim), 3)
        for place in (0, 2):
            expect.equal(answer[place], _counted(units, input_dim)[place])
