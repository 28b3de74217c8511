# wrong: make_windows: makes one window too many, the last one without an answer, so X is longer than y.
import numpy as np
def make_windows(series, timesteps):
    series = np.asarray(series)
    X = [series[i:i + timesteps] for i in range(len(series) - timesteps + 1)]
    X = np.array(X)[:, :, np.newaxis]
    y = series[timesteps:]
    return X, y

# wrong: make_windows: leaves out the last pair.
def make_windows(series, timesteps):
    X, y = [], []
    for i in range(len(series) - timesteps - 1):
        X.append(series[i:i + timesteps])
        y.append(series[i + timesteps])
    return np.array(X).reshape(-1, timesteps, 1), np.array(y)

# wrong: make_windows: X lacks the feature axis and has the shape (n, timesteps).
def make_windows(series, timesteps):
    n = len(series) - timesteps
    X = np.array([series[i:i + timesteps] for i in range(n)])
    y = np.array([series[i + timesteps] for i in range(n)])
    return X, y

# wrong: make_windows: y has the shape (n, 1) instead of (n,).
def make_windows(series, timesteps):
    n = len(series) - timesteps
    X = np.zeros((n, timesteps, 1))
    y = np.zeros((n, 1))
    for i in range(n):
        for t in range(timesteps):
            X[i, t, 0] = series[i + t]
        y[i, 0] = series[i + timesteps]
    return X, y

# wrong: make_windows: swaps the last two axes, so X has the shape (n, 1, timesteps).
def make_windows(series, timesteps):
    s = np.asarray(series)
    n = len(s) - timesteps
    X = np.stack([s[i:i + timesteps] for i in range(n)])
    return X.reshape(n, 1, timesteps), s[timesteps:]

# wrong: make_windows: the answer is the last value inside the window, not the value after it.
def make_windows(series, timesteps):
    X, y = [], []
    for start in range(len(series) - timesteps):
        end = start + timesteps
        X.append([[v] for v in series[start:end]])
        y.append(series[end - 1])
    return np.array(X), np.array(y)

# wrong: make_windows: moves on by a whole window at a time instead of one step.
def make_windows(series, timesteps):
    xs = []
    ys = []
    for i in range(0, len(series) - timesteps, timesteps):
        xs.append(series[i:i + timesteps])
        ys.append(series[i + timesteps])
    return np.expand_dims(np.array(xs), axis=-1), np.array(ys)

# wrong: make_windows: hard-codes the window length 4 and ignores timesteps.
def make_windows(series, timesteps):
    X = np.array([series[i:i + 4] for i in range(len(series) - 4)])
    y = np.array([series[i + 4] for i in range(len(series) - 4)])
    return X.reshape((len(X), 4, 1)), y

# wrong: make_windows: always makes six pairs at most, as in the lecture.
def make_windows(series, timesteps):
    n = min(6, len(series) - timesteps)
    X, y = [], []
    for i in range(n):
        X.append(series[i:i + timesteps])
        y.append(series[i + timesteps])
    X = np.array(X)
    y = np.array(y)
    return X.reshape(n, timesteps, 1), y

# wrong: make_windows: returns nested lists instead of arrays.
def make_windows(series, timesteps):
    X = []
    y = []
    for i in range(len(series) - timesteps):
        X.append([[float(v)] for v in series[i:i + timesteps]])
        y.append(float(series[i + timesteps]))
    return X, y

# wrong: make_windows: returns (y, X) instead of (X, y).
def make_windows(series, timesteps):
    s = np.array(series)
    idx = np.arange(timesteps)[None, :] + np.arange(len(s) - timesteps)[:, None]
    return s[timesteps:], s[idx][..., None]

# wrong: make_windows: uses the array attribute shape and method reshape, so a list as the series raises AttributeError.
def make_windows(series, timesteps):
    n = series.shape[0] - timesteps
    X = np.array([series[i:i + timesteps].reshape(-1, 1) for i in range(n)])
    y = series[timesteps:]
    return X, y

# wrong: make_windows: fills integer arrays, so the decimals of the series are cut off.
def make_windows(series, timesteps):
    n = len(series) - timesteps
    X = np.zeros((n, timesteps, 1), dtype=int)
    y = np.zeros(n, dtype=int)
    for i in range(n):
        X[i, :, 0] = series[i:i + timesteps]
        y[i] = series[i + timesteps]
    return X, y

# wrong: make_windows: skips a value, the answer is the second value after the window and there is one pair less.
def make_windows(series, timesteps):
    X, y = [], []
    i = 0
    while i + timesteps + 1 < len(series):
        X.append(series[i:i + timesteps])
        y.append(series[i + timesteps + 1])
        i += 1
    return np.array(X).reshape(len(X), timesteps, 1), np.array(y)

