# %% [markdown] lang="ko"
# # 3. 사라지는 기울기
#
# "**부산**에 여행을 왔는데 건물도 예쁘고 먹을 것도 맛있었어. … 저 여행왔는데요. 여기 ____"
#
# 강의 002의 예입니다. 빈칸을 채울 낱말은 문장 맨 앞에 있습니다. 순환 신경망이 이것을 배우려면
# 빈칸에서 생긴 오차가 시간을 거슬러 맨 앞까지 가야 합니다. 그런데 강의 002, 003, 004는 한목소리로
# 말합니다. 문장이 길어질수록 역전파되는 **기울기가 줄어든다**고요. 이것이 기울기 소실(vanishing
# gradient)이고, 강의 002와 004는 그 까닭으로 tanh를 듭니다.
#
# 얼마나 빨리 줄어들까요? 무엇이 그것을 정할까요? 이 노트북에서는 오차를 한 시점씩 손으로 되돌려
# 보내며(시간 역전파, backpropagation through time) 답을 찾습니다. 그런 다음 부산 문장을 데이터로
# 만들어, SimpleRNN이 잊는 것을 LSTM과 GRU는 기억하는지 봅니다.

# %% [markdown] lang="en"
# # 3. Vanishing gradients
#
# "We came to **Busan** on a trip, the buildings are pretty and the food is good. … I am on a trip.
# This is ____"
#
# This is deck 002's example: the word that fills the blank stands at the very beginning. To learn
# it, a recurrent network must send the error at the blank back through time to the first word. But
# decks 002, 003 and 004 all say that the longer the sentence, the more **the gradient shrinks** on
# its way: the vanishing gradient, for which decks 002 and 004 blame tanh.
#
# How fast does it shrink, and what decides that? In this notebook you send the error back by hand,
# timestep by timestep (backpropagation through time), to find the answer. Then you turn the Busan
# sentence into data, and see whether LSTM and GRU remember what SimpleRNN forgets.

# %%
import keras
import numpy as np
import tensorflow as tf

from rnnlab import check, figures

# %% [markdown] lang="ko"
# ## 3.1 tanh의 기울기
#
# 강의 001의 활성화 함수입니다.
#
# $$a = \tanh(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}$$
#
# 강의 002는 기울기 소실의 까닭으로 tanh의 **출력값**이 -1과 1 사이라는 점을 듭니다. 역전파에서
# 실제로 곱해지는 것은 출력이 아니라 **도함수**입니다. 몫의 미분법으로 구하면 출력 $a$만으로 쓸 수
# 있는 간단한 식이 나옵니다.
#
# $$\frac{da}{dz} = \frac{(e^z + e^{-z})^2 - (e^z - e^{-z})^2}{(e^z + e^{-z})^2} = 1 - a^2$$
#
# | $z$ | 0 | ±0.5 | ±1 | ±2 | ±4 |
# |:--|--:|--:|--:|--:|--:|
# | $a = \tanh(z)$ | 0 | ±0.46 | ±0.76 | ±0.96 | ±0.999 |
# | $da/dz = 1 - a^2$ | 1 | 0.79 | 0.42 | 0.07 | 0.001 |
#
# 도함수는 아무리 커도 1이고, 뉴런이 ±1 가까이 **포화**하면 0에 가까워집니다.

# %% [markdown] lang="en"
# ## 3.1 The slope of tanh
#
# The activation function of deck 001:
#
# $$a = \tanh(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}$$
#
# Deck 002 explains vanishing gradients by the **output** of tanh, which lies between -1 and 1. What
# backpropagation really multiplies by is not the output but the **derivative**. By the quotient
# rule it is a simple expression of the output $a$ alone:
#
# $$\frac{da}{dz} = \frac{(e^z + e^{-z})^2 - (e^z - e^{-z})^2}{(e^z + e^{-z})^2} = 1 - a^2$$
#
# | $z$ | 0 | ±0.5 | ±1 | ±2 | ±4 |
# |:--|--:|--:|--:|--:|--:|
# | $a = \tanh(z)$ | 0 | ±0.46 | ±0.76 | ±0.96 | ±0.999 |
# | $da/dz = 1 - a^2$ | 1 | 0.79 | 0.42 | 0.07 | 0.001 |
#
# The derivative is 1 at the most, and close to 0 where a neuron is **saturated**, near ±1.


