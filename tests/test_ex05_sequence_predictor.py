"""Checks of exercise 5: windows of a series, a SimpleRNN that predicts, training, forecasting."""

import keras
import numpy as np
from keras import layers

from common.oracles import dense, last, simple_rnn
from common.training import epochs_times, given, goes_on, same_layers
from rnnlab.author import expect, oracle, points

# --------------------------------------------------------------------------- make_windows


@points(1)
def test_windows_of_the_lecture(make_windows):
    """0.0, 0.1, …, 0.9를 길이 4로 자르면 강의와 같은 6쌍이 나옵니다.
    The series 0.0, 0.1, …, 0.9 cut into windows of 4 gives the six pairs of the lecture.
    → 강의의 표를 보세요. 창은 한 칸씩 옮겨 갑니다.
    → See the table: a window moves by one."""
    X, y = expect.pair(make_windows(np.arange(10) / 10, 4))
    expect.close(expect.shape(X, (6, 4, 1))[:, :, 0], (np.arange(6)[:, None] + np.arange(4)) / 10)
    expect.close(y, [0.4, 0.5, 0.6, 0.7, 0.8, 0.9])


@points(1)
def test_windows_have_three_axes(make_windows, rng):
    """창 배열 X의 모양은 (n, timesteps, 1)입니다.
    The windows X have the shape (n, timesteps, 1).
    → 특성이 하나뿐이어도 마지막 축이 필요합니다. np.newaxis나 reshape를 쓸 수 있습니다.
    → The last axis is needed even for one feature; np.newaxis or reshape adds it."""
    timesteps = int(rng.integers(5, 8))
    for n in (int(rng.integers(9, 15)), 1):
        X, _ = expect.pair(make_windows(rng.uniform(-1, 1, n + timesteps), timesteps))
        expect.shape(X, (n, timesteps, 1))


@points(2)
def test_windows_hold_consecutive_values(make_windows, rng):
    """X[i]에는 series[i]부터 잇따른 timesteps개의 값이 순서대로 들어 있습니다.
    X[i] holds the values from series[i] on, timesteps of them in their order.
    → i번째 창은 series[i]에서 시작해 timesteps개의 값을 담습니다.
    → Window i starts at series[i] and holds timesteps values."""
    n, timesteps = int(rng.integers(8, 12)), int(rng.integers(3, 7))
    series = rng.uniform(-5, 5, n + timesteps)
    X, _ = expect.pair(make_windows(series.tolist(), timesteps))
    expect.close(X, _windows(series, timesteps)[0])


@points(1)
def test_answers_follow_their_windows(make_windows, rng):
    """y[i]는 창 X[i] 바로 다음에 오는 값이고, y의 모양은 (n,)입니다.
    y[i] is the value right after window X[i], and y has the shape (n,).
    → y[i]는 X[i]의 마지막 값이 아니라 그 바로 다음 값입니다.
    → y[i] is not the last value of X[i] but the one right after it."""
    n, timesteps = int(rng.integers(8, 12)), int(rng.integers(3, 7))
    series = rng.uniform(-5, 5, n + timesteps)
    _, y = expect.pair(make_windows(series, timesteps))
    expect.close(y, series[timesteps:])


# --------------------------------------------------------------- build_sequence_predictor


@points(1)
def test_lecture_model_has_131_parameters(build_sequence_predictor):
    """인자 없이 만든 모델은 강의처럼 120 + 11 = 131개의 파라미터를 가집니다.
    Built without arguments, the model has 120 + 11 = 131 parameters, as in the lecture.
    → SimpleRNN(10)은 (10 + 1 + 1) × 10개, Dense(1)은 10 + 1개입니다.
    → SimpleRNN(10) has (10 + 1 + 1) × 10 of them, Dense(1) has 10 + 1."""
    model = expect.model(build_sequence_predictor(), (4, 1))
    expect.params(model, 131)
    expect.params(expect.layer(model, layers.SimpleRNN), 120)
    expect.params(expect.layer(model, layers.Dense), 11)


