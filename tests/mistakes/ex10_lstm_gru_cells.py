"""Known mistakes of ex10: right programs with a setting changed, and whole wrong programs."""

import numpy as np

from rnnlab.author import mistake, variations


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# ----------------------------------------------------------------------------- lstm_gates


def hard_sigmoid(x):
    return np.clip(0.2 * x + 0.5, 0, 1)


def gates(
    x,
    h,
    kernel,
    recurrent_kernel,
    bias,
    *,
    order="ifco",
    cut=lambda z: np.split(z, 4, axis=-1),
    opened=sigmoid,
    candidate=np.tanh,
    with_x=1,
    with_h=1,
    with_bias=1,
    more_f=0,
    output=None,
):
    """Return f, i, the candidate and o; ``order`` is that of the blocks."""
    z = with_x * (x @ kernel) + with_h * (h @ recurrent_kernel) + with_bias * bias
    of = dict(zip(order, cut(z), strict=True))
    of["f"] = of["f"] + more_f
    o = output or opened
    return opened(of["f"]), opened(of["i"]), candidate(of["c"]), o(of["o"])


wrong = variations("lstm_gates", gates)

wrong("f_and_i_exchanged", order="fico").says(
    "f와 i의 자리가 바뀌었습니다. Keras의 배열은 i부터이고, 돌려줄 값은 f부터입니다.",
    "f and i have changed places: Keras's arrays begin with i, and what you return with f.",
)
wrong("candidate_and_o_exchanged", order="ifoc").says(
    "후보값과 output gate의 열이 바뀌었습니다. Keras의 순서는 i, f, C̃, o입니다.",
    "The columns of the candidate and of the output gate are exchanged: Keras has i, f, C̃, o.",
)
wrong("deck_order_of_columns", order="fioc").says(
    "열을 f, i, o, C̃의 순서로 읽은 값입니다. Keras의 순서는 i, f, C̃, o입니다.",
    "This reads the columns in the order f, i, o, C̃; Keras has i, f, C̃, o.",
)
wrong("activations_of_candidate_and_o_exchanged", candidate=sigmoid, output=np.tanh).says(
    "후보값에 σ를, output gate에 tanh를 썼습니다. C̃는 tanh이고 o는 σ입니다.",
    "The candidate is a σ and the output gate a tanh; it is C̃ that takes tanh, and o takes σ.",
)
wrong("every_fourth_column", cut=lambda z: [z[:, k::4] for k in range(4)]).says(
    "네 열마다 하나씩 뽑은 값입니다. 한 게이트의 열은 잇따른 units개입니다.",
    "This takes every fourth column; the columns of a gate are units of them in a row.",
)
wrong("hard_sigmoid_gates", opened=hard_sigmoid).says(
    "게이트가 직선으로 꺾인 hard_sigmoid의 값입니다. 강의의 σ는 1 / (1 + exp(-x))입니다.",
    "The gates are a hard_sigmoid, made of straight lines; the deck's σ is 1 / (1 + exp(-x)).",
)
wrong("sigmoid_of_minus_x", opened=lambda x: sigmoid(-x)).says(
    "열려야 할 게이트가 닫히고 닫혀야 할 게이트가 열립니다. σ(x)의 지수는 -x입니다.",
    "Gates are open where they should be shut: the exponent in σ(x) is -x.",
)
wrong("gates_with_tanh", opened=np.tanh).says(
    "게이트에 tanh를 썼을 때의 값입니다. 게이트는 0과 1 사이여야 하므로 σ를 씁니다.",
    "These gates are a tanh; a gate lies between 0 and 1, so it takes σ.",
)
wrong("gates_not_activated", opened=lambda x: x).says(
    "게이트에 활성화 함수가 없습니다. f, i, o에는 σ를 씌워야 합니다.",
    "The gates have no activation: f, i and o take σ.",
)
wrong("candidate_with_sigmoid", candidate=sigmoid).says(
    "후보값에 σ를 썼을 때의 값입니다. C̃는 음수도 될 수 있어야 하므로 tanh입니다.",
    "The candidate is a σ; C̃ may be negative as well, so it takes tanh.",
)
wrong("candidate_not_activated", candidate=lambda x: x).says(
    "후보값에 활성화 함수가 없습니다. C̃에는 tanh를 씌워야 합니다.",
    "The candidate has no activation: C̃ takes tanh.",
)
wrong("candidate_activated_twice", candidate=lambda x: np.tanh(sigmoid(x))).says(
    "후보값이 σ를 거친 다음 다시 tanh를 거친 값입니다. C̃에는 tanh만 씌웁니다.",
    "The candidate goes through σ and then tanh; C̃ takes tanh alone.",
)
wrong("gates_without_bias", with_bias=0).says(
    "편향을 더하지 않은 값입니다. 게이트와 후보값마다 b가 있습니다.",
    "The biases are not in it: every gate and the candidate have a b.",
)
wrong("gates_without_state", with_h=0).says(
    "이전 상태 h를 쓰지 않은 값입니다. h @ recurrent_kernel도 더하세요.",
    "The state h is not in it: add h @ recurrent_kernel as well.",
)
wrong("gates_without_input", with_x=0).says(
    "입력 x를 쓰지 않은 값입니다. x @ kernel도 더하세요.",
    "The input x is not in it: add x @ kernel as well.",
)
wrong("forget_bias_added_again", more_f=1).says(
    "forget gate에 1을 더했습니다. Keras의 unit_forget_bias는 이미 bias에 들어 있습니다.",
    "1 is added in the forget gate; Keras's unit_forget_bias is in bias already.",
)


def in_order(x, h, kernel, recurrent_kernel, bias, *, places="fico"):
    answer = gates(x, h, kernel, recurrent_kernel, bias)
    return tuple(answer["fico".index(name)] for name in places)


