# %% [markdown] lang="ko"
# # 2. 펼친 순환 신경망
#
# 순환 신경망의 그림에는 자기 자신으로 돌아오는 화살표가 하나 있습니다. 계산할 때는 이 화살표를
# 시간 방향으로 **펼칩니다.** 강의 001의 "Time step(t) 3인 RNN"이 바로 그 그림입니다. 같은
# 네트워크를 $t = 1, 2, 3$에 한 벌씩 세워 놓고, 과거 기억 $h_{t-1}$을 다음 시점으로 넘깁니다.
#
# $$h_t = \tanh(W_{hh}h_{t-1} + W_{xh}x_t + b_h), \qquad y_t = W_{hy}h_t + b_y$$
#
# 이 노트북에서는 이 식을 NumPy로 한 줄씩 씁니다. 가중치를 초기화하고, 한 걸음을 계산하고, 세 걸음을
# 펼치고, Keras의 `SimpleRNN`, `Dense`와 같은 수가 나오는지 확인합니다. 끝까지 하고 나면 층 안에
# 여러분이 모르는 계산은 하나도 남지 않습니다.

# %% [markdown] lang="en"
# # 2. The unrolled RNN
#
# A drawing of a recurrent network has one arrow that comes back to where it began. To compute the
# network, we **unroll** that arrow along time: this is "RNN of 3 time steps" in deck 001. The same
# network stands there once for each $t = 1, 2, 3$, and hands its memory $h_{t-1}$ on to the next.
#
# $$h_t = \tanh(W_{hh}h_{t-1} + W_{xh}x_t + b_h), \qquad y_t = W_{hy}h_t + b_y$$
#
# In this notebook you write these equations in NumPy, line by line: initialize the weights, compute
# one step, unroll three of them, and confirm that Keras's `SimpleRNN` and `Dense` give the same
# numbers. After that there is nothing left in these layers that you have not computed yourself.

# %%
import keras
import numpy as np

from rnnlab import check, figures

# %% [markdown] lang="ko"
# ## 2.1 Xavier 초기값: 얼마나 큰 수에서 시작할까요?
#
# 강의 001의 "Time step = 0"에는 이렇게 적혀 있습니다. *$h_0$ 층은 0으로, 나머지는 Xavier 가중치
# 초기값으로 초기화.* 가중치가 너무 크면 tanh가 금세 ±1에 눌어붙고, 너무 작으면 신호가 사라집니다.
# Xavier(논문 저자 Xavier Glorot의 이름) 초기값은 층의 입력 수와 출력 수를 보고 그 중간을 고릅니다.
#
# $$W \sim U(-L, L), \qquad L = \sqrt{\frac{6}{n_{in} + n_{out}}}$$
#
# $n_{in}$은 행렬이 받는 수의 개수, $n_{out}$은 내놓는 수의 개수입니다. $x_t$의 길이를 $d$, 은닉
# 상태의 크기를 $D_h$, $y_t$의 길이를 $k$라고 하면 다음과 같습니다.
#
# | 행렬 | 받는 것 | 내놓는 것 | $L$ |
# |:--|:--|:--|:--|
# | $W_{xh}$ | $x_t$: $d$개 | $h_t$: $D_h$개 | ? |
# | $W_{hh}$ | $h_{t-1}$: $D_h$개 | $h_t$: $D_h$개 | ? |
# | $W_{hy}$ | $h_t$: $D_h$개 | $y_t$: $k$개 | ? |
#
# 예: 강의 004의 `SimpleRNN(units=3, input_shape=(4, 9))`에서는 $d = 9$, $D_h = 3$이므로 $W_{xh}$의
# 한계는 $\sqrt{6 / 12} \approx 0.707$입니다.

