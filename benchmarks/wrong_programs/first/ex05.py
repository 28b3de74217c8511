# wrong: make_windows: The loop ends one step too early, so the last window and its answer are missing.
def make_windows(series, timesteps):
    X = []
    y = []
    for i in range(len(series) - timesteps - 1):
        X.append(series[i:i + timesteps])
        y.append(series[i + timesteps])
    X = np.array(X).reshape(-1, timesteps, 1)
    y = np.array(y)
    return X, y

# wrong: make_windows: The features axis is missing, X has the shape (n, timesteps).
def make_windows(series, timesteps):
    n = len(series) - timesteps
    X = np.array([series[i:i + timesteps] for i in range(n)])
    y = np.array([series[i + timesteps] for i in range(n)])
    return X, y

# wrong: make_windows: The answer is the last value of the window itself, not the value after it.
def make_windows(series, timesteps):
    X, y = [], []
    for i in range(len(series) - timesteps):
        X.append([[v] for v in series[i:i + timesteps]])
        y.append(series[i + timesteps - 1])
    return np.array(X), np.array(y)

# wrong: make_windows: The window moves on by timesteps at a time instead of by one, so the windows do not overlap.
def make_windows(series, timesteps):
    X, y = [], []
    for start in range(0, len(series) - timesteps, timesteps):
        X.append(series[start:start + timesteps])
        y.append(series[start + timesteps])
    return np.array(X)[..., np.newaxis], np.array(y)

# wrong: make_windows: The window length 4 of the lecture is hard-coded and timesteps is used only for the number of windows.
def make_windows(series, timesteps):
    n = len(series) - timesteps
    X = []
    y = []
    for i in range(n):
        X.append(series[i:i+4])
        y.append(series[i+4])
    X = np.array(X).reshape(n, 4, 1)
    return X, np.array(y)

# wrong: make_windows: The number of windows is hard-coded to the lecture's 6.
def make_windows(series, timesteps):
    X = np.zeros((6, timesteps, 1))
    y = np.zeros(6)
    for i in range(6):
        for j in range(timesteps):
            X[i, j, 0] = series[i + j]
        y[i] = series[i + timesteps]
    return X, y

# wrong: make_windows: The two results are returned in the wrong order, (y, X).
def make_windows(series, timesteps):
    series = np.asarray(series)
    n = len(series) - timesteps
    X = np.stack([series[i:i + timesteps] for i in range(n)])
    y = series[timesteps:]
    return y, X[:, :, None]

# wrong: make_windows: The loop runs one step too far, so it reads past the end and raises IndexError.
def make_windows(series, timesteps):
    X, y = [], []
    for i in range(len(series) - timesteps + 1):
        X.append(series[i:i + timesteps])
        y.append(series[i + timesteps])
    return np.array(X).reshape(-1, timesteps, 1), np.array(y)

# wrong: make_windows: The new axis is put in the middle, so X has the shape (n, 1, timesteps).
def make_windows(series, timesteps):
    n = len(series) - timesteps
    X = np.array([series[i:i + timesteps] for i in range(n)])
    X = np.expand_dims(X, axis=1)
    y = np.array(series[timesteps:])
    return X, y

# wrong: make_windows: y gets a second axis, (n, 1) instead of (n,).
def make_windows(series, timesteps):
    n = len(series) - timesteps
    X = np.array([series[i:i + timesteps] for i in range(n)]).reshape(n, timesteps, 1)
    y = np.array([series[i + timesteps] for i in range(n)]).reshape(n, 1)
    return X, y

# wrong: make_windows: The shifted series are stacked by timestep and then reshaped instead of transposed, which scrambles the values of the windows.
def make_windows(series, timesteps):
    series = np.array(series)
    n = len(series) - timesteps
    cols = np.array([series[t:t + n] for t in range(timesteps)])
    X = cols.reshape(n, timesteps, 1)
    y = series[timesteps:]
    return X, y

# wrong: make_windows: It returns nested Python lists, which have no shape, instead of arrays.
def make_windows(series, timesteps):
    X = []
    y = []
    for i in range(len(series) - timesteps):
        window = []
        for j in range(timesteps):
            window.append([series[i + j]])
        X.append(window)
        y.append(series[i + timesteps])
    return X, y

