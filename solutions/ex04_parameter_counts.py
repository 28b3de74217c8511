# %% [markdown] lang="ko"
# # 4. 파라미터 수 세기
#
# 강의 001의 시퀀스 예측 모델에 `model.summary()`를 부르면 마지막에 `Total params: 131`이
# 나옵니다. 131은 어디에서 온 수일까요?
#
# 파라미터를 셀 줄 알면 학습을 시작하기 전에 모델의 크기를 알 수 있고, 층을 잘못 쌓았을 때 바로
# 눈치챌 수 있습니다. 이 노트북에서는 가중치 행렬을 한 칸씩 세어 공식을 만들고, 그 공식으로 원하는
# 크기의 모델을 설계합니다. 마지막에는 강의 슬라이드를 직접 교정해 봅니다.

# %% [markdown] lang="en"
# # 4. Counting parameters
#
# Call `model.summary()` on the sequence predictor of deck 001 and the last lines say
# `Total params: 131`. Where does 131 come from?
#
# Whoever can count parameters knows how large a model is before training it, and notices at once
# when its layers are wired wrongly. In this notebook you count the weight matrices cell by cell,
# turn the counts into formulas, and design models of a wanted size with them. At the end you
# proofread the lecture's own slides.

# %%
import keras

from rnnlab import check, figures

# %% [markdown] lang="ko"
# ## 4.1 SimpleRNN: 뉴런 하나로 들어오는 선을 셉니다
#
# 강의 001의 식입니다. 현재 기억 $h_t$는 현재 입력 $x_t$와 과거 기억 $h_{t-1}$로 만듭니다.
#
# $$h_t = \tanh(W_x x_t + W_h h_{t-1} + b)$$
#
# **손으로 세어 보기.** `units=2`, `input_dim=1`일 때 뉴런 *하나*로 들어오는 선은 다음과 같습니다.
#
# | 선이 오는 곳 | 개수 |
# |:--|--:|
# | 과거 기억 $h_{t-1}$의 모든 뉴런 | `units` = 2 |
# | 현재 입력 $x_t$의 모든 성분 | `input_dim` = 1 |
# | 편향 | 1 |
# | **합** | **4** |
#
# 뉴런이 2개이므로 모두 $(2 + 1 + 1) \times 2 = 8$개입니다. 강의의 `units=2` 표에 적힌 바로 그
# 8입니다.
#
# 두 가지를 기억해 두세요.
#
# - 타임스텝 수는 이 계산에 나오지 않습니다. 모든 시점이 *같은* 가중치를 함께 쓰기 때문입니다.
# - 강의 001의 Vanilla RNN 그림과 강의 004의 식에는 편향이 생략되어 있지만, Keras는 편향을 쓰고
#   파라미터 수에도 넣습니다.

# %% [markdown] lang="en"
# ## 4.1 SimpleRNN: count the lines into one neuron
#
# The equation of deck 001: the present memory $h_t$ is made from the present input $x_t$ and the
# past memory $h_{t-1}$.
#
# $$h_t = \tanh(W_x x_t + W_h h_{t-1} + b)$$
#
# **By hand.** With `units=2` and `input_dim=1`, these lines go into *one* neuron:
#
# | from | lines |
# |:--|--:|
# | every neuron of the past memory $h_{t-1}$ | `units` = 2 |
# | every component of the present input $x_t$ | `input_dim` = 1 |
# | the bias | 1 |
# | **sum** | **4** |
#
# There are 2 neurons, so the layer has $(2 + 1 + 1) \times 2 = 8$ parameters: the 8 in the deck's
# `units=2` table.
#
# Keep two things in mind:
#
# - The number of timesteps does not occur in the count, because all timesteps share the *same*
#   weights.
# - The vanilla RNN figure of deck 001 and the equations of deck 004 leave the bias out; Keras
#   uses one, and counts it.