# %%
def tanh_derivative(a):
    """tanh의 출력 a = tanh(z)를 받아 그 자리의 도함수 da/dz를 돌려줍니다.

    Return the derivative da/dz of a = tanh(z), given the output a (not z).

    Args:
        a: outputs of tanh, an array of any shape.

    Returns:
        An array of the same shape.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
print(tanh_derivative(np.tanh([0, 0.5, 1, 2, 4])))

# %% [markdown] lang="ko"
# ## 3.2 한 시점: 야코비 행렬
#
# 이제 강의 001의 순환층입니다. 벡터는 모두 열이 하나인 세로 벡터입니다.
#
# $$\underset{D_h \times 1}{h_t} = \tanh(z_t), \qquad
# z_t = \underset{D_h \times D_h}{W_{hh}}\ \underset{D_h \times 1}{h_{t-1}} +
# \underset{D_h \times d}{W_{xh}}\ \underset{d \times 1}{x_t} + \underset{D_h \times 1}{b_h}$$
#
# $h_{t-1}$의 $j$번째 값을 조금 움직이면 $z_t$의 $i$번째 값은 $W_{hh}[i, j]$배만큼 움직이고, tanh를
# 지나며 다시 $1 - h_{t,i}^2$배가 됩니다. 이것을 모두 모은 표가 **야코비 행렬**(Jacobian)입니다.
#
# $$\left(\frac{\partial h_t}{\partial h_{t-1}}\right)_{ij} = (1 - h_{t,i}^2)\,W_{hh}[i, j],
# \qquad \underset{D_h \times D_h}{\frac{\partial h_t}{\partial h_{t-1}}} =
# \mathrm{diag}(1 - h_t^2)\,W_{hh}$$
#
# **행**은 움직이는 쪽 $h_t$, **열**은 움직인 쪽 $h_{t-1}$입니다. $x_t$와 $b_h$는 식에 남지 않지만
# $h_t$를 통해 tanh가 얼마나 포화했는지를 정합니다.

# %% [markdown] lang="en"
# ## 3.2 One timestep: the Jacobian
#
# Now the recurrent layer of deck 001. All vectors are columns.
#
# $$\underset{D_h \times 1}{h_t} = \tanh(z_t), \qquad
# z_t = \underset{D_h \times D_h}{W_{hh}}\ \underset{D_h \times 1}{h_{t-1}} +
# \underset{D_h \times d}{W_{xh}}\ \underset{d \times 1}{x_t} + \underset{D_h \times 1}{b_h}$$
#
# Move the $j$-th value of $h_{t-1}$ a little: the $i$-th value of $z_t$ moves $W_{hh}[i, j]$ times
# as far, and tanh multiplies that by $1 - h_{t,i}^2$. The table of all these is the **Jacobian**:
#
# $$\left(\frac{\partial h_t}{\partial h_{t-1}}\right)_{ij} = (1 - h_{t,i}^2)\,W_{hh}[i, j],
# \qquad \underset{D_h \times D_h}{\frac{\partial h_t}{\partial h_{t-1}}} =
# \mathrm{diag}(1 - h_t^2)\,W_{hh}$$
#
# Its **rows** are what is moved, $h_t$; its **columns** are what moves it, $h_{t-1}$. Neither $x_t$
# nor $b_h$ is left in the formula, but through $h_t$ they decide how far tanh is saturated.


# %%
def jacobian(h, W_hh):
    """은닉 상태 h_t에서 한 시점의 야코비 행렬 ∂h_t/∂h_{t-1}을 돌려줍니다.

    Return the Jacobian ∂h_t/∂h_{t-1} of one timestep, given the hidden state h_t.

    Args:
        h: h_t, an array of shape (units, 1).
        W_hh: an array of shape (units, units).

    Returns:
        An array of shape (units, units); row i is of h_t, column j of h_{t-1}.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# 식이 맞는지 어떻게 알 수 있을까요? $h_{t-1}$을 한 값씩 $\epsilon$만큼 앞뒤로 움직여 $h_t$가 얼마나
# 변하는지 재면 됩니다. 이것이 **수치 미분**입니다. 64비트 실수(float64)로 재면 열 자리쯤 맞습니다.

# %% [markdown] lang="en"
# How can you know that the formula is right? Move $h_{t-1}$ value by value, by $\epsilon$ to either
# side, and measure how far $h_t$ moves: a **numeric gradient**. In float64 about ten digits agree.

# %%
rng = np.random.default_rng(3)
units, input_dim = 4, 3
W_hh, W_xh = rng.normal(0, 0.6, (units, units)), rng.normal(0, 0.6, (units, input_dim))
b_h, x, before = (rng.normal(0, 0.6, (n, 1)) for n in (units, input_dim, units))
push = W_xh @ x + b_h  # what stays as it is while h_{t-1} moves
moves = 1e-5 * np.eye(units)  # a column for each value that moves
further, back = (np.tanh(W_hh @ (before + move) + push) for move in (moves, -moves))
difference = jacobian(np.tanh(W_hh @ before + push), W_hh) - (further - back) / 2e-5
print("max |difference| =", np.abs(difference).max())

