"""Classic wrong answers to exercise 5, and what to say about each."""

import keras
import numpy as np
from keras import layers

from rnnlab.author import mistake, variations

# --------------------------------------------------------------------------- make_windows


def cut(series, timesteps, *, more=0, late=0, overlap=True, X=lambda X: X, y=lambda y: y):
    """Cut ``more`` windows than there should be, with answers that come ``late``."""
    starts = range(0, len(series) - timesteps + more, 1 if overlap else timesteps)
    windows = np.array([series[i : i + timesteps] for i in starts])[..., None]
    next_ones = np.array([series[i] for s in starts if (i := s + timesteps + late) < len(series)])
    return X(windows), y(next_ones)


wrong = variations("make_windows", cut)


@mistake("make_windows")
def lecture_numbers_written_in(series, timesteps):
    """어떤 수열을 받아도 강의의 0.0, 0.1, …이 나옵니다. series에서 값을 가져오세요.
    Whatever the series, the lecture's numbers 0.0, 0.1, … come out: take the values from series."""
    starts = range(len(series) - timesteps)
    X = [[[c / 10] for c in range(i, i + timesteps)] for i in starts]
    return np.array(X), np.array([(i + timesteps) / 10 for i in starts])


wrong("windows_without_feature_axis", X=lambda X: X[..., 0]).says(
    "X가 2차원 (n, timesteps)입니다. 순환층이 읽을 수 있도록 길이 1의 특성 축을 끝에 더하세요.",
    "X is 2-D, (n, timesteps). Add a feature axis of length 1 at the end for the recurrent layer.",
)
wrong("features_before_timesteps", X=lambda X: np.swapaxes(X, 1, 2)).says(
    "X의 두 축이 바뀌었습니다. 타임스텝이 가운데, 특성(1)이 마지막 축입니다.",
    "Two axes of X are swapped: timesteps is the middle axis and the feature (1) the last.",
)
wrong("last_window_missing", more=-1).says(
    "마지막 창 하나가 빠졌습니다. 창의 개수는 len(series) - timesteps입니다.",
    "The last window is missing: there are len(series) - timesteps of them.",
)
wrong("window_without_answer", more=1).says(
    "창이 하나 더 많습니다. 수열의 맨 끝 창에는 다음 값, 곧 정답이 없으므로 빼야 합니다.",
    "There is one window too many: the very last one has no next value, so it has no answer.",
)
wrong("answers_not_shifted", late=-1).says(
    "y가 한 칸 밀리지 않았습니다. 창의 마지막 값이 아니라 그 다음 값이 정답입니다.",
    "y is not shifted: the answer is the value after the window, not the window's last value.",
)
wrong("answers_one_step_late", more=-1, late=1).says(
    "정답이 한 칸 뒤로 밀렸습니다. 창 바로 다음 값이어야 하는데 그다음 값을 골랐습니다.",
    "The answers are one step too late: take the value right after the window, not the second.",
)
wrong("windows_do_not_overlap", overlap=False).says(
    "창이 겹치지 않고 timesteps칸씩 건너뜁니다. 창은 한 칸씩 옮겨야 합니다.",
    "The windows do not overlap: they move on by timesteps, but should move on by one.",
)
wrong("answers_in_a_column", y=lambda y: y[:, None]).says(
    "y의 모양이 (n, 1)입니다. 창마다 수 하나씩이므로 모양은 (n,)이어야 합니다.",
    "y has the shape (n, 1); with one number per window it should be (n,).",
)


@mistake("make_windows")
def answers_are_windows(series, timesteps):
    """y가 한 칸 옮긴 창 전체입니다. 여기서는 창 다음에 오는 값 하나만 정답입니다.
    y holds whole windows moved by one step; here only the one value after the window is wanted."""
    X, _ = cut(series, timesteps, more=1)
    return X[:-1], X[1:]


# --------------------------------------------------------------- build_sequence_predictor