# %%
def simple_rnn_params(units, input_dim):
    """시점마다 수 input_dim개를 받는 SimpleRNN(units) 층의 파라미터 수를 정수로 돌려줍니다.

    Return the number of parameters of a SimpleRNN(units) layer whose input at each timestep is
    input_dim numbers.

    Args:
        units: neurons of the layer, at least 1.
        input_dim: size of the input vector of one timestep, at least 1.

    Returns:
        The count of all weights and biases, an int.
    """
    ### BEGIN SOLUTION
    return (units + input_dim + 1) * units
    ### END SOLUTION


# %% [markdown] lang="ko"
# ## 4.2 행렬의 크기: W_x, W_h, b
#
# 방금 센 파라미터는 행렬 세 개에 나뉘어 담겨 있습니다. 강의 001의 마지막 그림은 $x_t$를 세로
# 벡터로 보고 이렇게 적었습니다.
#
# $$W_x : D_h \times d, \qquad W_h : D_h \times D_h, \qquad b : D_h \times 1$$
#
# ($d$는 `input_dim`, $D_h$는 `units`입니다.) 수학책에서 흔히 쓰는 방식이고 잘못이 아닙니다. 다만
# **Keras는 이것을 뒤집어서 저장합니다.** 데이터 하나가 배열의 한 *행*이어서
# $x_t W_x + h_{t-1} W_h + b$의 순서로 곱하기 때문입니다. 강의 000의 미니배치 식
# $Y_t = \phi(X_t W_x + Y_{t-1} W_y + b)$가 Keras와 같은 방식입니다.
#
# 그래서 Keras의 `kernel`, 곧 $W_x$는 행이 입력이고 열이 뉴런입니다. 편향은 세로 행렬이 아니라
# 축이 하나뿐인 배열입니다.

# %% [markdown] lang="en"
# ## 4.2 The sizes of the matrices: W_x, W_h, b
#
# The parameters that you have just counted live in three arrays. The last figure of deck 001
# takes $x_t$ as a column vector and writes
#
# $$W_x : D_h \times d, \qquad W_h : D_h \times D_h, \qquad b : D_h \times 1$$
#
# ($d$ is `input_dim`, $D_h$ is `units`.) Many textbooks do, and it is not wrong. But **Keras
# stores the transpose**: one example is a *row* of an array, so it multiplies in the order
# $x_t W_x + h_{t-1} W_h + b$. The mini-batch formula of deck 000,
# $Y_t = \phi(X_t W_x + Y_{t-1} W_y + b)$, is written Keras's way.
#
# In Keras, then, $W_x$ (its `kernel`) has a row for each input and a column for each neuron, and
# the bias is no column matrix but an array with a single axis.


# %%
def weight_shapes(units, input_dim):
    """Keras SimpleRNN 층의 W_x, W_h, b의 모양을 이 순서대로, 튜플이나 리스트 세 개로 돌려줍니다.

    Return the shapes of W_x, W_h and b of a Keras SimpleRNN layer, three tuples or lists in this
    order.

    Args:
        units: neurons of the layer.
        input_dim: size of the input vector of one timestep.

    Returns:
        The shapes as Keras stores kernel, recurrent_kernel and bias (not the deck's transposes).
    """
    ### BEGIN SOLUTION
    return (input_dim, units), (units, units), (units,)
    ### END SOLUTION


# %% [markdown] lang="ko"
# 여러분이 구한 모양대로 행렬을 그리고 칸마다 번호를 붙여 봅시다. 세 행렬을 위아래로 쌓으면 폭이
# 모두 `units`입니다. 그래서 넓이가 곧 공식
# $(\text{input\_dim} + \text{units} + 1) \times \text{units}$입니다. 한 *열*은 뉴런 하나로
# 들어오는 선이고, 마지막 칸의 번호가 `simple_rnn_params`의 답과 같아야 합니다.

# %% [markdown] lang="en"
# Draw the matrices with the shapes that you found and number every cell. Stacked, all three are
# `units` wide, so the area *is* the formula
# $(\text{input\_dim} + \text{units} + 1) \times \text{units}$. One *column* holds the lines into
# one neuron, and the number in the last cell should be the answer of `simple_rnn_params`.

# %%
figures.plot_weights(weight_shapes(10, 1), counted=simple_rnn_params(10, 1))