@points(1)
def test_sizes_follow_the_arguments(build_sequence_predictor, rng):
    """timesteps와 units를 바꾸면 모델의 크기도 그에 맞게 바뀝니다.
    The model's sizes follow the arguments timesteps and units.
    → 층을 만들 때 4나 10 대신 timesteps와 units를 쓰세요.
    → Use timesteps and units in the layers, not 4 and 10."""
    timesteps, units = int(rng.integers(5, 9)), int(rng.integers(11, 20))
    model = expect.model(build_sequence_predictor(timesteps, units), (timesteps, 1))
    expect.params(expect.layer(model, layers.SimpleRNN), units * (units + 2))


@points(1)
def test_output_is_one_number_per_window(build_sequence_predictor, rng):
    """모델은 창 하나마다 수 하나를 내놓습니다. 출력의 모양은 (None, 1)입니다.
    The model answers each window with one number: its output shape is (None, 1).
    → 마지막 은닉 상태만 필요합니다. return_sequences를 확인하세요.
    → Only the last hidden state is needed: look at return_sequences."""
    timesteps, units = int(rng.integers(5, 9)), int(rng.integers(2, 5))
    model = expect.model(build_sequence_predictor(timesteps, units), (timesteps, 1))
    expect.output_shape(model, (None, 1))
    expect.shape(expect.predict(model, rng.uniform(size=(3, timesteps, 1))), (3, 1))


@points(2)
def test_prediction_follows_the_equations(build_sequence_predictor, rng):
    """어떤 가중치에서도 예측은 h = tanh(x·Wx + h·Wh + b)를 거친 h·Wy + by와 같습니다.
    With any weights, the prediction is h·Wy + by after h = tanh(x·Wx + h·Wh + b).
    → SimpleRNN은 tanh 그대로, Dense는 활성화 함수 없이 씁니다.
    → SimpleRNN keeps its tanh, and Dense has no activation."""
    timesteps, units = int(rng.integers(3, 6)), int(rng.integers(7, 10))
    model = expect.model(build_sequence_predictor(timesteps, units), (timesteps, 1))
    expect.params(model, units * (units + 2) + units + 1)
    recurrent = expect.layer(model, layers.SimpleRNN)
    output = expect.layer(model, layers.Dense)
    expect.params(output, units + 1)
    model.set_weights([rng.uniform(-1, 1, w.shape) for w in model.get_weights()])
    windows = rng.uniform(-2, 2, (11, timesteps, 1))
    expect.steady(model, windows)
    states = last(simple_rnn(windows, *recurrent.get_weights()))
    kernel = output.get_weights()[0]
    # Answers on both sides of zero, and beyond 1, leave no activation unnoticed.
    bias = -np.mean(states @ kernel, axis=0)
    output.set_weights([3 * kernel, 3 * bias])
    expect.close(expect.predict(model, windows), 3 * (states @ kernel + bias), atol=1e-4)


@points(1)
def test_compiled_with_adam_and_mse(build_sequence_predictor):
    """모델은 옵티마이저 adam과 손실 mse로 compile되어 있습니다.
    The model is compiled with the optimizer adam and the loss mse.
    → model.compile(optimizer=..., loss=...)에 강의에 나온 이름 두 개를 쓰세요.
    → Give model.compile(optimizer=..., loss=...) the two names of the lecture."""
    model = expect.model(build_sequence_predictor(5, 3), (5, 1))
    expect.compiled(model, loss="mean_squared_error", optimizer="adam")
    expect.learns(model)


# ---------------------------------------------------------------------------------- train