def predictor(
    timesteps=4,
    units=10,
    *,
    shape=lambda timesteps: (timesteps, 1),
    hidden=layers.SimpleRNN,
    activation="tanh",
    bias=True,
    sequences=False,
    outputs=1,
    output_activation=None,
    optimizer="adam",
    loss="mse",
):
    """Build the model; without ``outputs`` there is no Dense, without ``loss`` it is not compiled."""
    options = {"activation": activation, "use_bias": bias, "return_sequences": sequences}
    model = keras.Sequential([keras.Input(shape(timesteps)), hidden(units, **options)])
    if outputs:
        model.add(layers.Dense(outputs, activation=output_activation))
    if loss:
        model.compile(optimizer=optimizer, loss=loss)
    return model


wrong = variations("build_sequence_predictor", predictor)


@mistake("build_sequence_predictor")
def lecture_sizes_written_in(timesteps=4, units=10):
    """인자와 상관없이 늘 강의의 크기 4와 10입니다. timesteps와 units를 쓰세요.
    The sizes are always the lecture's 4 and 10: use the arguments timesteps and units."""
    return predictor(4, 10)


wrong("states_of_every_timestep", sequences=True).says(
    "return_sequences=True라서 모든 시점의 은닉 상태가 나옵니다. 마지막 것 하나만 필요합니다.",
    "return_sequences=True hands on the state of every timestep; only the last one is needed.",
)
wrong("sigmoid_on_the_output", output_activation="sigmoid").says(
    "출력에 sigmoid를 붙이면 0과 1 사이의 값만 나옵니다. 수를 예측할 때는 활성화 함수를 빼세요.",
    "A sigmoid output stays between 0 and 1. To predict any number, leave the activation out.",
)
wrong("tanh_on_the_output", output_activation="tanh").says(
    "출력에 tanh를 붙이면 -1과 1 사이의 값만 나옵니다. Dense의 활성화 함수를 빼세요.",
    "A tanh output stays between -1 and 1. Leave out the activation of the Dense layer.",
)
wrong("relu_on_the_output", output_activation="relu").says(
    "출력에 relu를 붙이면 음수를 예측할 수 없습니다. Dense의 활성화 함수를 빼세요.",
    "A relu output can never be negative. Leave out the activation of the Dense layer.",
)
wrong("softmax_on_the_output", output_activation="softmax").says(
    "뉴런 하나에 붙인 softmax는 언제나 1입니다. 분류가 아니므로 활성화 함수를 빼세요.",
    "Softmax over a single neuron is always 1. This is no classification: no activation is needed.",
)


@mistake("build_sequence_predictor")
def units_and_output_swapped(timesteps=4, units=10):
    """units와 출력 크기가 바뀌었습니다. SimpleRNN이 units개, Dense가 1개입니다.
    The sizes are swapped: SimpleRNN has units neurons and Dense has 1."""
    return predictor(timesteps, 1, outputs=units)


wrong("window_read_as_one_timestep", shape=lambda timesteps: (1, timesteps)).says(
    "입력 모양이 (1, timesteps)로 뒤집혔습니다. 순서는 (타임스텝, 특성), 곧 (timesteps, 1)입니다.",
    "The input shape is turned round: it is (timesteps, features), so (timesteps, 1).",
)
wrong("output_layer_missing", outputs=0).says(
    "출력층이 없어 은닉 상태가 그대로 나옵니다. 수 하나로 바꾸는 Dense(1)을 뒤에 붙이세요.",
    "There is no output layer, so the hidden state comes out. Add Dense(1) to make it one number.",
)


