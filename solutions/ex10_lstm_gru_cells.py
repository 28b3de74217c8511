# %% [markdown] lang="ko"
# # 10. LSTM과 GRU 셀
#
# "**부산**에 여행을 왔는데 건물도 예쁘고 … 저 여행왔는데요. 여기 ____" 강의 002의 예입니다. 빈칸을
# 채우려면 문장 맨 앞의 낱말을 끝까지 기억해야 합니다. 그런데 SimpleRNN의 기억은 시점마다 행렬과
# tanh를 거치므로, 몇 걸음만 지나도 흐려지고 기울기도 함께 사라집니다.
#
# LSTM은 기억을 따로 둡니다. **셀 상태** $C_t$는 곱셈 한 번과 덧셈 한 번만 거치며 컨베이어 벨트처럼
# 흘러가고, 무엇을 지우고 무엇을 싣고 무엇을 내보낼지는 게이트 셋이 정합니다. 이 노트북에서는
# 강의 002의 식을 NumPy로 한 줄씩 옮겨 Keras와 같은 값을 얻고, 강의 003의 GRU와 견주어 봅니다.
# 그런 다음 **학습 없이** 가중치를 손으로 골라 글자를 세는 셀을 만들고, 파라미터를 세 방법으로
# 셉니다.

# %% [markdown] lang="en"
# # 10. LSTM and GRU cells
#
# "We came to **Busan** on a trip, the buildings are pretty … I am on a trip. This is ____", says
# deck 002. Whoever fills the gap must remember the first words to the end. But the memory of a
# SimpleRNN goes through a matrix and a tanh at every timestep: after a few steps it has faded, and
# its gradient with it.
#
# An LSTM keeps its memory apart. On its way the **cell state** $C_t$ meets one multiplication and
# one addition per timestep, like a parcel on a conveyor belt; three gates decide what is dropped,
# what is put on and what is shown. In this notebook you write deck 002's equations in NumPy, line
# by line, until they give what Keras gives, and compare them with deck 003's GRU. Then you
# build a cell that counts letters, **without training**, by choosing its weights, and count the
# parameters in three ways.

# %%
import keras
import numpy as np

from rnnlab import check, figures


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# %% [markdown] lang="ko"
# ## 10.1 게이트 셋과 후보값
#
# 강의 002의 식입니다. $[h_{t-1}, x_t]$는 두 벡터를 이어 붙인 것입니다.
#
# $$f_t = \sigma(W_f \cdot [h_{t-1}, x_t] + b_f)
# \qquad i_t = \sigma(W_i \cdot [h_{t-1}, x_t] + b_i)$$
#
# $$\tilde{C}_t = \tanh(W_C \cdot [h_{t-1}, x_t] + b_C)
# \qquad o_t = \sigma(W_o \cdot [h_{t-1}, x_t] + b_o)$$
#
# $\sigma$(시그모이드)는 0과 1 사이의 값, 곧 **얼마나 열렸는지**를 내고, tanh는 -1과 1 사이의 값,
# 곧 **무엇을 쓸지**를 냅니다. 강의 004의 말로 하면 forget gate는 이전 기억을 얼마나 남길지,
# input gate는 새 정보를 얼마나 저장할지, output gate는 기억을 얼마나 내보낼지 정합니다.
#
# Keras는 이 가중치를 배열 세 개에 담아 둡니다. 데이터 하나가 한 행이므로
# $W \cdot [h_{t-1}, x_t]$는 $x_t W_x + h_{t-1} W_h$가 됩니다.
#
# | 배열 | 모양 | |
# |:--|:--|:--|
# | `kernel` ($W_x$) | (`input_dim`, 4 × `units`) | 입력에서 오는 가중치 |
# | `recurrent_kernel` ($W_h$) | (`units`, 4 × `units`) | 이전 상태에서 오는 가중치 |
# | `bias` ($b$) | (4 × `units`,) | 편향 |
#
# 열은 `units`개씩 네 묶음이고 순서는 **i, f, C̃, o**입니다. f가 먼저인 강의의 순서와
# 다르니 조심하세요.

