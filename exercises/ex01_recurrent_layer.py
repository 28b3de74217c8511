# %% [markdown] lang="ko"
# # 1. 순환층
#
# 보통의 신경망은 입력을 한꺼번에 받고, 앞서 무엇을 받았는지 기억하지 못합니다. 문장이나 주가처럼
# **순서가 있는 자료**를 다루려면 기억이 필요합니다. 강의 000은 아주 작은 장치 하나로 기억을
# 만듭니다. 바로 직전의 출력을 입력과 함께 다시 받는 **순환 뉴런**입니다.
#
# 이 노트북에서는 순환 뉴런 하나에서 시작해 순환층을 NumPy로 직접 만듭니다. 그리고 어떤 출력이
# 어떤 입력에 달려 있는지, 활성화 함수가 왜 비선형이어야 하는지를 수로 확인한 뒤, 마지막으로
# 여러분의 층이 Keras의 `SimpleRNN`과 같은 값을 내는지 봅니다.

# %% [markdown] lang="en"
# # 1. Recurrent layer
#
# A plain network takes its input at once and does not remember what it was given before. Data
# **in an order**, such as sentences or prices, need a memory. Deck 000 makes one with a very small
# device: a **recurrent neuron**, which receives its own last output together with the input.
#
# In this notebook you start with one such neuron and build the recurrent layer in NumPy. You find
# out with numbers which outputs depend on which inputs, and why the activation function has to be
# non-linear. At the end you see that your layer computes what `SimpleRNN` of Keras computes.

# %%
import keras
import numpy as np

from rnnlab import check, figures

# %% [markdown] lang="ko"
# ## 1.1 순환 뉴런 하나
#
# 강의 000의 가장 간단한 순환 신경망은 뉴런이 하나입니다. 지금 이 순간의 입력 $x_t$와 바로 직전의
# 출력 $y_{t-1}$을 받아서 $y_t$를 출력합니다.
#
# $$y_t = \phi(w_x x_t + w_y y_{t-1} + b), \qquad \phi(z) = \mathrm{ReLU}(z) = \max(0, z)$$
#
# 맨 처음에는 직전의 출력이 없으므로 $y_0 = 0$으로 둡니다. 아래 표는 $w_x = 1$, $w_y = 0.5$,
# $b = 0$인 뉴런이 1, 0, 0, −1, 2를 차례로 읽을 때의 출력입니다.
#
# | $t$ | $x_t$ | $x_t + 0.5\,y_{t-1}$ | $y_t$ |
# |--:|--:|--:|--:|
# | 1 | 1 | 1 + 0.5 × 0 = 1 | 1 |
# | 2 | 0 | 0 + 0.5 × 1 = 0.5 | 0.5 |
# | 3 | 0 | 0 + 0.5 × 0.5 = 0.25 | 0.25 |
# | 4 | −1 | −1 + 0.5 × 0.25 = −0.875 | **0** |
# | 5 | 2 | 2 + 0.5 × **0** = 2 | 2 |
#
# 2번과 3번 시점에는 들어온 것이 없는데도 1번 시점의 입력이 메아리처럼 남아 있습니다. 이것이
# 기억입니다. 4번 시점에서는 ReLU가 음수를 0으로 만들고, 5번 시점은 그 **0을** 이어받습니다.

# %% [markdown] lang="en"
# ## 1.1 One recurrent neuron
#
# The simplest recurrent network of deck 000 has one neuron. It receives the present input $x_t$
# and its own last output $y_{t-1}$, and puts out $y_t$.
#
# $$y_t = \phi(w_x x_t + w_y y_{t-1} + b), \qquad \phi(z) = \mathrm{ReLU}(z) = \max(0, z)$$
#
# At the very start there is no last output, so $y_0 = 0$. The table shows a neuron with
# $w_x = 1$, $w_y = 0.5$ and $b = 0$ that reads 1, 0, 0, −1, 2:
#
# | $t$ | $x_t$ | $x_t + 0.5\,y_{t-1}$ | $y_t$ |
# |--:|--:|--:|--:|
# | 1 | 1 | 1 + 0.5 × 0 = 1 | 1 |
# | 2 | 0 | 0 + 0.5 × 1 = 0.5 | 0.5 |
# | 3 | 0 | 0 + 0.5 × 0.5 = 0.25 | 0.25 |
# | 4 | −1 | −1 + 0.5 × 0.25 = −0.875 | **0** |
# | 5 | 2 | 2 + 0.5 × **0** = 2 | 2 |
#
# Nothing comes in at steps 2 and 3, yet the input of step 1 is still there, like an echo. That is
# memory. At step 4 ReLU turns a negative number into 0, and step 5 goes on from that **0**.