# %% [markdown] lang="ko"
# ## 4.3 Dense: 131의 나머지 11
#
# 강의 001은 Dense 층의 파라미터 수를 `(units + 1) x Dense층 출력 수`로 적었습니다. 여기에서
# `units`는 *앞에 있는 SimpleRNN*의 뉴런 수, 곧 Dense가 받는 입력의 크기입니다. Keras의
# `Dense(units)`에서 `units`는 반대로 Dense의 *출력* 수이니 헷갈리지 마세요. 아래 함수는 Keras의
# 이름을 따릅니다.
#
# 예: SimpleRNN(2) 뒤의 Dense(1)은 $(2 + 1) \times 1 = 3$, 그래서 전체는 $8 + 3 = 11$입니다.

# %% [markdown] lang="en"
# ## 4.3 Dense: the other 11 of the 131
#
# Deck 001 counts a Dense layer as `(units + 1) x outputs of Dense`. Its `units` are the neurons
# of the *SimpleRNN before it*, that is the size of what Dense receives. In Keras's
# `Dense(units)`, on the other hand, `units` are Dense's own *outputs*. The function below uses
# Keras's names.
#
# Example: a Dense(1) after SimpleRNN(2) has $(2 + 1) \times 1 = 3$, so the model has
# $8 + 3 = 11$.


# %%
def dense_params(units, input_dim):
    """수 input_dim개를 받는 Dense(units) 층의 파라미터 수를 정수로 돌려줍니다.

    Return the number of parameters of a Dense(units) layer that receives input_dim numbers.

    Args:
        units: outputs of the Dense layer.
        input_dim: size of its input, e.g. the units of the recurrent layer before it.

    Returns:
        The count, an int.
    """
    ### BEGIN SOLUTION
    return (input_dim + 1) * units
    ### END SOLUTION


# %% [markdown] lang="ko"
# ## 4.4 LSTM과 GRU: 같은 상자를 몇 개 쓸까요?
#
# 강의 002의 LSTM 식을 보면 $f_t$, $i_t$, $\tilde{C}_t$, $o_t$가 모두 $W \cdot [h_{t-1}, x_t] + b$
# 꼴입니다. 하나하나가 SimpleRNN과 똑같은 크기의 상자입니다. 강의 004의 말처럼 *게이트*는
# 3개이지만, Cell 후보값 $\tilde{C}_t$도 자기 가중치를 가진다는 점을 잊지 마세요.

# %% [markdown] lang="en"
# ## 4.4 LSTM and GRU: how many such boxes?
#
# In deck 002's LSTM equations, $f_t$, $i_t$, $\tilde{C}_t$ and $o_t$ all have the form
# $W \cdot [h_{t-1}, x_t] + b$. Each is a box of exactly SimpleRNN's size. There are 3 *gates*, as
# deck 004 says; do not forget that the candidate $\tilde{C}_t$ has weights of its own.


# %%
def lstm_params(units, input_dim):
    """시점마다 수 input_dim개를 받는 LSTM(units) 층의 파라미터 수를 정수로 돌려줍니다.

    Return the number of parameters of an LSTM(units) layer with input_dim inputs per timestep.

    Args:
        units: neurons of the layer.
        input_dim: size of the input vector of one timestep.

    Returns:
        The count, an int.
    """
    ### BEGIN SOLUTION
    return 4 * simple_rnn_params(units, input_dim)
    ### END SOLUTION


# %% [markdown] lang="ko"
# 강의 003의 GRU는 forget gate와 input gate를 update gate 하나로 합쳤습니다. 상자는 update, reset,
# 후보값의 셋입니다. 그런데 `keras.layers.GRU(2)`의 파라미터 수는 SimpleRNN의 3배보다 조금
# 많습니다. `reset_after` 때문입니다.
#
# - `reset_after=False`: reset gate를 $h_{t-1}$에 **먼저** 곱하고 나서 행렬을 곱합니다. 상자마다
#   편향이 한 벌입니다.
# - `reset_after=True`(Keras의 기본값): 행렬을 곱한 **뒤에** reset gate를 곱합니다. 입력 쪽과 기억
#   쪽의 편향이 따로 있어서 상자마다 편향이 **두 벌**입니다.

