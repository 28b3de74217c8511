"""Classic wrong answers to exercise 1, and what to say about each."""

import keras
import numpy as np
from keras import layers

from rnnlab.author import mistake, variations


def relu(z):
    return np.maximum(0, z)


def same(value):
    return value


# --------------------------------------------------------------------------------- neuron


def read(
    x,
    w_x,
    w_y,
    b,
    *,
    phi=relu,
    after=same,
    first=0.0,
    total=lambda x_t, y, w_x, w_y, b, t: w_x * x_t + w_y * y + b,
    memory=lambda y, x_t: y,
):
    """``after`` changes all outputs at the end; ``memory`` is what the next step receives."""
    y, outputs = first, []
    for t, x_t in enumerate(x):
        y = phi(total(x_t, y, w_x, w_y, b, t))
        outputs.append(y)
        y = memory(y, x_t)
    return after(np.array(outputs))


wrong = variations("neuron", read)

wrong("neuron_without_relu", phi=same).says(
    "음수가 그대로 나오고 다음 스텝에도 전해집니다. 스텝마다 ReLU, 곧 max(0, ...)를 거치세요.",
    "Negative sums come out and go on to the next step. Take max(0, ...), ReLU, at every step.",
)
wrong("neuron_relu_at_the_end", phi=same, after=relu).says(
    "출력은 0 아래로 가지 않지만 다음 스텝이 음수를 이어받은 값입니다. ReLU를 거친 y를 넘기세요.",
    "No output is negative, yet the next steps go on from negative numbers: hand on y after ReLU.",
)
wrong("neuron_with_tanh", phi=np.tanh).says(
    "활성화 함수가 tanh일 때의 값입니다. 강의 000의 이 층은 ReLU를 씁니다.",
    "This is what tanh gives. This layer of deck 000 has ReLU as its activation.",
)
wrong("neuron_with_sigmoid", phi=lambda z: 1 / (1 + np.exp(-z))).says(
    "활성화 함수가 시그모이드일 때의 값입니다. 강의 000의 이 층은 ReLU를 씁니다.",
    "This is what a sigmoid gives. This layer of deck 000 has ReLU as its activation.",
)
wrong("neuron_remembers_the_input", memory=lambda y, x_t: x_t).says(
    "직전의 출력 자리에 직전의 입력이 들어간 값입니다. w_y는 y_{t-1}에 곱하세요.",
    "The last input stands where the last output belongs: multiply w_y by y_{t-1}.",
)
wrong(
    "neuron_bias_at_the_first_step",
    total=lambda x, y, w_x, w_y, b, t: w_x * x + w_y * y + b * (t == 0),
).says(
    "편향이 첫 스텝에만 더해진 값입니다. 편향은 모든 스텝에서 더합니다.",
    "The bias is added at the first step alone; it belongs to every step.",
)
wrong(
    "neuron_bias_after_relu", total=lambda x, y, w_x, w_y, b, t: relu(w_x * x + w_y * y) + b
).says(
    "ReLU를 거친 뒤에 편향을 더한 값입니다. b까지 더한 다음에 ReLU를 쓰세요.",
    "The bias is added after ReLU: add b first.",
)
wrong("neuron_absolute_for_relu", phi=abs).says(
    "음수인 합이 0이 되지 않고 부호만 뒤집혔습니다. 절댓값이 아니라 ReLU를 쓰세요.",
    "Negative sums came out with their sign turned, not as 0: this is abs, not ReLU.",
)
wrong(
    "neuron_memory_weighted_twice", total=lambda x, y, w_x, w_y, b, t: w_x * (x + w_y * y) + b
).says(
    "직전의 출력에 w_x도 곱해진 값입니다. w_x는 입력에만 곱하세요.",
    "The last output is multiplied by w_x as well: w_x belongs to the input alone.",
)
wrong("neuron_inner_relu", total=lambda x, y, w_x, w_y, b, t: w_x * x + relu(w_y * y) + b).says(
    "직전의 출력에서 온 몫이 음수일 때 0이 된 값입니다. 모두 더한 다음에 ReLU를 쓰세요.",
    "What comes from the last output was cut at 0 by itself: apply ReLU to the whole sum.",
)
wrong("neuron_begins_at_one", first=1.0).says(
    "y_0이 1일 때의 값입니다. 맨 처음의 직전 출력은 0입니다.",
    "These are the values for y_0 = 1; before the first step the last output is 0.",
)