# %%
def neuron(x, w_x, w_y, b):
    """순환 뉴런 하나가 x를 차례로 읽으며 내는 출력을 모두 돌려줍니다. φ는 ReLU이고 y_0은 0입니다.

    Return all outputs of one recurrent neuron that reads x in order, with φ = ReLU and y_0 = 0.

    Args:
        x: the inputs x_1, …, x_T, an array or a list of numbers.
        w_x, w_y, b: weight of the input, weight of the last output, and bias: numbers.

    Returns:
        The outputs y_1, …, y_T, shape (T,).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
print(neuron([1, 0, 0, -1, 2], 1, 0.5, 0))

# %% [markdown] lang="ko"
# ## 1.2 순환층의 한 스텝
#
# 이런 뉴런 $n$개가 같은 입력을 함께 받으면 순환층이 됩니다. 뉴런마다 **모든** 뉴런의 직전 출력을
# 받으므로 $w_x$와 $w_y$는 행렬이 됩니다. 강의 000은 샘플 하나의 식을 열벡터로 적습니다.
#
# $$y_t = \phi(W_x^T x_t + W_y^T y_{t-1} + b)$$
#
# 샘플 $m$개를 **행**으로 쌓은 미니배치 $X_t$에서는 전치 없이 곱하고, 출력 $Y_t$의 모양은
# $m \times n$입니다.
#
# $$Y_t = \phi(X_t \cdot W_x + Y_{t-1} \cdot W_y + b)$$
#
# | | $X_t$ | $W_x$ | $Y_{t-1}$ | $W_y$ | $b$ | $Y_t$ |
# |:--|:-:|:-:|:-:|:-:|:-:|:-:|
# | 모양 | (m, d) | (d, n) | (m, n) | (n, n) | (n,) | (m, n) |
#
# $d$는 한 시점의 입력에 든 수의 개수입니다. 편향은 행마다 똑같이 더해집니다.

# %% [markdown] lang="en"
# ## 1.2 One step of a recurrent layer
#
# When $n$ such neurons receive the same input they form a recurrent layer. Each neuron receives
# the last output of **all** neurons, so $w_x$ and $w_y$ become matrices. For one sample deck 000
# writes the equation with column vectors:
#
# $$y_t = \phi(W_x^T x_t + W_y^T y_{t-1} + b)$$
#
# In a mini-batch $X_t$ the $m$ samples are **rows**. Nothing is transposed then, and the shape of
# the output $Y_t$ is $m \times n$.
#
# $$Y_t = \phi(X_t \cdot W_x + Y_{t-1} \cdot W_y + b)$$
#
# | | $X_t$ | $W_x$ | $Y_{t-1}$ | $W_y$ | $b$ | $Y_t$ |
# |:--|:-:|:-:|:-:|:-:|:-:|:-:|
# | shape | (m, d) | (d, n) | (m, n) | (n, n) | (n,) | (m, n) |
#
# Here $d$ is how many numbers come in at one step. The bias is added to every row alike.


# %%
def layer_step(X_t, Y_prev, W_x, W_y, b):
    """미니배치 X_t와 직전의 출력 Y_prev로 지금의 출력 Y_t를 구해 돌려줍니다. φ는 ReLU입니다.

    Return the output Y_t for a mini-batch X_t and the last output Y_prev, with φ = ReLU.

    Args:
        X_t: inputs of this step, shape (m, d).
        Y_prev: outputs of the step before, Y_{t-1}, shape (m, n).
        W_x, W_y, b: weights and bias, shapes (d, n), (n, n) and (n,).

    Returns:
        Y_t of shape (m, n).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# ## 1.3 시간을 따라 펼치기