# %% [markdown] lang="ko"
# ## 3.3 시간을 거슬러: 시차마다의 기울기
#
# 손실 $L$이 마지막 상태 $h_T$에서만 나온다고 합시다. 강의 004의 다수 입력 단일 출력(many to
# one)입니다. 연쇄 법칙은 오차를 한 시점 앞으로 보낼 때마다 야코비 행렬의 **전치**를 왼쪽에
# 곱하라고 합니다.
#
# $$\underset{D_h \times 1}{\frac{\partial L}{\partial h_{t-1}}} =
# \left(\frac{\partial h_t}{\partial h_{t-1}}\right)^T
# \underset{D_h \times 1}{\frac{\partial L}{\partial h_t}}$$
#
# 오차는 신호와 반대 방향으로 가므로 행과 열의 역할이 바뀝니다. 마지막 상태에서 $k$시점 앞까지
# 거슬러 간 기울기를 **시차**(lag) $k$의 기울기라고 부르겠습니다.
#
# | 시차 | 기울기 |
# |:--|:--|
# | 0 | $\partial L/\partial h_T$ (주어집니다) |
# | 1 | $\partial L/\partial h_{T-1} = J_T^T\, \partial L/\partial h_T$ |
# | 2 | $\partial L/\partial h_{T-2} = J_{T-1}^T\, J_T^T\, \partial L/\partial h_T$ |
# | … | … |
# | $T - 1$ | $\partial L/\partial h_1 = J_2^T \cdots J_T^T\, \partial L/\partial h_T$ |
#
# ($J_t = \partial h_t/\partial h_{t-1}$입니다.) 시점마다 자기 상태 $h_t$로 만든 $J_t$를 쓴다는 점을
# 조심하세요.

# %% [markdown] lang="en"
# ## 3.3 Back in time: the gradient by lag
#
# Let the loss $L$ come from the last state $h_T$ alone, as in deck 002's many-to-one. By the chain
# rule, each step back multiplies the error by the **transpose** of the Jacobian, from the left:
#
# $$\underset{D_h \times 1}{\frac{\partial L}{\partial h_{t-1}}} =
# \left(\frac{\partial h_t}{\partial h_{t-1}}\right)^T
# \underset{D_h \times 1}{\frac{\partial L}{\partial h_t}}$$
#
# Errors go the opposite way to signals, so rows and columns change roles.
# Let us call the gradient that has gone $k$ timesteps back from the last state that of **lag** $k$:
#
# | lag | gradient |
# |:--|:--|
# | 0 | $\partial L/\partial h_T$ (given) |
# | 1 | $\partial L/\partial h_{T-1} = J_T^T\, \partial L/\partial h_T$ |
# | 2 | $\partial L/\partial h_{T-2} = J_{T-1}^T\, J_T^T\, \partial L/\partial h_T$ |
# | … | … |
# | $T - 1$ | $\partial L/\partial h_1 = J_2^T \cdots J_T^T\, \partial L/\partial h_T$ |
#
# ($J_t$ is $\partial h_t/\partial h_{t-1}$.) Mind that every timestep has a $J_t$ of its own, made
# from its own state $h_t$.


# %%
def gradients_by_lag(H, W_hh, dh):
    """시차 0, 1, …, T-1의 기울기 ∂L/∂h_T, ∂L/∂h_{T-1}, …, ∂L/∂h_1을 이 순서로 돌려줍니다.

    Return the gradients of lag 0, 1, …, T-1, in this order: ∂L/∂h_T, ∂L/∂h_{T-1}, …, ∂L/∂h_1.

    Args:
        H: the hidden states h_1, …, h_T, an array of shape (T, units, 1).
        W_hh: an array of shape (units, units).
        dh: the gradient ∂L/∂h_T, an array of shape (units, 1).

    Returns:
        An array of shape (T, units, 1); row k is ∂L/∂h_{T-k}.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# ## 3.4 스펙트럼 반지름
#
# 상태가 0에 가까우면 $1 - h_t^2 \approx 1$이므로 $J_t \approx W_{hh}$이고, 시차 $k$의 기울기는
# $(W_{hh}^T)^k\,\partial L/\partial h_T$입니다. 같은 행렬을 $k$번 곱하면 무엇이 될지는 고윳값
# $\lambda_i$가 정합니다. 그 **절댓값** 가운데 가장 큰 것을 **스펙트럼 반지름**이라고 합니다.
#
# $$\rho(W_{hh}) = \max_i |\lambda_i|$$
#
# - $\rho < 1$이면 기울기는 $\rho^k$의 빠르기로 **사라집니다**(소실). tanh의 도함수가 1보다 작으니
#   실제로는 더 빨리 사라집니다.
# - $\rho > 1$이면 기울기가 **폭발**할 수 있습니다. 다만 상태가 커져 tanh가 포화하면 도함수가 0에
#   가까워져 다시 줄어듭니다.
#
# 고윳값은 음수일 수도 복소수일 수도 있습니다. `np.linalg.eigvals`가 모두 구해 주고, `np.abs`는
# 복소수의 크기도 구합니다. 행렬 전체를 $c$배 하면 고윳값도 모두 $c$배가 됩니다. 이 성질로 행렬을
# 원하는 반지름에 맞춰 봅시다.

# %% [markdown] lang="en"
# ## 3.4 The spectral radius
#
# Where states are near 0, $1 - h_t^2 \approx 1$ and $J_t \approx W_{hh}$, so that the gradient of
# lag $k$ is $(W_{hh}^T)^k\,\partial L/\partial h_T$. What comes of multiplying by one matrix $k$
# times is decided by its eigenvalues $\lambda_i$. The largest of their **absolute values** is the
# **spectral radius**:
#
# $$\rho(W_{hh}) = \max_i |\lambda_i|$$
#
# - With $\rho < 1$ the gradient **vanishes**, as fast as $\rho^k$ does; faster in truth, as the
#   derivative of tanh is below 1.
# - With $\rho > 1$ it can **explode**; but when the states grow until tanh is saturated, its
#   derivative comes close to 0, and the gradient shrinks again.
#
# Eigenvalues may be negative, or complex. `np.linalg.eigvals` finds them all, and `np.abs` gives
# the size of complex numbers, too. A matrix that is multiplied by $c$ has $c$ times the
# eigenvalues: use this to give a matrix the radius that you want.


# %%
def with_spectral_radius(W_hh, radius):
    """W_hh 전체에 같은 양수를 곱해 스펙트럼 반지름이 radius가 되게 한 행렬을 돌려줍니다.

    Return W_hh times one positive number, so that its spectral radius is `radius`.

    Args:
        W_hh: an array of shape (units, units), not all of whose eigenvalues are 0.
        radius: a number above 0.

    Returns:
        An array of shape (units, units).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# 여러분의 두 함수로 시차마다 기울기의 크기(노름) $\|\partial L/\partial h_{T-k}\|$를 그려 봅시다.