@mistake("neuron")
def neuron_in_integers(x, w_x, w_y, b):
    """x가 정수일 때 출력의 소수점 아래가 잘립니다. 실수 배열에 담으세요. zeros_like는 정수로 만듭니다.
    For x of integers the outputs lose their decimals: keep them as floats (zeros_like does not)."""
    return read(x, w_x, w_y, b).astype(np.asarray(x).dtype)


# ----------------------------------------------------------------------------- layer_step


def step(
    X_t,
    Y_prev,
    W_x,
    W_y,
    b,
    *,
    phi=relu,
    total=lambda x, y, b: x + y + b,
    of_input=lambda X, W: X @ W,
    of_memory=lambda Y, W: Y @ W,
):
    """``total`` joins the three terms."""
    return phi(total(of_input(X_t, W_x), of_memory(Y_prev, W_y), b))


def leaky(z):
    return np.where(z > 0, z, 0.01 * z)


def whole(z):
    """Compare the array as a whole, which raises an error."""
    return max(0, z)


def steps(wrong):
    """Declare what can be wrong with one step, however it is computed."""
    wrong("step_without_relu", phi=same).says(
        "음수인 합이 그대로 나왔습니다. 다 더한 다음에 np.maximum(0, ...)을 쓰세요.",
        "Negative sums came out as they are: use np.maximum(0, ...) after the sum.",
    )
    wrong("step_with_tanh", phi=np.tanh).says(
        "활성화 함수가 tanh일 때의 값입니다. 이 과제의 활성화 함수는 ReLU입니다.",
        "This is what tanh gives. The activation of this task is ReLU.",
    )
    wrong("relu_before_bias", phi=same, total=lambda x, y, b: relu(x + y) + b).says(
        "ReLU를 거친 뒤에 편향을 더한 값입니다. b까지 더한 다음에 ReLU를 쓰세요.",
        "The bias is added after ReLU: add b first.",
    )
    wrong("relu_of_each_product", phi=same, total=lambda x, y, b: relu(x) + relu(y + b)).says(
        "두 곱에 ReLU를 따로 쓴 값입니다. 모두 더한 다음에 한 번만 쓰세요.",
        "ReLU is applied to the two products one by one: apply it once, to the whole sum.",
    )
    wrong("bias_after_two_relus", phi=same, total=lambda x, y, b: relu(x) + relu(y) + b).says(
        "두 곱에 ReLU를 따로 쓰고 b를 더한 값입니다. 모두 더한 다음에 한 번만 쓰세요.",
        "ReLU is applied to each product, and then b is added: apply it once, to the whole sum.",
    )
    wrong("relu_of_each_term", phi=same, total=lambda x, y, b: relu(x) + relu(y) + relu(b)).says(
        "곱과 편향에 ReLU를 하나하나 쓴 값입니다. 모두 더한 다음에 한 번만 쓰세요.",
        "ReLU is applied to the products and to the bias: apply it once, to the whole sum.",
    )
    wrong("array_compared_as_a_whole", phi=whole).says(
        "배열 전체를 한꺼번에 비교해서 오류가 납니다. np.maximum(0, ...)은 원소마다 비교합니다.",
        "An array cannot be compared as a whole: np.maximum(0, ...) compares each of its values.",
    )
    wrong("absolute_for_relu", phi=np.abs).says(
        "음수를 0으로 만들지 않고 부호만 뒤집은 값입니다. np.abs가 아니라 ReLU를 쓰세요.",
        "Negative sums came out with their sign turned, not as 0: this is np.abs, not ReLU.",
    )
    wrong("relu6", phi=lambda z: np.clip(z, 0, 6)).says(
        "6보다 큰 합이 6으로 잘렸습니다. ReLU에는 위쪽 한계가 없습니다.",
        "Sums above 6 came out as 6: ReLU has no upper limit.",
    )
    wrong("leaky_relu", phi=leaky).says(
        "음수가 0이 아니라 100분의 1로 줄어 나왔습니다. leaky ReLU가 아니라 ReLU를 쓰세요.",
        "Negative sums came out as a hundredth, not as 0: this is leaky ReLU, not ReLU.",
    )