#
# 이제 한 스텝을 시퀀스의 처음부터 끝까지 되풀이합니다. 강의 000의 그림처럼 층을 **타임 스텝으로
# 펼치면** 같은 층이 옆으로 늘어선 모습이 됩니다. 늘어선 것은 그림일 뿐이고, 가중치 $W_x$, $W_y$,
# $b$는 한 벌뿐입니다. 모든 시점이 그 한 벌을 함께 씁니다.
#
# 입력은 Keras의 순환층처럼 (샘플, 타임스텝, 특성) 순서의 3차원 배열 `X`입니다. 그래서 시점 $t$의
# 미니배치 $X_t$는 `X[t]`가 아니라 `X[:, t]`입니다. 첫 스텝에서는 $Y_0 = 0$입니다.

# %% [markdown] lang="en"
# ## 1.3 Unroll it through time
#
# Now repeat the step from the first input to the last. **Unrolled through time**, as in the figure
# of deck 000, the layer looks like a row of layers. That is only the picture: there is one set of
# weights $W_x$, $W_y$, $b$, and all steps share it.
#
# The input is a 3-D array `X` of (samples, timesteps, features), as for Keras's recurrent layers.
# So the mini-batch $X_t$ of step $t$ is `X[:, t]`, not `X[t]`. For the first step, $Y_0 = 0$.


# %%
def layer(X, W_x, W_y, b):
    """순환층이 X를 차례로 읽으며 모든 시점에 내는 출력을 돌려줍니다. φ는 ReLU이고 Y_0은 0입니다.

    Return the outputs of a recurrent layer at every timestep of X, with φ = ReLU and Y_0 = 0.

    Args:
        X: inputs of shape (m, T, d): samples, timesteps, features.
        W_x, W_y, b: weights and bias, shapes (d, n), (n, n) and (n,).

    Returns:
        The outputs Y_1, …, Y_T in one array of shape (m, T, n).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# 뉴런 5개인 층이 여덟 시점을 읽는 모습입니다. 입력은 처음 두 시점에만 있습니다. 그런데도 출력이
# 얼마나 오래 이어지는지 보세요.

# %% [markdown] lang="en"
# A layer of 5 neurons reads eight timesteps. Only the first two have an input. See how long the
# outputs go on all the same.

# %%
rng = np.random.default_rng(51)
W_x, W_y, b = rng.normal(size=(2, 5)), rng.normal(size=(5, 5)) / 2, np.zeros(5)
pulse = np.zeros((8, 2))
pulse[:2] = rng.normal(size=(2, 2))
Y = layer(pulse[np.newaxis], W_x, W_y, b)
figures.plot_recurrence(pulse, Y[0])

# %% [markdown] lang="ko"
# ## 1.4 쌓은 행렬을 나누기
#
# 강의 000은 같은 식을 한 줄 더 적습니다. 입력과 직전의 출력을 **옆으로** 잇고, 두 가중치 행렬을
# **위아래로** 쌓으면 행렬 곱이 하나로 줄어듭니다.
#
# $$Y_t = \phi\left(\begin{bmatrix} X_t & Y_{t-1} \end{bmatrix}
# \begin{bmatrix} W_x \\ W_y \end{bmatrix} + b\right)$$
#
# 강의 000의 바닐라 RNN 식 $h_t = \tanh W \begin{pmatrix} x_t \\ h_{t-1} \end{pmatrix}$와 강의 002의
# LSTM 식에 나오는 $W \cdot [h_{t-1}, x_t]$도 이렇게 이어 붙인 것입니다.
#
# 쌓은 행렬 $W$를 받으면 $W_x$와 $W_y$로 다시 나눌 수 있어야 합니다. 어디에서 자를지는 따로 알려
# 주지 않아도 됩니다. $W_y$는 정사각 행렬이므로 $W$의 모양만 보면 알 수 있습니다.

# %% [markdown] lang="en"
# ## 1.4 Split a stacked matrix
#
# Deck 000 writes the same equation once more. Put the input and the last output **side by side**,
# stack the two weight matrices **on top of each other**, and one matrix product is enough.
#
# $$Y_t = \phi\left(\begin{bmatrix} X_t & Y_{t-1} \end{bmatrix}
# \begin{bmatrix} W_x \\ W_y \end{bmatrix} + b\right)$$
#
# The deck's vanilla RNN, $h_t = \tanh W \begin{pmatrix} x_t \\ h_{t-1} \end{pmatrix}$, is written
# like this too, and so is $W \cdot [h_{t-1}, x_t]$ in the LSTM equations of deck 002.
#
# Whoever is given the stacked matrix $W$ should be able to take $W_x$ and $W_y$ out of it. Nobody
# has to say where to cut: $W_y$ is square, so the shape of $W$ tells.


# %%
def split_stacked(W):
    """W_x를 위에, W_y를 아래에 쌓은 행렬 W를 나누어 (W_x, W_y)를 돌려줍니다.

    Return (W_x, W_y), the two parts of the matrix W that has W_x on top of W_y.

    Args:
        W: the stacked matrix, shape (d + n, n).

    Returns:
        W_x of shape (d, n) and W_y of shape (n, n).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# ## 1.5 행렬 곱 한 번으로