# 상태는 Keras의 `SimpleRNN`이 계산합니다. (Keras는 강의의 행렬을 전치해 저장합니다.) 세로축은 로그
# 눈금이므로 직선은 시점마다 같은 배수로 변한다는 뜻입니다.
#
# 먼저 입력이 모두 0일 때입니다. 상태도 모두 0이어서 $J_t = W_{hh}$입니다. $W_{hh}$로는 직교 행렬을
# 쓰는데, 고윳값의 크기가 모두 같아 $\rho^k$가 그대로 보입니다.

# %% [markdown] lang="en"
# With your two functions, draw how large the gradients are by lag: the norms
# $\|\partial L/\partial h_{T-k}\|$. Keras's `SimpleRNN` computes the states (it stores the
# transposes of the deck's matrices). The vertical axis is logarithmic, so that a straight line
# means the same factor at every timestep.
#
# First all inputs are 0, and so are all states: $J_t = W_{hh}$. For $W_{hh}$ we take an orthogonal
# matrix: its eigenvalues are all of one size, so that $\rho^k$ shows as it is.


# %%
def states(X, W_hh, W_xh, b_h):
    """Return h_1, …, h_T from Keras's SimpleRNN, in float64, as columns."""
    recurrent = keras.layers.SimpleRNN(len(W_hh), return_sequences=True, dtype="float64")
    recurrent.build((1, *X.shape[:2]))
    recurrent.set_weights([W_xh.T, W_hh.T, b_h[:, 0]])
    return np.array(recurrent(X[None, :, :, 0]))[0, :, :, None]


T, units, input_dim = 50, 16, 3
W = keras.initializers.Orthogonal(seed=3)((units, units)).numpy().astype("float64")
W_xh, b_h = rng.normal(0, 0.5, (units, input_dim)), np.zeros((units, 1))
dh = np.ones((units, 1)) / np.sqrt(units)


def norms(X, radius):
    W_hh = with_spectral_radius(W, radius)
    gradients = gradients_by_lag(states(X, W_hh, W_xh, b_h), W_hh, dh)
    return np.linalg.norm(gradients, axis=(1, 2))


silence = np.zeros((T, input_dim, 1))
radii = (0.5, 0.9, 1.0, 1.1, 1.5)
figures.plot_gradient_norms({f"ρ = {radius}": norms(silence, radius) for radius in radii})

# %% [markdown] lang="ko"
# 다음은 입력이 들어올 때입니다. $\rho = 1$인 직교 행렬도 이제는 기울기를 지키지 못합니다. tanh의
# 도함수가 시점마다 1보다 작기 때문입니다. $\rho = 1.1$과 $1.5$의 폭발도 사라졌습니다. 상태가 커져
# tanh가 포화한 것입니다.

# %% [markdown] lang="en"
# And now with inputs. Even the orthogonal matrix with $\rho = 1$ no longer keeps the gradient,
# because the derivative of tanh is below 1 at each timestep. The explosions at $\rho = 1.1$ and
# $1.5$ are gone, too: the states have grown, and tanh is saturated.