# wrong: make_windows: every window runs backwards, newest value first.
def make_windows(series, timesteps):
    series = list(series)
    pairs = [(series[i:i + timesteps][::-1], series[i + timesteps]) for i in range(len(series) - timesteps)]
    X = np.array([p[0] for p in pairs])[:, :, None]
    y = np.array([p[1] for p in pairs])
    return X, y

# wrong: make_windows: stacks shifted copies of the series and reshapes them instead of transposing, so the windows are mixed up.
def make_windows(series, timesteps):
    series = np.asarray(series)
    n = len(series) - timesteps
    columns = np.array([series[t:t + n] for t in range(timesteps)])
    X = columns.reshape(n, timesteps, 1)
    y = series[timesteps:]
    return X, y

# wrong: make_windows: squeezes the arrays, so an axis is lost when there is only one window or timesteps is 1.
def make_windows(series, timesteps):
    X, y = [], []
    for i in range(len(series) - timesteps):
        X.append(series[i:i + timesteps])
        y.append([series[i + timesteps]])
    X = np.squeeze(np.array(X))
    y = np.squeeze(np.array(y))
    return X[..., np.newaxis], y

# wrong: build_sequence_predictor: return_sequences=True, so the output is (None, timesteps, 1).
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential([
        keras.Input(shape=(timesteps, 1)),
        keras.layers.SimpleRNN(units, return_sequences=True),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    return model

# wrong: build_sequence_predictor: the Dense layer has a sigmoid activation.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential()
    model.add(keras.Input((timesteps, 1)))
    model.add(keras.layers.SimpleRNN(units))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    model.compile(loss="mse", optimizer="adam")
    return model

# wrong: build_sequence_predictor: hard-codes 10 neurons and ignores units.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential()
    model.add(keras.layers.Input(shape=(timesteps, 1)))
    model.add(keras.layers.SimpleRNN(10, return_sequences=False))
    model.add(keras.layers.Dense(1))
    model.compile(optimizer="adam", loss="mse")
    return model

# wrong: build_sequence_predictor: hard-codes the input (4, 1) and ignores timesteps.
def build_sequence_predictor(timesteps=4, units=10):
    inputs = keras.Input(shape=(4, 1))
    h = keras.layers.SimpleRNN(units)(inputs)
    outputs = keras.layers.Dense(1)(h)
    model = keras.Model(inputs, outputs)
    model.compile("adam", "mse")
    return model

# wrong: build_sequence_predictor: compiles with the mean absolute error instead of mse.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential([
        keras.layers.Input((timesteps, 1)),
        keras.layers.SimpleRNN(units),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer=keras.optimizers.Adam(), loss="mae", metrics=["mse"])
    return model

# wrong: build_sequence_predictor: compiles with sgd instead of adam.
def build_sequence_predictor(timesteps=4, units=10):
    x = keras.Input(shape=(timesteps, 1))
    y = keras.layers.Dense(1)(keras.layers.SimpleRNN(units)(x))
    model = keras.Model(inputs=x, outputs=y)
    model.compile(optimizer="sgd", loss="mean_squared_error")
    return model

# wrong: build_sequence_predictor: does not compile the model.
from keras.layers import SimpleRNN, Dense
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential()
    model.add(keras.Input(shape=(timesteps, 1)))
    model.add(SimpleRNN(units))
    model.add(Dense(1))
    return model

# wrong: build_sequence_predictor: uses an LSTM instead of a SimpleRNN.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.models.Sequential([
        keras.Input(shape=(timesteps, 1)),
        keras.layers.LSTM(units),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    return model

# wrong: build_sequence_predictor: the input is (1, timesteps), one timestep with timesteps features.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential()
    model.add(keras.Input(shape=(1, timesteps)))
    model.add(keras.layers.SimpleRNN(units, activation="tanh"))
    model.add(keras.layers.Dense(1))
    model.compile(loss="mse", optimizer="adam")
    return model

# wrong: build_sequence_predictor: stacks two SimpleRNN layers.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential([keras.Input((timesteps, 1))])
    model.add(keras.layers.SimpleRNN(units, return_sequences=True))
    model.add(keras.layers.SimpleRNN(units))
    model.add(keras.layers.Dense(1))
    model.compile("adam", loss="mse")
    return model

# wrong: build_sequence_predictor: the SimpleRNN uses relu instead of tanh.
def build_sequence_predictor(timesteps=4, units=10):
    inp = keras.Input((timesteps, 1))
    x = keras.layers.SimpleRNN(units, activation="relu", return_sequences=False)(inp)
    out = keras.layers.Dense(1, activation=None)(x)
    m = keras.Model(inp, out)
    m.compile(optimizer="adam", loss="mse", metrics=["mae"])
    return m

# wrong: build_sequence_predictor: flattens the states of all timesteps before the Dense layer.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential()
    model.add(keras.Input(shape=(timesteps, 1)))
    model.add(keras.layers.SimpleRNN(units, return_sequences=True))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(1))
    model.compile(optimizer="adam", loss="mse")
    return model