wrong = variations("lstm_gates", in_order)

for places in ("fioc", "ifoc", "fcio", "cifo", "foci", "oicf"):
    listed = ", ".join(places).replace("c", "C̃")
    wrong(f"returned_as_{places}", places=places).says(
        f"({listed})의 순서로 돌아왔습니다. (f, i, C̃, o)의 순서로 돌려주세요.",
        f"They came back in the order ({listed}): return (f, i, C̃, o).",
    )


# ------------------------------------------------------------------------------ lstm_step


def step(
    x,
    h,
    c,
    kernel,
    recurrent_kernel,
    bias,
    *,
    cell=lambda f, i, new, c: f * c + i * new,
    hidden=lambda o, c, old: o * np.tanh(c),
    answer=lambda h, c: (h, c),
):
    """Make C_t by ``cell`` and h_t by ``hidden``, from the output gate and the new and old C."""
    f, i, new, o = gates(x, h, kernel, recurrent_kernel, bias)
    now = cell(f, i, new, c)
    return answer(hidden(o, now, c), now)


wrong = variations("lstm_step", step)

wrong("input_gate_left_out", cell=lambda f, i, new, c: f * c + new).says(
    "후보값이 input gate 없이 통째로 더해졌습니다. i * C̃를 더하세요.",
    "The candidate is added whole, without the input gate: add i * C̃.",
)
wrong("forget_gate_left_out", cell=lambda f, i, new, c: c + i * new).says(
    "옛 셀 상태가 forget gate 없이 통째로 남았습니다. f * C_{t-1}이어야 합니다.",
    "The old cell state stays whole, without the forget gate: it should be f * C_{t-1}.",
)
wrong("gates_of_c_exchanged", cell=lambda f, i, new, c: i * c + f * new).says(
    "f와 i가 서로 바뀐 값입니다. f는 옛 셀 상태에, i는 후보값에 곱합니다.",
    "f and i are exchanged: f multiplies the old cell state, i the candidate.",
)
wrong("one_minus_f_for_i", cell=lambda f, i, new, c: f * c + (1 - f) * new).says(
    "input gate 자리에 1 - f가 있는 값입니다. 두 게이트를 합치는 것은 GRU이고, LSTM에는 i가 따로 있습니다.",
    "1 - f stands for the input gate; it is the GRU that merges the two, an LSTM has an i of its own.",
)
wrong("one_minus_f_keeps", cell=lambda f, i, new, c: (1 - f) * c + i * new).says(
    "f가 지우는 양인 것처럼 1 - f를 곱했습니다. f는 남기는 양이므로 f * C_{t-1}입니다.",
    "1 - f multiplies the old cell state, as if f were what is erased; f is what stays.",
)
wrong("tanh_on_the_belt", cell=lambda f, i, new, c: np.tanh(f * c + i * new)).says(
    "셀 상태에 tanh를 씌웠습니다. C_t는 활성화 함수를 지나지 않고, tanh는 h_t를 만들 때 씁니다.",
    "The cell state went through a tanh; C_t passes no activation, only h_t takes its tanh.",
)
wrong("candidate_through_tanh_again", cell=lambda f, i, new, c: f * c + i * np.tanh(new)).says(
    "후보값에 tanh를 한 번 더 씌운 값입니다. lstm_gates가 준 C̃는 이미 tanh를 거쳤습니다.",
    "The candidate goes through a second tanh; the C̃ that lstm_gates gives has been through it.",
)
wrong("old_state_left_out", cell=lambda f, i, new, c: i * new).says(
    "C_t에 옛 셀 상태가 들어 있지 않습니다. f * C_{t-1}을 더하세요.",
    "The old cell state is not in C_t: add f * C_{t-1}.",
)
wrong("hidden_of_old_c", hidden=lambda o, c, old: o * np.tanh(old)).says(
    "h_t를 고치기 전의 C_{t-1}로 만들었습니다. 방금 구한 C_t를 쓰세요.",
    "h_t is made from the old C_{t-1}: use the C_t that has just been made.",
)
wrong("hidden_without_tanh", hidden=lambda o, c, old: o * c).says(
    "h_t에 tanh가 빠졌습니다. h_t = o * tanh(C_t)입니다.",
    "The tanh is missing in h_t: it is o * tanh(C_t).",
)
wrong("hidden_without_gate", hidden=lambda o, c, old: np.tanh(c)).says(
    "h_t에 output gate가 빠졌습니다. h_t = o * tanh(C_t)입니다.",
    "The output gate is missing in h_t: it is o * tanh(C_t).",
)
wrong("tanh_of_the_product", hidden=lambda o, c, old: np.tanh(o * c)).says(
    "h_t가 tanh(o * C_t)입니다. tanh를 먼저 씌우고 output gate를 곱하세요: o * tanh(C_t).",
    "h_t is tanh(o * C_t): take the tanh first, and then multiply, o * tanh(C_t).",
)
wrong("sigmoid_of_c", hidden=lambda o, c, old: o * sigmoid(c)).says(
    "h_t가 o * σ(C_t)입니다. σ는 게이트 o에 이미 있고, C_t에는 tanh를 씌웁니다.",
    "h_t is o * σ(C_t); the σ is in the gate o already, and C_t takes a tanh.",
)
wrong("c_before_h", answer=lambda h, c: (c, h)).says(
    "C_t와 h_t의 순서가 바뀌었습니다. (h_t, C_t)의 순서로 돌려주세요.",
    "C_t and h_t have changed places: return (h_t, C_t).",
)


# ----------------------------------------------------------------------------------- lstm