# %% [markdown] lang="en"
# ## 10.1 Three gates and the candidate
#
# The equations of deck 002; $[h_{t-1}, x_t]$ are two vectors put end to end.
#
# $$f_t = \sigma(W_f \cdot [h_{t-1}, x_t] + b_f)
# \qquad i_t = \sigma(W_i \cdot [h_{t-1}, x_t] + b_i)$$
#
# $$\tilde{C}_t = \tanh(W_C \cdot [h_{t-1}, x_t] + b_C)
# \qquad o_t = \sigma(W_o \cdot [h_{t-1}, x_t] + b_o)$$
#
# The sigmoid $\sigma$ gives numbers between 0 and 1: **how far a gate is open**. tanh gives numbers
# between -1 and 1: **what is to be written**. In the words of deck 004, the forget gate decides how
# much of the old memory stays, the input gate how much of what is new is stored, and the output
# gate how much of the memory is passed on.
#
# Keras keeps these weights in three arrays. One example is a row, so $W \cdot [h_{t-1}, x_t]$
# becomes $x_t W_x + h_{t-1} W_h$.
#
# | array | shape | |
# |:--|:--|:--|
# | `kernel` ($W_x$) | (`input_dim`, 4 × `units`) | weights from the input |
# | `recurrent_kernel` ($W_h$) | (`units`, 4 × `units`) | weights from the state before |
# | `bias` ($b$) | (4 × `units`,) | biases |
#
# The columns are four blocks of `units` each, in the order **i, f, C̃, o**. The deck's order is
# another: it begins with f.


# %%
def lstm_gates(x, h, kernel, recurrent_kernel, bias):
    """강의의 순서 (f, i, C̃, o)로 게이트 셋과 후보값을 돌려줍니다. 모양은 모두 (n, units)입니다.

    Return (f, i, C̃, o), in the deck's order: the three gates and the candidate of one timestep.

    Args:
        x: the input x_t of n examples, shape (n, input_dim).
        h: the state h_{t-1}, shape (n, units).
        kernel: shape (input_dim, 4 * units), blocks of columns in Keras's order i, f, C̃, o.
        recurrent_kernel: shape (units, 4 * units), blocks in the same order.
        bias: shape (4 * units,), blocks in the same order.

    Returns:
        f, i, the candidate C̃ and o, each of shape (n, units).
    """
    ### BEGIN SOLUTION
    every = x @ kernel + h @ recurrent_kernel + bias  # (n, 4 * units)
    i, f, candidate, o = np.split(every, 4, axis=-1)
    return sigmoid(f), sigmoid(i), np.tanh(candidate), sigmoid(o)
    ### END SOLUTION


# %% [markdown] lang="ko"
# ## 10.2 셀 상태와 은닉 상태
#
# 이제 게이트를 씁니다. 강의 002의 나머지 두 식입니다. ($*$는 원소별 곱입니다.)
#
# $$C_t = f_t * C_{t-1} + i_t * \tilde{C}_t \qquad h_t = o_t * \tanh(C_t)$$
#
# 강의 004는 $C_t$를 **장기 상태**, $h_t$를 **단기 상태**라고 부릅니다. $h_t$는 *방금 고친*
# $C_t$에서 나온다는 점을 놓치지 마세요.

# %% [markdown] lang="en"
# ## 10.2 Cell state and hidden state
#
# Now use the gates: the other two equations of deck 002, in which $*$ multiplies element by
# element.
#
# $$C_t = f_t * C_{t-1} + i_t * \tilde{C}_t \qquad h_t = o_t * \tanh(C_t)$$
#
# Deck 004 calls $C_t$ the **long-term** and $h_t$ the **short-term** state. Mind that $h_t$ comes
# from the $C_t$ that *has just been updated*.