# wrong: make_windows: The arrays are made with dtype int, so all fractions are cut off.
def make_windows(series, timesteps):
    n = len(series) - timesteps
    X = np.zeros((n, timesteps, 1), dtype=int)
    y = np.zeros(n, dtype=int)
    for i in range(n):
        for t in range(timesteps):
            X[i][t][0] = series[i + t]
        y[i] = series[i + timesteps]
    return X, y

# wrong: make_windows: It uses series.shape and indexing with an array, so a plain list raises AttributeError.
def make_windows(series, timesteps):
    n = series.shape[0] - timesteps
    index = np.arange(n)[:, None] + np.arange(timesteps)
    X = series[index].reshape(n, timesteps, 1)
    y = series[timesteps:]
    return X, y

# wrong: make_windows: The answer is taken one step too far, with np.roll, so it is two steps after the window and the last one wraps round to the start of the series.
def make_windows(series, timesteps):
    s = np.array(series)
    n = len(s) - timesteps
    X = np.array([s[i:i + timesteps] for i in range(n)])[:, :, np.newaxis]
    y = np.roll(s, -(timesteps + 1))[:n]
    return X, y

# wrong: make_windows: Each window includes its answer, so X has timesteps + 1 values per window.
def make_windows(series, timesteps):
    dataset = np.array([series[i:i + timesteps + 1] for i in range(len(series) - timesteps)])
    y = dataset[:, -1]
    X = dataset.reshape(len(dataset), timesteps + 1, 1)
    return X, y

# wrong: make_windows: The range of the lecture is generated anew as i / 10, so the values of the given series are ignored.
def make_windows(series, timesteps):
    X = []
    Y = []
    for i in range(len(series) - timesteps):
        lst = list(range(i, i + timesteps))
        X.append([[c / 10] for c in lst])
        Y.append((i + timesteps) / 10)
    X = np.array(X)
    Y = np.array(Y)
    return X, Y

# wrong: build_sequence_predictor: The SimpleRNN layer has return_sequences=True, so the output is (None, timesteps, 1).
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential([
        keras.Input(shape=(timesteps, 1)),
        keras.layers.SimpleRNN(units, return_sequences=True),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    return model

# wrong: build_sequence_predictor: The Dense layer has a sigmoid activation, so no value above 1 can be predicted.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential()
    model.add(keras.Input((timesteps, 1)))
    model.add(keras.layers.SimpleRNN(units))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    model.compile(loss="mse", optimizer="adam")
    return model

# wrong: build_sequence_predictor: The Dense layer has a tanh activation, as the formula of the hidden state was carried over to the output.
def build_sequence_predictor(timesteps=4, units=10):
    inputs = keras.Input(shape=(timesteps, 1))
    h = keras.layers.SimpleRNN(units, activation="tanh")(inputs)
    outputs = keras.layers.Dense(1, activation="tanh")(h)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer="adam", loss="mse")
    return model

# wrong: build_sequence_predictor: The model is never compiled.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential([
        keras.Input((timesteps, 1)),
        keras.layers.SimpleRNN(units, return_sequences=False),
        keras.layers.Dense(1),
    ])
    return model

# wrong: build_sequence_predictor: It is compiled with binary_crossentropy and accuracy, as for a classifier, instead of mse.
from keras import layers, models

def build_sequence_predictor(timesteps=4, units=10):
    m = models.Sequential()
    m.add(layers.Input(shape=(timesteps, 1)))
    m.add(layers.SimpleRNN(units))
    m.add(layers.Dense(1))
    m.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return m

# wrong: build_sequence_predictor: The argument units is ignored, the layer always has 10 neurons.
from keras.layers import SimpleRNN, Dense
from keras.models import Sequential

def build_sequence_predictor(timesteps=4, units=10):
    model = Sequential([
        SimpleRNN(units=10, return_sequences=False, input_shape=[timesteps, 1]),
        Dense(1)
    ])
    model.compile(optimizer='adam', loss='mse')
    return model