# %%
X = rng.normal(size=(T, input_dim, 1))
figures.plot_gradient_norms({f"ρ = {radius}": norms(X, radius) for radius in radii})

# %% [markdown] lang="ko"
# 슬라이더로(키보드의 화살표로도) 반지름을 바꾸어 두 경우를 견주어 보세요. 두 곡선은 왜 갈수록
# 벌어질까요? 입력이 있어도 기울기가 50시점을 버티려면 반지름이 얼마나 커야 하나요? 그보다 더 키우면
# 어떻게 되나요?

# %% [markdown] lang="en"
# Compare the two cases for other radii with the slider, or the arrow keys. Why do the curves drift
# apart? How large must the radius be for the gradient to last 50 timesteps in spite of the inputs,
# and what happens beyond that?


# %%
def compared(radius):
    """Draw both cases on one axis, the same for every radius."""
    curves = {"x = 0": norms(silence, radius), "x ≠ 0": norms(X, radius)}
    figure = figures.plot_gradient_norms(curves)
    figure.axes[0].set_ylim(1e-12, 1e12)
    return figure


figures.step_through(compared, (0.5, 0.8, 0.9, 1.0, 1.1, 1.2, 1.5, 2.0, 3.0), "ρ")

# %% [markdown] lang="ko"
# ## 3.5 시간 역전파
#
# 학습에 필요한 것은 가중치의 기울기입니다. 어떤 시점에서든 **같은** 가중치를 쓰므로(강의 001) 모든
# 시점의 몫을 더합니다. 활성화 함수에 들어가기 전의 $z_t$까지 오차를 보내면
#
# $$\underset{D_h \times 1}{\frac{\partial L}{\partial z_t}} =
# (1 - h_t^2) * \frac{\partial L}{\partial h_t}$$
#
# 이고($*$는 원소별 곱), $z_t = W_{hh}h_{t-1} + W_{xh}x_t + b_h$이므로
#
# $$\underset{D_h \times D_h}{\frac{\partial L}{\partial W_{hh}}} =
# \sum_{t=1}^{T} \frac{\partial L}{\partial z_t}\, h_{t-1}^T, \qquad
# \underset{D_h \times d}{\frac{\partial L}{\partial W_{xh}}} =
# \sum_{t=1}^{T} \frac{\partial L}{\partial z_t}\, x_t^T, \qquad
# \underset{D_h \times 1}{\frac{\partial L}{\partial b_h}} =
# \sum_{t=1}^{T} \frac{\partial L}{\partial z_t}$$
#
# 입니다. $h_0 = 0$입니다. 모양이 힌트가 됩니다. 기울기의 모양은 언제나 그 가중치의 모양과 같습니다.

# %% [markdown] lang="en"
# ## 3.5 Backpropagation through time
#
# What training needs is the gradient of the weights. Every timestep uses **the same** weights (deck
# 001), so the shares of all timesteps are added. Send the error on to $z_t$, before the activation,
#
# $$\underset{D_h \times 1}{\frac{\partial L}{\partial z_t}} =
# (1 - h_t^2) * \frac{\partial L}{\partial h_t}$$
#
# where $*$ multiplies element by element. As $z_t = W_{hh}h_{t-1} + W_{xh}x_t + b_h$,
#
# $$\underset{D_h \times D_h}{\frac{\partial L}{\partial W_{hh}}} =
# \sum_{t=1}^{T} \frac{\partial L}{\partial z_t}\, h_{t-1}^T, \qquad
# \underset{D_h \times d}{\frac{\partial L}{\partial W_{xh}}} =
# \sum_{t=1}^{T} \frac{\partial L}{\partial z_t}\, x_t^T, \qquad
# \underset{D_h \times 1}{\frac{\partial L}{\partial b_h}} =
# \sum_{t=1}^{T} \frac{\partial L}{\partial z_t}$$
#
# with $h_0 = 0$. Shapes are a guide: a gradient always has the shape of its weight.