wrong = variations("layer_step", step)
steps(wrong)
wrong("memory_weights_transposed", of_memory=lambda Y, W: Y @ W.T).says(
    "W_y가 전치된 값입니다. 샘플이 행인 미니배치에서는 Y_prev @ W_y처럼 전치 없이 곱합니다.",
    "W_y is transposed here. In a mini-batch whose samples are rows it is Y_prev @ W_y.",
)
wrong("memory_without_weights", of_memory=lambda Y, W: Y).says(
    "직전의 출력이 W_y 없이 그대로 더해진 값입니다. Y_prev @ W_y를 더하세요.",
    "The last output is added as it is: add Y_prev @ W_y.",
)
wrong("columns_multiplied", of_input=lambda X, W: W.T @ X).says(
    "행렬 곱의 크기가 맞지 않아 오류가 납니다. 샘플이 행일 때는 전치 없이 X_t @ W_x로 곱합니다.",
    "The sizes in a matrix product do not fit. With samples as rows it is X_t @ W_x, untransposed.",
)
wrong("step_each_neuron_alone", of_memory=lambda Y, W: Y * np.diag(W)).says(
    "뉴런마다 자기 자신의 직전 출력만 받은 값입니다. 모든 뉴런의 직전 출력을 받아야 합니다.",
    "Each neuron received its own last output alone; it should receive those of all neurons.",
)


# ---------------------------------------------------------------------------------- layer


def unrolled(
    X,
    W_x,
    W_y,
    b,
    *,
    one=step,
    memory=lambda Y, X_t: Y,
    after=same,
    times=lambda steps: list(range(steps)),
):
    """``times`` are the steps that are read; ``memory`` is what the next one receives."""
    Y, outputs = np.zeros((len(X), len(b))), []
    for t in times(X.shape[1]):
        Y = one(X[:, t], Y, W_x, W_y, b)
        outputs.append(Y)
        Y = memory(Y, X[:, t])
    return after(np.stack(outputs, axis=1))


def linear(X_t, Y, W_x, W_y, b):
    return step(X_t, Y, W_x, W_y, b, phi=same)


def transposed(X_t, Y, W_x, W_y, b):
    return step(X_t, Y, W_x, W_y.T, b)


def raising(wrong):
    """Declare what raises an error at some step."""
    for name, one in (
        ("columns_in_the_layer", lambda *given: step(*given, of_input=lambda X, W: W.T @ X)),
        ("outputs_turned", lambda *given: step(*given).T),
    ):
        wrong(name, one=one).says(
            "행렬 곱의 크기가 맞지 않아 오류가 납니다. X_t는 (m, d), Y_{t-1}은 (m, n)이어야 합니다.",
            "The sizes in a matrix product do not fit: X_t should be (m, d) and Y_{t-1} (m, n).",
        )
    wrong("outputs_compared_as_a_whole", one=lambda *given: step(*given, phi=whole)).says(
        "배열 전체를 한꺼번에 비교해서 오류가 납니다. np.maximum(0, ...)은 원소마다 비교합니다.",
        "An array cannot be compared as a whole: np.maximum(0, ...) compares each of its values.",
    )


wrong = variations("layer", unrolled)
raising(wrong)

wrong("every_step_begins_at_zero", memory=lambda Y, X_t: np.zeros_like(Y)).says(
    "모든 스텝이 직전의 출력 대신 0을 받은 값입니다. 방금 구한 Y를 다음 스텝에 넘기세요.",
    "Every step received zeros for its last output: hand the Y just found to the next step.",
)


@mistake("layer")
def samples_read_as_steps(X, W_x, W_y, b):
    """샘플을 시점으로 여기고 X[0], X[1], …을 차례로 읽은 값입니다. 시점 t의 미니배치는 X[:, t]입니다.
    X[0], X[1], … were read one after the other, samples as if they were steps; step t is X[:, t]."""
    return np.swapaxes(unrolled(np.swapaxes(X, 0, 1), W_x, W_y, b), 0, 1)