# %%
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    """한 시점을 읽은 다음의 두 상태 (h_t, C_t)를 돌려줍니다. 모양은 둘 다 (n, units)입니다.

    Return (h_t, C_t): both states of an LSTM after it has read one timestep.

    Args:
        x: the input x_t, shape (n, input_dim).
        h, c: the states h_{t-1} and C_{t-1}, each of shape (n, units).
        kernel, recurrent_kernel, bias: the weights, as in lstm_gates.

    Returns:
        h_t and C_t, in this order, each of shape (n, units).
    """
    ### BEGIN SOLUTION
    f, i, candidate, o = lstm_gates(x, h, kernel, recurrent_kernel, bias)
    c = f * c + i * candidate
    return o * np.tanh(c), c
    ### END SOLUTION


# %% [markdown] lang="ko"
# ## 10.3 시퀀스와 배치
#
# 층은 셀 하나를 시점마다 **같은 가중치로** 되풀이한 것입니다. 두 상태를 0에서 시작해 다음 시점으로
# 넘깁니다. 입력은 강의 004의 3차원 배열 `(n, timesteps, input_dim)`이고, 샘플 n개를 한꺼번에
# 계산합니다(강의 000의 미니배치). `return_sequences=False`이면 마지막 $h$만, `True`이면 모든
# 시점의 $h$를 내보냅니다. 셀 상태 $C$는 강의 004의 말대로 층 안에서만 주고받습니다.

# %% [markdown] lang="en"
# ## 10.3 A sequence and a batch
#
# A layer is one cell that is used at every timestep **with the same weights**. Both states begin at
# 0 and are handed on to the next timestep. The input is the 3-D array of deck 004,
# `(n, timesteps, input_dim)`, and all n examples are computed at once, as the mini-batch of deck
# 000. With `return_sequences=False` only the last $h$ comes out, with `True` that of every
# timestep. The cell state $C$, as deck 004 says, stays within the layer.


# %%
def lstm(x, kernel, recurrent_kernel, bias, return_sequences=False):
    """LSTM 층의 출력을 돌려줍니다. 마지막 h, 또는 return_sequences=True이면 모든 시점의 h입니다.

    Return the output of an LSTM layer: its last h, or with return_sequences=True every h.

    Args:
        x: the inputs, shape (n, timesteps, input_dim).
        kernel, recurrent_kernel, bias: the weights, as in lstm_gates.
        return_sequences: whether the states of all timesteps are wanted.

    Returns:
        Shape (n, units), or with return_sequences=True (n, timesteps, units).
    """
    ### BEGIN SOLUTION
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    states = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        states.append(h)
    return np.stack(states, axis=1) if return_sequences else h
    ### END SOLUTION


# %% [markdown] lang="ko"
# Keras 층의 가중치를 꺼내 여러분의 함수에 넣어 봅시다. 두 출력의 차이는 반올림 오차뿐이어야 합니다.
# 편향도 보세요. Keras는 forget gate의 편향만 1에서 시작합니다(`unit_forget_bias=True`).
# 학습을 시작할 때 기억을 지우기보다 남기는 쪽으로 열어 두려는 것입니다.

# %% [markdown] lang="en"
# Put the weights of a Keras layer into your function: the two outputs should differ by rounding
# only. Look at the biases, too. Keras lets those of the forget gate begin at 1
# (`unit_forget_bias=True`), so that at the start of training the gate is open rather than shut.

# %%
keras.utils.set_random_seed(10)
layer = keras.layers.LSTM(3, return_sequences=True)
sequences = np.random.default_rng(10).normal(size=(4, 7, 5)).astype("float32")
expected = np.array(layer(sequences))
weights = layer.get_weights()
print("bias (i, f, C̃, o):", weights[2])
difference = lstm(sequences, *weights, return_sequences=True) - expected
print(f"|difference| ≤ {np.abs(difference).max()}")

