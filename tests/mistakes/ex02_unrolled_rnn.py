"""Classic wrong answers to exercise 2, and what to say about each."""

import numpy as np

from rnnlab.author import mistake, variations

# -------------------------------------------------------------------------- glorot_limits


def limit(n_in, n_out):
    return np.sqrt(6 / (n_in + n_out))


def limits(
    input_dim, units, outputs, *, of=limit, W_xh=None, W_hh=None, W_hy=None, places=(0, 1, 2)
):
    """Return a limit ``of`` what goes in and comes out; each setting makes its own sizes."""
    sizes = (
        W_xh(input_dim, units, outputs) if W_xh else (input_dim, units),
        W_hh(input_dim, units, outputs) if W_hh else (units, units),
        W_hy(input_dim, units, outputs) if W_hy else (units, outputs),
    )
    return tuple(of(*sizes[place]) for place in places)


wrong = variations("glorot_limits", limits)

wrong("glorot_deviation", of=lambda n_in, n_out: np.sqrt(2 / (n_in + n_out))).says(
    "√(2 / (n_in + n_out))입니다. 정규분포로 뽑을 때의 표준편차이고, 균등분포의 한계에는 6을 씁니다.",
    "This is √(2 / (n_in + n_out)), the deviation for a normal distribution; the uniform one's limit has 6.",
)
wrong("he_limit", of=lambda n_in, n_out: np.sqrt(6 / n_in)).says(
    "√(6 / n_in)입니다. 받는 수만 보는 He 초기값이고, Xavier는 n_in과 n_out을 더합니다.",
    "This is √(6 / n_in), He's, which looks at the inputs alone; Xavier's adds n_in and n_out.",
)
wrong("he_deviation", of=lambda n_in, n_out: np.sqrt(2 / n_in)).says(
    "√(2 / n_in)입니다. 정규분포로 뽑는 He 초기값이고, Xavier의 한계는 √(6 / (n_in + n_out))입니다.",
    "This is √(2 / n_in), He's normal one; Xavier's limit is √(6 / (n_in + n_out)).",
)
wrong("lecun_limit", of=lambda n_in, n_out: np.sqrt(3 / n_in)).says(
    "√(3 / n_in)입니다. 받는 수만 보는 LeCun 초기값이고, Xavier의 한계는 √(6 / (n_in + n_out))입니다.",
    "This is √(3 / n_in), LeCun's, of the inputs alone; Xavier's limit is √(6 / (n_in + n_out)).",
)
wrong("root_of_inputs", of=lambda n_in, n_out: 1 / np.sqrt(n_in)).says(
    "1 / √n_in입니다. 내놓는 수도 함께 보아 √(6 / (n_in + n_out))을 구하세요.",
    "This is 1 / √n_in; look at what comes out, too: √(6 / (n_in + n_out)).",
)
wrong("only_outputs_counted", of=lambda n_in, n_out: np.sqrt(6 / n_out)).says(
    "√(6 / n_out)입니다. 받는 수와 내놓는 수를 더한 값으로 나누세요.",
    "This is √(6 / n_out); divide by the sum of what goes in and what comes out.",
)
wrong("fans_multiplied", of=lambda n_in, n_out: np.sqrt(6 / (n_in * n_out))).says(
    "6을 n_in과 n_out의 곱으로 나눈 값입니다. 둘의 합으로 나누세요.",
    "Here 6 is divided by the product of n_in and n_out; divide it by their sum.",
)
wrong("bias_among_the_inputs", of=lambda n_in, n_out: np.sqrt(6 / (n_in + 1 + n_out))).says(
    "√(6 / (n_in + n_out + 1))입니다. 편향은 받는 수에 넣지 않습니다.",
    "This is √(6 / (n_in + n_out + 1)); the bias is not counted among the inputs.",
)
wrong("root_left_out", of=lambda n_in, n_out: 6 / (n_in + n_out)).says(
    "제곱근이 빠졌습니다. 6 / (n_in + n_out)의 제곱근이 한계입니다.",
    "The root is missing: the limit is the square root of 6 / (n_in + n_out).",
)
wrong("root_of_six_alone", of=lambda n_in, n_out: np.sqrt(6) / (n_in + n_out)).says(
    "√6을 n_in + n_out으로 나눈 값입니다. 나눈 다음에 전체의 제곱근을 구하세요.",
    "This is √6 divided by n_in + n_out; divide first, and take the root of the whole.",
)
wrong("mean_of_fans", of=lambda n_in, n_out: np.sqrt(12 / (n_in + n_out))).says(
    "6을 n_in과 n_out의 평균으로 나눈 값입니다. 평균이 아니라 합으로 나누세요.",
    "Here 6 is divided by the mean of n_in and n_out; divide it by their sum.",
)
wrong("units_counted_once", W_hh=lambda d, D, k: (D, 0)).says(
    "W_hh의 한계가 √(6 / units)입니다. 받는 수와 내놓는 수가 모두 units이므로 둘을 더해야 합니다.",
    "The limit of W_hh is √(6 / units); units numbers go in and units come out, so add both.",
)
wrong(
    "limit_of_joined_matrix", W_xh=lambda d, D, k: (d + D, D), W_hh=lambda d, D, k: (d + D, D)
).says(
    "W_xh와 W_hh를 한 행렬로 붙였을 때의 한계입니다. 두 행렬은 저마다 자기가 받는 수를 봅니다.",
    "This is the limit of W_xh and W_hh joined into one matrix; each looks at its own inputs.",
)
wrong("one_limit_for_all", W_hh=lambda d, D, k: (d, D), W_hy=lambda d, D, k: (d, D)).says(
    "세 행렬의 한계가 모두 W_xh의 것입니다. 행렬마다 받는 수와 내놓는 수가 다릅니다.",
    "All three limits are that of W_xh; each matrix takes in and gives out numbers of its own.",
)
wrong(
    "limits_of_the_whole_network",
    W_xh=lambda d, D, k: (d, k),
    W_hh=lambda d, D, k: (d, k),
    W_hy=lambda d, D, k: (d, k),
).says(
    "세 한계가 모두 √(6 / (input_dim + outputs))입니다. 행렬마다 그 행렬이 받고 내놓는 수를 보세요.",
    "All three limits are √(6 / (input_dim + outputs)); look at what each matrix takes in and gives out.",
)
wrong("recurrent_limit_of_inputs", W_hh=lambda d, D, k: (d, D)).says(
    "W_hh의 한계에 input_dim이 들어갔습니다. W_hh가 받는 것은 x_t가 아니라 h_{t-1}입니다.",
    "The limit of W_hh has input_dim in it; W_hh takes in h_{t-1}, not x_t.",
)
wrong("output_limit_of_inputs", W_hy=lambda d, D, k: (d, k)).says(
    "W_hy의 한계에 input_dim이 들어갔습니다. W_hy가 받는 것은 x_t가 아니라 h_t입니다.",
    "The limit of W_hy has input_dim in it; W_hy takes in h_t, not x_t.",
)
wrong("recurrent_limit_first", places=(1, 0, 2)).says(
    "W_xh와 W_hh의 순서가 바뀌었습니다. W_xh, W_hh, W_hy의 순서로 돌려주세요.",
    "W_xh and W_hh have changed places; return W_xh, W_hh, W_hy in this order.",
)