wrong("layer_without_relu", one=linear).says(
    "ReLU가 없는 층의 값입니다. 스텝마다 합에 ReLU를 쓰세요.",
    "This is what a layer without ReLU puts out: apply ReLU to the sum at every step.",
)
wrong("layer_relu_at_the_end", one=linear, after=relu).says(
    "시퀀스가 끝난 뒤에 한꺼번에 ReLU를 쓴 값입니다. 다음 스텝은 ReLU를 거친 Y를 받아야 합니다.",
    "ReLU is applied once the sequence is over; each step should receive a Y after ReLU.",
)
wrong("layer_with_tanh", one=lambda *given: step(*given, phi=np.tanh)).says(
    "활성화 함수가 tanh인 층의 값입니다. 이 과제의 활성화 함수는 ReLU입니다.",
    "This is what a layer with tanh puts out. The activation of this task is ReLU.",
)
wrong("layer_memory_transposed", one=transposed).says(
    "W_y가 전치된 층의 값입니다. Y_{t-1}·W_y를 전치 없이 곱하세요.",
    "This is what the layer puts out with W_y transposed: multiply Y_{t-1}·W_y as it is.",
)
wrong("read_from_the_end", times=lambda steps: list(range(steps))[::-1]).says(
    "시퀀스를 끝에서부터 거꾸로 읽고 그 순서로 담은 값입니다. 첫 시점부터 차례로 읽으세요.",
    "The sequence was read backwards, its last step first: begin with the first timestep.",
)
wrong("first_step_skipped", times=lambda steps: list(range(1, steps))).says(
    "첫 시점을 읽지 않았습니다. t = 0부터 모든 시점을 읽으세요.",
    "The first timestep was not read: begin at t = 0.",
)
wrong("outputs_added_up", one=lambda X_t, Y, *weights: Y + step(X_t, Y, *weights)).says(
    "스텝의 결과를 직전의 출력에 더해 나간 값입니다. 더하지 말고 Y를 새 출력으로 바꾸세요.",
    "Each result was added to the last output: let Y become the new output.",
)
wrong("layer_of_the_last_output", after=lambda Y: Y[:, -1]).says(
    "마지막 시점의 출력만 돌아왔습니다. 모든 시점의 출력을 모아 (m, T, n)으로 돌려주세요.",
    "Only the last step's output came back: collect those of all steps, shape (m, T, n).",
)
wrong("first_input_at_every_step", times=lambda steps: [0] * steps).says(
    "모든 스텝이 첫 시점의 입력을 다시 읽은 값입니다. t번째 스텝은 X[:, t]를 읽습니다.",
    "Every step read the first input again; step t reads X[:, t].",
)


@mistake("layer")
def memory_of_all_samples_together(X, W_x, W_y, b):
    """앞 샘플의 마지막 출력에서 다음 샘플이 시작한 값입니다. 샘플마다 Y_0 = 0에서 시작하세요.
    Each sample went on from the last output of the one before; each begins with Y_0 = 0."""
    whole = unrolled(X.reshape(1, -1, X.shape[2]), W_x, W_y, b)
    return whole.reshape(len(X), X.shape[1], -1)


# -------------------------------------------------------------------------- split_stacked


def split(W, *, cut=lambda rows, n: rows - n, pair=lambda W, at: (W[:at], W[at:])):
    """Cut below the row ``cut``."""
    return pair(W, cut(*W.shape))


wrong = variations("split_stacked", split)

wrong("cut_below_n_rows", cut=lambda rows, n: n).says(
    "n 뒤에서 나누었습니다. 위에 있는 W_x의 행은 d개, 곧 (W의 행 수 − n)개입니다.",
    "It is cut after n. W_x, which is on top, has d rows: as many as W has, minus n.",
)
wrong("cut_in_the_middle", cut=lambda rows, n: rows // 2).says(
    "절반으로 나누었습니다. W_x와 W_y의 행 수는 d와 n으로 서로 다를 수 있습니다.",
    "It is cut in half; W_x and W_y have d and n rows, which may differ.",
)
wrong("last_row_cut_off", cut=lambda rows, n: -1).says(
    "마지막 하나만 떼어 냈습니다. W_y에는 행이 n개 있습니다.",
    "Only the last one is cut off; W_y has n rows.",
)
wrong("columns_cut", pair=lambda W, at: (W[:, :at], W[:, at:])).says(
    "행이 아니라 열이 나뉘었습니다. W_x와 W_y는 위아래로 쌓여 있습니다.",
    "The columns are divided, not the rows; W_x and W_y are on top of each other.",
)


# --------------------------------------------------------------------------- stacked_step