@points(2)
def test_every_window_is_learnt(train, rng):
    """모든 창을 읽고, 예측이 창마다 그 정답 쪽으로 옮겨 갑니다.
    Every window is read, and the prediction for it moves towards its answer.
    → model.fit(X, y, epochs=...)을 부르고, 학습한 model을 돌려주세요.
    → Call model.fit(X, y, epochs=...), then return the trained model."""
    model, _, (X, y) = _lesson(rng)
    # Window i is 0 but for a 1 at place i, so its weight moves if and only if it was trained on.
    trained = same_layers(expect.model(train(model, X, y, 5), (len(X), 1)), model)
    kernel = trained.get_weights()[0][:, 0]
    unread = int((kernel == 0).sum())
    expect.that(
        unread == 0,
        f"창 {len(X)}개 가운데 {unread}개는 학습에 쓰이지 않았습니다.",
        f"Of {len(X)} windows {unread} were not trained on.",
    )
    expect.that(
        (np.sign(kernel) == np.sign(y)).all(),
        "학습한 뒤의 예측이 창의 정답 쪽으로 옮겨 가지 않았습니다. X와 y의 짝이 맞는지 보세요.",
        "After the training the predictions have not moved towards the windows' answers. "
        "Do X and y still belong together?",
    )


@points(1)
def test_data_are_read_epochs_times(train, rng):
    """데이터를 꼭 epochs번 읽습니다. 창이 하나이면 가중치를 epochs번 고칩니다.
    The data are read exactly epochs times: one window corrects the weights epochs times.
    → epochs를 fit에 그대로 넘기세요.
    → Pass epochs on to fit."""
    _, (model, X, y, epochs), _ = _lesson(rng)
    trained = expect.model(train(model, X, y, epochs), (5, 1))
    epochs_times(trained, model, _gradient(X, y), epochs)


@points(1)
def test_training_goes_on_from_the_given_model(train, rng):
    """받은 모델의 가중치에서 시작해, 받은 모델의 옵티마이저로 학습합니다.
    Training starts from the given model's weights and uses the given model's optimizer.
    → 모델을 새로 만들거나 다시 compile하지 말고, 받은 모델의 fit을 부르세요.
    → Neither build nor compile a model again: call fit of the model that you were given."""
    _, (model, X, y, epochs), _ = _lesson(rng)
    trained = expect.model(train(model, X, y, epochs), (5, 1))
    goes_on(trained, model, _gradient(X, y))


# ------------------------------------------------------------------------------- forecast


@points(1)
def test_first_value_is_the_prediction_for_the_window(forecast, rng):
    """steps=1이면 주어진 창에 대한 예측 하나를 모양 (1,)로 돌려줍니다.
    With steps=1 the answer is the one prediction for the given window, of shape (1,).
    → 창을 (1, timesteps, 1) 모양으로 바꾸어 model.predict에 넣으세요.
    → Give model.predict the window in the shape (1, timesteps, 1)."""
    model, window = _random_model(rng, timesteps=5), rng.uniform(-1, 1, 5)
    expect.close(forecast(model, window, 1), _continued(model, window, 1), atol=1e-4)


@points(1)
def test_line_goes_on(forecast):
    """직선을 완벽하게 배운 모델은 0.6, 0.7, 0.8, 0.9 다음을 1.0, 1.1, 1.2, …로 이어 갑니다.
    A model that knows lines perfectly goes on after 0.6, 0.7, 0.8, 0.9 with 1.0, 1.1, 1.2, …
    → 예측한 값이 다음 창의 마지막 값이 됩니다.
    → Each prediction becomes the last value of the next window."""
    answer = forecast(_line_model(4), np.array([0.6, 0.7, 0.8, 0.9]), 4)
    expect.close(answer, [1.0, 1.1, 1.2, 1.3], rtol=0, atol=1e-3)


@points(2)
def test_forecast_feeds_back_its_own_output(forecast, rng):
    """창의 모든 값이 예측으로 바뀐 뒤에도 예측은 자신의 출력을 읽으며 이어집니다.
    The forecast goes on from its own output, also when no value of the window is left.
    → 한 걸음마다 가장 오래된 값을 버리고 방금 예측한 값을 뒤에 붙이세요.
    → At each step drop the oldest value and append the new prediction."""
    timesteps, steps = int(rng.integers(3, 6)), int(rng.integers(7, 10))
    model, window = _random_model(rng, timesteps), rng.uniform(-1, 1, timesteps)
    expect.close(forecast(model, window, steps), _continued(model, window, steps), 1e-3, 1e-3)