#
# 쌓은 행렬로 한 스텝을 계산해 봅시다. 모양을 따라가 보면 왜 1.2와 같은 값이 나오는지 보입니다.
#
# | | $[X_t\ Y_{t-1}]$ | $W$ | $Y_t$ |
# |:--|:-:|:-:|:-:|
# | 모양 | (m, d + n) | (d + n, n) | (m, n) |
#
# 안쪽의 $d + n$개를 곱해 더할 때, 앞의 $d$개가 $X_t \cdot W_x$를, 뒤의 $n$개가
# $Y_{t-1} \cdot W_y$를 만듭니다. 그래서 이어 붙이는 순서가 쌓은 순서와 같아야 합니다.

# %% [markdown] lang="en"
# ## 1.5 With one matrix product
#
# Now compute a step with the stacked matrix. The shapes show why the values are those of 1.2:
#
# | | $[X_t\ Y_{t-1}]$ | $W$ | $Y_t$ |
# |:--|:-:|:-:|:-:|
# | shape | (m, d + n) | (d + n, n) | (m, n) |
#
# Of the $d + n$ products that are summed, the first $d$ make $X_t \cdot W_x$ and the other $n$
# make $Y_{t-1} \cdot W_y$. So the order side by side must be the order in the stack.


# %%
def stacked_step(X_t, Y_prev, W, b):
    """쌓은 행렬 W로 한 스텝의 출력 Y_t를 구해 돌려줍니다. φ는 ReLU입니다.

    Return the output Y_t of one step, computed with the stacked matrix W and φ = ReLU.

    Args:
        X_t: inputs of this step, shape (m, d).
        Y_prev: outputs of the step before, Y_{t-1}, shape (m, n).
        W: W_x on top of W_y, shape (d + n, n).
        b: bias, shape (n,).

    Returns:
        Y_t of shape (m, n).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
X_t, Y_prev = rng.normal(size=(3, 2)), rng.normal(size=(3, 5))
one_product = stacked_step(X_t, Y_prev, np.vstack([W_x, W_y]), b)
print(np.allclose(one_product, layer_step(X_t, Y_prev, W_x, W_y, b)))

# %% [markdown] lang="ko"
# ## 1.6 메모리 셀은 함수입니다
#
# 강의 000은 타임 스텝에 걸쳐 어떤 상태를 보존하는 구성 요소를 **메모리 셀**이라고 부르고,
# 셀의 상태를 이렇게 적습니다.
#
# $$h_t = f(h_{t-1}, x_t)$$
#
# $f$가 무엇인지는 말하지 않았습니다. 방금 만든 순환층도, 다음 강의의 LSTM도 $f$가 다를 뿐 시퀀스를
# 읽는 방법은 같습니다. 직전의 상태와 지금의 입력을 $f$에 넣고, 나온 상태를 다음 스텝으로 넘깁니다.
# 그래서 $f$를 몰라도 시퀀스를 처음부터 끝까지 **접을(fold)** 수 있습니다.
#
# 이 과제에서 셀은 Keras 모델 하나입니다. 1.5처럼 옆으로 이어 붙인 $[x_t\ h_{t-1}]$를 받고, 함수처럼
# 부르면 $h_t$를 돌려줍니다. 모델 안에 층이 몇 개 있는지는 몰라도 됩니다.
#
# | | $x_t$ | $h_{t-1}$ | `cell`의 입력 | $h_t$ |
# |:--|:-:|:-:|:-:|:-:|
# | 모양 | (m, d) | (m, n) | (m, d + n) | (m, n) |

# %% [markdown] lang="en"
# ## 1.6 A memory cell is a function
#
# Deck 000 calls the part of a network that keeps a state over timesteps a **memory cell**, and
# writes its state as
#
# $$h_t = f(h_{t-1}, x_t)$$
#
# It does not say what $f$ is. The recurrent layer that you have just built and the LSTM of the
# later decks have different $f$, but they read a sequence in the same way: put the last state and
# the present input into $f$, and hand the new state on. So a sequence can be **folded** from its
# first input to its last without knowing $f$.
#
# In this task a cell is a Keras model. It receives $[x_t\ h_{t-1}]$ side by side, as in 1.5, and
# returns $h_t$ when you call it like a function. How many layers it has inside does not matter.
#
# | | $x_t$ | $h_{t-1}$ | input of `cell` | $h_t$ |
# |:--|:-:|:-:|:-:|:-:|
# | shape | (m, d) | (m, n) | (m, d + n) | (m, n) |


# %%
def fold(cell, xs, h_0):
    """상태 h_0에서 시작해 xs를 차례로 셀에 읽히고, 모든 시점의 상태를 돌려줍니다.

    Let a cell read xs in order, beginning with the state h_0, and return the state of every step.

    Args:
        cell: a Keras model that maps x_t and h_{t-1}, side by side in one array of shape
            (m, d + n), to the state h_t of shape (m, n).
        xs: the inputs x_1, …, x_T, each of shape (m, d): a list, or an array (T, m, d).
        h_0: the state before the first input, shape (m, n).

    Returns:
        The states h_1, …, h_T (without h_0), shape (T, m, n).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# 가장 단순한 셀 세 가지에게 3, 1, 4, 1, 5를 읽혀 봅시다. $h_t = x_t + w\,h_{t-1}$에서 $w$만