# %%
def backprop(X, H, W_hh, dh):
    """시간 역전파로 구한 가중치의 기울기 ∂L/∂W_hh, ∂L/∂W_xh, ∂L/∂b_h를 이 순서로 돌려줍니다.

    Return the gradients ∂L/∂W_hh, ∂L/∂W_xh and ∂L/∂b_h, in this order, by backpropagation through
    time.

    Args:
        X: the inputs x_1, …, x_T, an array of shape (T, input_dim, 1).
        H: the hidden states h_1, …, h_T, an array of shape (T, units, 1); h_0 is 0.
        W_hh: an array of shape (units, units).
        dh: the gradient ∂L/∂h_T, an array of shape (units, 1); L depends on h_T alone.

    Returns:
        Arrays of shapes (units, units), (units, input_dim) and (units, 1).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# TensorFlow의 `tf.GradientTape`은 같은 일을 자동으로 합니다. 앞으로 계산하는 동안 모든 연산을 적어
# 두었다가 거꾸로 되짚습니다. Keras 층의 기울기를 여러분의 것과 견주어 봅시다.

# %% [markdown] lang="en"
# TensorFlow's `tf.GradientTape` does the same automatically: it writes down every operation on the
# way forward and goes through them backwards. Compare the gradients of a Keras layer with yours.

# %%
W_hh = with_spectral_radius(W, 1.1)
recurrent = keras.layers.SimpleRNN(units, dtype="float64")
recurrent.build((1, T, input_dim))
recurrent.set_weights([W_xh.T, W_hh.T, b_h[:, 0]])
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(recurrent(X[None, :, :, 0]) * dh[:, 0])
kernel, recurrent_kernel, bias = tape.gradient(loss, recurrent.trainable_weights)
theirs = recurrent_kernel.numpy().T, kernel.numpy().T, bias.numpy()[:, None]
mine = backprop(X, states(X, W_hh, W_xh, b_h), W_hh, dh)
for name, a, b in zip(("W_hh", "W_xh", "b_h"), mine, theirs, strict=True):
    print(f"{name:<5} max |difference| = {np.abs(a - b).max():.1e}")

# %% [markdown] lang="ko"
# ## 3.6 폭발을 막는 법: 기울기 자르기
#
# 폭발한 기울기로 한 번이라도 가중치를 고치면 그동안 배운 것이 날아갑니다. 처방은 간단합니다.
# 모든 기울기를 **한 벡터로 이어 붙인 것처럼** 노름을 재고, 한계 $c$보다 크면 모두를 같은 비율로
# 줄입니다.
#
# $$\|g\| = \sqrt{\sum_{W} \sum_{i,j} \left(\frac{\partial L}{\partial W_{ij}}\right)^2}, \qquad
# g \leftarrow \begin{cases} g & \|g\| \le c \\ \dfrac{c}{\|g\|}\, g & \|g\| > c \end{cases}$$
#
# 배열마다 따로 자르면 기울기의 **방향**이 바뀝니다. 전체를 같은 비율로 줄이면 방향은 그대로이고
# 보폭만 짧아집니다. Keras에서는 `keras.optimizers.Adam(global_clipnorm=c)`입니다. 이 방법은 폭발만
# 막습니다. 사라진 기울기는 늘려 보아야 소용이 없습니다. 먼 시점의 몫은 이미 가까운 시점의 몫에 묻혀
# 버렸기 때문입니다.

# %% [markdown] lang="en"
# ## 3.6 Against explosions: clip the gradients
#
# A single correction by an exploded gradient can throw away all that has been learnt. The cure is
# simple: take the norm of all gradients **as if they were one long vector**, and where it is above
# a limit $c$, shrink them all by the same factor.
#
# $$\|g\| = \sqrt{\sum_{W} \sum_{i,j} \left(\frac{\partial L}{\partial W_{ij}}\right)^2}, \qquad
# g \leftarrow \begin{cases} g & \|g\| \le c \\ \dfrac{c}{\|g\|}\, g & \|g\| > c \end{cases}$$
#
# To clip each array on its own would change the **direction** of the gradient; shrunk together,
# they keep it, and only the step is shorter. In Keras this is
# `keras.optimizers.Adam(global_clipnorm=c)`. It helps against explosions only. To enlarge gradients
# that have vanished is no use: the share of far timesteps is lost among that of near ones.


# %%
def clip_by_global_norm(gradients, limit):
    """전체 노름이 limit보다 크면 limit이 되도록 모든 기울기를 같은 비율로 줄여 돌려줍니다.
    limit보다 크지 않으면 받은 값 그대로 돌려줍니다.

    Return the gradients, all shrunk by one factor so that their global norm is `limit`, where it
    is larger than that; else as they are.

    Args:
        gradients: a list of arrays of any shapes.
        limit: the largest norm, a number above 0.

    Returns:
        A list of arrays of the same shapes.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
for radius in (0.9, 1.1, 1.5):
    W_hh = with_spectral_radius(W, radius)
    quiet = 0.01 * X  # small inputs, which saturate nothing at first
    gradients = backprop(quiet, states(quiet, W_hh, W_xh, b_h), W_hh, dh)
    clipped = clip_by_global_norm(gradients, 1)
    before, after = (np.sqrt(sum((g**2).sum() for g in each)) for each in (gradients, clipped))
    print(f"ρ = {radius}: norm {before:.3g} → {after:.3g}")