# %% [markdown] lang="en"
# Deck 003's GRU merges the forget gate and the input gate into one update gate. Its boxes are
# three: update, reset and candidate. Yet `keras.layers.GRU(2)` has a few parameters more than
# three SimpleRNNs. The reason is `reset_after`:
#
# - `reset_after=False`: the reset gate multiplies $h_{t-1}$ **before** the matrix does. Each box
#   has one set of biases.
# - `reset_after=True` (Keras's default): the reset gate multiplies **after** the matrix did. The
#   input side and the memory side have biases of their own, so each box has **two** sets.


# %%
def gru_params(units, input_dim, reset_after=True):
    """시점마다 수 input_dim개를 받는 GRU(units, reset_after=...) 층의 파라미터 수를 돌려줍니다.

    Return the number of parameters of a GRU(units, reset_after=...) layer with input_dim inputs
    per timestep.

    Args:
        units: neurons of the layer.
        input_dim: size of the input vector of one timestep.
        reset_after: True (Keras's default) has two bias vectors per box, False has one.

    Returns:
        The count, an int.
    """
    ### BEGIN SOLUTION
    biases = 2 if reset_after else 1
    return 3 * (units + input_dim + biases) * units
    ### END SOLUTION


# %% [markdown] lang="ko"
# ## 4.5 Embedding: 단어마다 한 줄
#
# 강의 004의 워드 임베딩은 단어 번호를 실수 벡터로 바꾸는 *표*입니다. 단어마다 한 줄이고, 곱하거나
# 더하는 것이 없으니 편향도 없습니다.

# %% [markdown] lang="en"
# ## 4.5 Embedding: one row per word
#
# The word embedding of deck 004 is a *table* that turns a word's id into a vector. It has a row
# for every word; nothing is multiplied or added, so there is no bias.


# %%
def embedding_params(input_dim, output_dim):
    """단어 input_dim개를 길이 output_dim인 벡터로 바꾸는 Embedding 층의 파라미터 수를 돌려줍니다.

    Return the number of parameters of an Embedding layer that turns input_dim word ids into
    vectors of output_dim numbers.

    Args:
        input_dim: size of the vocabulary.
        output_dim: length of a word's vector.

    Returns:
        The count, an int.
    """
    ### BEGIN SOLUTION
    return input_dim * output_dim
    ### END SOLUTION


# %% [markdown] lang="ko"
# 길이 100인 단어 벡터를 입력으로 받을 때, 층의 크기를 여러분의 공식으로 비교해 봅시다. `units`가
# 커지면 파라미터 수는 직선이 아니라 포물선을 그립니다. $W_h$가 `units` × `units`이기 때문입니다.

# %% [markdown] lang="en"
# Compare the layers by your formulas, for word vectors of length 100 as the input. The counts
# grow with `units` along a parabola, not a line, because $W_h$ is `units` × `units`.

# %%
sizes = range(1, 101)
figures.plot_parameter_growth(
    sizes,
    {
        "LSTM": [lstm_params(units, 100) for units in sizes],
        "GRU": [gru_params(units, 100) for units in sizes],
        "SimpleRNN": [simple_rnn_params(units, 100) for units in sizes],
        "Dense": [dense_params(units, 100) for units in sizes],
    },
)

# %% [markdown] lang="ko"
# ## 4.6 센 대로 모델 만들기
#
# 이제 모델을 만들어 공식을 확인합니다. 강의 001의 모델은 SimpleRNN과 활성화 함수가 없는
# Dense입니다.
#
# | 모델 | SimpleRNN | Dense | 합 |
# |:--|--:|--:|--:|
# | 강의 001, `units=2`, 입력 (4, 1), 출력 1 | 8 | 3 | 11 |
# | 강의 001, `units=3`, 입력 (4, 1), 출력 1 | 15 | 4 | 19 |
# | 강의 001, `units=10`, 입력 (4, 1), 출력 1 | 120 | 11 | 131 |
# | 강의 001, `units=10`, 입력 (4, 3), 출력 2 | 140 | 22 | 162 |
# | 강의 004, `SimpleRNN(3)`, 입력 (4, 9), Dense 없음 | 39 | | 39 |
#
# 파라미터 수가 맞는다고 모델이 맞는 것은 아닙니다. `return_sequences`를 켜도 수는 그대로인데
# 출력은 달라집니다. 기본값 `False`에서는 마지막 시점의 출력 하나만, `True`에서는 모든 시점의
# 출력이 나옵니다. 그래서 채점할 때는 파라미터 수뿐 아니라 모양과 계산 결과도 봅니다.