# %% [markdown] lang="en"
# ## 2.1 Xavier initialization: how large are the first weights?
#
# For "Time step = 0" deck 001 says: *$h_0$ starts at 0, everything else at Xavier initial weights.*
# Weights that are too large press tanh against ±1 at once; with weights that are too small the
# signal dies out. Xavier initialization (named after Xavier Glorot, the author) chooses a size in
# between, from the number of inputs and outputs.
#
# $$W \sim U(-L, L), \qquad L = \sqrt{\frac{6}{n_{in} + n_{out}}}$$
#
# A matrix takes in $n_{in}$ numbers and gives out $n_{out}$. Let $d$ be the length of $x_t$, $D_h$
# the size of the hidden state, and $k$ the length of $y_t$:
#
# | matrix | takes in | gives out | $L$ |
# |:--|:--|:--|:--|
# | $W_{xh}$ | $x_t$: $d$ numbers | $h_t$: $D_h$ numbers | ? |
# | $W_{hh}$ | $h_{t-1}$: $D_h$ numbers | $h_t$: $D_h$ numbers | ? |
# | $W_{hy}$ | $h_t$: $D_h$ numbers | $y_t$: $k$ numbers | ? |
#
# Example: in deck 004's `SimpleRNN(units=3, input_shape=(4, 9))`, $d = 9$ and $D_h = 3$, so the
# limit of $W_{xh}$ is $\sqrt{6 / 12} \approx 0.707$.


# %%
def glorot_limits(input_dim, units, outputs):
    """W_xh, W_hh, W_hy의 Xavier(Glorot) 균등분포의 한계 L을 이 순서대로, 수 세 개로 돌려줍니다.

    Return the limits L of the Xavier (Glorot) uniform distribution for W_xh, W_hh and W_hy, three
    numbers in this order.

    Args:
        input_dim: d, the length of x_t.
        units: D_h, the size of the hidden state.
        outputs: k, the length of y_t.

    Returns:
        Three positive numbers.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
np.round(glorot_limits(9, 3, 2), 3)

# %% [markdown] lang="ko"
# ## 2.2 가중치 다섯 개: 강의의 모양으로
#
# 강의 001의 마지막 그림은 $x_t$와 $h_t$를 **세로 벡터**로 보고 크기를 적었습니다.
#
# $$\tanh\left(\underset{D_h \times D_h}{W_{hh}}\ \underset{D_h \times 1}{h_{t-1}} +
# \underset{D_h \times d}{W_{xh}}\ \underset{d \times 1}{x_t} +
# \underset{D_h \times 1}{b_h}\right) = \underset{D_h \times 1}{h_t}, \qquad
# \underset{k \times D_h}{W_{hy}}\ \underset{D_h \times 1}{h_t} + \underset{k \times 1}{b_y} =
# \underset{k \times 1}{y_t}$$
#
# 행렬의 **행**은 내놓는 쪽, **열**은 받는 쪽입니다. 세 행렬은 저마다 자기 한계 $L$ 안에서 고르게
# 뽑고, 편향은 0에서 시작합니다. 편향이 0이어도 괜찮을까요? 가중치가 저마다 다르면 뉴런도 이미 서로
# 다르므로 문제가 없습니다. 가중치까지 모두 0이면 모든 뉴런이 똑같이 움직여 영영 달라지지 않습니다.
#
# (Keras도 `kernel`은 Xavier로 초기화하지만 `recurrent_kernel`의 기본값은 직교 행렬입니다. 여기서는
# 강의대로 셋 다 Xavier입니다.)

# %% [markdown] lang="en"
# ## 2.2 Five weights, in the deck's shapes
#
# The last figure of deck 001 takes $x_t$ and $h_t$ as **column vectors** and writes their sizes:
#
# $$\tanh\left(\underset{D_h \times D_h}{W_{hh}}\ \underset{D_h \times 1}{h_{t-1}} +
# \underset{D_h \times d}{W_{xh}}\ \underset{d \times 1}{x_t} +
# \underset{D_h \times 1}{b_h}\right) = \underset{D_h \times 1}{h_t}, \qquad
# \underset{k \times D_h}{W_{hy}}\ \underset{D_h \times 1}{h_t} + \underset{k \times 1}{b_y} =
# \underset{k \times 1}{y_t}$$
#
# The **rows** of a matrix are what it gives out, its **columns** what it takes in. Each matrix is
# drawn evenly within its own limit $L$, and the biases start at 0. Is it safe to start them at 0?
# Yes: as the weights differ, so do the neurons. If the weights were 0 as well, all neurons would
# move alike and never become different.
#
# (Keras uses Xavier for its `kernel` too, but an orthogonal matrix for the `recurrent_kernel`
# unless told otherwise. Here all three are Xavier's, as in the deck.)


# %%
def initial_weights(input_dim, units, outputs, seed):
    """강의 001의 모양대로 W_xh, W_hh, W_hy, b_h, b_y를 초기화해 이 순서로 돌려줍니다.
    W는 np.random.default_rng(seed) 하나로 W_xh, W_hh, W_hy의 순서로 Xavier 균등분포에서 뽑고,
    편향은 모두 0입니다.

    Return W_xh, W_hh, W_hy, b_h and b_y, in this order and in the shapes of deck 001. A single
    np.random.default_rng(seed) draws W_xh, W_hh and W_hy, in this order, from the Xavier uniform
    distribution; the biases are 0.

    Args:
        input_dim, units, outputs: d, D_h and k.
        seed: an int; the same seed gives the same weights.

    Returns:
        Arrays of shapes (units, input_dim), (units, units), (outputs, units), (units, 1) and
        (outputs, 1).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
