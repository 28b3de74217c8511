"""What the checks of training share: models whose weights tell what they were trained on.

A training is judged by what the data tell was read, never by how well it went. Of an Embedding
only the rows of the words that were read move; Adam's step is as long as its learning rate where
the gradient keeps its sign and size (Kingma and Ba 2015, section 2.1), so that the distance that a
row has come tells in how many batches it was, and after how many others.
"""

import functools
import itertools

import keras
import numpy as np

from common.oracles import crossentropy
from rnnlab.author import expect

# The words of a probe, and how it is trained: few samples, of which each has its own words.
TRAIN, TEST, EPOCHS, BATCH = 40, 23, 2, 16
WORDS = 1 + 4 * (TRAIN + TEST)


def given(layers, weights, **compiled):
    """Return a model to be trained, compiled if need be.

    Its ``weights`` are arrays, or a function that draws one of a shape.
    """
    model = keras.Sequential(layers, name="given")
    if callable(weights):
        weights = [weights(w.shape) for w in model.get_weights()]
    model.set_weights(weights)
    if compiled:
        model.compile(**compiled)
    return model


def trained(answer, input_shape, dtype="float32", fit="model.fit(...)"):
    """Return the model, the history as a dict and the accuracy in the answer of ``train``."""
    model, history, accuracy = expect.pair(answer, 3)
    history = getattr(history, "history", history)
    expect.that(
        isinstance(history, dict) and "loss" in history,
        f"두 번째 값은 {fit}이 돌려준 History여야 합니다.",
        f"The second value should be the History that {fit} returns.",
    )
    return expect.model(model, input_shape, dtype), history, accuracy


def loss_and_accuracy(p, y):
    """Return crossentropy and accuracy of probabilities, computed here and not by the student."""
    guesses = p > 0.5 if p.ndim == 1 else p.argmax(axis=1)
    return crossentropy(p, y), np.mean(guesses == y)


# ------------------------------------------------- one sample, which any batch size reads whole


def adam(weights, gradient, rate):
    """Yield what Adam makes of ``weights``, a list of arrays, after each of its steps.

    ``gradient`` gives a list of arrays for such a list. Kingma and Ba 2015, algorithm 1, with
    Keras's own constants.
    """
    means, squares = ([np.zeros(np.shape(w)) for w in weights] for _ in range(2))
    for step in itertools.count(1):
        slopes = gradient(weights)
        means = [0.9 * m + 0.1 * g for m, g in zip(means, slopes, strict=True)]
        squares = [0.999 * v + 0.001 * g * g for v, g in zip(squares, slopes, strict=True)]
        size = rate * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
        moves = [size * m / (np.sqrt(v) + 1e-7) for m, v in zip(means, squares, strict=True)]
        weights = [w - move for w, move in zip(weights, moves, strict=True)]
        yield weights


def epochs_times(model, before, gradient, epochs):
    """One sample corrects the weights ``epochs`` times, whatever the batches, by Adam at any rate.

    ``gradient`` is that of the loss on the sample, for a list of weights.
    """
    taken = _steps(model, before, gradient, _rate(model))
    expect.that(
        taken in (None, epochs),
        f"데이터 하나로 epochs={epochs}번 학습해야 하는데 가중치를 {taken}번 고쳤습니다.",
        f"With one sample and epochs={epochs} the weights were corrected {taken} times.",
    )
    expect.that(
        taken is not None,
        f"데이터 하나로 epochs={epochs}번 학습한 가중치가 아닙니다.",
        f"These are not the weights that epochs={epochs} make with one sample.",
    )


def goes_on(model, before, gradient):
    """One sample takes the given model's weights some steps on, by its own optimizer, an Adam."""
    steps = _steps(model, before, gradient, _rate(before))
    expect.that(
        steps and not (model.compiled and _rate(model) != _rate(before)),
        "받은 모델을 그 옵티마이저로 학습한 가중치가 아닙니다. 받은 모델의 fit을 부르세요.",
        "The given model, trained with its own optimizer, has no such weights. Call its fit.",
    )


def _rate(model):
    return float(model.optimizer.learning_rate) if model.compiled else np.nan


def _steps(model, before, gradient, rate, most=60):
    """Return after how many steps of Adam the weights are the model's, None if they never are."""
    mine, start = same_layers(model, before).get_weights(), before.get_weights()
    path = itertools.chain([start], itertools.islice(adam(start, gradient, rate), most))
    return next((n for n, weights in enumerate(path) if _are_near(mine, weights)), None)


def _are_near(some, others):
    return all(np.allclose(a, b, rtol=0, atol=5e-5) for a, b in zip(some, others, strict=True))


def same_layers(model, before):
    """Return ``model``, whose weights must have the shapes that those of ``before`` have."""
    expect.that(
        [w.shape for w in model.get_weights()] == [w.shape for w in before.get_weights()],
        "돌려준 모델의 층이나 크기가 받은 모델과 다릅니다. 받은 모델을 학습하세요.",
        "The returned model has other layers or sizes than the given one. Train the given model.",
    )
    return model