# %% [markdown] lang="ko"
# ## 10.4 GRU: 게이트와 상태를 합치기
#
# 강의 003은 GRU를 두 줄로 요약합니다.
#
# - Forget gate + Input gate → **update gate** $z$로 통합
# - Hidden state + cell state → **hidden state** $h$로 통합
#
# 그림을 식으로 쓰면 이렇습니다. $W$는 입력, $U$는 이전 상태에 곱하는 행렬입니다.
#
# $$z_t = \sigma(x_t W_z + h_{t-1} U_z + b_z) \qquad r_t = \sigma(x_t W_r + h_{t-1} U_r + b_r)$$
#
# $$h_t = z_t * h_{t-1} + (1 - z_t) * \tilde{h}_t$$
#
# 후보값 $\tilde{h}_t$를 만들 때 **reset gate** $r$가 옛 기억을 얼마나 볼지 정합니다. 두 방식이
# 있습니다.
#
# | | 후보값 | 편향의 모양 |
# |:--|:--|:--|
# | `reset_after=True` (기본값) | $\tanh(x_t W + b + r_t * (h_{t-1} U + b'))$ | (2, 3 × `units`) |
# | `reset_after=False` | $\tanh(x_t W + (r_t * h_{t-1})\, U + b)$ | (3 × `units`,) |
#
# `reset_after=True`에서는 편향이 두 줄입니다. 첫째 줄은 입력 쪽 $b$, 둘째 줄은 기억 쪽 $b'$이고,
# $z$와 $r$에도 두 줄을 모두 더합니다. 열의 순서는 **z, r, h̃**입니다.
#
# 논문이나 블로그에 따라 $z$와 $1 - z$의 자리가 바뀐 식도 있습니다. 여기서는 Keras를 따릅니다.

# %% [markdown] lang="en"
# ## 10.4 GRU: gates and states merged
#
# Deck 003 sums the GRU up in two lines:
#
# - forget gate + input gate → one **update gate** $z$
# - hidden state + cell state → one **hidden state** $h$
#
# Its figure, written as equations; $W$ multiplies the input and $U$ the state before:
#
# $$z_t = \sigma(x_t W_z + h_{t-1} U_z + b_z) \qquad r_t = \sigma(x_t W_r + h_{t-1} U_r + b_r)$$
#
# $$h_t = z_t * h_{t-1} + (1 - z_t) * \tilde{h}_t$$
#
# For the candidate $\tilde{h}_t$, the **reset gate** $r$ decides how much of the old memory is
# looked at. This has two forms:
#
# | | candidate | biases |
# |:--|:--|:--|
# | `reset_after=True` (default) | $\tanh(x_t W + b + r_t * (h_{t-1} U + b'))$ | (2, 3 × `units`) |
# | `reset_after=False` | $\tanh(x_t W + (r_t * h_{t-1})\, U + b)$ | (3 × `units`,) |
#
# With `reset_after=True` there are two rows of biases, $b$ for the input and $b'$ for the memory;
# in $z$ and $r$, too, both are added. The blocks of columns stand in the order **z, r, h̃**.
#
# In some papers and blogs $z$ and $1 - z$ have changed places. Here we follow Keras.


# %%
def gru_step(x, h, kernel, recurrent_kernel, bias, reset_after=True):
    """GRU가 한 시점을 읽은 다음의 상태 h_t를 돌려줍니다. 모양은 (n, units)입니다.

    Return h_t, the state of a GRU after it has read one timestep, shape (n, units).

    Args:
        x: the input x_t, shape (n, input_dim).
        h: the state h_{t-1}, shape (n, units).
        kernel: shape (input_dim, 3 * units), blocks of columns in Keras's order z, r, h̃.
        recurrent_kernel: shape (units, 3 * units), blocks in the same order.
        bias: shape (2, 3 * units), or with reset_after=False (3 * units,).
        reset_after: whether r multiplies after the matrix (True) or h before it (False).

    Returns:
        h_t, shape (n, units).
    """
    ### BEGIN SOLUTION
    bias_x, bias_h = bias if reset_after else (bias, np.zeros_like(bias))
    z_x, r_x, new_x = np.split(x @ kernel + bias_x, 3, axis=-1)  # each (n, units)
    z_h, r_h, new_h = np.split(h @ recurrent_kernel + bias_h, 3, axis=-1)
    z, r = sigmoid(z_x + z_h), sigmoid(r_x + r_h)
    if not reset_after:
        new_h = (r * h) @ np.split(recurrent_kernel, 3, axis=-1)[2]
    memory = r * new_h if reset_after else new_h
    return z * h + (1 - z) * np.tanh(new_x + memory)
    ### END SOLUTION