# wrong: build_sequence_predictor: The argument timesteps is ignored, the input is always (None, 4, 1).
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.models.Sequential()
    model.add(keras.layers.SimpleRNN(units, input_shape=(4, 1)))
    model.add(keras.layers.Dense(1))
    model.compile(optimizer=keras.optimizers.Adam(), loss="mean_squared_error")
    return model

# wrong: build_sequence_predictor: It uses an LSTM layer in place of the SimpleRNN.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential([
        keras.layers.Input((timesteps, 1)),
        keras.layers.LSTM(units),
        keras.layers.Dense(1),
    ])
    model.compile("adam", "mse")
    return model

# wrong: build_sequence_predictor: The axes of the input are swapped, (None, 1, timesteps), so the window is one timestep with many features.
def build_sequence_predictor(timesteps=4, units=10):
    inputs = keras.Input(shape=(1, timesteps))
    x = keras.layers.SimpleRNN(units)(inputs)
    out = keras.layers.Dense(1)(x)
    model = keras.Model(inputs=inputs, outputs=out)
    model.compile(optimizer="adam", loss="mse")
    return model

# wrong: build_sequence_predictor: It is compiled with sgd instead of adam.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential(name="predictor")
    model.add(keras.Input(shape=(timesteps, 1)))
    model.add(keras.layers.SimpleRNN(units, name="rnn"))
    model.add(keras.layers.Dense(1, name="out"))
    model.compile(optimizer="sgd", loss="mse")
    return model

# wrong: build_sequence_predictor: The Dense layer has as many outputs as the window has timesteps instead of one.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential([
        keras.Input(shape=(timesteps, 1)),
        keras.layers.SimpleRNN(units),
        keras.layers.Dense(timesteps),
    ])
    model.compile(optimizer="adam", loss="mse")
    return model

# wrong: build_sequence_predictor: The loss is the mean absolute error; mse is only a metric.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential([
        keras.Input(shape=(timesteps, 1)),
        keras.layers.SimpleRNN(units),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mae", metrics=["mse"])
    return model

# wrong: build_sequence_predictor: It returns the result of compile, which is None, instead of the model.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential()
    model.add(keras.layers.Input(shape=(timesteps, 1)))
    model.add(keras.layers.SimpleRNN(units))
    model.add(keras.layers.Dense(1))
    return model.compile(optimizer="adam", loss="mse")