# wrong: build_sequence_predictor: returns the result of compile, which is None.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential([
        keras.Input(shape=(timesteps, 1)),
        keras.layers.SimpleRNN(units),
        keras.layers.Dense(1),
    ])
    return model.compile(optimizer="adam", loss="mse")

# wrong: build_sequence_predictor: leaves the length of the input open, (None, None, 1) instead of (None, timesteps, 1).
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential([
        keras.Input(shape=(None, 1)),
        keras.layers.SimpleRNN(units),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss=keras.losses.MeanSquaredError())
    return model

# wrong: build_sequence_predictor: has no Dense layer, so the output is (None, units).
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential()
    model.add(keras.layers.Input(shape=(timesteps, 1)))
    model.add(keras.layers.SimpleRNN(units))
    model.compile(optimizer="adam", loss="mse")
    return model

# wrong: build_sequence_predictor: the default of units is 2 instead of 10.
def build_sequence_predictor(timesteps=4, units=2):
    inputs = keras.layers.Input(shape=(timesteps, 1))
    hidden = keras.layers.SimpleRNN(units, return_sequences=False)(inputs)
    outputs = keras.layers.Dense(1)(hidden)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer="adam", loss="mse")
    return model

# wrong: train: returns the History of fit instead of the model.
def train(model, X, y, epochs=100):
    model = model.fit(X, y, epochs=epochs, verbose=0)
    return model

# wrong: train: hard-codes 100 epochs and ignores the argument.
def train(model, X, y, epochs=100):
    model.fit(X, y, epochs=100, verbose=0)
    return model

# wrong: train: trains but returns nothing.
def train(model, X, y, epochs=100):
    history = model.fit(X, y, epochs=epochs, verbose=0)
    print(history.history["loss"][-1])

# wrong: train: trains and returns a fresh model instead of the given one.
def train(model, X, y, epochs=100):
    model = build_sequence_predictor(X.shape[1])
    model.fit(X, y, epochs=epochs, verbose=0)
    return model

# wrong: train: does not hand epochs to fit, so it trains for one epoch only.
def train(model, X, y, epochs=100):
    model.fit(X, y, verbose=0)
    return model

# wrong: train: holds back a part of the data for validation, so it does not train on all of X and y.
def train(model, X, y, epochs=100):
    model.fit(X, y, epochs=epochs, validation_split=0.2, verbose=0)
    return model

# wrong: train: calls fit twice, so it trains for twice as many epochs.
def train(model, X, y, epochs=100):
    model.fit(X, y, epochs=epochs, verbose=0)
    losses = model.fit(X, y, epochs=epochs, verbose=0).history["loss"]
    print("loss:", losses[-1])
    return model

# wrong: train: trains a clone with new weights and leaves the given model untrained.
def train(model, X, y, epochs=100):
    new_model = keras.models.clone_model(model)
    new_model.compile(optimizer="adam", loss="mse")
    new_model.fit(X, y, epochs=epochs, verbose=0)
    return new_model

# wrong: train: passes epochs as the third positional argument of fit, which is the batch size.
def train(model, X, y, epochs=100):
    model.fit(X, y, epochs, verbose=0)
    return model

# wrong: train: stops early when the loss no longer falls, instead of training for all the epochs.
def train(model, X, y, epochs=100):
    stop = keras.callbacks.EarlyStopping(monitor="loss", patience=2, min_delta=0.001)
    model.fit(X, y, epochs=epochs, callbacks=[stop], verbose=0)
    return model

# wrong: train: leaves out the last window and answer when training.
def train(model, X, y, epochs=100):
    X_train, y_train = X[:-1], y[:-1]
    model.fit(x=X_train, y=y_train, epochs=epochs, verbose=0)
    return model

# wrong: train: loops from 1 to epochs - 1 and so trains one epoch too few.
def train(model, X, y, epochs=100):
    for epoch in range(1, epochs):
        model.fit(X, y, epochs=1, verbose=0)
    return model

# wrong: forecast: never feeds the prediction back and repeats the first prediction.
def forecast(model, window, steps):
    x = np.array(window).reshape(1, -1, 1)
    result = []
    for _ in range(steps):
        result.append(model.predict(x, verbose=0)[0, 0])
    return np.array(result)

# wrong: forecast: returns the window in front of the predictions.
def forecast(model, window, steps):
    values = list(window)
    n = len(values)
    for _ in range(steps):
        x = np.array(values[-n:]).reshape(1, n, 1)
        values.append(float(model.predict(x, verbose=0)[0, 0]))
    return np.array(values)