# ------------------------------------------------------------------------ initial_weights


def uniform(rng, limit, shape):
    return rng.uniform(-limit, limit, shape)


def started(
    input_dim,
    units,
    outputs,
    seed,
    *,
    generator=lambda seed: np.random.default_rng(seed),
    anew=False,
    drawn=uniform,
    recurrent=None,
    of=limits,
    shape=lambda shape: shape,
    bias=lambda units, rng: np.zeros((units, 1)),
):
    """Draw the weights; with ``anew`` each matrix begins the generator again."""
    rng = generator(seed)
    shapes = (units, input_dim), (units, units), (outputs, units)
    found = []
    for limit_of, size, draw in zip(
        of(input_dim, units, outputs), shapes, (drawn, recurrent or drawn, drawn), strict=True
    ):
        rng = generator(seed) if anew else rng
        found.append(draw(rng, limit_of, shape(size)))
    return *found, bias(units, rng), bias(outputs, rng)


def orthogonal(rng, _limit, shape):
    return np.linalg.qr(rng.normal(size=shape))[0]


wrong = variations("initial_weights", started)

wrong(
    "keras_shapes", shape=lambda shape: shape[::-1], bias=lambda units, rng: np.zeros(units)
).says(
    "Keras의 모양입니다. 강의의 W는 행이 내놓는 쪽, 열이 받는 쪽이고 편향은 세로 벡터입니다.",
    "These are Keras's shapes; in the deck a row of W is what comes out, and biases are columns.",
)
wrong("matrices_transposed", shape=lambda shape: shape[::-1]).says(
    "W의 행과 열이 바뀌었습니다. 강의의 W는 행이 내놓는 쪽, 열이 받는 쪽입니다.",
    "Rows and columns of the matrices are exchanged; in the deck rows are what comes out.",
)
wrong("biases_with_one_axis", bias=lambda units, rng: np.zeros(units)).says(
    "편향의 축이 하나뿐입니다. 강의의 편향은 (units, 1), (outputs, 1)인 세로 벡터입니다.",
    "The biases have one axis; in the deck they are columns, (units, 1) and (outputs, 1).",
)
wrong("biases_as_rows", bias=lambda units, rng: np.zeros((1, units))).says(
    "편향이 가로 벡터입니다. 열이 하나인 세로 벡터로 만드세요.",
    "The biases are rows; make them columns, with a single column each.",
)
wrong("biases_of_one_number", bias=lambda units, rng: np.zeros((1, 1))).says(
    "편향이 수 하나뿐입니다. 뉴런마다 하나씩 두어야 하므로 b_h는 units개, b_y는 outputs개입니다.",
    "Each bias is a single number; every neuron has its own, so b_h has units and b_y outputs.",
)
wrong("biases_drawn", bias=lambda units, rng: rng.uniform(-0.1, 0.1, (units, 1))).says(
    "편향까지 난수로 뽑았습니다. 편향은 모두 0에서 시작합니다.",
    "The biases are drawn at random, too; they all start at 0.",
)
wrong("biases_of_one", bias=lambda units, rng: np.ones((units, 1))).says(
    "편향이 모두 1입니다. 편향은 0에서 시작합니다.",
    "All biases are 1; they start at 0.",
)


@mistake("initial_weights")
def weights_all_zero(input_dim, units, outputs, seed):
    """행렬이 모두 0입니다. 0으로 시작하는 것은 h_0과 편향이고, W는 Xavier 균등분포에서 뽑습니다.
    All matrices are 0. What starts at 0 is h_0 and the biases; draw each W from Xavier's uniform."""
    return started(input_dim, units, outputs, seed, drawn=lambda rng, limit, shape: np.zeros(shape))


wrong("weights_all_at_the_limit", drawn=lambda rng, limit, shape: np.full(shape, limit)).says(
    "행렬의 값이 모두 한계 L입니다. -L과 L 사이에서 하나하나 뽑으세요.",
    "All values of a matrix are the limit L; draw each of them between -L and L.",
)
wrong("only_positive_weights", drawn=lambda rng, limit, shape: rng.uniform(0, limit, shape)).says(
    "0과 L 사이에서만 뽑았습니다. 음수도 나오도록 -L과 L 사이에서 뽑으세요.",
    "The weights are drawn between 0 and L alone; draw them between -L and L.",
)
wrong("standard_uniform", drawn=lambda rng, limit, shape: rng.uniform(0, 1, shape)).says(
    "0과 1 사이에서 뽑았습니다. 행렬마다 자기 한계로 -L과 L 사이에서 뽑으세요.",
    "The weights are drawn between 0 and 1; draw each matrix between its own -L and L.",
)
wrong("uniform_up_to_one", drawn=lambda rng, limit, shape: rng.uniform(-1, 1, shape)).says(
    "-1과 1 사이에서 뽑았습니다. 행렬마다 자기 한계로 -L과 L 사이에서 뽑으세요.",
    "The weights are drawn between -1 and 1; draw each matrix between its own -L and L.",
)
wrong(
    "normal_with_limit_as_deviation",
    drawn=lambda rng, limit, shape: rng.normal(0, limit, shape),
).says(
    "정규분포에서, 한계 L을 표준편차로 하여 뽑았습니다. 균등분포 rng.uniform(-L, L, …)을 쓰세요.",
    "The weights are normal, with L for the deviation; use the uniform rng.uniform(-L, L, …).",
)
wrong(
    "glorot_normal", drawn=lambda rng, limit, shape: rng.normal(0, limit / np.sqrt(3), shape)
).says(
    "Xavier 정규분포에서 뽑았습니다. 여기서는 균등분포 rng.uniform(-L, L, …)을 씁니다.",
    "The weights come from Xavier's normal distribution; here the uniform one is asked for.",
)
wrong("standard_normal", drawn=lambda rng, limit, shape: rng.normal(size=shape)).says(
    "표준정규분포에서 뽑아 한계가 없습니다. rng.uniform(-L, L, …)을 쓰세요.",
    "The weights are standard normal, without a limit; use rng.uniform(-L, L, …).",
)
wrong("orthogonal_recurrence", recurrent=orthogonal).says(
    "W_hh가 직교 행렬입니다. Keras의 기본값이지만, 여기서는 강의대로 W_hh도 Xavier로 뽑습니다.",
    "W_hh is orthogonal, as is Keras's default; here it is drawn Xavier's way, as in the deck.",
)
wrong("identity_recurrence", recurrent=lambda rng, limit, shape: np.eye(shape[0])).says(
    "W_hh가 단위행렬입니다. W_hh도 Xavier 균등분포에서 뽑으세요.",
    "W_hh is the identity matrix; draw it from Xavier's uniform distribution, too.",
)
wrong("same_numbers_in_each_matrix", anew=True).says(
    "행렬마다 같은 난수로 다시 시작했습니다. 난수 생성기는 한 번만 만들어 이어서 쓰세요.",
    "Each matrix begins with the same random numbers; make one generator and go on with it.",
)
wrong("seed_ignored", generator=lambda seed: np.random.default_rng(0)).says(
    "seed에 상관없이 늘 같은 값이 나옵니다. 받은 seed로 난수 생성기를 만드세요.",
    "The same values come out for every seed; make the generator from the given seed.",
)
wrong(
    "deviation_for_limit", of=lambda *sizes: limits(*sizes, of=lambda a, b: np.sqrt(2 / (a + b)))
).says(
    "√(2 / (n_in + n_out))을 한계로 썼습니다. 균등분포의 한계는 √(6 / (n_in + n_out))입니다.",
    "The limit used is √(2 / (n_in + n_out)); that of the uniform one is √(6 / (n_in + n_out)).",
)
wrong(
    "same_limit_for_all",
    of=lambda d, D, k: (limit(d, D),) * 3,
).says(
    "세 행렬을 모두 W_xh의 한계로 뽑았습니다. 행렬마다 한계가 다릅니다.",
    "All matrices are drawn within the limit of W_xh; each has its own.",
)