for name, weight in zip(
    ("W_xh", "W_hh", "W_hy", "b_h", "b_y"), initial_weights(9, 3, 2, seed=0), strict=True
):
    print(name, weight.shape, f"{weight.min():+.3f} … {weight.max():+.3f}")

# %% [markdown] lang="ko"
# ## 2.3 한 걸음
#
# 이제 식 한 줄을 그대로 옮깁니다.
#
# $$h_t = \tanh(W_{hh}h_{t-1} + W_{xh}x_t + b_h)$$
#
# $x_t$, $h_{t-1}$, $b_h$는 모두 세로 벡터입니다. 모양은 차례로 $d \times 1$, $D_h \times 1$,
# $D_h \times 1$입니다. NumPy에서 행렬의 곱은 `*`가 아니라 `@`입니다. `*`는 같은 자리의 수끼리
# 곱합니다.

# %% [markdown] lang="en"
# ## 2.3 One step
#
# Now one line of mathematics becomes one line of code:
#
# $$h_t = \tanh(W_{hh}h_{t-1} + W_{xh}x_t + b_h)$$
#
# $x_t$, $h_{t-1}$ and $b_h$ are columns: $d \times 1$, $D_h \times 1$, $D_h \times 1$. In NumPy the
# product of matrices is `@`; `*` multiplies number by number.


# %%
def rnn_step(x, h, W_xh, W_hh, b_h):
    """현재 입력 x와 과거 기억 h로 현재 기억 h_t를 계산해 돌려줍니다.

    Return the present memory h_t, made from the present input x and the past memory h.

    Args:
        x: x_t, an array of shape (input_dim, 1).
        h: h_{t-1}, an array of shape (units, 1).
        W_xh, W_hh, b_h: arrays of shapes (units, input_dim), (units, units) and (units, 1).

    Returns:
        h_t, of shape (units, 1).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# ## 2.4 펼치기: t = 1, 2, 3, …, T
#
# 강의 001의 "Time step(T) 2, 3, 단계"입니다. $h_0 = 0$에서 시작해 방금 구한 기억을 다음 걸음에
# 넘깁니다.
#
# $$\begin{aligned}
# h_1 &= \tanh(W_{hh}\,0 + W_{xh}x_1 + b_h) & y_1 &= W_{hy}h_1 + b_y\\
# h_2 &= \tanh(W_{hh}h_1 + W_{xh}x_2 + b_h) & y_2 &= W_{hy}h_2 + b_y\\
# h_3 &= \tanh(W_{hh}h_2 + W_{xh}x_3 + b_h) & y_3 &= W_{hy}h_3 + b_y
# \end{aligned}$$
#
# 세 줄에서 달라지는 것은 아래 첨자뿐입니다. $W_{xh}$, $W_{hh}$, $W_{hy}$, $b_h$, $b_y$에는 첨자
# $t$가 **없습니다.** 그래서 반복문 하나면 $T$가 3이든 300이든 똑같이 계산됩니다. 출력 $y_t$에는
# 활성화 함수가 없다는 점도 눈여겨보세요.

# %% [markdown] lang="en"
# ## 2.4 Unroll: t = 1, 2, 3, …, T
#
# These are steps 2 and 3 of deck 001. Start from $h_0 = 0$, and hand each new memory on to the next
# step.
#
# $$\begin{aligned}
# h_1 &= \tanh(W_{hh}\,0 + W_{xh}x_1 + b_h) & y_1 &= W_{hy}h_1 + b_y\\
# h_2 &= \tanh(W_{hh}h_1 + W_{xh}x_2 + b_h) & y_2 &= W_{hy}h_2 + b_y\\
# h_3 &= \tanh(W_{hh}h_2 + W_{xh}x_3 + b_h) & y_3 &= W_{hy}h_3 + b_y
# \end{aligned}$$
#
# Only the subscripts differ from line to line. $W_{xh}$, $W_{hh}$, $W_{hy}$, $b_h$ and $b_y$ have
# **no** subscript $t$, so that one loop computes 3 steps or 300. Note also that the output $y_t$
# has no activation.


# %%
def unroll(X, W_xh, W_hh, W_hy, b_h, b_y):
    """h_0 = 0에서 시작해 모든 시점의 기억 h_1, …, h_T와 출력 y_1, …, y_T를 (H, Y)로 돌려줍니다.

    Return (H, Y): the memories h_1, …, h_T and the outputs y_1, …, y_T, from h_0 = 0 on.

    Args:
        X: the inputs x_1, …, x_T, an array of shape (T, input_dim, 1); T is at least 1.
        W_xh, W_hh, W_hy, b_h, b_y: arrays in the shapes of initial_weights.

    Returns:
        H of shape (T, units, 1) and Y of shape (T, outputs, 1).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# 수열 0.1, 0.2, 0.3을 읽고 다음 수를 예측하는 작은 네트워크($d = 1$, $D_h = 2$, $k = 1$)를 펼쳐