def by_one_product(
    X_t,
    Y_prev,
    W,
    b,
    *,
    phi=relu,
    total=lambda x, y, b: x + y + b,
    parts=split,
    turned=False,
):
    """Compute a step by the two ``parts`` of W, with which slips of either way can be made."""
    n = W.shape[1]
    if turned:  # the last output comes first, as in [h_{t-1}, x_t]
        return phi(np.hstack([Y_prev, X_t]) @ W + b)
    return phi(total(X_t @ W[:-n], Y_prev @ W[-n:], b))


wrong = variations("stacked_step", by_one_product)
steps(wrong)
wrong("memory_put_first", turned=True).says(
    "[Y_{t-1} X_t]의 순서로 이은 값입니다. W는 W_x가 위에 있으므로 X_t가 앞에 와야 합니다.",
    "They are joined as [Y_{t-1} X_t]; W has W_x on top, so X_t comes first.",
)
wrong("lower_part_left_out", total=lambda x, y, b: x + b).says(
    "W의 위쪽 W_x만 쓰인 값입니다. 직전의 출력도 이어 붙여 W 전체를 곱하세요.",
    "Only W_x, the upper part of W, is in these values: join the last output on and use all of W.",
)


# ----------------------------------------------------------------------------------- fold


def folded(
    cell,
    xs,
    h_0,
    *,
    first=same,
    joined=lambda x_t, h: [x_t, h],
    memory=lambda h, h_0: h,
    kept=lambda h, before: h,
    after=lambda states, h_0: states,
):
    """``memory`` is the state that the next step receives."""
    h, states = first(h_0), []
    for x_t in xs:
        h = kept(np.array(cell(np.hstack(joined(x_t, h)))), h)
        states.append(h)
        h = memory(h, h_0)
    return np.array(after(states, h_0))


wrong = variations("fold", folded)

wrong("fold_begins_at_zero", first=np.zeros_like).says(
    "h_0 대신 0에서 시작한 상태입니다. 첫 스텝의 직전 상태는 주어진 h_0입니다.",
    "These states begin at 0, not at h_0: the state before the first step is the given h_0.",
)
wrong("state_not_handed_on", memory=lambda h, h_0: h_0).says(
    "모든 스텝이 h_0을 받은 상태입니다. 셀이 돌려준 상태를 다음 스텝에 넘기세요.",
    "Every step received h_0: hand the state that the cell returns to the next step.",
)
wrong("state_put_first", joined=lambda x_t, h: [h, x_t]).says(
    "[h_{t-1} x_t]의 순서로 이어 셀에 넣은 상태입니다. x_t가 앞에 와야 합니다.",
    "The cell was given [h_{t-1} x_t]; x_t comes first.",
)
wrong("added_to_the_state", kept=lambda h, before: before + h).says(
    "셀이 돌려준 값을 직전의 상태에 더해 나간 값입니다. 셀이 돌려준 것이 곧 새 상태입니다.",
    "What the cell returns was added to the last state: it is the new state itself.",
)
wrong("state_before_each_step", after=lambda states, h_0: [h_0, *states[:-1]]).says(
    "스텝마다 셀에 들어가기 전의 상태를 담았습니다. 셀이 돌려준 상태를 담으세요.",
    "The state before each step was kept: keep the one that the cell returns.",
)


# ------------------------------------------------------------------------------ influence


def moved(
    X,
    W_x,
    W_y,
    b,
    delta,
    *,
    change=lambda x, delta: x + delta,
    copied=True,
    distance=lambda difference: np.abs(difference).max(axis=1),
    seen=lambda t, s: True,
    at=lambda s: s,
    after_all=lambda D, delta: D,
    one=step,
):
    """``seen`` says which of the distances are kept, ``at`` what is changed for step s."""
    T, X = len(X), X.copy()
    before = unrolled(X[np.newaxis], W_x, W_y, b, one=one)[0]
    D = np.zeros((T, T))
    for s in range(T):
        changed = X.copy() if copied else X
        changed[at(s)] = change(changed[at(s)], delta)
        after = unrolled(changed[np.newaxis], W_x, W_y, b, one=one)[0]
        D[:, s] = distance(after - before)
    return after_all(D * [[seen(t, s) for s in range(T)] for t in range(T)], delta)


wrong = variations("influence", moved)
raising(wrong)