# %% [markdown] lang="en"
# ## 4.6 Build what you counted
#
# Now build the models and confirm the formulas. The model of deck 001 is a SimpleRNN and a Dense
# layer without an activation.
#
# | model | SimpleRNN | Dense | total |
# |:--|--:|--:|--:|
# | deck 001, `units=2`, input (4, 1), 1 output | 8 | 3 | 11 |
# | deck 001, `units=3`, input (4, 1), 1 output | 15 | 4 | 19 |
# | deck 001, `units=10`, input (4, 1), 1 output | 120 | 11 | 131 |
# | deck 001, `units=10`, input (4, 3), 2 outputs | 140 | 22 | 162 |
# | deck 004, `SimpleRNN(3)`, input (4, 9), no Dense | 39 | | 39 |
#
# A right count does not make a right model: `return_sequences` leaves the count as it is and
# changes the output. With the default `False` only the last timestep comes out, with `True` every
# timestep does. So the checks look at shapes and at what is computed, too.


# %%
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """SimpleRNN(units) 뒤에 활성화 함수가 없는 Dense(outputs)를 둔 모델을 돌려줍니다.
    입력의 모양은 (n, timesteps, input_dim)입니다. outputs가 None이면 Dense 없이 SimpleRNN만 둡니다.
    Sequential, 함수형 API, keras.Model의 상속 가운데 무엇이든 좋지만, keras.layers의 층만 씁니다.

    Return a model of SimpleRNN(units) and a Dense(outputs) without an activation, for inputs of
    shape (n, timesteps, input_dim). With outputs=None there is no Dense layer. Write it with
    Sequential, the functional API or as a subclass of keras.Model, of layers in keras.layers.

    Args:
        units: neurons of the SimpleRNN layer (activation tanh, the default).
        timesteps, input_dim: shape of one input.
        outputs: outputs of the Dense layer, or None.
        return_sequences: False gives the output of the last timestep, True that of every one.

    Returns:
        A Keras model; it need not be compiled. Output shape (n, outputs), or (n, units) without
        Dense; with return_sequences=True (n, timesteps, outputs) or (n, timesteps, units).
    """
    ### BEGIN SOLUTION
    layers = [
        keras.Input((timesteps, input_dim)),
        keras.layers.SimpleRNN(units, return_sequences=return_sequences),
    ]
    if outputs is not None:
        layers.append(keras.layers.Dense(outputs))
    return keras.Sequential(layers)
    ### END SOLUTION


# %% [markdown] lang="ko"
# 여러분이 만든 모델 속의 *진짜* 가중치입니다. 번호는 층을 건너 이어지고, 마지막 칸이 131이어야
# 합니다.

# %% [markdown] lang="en"
# The *real* weights inside the model that you built. The numbers run on from layer to layer; the
# last cell should be 131.

# %%
figures.plot_model_weights(build_rnn(10, 4, 1, 1))

# %% [markdown] lang="ko"
# ## 4.7 거꾸로: 원하는 파라미터 수에서 units 찾기
#
# 이번에는 총 파라미터 수를 먼저 정하고 `units`를 찾습니다. 예를 들어 파라미터가 19개이고 입력과
# 출력이 1개씩이라면 $(u + 1 + 1) \times u + (u + 1) \times 1 = 19$이므로 $u = 3$입니다. 20개짜리
# 모델은 어떤 `units`로도 만들 수 없습니다.
#
# `units`가 커지면 파라미터 수도 반드시 커지므로 답은 많아야 하나입니다.

# %% [markdown] lang="en"
# ## 4.7 Backwards: from a wanted count to units
#
# Now the total is given and `units` are wanted. For 19 parameters with one input and one output,
# $(u + 1 + 1) \times u + (u + 1) \times 1 = 19$, so $u = 3$. No `units` at all give a model of
# 20.
#
# More `units` always mean more parameters, so there is at most one answer.