# ------------------------------------------------------------------------------- rnn_step


def step(
    x,
    h,
    W_xh,
    W_hh,
    b_h,
    *,
    f=np.tanh,
    past=lambda W_hh, h: W_hh @ h,
    now=lambda W_xh, x: W_xh @ x,
    bias=1,
    after=lambda h, old: h,
):
    """Take one step; ``after`` makes the answer of the new memory and the old."""
    return after(f(past(W_hh, h) + now(W_xh, x) + bias * b_h), h)


wrong = variations("rnn_step", step)

wrong("tanh_left_out", f=lambda z: z).says(
    "tanh를 씌우지 않은 값입니다. 더한 다음에 np.tanh를 부르세요.",
    "This is the sum without tanh; call np.tanh on it.",
)
wrong("sigmoid_for_tanh", f=lambda z: 1 / (1 + np.exp(-z))).says(
    "tanh 대신 시그모이드를 씌운 값입니다. 강의의 식은 tanh입니다.",
    "This is the sigmoid of the sum; the deck's equation has tanh.",
)
wrong("relu_for_tanh", f=lambda z: np.maximum(z, 0)).says(
    "tanh 대신 ReLU를 씌운 값입니다. 강의의 식은 tanh입니다.",
    "This is the ReLU of the sum; the deck's equation has tanh.",
)
wrong("tangent_for_tanh", f=np.tan).says(
    "tanh가 아니라 tan을 씌운 값입니다. np.tanh를 쓰세요.",
    "This is tan of the sum, not tanh; use np.tanh.",
)
wrong("tanh_twice", f=lambda z: np.tanh(np.tanh(z))).says(
    "tanh를 두 번 씌운 값입니다. 합에 한 번만 씌우세요.",
    "Here tanh is taken twice; take it once, of the sum.",
)
wrong("bias_left_out", bias=0).says(
    "편향 b_h를 더하지 않았을 때의 값입니다.",
    "This is what comes out without the bias b_h.",
)
wrong("bias_subtracted", bias=-1).says(
    "편향 b_h를 더하지 않고 뺀 값입니다.",
    "Here the bias b_h is subtracted; add it.",
)
wrong("bias_twice", bias=2).says(
    "편향 b_h를 두 번 더한 값입니다. 한 번만 더하세요.",
    "Here the bias b_h is added twice; add it once.",
)
wrong("past_left_out", past=lambda W_hh, h: 0).says(
    "과거 기억을 쓰지 않은 값입니다. W_hh @ h를 더하세요.",
    "The past memory is not used; add W_hh @ h.",
)
wrong("input_left_out", now=lambda W_xh, x: 0).says(
    "현재 입력을 쓰지 않은 값입니다. W_xh @ x를 더하세요.",
    "The present input is not used; add W_xh @ x.",
)
wrong("past_without_weights", past=lambda W_hh, h: h).says(
    "과거 기억 h를 W_hh와 곱하지 않고 그대로 더한 값입니다.",
    "Here the past memory h is added as it is, without W_hh.",
)
wrong("past_subtracted", past=lambda W_hh, h: -W_hh @ h).says(
    "W_hh @ h를 더하지 않고 뺀 값입니다.",
    "Here W_hh @ h is subtracted; add it.",
)
wrong("recurrent_transposed", past=lambda W_hh, h: W_hh.T @ h).says(
    "W_hh의 전치를 곱한 값입니다. 강의의 표기에서는 W_hh @ h입니다.",
    "This is what the transpose of W_hh gives; in the deck's notation it is W_hh @ h.",
)
wrong("past_elementwise", past=lambda W_hh, h: W_hh * h).says(
    "W_hh와 h를 같은 자리끼리(*) 곱해, 열이 units개인 행렬이 되었습니다. 행렬의 곱 @를 쓰세요.",
    "W_hh and h are multiplied number by number (*), so there are units columns; use the product @.",
)
wrong("past_row_by_row", past=lambda W_hh, h: (W_hh * h).sum(1, keepdims=True)).says(
    "W_hh의 i번째 행 전체에 h의 i번째 값을 곱해 더한 값입니다. 행렬의 곱 W_hh @ h를 쓰세요.",
    "Row i of W_hh is multiplied by value i of h and summed up; use the product W_hh @ h.",
)
wrong("diagonal_recurrence", past=lambda W_hh, h: np.diag(W_hh)[:, None] * h).says(
    "뉴런마다 자기 자신의 과거만 보았습니다. W_hh @ h는 모든 뉴런의 과거를 봅니다.",
    "Each neuron sees its own past alone; with W_hh @ h it sees that of all neurons.",
)
wrong("past_outside_tanh", past=lambda W_hh, h: 0, after=lambda h, old: h + old).says(
    "h_{t-1}을 tanh 밖에서 더한 값입니다. W_hh @ h를 tanh 안에서 더하세요.",
    "Here h_{t-1} is added outside of tanh; add W_hh @ h inside of it.",
)
wrong("memory_added_again", after=lambda h, old: h + old).says(
    "새 기억에 과거 기억을 한 번 더 더한 값입니다. tanh의 값이 그대로 h_t입니다.",
    "The past memory is added to the new one once more; what tanh gives is h_t.",
)
wrong("memory_averaged", after=lambda h, old: (h + old) / 2).says(
    "새 기억과 과거 기억을 평균한 값입니다. tanh의 값이 그대로 h_t입니다.",
    "This is the mean of the new memory and the past one; what tanh gives is h_t.",
)
wrong("step_as_a_row", after=lambda h, old: h.T).says(
    "h_t가 가로 벡터 (1, units)입니다. 세로 벡터 (units, 1)로 돌려주세요.",
    "h_t came back as a row (1, units); return a column (units, 1).",
)
wrong("step_with_one_axis", after=lambda h, old: h[:, 0]).says(
    "h_t의 축이 하나뿐입니다. 세로 벡터 (units, 1)로 돌려주세요.",
    "h_t has one axis; return a column (units, 1).",
)


@mistake("rnn_step")
def bias_outside_tanh(x, h, W_xh, W_hh, b_h):
    """편향 b_h를 tanh 밖에서 더한 값입니다. 먼저 더하고 나서 tanh를 씌우세요.
    Here the bias b_h is added outside of tanh; add it first, and then take tanh."""
    return np.tanh(W_hh @ h + W_xh @ x) + b_h


