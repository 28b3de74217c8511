# %% [markdown] lang="ko"
# # 5. 수열 예측
#
# 0.0, 0.1, 0.2, 0.3 다음에는 어떤 수가 올까요? 강의 001의 첫 모델은 **숫자 4개를 읽고 다음 숫자
# 하나를 맞히는** 순환 신경망입니다. 숫자를 한꺼번에 보지 않고 한 타임스텝에 하나씩 읽으면서,
# 지금까지 읽은 내용을 은닉 상태 $h_t$에 담아 둡니다.
#
# $$h_t = \tanh(W_x x_t + W_h h_{t-1} + b), \qquad \hat y = W_y h_4 + b_y$$
#
# 이 노트북에서는 데이터 만들기, 모델 만들기, 학습, 그리고 데이터가 끝난 뒤를 내다보는 예측까지
# 네 단계를 직접 작성합니다.

# %% [markdown] lang="en"
# # 5. Sequence predictor
#
# What comes after 0.0, 0.1, 0.2, 0.3? The first model of deck 001 is a recurrent network that
# **reads four numbers and predicts the next one**. It does not see them all at once: it reads one
# number per timestep and keeps what it has read in its hidden state $h_t$.
#
# $$h_t = \tanh(W_x x_t + W_h h_{t-1} + b), \qquad \hat y = W_y h_4 + b_y$$
#
# In this notebook you write all four steps: make the data, build the model, train it, and forecast
# beyond the end of the data.

# %%
import keras
import numpy as np

from rnnlab import check, figures

# %% [markdown] lang="ko"
# ## 5.1 수열을 창으로 자르기
#
# 강의 001은 수열 0.0, 0.1, …, 0.9를 길이 4의 창(window)으로 자릅니다. 창을 한 칸씩 옮기면 문제와
# 정답이 6쌍 생깁니다.
#
# | 문제 `X[i]` | 정답 `y[i]` |
# |:--|--:|
# | 0.0 0.1 0.2 0.3 | 0.4 |
# | 0.1 0.2 0.3 0.4 | 0.5 |
# | … | … |
# | 0.5 0.6 0.7 0.8 | 0.9 |
#
# 순환층은 `(샘플 수, 타임스텝 수, 특성 수)`의 3차원 배열을 받습니다. 한 시점의 자료가 숫자
# 하나뿐이어도 마지막 축은 있어야 하므로 `X`의 모양은 (6, 4)가 아니라 (6, 4, 1)입니다.

# %% [markdown] lang="en"
# ## 5.1 Cut a series into windows
#
# Deck 001 cuts the series 0.0, 0.1, …, 0.9 into windows of four. A window that moves on by one
# step at a time gives six questions with their answers:
#
# | question `X[i]` | answer `y[i]` |
# |:--|--:|
# | 0.0 0.1 0.2 0.3 | 0.4 |
# | 0.1 0.2 0.3 0.4 | 0.5 |
# | … | … |
# | 0.5 0.6 0.7 0.8 | 0.9 |
#
# A recurrent layer reads a 3-D array `(samples, timesteps, features)`. The last axis is needed
# even where one timestep is a single number, so the shape of `X` is (6, 4, 1), not (6, 4).


# %%
def make_windows(series, timesteps):
    """수열의 모든 창과 그 바로 다음 값을 (X, y)로 돌려줍니다. n은 len(series) - timesteps입니다.

    Return (X, y): every window of the series, and the value that follows each of them.

    Args:
        series: numbers, an array or a list of length at least timesteps + 1.
        timesteps: length of a window.

    Returns:
        X of shape (n, timesteps, 1) and y of shape (n,), with n = len(series) - timesteps.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
series = np.arange(10) / 10
X, y = make_windows(series, 4)
for window, answer in zip(X, y, strict=True):
    print(window.ravel(), "→", answer)

# %% [markdown] lang="ko"
# ## 5.2 모델 만들기
#
# 강의 001의 모델은 층이 둘입니다.
#
# - `SimpleRNN(10)`: 창을 끝까지 읽고 **마지막** 은닉 상태만 내보냅니다. 중간 결과는 쓰지 않으므로
#   `return_sequences=False`입니다. 파라미터는 (10 + 1 + 1) × 10 = 120개입니다.
# - `Dense(1)`: 은닉 상태 10개를 수 하나로 바꿉니다. 파라미터는 10 + 1 = 11개입니다.
#
# 예측할 값이 확률이 아니라 **임의의 실수**이므로 `Dense`에는 활성화 함수를 붙이지 않습니다.
# sigmoid나 tanh를 붙이면 1.0보다 큰 값은 영영 예측할 수 없습니다. 손실은 정답과의 차이를 재는
# 평균 제곱 오차(mse)입니다.

# %% [markdown] lang="en"
# ## 5.2 Build the model
#
# The model of deck 001 has two layers:
#
# - `SimpleRNN(10)` reads the window to its end and hands on only its **last** hidden state. The
#   states in between are not used, so `return_sequences=False`. It has (10 + 1 + 1) × 10 = 120
#   parameters.
# - `Dense(1)` turns the ten numbers of that state into one. It has 10 + 1 = 11 parameters.
#
# What we predict is **any real number**, not a probability, so the `Dense` layer has no activation:
# with sigmoid or tanh the model could never predict more than 1.0. The loss measures the distance
# from the answer: the mean squared error (mse).


# %%
def build_sequence_predictor(timesteps=4, units=10):
    """강의 001의 모델을 만들고 adam과 mse로 compile해서 돌려줍니다. 출력의 모양은 (None, 1)입니다.

    Return the model of deck 001, compiled with adam and mse: a SimpleRNN and a Dense layer.

    Args:
        timesteps: length of a window; the model's input is (None, timesteps, 1).
        units: neurons of the SimpleRNN layer.

    Returns:
        A compiled keras.Model with the output shape (None, 1).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