def layer(
    x,
    kernel,
    recurrent_kernel,
    bias,
    return_sequences=False,
    *,
    given=lambda h, c: (h, c),
    order=lambda n: range(n),
    shown=lambda h, c: h,
    start=np.zeros,
    sequences=lambda asked: asked,
    every=lambda states: np.stack(states[1:], axis=1),
    last=lambda states: states[-1],
):
    """Read timesteps in their ``order``; ``given`` makes the states that the next one starts with."""
    h = c = start((len(x), len(recurrent_kernel)))
    states = [h]
    for t in order(x.shape[1]):
        h, c = step(x[:, t], *given(h, c), kernel, recurrent_kernel, bias)
        states.append(shown(h, c))
    return every(states) if sequences(return_sequences) else last(states)


wrong = variations("lstm", layer)

wrong("no_state_handed_on", given=lambda h, c: (0 * h, 0 * c)).says(
    "시점마다 두 상태가 0에서 다시 시작합니다. 돌아온 h와 C를 다음 시점에 넘기세요.",
    "Both states start from 0 at every timestep: hand h and C on to the next.",
)
wrong("cell_state_not_handed_on", given=lambda h, c: (h, 0 * c)).says(
    "셀 상태 C가 시점마다 0에서 다시 시작합니다. h뿐 아니라 C도 다음 시점에 넘기세요.",
    "The cell state starts from 0 at every timestep: hand on C as well as h.",
)
wrong("hidden_state_not_handed_on", given=lambda h, c: (0 * h, c)).says(
    "은닉 상태 h가 시점마다 0에서 다시 시작합니다. C뿐 아니라 h도 다음 시점에 넘기세요.",
    "The hidden state starts from 0 at every timestep: hand on h as well as C.",
)
wrong("states_exchanged", given=lambda h, c: (c, h)).says(
    "다음 시점에 h와 C가 서로 바뀌어 들어갑니다. lstm_step이 돌려주는 순서는 (h, C)입니다.",
    "h and C go into the next timestep exchanged: lstm_step returns (h, C), in this order.",
)
wrong("hidden_state_as_cell_state", given=lambda h, c: (h, h)).says(
    "C 자리에도 h가 들어갑니다. 셀 상태 C는 따로 넘기세요.",
    "h goes in for C as well: hand on the cell state C by itself.",
)
wrong("read_backwards", order=lambda n: range(n)[::-1]).says(
    "시퀀스를 뒤에서부터 읽은 값입니다. 첫 시점부터 차례로 읽으세요.",
    "The sequences are read from their end: read them from the first timestep on.",
)
wrong("last_timestep_not_read", order=lambda n: range(n - 1)).says(
    "마지막 시점을 읽지 않은 값입니다. timesteps번 되풀이하세요.",
    "The last timestep is not read: repeat timesteps times.",
)
wrong("first_timestep_not_read", order=lambda n: range(1, n)).says(
    "첫 시점을 읽지 않은 값입니다. 0번째 시점부터 읽으세요.",
    "The first timestep is not read: begin with timestep 0.",
)
wrong("cell_states_shown", shown=lambda h, c: c).says(
    "은닉 상태 h가 아니라 셀 상태 C입니다. 층의 출력은 h입니다.",
    "These are cell states C; the output of the layer is the hidden state h.",
)
wrong("states_start_at_one", start=np.ones).says(
    "두 상태가 1에서 시작한 값입니다. 0에서 시작하세요.",
    "Both states start at 1: start them at 0.",
)
wrong("sequences_always", sequences=lambda asked: True).says(
    "return_sequences=False일 때도 모든 시점의 h가 나옵니다. 그때는 마지막 h만 돌려주세요.",
    "Every h comes out with return_sequences=False, too; return only the last one then.",
)
wrong("sequences_never", sequences=lambda asked: False).says(
    "return_sequences=True일 때도 마지막 h만 나옵니다. 그때는 모든 시점의 h를 쌓아 돌려주세요.",
    "Only the last h comes out with return_sequences=True, too; stack those of all timesteps then.",
)
wrong("sequences_the_other_way_round", sequences=lambda asked: not asked).says(
    "return_sequences의 두 경우가 뒤바뀌었습니다. True일 때 모든 시점의 h를 돌려주세요.",
    "The two cases of return_sequences are exchanged: it is with True that every h is wanted.",
)
wrong("start_state_included", every=lambda states: np.stack(states, axis=1)).says(
    "아무것도 읽기 전의 상태까지 들어 있어 시점이 하나 많습니다. 첫 시점을 읽은 h부터 담으세요.",
    "The state before anything was read is among them: begin with the h after the first timestep.",
)
wrong("mean_of_states", last=lambda states: np.mean(states[1:], axis=0)).says(
    "모든 시점의 h를 평균한 값입니다. return_sequences=False이면 마지막 h를 돌려주세요.",
    "This is the mean of every h: with return_sequences=False return the last one.",
)
wrong("timesteps_behind", every=lambda states: np.stack(states[1:], axis=2)).says(
    "시점이 마지막 축에 있습니다. 모양이 (n, timesteps, units)가 되도록 가운데 축에 쌓으세요.",
    "The timesteps are the last axis: stack them as the middle one, to (n, timesteps, units).",
)
wrong("timesteps_in_front", every=lambda states: np.stack(states[1:])).says(
    "시점이 첫째 축에 있습니다. 모양이 (n, timesteps, units)가 되도록 가운데 축에 쌓으세요.",
    "The timesteps are the first axis: stack them as the middle one, to (n, timesteps, units).",
)


@mistake("lstm")
def batch_read_as_time(x, kernel, recurrent_kernel, bias, return_sequences=False):
    """샘플을 시점처럼 하나씩 읽은 값입니다. 둘째 축(시점)을 따라 x[:, t]를 읽으세요.
    Examples are read as if they were timesteps: go along the second axis, with x[:, t]."""
    return layer(np.swapaxes(x, 0, 1), kernel, recurrent_kernel, bias, return_sequences)