# 다릅니다. $w = 1$인 셀은 지금까지의 **합**을 기억하고, $w = 0.5$인 셀은 오래된 것을 조금씩
# **잊고**, $w = 0$인 셀은 아무것도 기억하지 못합니다. 셀은 달라도 `fold`는 하나입니다.

# %% [markdown] lang="en"
# Let three of the simplest cells read 3, 1, 4, 1, 5. They compute $h_t = x_t + w\,h_{t-1}$ and
# differ in $w$ alone. With $w = 1$ a cell remembers the **sum** so far, with $w = 0.5$ it slowly
# **forgets** what is old, and with $w = 0$ it remembers nothing. One `fold` serves all cells.

# %%
xs = np.reshape([3.0, 1, 4, 1, 5], (5, 1, 1))
for w in (1, 0.5, 0):
    cell = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, use_bias=False)])
    cell.set_weights([np.array([[1], [w]])])
    print(f"w = {w}:", np.ravel(fold(cell, xs, np.zeros((1, 1)))))

# %% [markdown] lang="ko"
# ## 1.7 하나를 바꾸면 누가 움직일까요?
#
# 강의 000에 따르면 지금 순간의 출력은 그때까지 들어온 **모든** 입력의 함수입니다. 말로 믿지 말고
# 실험해 봅시다. 시퀀스 하나에서 시점 $s$의 입력 $x_s$만 `delta`만큼 바꾸고 층을 다시 돌려, 시점마다
# 출력이 얼마나 움직였는지 잽니다.
#
# $$D_{t,s} = \max_{i}\ \bigl|\, y'_{t,i} - y_{t,i} \,\bigr|$$
#
# $y_t$는 원래 출력, $y'_t$는 $x_s$의 모든 성분에 `delta`를 더했을 때의 출력이고, $i$는 뉴런의
# 번호입니다. 뉴런 가운데 가장 많이 움직인 것을 적는 셈입니다.
#
# 결과를 보기 전에 예상해 보세요. 표 $D$의 어느 쪽이 0일까요? $W_y = 0$이면 어떻게 될까요?

# %% [markdown] lang="en"
# ## 1.7 Change one input: who moves?
#
# Deck 000 says that the present output is a function of **all** inputs up to now. Do not take its
# word for it, try it. In one sequence change the input $x_s$ of step $s$ alone by `delta`, run
# the layer again, and measure how far the output of each step has moved.
#
# $$D_{t,s} = \max_{i}\ \bigl|\, y'_{t,i} - y_{t,i} \,\bigr|$$
#
# Here $y_t$ is the output as it was, $y'_t$ the output after `delta` was added to every component
# of $x_s$, and $i$ numbers the neurons: what counts is the neuron that moved furthest.
#
# Guess before you look: which part of the table $D$ is 0? What if $W_y = 0$?