@mistake("rnn_step")
def column_multiplied_first(x, h, W_xh, W_hh, b_h):
    """열이 하나인 배열을 앞에 두고 곱해서 오류가 났습니다. 강의의 표기에서는 W_xh @ x처럼 행렬이 앞에 옵니다.
    An array of one column stands in front of @, which raises an error; in the deck's notation it is W_xh @ x."""
    return np.tanh(x @ W_xh + h @ W_hh + b_h)


@mistake("rnn_step")
def tanh_of_the_past_apart(x, h, W_xh, W_hh, b_h):
    """W_hh @ h에 tanh를 따로 씌우고 나머지의 tanh와 더한 값입니다. 셋을 더한 합에 한 번만 씌우세요.
    W_hh @ h has a tanh of its own, beside that of the rest; take one tanh of the sum of all three."""
    return np.tanh(W_hh @ h) + np.tanh(W_xh @ x + b_h)


@mistake("rnn_step")
def tanh_of_each_term(x, h, W_xh, W_hh, b_h):
    """두 곱에 tanh를 따로 씌우고 편향을 더한 값입니다. 셋을 더한 합에 tanh를 한 번 씌우세요.
    Each product has a tanh of its own, and the bias is added; take one tanh of the sum of all."""
    return np.tanh(W_hh @ h) + np.tanh(W_xh @ x) + b_h


# --------------------------------------------------------------------------------- unroll


def unrolled(
    X,
    W_xh,
    W_hh,
    W_hy,
    b_h,
    b_y,
    *,
    start=lambda h: h,
    order=lambda X: X,
    f=np.tanh,
    first_bias=False,
    carried=lambda new, z, old: new,
    recurrent=lambda W_hh: W_hh,
    read=lambda h, old, z: h,
    g=lambda y: y,
    output_bias=1,
    answer=lambda H, Y, h_0: (H, Y),
):
    """Unroll: ``carried`` to the next step, and ``read`` by the output, is made of the states."""
    h_0 = start(np.zeros(b_h.shape))
    h, H, Y = h_0, [], []
    for t, x in enumerate(order(X)):
        z = recurrent(W_hh) @ h + W_xh @ x + (0 if first_bias and t else b_h)
        new = f(z)
        H.append(new)
        Y.append(g(W_hy @ read(new, h, z) + output_bias * b_y))
        h = carried(new, z, h)
    return answer(np.array(H), np.array(Y), h_0)


def softmax(y):
    return np.exp(y) / np.exp(y).sum()


wrong = variations("unroll", unrolled)

wrong("starts_from_ones", start=np.ones_like).says(
    "h_0이 1일 때의 값입니다. h_0은 0입니다.",
    "This is what comes out with ones for h_0; h_0 is 0.",
)


@mistake("unroll")
def memory_not_used(X, W_xh, W_hh, W_hy, b_h, b_y):
    """과거 기억이 늘 0일 때와 같은 값입니다. W_hh @ h를 더했는지, 새 h를 다음 시점에 넘기는지 보세요.
    It comes out as if every past memory were 0. Is W_hh @ h added, and each new h handed on?"""
    return unrolled(X, W_xh, W_hh, W_hy, b_h, b_y, carried=lambda new, z, old: old)


wrong("memory_added_up", carried=lambda new, z, old: old + new).says(
    "h_t 대신 지금까지의 h를 모두 더한 것을 다음 시점에 넘겼습니다.",
    "What is handed on is the sum of all h so far; hand on h_t alone.",
)
wrong("sum_handed_on", carried=lambda new, z, old: z).says(
    "활성화 함수를 씌우기 전의 값을 다음 시점에 넘겼습니다. 씌운 다음의 h_t를 넘기세요.",
    "What is handed on is the sum before its activation; hand on h_t, after it.",
)
wrong("sequence_reversed", order=lambda X: X[::-1]).says(
    "수열을 끝에서부터 읽었습니다. x_1부터 차례로 읽으세요.",
    "The sequence is read from its end; begin with x_1.",
)
wrong("first_input_always", order=lambda X: np.repeat(X[:1], len(X), axis=0)).says(
    "모든 시점에서 x_1을 읽었습니다. 시점 t에서는 x_t를 읽으세요.",
    "Every timestep reads x_1; timestep t reads x_t.",
)
wrong("inputs_one_step_late", order=lambda X: np.concatenate([0 * X[:1], X[:-1]])).says(
    "입력이 한 시점 늦고 첫 입력이 0일 때의 값입니다. h_t를 x_{t-1}이 아니라 x_t로 계산하세요.",
    "It comes out as if the inputs came one timestep late, after a 0; make h_t from x_t, not from x_{t-1}.",
)
wrong("bias_at_first_step_alone", first_bias=True).says(
    "b_h를 첫 시점에서만 더했습니다. 편향도 모든 시점이 함께 씁니다.",
    "b_h is added at the first timestep alone; all timesteps share the bias, too.",
)
wrong("recurrence_transposed", recurrent=lambda W_hh: W_hh.T).says(
    "W_hh의 전치를 곱한 값입니다. 강의의 표기에서는 W_hh @ h입니다.",
    "This is what the transpose of W_hh gives; in the deck's notation it is W_hh @ h.",
)
wrong("recurrence_of_neurons_alone", recurrent=lambda W_hh: np.diag(np.diag(W_hh))).says(
    "뉴런마다 자기 자신의 과거만 보았습니다. W_hh @ h는 모든 뉴런의 과거를 봅니다.",
    "Each neuron sees its own past alone; with W_hh @ h it sees that of all neurons.",
)
wrong("linear_states", f=lambda z: z).says(
    "h_t에 tanh가 없습니다. 합에 np.tanh를 씌우세요.",
    "There is no tanh in h_t; take np.tanh of the sum.",
)
wrong("sigmoid_states", f=lambda z: 1 / (1 + np.exp(-z))).says(
    "h_t에 tanh 대신 시그모이드를 씌웠습니다.",
    "The states h_t have a sigmoid where tanh belongs.",
)
wrong("relu_states", f=lambda z: np.maximum(z, 0)).says(
    "h_t에 tanh 대신 ReLU를 씌웠습니다.",
    "The states h_t have a ReLU where tanh belongs.",
)
wrong("output_of_the_past", read=lambda h, old, z: old).says(
    "y_t를 h_{t-1}로 계산했습니다. 그 시점에 새로 구한 h_t로 계산하세요.",
    "y_t is made from h_{t-1}; make it from the h_t that is new at this timestep.",
)
wrong("output_of_the_sum", read=lambda h, old, z: z).says(
    "y_t를 tanh를 씌우기 전의 값으로 계산했습니다. h_t로 계산하세요.",
    "y_t is made from the sum before tanh; make it from h_t.",
)
wrong("tanh_on_the_output", g=np.tanh).says(
    "y_t에 tanh를 씌웠습니다. 출력에는 활성화 함수가 없습니다.",
    "y_t has a tanh; the output has no activation.",
)
wrong("sigmoid_on_the_output", g=lambda y: 1 / (1 + np.exp(-y))).says(
    "y_t에 시그모이드를 씌웠습니다. 출력에는 활성화 함수가 없습니다.",
    "y_t has a sigmoid; the output has no activation.",
)
wrong("softmax_on_the_output", g=softmax).says(
    "y_t에 소프트맥스를 씌웠습니다. 출력에는 활성화 함수가 없습니다.",
    "y_t has a softmax; the output has no activation.",
)
wrong("output_bias_left_out", output_bias=0).says(
    "y_t에 편향 b_y를 더하지 않았습니다.",
    "The bias b_y is not added to y_t.",
)
wrong("zero_state_included", answer=lambda H, Y, h_0: (np.concatenate([h_0[None], H]), Y)).says(
    "H가 h_0부터 시작합니다. h_1부터 담으세요.",
    "H begins with h_0; begin with h_1.",
)
wrong(
    "old_states_collected", answer=lambda H, Y, h_0: (np.concatenate([h_0[None], H[:-1]]), Y)
).says(
    "H에 h_0부터 h_{T-1}까지 들어 있습니다. h를 새로 구한 다음에 담으세요.",
    "H holds h_0 to h_{T-1}; put each h in after it is computed.",
)
wrong("last_timestep_alone", answer=lambda H, Y, h_0: (H[-1], Y[-1])).says(
    "마지막 시점의 h_T와 y_T만 돌아왔습니다. 모든 시점의 것을 모으세요.",
    "Only h_T and y_T of the last timestep came back; collect those of all.",
)
wrong("every_state_the_last", answer=lambda H, Y, h_0: (np.repeat(H[-1:], len(H), 0), Y)).says(
    "H의 모든 자리에 마지막 h_T가 들어 있습니다. 시점마다 새 배열을 담으세요.",
    "H holds the last h_T in every place; put a new array in at each timestep.",
)
wrong("only_first_three_steps", answer=lambda H, Y, h_0: (H[:3], Y[:3])).says(
    "세 시점까지만 계산했습니다. len(X)번 되풀이하세요.",
    "Only three timesteps are computed; repeat len(X) times.",
)
wrong("columns_without_axis", answer=lambda H, Y, h_0: (H[:, :, 0], Y[:, :, 0])).says(
    "마지막 축이 없습니다. h_t와 y_t를 세로 벡터 그대로 모으세요.",
    "The last axis is missing; collect h_t and y_t as the columns that they are.",
)
wrong("columns_side_by_side", answer=lambda H, Y, h_0: (H[:, :, 0].T, Y[:, :, 0].T)).says(
    "세로 벡터를 옆으로 이어 붙여 시점이 열이 되었습니다. 시점이 첫 축이 되게 쌓으세요.",
    "The columns are put side by side, so timesteps are columns; stack them along the first axis.",
)