@mistake("lstm")
def as_many_timesteps_as_examples(x, kernel, recurrent_kernel, bias, return_sequences=False):
    """시점의 수가 아니라 샘플의 수만큼 되풀이했습니다. 시점의 수는 x.shape[1]입니다.
    It goes through as many timesteps as there are examples; there are x.shape[1] timesteps."""
    steps = {"order": lambda n: range(len(x))}
    return layer(x, kernel, recurrent_kernel, bias, return_sequences, **steps)


@mistake("lstm")
def both_states_returned(x, kernel, recurrent_kernel, bias, return_sequences=False):
    """마지막 h와 함께 C도 돌려주었습니다. 층의 출력은 h뿐입니다.
    C came back with the last h; h alone is the output of the layer."""
    weights = kernel, recurrent_kernel, bias
    h = layer(x, *weights, return_sequences)
    return h if return_sequences else (h, layer(x, *weights, shown=lambda h, c: c))


# ------------------------------------------------------------------------------- gru_step


def gru_cell(
    x,
    h,
    kernel,
    recurrent_kernel,
    bias,
    reset_after=True,
    *,
    order="zrn",
    mixed=lambda z, r, h, new: z * h + (1 - z) * new,
    used="r",
    reset=lambda r: r,
    after=None,
    memory=lambda r, h_U, b: r * (h_U + b),
    inside=lambda from_x, memory, r: from_x + memory,
    rows=(1, 1),
    activation=np.tanh,
):
    """Mix the old state and the candidate; ``rows`` are how often each row of biases counts.

    ``memory`` and what is ``inside`` of the candidate's tanh hold with reset_after=True.
    """
    own = np.reshape(bias, (-1, 3 * len(recurrent_kernel)))
    of_x = rows[0] * own[0]
    of_h = rows[1] * own[1] if len(own) == 2 else np.zeros_like(own[0])
    from_x = dict(zip(order, np.split(x @ kernel + of_x, 3, axis=-1), strict=True))
    from_h = dict(zip(order, np.split(h @ recurrent_kernel + of_h, 3, axis=-1), strict=True))
    U = dict(zip(order, np.split(recurrent_kernel, 3, axis=-1), strict=True))
    b = dict(zip(order, np.split(of_h, 3, axis=-1), strict=True))
    z = sigmoid(from_x["z"] + from_h["z"])
    r = reset(sigmoid(from_x["r"] + from_h["r"]))
    if reset_after if after is None else after:
        new = inside(from_x["n"], memory(r if used == "r" else z, h @ U["n"], b["n"]), r)
    else:
        new = from_x["n"] + ((r if used == "r" else z) * h) @ U["n"] + b["n"]
    return mixed(z, r, h, activation(new))


wrong = variations("gru_step", gru_cell)

wrong("z_and_one_minus_z_exchanged", mixed=lambda z, r, h, new: (1 - z) * h + z * new).says(
    "z와 1 - z의 자리가 바뀌었습니다. Keras에서는 z가 옛 상태를 남기는 양입니다.",
    "z and 1 - z have changed places: in Keras z is how much of the old state stays.",
)
wrong("candidate_whole", mixed=lambda z, r, h, new: z * h + new).says(
    "후보값이 통째로 더해졌습니다. 1 - z를 곱해서 더하세요.",
    "The candidate is added whole: multiply it by 1 - z.",
)
wrong("old_state_whole", mixed=lambda z, r, h, new: h + (1 - z) * new).says(
    "옛 상태가 통째로 남았습니다. z를 곱하세요.",
    "The old state stays whole: multiply it by z.",
)
wrong("z_for_both", mixed=lambda z, r, h, new: z * h + z * new).says(
    "후보값에도 z를 곱했습니다. 남기는 만큼 덜 쓰므로 후보값에는 1 - z를 곱합니다.",
    "The candidate, too, is multiplied by z; it takes 1 - z, since what stays leaves less to write.",
)
wrong("old_state_forgotten", mixed=lambda z, r, h, new: (1 - z) * new).says(
    "옛 상태가 빠졌습니다. z * h를 더하세요.",
    "The old state is missing: add z * h.",
)
wrong("columns_in_the_order_r_z", order="rzn").says(
    "열을 r, z, h̃의 순서로 읽은 값입니다. Keras의 순서는 z, r, h̃입니다.",
    "This reads the columns in the order r, z, h̃; Keras has z, r, h̃.",
)
wrong("reset_gate_left_out", reset=np.ones_like).says(
    "reset gate를 쓰지 않은 값입니다. 후보값의 기억 쪽에 r를 곱하세요.",
    "The reset gate is not used: multiply the candidate's memory side by r.",
)
wrong("one_minus_r", reset=lambda r: 1 - r).says(
    "r 자리에 1 - r가 있는 값입니다. r가 1일 때 옛 기억을 모두 봅니다.",
    "1 - r stands where r belongs: with r = 1 the old memory is looked at whole.",
)
wrong("memory_left_out", reset=np.zeros_like).says(
    "후보값에 옛 기억이 들어 있지 않습니다. 기억 쪽을 reset gate로 조절해 더하세요.",
    "No old memory is in the candidate: add the memory side, as much as the reset gate lets through.",
)
wrong("always_before", after=False).says(
    "reset_after=True일 때도 r를 행렬보다 먼저 곱한 값입니다. 그때는 h·U + b'에 r를 곱하세요.",
    "r multiplies before the matrix with reset_after=True, too; there it multiplies h·U + b'.",
)
wrong("always_after", after=True).says(
    "reset_after=False일 때도 r를 행렬 뒤에 곱한 값입니다. 그때는 r * h를 먼저 구하세요.",
    "r multiplies after the matrix with reset_after=False, too; make r * h first there.",
)
wrong("bias_not_reset", memory=lambda r, h_U, b: r * h_U + b).says(
    "기억 쪽 편향 b'에는 r가 곱해지지 않았습니다. r * (h·U + b')입니다.",
    "The memory's bias b' is not multiplied by r: it is r * (h·U + b').",
)
wrong("reset_on_the_input", inside=lambda from_x, memory, r: r * from_x + memory).says(
    "reset_after=True일 때 입력 쪽에도 r를 곱한 값입니다. r는 기억 쪽에만 곱합니다.",
    "With reset_after=True r multiplies the input side, too; it belongs to the memory side alone.",
)
wrong("update_gate_resets", used="z").says(
    "후보값에서 r 자리에 z가 있는 값입니다. 기억 쪽에는 reset gate r를 곱합니다.",
    "In the candidate z stands where r belongs: the reset gate r multiplies the memory side.",
)
wrong("reset_on_the_old_state", mixed=lambda z, r, h, new: z * r * h + (1 - z) * new).says(
    "남기는 옛 상태에도 r를 곱한 값입니다. r는 후보값을 만들 때만 씁니다.",
    "What stays of the old state is multiplied by r as well; r is for the candidate alone.",
)
wrong("reset_gate_mixes", mixed=lambda z, r, h, new: r * h + (1 - r) * new).says(
    "옛 상태와 후보값을 r로 섞은 값입니다. 섞는 것은 update gate z입니다.",
    "The old state and the candidate are mixed by r; it is the update gate z that mixes them.",
)
wrong("candidate_alone", mixed=lambda z, r, h, new: new).says(
    "후보값만 돌아왔습니다. h_t는 옛 상태와 후보값을 z와 1 - z로 섞은 값입니다.",
    "The candidate came back; h_t mixes the old state and the candidate, by z and 1 - z.",
)
wrong("only_bias_of_input", rows=(1, 0)).says(
    "편향의 둘째 줄(기억 쪽)이 빠졌습니다. h·U에 더하세요.",
    "The second row of biases, the memory's, is missing: add it to h·U.",
)
wrong("candidate_of_sigmoid", activation=sigmoid).says(
    "후보값이 σ로 만들어졌습니다. h̃에는 tanh를 씌웁니다.",
    "The candidate is made by σ; h̃ takes tanh.",
)