# wrong: build_sequence_predictor: Two SimpleRNN layers are stacked where the model of the deck has one.
def build_sequence_predictor(timesteps=4, units=10):
    model = keras.Sequential([
        keras.Input(shape=(timesteps, 1)),
        keras.layers.SimpleRNN(units, return_sequences=True),
        keras.layers.SimpleRNN(units),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    return model

# wrong: build_sequence_predictor: The arguments are mixed up, so the input has units timesteps and the layer has timesteps neurons.
def make_model(units, timesteps):
    model = keras.Sequential([
        keras.Input(shape=(timesteps, 1)),
        keras.layers.SimpleRNN(units),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    return model

def build_sequence_predictor(timesteps=4, units=10):
    return make_model(timesteps, units)

# wrong: train: It returns the History object of fit instead of the model.
def train(model, X, y, epochs=100):
    history = model.fit(X, y, epochs=epochs, verbose=0)
    return history

# wrong: train: The argument epochs is ignored, it always trains 100 epochs.
def train(model, X, y, epochs=100):
    model.fit(X, y, epochs=100, verbose=0)
    return model

# wrong: train: It compiles the given model again with sgd and binary_crossentropy, although it comes compiled.
def train(model, X, y, epochs=100):
    model.compile(optimizer="sgd", loss="binary_crossentropy")
    model.fit(X, y, epochs=epochs, verbose=0)
    return model

# wrong: train: It builds a fresh model and trains and returns that one, while the given model stays untrained.
def train(model, X, y, epochs=100):
    model = build_sequence_predictor(timesteps=X.shape[1])
    model.fit(X, y, epochs=epochs, verbose=0)
    return model

# wrong: train: It keeps 20 % of the data for validation, so the model never trains on the last windows.
def train(model, X, y, epochs=100):
    model.fit(X, y, epochs=epochs, validation_split=0.2, verbose=0)
    return model

# wrong: train: X and y are swapped in the call of fit.
def train(model, X, y, epochs=100):
    model.fit(y, X, epochs=epochs, verbose=0)
    return model

# wrong: train: fit is called a second time to get the history, so the data are read twice as often as epochs says.
def train(model, X, y, epochs=100):
    model.fit(X, y, epochs=epochs, verbose=0)
    history = model.fit(X, y, epochs=epochs, verbose=0)
    print("final loss", history.history["loss"][-1])
    return model

# wrong: train: It trains the model but returns nothing, the final loss is only printed.
def train(model, X, y, epochs=100):
    hist = model.fit(X, y, epochs=epochs, verbose=0)
    print("loss:", hist.history["loss"][-1])

# wrong: train: Early stopping on the training loss ends the training before the asked number of epochs where the loss stops falling by a margin.
from keras.callbacks import EarlyStopping

def train(model, X, y, epochs=100):
    es = EarlyStopping(monitor="loss", patience=3, min_delta=1e-3)
    model.fit(X, y, epochs=epochs, callbacks=[es], verbose=0)
    return model

# wrong: train: epochs is passed as the third positional argument of fit, which is the batch size, so only one epoch is trained.
def train(model, X, y, epochs=100):
    model.fit(X, y, epochs, verbose=0)
    return model

# wrong: train: The loop over the epochs starts at 1 and ends before epochs, so one epoch is missing.
def train(model, X, y, epochs=100):
    for e in range(1, epochs):
        model.fit(X, y, epochs=1, verbose=0)
    return model

# wrong: train: It trains a clone with new weights but returns the given model, which stays untrained.
def train(model, X, y, epochs=100):
    new_model = keras.models.clone_model(model)
    new_model.compile(optimizer="adam", loss="mse")
    new_model.fit(X, y, epochs=epochs, batch_size=32, verbose=0)
    return model

# wrong: forecast: The prediction is never fed back, so the same value is repeated.
def forecast(model, window, steps):
    x = np.array(window).reshape(1, -1, 1)
    result = []
    for _ in range(steps):
        pred = model.predict(x, verbose=0)[0, 0]
        result.append(pred)
    return np.array(result)

# wrong: forecast: The known window is returned in front of the predictions.
def forecast(model, window, steps):
    timesteps = len(window)
    values = list(window)
    for _ in range(steps):
        x = np.array(values[-timesteps:]).reshape(1, timesteps, 1)
        values.append(model.predict(x, verbose=0)[0][0])
    return np.array(values)

# wrong: forecast: The loop counts from 1, so it returns one prediction too few.
def forecast(model, window, steps):
    w = np.array(window, dtype=float)
    out = []
    for i in range(1, steps):
        p = float(model.predict(w[None, :, None], verbose=0)[0, 0])
        out.append(p)
        w = np.append(w[1:], p)
    return np.array(out)

# wrong: forecast: The oldest value is never dropped, so the window grows and the model reads more than timesteps values from the second step on.
def forecast(model, window, steps):
    values = np.array(window, dtype=float)
    preds = []
    for _ in range(steps):
        p = model.predict(values.reshape(1, len(values), 1), verbose=0)[0, 0]
        preds.append(p)
        values = np.append(values, p)
    return np.array(preds)

# wrong: forecast: pop() without an index drops the newest value instead of the oldest.
def forecast(model, window, steps):
    w = [float(v) for v in window]
    preds = []
    for _ in range(steps):
        p = model.predict(np.array([w])[:, :, np.newaxis], verbose=0).item()
        preds.append(p)
        w.pop()
        w.append(p)
    return np.array(preds)

# wrong: forecast: The prediction is put at the front of the window and the newest value dropped, so the order of time is turned round.
def forecast(model, window, steps):
    w = np.array(window, dtype="float32")
    preds = np.zeros(steps)
    for k in range(steps):
        preds[k] = model.predict(w.reshape(1, -1, 1), verbose=0)[0, 0]
        w = np.concatenate([[preds[k]], w[:-1]])
    return preds

# wrong: forecast: The whole output row of predict is collected, so the result has the shape (steps, 1).
def forecast(model, window, steps):
    x = np.asarray(window, dtype=float).reshape(1, -1, 1)
    outs = []
    for _ in range(steps):
        y_hat = model.predict(x, verbose=0)
        outs.append(y_hat[0])
        x = np.concatenate([x[:, 1:, :], y_hat.reshape(1, 1, 1)], axis=1)
    return np.array(outs)

# wrong: forecast: The window length 4 is hard-coded in the reshape, so models with other windows raise ValueError.
def forecast(model, window, steps):
    window = list(window)
    preds = []
    for i in range(steps):
        x = np.array(window).reshape(1, 4, 1)
        p = model.predict(x, verbose=0)[0][0]
        preds.append(p)
        window = window[1:] + [p]
    return np.array(preds)

# wrong: forecast: It shifts the values within the caller's own array, so the known data (a view of the series) are overwritten.
def forecast(model, window, steps):
    preds = []
    for _ in range(steps):
        p = model.predict(window.reshape(1, -1, 1), verbose=0)[0, 0]
        preds.append(p)
        for j in range(len(window) - 1):
            window[j] = window[j + 1]
        window[-1] = p
    return np.array(preds)

# wrong: forecast: The copy keeps the dtype of the window, so with a window of integers the predictions that are fed back lose their fraction.
def forecast(model, window, steps):
    w = np.array(window)
    preds = np.empty(steps)
    for k in range(steps):
        preds[k] = model.predict(w.reshape(1, -1, 1), verbose=0)[0, 0]
        w[:-1] = w[1:].copy()
        w[-1] = preds[k]
    return preds

# wrong: forecast: The first prediction is lost, it is fed back but the results start with the second one.
def predict_next(model, w):
    return model.predict(np.array(w).reshape(1, len(w), 1), verbose=0)[0, 0]

def forecast(model, window, steps):
    w = list(window)
    preds = []
    for _ in range(steps):
        w = w[1:] + [predict_next(model, w)]
        preds.append(predict_next(model, w))
    return np.array(preds)

# wrong: forecast: The next inputs are the last value plus 0.1 as in the lecture's series, not the model's own predictions.
def forecast(model, window, steps):
    w = list(window)
    preds = []
    for _ in range(steps):
        preds.append(model.predict(np.array(w).reshape(1, len(w), 1), verbose=0)[0, 0])
        w.append(w[-1] + 0.1)
        w.pop(0)
    return np.array(preds)

# wrong: forecast: It returns the last window instead of all the predictions, so the result has timesteps values whatever steps is.
def forecast(model, window, steps):
    w = np.array(window, dtype=float)
    for _ in range(steps):
        p = model.predict(w[np.newaxis, :, np.newaxis], verbose=0).ravel()
        w = np.concatenate((w[1:], p))
    return w

# wrong: forecast: Each prediction is rounded to one decimal before it is stored and fed back.
def forecast(model, window, steps):
    w = list(window)
    preds = []
    for _ in range(steps):
        p = round(float(model.predict(np.array(w).reshape(1, -1, 1), verbose=0)[0, 0]), 1)
        preds.append(p)
        w = w[1:] + [p]
    return np.array(preds)

# wrong: forecast: The window is rolled by +1 instead of -1 and the prediction put at its end, so the order is mixed up and a wrong value is dropped.
def forecast(model, window, steps):
    w = np.array(window, dtype=float)
    preds = []
    for _ in range(steps):
        p = model.predict(w.reshape((1, w.size, 1)), verbose=0)[0, 0]
        preds.append(p)
        w = np.roll(w, 1)
        w[-1] = p
    return np.array(preds)

# wrong: forecast: The return stands inside the loop, so only the first prediction comes back.
def forecast(model, window, steps):
    w = np.array(window, dtype=float)
    preds = []
    for _ in range(steps):
        p = model.predict(w.reshape(1, -1, 1), verbose=0)[0, 0]
        preds.append(p)
        w = np.append(w[1:], p)
        return np.array(preds)