@mistake("unroll")
def memory_spread_to_a_matrix(X, W_xh, W_hh, W_hy, b_h, b_y):
    """h가 세로 벡터가 아니라 열이 units개인 행렬로 늘어났습니다. h_0을 모양이 (units, 1)인 0으로 두세요.
    Each h has spread into a matrix of units columns: make h_0 zeros of shape (units, 1)."""
    return unrolled(X, W_xh, W_hh, W_hy, b_h, b_y, start=lambda h: h[:, 0])


@mistake("unroll")
def three_steps_written_out(X, W_xh, W_hh, W_hy, b_h, b_y):
    """T가 얼마이든 세 시점을 계산합니다. 세 번이 아니라 len(X)번 되풀이하세요.
    Three timesteps are computed, whatever T is; repeat len(X) times, not three times."""
    return unrolled([X[0], X[1], X[2]], W_xh, W_hh, W_hy, b_h, b_y)


@mistake("unroll")
def columns_multiplied_first(X, W_xh, W_hh, W_hy, b_h, b_y):
    """열이 하나인 배열을 앞에 두고 곱해서 오류가 났습니다. 강의의 표기에서는 W_xh @ x처럼 행렬이 앞에 옵니다.
    An array of one column stands in front of @, which raises an error; in the deck's notation it is W_xh @ x."""
    return np.tanh(X[0] @ W_xh)


@mistake("unroll")
def output_of_the_last_state(X, W_xh, W_hh, W_hy, b_h, b_y):
    """모든 y_t를 마지막 h_T로 계산했습니다. y_t는 그 시점의 h_t로 계산하세요.
    Every y_t is made from the last h_T; make y_t from the h_t of its own timestep."""
    H, Y = unrolled(X, W_xh, W_hh, W_hy, b_h, b_y)
    return H, np.repeat(Y[-1:], len(Y), 0)


# --------------------------------------------------------------------------- count_params


def counted(
    input_dim,
    units,
    outputs,
    timesteps,
    shared=True,
    *,
    hidden=lambda d, D: D * (d + D + 1),
    output=lambda D, k: k * (D + 1),
    times=lambda hidden, output, T, shared: (hidden + output) * (1 if shared else T),
):
    return times(hidden(input_dim, units), output(units, outputs), timesteps, shared)


wrong = variations("count_params", counted)

wrong("counted_without_biases", hidden=lambda d, D: D * (d + D), output=lambda D, k: k * D).says(
    "편향 b_h와 b_y를 세지 않았습니다.",
    "The biases b_h and b_y are not counted.",
)
wrong("counted_without_hidden_bias", hidden=lambda d, D: D * (d + D)).says(
    "편향 b_h를 세지 않았습니다.",
    "The bias b_h is not counted.",
)
wrong("counted_without_output_bias", output=lambda D, k: k * D).says(
    "편향 b_y를 세지 않았습니다.",
    "The bias b_y is not counted.",
)
wrong("counted_without_output", output=lambda D, k: 0).says(
    "W_hy와 b_y를 세지 않았습니다.",
    "W_hy and b_y are not counted.",
)
wrong("counted_without_recurrence", hidden=lambda d, D: D * (d + 1)).says(
    "W_hh를 세지 않았습니다. W_hh에는 units × units개가 있습니다.",
    "W_hh is not counted; it has units × units parameters.",
)
wrong(
    "one_bias_for_the_layer", hidden=lambda d, D: D * (d + D) + 1, output=lambda D, k: k * D + 1
).says(
    "층마다 편향을 하나만 세었습니다. 편향은 뉴런마다 하나입니다.",
    "One bias is counted for each layer; there is one for each neuron.",
)
wrong("recurrence_as_a_vector", hidden=lambda d, D: D * (d + 2)).says(
    "W_hh를 units개로 세었습니다. 모든 뉴런이 모든 뉴런의 과거와 이어지므로 units × units개입니다.",
    "W_hh is counted as units; every neuron sees the past of every neuron: units × units.",
)
wrong("output_for_the_input", output=lambda D, k: D * (k + 1)).says(
    "출력 쪽을 units × (outputs + 1)로 세었습니다. b_y에는 outputs개가 있습니다.",
    "The output is counted as units × (outputs + 1); b_y has outputs parameters.",
)
wrong(
    "timesteps_always_multiplied", times=lambda hidden, output, T, shared: T * (hidden + output)
).says(
    "공유할 때도 시점의 수를 곱했습니다. 공유하면 T가 늘어도 파라미터 수는 그대로입니다.",
    "The timesteps are multiplied in where weights are shared, too; then their number is the same for any T.",
)
wrong("shared_ignored", times=lambda hidden, output, T, shared: hidden + output).says(
    "shared=False일 때도 한 번만 세었습니다. 그때는 시점마다 다섯 개가 따로 있습니다.",
    "With shared=False, too, they are counted once; then every timestep has all five of its own.",
)
wrong(
    "shared_turned_round",
    times=lambda hidden, output, T, shared: (hidden + output) * (T if shared else 1),
).says(
    "shared의 뜻이 뒤바뀌었습니다. 시점의 수를 곱하는 것은 shared=False일 때입니다.",
    "The meaning of shared is turned round: it is with shared=False that timesteps multiply.",
)
wrong(
    "output_stays_shared",
    times=lambda hidden, output, T, shared: hidden * (1 if shared else T) + output,
).says(
    "shared=False일 때 W_hy와 b_y는 한 번만 세었습니다. 이것들도 시점마다 따로 있습니다.",
    "With shared=False W_hy and b_y are counted once; every timestep has these of its own, too.",
)
wrong(
    "one_timestep_less",
    times=lambda hidden, output, T, shared: (hidden + output) * (1 if shared else T - 1),
).says(
    "shared=False일 때 T - 1을 곱했습니다. 시점은 모두 T개입니다.",
    "With shared=False the factor is T - 1; there are T timesteps.",
)