keras.utils.set_random_seed(4)
model = build_sequence_predictor()
model.summary()

# %% [markdown] lang="ko"
# ## 5.3 학습
#
# `model.fit`은 데이터를 `epochs`번 되풀이해 읽으면서 손실이 줄어드는 쪽으로 가중치를 고칩니다.
# 받은 모델은 이미 compile되어 있으니 그대로 이어서 학습하면 됩니다. `fit`이 돌려주는 것은
# 모델이 아니라 손실의 기록(`History`)이라는 점을 조심하세요.

# %% [markdown] lang="en"
# ## 5.3 Train
#
# `model.fit` reads the data `epochs` times and corrects the weights so that the loss falls. The
# model comes compiled: just train it on from where it is. Mind that `fit` does not return the
# model but the record of its losses, a `History`.


# %%
def train(model, X, y, epochs=100):
    """받은 모델을 X와 y로 epochs번 학습하고, 학습한 그 모델을 돌려줍니다.

    Train the given model on X and y for this many epochs and return it.

    Args:
        model: a compiled keras.Model, as build_sequence_predictor returns it.
        X: windows of shape (n, timesteps, 1).
        y: the value after each window, shape (n,).
        epochs: how many times all the data are read.

    Returns:
        The same model, trained.
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
model = train(model, X, y)
predictions = model.predict(X, verbose=0).ravel()
print(predictions)

# %% [markdown] lang="ko"
# ## 5.4 데이터가 끝난 뒤 예측하기
#
# [0.6, 0.7, 0.8, 0.9]를 넣으면 1.0에 가까운 값이 나옵니다. 그다음 값은 어떻게 구할까요? 실제 값은
# 이제 없으므로 **방금 예측한 값을 입력으로 다시 넣습니다.** 가장 오래된 값은 창에서 밀려납니다.
#
# | 창 | 예측 |
# |:--|--:|
# | 0.6 0.7 0.8 0.9 | 약 1.0 |
# | 0.7 0.8 0.9 **1.0** | 약 1.1 |
# | 0.8 0.9 **1.0** **1.1** | … |
#
# 이렇게 자신의 출력을 다시 읽는 방식을 자기회귀(autoregressive) 예측이라고 합니다.

# %% [markdown] lang="en"
# ## 5.4 Forecast beyond the data
#
# Given [0.6, 0.7, 0.8, 0.9] the model answers about 1.0. And after that? There are no true values
# any more, so we **feed the prediction back as an input**, and the oldest value leaves the window:
#
# | window | prediction |
# |:--|--:|
# | 0.6 0.7 0.8 0.9 | about 1.0 |
# | 0.7 0.8 0.9 **1.0** | about 1.1 |
# | 0.8 0.9 **1.0** **1.1** | … |
#
# A model that reads its own output in this way makes an autoregressive forecast.


# %%
def forecast(model, window, steps):
    """창 다음에 올 값 steps개를, 예측을 다시 입력으로 넣어 가며 차례로 예측해 돌려줍니다.

    Return the next values after the window, each predicted from the model's own last outputs.

    Args:
        model: a trained model with input (None, timesteps, 1) and output (None, 1).
        window: the last known values, oldest first, shape (timesteps,).
        steps: how many values to predict, at least 1.

    Returns:
        The predictions in order, without the window, shape (steps,).
    """
    # 여기에 코드를 작성하세요. / Write your code here.
    raise NotImplementedError


# %%
beyond = forecast(model, series[-4:], 8)
print(beyond)

# %%
figures.plot_forecast(series, predictions, beyond, truth=np.arange(10, 18) / 10)

# %% [markdown] lang="ko"
# 주황색 영역은 모델이 학습 때 한 번도 보지 못한 범위입니다. 바로 다음 값은 잘 맞히지만, 멀리
# 갈수록 예측이 직선에서 벗어납니다. 예측의 작은 오차가 다시 입력이 되어 쌓이고, tanh는 학습한
# 범위를 벗어나면 점점 평평해지기 때문입니다. 학습 범위 **안쪽**을 맞히는 일(내삽)과 **바깥쪽**을
# 맞히는 일(외삽)은 난이도가 다릅니다.
#
# 더 해 보기: 사인 곡선 `np.sin(np.arange(60) / 4)`로 같은 일을 해 보세요. 외삽이 훨씬 잘될
# 겁니다. 왜 그럴까요?

# %% [markdown] lang="en"
# The shaded part is where the model has never seen data. It predicts the next value well, but the
# further it goes, the more it leaves the line: small errors come back as inputs and add up, and
# tanh flattens outside the range that it was trained on. To predict **inside** the range of the
# data (interpolation) and **outside** of it (extrapolation) are not equally hard.
#
# To go on: do the same with a sine, `np.sin(np.arange(60) / 4)`. The extrapolation will be much
# better. Why?

# %%
wave = np.sin(np.arange(60) / 4)
X, y = make_windows(wave, 4)
keras.utils.set_random_seed(4)
wave_model = train(build_sequence_predictor(), X, y, epochs=200)
figures.plot_forecast(
    wave,
    wave_model.predict(X, verbose=0),
    forecast(wave_model, wave[-4:], 25),
    truth=np.sin(np.arange(60, 85) / 4),
)