# %%
def influence(X, W_x, W_y, b, delta):
    """입력을 한 시점씩 delta만큼 바꿀 때, 시점마다 출력이 얼마나 움직이는지의 표를 돌려줍니다.

    Return the table of how far each step's output moves when one step's input is changed by delta.

    Args:
        X: one sequence, shape (T, d).
        W_x, W_y, b: weights and bias of the ReLU layer, shapes (d, n), (n, n) and (n,).
        delta: the number that is added to every component of the changed input.

    Returns:
        D of shape (T, T): row t, column s holds the largest |change| among the neurons' outputs
        at step t when X[s] alone is changed.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
series = rng.normal(size=(8, 2))
figures.plot_influence(influence(series, W_x, W_y, b, 0.5))

# %% [markdown] lang="ko"
# 대각선 위쪽은 모두 0입니다. $t < s$인 출력은 아직 오지 않은 입력을 알 수 없기 때문입니다. 이런
# 성질을 **인과성(causality)** 이라고 합니다. 아래쪽으로 갈수록 영향은 이어지지만 크기가 변합니다.
# 스텝마다 $W_y$가 한 번 더 곱해지기 때문입니다. 이 일이 길게 되풀이되면 강의 002의 **장기 의존성
# 문제**가 됩니다.
#
# ## 1.8 활성화 함수는 왜 비선형이어야 할까요?
#
# 강의 002의 예입니다. 활성화 함수가 $h(x) = cx$인 층을 세 번 쌓으면
#
# $$y(x) = c \cdot c \cdot c \cdot x = c^3 x = ax$$
#
# 이므로 층 하나와 같습니다. **층을 쌓는 이유가 없습니다!** 행렬도 마찬가지입니다. 활성화 함수 없이
# $x W_1 + b_1$, 그 결과에 다시 $W_2$와 $b_2$를, 이렇게 몇 층을 지나도 전체는 언제나
# $x \cdot A + c$ 꼴입니다.
#
# $A$와 $c$는 공식 없이 **물어봐서** 찾을 수 있습니다. 영벡터를 넣으면 $c$가 나옵니다. $i$번째
# 성분만 1이고 나머지는 0인 벡터를 넣으면 $A$의 $i$번째 행에 $c$를 더한 값이 나옵니다. 물론 행렬을
# 곱해서 구해도 됩니다.

# %% [markdown] lang="en"
# Above the diagonal everything is 0: an output at $t < s$ cannot know an input that has not come
# yet. This is called **causality**. Further down the influence goes on, but its size changes,
# because $W_y$ is multiplied in once more at every step. Over many steps this becomes the **problem
# of long-term dependency** of deck 002.
#
# ## 1.8 Why must the activation be non-linear?
#
# An example of deck 002. Stack three layers with the activation $h(x) = cx$:
#
# $$y(x) = c \cdot c \cdot c \cdot x = c^3 x = ax$$
#
# This is one layer again. **There is no reason to stack them!** Matrices do the same. Without an
# activation compute $x W_1 + b_1$, put the result through $W_2$ and $b_2$, and so on: after any
# number of layers the whole is still of the form $x \cdot A + c$.
#
# You can find $A$ and $c$ without a formula, by **asking**. The zero vector gives $c$. The vector
# with a 1 in place $i$ and zeros elsewhere gives row $i$ of $A$, plus $c$. Multiplying the matrices
# is fine as well.


# %%
def collapse(layers):
    """활성화 함수 없는 여러 층과 언제나 같은 값을 내는 층 하나, 곧 (A, c)를 돌려줍니다.

    Return (A, c), the one layer x·A + c that always equals all these layers without activation.

    Args:
        layers: a list of pairs (W, b), first layer first; each layer maps x to x·W + b. Shapes
            (d, n_1) and (n_1,), then (n_1, n_2) and (n_2,), and so on up to n.

    Returns:
        A of shape (d, n) and c of shape (n,).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %% [markdown] lang="ko"
# 세 층을 지난 값과 $x \cdot A + c$를 비교해 봅시다. 그다음 층마다 ReLU를 넣습니다. 이제는 어떤
# $A$와 $c$로도 흉내 낼 수 없습니다. 순환층도 펼치면 같은 층을 $T$번 쌓은 것이므로, $\phi$가 없으면
# 시퀀스를 아무리 길게 읽어도 행렬 하나와 다를 것이 없습니다.