@mistake("count_params")
def first_recurrence_spared(input_dim, units, outputs, timesteps, shared=True):
    """shared=False일 때 W_hh를 T - 1벌만 세었습니다. 첫 시점에도 다섯 개가 모두 있습니다.
    With shared=False there are only T - 1 of W_hh; the first timestep has all five, too."""
    spared = 0 if shared else units * units
    return counted(input_dim, units, outputs, timesteps, shared) - spared


# ------------------------------------------------------------------------------- to_keras


def kept(w):
    return w


def converted(
    W_xh,
    W_hh,
    W_hy,
    b_h,
    b_y,
    *,
    matrix=np.transpose,
    recurrent=None,
    output=None,
    bias=lambda b: b[:, 0],
    places=(0, 1, 2, 3, 4),
):
    found = (matrix(W_xh), (recurrent or matrix)(W_hh), bias(b_h))
    found += ((output or matrix)(W_hy), bias(b_y))
    return [found[place] for place in places]


def reshaped(w):
    return np.reshape(w, w.shape[::-1])


wrong = variations("to_keras", converted)

wrong("order_of_the_deck", places=(0, 1, 3, 2, 4)).says(
    "순서가 강의의 W_xh, W_hh, W_hy, b_h, b_y입니다. Keras에서는 b_h가 세 번째입니다.",
    "This is the deck's order W_xh, W_hh, W_hy, b_h, b_y; in Keras b_h comes third.",
)
wrong("recurrent_kernel_first", places=(1, 0, 2, 3, 4)).says(
    "recurrent_kernel이 kernel보다 앞에 있습니다. kernel(W_xh)이 첫 번째입니다.",
    "The recurrent_kernel stands before the kernel; the kernel (W_xh) comes first.",
)
wrong("dense_first", places=(3, 4, 0, 1, 2)).says(
    "Dense의 가중치가 앞에 있습니다. SimpleRNN의 세 개가 먼저입니다.",
    "The weights of Dense stand in front; the three of SimpleRNN come first.",
)
wrong("nothing_transposed", matrix=kept).says(
    "행렬을 하나도 전치하지 않았습니다. Keras는 강의의 행렬을 뒤집어 저장합니다.",
    "No matrix is transposed; Keras stores the transposes of the deck's.",
)
wrong("nothing_converted", matrix=kept, bias=kept).says(
    "강의의 배열이 그대로 들어 있습니다. 행렬은 전치하고 편향은 축을 하나로 줄이세요.",
    "The arrays are the deck's own, unchanged; transpose the matrices, and give the biases one axis.",
)


@mistake("to_keras")
def arguments_returned(W_xh, W_hh, W_hy, b_h, b_y):
    """받은 다섯 배열이 그대로 돌아왔습니다. 순서를 Keras에 맞추고, 행렬은 전치하고, 편향은 축을 하나로 줄이세요.
    The five arrays came back as they were: put them in Keras's order, transpose the matrices, give the biases one axis."""
    return [W_xh, W_hh, W_hy, b_h, b_y]


wrong("recurrent_kernel_kept", recurrent=kept).says(
    "recurrent_kernel을 전치하지 않았습니다. 정사각 행렬이어도 전치해야 합니다.",
    "recurrent_kernel is not transposed; it must be, though it is square.",
)
wrong("output_kernel_kept", output=kept).says(
    "Dense의 kernel을 전치하지 않았습니다. W_hy도 전치하세요.",
    "The kernel of Dense is not transposed; transpose W_hy, too.",
)
wrong("matrices_reshaped", matrix=reshaped).says(
    "reshape로 모양만 바꾸어 값의 자리가 섞였습니다. 행과 열은 W.T로 바꾸세요.",
    "A reshape changed the shapes, but put values in wrong places; exchange the axes with W.T.",
)
wrong("all_but_the_square_reshaped", matrix=reshaped, recurrent=np.transpose).says(
    "kernel과 Dense의 kernel은 reshape로 모양만 바꾼 값이라 자리가 섞였습니다. W_xh.T, W_hy.T를 쓰세요.",
    "The kernels of both layers are reshaped, which puts values in wrong places; use W_xh.T and W_hy.T.",
)
wrong("biases_still_columns", bias=kept).says(
    "편향이 아직 세로 벡터입니다. Keras의 편향은 축이 하나뿐입니다.",
    "The biases are columns still; in Keras they have one axis.",
)
wrong("biases_turned_to_rows", bias=np.transpose).says(
    "편향이 가로 벡터 (1, n)이 되었습니다. Keras의 편향은 축이 하나뿐입니다.",
    "The biases have become rows, (1, n); in Keras they have one axis.",
)
wrong("first_bias_alone", bias=lambda b: b[0]).says(
    "편향에서 첫 번째 수만 남았습니다. b[0]은 첫 행이고, 열 하나는 b[:, 0]입니다.",
    "Only the first number of each bias is left; b[0] is a row, the column is b[:, 0].",
)


# ----------------------------------------------------------------------------- from_keras


def back(
    model,
    *,
    matrix=np.transpose,
    recurrent=None,
    output=None,
    bias=lambda b: b[:, None],
    weights=lambda model: model.get_weights(),
    places=(0, 1, 2, 3, 4),
):
    kernel, recurrent_kernel, b_h, output_kernel, b_y = weights(model)
    found = (matrix(kernel), (recurrent or matrix)(recurrent_kernel))
    found += ((output or matrix)(output_kernel), bias(b_h), bias(b_y))
    return tuple(found[place] for place in places)


wrong = variations("from_keras", back)

wrong("order_of_keras", places=(0, 1, 3, 2, 4)).says(
    "순서가 Keras 그대로입니다. W_xh, W_hh, W_hy, b_h, b_y의 순서로 돌려주세요.",
    "The order is still Keras's; return W_xh, W_hh, W_hy, b_h, b_y.",
)


@mistake("from_keras")
def weights_of_keras(model):
    """get_weights()를 그대로 돌려주었습니다. 행렬은 전치하고, 편향은 세우고, 순서를 바꾸세요.
    This is get_weights() as it is: transpose the matrices, stand the biases up, change the order."""
    return tuple(model.get_weights())