wrong("changes_pile_up", copied=False).says(
    "앞에서 바꾼 입력이 되돌아가지 않고 쌓인 값입니다. 시점마다 X를 새로 복사해서 바꾸세요.",
    "The changes pile up, as earlier ones were not undone: change a fresh copy of X each time.",
)
wrong("input_replaced", change=lambda x, delta: np.full_like(x, delta)).says(
    "입력에 delta를 더하지 않고 입력을 delta로 바꾸었을 때의 값입니다. delta를 더하세요.",
    "This is what comes of replacing the input by delta: add delta to it.",
)
wrong("one_component_changed", change=lambda x, delta: x + delta * np.eye(len(x))[0]).says(
    "입력의 첫 성분만 바꾸었을 때의 값입니다. 그 시점의 모든 성분에 delta를 더하세요.",
    "This is what comes of changing the first component alone: add delta to all of them.",
)
wrong("delta_subtracted", change=lambda x, delta: x - delta).says(
    "delta를 더하지 않고 뺐을 때의 값입니다. delta를 더하세요.",
    "This is what comes of subtracting delta: it should be added.",
)
wrong("distances_summed", distance=lambda difference: np.abs(difference).sum(axis=1)).says(
    "모든 뉴런이 움직인 거리의 합입니다. 뉴런 가운데 가장 큰 것을 고르세요.",
    "These are sums over all neurons: take the largest distance among them.",
)
wrong("distances_averaged", distance=lambda difference: np.abs(difference).mean(axis=1)).says(
    "모든 뉴런이 움직인 거리의 평균입니다. 뉴런 가운데 가장 큰 것을 고르세요.",
    "These are means over all neurons: take the largest distance among them.",
)
wrong("euclidean_distance", distance=lambda difference: np.linalg.norm(difference, axis=1)).says(
    "뉴런마다의 차이를 제곱해 더한 뒤 제곱근을 취한 거리입니다. 가장 큰 차이 하나를 고르세요.",
    "This is the root of the summed squares of all neurons: take the single largest change.",
)
wrong("without_absolute_value", distance=lambda difference: difference.max(axis=1)).says(
    "커진 쪽만 보고 작아진 쪽은 보지 않은 값입니다. 차이의 절댓값을 먼저 구하세요.",
    "Only rises were seen, and falls were not: take the absolute difference first.",
)
wrong("inputs_changed_from_there_on", at=lambda s: slice(s, None)).says(
    "시점 s부터 끝까지의 입력을 모두 바꾸었을 때의 값입니다. 시점 s의 입력 하나만 바꾸세요.",
    "This is what comes of changing all inputs from step s on: change that of step s alone.",
)
wrong("divided_by_delta", after_all=lambda D, delta: D / abs(delta)).says(
    "움직인 거리를 delta의 크기로 나눈 값입니다. 나누지 말고 거리를 그대로 담으세요.",
    "The distances are divided by the size of delta: put them in undivided.",
)
wrong("moved_or_not", distance=lambda difference: np.abs(difference).max(axis=1) > 0).says(
    "움직였는지 아닌지만 1과 0으로 적혀 있습니다. 얼마나 움직였는지를 담으세요.",
    "Ones and zeros say whether an output moved: put in how far it moved.",
)
wrong("first_neuron_alone", distance=lambda difference: np.abs(difference[:, 0])).says(
    "첫 번째 뉴런이 움직인 거리입니다. 모든 뉴런 가운데 가장 큰 것을 고르세요.",
    "This is how far the first neuron moved: take the largest distance among all neurons.",
)
wrong(
    "last_output_alone",
    distance=lambda d: np.abs(d).max(axis=1) * (np.arange(len(d)) == len(d) - 1),
).says(
    "마지막 시점의 출력만 보았습니다. 시점마다 출력이 움직인 거리를 담으세요.",
    "Only the last output was looked at: put in how far the output of each step moves.",
)
wrong("changed_step_alone", seen=lambda t, s: t == s).says(
    "바꾼 시점의 출력만 보았습니다. 뒤에 오는 출력도 기억을 거쳐 움직입니다.",
    "Only the output of the changed step was looked at; later ones move as well, through memory.",
)
wrong("influence_without_relu", one=linear).says(
    "ReLU가 없는 층에서 움직이는 거리입니다. ReLU가 있는 층으로 다시 계산하세요.",
    "This is how far the outputs of a layer without ReLU move: use the layer with ReLU.",
)