@mistake("gru_step")
def rows_of_biases_exchanged(x, h, kernel, recurrent_kernel, bias, reset_after=True):
    """편향의 두 줄이 바뀌었습니다. 첫째 줄이 입력 쪽, 둘째 줄이 기억 쪽입니다.
    The rows of biases are exchanged: the first is that of the input, the second the memory's."""
    bias = bias[::-1] if reset_after else bias
    return gru_cell(x, h, kernel, recurrent_kernel, bias, reset_after)


@mistake("gru_step")
def forms_exchanged(x, h, kernel, recurrent_kernel, bias, reset_after=True):
    """두 방식이 서로 바뀌었습니다. reset_after=True가 행렬 뒤에 r를 곱하는 쪽입니다.
    The two forms are exchanged: it is reset_after=True where r multiplies after the matrix."""
    return gru_cell(x, h, kernel, recurrent_kernel, bias, after=not reset_after)


# ------------------------------------------------------------------------------------ gru


def gru_layer(
    x,
    kernel,
    recurrent_kernel,
    bias,
    reset_after=True,
    *,
    given=lambda h: h,
    order=lambda n: range(n),
    form=None,
    start=np.zeros,
    next_state=lambda h, now: now,
    answer=lambda states: states[-1],
):
    """Read timesteps in their ``order``; ``given`` makes the state that the next one starts with."""
    h = start((len(x), len(recurrent_kernel)))
    states = [h]
    for t in order(x.shape[1]):
        now = gru_cell(x[:, t], given(h), kernel, recurrent_kernel, bias, reset_after, after=form)
        h = next_state(h, now)
        states.append(h)
    return answer(states)


wrong = variations("gru", gru_layer)

wrong("gru_state_not_handed_on", given=lambda h: 0 * h).says(
    "시점마다 상태가 0에서 다시 시작합니다. 돌아온 h를 다음 시점에 넘기세요.",
    "The state starts from 0 at every timestep: hand h on to the next.",
)
wrong("gru_read_backwards", order=lambda n: range(n)[::-1]).says(
    "시퀀스를 뒤에서부터 읽은 값입니다. 첫 시점부터 차례로 읽으세요.",
    "The sequences are read from their end: read them from the first timestep on.",
)
wrong("gru_first_step_only", order=lambda n: range(1)).says(
    "첫 시점만 읽은 값입니다. 끝까지 읽고 나서 돌려주세요. return의 들여쓰기도 보세요.",
    "Only the first timestep is read: return after the last one. Look at how return is indented.",
)
wrong("gru_last_step_not_read", order=lambda n: range(n - 1)).says(
    "마지막 시점을 읽지 않은 값입니다. timesteps번 되풀이하세요.",
    "The last timestep is not read: repeat timesteps times.",
)
wrong("gru_first_step_not_read", order=lambda n: range(1, n)).says(
    "첫 시점을 읽지 않은 값입니다. 0번째 시점부터 읽으세요.",
    "The first timestep is not read: begin with timestep 0.",
)
wrong("gru_states_added", next_state=lambda h, now: h + now).says(
    "돌아온 상태를 앞의 상태에 더했습니다. gru_step이 돌려준 h가 곧 다음 상태입니다.",
    "Each state is added to the one before; the h that gru_step returns is the next state itself.",
)
wrong("gru_every_state", answer=lambda states: np.stack(states[1:], axis=1)).says(
    "모든 시점의 상태가 나왔습니다. 마지막 시점의 상태만 돌려주세요.",
    "The states of all timesteps came out: return only the last one.",
)
wrong("gru_mean_of_states", answer=lambda states: np.mean(states[1:], axis=0)).says(
    "모든 시점의 상태를 평균한 값입니다. 마지막 시점의 상태를 돌려주세요.",
    "This is the mean of the states of all timesteps: return the last one.",
)
wrong("gru_starts_at_one", start=np.ones).says(
    "상태가 1에서 시작한 값입니다. 0에서 시작하세요.",
    "The state starts at 1: start it at 0.",
)
wrong("gru_always_after", form=True).says(
    "reset_after=False일 때도 r를 행렬 뒤에 곱한 값입니다. reset_after를 gru_step에 넘기세요.",
    "r multiplies after the matrix with reset_after=False, too: pass reset_after on to gru_step.",
)