# ------------------------------------------------- words of its own for every sample


def probe(rng):
    """Return x_train and x_test, (n, 4): every row has words of its own, each of them once.

    A word that is there twice takes longer steps: Keras squares the parts of its gradient singly.
    """
    x = rng.permutation(np.arange(1, WORDS)).reshape(-1, 4)
    return x[:TRAIN], x[TRAIN:]


def skewed(rng, n, classes):
    """Return labels of which most are the last class, and of each other class at least two.

    A model that gives that class a low probability to begin with then validates better after each
    epoch, whatever part is held back: who stops early, or goes back to the best epoch, loses none.
    """
    y = np.full(n, classes - 1)
    few = np.arange(3 * (classes - 1)) % (classes - 1)
    y[: len(few)] = few
    return rng.permutation(y)


def moved(model, before, x):
    """Return for each row of ``x`` how far its words' vectors have come, in learning rates."""
    table, old = (m.get_weights()[0] for m in (same_layers(model, before), before))
    return np.median(np.abs(table - old)[x], axis=(1, 2)) / _rate(model)


def batches_and_epochs(model, before, *parts):
    """The words that were trained on have come as far as EPOCHS epochs in batches of BATCH do."""
    come = np.concatenate([moved(model, before, x) for x in parts])
    come = come[come != 0]
    expect.that(
        come.size,
        "돌려준 모델의 가중치가 받은 그대로입니다. 받은 모델의 fit을 부르세요.",
        "The returned model's weights are as they were. Call fit of the model that was given.",
    )
    sizes = [min(BATCH, come.size - at) for at in range(0, come.size, BATCH)]
    levels = _distances(EPOCHS, tuple(sizes))
    # Gradients change a little from step to step, and with them the distances.
    near = np.abs(come[:, None] - levels).min(axis=1) < 0.03
    expect.that(
        near.mean() > 0.9,
        f"가중치가 움직인 거리가 epochs={EPOCHS}, batch_size={BATCH}로 학습할 때와 다릅니다.",
        f"The weights have not come as far as epochs={EPOCHS}, batch_size={BATCH} would take them.",
    )


@functools.cache
def _distances(epochs, sizes):
    """Return how far Adam may take the words of a sample that is in one batch of every epoch.

    ``sizes`` are those of the batches: a sample counts for less in a larger one.
    """
    found = []
    for places in itertools.product(range(len(sizes)), repeat=epochs):
        slopes = np.zeros((epochs, len(sizes)))
        slopes[np.arange(epochs), places] = 1 / np.array(sizes)[list(places)]
        each = iter(slopes.ravel())
        path = adam([0.0], lambda _, each=each: [next(each)], rate=1)
        *_, (last,) = itertools.islice(path, slopes.size)
        found.append(-last)
    return np.array(found)


def a_fifth_is_held_out(model, before, history, train, test):
    """Of the training data a fifth is not trained on but validated on; of the test data, none.

    ``train`` and ``test`` are pairs (x, y); ``history`` is the dict of the training's records.
    """
    expect.that(
        len(history.get("val_loss", [])),
        "History에 val_loss가 없습니다. 학습 데이터의 일부를 검증 데이터로 떼어 두세요.",
        "The History has no val_loss. Set a part of the training data aside for validation.",
    )
    expect.that(
        not moved(model, before, test[0]).any(),
        "테스트 데이터에만 있는 낱말의 벡터가 바뀌었습니다. 테스트 데이터로 학습하지 마세요.",
        "The vectors of words that only the test data have were changed. Do not train on them.",
    )
    out, fifth = moved(model, before, train[0]) == 0, TRAIN // 5
    last = float(np.ravel(history["val_loss"])[-1])
    is_held_out = out.sum() == fifth and np.isclose(
        last, _loss(model, *(part[out] for part in train)), rtol=1e-4
    )
    expect.that(
        is_held_out or not np.isclose(last, _loss(model, *test), rtol=1e-5),
        "val_loss가 테스트 데이터의 손실입니다. 검증 데이터는 학습 데이터에서 떼어 내야 합니다.",
        "val_loss is the loss on the test data. Take the validation data out of the training data.",
    )
    expect.that(
        out.sum() == fifth,
        f"학습 데이터 {TRAIN}개 가운데 {fifth}개를 학습에서 빼 두어야 하는데 {out.sum()}개를 "
        "뺐습니다.",
        f"Of {TRAIN} training samples {fifth} should be left out of the training, not {out.sum()}.",
    )
    expect.that(
        is_held_out or not _has_crossentropy(model),
        "val_loss가 학습에서 빼 둔 데이터의 손실이 아닙니다.",
        "val_loss is not the loss on the data that were left out of the training.",
    )


def _has_crossentropy(model):
    """Whether the model is compiled with the loss that its output asks for; else others say so."""
    wanted = "binary" if model.output_shape[-1] == 1 else "categorical"
    return f"{wanted}_crossentropy" in getattr(model.loss, "name", "")


def _loss(model, x, y):
    p = expect.predict(model, x)
    return crossentropy(p[:, 0] if p.shape[-1] == 1 else p, y)