wrong("no_matrix_turned_back", matrix=kept).says(
    "행렬을 하나도 전치하지 않았습니다. 강의의 행렬은 Keras의 것을 뒤집은 것입니다.",
    "No matrix is transposed; the deck's are the transposes of Keras's.",
)
wrong("recurrent_kernel_not_turned_back", recurrent=kept).says(
    "W_hh를 전치하지 않았습니다. 정사각 행렬이어도 전치해야 합니다.",
    "W_hh is not transposed; it must be, though it is square.",
)
wrong("output_kernel_not_turned_back", output=kept).says(
    "W_hy를 전치하지 않았습니다. Dense의 kernel도 전치하세요.",
    "W_hy is not transposed; transpose the kernel of Dense, too.",
)
wrong("kernels_reshaped", matrix=reshaped).says(
    "reshape로 모양만 바꾸어 값의 자리가 섞였습니다. 행과 열은 .T로 바꾸세요.",
    "A reshape changed the shapes, but put values in wrong places; exchange the axes with .T.",
)
wrong("all_but_the_square_kernel_reshaped", matrix=reshaped, recurrent=np.transpose).says(
    "W_xh와 W_hy는 reshape로 모양만 바꾼 값이라 자리가 섞였습니다. 행과 열은 .T로 바꾸세요.",
    "W_xh and W_hy are reshaped, which puts values in wrong places; exchange the axes with .T.",
)
wrong("biases_stay_flat", bias=kept).says(
    "편향의 축이 하나뿐입니다. 강의의 편향은 세로 벡터이므로 축을 하나 더하세요.",
    "The biases have one axis; the deck's are columns, so add an axis.",
)
wrong("biases_stand_as_rows", bias=lambda b: b[None]).says(
    "편향이 가로 벡터 (1, n)입니다. 열이 하나인 세로 벡터로 만드세요.",
    "The biases are rows, (1, n); make them columns.",
)
wrong("transpose_of_a_flat_bias", bias=lambda b: np.diag(b)).says(
    "편향이 대각 행렬이 되었습니다. 열이 하나인 세로 벡터로 만드세요.",
    "The biases have become diagonal matrices; make them columns.",
)
wrong("recurrent_before_input", places=(1, 0, 2, 3, 4)).says(
    "W_xh와 W_hh의 자리가 바뀌었습니다. get_weights()의 첫 번째인 kernel이 W_xh입니다.",
    "W_xh and W_hh have changed places; the kernel, which comes first in get_weights(), is W_xh.",
)


# --------------------------------------------------------------------------- unroll_batch


def batch(
    X,
    weights,
    *,
    f=np.tanh,
    carried=lambda new, z, old: new,
    start=lambda h: h,
    steps=lambda X: X,
    recurrent=kept,
    states=lambda H: H,
    read=lambda H: H,
    hidden_bias=1,
    output_bias=1,
    g=kept,
    answer=lambda H, Y: (H, Y),
):
    """Unroll a batch; ``steps`` reorders the inputs, ``answer`` is made of states and outputs."""
    kernel, recurrent_kernel, bias, output_kernel, output_b = weights
    X = steps(X)
    h, H = start(np.zeros((len(X), len(bias)))), []
    for t in range(X.shape[1]):
        z = X[:, t] @ kernel + h @ recurrent(recurrent_kernel) + hidden_bias * bias
        new = f(z)
        H.append(new)
        h = carried(new, z, h)
    H = states(np.stack(H, axis=1))
    return answer(H, g(read(H) @ output_kernel + output_bias * output_b))


def timesteps_first(H, Y):
    return np.swapaxes(H, 0, 1), np.swapaxes(Y, 0, 1)


wrong = variations("unroll_batch", batch)


@mistake("unroll_batch")
def batch_memory_not_used(X, weights):
    """과거의 은닉 상태가 늘 0일 때와 같은 값입니다. 순환 가중치를 곱해 더했는지, 새 상태를 다음 시점에 넘기는지 보세요.
    It comes out as if every past state were 0. Is it multiplied by recurrent_kernel and added, and each new one handed on?"""
    return batch(X, weights, carried=lambda new, z, old: old)


wrong("batch_starts_from_ones", start=np.ones_like).says(
    "h_0이 1일 때의 값입니다. h_0은 0입니다.",
    "This is what comes out with ones for h_0; h_0 is 0.",
)
wrong("batch_sum_handed_on", carried=lambda new, z, old: z).says(
    "활성화 함수를 씌우기 전의 값을 다음 시점에 넘겼습니다. 씌운 다음의 상태를 넘기세요.",
    "What is handed on is the sum before its activation; hand on the state, after it.",
)
wrong("batch_recurrence_transposed", recurrent=np.transpose).says(
    "recurrent_kernel의 전치를 곱한 값입니다. Keras의 가중치는 이미 전치되어 있으므로 그대로 곱하세요.",
    "This is what the transpose of recurrent_kernel gives; Keras's is transposed already, so use it as it is.",
)
wrong("batch_read_backwards", steps=lambda X: X[:, ::-1]).says(
    "시점을 끝에서부터 읽었습니다. X[:, 0]부터 차례로 읽으세요.",
    "The timesteps are read from the end; begin with X[:, 0].",
)
wrong("batch_linear_states", f=kept).says(
    "은닉 상태에 tanh가 없습니다.",
    "There is no tanh in the states.",
)
wrong("batch_sigmoid_states", f=lambda z: 1 / (1 + np.exp(-z))).says(
    "은닉 상태에 tanh 대신 시그모이드를 씌웠습니다.",
    "The states have a sigmoid where tanh belongs.",
)
wrong("batch_relu_states", f=lambda z: np.maximum(z, 0)).says(
    "은닉 상태에 tanh 대신 ReLU를 씌웠습니다.",
    "The states have a ReLU where tanh belongs.",
)
wrong("batch_bias_left_out", hidden_bias=0).says(
    "SimpleRNN의 편향을 더하지 않았습니다.",
    "The bias of SimpleRNN is not added.",
)
wrong("batch_output_bias_left_out", output_bias=0).says(
    "Dense의 편향을 더하지 않았습니다.",
    "The bias of Dense is not added.",
)
wrong("batch_tanh_on_the_output", g=np.tanh).says(
    "출력에 tanh를 씌웠습니다. Dense에는 활성화 함수가 없습니다.",
    "The outputs have a tanh; Dense has no activation.",
)
wrong("timesteps_in_front", answer=timesteps_first).says(
    "축의 순서가 (T, n, …)입니다. np.stack(…, axis=1)처럼 시점을 가운데 축에 쌓으세요.",
    "The axes are (T, n, …); stack the timesteps along the middle axis, as np.stack(…, axis=1) does.",
)
wrong(
    "timesteps_reshaped",
    answer=lambda H, Y: tuple(np.swapaxes(a, 0, 1).reshape(a.shape) for a in (H, Y)),
).says(
    "(T, n, …)로 쌓은 것을 reshape로 (n, T, …)로 바꾸어 값의 자리가 섞였습니다. 축을 맞바꾸세요.",
    "A stack of (T, n, …) was reshaped to (n, T, …), which mixes the samples up; exchange the axes.",
)
wrong("batch_last_timestep_alone", answer=lambda H, Y: (H[:, -1], Y[:, -1])).says(
    "마지막 시점의 상태와 출력만 돌아왔습니다. 모든 시점의 것을 모으세요.",
    "Only the state and the output of the last timestep came back; collect those of all.",
)
wrong("batch_output_of_the_last_timestep", answer=lambda H, Y: (H, Y[:, -1])).says(
    "Y에는 마지막 시점의 출력만 있습니다. 모든 시점에서 출력을 계산하세요.",
    "Y holds the outputs of the last timestep alone; compute them at every timestep.",
)
wrong(
    "batch_output_of_the_past",
    read=lambda H: np.concatenate([np.zeros_like(H[:, :1]), H[:, :-1]], axis=1),
).says(
    "출력을 한 시점 전의 상태로 계산했습니다. 같은 시점의 상태로 계산하세요.",
    "The outputs are made from the states of the timestep before; use those of the same one.",
)