# %%
def units_for_params(total, input_dim, outputs=None):
    """build_rnn 모델의 파라미터가 정확히 total개가 되는 units를 정수로 돌려줍니다.
    그런 units가 없으면 None을 돌려줍니다.

    Return the units for which the model of build_rnn has exactly total parameters, or None if
    there are none.

    Args:
        total: the wanted number of parameters.
        input_dim: size of the input vector of one timestep.
        outputs: outputs of the Dense layer, or None for a model without Dense.

    Returns:
        units, an int of at least 1, or None.
    """
    ### BEGIN SOLUTION
    for units in range(1, total):
        dense = 0 if outputs is None else dense_params(outputs, units)
        count = simple_rnn_params(units, input_dim) + dense
        if count >= total:
            return units if count == total else None
    return None
    ### END SOLUTION


# %%
for total, input_dim, outputs in [(11, 1, 1), (19, 1, 1), (131, 1, 1), (162, 3, 2), (39, 9, None)]:
    units = units_for_params(total, input_dim, outputs)
    built = build_rnn(units, 4, input_dim, outputs).count_params()
    print(f"total={total:<4} units={units:<3} build_rnn(...).count_params()={built}")

# %% [markdown] lang="ko"
# ## 4.8 슬라이드 교정하기
#
# 실행 결과를 슬라이드에 옮기다 보면 누구나 실수를 합니다. 강의 001에도 코드와 표가 어긋난 곳이
# 있습니다. 강의를 탓하려는 것이 아니라, 공식을 아는 사람은 이런 곳을 스스로 찾아낼 수 있다는
# 이야기입니다.
#
# 1. **`units=3` 표**: 코드는 `return_sequences=False`인데 표의 Output Shape는 `(None, 4, 3)`과
#    `(None, 4, 1)`입니다. 코드대로라면 `(None, 3)`과 `(None, 1)`입니다. 표는 아마
#    `return_sequences=True`로 실행한 결과일 것입니다. 수 15, 4, 19는 어느 쪽이든 같아서 수만 보면
#    모르고 지나가게 됩니다.
# 2. **`120 ?`**: 물음표는 필요 없습니다. $(10 + 1 + 1) \times 10 = 120$이 맞습니다.
# 3. **"Whh 10개, 편향 b 1개, input 1개"**: 뉴런 *하나*에 대해서는 맞는 말입니다. 층 전체에서는
#    10배, 곧 $W_h$ 100개, $b$ 10개, $W_x$ 10개입니다.
# 4. **162 슬라이드의 그림 설명**: 코드는 `units=10`인데 앞 슬라이드의 `units=2`, `units=3`이
#    그대로 남아 있습니다.
#
# `audit_slide`는 이런 교정을 자동으로 합니다. 코드의 설정을 옳은 것으로 보고, 슬라이드에 적힌
# 칸(`printed`) 가운데 틀린 칸만 바른 값과 함께 돌려줍니다. `"120 ?"`처럼 정확한 값이 아닌 칸도
# 틀린 칸입니다. 슬라이드에 없는 칸은 교정하지 않고, 모두 맞으면 빈 dict `{}`를 돌려줍니다.
#
# | 칸의 이름 | 뜻 |
# |:--|:--|
# | `"units"` | SimpleRNN의 뉴런 수 |
# | `"W_x"`, `"W_h"`, `"b"` | 층 전체에서 그 행렬에 든 파라미터 수 |
# | `"rnn_shape"`, `"dense_shape"` | 층의 출력 모양. 튜플이고 첫 축은 `None` |
# | `"rnn_params"`, `"dense_params"`, `"total"` | 층과 모델의 파라미터 수 |

