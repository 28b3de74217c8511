import numpy as np
import tensorflow as tf


def make_windows(series, timesteps):
    X = []
    Y = []
    for i in range(len(series) - timesteps):
        X.append(list(map(lambda c: [c], series[i : i + timesteps])))
        Y.append(series[i + timesteps])
    return np.array(X), np.array(Y)


def build_sequence_predictor(timesteps=4, units=10):
    model = tf.keras.Sequential([
        tf.keras.layers.SimpleRNN(units=units, return_sequences=False, input_shape=[timesteps, 1]),
        tf.keras.layers.Dense(1)
    ])
    model.compile(optimizer='adam', loss='mse')
    model.summary()
    return model


def train(model, X, y, epochs=100):
    model.fit(X, y, epochs=epochs, verbose=0)
    return model


def forecast(model, window, steps):
    window = [float(v) for v in window]
    out = []
    for _ in range(steps):
        x = np.array([[[v] for v in window]])
        nxt = float(model.predict(x, verbose=0)[0][0])
        out.append(nxt)
        window = window[1:] + [nxt]
    return out


X, Y = make_windows([i / 10 for i in range(10)], 4)
model = build_sequence_predictor()
train(model, X, Y)
print(model.predict(X))