@points(1)
def test_forecast_of_any_length(forecast, rng):
    """정수 리스트로 준 더 긴 창에서도, steps가 timesteps보다 작아도 잘 예측합니다.
    A longer window, given as a list of ints, and fewer steps than timesteps work as well.
    → 창의 길이를 4로 고정하지 마세요. 창은 정수 리스트일 수도 있습니다.
    → Do not fix the window's length to 4; the window may be a list of ints."""
    model, window = _random_model(rng, timesteps=8), rng.integers(-2, 3, 8)
    answer = forecast(model, window.tolist(), 3)
    expect.close(answer, _continued(model, window, 3), 1e-3, 1e-3)


# -------------------------------------------------------------------------------- oracles


@oracle
def _windows(series, timesteps):
    """Return X and y by fancy indexing."""
    index = np.arange(len(series) - timesteps)[:, None] + np.arange(timesteps)
    return series[index][..., None], series[timesteps:]


@oracle
def _model(timesteps, weights, activation="tanh"):
    recurrent = layers.SimpleRNN(weights[0].shape[1], activation=activation, name="recurrent")
    output = layers.Dense(1, name="output")
    stack = [keras.Input((timesteps, 1), name="x"), recurrent, output]
    return given(stack, weights, optimizer="adam", loss="mse")


def _random_model(rng, timesteps):
    """Return a model whose forecast is lively: neither constant nor huge."""
    return _model(timesteps, [rng.uniform(-1, 1, s) for s in ((1, 6), (6, 6), 6, (6, 1), 1)])


def _linear(timesteps, weights):
    stack = [keras.Input((timesteps, 1), name="x"), layers.Flatten(name="flat")]
    stack.append(layers.Dense(1, name="output"))
    return given(stack, weights, optimizer=keras.optimizers.Adam(0.05), loss="mse")


def _lesson(rng):
    """Return a model for many windows; one for a single window, with that and epochs; the windows.

    ``train`` works on any model; one without a loop over the timesteps starts twice as fast. The
    single window is almost learnt already, so that its loss first rises: what stops early shows.
    """
    n = 12
    y = np.where(rng.permutation(n) < 5, -1.0, 1.0) * rng.uniform(1, 2, n)
    many = _linear(n, [np.zeros((n, 1)), np.zeros(1)])
    one = _linear(5, [rng.uniform(-0.6, 0.6, (5, 1)), np.zeros(1)])
    window = rng.uniform(0.5, 1, (1, 5, 1))
    answer = window[:, :, 0] @ one.get_weights()[0][:, 0] + 0.002
    return many, (one, window, answer, int(rng.integers(14, 20))), (np.eye(n)[..., None], y)


def _gradient(X, y):
    """Return the gradient of (p - y) squared, for the one window in X, by weights of _linear."""

    def gradient(weights):
        kernel, bias = weights
        slope = 2 * (X[0, :, 0] @ kernel[:, 0] + bias[0] - y[0])
        return [slope * X[0], np.array([slope])]

    return gradient


def _line_model(timesteps):
    """Return a model whose state is (x_t, x_{t-1}) and whose answer is 2 x_t - x_{t-1}."""
    weights = [[[1, 0]], [[0, 1], [0, 0]], [0, 0], [[2], [-1]], [0]]
    return _model(timesteps, [np.array(w, "float32") for w in weights], "linear")


@oracle
def _continued(model, window, steps):
    """Return the autoregressive forecast, from the equations in float64."""
    *recurrent, kernel, bias = (w.astype("float64") for w in model.get_weights())
    values = list(window)
    for _ in range(steps):
        latest = np.reshape(values[-len(window) :], (1, -1, 1))
        values.append(dense(last(simple_rnn(latest, *recurrent)), kernel, bias).item())
    return values[len(window) :]