# %% [markdown] lang="ko"
# ## 10.5 GRU 층
#
# LSTM 때와 같은 방법으로 한 시점씩 읽습니다. 넘겨줄 상태가 하나뿐이라 더 간단합니다. 두 방식을 모두
# 쓸 수 있게 `reset_after`를 그대로 넘기세요.

# %% [markdown] lang="en"
# ## 10.5 A GRU layer
#
# It reads timestep by timestep, as your LSTM does, and is simpler: only one state is handed on.
# Pass `reset_after` on, so that both forms can be used.


# %%
def gru(x, kernel, recurrent_kernel, bias, reset_after=True):
    """0에서 시작한 GRU가 시퀀스를 끝까지 읽은 다음의 상태를 돌려줍니다. 모양은 (n, units)입니다.

    Return the last state of a GRU that starts from zeros and reads the sequences, (n, units).

    Args:
        x: the inputs, shape (n, timesteps, input_dim).
        kernel, recurrent_kernel, bias, reset_after: as in gru_step.

    Returns:
        The state after the last timestep, shape (n, units).
    """
    ### BEGIN SOLUTION
    h = np.zeros((len(x), len(recurrent_kernel)))
    for t in range(x.shape[1]):
        h = gru_step(x[:, t], h, kernel, recurrent_kernel, bias, reset_after)
    return h
    ### END SOLUTION


# %%
for reset_after in (True, False):
    layer = keras.layers.GRU(3, reset_after=reset_after)
    expected = np.array(layer(sequences))
    difference = gru(sequences, *layer.get_weights(), reset_after) - expected
    print(f"reset_after={reset_after}: |difference| ≤ {np.abs(difference).max()}")

# %% [markdown] lang="ko"
# ## 10.6 컨베이어 벨트의 기울기
#
# LSTM은 왜 오래 기억할까요? 강의 004의 답은 셀 상태가 오차역전파 때 **활성화 함수를 통과하지
# 않아서**입니다. 벨트 위만 보면, 곧 게이트의 값을 정해 두고 보면
# $C_t = f_t * C_{t-1} + \dots$이므로
#
# $$\frac{\partial C_t}{\partial C_{t-1}} = f_t, \qquad
# \frac{\partial C_T}{\partial C_t} = f_{t+1} * f_{t+2} * \dots * f_T$$
#
# 입니다. 행렬도 tanh도 없고 forget gate만 곱해집니다. $t = T$이면 곱할 것이 없으니 1입니다.
#
# | | 10걸음 뒤 | 1,000걸음 뒤 |
# |:--|--:|--:|
# | $f = 1$ | 1 | 1 |
# | $f = \sigma(1) \approx 0.73$ (Keras의 시작값) | 0.044 | 0 |
#
# 게이트가 완전히 닫히면($f = 0$) 그보다 앞의 일은 아무 영향도 주지 못합니다. 기억을 지운 것이니
# 당연합니다.

# %% [markdown] lang="en"
# ## 10.6 The gradient on the conveyor belt
#
# Why does an LSTM remember for long? Because, deck 004 answers, on its way back the gradient of the
# cell state **passes through no activation function**. On the belt alone, that is with the gates'
# values as they are, $C_t = f_t * C_{t-1} + \dots$ and so
#
# $$\frac{\partial C_t}{\partial C_{t-1}} = f_t, \qquad
# \frac{\partial C_T}{\partial C_t} = f_{t+1} * f_{t+2} * \dots * f_T$$
#
# There is no matrix and no tanh: only forget gates are multiplied. For $t = T$ there is nothing to
# multiply, and the gradient is 1.
#
# | | after 10 steps | after 1,000 steps |
# |:--|--:|--:|
# | $f = 1$ | 1 | 1 |
# | $f = \sigma(1) \approx 0.73$, as Keras starts | 0.044 | 0 |
#
# Where a gate is shut, $f = 0$, nothing before it has any influence: that memory was erased.