# %% [markdown] lang="en"
# ## 4.8 Proofread the slides
#
# Whoever copies results onto slides slips now and then, and so does deck 001: in places its code
# and its tables disagree. This is no reproach to the lecture; it shows what you can find on your
# own once you know the formulas.
#
# 1. **The `units=3` table**: the code says `return_sequences=False`, yet the table prints the
#    output shapes `(None, 4, 3)` and `(None, 4, 1)`. By the code they are `(None, 3)` and
#    `(None, 1)`. The table was probably made with `return_sequences=True`. Its counts 15, 4 and
#    19 are the same either way, so counts alone never show it.
# 2. **`120 ?`**: no need for the question mark. $(10 + 1 + 1) \times 10 = 120$ is right.
# 3. **"Whh 10, bias b 1, input 1"**: true of *one* neuron. The whole layer has ten times as many:
#    100 in $W_h$, 10 in $b$, 10 in $W_x$.
# 4. **The captions on the slide of 162**: its code says `units=10`; `units=2` and `units=3` were
#    left over from the slide before.
#
# `audit_slide` does this proofreading. It takes the settings in the code as right, and returns
# those of the slide's cells (`printed`) that are wrong, with their right values. A cell that is
# not exactly the right value, like `"120 ?"`, is wrong, too. Cells that are not on the slide are
# not corrected; if all is right, an empty dict `{}` comes back.
#
# | cell | meaning |
# |:--|:--|
# | `"units"` | neurons of the SimpleRNN |
# | `"W_x"`, `"W_h"`, `"b"` | parameters in that array, for the whole layer |
# | `"rnn_shape"`, `"dense_shape"` | the layer's output shape: a tuple whose first axis is `None` |
# | `"rnn_params"`, `"dense_params"`, `"total"` | parameters of the layers and of the model |


# %%
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    """슬라이드에 적힌 칸 printed 가운데 틀린 칸만 골라 {칸의 이름: 바른 값} dict로 돌려줍니다.
    나머지 인자는 슬라이드의 코드에 적힌 설정이고, 옳은 것으로 봅니다.

    Return the wrong cells of the slide as a dict {cell: right value}. printed holds what the
    slide says; the other arguments are the settings in its code, which count as right.

    Args:
        printed: dict of some of the cells "units", "W_x", "W_h", "b", "rnn_shape", "rnn_params",
            "dense_shape", "dense_params", "total", each with what is printed there.
        units, timesteps, input_dim, outputs, return_sequences: the code, as in build_rnn.

    Returns:
        A dict; shapes are tuples such as (None, 3), counts are ints. Empty if all cells are right.
    """
    ### BEGIN SOLUTION
    steps = (timesteps,) if return_sequences else ()
    rnn, dense = simple_rnn_params(units, input_dim), dense_params(outputs, units)
    right = {
        "units": units,
        "W_x": input_dim * units,
        "W_h": units * units,
        "b": units,
        "rnn_shape": (None, *steps, units),
        "rnn_params": rnn,
        "dense_shape": (None, *steps, outputs),
        "dense_params": dense,
        "total": rnn + dense,
    }
    return {cell: right[cell] for cell, value in printed.items() if value != right[cell]}
    ### END SOLUTION


# %% [markdown] lang="ko"
# 강의 001의 `units=3` 슬라이드를 여러분의 함수로 교정한 결과입니다.

# %% [markdown] lang="en"
# Deck 001's `units=3` slide, proofread by your function:

# %%
slide = {
    "rnn_shape": (None, 4, 3),
    "rnn_params": 15,
    "dense_shape": (None, 4, 1),
    "dense_params": 4,
    "total": 19,
}
figures.plot_audit(slide, audit_slide(slide, units=3, timesteps=4, input_dim=1, outputs=1))

# %% [markdown] lang="ko"
# **더 생각해 보기.** 강의 004의 로이터 모델은 Embedding(1000, 100) → LSTM(100) → Dense(46)입니다.
# 여러분의 함수 세 개로 총 파라미터 수를 구해 보세요. 11번 연습에서 만들 모델의 `185,046`과
# 같나요?

# %% [markdown] lang="en"
# **One more thing.** The Reuters model of deck 004 is Embedding(1000, 100) → LSTM(100) →
# Dense(46). Add up its parameters with three of your functions. Is the sum the `185,046` of the
# model that you will build in exercise 11?

# %%
embedding_params(1000, 100) + lstm_params(100, 100) + dense_params(46, 100)