@mistake("gru")
def gru_as_many_timesteps_as_examples(x, kernel, recurrent_kernel, bias, reset_after=True):
    """시점의 수가 아니라 샘플의 수만큼 되풀이했습니다. 시점의 수는 x.shape[1]입니다.
    It goes through as many timesteps as there are examples; there are x.shape[1] timesteps."""
    steps = {"order": lambda n: range(len(x))}
    return gru_layer(x, kernel, recurrent_kernel, bias, reset_after, **steps)


# ------------------------------------------------------------------------- belt_gradient


def belt(f, *, late=0, gate=lambda f: f, combine=np.prod, answer=lambda gradients: gradients):
    """Combine the gates from ``late`` steps after each timestep on."""
    gates = gate(f)
    starts = [max(t + late, 0) for t in range(len(f) + 1)]
    return answer(np.array([combine(gates[start:], axis=0) for start in starts]))


wrong = variations("belt_gradient", belt)

wrong("own_gate_included", late=-1).says(
    "t행에 f_t까지 곱해졌습니다. C_t는 f_{t+1}부터 지납니다.",
    "f_t is multiplied into row t; C_t goes only through the gates from f_{t+1} on.",
)
wrong("next_gate_left_out", late=1).says(
    "t행에 f_{t+1}이 빠졌습니다. C_t에서 C_{t+1}로 갈 때 곱해지는 게이트입니다.",
    "f_{t+1} is missing in row t; it multiplies C_t on its way to C_{t+1}.",
)
wrong("gates_added", combine=np.sum).says(
    "게이트를 곱하지 않고 더했습니다. 벨트를 지나며 게이트마다 곱해집니다.",
    "The gates are added; on the belt each one multiplies.",
)
wrong(
    "gates_averaged", combine=lambda f, axis: f.mean(axis) if len(f) else np.ones(f.shape[1])
).says(
    "게이트를 평균한 값입니다. 벨트를 지나며 게이트마다 곱해집니다.",
    "This is the mean of the gates; on the belt each one multiplies.",
)
wrong("what_is_forgotten", gate=lambda f: 1 - f).says(
    "1 - f를 곱한 값입니다. forget gate의 값 f가 남는 양이므로 f를 곱하세요.",
    "1 - f is multiplied; the value f of a forget gate is what stays, so multiply f.",
)
wrong("slope_of_the_sigmoid", gate=lambda f: f * (1 - f)).says(
    "σ의 기울기 f(1 - f)를 곱한 값입니다. 게이트의 값을 정해 두고 C로 미분하므로 f만 곱합니다.",
    "This multiplies σ's slope f(1 - f); with the gates' values as they are, ∂C_t/∂C_{t-1} is f.",
)
wrong("slope_of_a_tanh", gate=lambda f: 1 - f**2).says(
    "tanh의 기울기 1 - f²을 곱한 값입니다. 벨트에는 tanh가 없으니 f만 곱하세요.",
    "This multiplies a tanh's slope 1 - f²; there is no tanh on the belt, so multiply f.",
)
wrong("last_row_missing", answer=lambda gradients: gradients[:-1]).says(
    "마지막 행이 빠졌습니다. t = T의 1까지 모두 T + 1행입니다.",
    "The last row is missing: with the 1 of t = T there are T + 1 rows.",
)


@mistake("belt_gradient")
def zero_at_the_end(f):
    """마지막 행이 0입니다. ∂C_T/∂C_T는 곱할 게이트가 없으므로 1입니다.
    The last row is 0; ∂C_T/∂C_T, where there is no gate to multiply, is 1."""
    return np.concatenate([belt(f)[:-1], np.zeros_like(f[:1])])


@mistake("belt_gradient")
def one_everywhere(f):
    """어디에서나 1입니다. 그것은 f가 모두 1일 때뿐이고, 게이트마다 f가 곱해집니다.
    It is 1 everywhere, which holds only where every f is 1: each gate multiplies by its f."""
    return np.ones((len(f) + 1, f.shape[1]))


@mistake("belt_gradient")
def one_step_only(f):
    """한 걸음의 기울기 ∂C_{t+1}/∂C_t입니다. C_T까지 가려면 뒤의 게이트를 모두 곱해야 합니다.
    This is the gradient of one step, ∂C_{t+1}/∂C_t; on to C_T all later gates multiply."""
    return np.concatenate([f, np.ones_like(f[:1])])


@mistake("belt_gradient")
def products_from_the_front(f):
    """앞에서부터 곱한 값, 곧 ∂C_t/∂C_0입니다. 뒤에서부터 곱해 ∂C_T/∂C_t를 구하세요.
    These products begin in front: ∂C_t/∂C_0. Multiply from the end, for ∂C_T/∂C_t."""
    return np.array([np.prod(f[:t], axis=0) for t in range(len(f) + 1)])


