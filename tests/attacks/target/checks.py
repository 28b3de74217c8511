"""Checks of the target: a number, an array, and a model with its weights."""

import keras
import numpy as np

from rnnlab.author import expect, points


@points(1)
def test_double(double, rng):
    """두 배가 맞습니다.
    Twice the number.
    → 2를 곱하세요.
    → Multiply by 2."""
    for x in rng.uniform(3, 9, 3).tolist():
        expect.close(double(x), 2 * x)


@points(1)
def test_cumulate(cumulate, rng):
    """누적합이 맞습니다.
    The running sums are right.
    → np.cumsum을 보세요.
    → See np.cumsum."""
    values = rng.uniform(1, 2, 7)
    expect.close(cumulate(values), np.cumsum(values))


@points(2)
def test_build(build, rng):
    """모델이 점화식을 계산합니다.
    The model computes the recurrence.
    → SimpleRNN 뒤에 Dense(1)입니다.
    → SimpleRNN, then Dense(1)."""
    model = expect.model(build(6), (4, 1))
    expect.params(model, 6 * 8 + 7)
    expect.layer(model, keras.layers.SimpleRNN)
    weights = [rng.normal(0, 0.5, w.shape) for w in model.get_weights()]
    model.set_weights(weights)
    x = rng.normal(size=(3, 4, 1)).astype("float32")
    h = np.zeros((3, 6))
    for t in range(4):
        h = np.tanh(x[:, t] @ weights[0] + h @ weights[1] + weights[2])
    expect.close(expect.predict(model, x), h @ weights[3] + weights[4], rtol=1e-3, atol=1e-4)