# 봅시다. 여러분의 함수가 계산한 수가 모두 그림에 있습니다. 슬라이더를 움직이면(키보드의 화살표도
# 됩니다) 한 걸음씩 펼쳐집니다. 같은 색의 화살표에는 언제나 같은 행렬이 적혀 있다는 것을 확인하세요.
# 그것이 **가중치 공유**입니다. 한 줄을 골라 계산기로 검산해 보아도 좋습니다.

# %% [markdown] lang="en"
# Unroll a small network ($d = 1$, $D_h = 2$, $k = 1$) that reads 0.1, 0.2, 0.3 and each time
# predicts the next number. Every number that your function computed is in the figure, and the
# slider, which arrow keys move as well, unrolls it step by step. See that arrows of one colour
# carry the same matrix at every step: the **weights are shared**. Pick a step and check it with a
# calculator.

# %%
X = np.array([0.1, 0.2, 0.3]).reshape(3, 1, 1)
weights = initial_weights(1, 2, 1, seed=5)
H, Y = unroll(X, *weights)
figures.step_through(
    lambda t: figures.plot_unrolled(X[:t], H[:t], Y[:t], weights), range(1, len(X) + 1), "t"
)

# %% [markdown] lang="ko"
# ## 2.5 공유한다는 것: T가 늘어도 그대로
#
# 강의 001: *어떤 t(타임스텝)에 대해서도 같은 가중치, 편향을 사용.* 펼친 그림은 $T$배로 길어지지만
# 그 안의 파라미터는 늘지 않습니다. 시점마다 자기 가중치 다섯 개를 따로 두었다면 어땠을까요? 그때는
# $T$배의 파라미터를 배워야 하고, 학습 때보다 긴 수열은 읽을 수조차 없습니다.
#
# 강의 004의 `SimpleRNN(units=3, input_shape=(4, 9))`는 $T = 4$, $d = 9$, $D_h = 3$입니다. 뒤에 출력
# 2개를 붙이면 $W_{xh}$ 27개, $W_{hh}$ 9개, $b_h$ 3개, $W_{hy}$ 6개, $b_y$ 2개로 모두 47개입니다.

# %% [markdown] lang="en"
# ## 2.5 Shared: T grows, the weights do not
#
# Deck 001: *for every time step t the same weights and biases are used.* The unrolled drawing is
# $T$ times as long, but holds no more parameters. What if every time step had five weights of its
# own? There would be $T$ times as many to learn, and a sequence longer than those in training could
# not be read at all.
#
# Deck 004's `SimpleRNN(units=3, input_shape=(4, 9))` has $T = 4$, $d = 9$, $D_h = 3$. With 2
# outputs behind it, $W_{xh}$ has 27 parameters, $W_{hh}$ 9, $b_h$ 3, $W_{hy}$ 6 and $b_y$ 2: 47 in
# all.