@mistake("belt_gradient")
def products_turned_round(f):
    """행의 순서가 뒤집혔습니다. 0행이 ∂C_T/∂C_0이고 마지막 행이 1입니다.
    The rows are turned round: row 0 is ∂C_T/∂C_0, and the last row is 1."""
    return belt(f)[::-1]


@mistake("belt_gradient")
def divided_by_earlier_gates(f):
    """앞의 곱으로 나눈 값이라 게이트가 0이거나 곱이 너무 작으면 NaN이 됩니다. 뒤에서부터 곱하세요.
    A product is divided by that of earlier gates: NaN where it is 0. Multiply from the end instead."""
    products = np.concatenate([np.ones_like(f[:1]), np.cumprod(f, axis=0)])
    with np.errstate(invalid="ignore", divide="ignore"):
        return products[-1] / products


# ----------------------------------------------------------------------------- gru_shares


def shares(
    z,
    *,
    keep=lambda z: z,
    write=lambda z: 1 - z,
    first=np.ones_like,
    late=0,
    left=True,
    whole=True,
):
    """Return what was written times what is ``left`` of it; ``first`` makes h_0's own factor."""
    written = np.concatenate([first(z[:1]), write(z)])
    result = written * belt(keep(z), late=late) if left else written
    return result if whole else result[1:]


wrong = variations("gru_shares", shares)

wrong("parts_exchanged", keep=lambda z: 1 - z, write=lambda z: z).says(
    "z와 1 - z가 서로 바뀌었습니다. z는 forget gate처럼 남기고, 1 - z는 input gate처럼 씁니다.",
    "z and 1 - z are exchanged: z keeps, like the forget gate, and 1 - z writes, like the input gate.",
)
wrong("z_writes", write=lambda z: z).says(
    "쓴 양이 z로 되어 있습니다. 후보값은 1 - z만큼 쓰입니다.",
    "What was written is taken to be z; a candidate is written by 1 - z.",
)
wrong("written_whole", write=np.ones_like).says(
    "후보값이 통째로 쓰인 것으로 셈했습니다. 남은 만큼에 쓰인 만큼 1 - z_t를 곱하세요.",
    "Candidates count as written whole: multiply what is left by what was written, 1 - z_t.",
)
wrong("nothing_fades", left=False).says(
    "쓰인 만큼만 있고 그 뒤에 지워진 만큼이 빠졌습니다. 뒤의 update gate를 모두 곱하세요.",
    "This is what was written, before later steps erased of it: multiply by all later update gates.",
)
wrong("own_gate_keeps", late=-1).says(
    "t행에 z_t까지 곱해졌습니다. 시점 t에 쓴 것은 z_{t+1}부터 지납니다.",
    "z_t is multiplied into row t; what was written at t goes only through z_{t+1} and later ones.",
)
wrong("written_part_keeps", keep=lambda z: 1 - z).says(
    "남은 만큼을 1 - z의 곱으로 셈했습니다. 남기는 것은 forget gate의 일을 하는 z입니다.",
    "What is left is taken to be a product of 1 - z; it is z that keeps, as a forget gate does.",
)
wrong("first_state_missing", whole=False).says(
    "처음 상태 h_0의 몫이 빠졌습니다. 0행에 두어 모두 T + 1행이 되게 하세요.",
    "The share of the first state h_0 is missing: put it in row 0, T + 1 rows in all.",
)
wrong("first_state_of_zero", first=np.zeros_like).says(
    "h_0의 몫이 0입니다. h_0에는 update gate가 모두 곱해지고, 그만큼 남습니다.",
    "The share of h_0 is 0; the product of all update gates is left of it.",
)


@mistake("gru_shares")
def earlier_gates_multiplied(z):
    """시점 t보다 앞의 update gate가 곱해졌습니다. 시점 t에 쓴 것은 그 뒤의 게이트만 지납니다.
    Update gates before t are multiplied; what was written at t goes only through later ones."""
    before = np.concatenate([np.ones_like(z[:1]), np.cumprod(z, axis=0)])
    return np.concatenate([np.ones_like(z[:1]), 1 - z]) * before


@mistake("gru_shares")
def first_state_written(z):
    """h_0도 후보값처럼 1 - z를 곱했습니다. h_0은 쓰이는 것이 아니라 처음부터 있습니다.
    h_0 is multiplied by a 1 - z, like a candidate; it is not written, but there from the start."""
    return np.concatenate([1 - z[:1], 1 - z]) * belt(z)


# ------------------------------------------------------------------------- counter_kernel


def counter(
    alphabet,
    counted,
    reset,
    *,
    strength=20,
    shut=None,
    order="ifco",
    open_f=None,
    others=None,
    erases=True,
    half=False,
    latch=False,
    sign=1,
):
    """Choose gates of ``strength``; a latch forgets where it writes, so it never exceeds 1."""
    shut = -strength if shut is None else shut
    rows = {letter: dict.fromkeys("ifco", strength) for letter in alphabet}
    for letter, row in rows.items():
        if letter != counted:
            row["i"] = shut if others is None else others
        if open_f is not None:
            row["f"] = open_f
        row["c"] = sign * strength
    if latch:
        rows[counted]["f"] = shut
    if erases:
        rows[reset]["i"], rows[reset]["f"] = shut, 0 if half else shut
    return np.array([[float(rows[letter][of]) for of in order] for letter in alphabet])


wrong = variations("counter_kernel", counter)