# %%
def belt_gradient(f):
    """t = 0, 1, …, T에 대한 ∂C_T/∂C_t를 차례로 돌려줍니다. 모양은 (T + 1, units)입니다.

    Return ∂C_T/∂C_t for t = 0, 1, …, T along the belt, with the gates' values as they are.

    Args:
        f: the forget gates f_1, …, f_T, from 0 to 1, shape (T, units), T at least 1.

    Returns:
        Shape (T + 1, units): row t is ∂C_T/∂C_t, and the last row is 1.
    """
    ### BEGIN SOLUTION
    gradients = [np.ones_like(f[0])]
    for gate in f[::-1]:
        gradients.append(gradients[-1] * gate)
    return np.array(gradients[::-1])
    ### END SOLUTION


# %%
for value in (1, 0.999, 0.99, sigmoid(1)):
    print(f"f = {value:.3f}: {belt_gradient(np.full((1000, 1), value))[0, 0]:.2e}")

# %% [markdown] lang="ko"
# ## 10.7 GRU에서는 어느 게이트가 무슨 일을 할까요?
#
# LSTM의 식과 GRU의 식을 나란히 놓아 봅시다.
#
# $$C_t = f_t * C_{t-1} + i_t * \tilde{C}_t$$
#
# $$h_t = z_t * h_{t-1} + (1 - z_t) * \tilde{h}_t$$
#
# update gate 하나가 forget gate와 input gate의 일을 모두 합니다. 남기는 만큼 덜 쓰고, 쓰는 만큼
# 지웁니다. 그래서 GRU의 마지막 상태는 처음 상태와 후보값들의 **가중 평균**입니다.
#
# $$h_T = s_0 * h_0 + s_1 * \tilde{h}_1 + \dots + s_T * \tilde{h}_T,
# \qquad s_0 + s_1 + \dots + s_T = 1$$
#
# $s_t$는 시점 $t$의 후보값이 쓰인 만큼($1 - z_t$)에, 그때부터 끝까지 남은 만큼을 곱한 값입니다.
# 뒤의 것은 방금 만든 `belt_gradient`로 구할 수 있습니다. 어느 게이트가 $f$의 일을 하나요?

# %% [markdown] lang="en"
# ## 10.7 Which gate of a GRU plays which part?
#
# Put the two equations side by side:
#
# $$C_t = f_t * C_{t-1} + i_t * \tilde{C}_t$$
#
# $$h_t = z_t * h_{t-1} + (1 - z_t) * \tilde{h}_t$$
#
# The one update gate does the work of the forget gate and of the input gate. The more it keeps, the
# less it writes. So the last state of a GRU is a **weighted mean** of its first state and all
# candidates:
#
# $$h_T = s_0 * h_0 + s_1 * \tilde{h}_1 + \dots + s_T * \tilde{h}_T,
# \qquad s_0 + s_1 + \dots + s_T = 1$$
#
# The share $s_t$ is how much of candidate $t$ was written, $1 - z_t$, times how much of that is
# left at the end. The latter you have just written: `belt_gradient`. Which gate plays the part
# of $f$?


# %%
def gru_shares(z):
    """h_0과 h̃_1, …, h̃_T가 h_T에서 차지하는 몫을 차례로 돌려줍니다. 모양은 (T + 1, units)입니다.

    Return the shares s_0, …, s_T of h_0 and of the candidates h̃_1, …, h̃_T in a GRU's state h_T.

    Args:
        z: the update gates z_1, …, z_T, from 0 to 1, shape (T, units), T at least 1.

    Returns:
        Shape (T + 1, units): row 0 is the share of h_0, and row t that of candidate t.
    """
    ### BEGIN SOLUTION
    written = np.concatenate([np.ones_like(z[:1]), 1 - z])  # h_0 was there whole
    return written * belt_gradient(z)
    ### END SOLUTION


# %%
print(gru_shares(np.array([[0.5], [0.9], [0.2], [0.9]])).ravel())