# %% [markdown] lang="en"
# Compare what three layers make of x with $x \cdot A + c$. Then put a ReLU into each layer: now no
# $A$ and $c$ can imitate them. An unrolled recurrent layer is one layer stacked $T$ times. So
# without $\phi$ it is no more than a single matrix, however long a sequence it reads.

# %%
stack = [(rng.normal(size=s), rng.normal(size=s[1])) for s in ((3, 6), (6, 4), (4, 2))]
A, c = collapse(stack)
x = rng.normal(size=(5, 3))
linear, relu = x, x
for W, bias in stack:
    linear, relu = linear @ W + bias, np.maximum(0, relu @ W + bias)
print("φ(z) = z   :", np.abs(linear - (x @ A + c)).max())
print("φ(z) = ReLU:", np.abs(relu - (x @ A + c)).max())

# %% [markdown] lang="ko"
# ## 1.9 Keras의 SimpleRNN과 같을까요?
#
# Keras의 `SimpleRNN`은 같은 식을 $h_t = \tanh(x_t W_x + h_{t-1} W_h + b)$라고 적습니다. 다른 것은
# 이름과 기본값뿐입니다.
#
# | 이 노트북 | Keras의 가중치 | 모양 |
# |:--|:--|:-:|
# | $W_x$ | `kernel` | (d, n) |
# | $W_y$ | `recurrent_kernel` | (n, n) |
# | $b$ | `bias` | (n,) |
#
# - `activation`의 기본값은 tanh입니다. 우리 층은 ReLU입니다.
# - `return_sequences`의 기본값 `False`는 마지막 출력만 내보냅니다. 우리 층은 모든 시점의 출력을
#   냅니다.
# - 가중치는 처음에 임의의 값입니다. `set_weights([...])`가 표의 순서대로 받아서 바꿉니다. 그 전에
#   모델이 입력의 모양을 알아야 합니다. `keras.Input((timesteps, d))`로 알려 주세요.

# %% [markdown] lang="en"
# ## 1.9 Is it Keras's SimpleRNN?
#
# Keras's `SimpleRNN` has the same equation, $h_t = \tanh(x_t W_x + h_{t-1} W_h + b)$. Only names
# and defaults are different.
#
# | this notebook | weight in Keras | shape |
# |:--|:--|:-:|
# | $W_x$ | `kernel` | (d, n) |
# | $W_y$ | `recurrent_kernel` | (n, n) |
# | $b$ | `bias` | (n,) |
#
# - `activation` is tanh by default; our layer has ReLU.
# - `return_sequences` is `False` by default, and then only the last output comes out. Our layer
#   puts out every step.
# - The weights are random at first. `set_weights([...])` takes new ones, in the order of the table.
#   Before that the model has to know the shape of its input: `keras.Input((timesteps, d))`.


# %%
def build_layer(W_x, W_y, b, timesteps):
    """여러분의 순환층과 같은 값을 내는 SimpleRNN 모델을, 주어진 가중치를 넣어 돌려줍니다.

    Return a model of one SimpleRNN layer that has these weights and computes what your layer does.

    Args:
        W_x, W_y, b: weights and bias, shapes (d, n), (n, n) and (n,).
        timesteps: length of the sequences that the model reads.

    Returns:
        A keras.Model with ReLU; input (None, timesteps, d), output (None, timesteps, n).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
X = rng.normal(size=(3, 8, 2))
model = build_layer(W_x, W_y, b, timesteps=8)
print(np.abs(np.array(model(X)) - layer(X, W_x, W_y, b)).max())

# %% [markdown] lang="ko"
# 차이가 0에 가깝다면, `SimpleRNN` 안에서 무슨 일이 일어나는지 여러분은 이미 다 알고 있는 것입니다.
# 남은 것은 좋은 가중치를 **찾는** 일, 곧 학습입니다.
#
# 더 해 보기: 1.3의 그림에서 `W_y`를 두 배로, 또 절반으로 바꾸어 보세요. 메아리가 어떻게 달라지나요?

# %% [markdown] lang="en"
# If the difference is next to 0, you know all that happens inside of `SimpleRNN`. What is left is
# to **find** good weights: training.
#
# To go on: double `W_y` in the figure of 1.3, then halve it. What happens to the echo?