# %%
def count_params(input_dim, units, outputs, timesteps, shared=True):
    """W_xh, W_hh, W_hy, b_h, b_y에 든 파라미터가 모두 몇 개인지 정수로 돌려줍니다.
    shared=False이면 시점마다 다섯 개를 모두 따로 둔 네트워크의 파라미터 수입니다.

    Return the number of parameters in W_xh, W_hh, W_hy, b_h and b_y. With shared=False, return it
    for a network in which every timestep has all five of its own.

    Args:
        input_dim, units, outputs: d, D_h and k.
        timesteps: T, at least 1.
        shared: whether all timesteps use the same weights, as in an RNN.

    Returns:
        The count, an int.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
for timesteps in (1, 3, 4, 300):
    both = (count_params(9, 3, 2, timesteps, shared) for shared in (True, False))
    print("T={:<4} shared={:<4} not shared={}".format(timesteps, *both))

# %% [markdown] lang="ko"
# ## 2.6 강의의 표기에서 Keras로
#
# Keras는 데이터 하나를 배열의 한 **행**으로 둡니다. 그래서 곱하는 순서가 뒤집히고, 행렬도 강의의
# 것을 뒤집은 모양(전치 행렬)으로 저장합니다.
#
# $$(W_{xh}x_t)^T = x_t^T\,W_{xh}^T$$
#
# | `get_weights()`의 순서 | 강의 | Keras의 모양 |
# |:--|:--|:--|
# | `kernel` | $W_{xh}$: $D_h \times d$ | `(d, D_h)` |
# | `recurrent_kernel` | $W_{hh}$: $D_h \times D_h$ | `(D_h, D_h)` |
# | `bias` | $b_h$: $D_h \times 1$ | `(D_h,)` |
# | Dense의 `kernel` | $W_{hy}$: $k \times D_h$ | `(D_h, k)` |
# | Dense의 `bias` | $b_y$: $k \times 1$ | `(k,)` |
#
# $W_{hh}$를 조심하세요. 정사각 행렬이라 뒤집는 것을 잊어도 모양은 맞고 오류도 나지 않지만, 계산
# 결과는 틀립니다.

# %% [markdown] lang="en"
# ## 2.6 From the deck's notation to Keras's
#
# In Keras one example is a **row** of an array. That turns the order of multiplication round, and
# the matrices are stored as the transposes of the deck's:
#
# $$(W_{xh}x_t)^T = x_t^T\,W_{xh}^T$$
#
# | in the order of `get_weights()` | deck | shape in Keras |
# |:--|:--|:--|
# | `kernel` | $W_{xh}$: $D_h \times d$ | `(d, D_h)` |
# | `recurrent_kernel` | $W_{hh}$: $D_h \times D_h$ | `(D_h, D_h)` |
# | `bias` | $b_h$: $D_h \times 1$ | `(D_h,)` |
# | `kernel` of Dense | $W_{hy}$: $k \times D_h$ | `(D_h, k)` |
# | `bias` of Dense | $b_y$: $k \times 1$ | `(k,)` |
#
# Beware of $W_{hh}$: it is square, so when you forget to transpose it, its shape still fits, no
# error tells you, and every result is wrong.


# %%
def to_keras(W_xh, W_hh, W_hy, b_h, b_y):
    """강의 표기의 가중치를 SimpleRNN과 Dense로 된 모델의 set_weights가 받는 다섯 배열로 바꿉니다.

    Turn weights in the deck's notation into the five arrays that set_weights of a model of
    SimpleRNN and Dense takes.

    Args:
        W_xh, W_hh, W_hy, b_h, b_y: arrays in the shapes of initial_weights.

    Returns:
        A list of kernel, recurrent_kernel, bias, Dense's kernel and Dense's bias, with the shapes
        (input_dim, units), (units, units), (units,), (units, outputs) and (outputs,).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# ## 2.7 Keras에서 강의의 표기로