wrong("gates_too_weak", strength=5).says(
    "σ(5)는 0.993이라 1,000글자 뒤에는 수가 달라집니다. ±20처럼 더 큰 수를 주세요.",
    "σ(5) is 0.993, so the count is another one 1,000 letters later: take larger numbers, ±20 for example.",
)
wrong("gates_a_little_too_weak", strength=10).says(
    "σ(10)은 0.99995이지만 1,000번 곱하면 0.956입니다. ±20처럼 더 큰 수를 주세요.",
    "σ(10) is 0.99995, but a thousand of them multiplied are 0.956: take larger numbers, ±20 for example.",
)
wrong("ones_for_weights", strength=1).says(
    "1과 -1을 넣었습니다. σ(1)은 0.73이고 σ(-1)은 0.27이라 게이트가 열리지도 닫히지도 않습니다.",
    "These are 1 and -1: σ(1) is 0.73 and σ(-1) is 0.27, so gates neither open nor shut.",
)
wrong("columns_f_first", order="fico").says(
    "i와 f의 열이 바뀌었습니다. kernel의 열은 i, f, C̃, o의 순서입니다.",
    "The columns of i and f are exchanged: the kernel's columns are i, f, C̃, o.",
)
wrong("forget_gate_half_open", open_f=0).says(
    "forget gate에 0을 넣었습니다. σ(0)은 0.5라 글자마다 절반이 지워집니다.",
    "The forget gate is given 0: σ(0) is 0.5, so every letter erases a half.",
)
wrong("fresh_forget_bias", open_f=1).says(
    "forget gate에 1을 넣었습니다. σ(1)은 0.73이라 글자마다 4분의 1 넘게 지워집니다.",
    "The forget gate is given 1: σ(1) is 0.73, so every letter erases more than a quarter.",
)
wrong("every_letter_counted", others=20).says(
    "그 밖의 글자도 셉니다. input gate는 세는 글자의 행에서만 열리게 하세요.",
    "Other letters are counted, too: open the input gate in the counted letter's row only.",
)
wrong("input_gate_half_open", others=0).says(
    "그 밖의 글자의 input gate에 0을 넣었습니다. σ(0)은 0.5라 글자마다 반씩 더해집니다.",
    "At the other letters the input gate is given 0: σ(0) is 0.5, so each of them adds a half.",
)
wrong("gate_values_as_weights", strength=1, shut=0).says(
    "게이트의 값 1과 0을 kernel에 그대로 넣었습니다. kernel의 수는 σ에 들어갑니다: σ(1) = 0.73, σ(0) = 0.5.",
    "The kernel holds the gates' values 1 and 0; its numbers go into σ, and σ(1) = 0.73, σ(0) = 0.5.",
)
wrong("never_erased", erases=False).says(
    "초기화 글자를 읽어도 수가 그대로입니다. 그 행에서는 forget gate를 닫으세요.",
    "The count stays at the reset letter: shut the forget gate in its row.",
)
wrong("half_erased", half=True).says(
    "초기화 글자의 행에서 f가 σ(0) = 0.5라 절반이 남습니다. 큰 음수를 넣어 닫으세요.",
    "In the reset letter's row f is σ(0) = 0.5, so a half stays: shut it with a large negative number.",
)
wrong("latch_instead_of_counter", latch=True).says(
    "세는 글자에서 forget gate도 닫혀서 1을 넘지 못합니다. 세려면 f = 1로 옛 수를 남기세요.",
    "At the counted letter the forget gate is shut, so 1 is never exceeded; to count, keep f = 1 there.",
)
wrong("counts_down", sign=-1).says(
    "후보값이 -1이라 거꾸로 셉니다. C̃에는 큰 양수를 넣으세요.",
    "The candidate is -1, so it counts down: give C̃ a large positive number.",
)


# ---------------------------------------------------------------------------- lstm_counts


def counts(
    units, input_dim, *, gates=4, wide=4, bias=1, past=None, answer=lambda *ways: ways, boxes=None
):
    """Count ``gates`` of them, and arrays that are ``wide`` times units wide."""
    past = units if past is None else past
    box = past + input_dim + bias
    arrays = [input_dim * wide * units, past * wide * units, bias * wide * units]
    return answer([box * units] * gates, arrays, [(boxes or gates) * box] * units)


wrong = variations("lstm_counts", counts)

wrong("candidate_not_counted", gates=3, wide=3).says(
    "상자를 3개만 세었습니다. 게이트 3개 말고도 후보값이 자기 가중치와 편향을 가집니다.",
    "Only three boxes were counted; beside the three gates the candidate has weights of its own.",
)
wrong("counts_without_bias", bias=0).says(
    "편향이 빠졌습니다. 상자 4개에 저마다 units개의 편향이 있습니다.",
    "The biases are missing: each of the four boxes has units of them.",
)
wrong("counts_with_two_biases", bias=2).says(
    "편향을 두 벌 세었습니다. 두 벌을 쓰는 것은 reset_after=True인 GRU이고, LSTM은 한 벌입니다.",
    "Two sets of biases were counted; it is the GRU with reset_after=True that has two, an LSTM one.",
)
wrong("arrays_one_gate_wide", wide=1).says(
    "배열별 수가 게이트 하나의 것입니다. 세 배열은 모두 4 × units열입니다.",
    "The counts by array are those of one gate: all three arrays are 4 × units wide.",
)
wrong("neurons_of_one_box", boxes=1).says(
    "뉴런별 수가 상자 하나의 것입니다. 뉴런 하나에 상자가 네 개 있습니다.",
    "The counts by neuron are those of one box; every neuron has four of them.",
)
wrong("ways_summed", answer=lambda *ways: tuple(sum(way) for way in ways)).says(
    "리스트가 아니라 합이 돌아왔습니다. 더하지 말고 나누어 센 수를 리스트로 돌려주세요.",
    "Sums came back, not lists: return the counts as they are divided, in three lists.",
)
wrong("arrays_before_gates", answer=lambda gates, arrays, neurons: (arrays, gates, neurons)).says(
    "게이트별과 배열별의 순서가 바뀌었습니다. 게이트별, 배열별, 뉴런별의 순서입니다.",
    "The counts by gate and by array have changed places: it is by gate, by array, by neuron.",
)