# %% [markdown] lang="ko"
# ## 10.8 학습 없이 만드는 계수기
#
# 게이트를 이해했다면 가중치를 직접 고를 수 있습니다. 뉴런이 하나인 LSTM이 한 글자씩 원-핫으로
# 읽으며, 정해진 글자가 **몇 번 나왔는지** 셀 상태에 세게 해 봅시다. 초기화 글자를 읽으면 0으로
# 돌아갑니다.
#
# `recurrent_kernel`과 `bias`는 모두 0으로 둡니다. 그러면 원-핫 벡터가 `kernel`에서 **그 글자의
# 행**을 골라내고, 행의 네 수가 σ와 tanh에 들어가는 값 그대로입니다(순서는 i, f, C̃, o).
#
# | 읽은 글자 | 할 일 | f | i | C̃ |
# |:--|:--|:-:|:-:|:-:|
# | 세는 글자 | 하나 더하기 | 1 | 1 | 1 |
# | 초기화 글자 | 지우기 | 0 | 0 | |
# | 그 밖의 글자 | 그대로 두기 | 1 | 0 | |
#
# σ는 0과 1에 가까워질 뿐 닿지는 않습니다. $\sigma(5) \approx 0.993$은 1 같지만 1,000번 곱하면
# 0.001이 됩니다. 1,000글자가 지나도 수가 그대로이도록 넉넉히 크게 고르세요. 출력 게이트 o는
# 마음대로 해도 좋습니다. 채점은 어떤 수를 골랐는지가 아니라 셀 상태가 바르게 세는지를 봅니다.

# %% [markdown] lang="en"
# ## 10.8 A counter, without training
#
# Whoever understands the gates can choose the weights. An LSTM with one neuron reads a text letter
# by letter, one-hot. Let its cell state **count how often** a certain letter has come, and go back
# to 0 at a reset letter.
#
# `recurrent_kernel` and `bias` are all 0. So a one-hot vector picks **its letter's row** of the
# `kernel`, and the four numbers in that row, in the order i, f, C̃, o, are just what goes into σ and
# tanh.
#
# | letter read | what to do | f | i | C̃ |
# |:--|:--|:-:|:-:|:-:|
# | the one that is counted | add one | 1 | 1 | 1 |
# | the reset letter | erase | 0 | 0 | |
# | any other | leave it as it is | 1 | 0 | |
#
# σ comes near 0 and 1 but never reaches them. $\sigma(5) \approx 0.993$ looks like 1, yet a
# thousand of them multiplied are 0.001. Choose numbers so large that the count still holds after
# 1,000 letters. The output gate o may be anything. What is judged is how the cell state counts, not
# which numbers you chose.


# %%
def counter_kernel(alphabet, counted, reset):
    """counted가 나온 횟수를 셀 상태에 세고 reset에서 0으로 돌아가는 LSTM(1)의 kernel을 돌려줍니다.

    Return the kernel of an LSTM(1) whose cell state counts the letter counted since the last reset.

    Args:
        alphabet: the letters in the order of the one-hot axis, each once.
        counted: the letter that is counted.
        reset: another letter, at which the count goes back to 0.

    Returns:
        Shape (len(alphabet), 4), columns in the order i, f, C̃, o. All other weights are 0.
    """
    ### BEGIN SOLUTION
    kernel = np.full((len(alphabet), 4), 20.0)
    kernel[:, 0] = -20
    kernel[alphabet.index(counted), 0] = 20
    kernel[alphabet.index(reset), 1] = -20
    return kernel
    ### END SOLUTION


# %% [markdown] lang="ko"
# 여러분의 계수기가 영화평 하나를 읽습니다. `ㅋ`를 세고 마침표에서 처음으로 돌아갑니다. 게이트가
# 언제 열리고 닫히는지, 셀 상태가 그사이 글자들을 지나며 어떻게 유지되는지 보세요. 그런 다음
# 슬라이더로 `kernel`의 수를 모두 줄여 보세요. 게이트가 덜 열리고 덜 닫히면 수는 어떻게 될까요?

# %% [markdown] lang="en"
# Your counter reads a film review: it counts `ㅋ`, which is how Koreans write laughter, and starts
# again at a full stop. See when the gates open and shut, and how the cell state holds across the
# letters in between. Then make all numbers of the `kernel` smaller with the slider: what becomes of
# the count when the gates neither open nor shut as far?

# %%
review = "재밌다ㅋㅋ 또 본다ㅋ. 정말ㅋㅋㅋ"
alphabet = "".join(sorted(set(review)))