@mistake("influence")
def triangle_of_ones(X, W_x, W_y, b, delta):
    """누가 움직이는지를 1과 0으로만 적은 표입니다. 층을 다시 돌려 움직인 거리를 재세요.
    This table of ones and zeros says who may move: run the layer again and measure how far."""
    return np.tril(np.ones((len(X), len(X))))


# ------------------------------------------------------------------------------- collapse


def one_layer(
    layers,
    *,
    bias=lambda c, W, b: c @ W + b,
    A=same,
    c=lambda c, A: c,
):
    """Multiply out; ``A`` and ``c`` change the result at the end."""
    (found, rest), *others = layers
    for W, b in others:
        found, rest = found @ W, bias(rest, W, b)
    return A(found), c(rest, found)


wrong = variations("collapse", one_layer)

wrong("last_bias_alone", bias=lambda c, W, b: b).says(
    "c가 마지막 층의 편향입니다. 앞쪽 층의 편향도 뒤쪽 행렬을 지나 남습니다.",
    "c is the last layer's bias; earlier biases go through the later matrices and stay.",
)
wrong("later_biases_left_out", bias=lambda c, W, b: c @ W).says(
    "c에 첫 층의 편향만 남아 있습니다. 층마다 행렬을 곱한 뒤에 그 층의 편향도 더하세요.",
    "Only the first layer's bias is in c: after each matrix add the bias of that layer, too.",
)
wrong("rows_of_a_summed", A=lambda A: A.sum(axis=0)).says(
    "A의 모든 행을 더한 벡터입니다. 1로 채운 벡터 대신 단위행렬을 통과시키세요.",
    "This is the sum of all rows of A: let the identity matrix go through, not a vector of ones.",
)


@mistake("collapse")
def bias_not_subtracted(layers):
    """A의 행마다 c가 더해져 있습니다. 단위행렬을 통과시킨 결과에서 c를 빼세요.
    c is in every row of A: subtract it from what the identity matrix gives."""
    A, c = one_layer(layers)
    return A + c, c


@mistake("collapse")
def relu_in_the_layers(layers):
    """층마다 ReLU를 거친 값입니다. 이 과제의 층에는 활성화 함수가 없습니다.
    There is a ReLU in every layer here; the layers of this task have no activation."""

    def network(x):
        for W, b in layers:
            x = relu(x @ W + b)
        return x

    c = network(np.zeros(len(layers[0][0])))
    return network(np.eye(len(layers[0][0]))) - c, c


@mistake("collapse")
def last_layer_left_out(layers):
    """마지막 층이 빠진 결과입니다. 모든 층을 지나게 하세요.
    The last layer is left out: go through all of them."""
    return one_layer(layers[:-1] or [(np.eye(len(layers[0][0])), np.zeros(len(layers[0][0])))])


wrong("c_on_a_first_axis", c=lambda c, A: np.tile(c, (len(A), 1))).says(
    "c가 A의 행마다 되풀이되어 있습니다. c는 모양이 (n,)인 벡터 하나입니다.",
    "c is repeated for every row of A; it is one vector of shape (n,).",
)


# ---------------------------------------------------------------------------- build_layer


def model(
    W_x,
    W_y,
    b,
    timesteps,
    *,
    activation="relu",
    sequences=True,
    bias=True,
):
    """Build the layer; without ``bias`` it has none."""
    options = {"return_sequences": sequences, "use_bias": bias}
    recurrent = layers.SimpleRNN(len(b), activation=activation, **options)
    stack = keras.Sequential([keras.Input((timesteps, len(W_x))), recurrent])
    stack.set_weights([W_x, W_y, b] if bias else [W_x, W_y])
    return stack


wrong = variations("build_layer", model)

wrong("model_with_tanh", activation="tanh").says(
    'SimpleRNN의 활성화 함수가 기본값인 tanh입니다. activation="relu"를 주세요.',
    'SimpleRNN has tanh, its default activation: give it activation="relu".',
)
wrong("model_of_the_last_output", sequences=False).says(
    "모델이 마지막 출력만 냅니다. 모든 시점의 출력을 내도록 return_sequences=True를 주세요.",
    "The model puts out the last step alone: give return_sequences=True for all of them.",
)
wrong("model_without_bias", bias=False).says(
    "SimpleRNN에 편향이 없습니다. use_bias=False를 지우고 b도 가중치로 넣으세요.",
    "SimpleRNN has no bias: leave use_bias=False out, and give it b as well.",
)