@mistake("unroll_batch")
def samples_read_as_timesteps(X, weights):
    """샘플의 축을 시점으로 읽었습니다. X의 축은 (샘플, 시점, 특성)이므로 X[:, t]를 쓰세요.
    Samples are read as timesteps; the axes of X are samples, timesteps, features: use X[:, t]."""
    return timesteps_first(*batch(np.swapaxes(X, 0, 1), weights))


@mistake("unroll_batch")
def memory_passed_between_samples(X, weights):
    """앞 샘플의 마지막 상태가 다음 샘플로 넘어갔습니다. 샘플마다 h_0 = 0에서 시작하세요.
    The last state of a sample is handed on to the next sample; each starts from h_0 = 0."""
    H, Y = batch(X.reshape(1, -1, X.shape[2]), weights)
    return H.reshape(*X.shape[:2], -1), Y.reshape(*X.shape[:2], -1)


@mistake("unroll_batch")
def first_sample_alone(X, weights):
    """첫 샘플의 상태와 출력만 돌아왔습니다. 샘플 n개를 모두 계산하세요.
    Only the first sample's states and outputs came back; compute those of all n samples."""
    return tuple(a[0] for a in batch(X, weights))


# ----------------------------------------------------------------------------- step_costs


def costed(
    Y,
    targets,
    *,
    error=np.square,
    axis=(0, 2),
    over=np.mean,
    half=1,
    end=np.mean,
    answer=lambda costs, total: (costs, total),
):
    costs = half * over(error(Y - targets), axis=axis)
    return answer(costs, end(costs))


wrong = variations("step_costs", costed)

wrong("absolute_errors", error=np.abs).says(
    "차이의 절댓값을 평균한 값(mae)입니다. 차이를 제곱해서 평균하세요.",
    "These are means of absolute differences (mae); square the differences.",
)
wrong("errors_not_squared", error=kept).says(
    "차이를 제곱하지 않고 평균한 값입니다.",
    "The differences are averaged without being squared.",
)
wrong("root_of_the_mean", over=lambda e, axis: np.sqrt(e.mean(axis))).says(
    "평균에 제곱근을 씌운 값입니다(rmse처럼). 제곱근은 구하지 마세요.",
    "These are square roots of the means, as in rmse; leave the root out.",
)
wrong("half_the_squares", half=0.5).says(
    "평균 제곱 오차의 절반입니다. 1/2을 곱하지 마세요.",
    "These are half the mean squared errors; leave the factor 1/2 out.",
)
wrong("squares_summed", over=np.sum).says(
    "평균을 내지 않고 더한 값입니다. 샘플과 출력으로 평균을 내세요.",
    "This is a sum where a mean belongs; take the mean over samples and outputs.",
)
wrong("outputs_summed", over=lambda e, axis: e.sum(2).mean(0)).says(
    "출력으로는 더하고 샘플로만 평균을 낸 값입니다. 출력으로도 평균을 내세요.",
    "The outputs are summed up and only the samples averaged; average over both.",
)
wrong("samples_summed", over=lambda e, axis: e.mean(2).sum(0)).says(
    "샘플로는 더하고 출력으로만 평균을 낸 값입니다. 샘플로도 평균을 내세요.",
    "The samples are summed up and only the outputs averaged; average over both.",
)
wrong("variance_of_errors", error=kept, over=np.var).says(
    "차이의 분산입니다. 차이의 평균을 빼지 말고 그대로 제곱해서 평균하세요.",
    "These are variances of the differences; square them as they are, without taking off their mean.",
)
wrong("costs_of_samples", axis=(1, 2)).says(
    "샘플마다의 비용입니다. 가운데 축인 시점을 남기고 샘플과 출력으로 평균을 내세요.",
    "These are costs of samples; keep the middle axis, time, and average over samples and outputs.",
)
wrong("costs_of_outputs", axis=(0, 1)).says(
    "출력마다의 비용입니다. 가운데 축인 시점을 남기고 샘플과 출력으로 평균을 내세요.",
    "These are costs of outputs; keep the middle axis, time, and average over samples and outputs.",
)
wrong("samples_not_averaged", axis=2).says(
    "샘플과 시점마다 비용이 하나씩 있습니다. 샘플로도 평균을 내어 T개로 만드세요.",
    "There is a cost for each sample and timestep; average over the samples, too, to get T costs.",
)
wrong("outputs_not_averaged", axis=0).says(
    "시점과 출력마다 비용이 하나씩 있습니다. 출력으로도 평균을 내어 T개로 만드세요.",
    "There is a cost for each timestep and output; average over the outputs, too, to get T costs.",
)
wrong("squared_mean_of_differences", error=kept, over=lambda e, axis: e.mean(axis) ** 2).says(
    "차이를 평균한 다음에 제곱한 값입니다. 먼저 제곱하고 나서 평균하세요.",
    "The differences are averaged first and squared afterwards; square first.",
)
wrong("total_is_the_sum", end=np.sum).says(
    "최종 비용이 시점마다의 비용의 합입니다. 강의 001의 최종 비용은 평균입니다.",
    "The total is the sum of the timesteps' costs; deck 001's final cost is their mean.",
)
wrong("total_is_the_last_cost", end=lambda costs: costs[-1]).says(
    "최종 비용이 마지막 시점의 비용입니다. 모든 시점의 비용을 평균하세요.",
    "The total is the last timestep's cost; take the mean of all costs.",
)
wrong("total_is_the_largest_cost", end=np.max).says(
    "최종 비용이 가장 큰 비용입니다. 모든 시점의 비용을 평균하세요.",
    "The total is the largest cost; take the mean of all costs.",
)
wrong("total_is_the_median", end=np.median).says(
    "최종 비용이 비용들의 중앙값입니다. 평균을 구하세요.",
    "The total is the median of the costs; take their mean.",
)
wrong("total_is_a_list", end=lambda costs: costs / len(costs)).says(
    "total이 수 하나가 아니라 비용을 T로 나눈 배열입니다. 나눈 것을 모두 더하세요.",
    "The total is no number but an array, the costs divided by T; add these up.",
)
wrong("total_comes_first", answer=lambda costs, total: (total, costs)).says(
    "순서가 바뀌었습니다. 시점마다의 비용을 먼저, 평균을 나중에 돌려주세요.",
    "The order is turned round: return the timesteps' costs first, and their mean second.",
)