# wrong: forecast: makes one prediction too few.
def forecast(model, window, steps):
    window = np.array(window, dtype=float)
    out = []
    for i in range(1, steps):
        p = float(model.predict(window[None, :, None], verbose=0)[0, 0])
        out.append(p)
        window = np.append(window[1:], p)
    return np.array(out)

# wrong: forecast: puts the prediction at the front of the window and drops the newest value.
def forecast(model, window, steps):
    w = [float(v) for v in window]
    preds = []
    for _ in range(steps):
        p = model.predict(np.array(w).reshape(1, len(w), 1), verbose=0).item()
        preds.append(p)
        w = [p] + w[:-1]
    return np.array(preds)

# wrong: forecast: hard-codes windows of four values, so other lengths raise an error.
def forecast(model, window, steps):
    window = np.asarray(window, dtype="float32")
    preds = np.zeros(steps)
    for i in range(steps):
        x = window.reshape(1, 4, 1)
        preds[i] = model.predict(x, verbose=0)[0][0]
        window = np.concatenate([window[1:], [preds[i]]])
    return preds

# wrong: forecast: returns the predictions with the shape (steps, 1) instead of (steps,).
def forecast(model, window, steps):
    w = np.array(window, dtype=float).reshape(1, -1, 1)
    outs = []
    for _ in range(steps):
        p = model.predict(w, verbose=0)
        outs.append(p[0])
        w = np.concatenate([w[:, 1:, :], p.reshape(1, 1, 1)], axis=1)
    return np.array(outs)

# wrong: forecast: writes the predictions into a copy of the window with its dtype, so integer windows cut off the decimals.
def forecast(model, window, steps):
    w = np.array(window)
    preds = []
    for _ in range(steps):
        p = float(model.predict(w.reshape(1, -1, 1), verbose=0)[0, 0])
        preds.append(p)
        w[:-1] = w[1:].copy()
        w[-1] = p
    return np.array(preds)

# wrong: forecast: rounds every prediction to one decimal before returning it and feeding it back.
def forecast(model, window, steps):
    w = list(window)
    answer = []
    while len(answer) < steps:
        p = model.predict(np.array([w])[..., None], verbose=0)[0, 0]
        p = round(float(p), 1)
        answer.append(p)
        w = w[1:] + [p]
    return np.array(answer)

# wrong: forecast: never drops the oldest value, so the input grows longer than timesteps from the second step on.
def forecast(model, window, steps):
    w = np.array(window, dtype=float)
    out = []
    for _ in range(steps):
        y = model.predict(w.reshape(1, len(w), 1), verbose=0).ravel()[0]
        out.append(y)
        w = np.append(w, y)
    return np.array(out)

# wrong: forecast: returns only the last prediction.
def forecast(model, window, steps):
    w = np.array(window, dtype=float)
    for _ in range(steps):
        preds = model.predict(w.reshape(1, -1, 1), verbose=0).ravel()
        w = np.concatenate([w[1:], preds])
    return preds

# wrong: forecast: reads the window backwards, newest value first.
def forecast(model, window, steps):
    history = list(window)[::-1]
    size = len(history)
    result = []
    for _ in range(steps):
        x = np.array(history[:size], dtype=float).reshape(1, size, 1)
        p = float(model.predict(x, verbose=0)[0, 0])
        result.append(p)
        history.insert(0, p)
    return np.array(result)

# wrong: forecast: makes a first prediction before the loop and so returns steps + 1 values.
def forecast(model, window, steps):
    def predict_next(v):
        return float(model.predict(np.array(v, dtype=float).reshape(1, -1, 1), verbose=0)[0, 0])
    w = list(window)
    p = predict_next(w)
    preds = [p]
    for _ in range(steps):
        w = w[1:] + [p]
        p = predict_next(w)
        preds.append(p)
    return np.array(preds)

# wrong: forecast: returns the predictions in reverse order, latest first.
def forecast(model, window, steps):
    w = [float(v) for v in window]
    preds = []
    for _ in range(steps):
        x = np.array(w).reshape((1, len(w), 1))
        p = float(np.asarray(model(x))[0, 0])
        preds.insert(0, p)
        w.pop(0)
        w.append(p)
    return np.array(preds)

# wrong: forecast: shifts the window before the first prediction and repeats the last known value in it.
def forecast(model, window, steps):
    w = np.array(window, dtype=float)
    p = w[-1]
    out = np.empty(steps)
    for i in range(steps):
        w = np.append(w[1:], p)
        p = model.predict(w[np.newaxis, :, np.newaxis], verbose=0)[0, 0]
        out[i] = p
    return out

# wrong: forecast: returns the final window, which holds the last timesteps values, instead of all the predictions.
def forecast(model, window, steps):
    w = np.array(window, dtype=float)
    for _ in range(steps):
        p = model.predict(w.reshape(1, -1, 1), verbose=0)[0, 0]
        w = np.roll(w, -1)
        w[-1] = p
    return w