# %% [markdown] lang="ko"
# ## 3.7 부산 문장을 데이터로
#
# 이제 사라진 기울기가 **학습**을 어떻게 망치는지 볼 차례입니다. 강의 002의 문장을 데이터로
# 만듭니다. 낱말마다 번호가 있고, 앞의 네 번호는 도시입니다. 나머지 낱말로 채운 길이 $T$의 문장에
# 도시를 **하나** 넣습니다. 빈칸은 문장 바로 뒤에 있고, 정답은 그 도시입니다. 도시와 빈칸 사이에
# 있는 낱말의 수를 **간격**(gap) $k$라고 하겠습니다.
#
# | $k$ | $T = 5$인 문장 |
# |--:|:--|
# | 0 | 여행을 왔는데 건물도 예쁘고 **부산** ____ |
# | 2 | 여행을 왔는데 **부산** 맛있었어 그런데 ____ |
# | 4 | **부산** 왔는데 건물도 예쁘고 여기 ____ |
#
# 신경망에는 강의 004의 원-핫 인코딩으로 넣습니다. 낱말 하나가 낱말 수만큼의 0과, 제 번호 자리의 1로
# 바뀝니다.

# %% [markdown] lang="en"
# ## 3.7 The Busan sentence as data
#
# Now see what vanished gradients do to **training**. Deck 002's sentence becomes data. Every word
# has a number, and the first four are cities. Sentences of length $T$ are filled with the other
# words, and **one** city is put in. The blank comes right after the sentence, and its answer is
# that city. The **gap** $k$ is the number of words between the city and the blank:
#
# | $k$ | a sentence with $T = 5$ |
# |--:|:--|
# | 0 | 여행을 왔는데 건물도 예쁘고 **부산** ____ |
# | 2 | 여행을 왔는데 **부산** 맛있었어 그런데 ____ |
# | 4 | **부산** 왔는데 건물도 예쁘고 여기 ____ |
#
# (부산 is Busan; the other words are those of deck 002.) The network reads deck 004's one-hot
# encoding: each word becomes as many zeros as there are words, with a 1 at its own number.


# %%
def cloze(fillers, clues, gap, vocabulary):
    """문장마다 빈칸에서 낱말 gap개 앞에 clues의 낱말을 넣고, 원-핫으로 바꾸어 돌려줍니다.
    그 자리의 낱말은 바뀌고 문장의 길이는 그대로입니다.

    Return one-hot sentences, in each of which the word of `clues` stands with `gap` words between
    it and the blank, which comes right after the sentence. It replaces the word that was there.

    Args:
        fillers: numbers of words, an array of ints of shape (n, T).
        clues: for each sentence the number of the word that decides, an array of shape (n,).
        gap: an int from 0 to T - 1.
        vocabulary: how many words there are.

    Returns:
        An array of shape (n, T, vocabulary).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
CITIES = ["부산", "서울", "제주", "경주"]
TEXT = """여행을 왔는데 건물도 예쁘고 먹을 것도 맛있었어 그런데 글쎄 직장 상사한테 전화가 왔어
어디냐고 묻더라구 그래서 나는 말했지 저 여행왔는데요 여기"""
WORDS = [*CITIES, *TEXT.split()]


def sentences(n, T, gap, rng):
    fillers = rng.integers(len(CITIES), len(WORDS), (n, T))
    clues = rng.integers(0, len(CITIES), n)
    return cloze(fillers, clues, gap, len(WORDS)).astype("float32"), clues


for gap in (0, 2, 4):
    X, clues = sentences(1, 5, gap, rng)
    words = [WORDS[word] for word in X[0].argmax(axis=-1)]
    print(gap, *words, "____", f"({CITIES[clues[0]]})")

# %% [markdown] lang="ko"
# 세 신경망을 학습시킵니다. 층만 다르고 나머지는 모두 같습니다. SimpleRNN, LSTM, GRU가 저마다 뉴런
# 16개로 길이 40인 문장 3,200개(간격 0부터 39까지 80개씩)를 여섯 번 읽습니다. 가중치는 강의 001대로
# Xavier로 초기화하고, 기울기는 전체 노름 1로 자릅니다. 1분이 채 걸리지 않습니다.
#
# 학습이 끝나면 새 문장으로 두 가지를 잽니다.
#
# - **시차마다의 기울기**: 정답 도시의 점수를 $x_{T-k}$로 미분한 것의 노름. 입력을 조금 바꿀 때 답이
#   얼마나 달라지는지입니다. LSTM과 GRU는 식이 길어 `tf.GradientTape`에 맡깁니다.
# - **간격마다의 정확도**: 넷 가운데 찍으면 0.25입니다.

# %% [markdown] lang="en"
# Train three networks that differ in one layer only: SimpleRNN, LSTM or GRU, with 16 neurons each.
# They read 3,200 sentences of length 40 (80 for each gap from 0 to 39) six times over. All weights
# start at Xavier's, as in deck 001, and gradients are clipped to a global norm of 1. This takes
# less than a minute.
#
# Then measure two things on new sentences:
#
# - **The gradient by lag**: the norm of the derivative of the right city's score by $x_{T-k}$, that
#   is how much a small change of that input matters to the answer. The equations of LSTM and GRU
#   are longer, so `tf.GradientTape` does it.
# - **The accuracy by gap**: a guess among four is right with 0.25.

# %%
T, SEED = 40, 1


def joined(parts):
    return [np.concatenate(arrays) for arrays in zip(*parts, strict=True)]


def gradient_norms(model, X, clues):
    """Return for lag 0, 1, …, T-1 the norm of the gradient of the answer's score, on average."""
    X = tf.convert_to_tensor(X)
    with tf.GradientTape() as tape:
        tape.watch(X)
        score = tf.reduce_sum(tf.gather(model(X), clues, axis=1, batch_dims=1))
    return np.linalg.norm(tape.gradient(score, X), axis=-1).mean(axis=0)[::-1]