@mistake("build_sequence_predictor")
def recurrence_left_out(timesteps=4, units=10):
    """순환층이 없습니다. Dense만으로는 순서를 기억하지 못하니 SimpleRNN을 쓰세요.
    There is no recurrent layer. Dense layers do not remember an order: use SimpleRNN."""
    hidden = layers.Dense(units, activation="tanh")
    shape = keras.Input((timesteps, 1))
    model = keras.Sequential([shape, layers.Flatten(), hidden, layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    return model


wrong("lstm_instead_of_simple_rnn", hidden=layers.LSTM).says(
    "순환층이 LSTM입니다. 강의의 모델은 SimpleRNN을 씁니다. LSTM은 파라미터가 네 배입니다.",
    "The recurrent layer is an LSTM, with four times the parameters; the lecture uses SimpleRNN.",
)
wrong("recurrent_bias_left_out", bias=False).says(
    "SimpleRNN에 편향이 없습니다. use_bias=False를 지우면 131개가 됩니다.",
    "The SimpleRNN has no bias. Without use_bias=False the count is 131.",
)
wrong("relu_in_the_recurrence", activation="relu").says(
    "SimpleRNN의 활성화 함수가 relu입니다. 강의의 식은 tanh이고, Keras의 기본값도 tanh입니다.",
    "The SimpleRNN's activation is relu; the lecture's equation has tanh, which is the default.",
)
wrong("not_compiled", loss=None).says(
    "모델을 compile하지 않았습니다. 돌려주기 전에 model.compile(...)을 부르세요.",
    "The model is not compiled: call model.compile(...) before you return it.",
)
wrong("binary_loss_for_numbers", loss="binary_crossentropy").says(
    "binary_crossentropy는 확률을 위한 손실입니다. 수를 예측할 때는 mse를 쓰세요.",
    "binary_crossentropy is a loss for probabilities. To predict numbers use mse.",
)
wrong("categorical_loss_for_numbers", loss="categorical_crossentropy").says(
    "categorical_crossentropy는 분류를 위한 손실입니다. 수를 예측할 때는 mse를 쓰세요.",
    "categorical_crossentropy is a loss for classes. To predict numbers use mse.",
)
wrong("absolute_loss", loss="mae").says(
    "손실이 mae(절댓값 평균)입니다. 강의의 모델은 mse(제곱 평균)를 씁니다.",
    "The loss is mae, the mean absolute error; the lecture's model uses mse, the squared one.",
)
wrong("sgd_optimizer", optimizer="sgd").says(
    "옵티마이저가 sgd입니다. 강의의 모델은 adam을 씁니다.",
    "The optimizer is sgd; the lecture's model uses adam.",
)


# ---------------------------------------------------------------------------------- train


def trained(model, X, y, epochs=100, *, learner=None, rounds=None, history=False):
    """Train for ``rounds`` instead of epochs, and what ``learner`` builds for X instead of model."""
    model = learner(X) if learner else model
    losses = model.fit(X, y, epochs=rounds or epochs, verbose=0)
    return losses if history else model


wrong = variations("train", trained)


@mistake("train")
def not_trained(model, X, y, epochs=100):
    """모델이 받은 그대로 돌아왔습니다. 받은 model에서 fit을 부르고 그 model을 돌려주세요.
    The model comes back as it was: call fit on it, and return the same model."""
    return model


@mistake("train")
def nothing_returned(model, X, y, epochs=100):
    """돌려준 것이 없습니다. 학습한 model을 함수 끝에서 return으로 돌려주세요.
    Nothing was returned: hand the trained model back with return at the end."""


wrong("one_epoch_only", rounds=1).says(
    "epochs가 커도 한 번만 학습했습니다. 받은 epochs를 fit에 넘기세요.",
    "It trained for one epoch only, also where more were asked for: pass epochs on to fit.",
)
wrong("history_returned", history=True).says(
    "모델이 아니라 fit의 손실 기록(History)이 돌아왔습니다. 학습한 model을 돌려주세요.",
    "What came back is the History of the losses, not the model: return the trained model.",
)
wrong("new_model_trained", learner=lambda X: predictor(np.shape(X)[1])).says(
    "받은 모델이 아니라 새 모델이 돌아왔습니다. 받은 model에서 fit을 부르세요.",
    "A new model came back instead of the given one: call fit on the model that you were given.",
)
wrong("always_hundred_epochs", rounds=100).says(
    "epochs와 상관없이 늘 100번 학습합니다. 받은 epochs를 fit에 넘기세요.",
    "It trains for 100 epochs whatever epochs is: pass epochs on to fit.",
)


# ------------------------------------------------------------------------------- forecast


def read(model, values):
    return float(model.predict(np.reshape(values, (1, -1, 1)), verbose=0)[0, 0])


def continued(
    model,
    window,
    steps,
    *,
    more=0,
    fed_back=lambda values, new: [*values[1:], new],
    prediction=float,
    answer=lambda window, predicted: predicted,
):
    """Predict ``more`` values than asked for; ``fed_back`` makes the next window of the last one."""
    values, predicted = list(window), []
    for _ in range(steps + more):
        predicted.append(prediction(read(model, values)))
        values = fed_back(values, predicted[-1])
    return np.array(answer(window, predicted))


wrong = variations("forecast", continued)

wrong("output_not_fed_back", fed_back=lambda values, new: values).says(
    "같은 값만 되풀이됩니다. 예측한 값을 창 뒤에 붙여 다시 입력하세요.",
    "One value repeats: append each prediction to the window, and feed it back.",
)


@mistake("forecast")
def difference_added_without_model(model, window, steps):
    """마지막 간격을 거듭 더한 값입니다. 다음 값은 model이 예측해야 합니다.
    These values go on by the last difference: it is the model that must predict them."""
    return window[-1] + (window[-1] - window[-2]) * np.arange(1, steps + 1)


wrong("prediction_put_in_front", fed_back=lambda values, new: [new, *values[:-1]]).says(
    "예측한 값을 창의 앞에 넣었습니다. 창은 오래된 값부터이므로 뒤에 붙이고 앞의 값을 버리세요.",
    "Predictions are put in front. The window is oldest first: append them, drop the first value.",
)
wrong("last_value_overwritten", fed_back=lambda values, new: [*values[:-1], new]).says(
    "창의 마지막 값만 예측으로 바꾸었습니다. 창 전체를 한 칸 당기고 맨 앞의 값을 버려야 합니다.",
    "Only the window's last value is replaced: the whole window must move on by one step.",
)
wrong("zeros_fed_back", fed_back=lambda values, new: [*values[1:], 0]).says(
    "창은 움직이지만 예측 대신 0이 들어갑니다. 방금 예측한 값을 창의 마지막에 넣으세요.",
    "The window moves on, but zeros come in: its last value must be the new prediction.",
)
wrong("window_included", answer=lambda window, predicted: [*window, *predicted]).says(
    "주어진 창까지 함께 돌려주었습니다. 예측한 값 steps개만 돌려주세요.",
    "The window came back too: return only the predicted values.",
)
wrong("only_last_prediction", answer=lambda window, predicted: predicted[-1:]).says(
    "마지막 예측 하나만 돌려주었습니다. 예측한 값 steps개를 모두 모아 돌려주세요.",
    "Only the last prediction came back: collect all of them.",
)
wrong("first_prediction_skipped", more=1, answer=lambda window, predicted: predicted[1:]).says(
    "첫 예측이 빠졌습니다. 창 바로 다음 값부터 담으세요.",
    "The first prediction is missing: begin with the value right after the window.",
)
wrong("one_step_short", more=-1).says(
    "예측이 하나 모자랍니다. steps번 되풀이하세요.",
    "One prediction is missing: repeat steps times.",
)
wrong("forecast_in_a_column", answer=lambda window, predicted: np.reshape(predicted, (-1, 1))).says(
    "모양이 (steps, 1)입니다. 예측한 값만 한 줄로 담아 모양을 (steps,)로 만드세요.",
    "The shape is (steps, 1): put the predicted values into one row of shape (steps,).",
)
wrong("predictions_rounded", prediction=lambda value: round(value, 1)).says(
    "예측한 값이 반올림되어 있습니다. 예측은 그대로 담고 그대로 다시 입력하세요.",
    "The predictions are rounded: keep them, and feed them back, as they are.",
)
wrong("window_grows", fed_back=lambda values, new: [*values, new]).says(
    "창이 점점 길어질 때의 예측입니다. 모델은 timesteps개만 읽으므로 가장 오래된 값을 버리세요.",
    "This is what a growing window predicts. The model reads timesteps values: drop the oldest.",
)