#
# 거꾸로도 할 수 있어야 합니다. 학습이 끝난 모델의 가중치를 강의의 식에 넣어 보려면
# `get_weights()`로 꺼내 다시 뒤집고, 편향을 세로 벡터로 세웁니다.

# %% [markdown] lang="en"
# ## 2.7 And from Keras's to the deck's
#
# The way back is as useful: to put the weights of a trained model into the deck's equations, take
# them with `get_weights()`, transpose them again, and stand the biases up as columns.


# %%
def from_keras(model):
    """SimpleRNN과 Dense로 된 모델의 가중치를 강의의 표기로 바꿉니다.
    W_xh, W_hh, W_hy, b_h, b_y를 이 순서로 돌려줍니다.

    Return the weights of a model of SimpleRNN and Dense in the deck's notation: W_xh, W_hh, W_hy,
    b_h and b_y, in this order.

    Args:
        model: a keras.Model whose layers are a SimpleRNN and a Dense.

    Returns:
        Five arrays in the shapes of initial_weights.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
model = keras.Sequential(
    [
        keras.Input((4, 9)),
        keras.layers.SimpleRNN(3, return_sequences=True),
        keras.layers.Dense(2),
    ]
)
model.set_weights(to_keras(*initial_weights(9, 3, 2, seed=0)))
for name, weight in zip(("W_xh", "W_hh", "W_hy", "b_h", "b_y"), from_keras(model), strict=True):
    print(name, weight.shape)

# %% [markdown] lang="ko"
# ## 2.8 미니배치: 샘플 n개를 한꺼번에
#
# Keras가 데이터를 행으로 두는 이유가 여기에 있습니다. 샘플 $n$개를 $n$개의 행으로 쌓으면 행렬의 곱
# 한 번으로 모두 계산됩니다. 강의 000의 미니배치 식도 같은 꼴입니다.
#
# $$\underset{n \times D_h}{H_t} =
# \tanh(\underset{n \times d}{X_t}\,\underset{d \times D_h}{W_{xh}^T} +
# \underset{n \times D_h}{H_{t-1}}\,\underset{D_h \times D_h}{W_{hh}^T} + b_h^T), \qquad
# \underset{n \times k}{Y_t} = H_t\,\underset{D_h \times k}{W_{hy}^T} + b_y^T$$
#
# Keras에 넣는 배열의 모양은 `(n, T, d)`입니다. 첫 축이 샘플, **가운데 축이 시간**이므로
# $X_t$는 `X[t]`가 아니라 `X[:, t]`입니다.

# %% [markdown] lang="en"
# ## 2.8 A mini-batch: n samples at once
#
# This is why Keras keeps data in rows: stack $n$ samples as $n$ rows, and one matrix product
# computes them all. The mini-batch formula of deck 000 has the same form.
#
# $$\underset{n \times D_h}{H_t} =
# \tanh(\underset{n \times d}{X_t}\,\underset{d \times D_h}{W_{xh}^T} +
# \underset{n \times D_h}{H_{t-1}}\,\underset{D_h \times D_h}{W_{hh}^T} + b_h^T), \qquad
# \underset{n \times k}{Y_t} = H_t\,\underset{D_h \times k}{W_{hy}^T} + b_y^T$$
#
# Keras reads arrays of shape `(n, T, d)`: samples first, **time in the middle**. So $X_t$ is not
# `X[t]` but `X[:, t]`.


# %%
def unroll_batch(X, weights):
    """Keras의 가중치로 미니배치를 펼쳐, 모든 시점의 은닉 상태와 출력을 (H, Y)로 돌려줍니다.

    Unroll a mini-batch with Keras's weights; return (H, Y), the hidden states and the outputs at
    every timestep.

    Args:
        X: an array of shape (n, T, input_dim).
        weights: the five arrays of model.get_weights(), in its order and shapes (see to_keras).

    Returns:
        H of shape (n, T, units) and Y of shape (n, T, outputs).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# 강의 004의 `SimpleRNN(units=3, input_shape=(4, 9))`에 출력 2개를 붙인 모델과 비교합니다. 차이가
# $10^{-5}$보다 작으면, 여러분은 Keras와 같은 계산을 한 것입니다. (Keras는 32비트 실수로 계산하므로
# 마지막 자리는 다를 수 있습니다.)