def trained(kind, X, clues):
    keras.utils.set_random_seed(SEED)
    recurrent = kind(16, recurrent_initializer="glorot_uniform")
    model = keras.Sequential([keras.Input(X.shape[1:]), recurrent, keras.layers.Dense(len(CITIES))])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.01, global_clipnorm=1), loss=loss)
    order = np.random.default_rng(SEED).permutation(len(X))
    model.fit(X[order], clues[order], epochs=6, batch_size=128, verbose=0)
    return model


rng, gaps = np.random.default_rng(SEED), range(0, T, 3)
lesson = joined([sentences(80, T, gap, rng) for gap in range(T)])
probe = joined([sentences(20, T, gap, rng) for gap in range(T)])
tests = [sentences(200, T, gap, rng) for gap in gaps]
norms, accuracies = {}, {}
for kind in (keras.layers.SimpleRNN, keras.layers.LSTM, keras.layers.GRU):
    model, name = trained(kind, *lesson), kind.__name__
    norms[name] = gradient_norms(model, *probe)
    guesses = [model.predict(X, batch_size=200, verbose=0).argmax(axis=-1) for X, _ in tests]
    accuracies[name] = [np.mean(g == clues) for g, (_, clues) in zip(guesses, tests, strict=True)]
    print(name, np.round(accuracies[name], 2))

# %%
figures.plot_memory(norms, gaps, accuracies)

# %% [markdown] lang="ko"
# SimpleRNN의 기울기는 시차 20 무렵까지 거의 같은 배수로 작아져 처음의 100분의 1 아래로 내려갑니다.
# 먼 입력은 점수에 영향을 거의 주지 못하고, 도시와 빈칸이 멀어지면 정확도가 뚝 떨어집니다. 찍는
# 것보다는 낫지만 둘 가운데 하나쯤은 틀립니다. 강의 002의 말대로 *과거의 정보가 먼 미래에 영향을
# 끼치지 못합니다.* LSTM과 GRU의 기울기는 학습을 마친 뒤 40시점을 거슬러 가도 10분의 1 안팎이 남고,
# 정확도는 간격과 상관없습니다. 강의 004의 말대로 메모리 셀에 담긴 것은 tanh를 지나지 않고
# 전해지기 때문입니다. (셀 안은 실습 10에서 봅니다.)
#
# 결과는 시드마다 조금씩 다릅니다. 어떤 시드에서는 SimpleRNN이 가까운 도시는 제법 맞히고, 어떤
# 시드에서는 LSTM이 여섯 번으로는 다 배우지 못합니다. `SEED`를 바꾸어 몇 번 더 해 보세요. 한 번의
# 결과로 결론을 내리지 않는 것도 실험의 기술입니다.
#
# 더 해 보기: SimpleRNN의 `recurrent_initializer`를 Keras의 기본값 `"orthogonal"`로 바꾸면 먼 도시를
# 더 잘 기억할까요? 3.4절의 두 그림을 떠올리며 먼저 짐작해 보고, 해 보세요.

# %% [markdown] lang="en"
# The gradient of SimpleRNN shrinks by about the same factor with each lag up to about 20, to less
# than a hundredth of what it was. Inputs that are far back hardly matter to its score, and where
# the city is not near the blank, the accuracy drops: better than guessing, but about every other
# answer is wrong. *What is past has no influence on the far future*, says deck 002. Of the
# gradients of LSTM and GRU, once trained, about a tenth is left 40 timesteps back, and the gap
# makes no difference to their accuracy: what is in the memory cell, says deck 004, is handed on
# without passing a tanh. (Exercise 10 looks into the cells.)
#
# Results differ from seed to seed. With some, SimpleRNN is quite good at near cities; with others,
# LSTM has not learnt everything in six epochs. Change `SEED` and run it a few times more: it
# is part of the art not to conclude from a single run.
#
# To go on: will SimpleRNN remember cities further back with Keras's own `recurrent_initializer`,
# `"orthogonal"`? Guess first, with both figures of 3.4 in mind, and then try.