def read(kernel):
    """Return the gates, the cell state and the hidden state at each letter of the review."""
    weights = kernel, np.zeros((1, 4)), np.zeros(4)
    h = c = np.zeros((1, 1))
    gates, cells, states = [], [], []
    for letter in review:
        x = np.eye(len(alphabet))[[alphabet.index(letter)]]
        gates.append(np.ravel(lstm_gates(x, h, *weights)))
        h, c = lstm_step(x, h, c, *weights)
        cells.append(c.item())
        states.append(h.item())
    return gates, cells, states


# %%
kernel = counter_kernel(alphabet, "ㅋ", ".")
figures.step_through(
    lambda percent: figures.plot_gates(review, *read(kernel * percent / 100)),
    (2, 5, 10, 15, 25, 100),
    "kernel (%)",
)

# %% [markdown] lang="ko"
# $h_t = o_t * \tanh(C_t)$는 1을 넘지 못하므로 2와 3을 거의 구별하지 못합니다. 수를 세는 것은 장기
# 상태 $C_t$이고, 단기 상태 $h_t$는 그 일부를 보여 줄 뿐입니다. GRU라면 어떨까요? 상태가 가중
# 평균이라 1을 넘을 수 없으니, 이런 계수기는 만들 수 없습니다. 합친 값을 치르는 셈입니다.

# %% [markdown] lang="en"
# $h_t = o_t * \tanh(C_t)$ never exceeds 1, and hardly tells 2 from 3. It is the long-term state
# $C_t$ that counts; the short-term state $h_t$ only shows a part of it. And a GRU? Its state is a
# weighted mean and cannot exceed 1, so it cannot count like this: the price of merging the two.

# %% [markdown] lang="ko"
# ## 10.9 LSTM의 파라미터를 세는 세 가지 방법
#
# 4번 노트북에서 LSTM의 파라미터가 SimpleRNN의 4배, 곧 $4 \times (\text{units} + \text{input\_dim} +
# 1) \times \text{units}$개임을 보았습니다. 이제 셀을 직접 만들었으니 세 방향에서 세어 봅시다.
#
# - **게이트별**: f, i, C̃, o가 저마다 가진 가중치와 편향
# - **배열별**: `kernel`, `recurrent_kernel`, `bias`의 칸 수
# - **뉴런별**: 뉴런 하나의 상자 네 개로 들어오는 선
#
# 어떻게 나누어 세든 합은 같아야 합니다.

# %% [markdown] lang="en"
# ## 10.9 Three ways to count an LSTM's parameters
#
# In notebook 4 an LSTM had four times the parameters of a SimpleRNN,
# $4 \times (\text{units} + \text{input\_dim} + 1) \times \text{units}$. Now that you have built the
# cell, count them in three ways:
#
# - **by gate**: the weights and biases that each of f, i, C̃ and o has
# - **by array**: the cells of `kernel`, `recurrent_kernel` and `bias`
# - **by neuron**: the lines into the four boxes of one neuron
#
# However they are divided, the sums must be the same.


# %%
def lstm_counts(units, input_dim):
    """LSTM(units) 층의 파라미터 수를 게이트별, 배열별, 뉴런별로 나눈 리스트 셋을 돌려줍니다.

    Return the parameters of an LSTM(units) layer in three lists: by gate, by array, by neuron.

    Args:
        units: neurons of the layer.
        input_dim: size of the input vector of one timestep.

    Returns:
        Three lists of counts: 4 (f, i, C̃, o), 3 (kernel, recurrent_kernel, bias) and units of them.
    """
    ### BEGIN SOLUTION
    box = units + input_dim + 1
    by_array = [input_dim * 4 * units, units * 4 * units, 4 * units]
    return [box * units] * 4, by_array, [4 * box] * units
    ### END SOLUTION


# %%
layer = keras.layers.LSTM(3)
layer.build((None, None, 5))
for counts in lstm_counts(3, 5):
    print(f"{' + '.join(map(str, counts))} = {sum(counts)}")
print("Keras:", layer.count_params())