# %% [markdown] lang="en"
# Compare with deck 004's `SimpleRNN(units=3, input_shape=(4, 9))` and 2 outputs behind it. If the
# difference is below $10^{-5}$, you have computed what Keras computes. (Keras uses 32-bit numbers,
# so the last digits may differ.)

# %%
batch = np.random.default_rng(1).normal(size=(5, 4, 9))
_, outputs = unroll_batch(batch, model.get_weights())
print("max |difference| =", np.abs(outputs - model.predict(batch, verbose=0)).max())

# %% [markdown] lang="ko"
# ## 2.9 비용: 시점마다 하나, 그리고 그 평균
#
# 강의 001의 손실 함수: *최종 Cost는 모든 Cost Function의 평균.* 출력이 시점마다 나오므로 비용도
# 시점마다 하나씩 있고(강의 000의 $C_t = \mathrm{Loss}(y_t, \mathrm{GT}_t)$), 최종 비용은 그
# 평균입니다. 강의 001의 예측 모델처럼 평균 제곱 오차(mse)를 쓰겠습니다. $c_t$는 $y_t$의 정답입니다.
#
# $$C_t = \frac{1}{nk}\sum_{i=1}^{n}\sum_{j=1}^{k}\left(y_{t,ij} - c_{t,ij}\right)^2, \qquad
# C = \frac{1}{T}\sum_{t=1}^{T} C_t$$

# %% [markdown] lang="en"
# ## 2.9 Costs: one for each timestep, and their mean
#
# The loss of deck 001: *the final cost is the mean of all cost functions.* There is an output at
# every timestep, so there is a cost at every timestep (deck 000's
# $C_t = \mathrm{Loss}(y_t, \mathrm{GT}_t)$), and the final cost is their mean. As in the predictor
# of deck 001, the loss is the mean squared error (mse). The right answer for $y_t$ is $c_t$.
#
# $$C_t = \frac{1}{nk}\sum_{i=1}^{n}\sum_{j=1}^{k}\left(y_{t,ij} - c_{t,ij}\right)^2, \qquad
# C = \frac{1}{T}\sum_{t=1}^{T} C_t$$


# %%
def step_costs(Y, targets):
    """시점마다의 평균 제곱 오차 C_1, …, C_T와 그 평균인 최종 비용 C를 (costs, total)로 돌려줍니다.

    Return (costs, total): the mean squared error of every timestep, and the mean of these.

    Args:
        Y: the outputs, an array of shape (n, T, outputs).
        targets: the right answers, an array of the same shape.

    Returns:
        costs of shape (T,), and total, one number.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# 2.4의 네트워크로 돌아갑시다. 0.1, 0.2, 0.3을 읽었을 때의 정답은 바로 다음 수인 0.2, 0.3,
# 0.4입니다. 아직 학습하지 않은 가중치이므로 예측은 많이 빗나갑니다. 학습이란 이 그림 맨 위의 비용이
# 줄어들도록 다섯 개의 가중치를 조금씩 고치는 일입니다.

# %% [markdown] lang="en"
# Back to the network of 2.4. After 0.1, 0.2, 0.3 the right answers are the next numbers, 0.2, 0.3,
# 0.4. The weights are not trained yet, so the predictions are far off. Training means to correct
# the five weights, little by little, so that the costs at the top of this figure fall.

# %%
targets = np.array([0.2, 0.3, 0.4]).reshape(1, 3, 1)
costs, total = step_costs(Y.reshape(1, 3, 1), targets)
figures.plot_unrolled(X, H, Y, weights, costs)

# %% [markdown] lang="ko"
# **더 생각해 보기.** $h_1$이 바뀌면 어느 비용이 바뀔까요? 그림에서 $h_1$에서 나가는 화살표를 끝까지
# 따라가 보세요. $C_1$만이 아니라 $C_2$와 $C_3$도 바뀝니다. 그래서 RNN의 기울기는 시간을 거슬러
# 전해집니다(BPTT).

# %% [markdown] lang="en"
# **One more thing.** If $h_1$ changes, which costs change with it? Follow the arrows that leave
# $h_1$ to their ends: not only $C_1$, but $C_2$ and $C_3$, too. That is why the gradients of an RNN
# travel back through time (BPTT).
