"""What is said of a wrong model: how it differs from the right one, and only where that matters."""

import dataclasses
import functools

import keras
import pytest
from keras import layers

from rnnlab import course
from rnnlab.diagnosis import reference
from rnnlab.diagnosis.diagnose import tried
from rnnlab.diagnosis.evidence import Evidence, Ran, calls_of, gather
from rnnlab.diagnosis.models.layers import aligned, flat
from rnnlab.diagnosis.models.mechanism import difference
from rnnlab.sandbox.answers import Live

SEED = 5
MOST_ALONE = 4  # and twice each failed check by itself


@functools.cache
def checks_of(task):
    """Return the exercise, the task, and its checks as functions."""
    exercise = next(e for e in course.exercises() if task in [t.name for t in e.tasks])
    with course.importable(exercise.root / "tests"):
        module = course.imported(exercise.checks_path)
    functions = [getattr(module, c.name) for c in exercise.checks if c.task == task]
    (found,) = (t for t in exercise.tasks if t.name == task)
    return exercise, found, functions


def evidence_on(task, function):
    """Run the task's own checks on ``function``."""
    exercise, found, functions = checks_of(task)
    answers = Live({task: function})
    ran = []
    for check in functions:
        calls, error = calls_of(check, task, answers, SEED)
        ran.append(Ran(check.__name__, check, calls, error is not None))
    return gather(found, ran, answers, reference.of(exercise), SEED)


class Counted(Evidence):
    """Evidence that counts how often checks are run."""

    trials = 0

    def fails(self, predict):
        Counted.trials += 1
        return super().fails(predict)


def said(task, function):
    """Return (name, Korean, English) of what is said of ``function``; None for nothing."""
    evidence = evidence_on(task, function)
    fields = {f.name: getattr(evidence, f.name) for f in dataclasses.fields(evidence)}
    Counted.trials = 0
    found = tried(difference, Counted(**fields))
    assert Counted.trials <= MOST_ALONE + 2 * len(evidence.failed)
    return found and (found.name, *found.text)


def stack(shape, *parts, dtype="float32", loss=None, optimizer="adam", metrics=None):
    model = keras.Sequential([keras.Input(shape, dtype=dtype), *parts])
    if loss:
        model.compile(optimizer=optimizer, loss=loss, metrics=metrics)
    return model


# ---------------------------------------------------------------- models with settings to change


def rnn(units, timesteps, input_dim, outputs=None, return_sequences=False, **changes):
    o = {"rnn": {}, "dense": {}, "before": [], "after": [], "always": False, **changes}
    o["rnn"] = {"return_sequences": return_sequences, **o["rnn"]}
    model = [*o["before"], layers.SimpleRNN(o.get("size", units), **o["rnn"])]
    if outputs is not None or o["always"]:
        model.append(layers.Dense(outputs or 1, **o["dense"]))
    shape = o.get("shape", lambda t, d: (t, d))(timesteps, input_dim)
    return stack(shape, *model, *o["after"])


def predictor(timesteps=4, units=10, *, hidden=layers.SimpleRNN, after=(), dense=None, **o):
    o = {"loss": "mse", **o}
    shape = o.pop("shape", lambda t: (t, 1))(timesteps)
    options = o.pop("rnn", {})
    return stack(shape, hidden(units, **options), *after, layers.Dense(1, **dense or {}), **o)


def char_rnn(timesteps, vocab, units, **o):
    o = {"hidden": layers.SimpleRNN, "dense": {"activation": "softmax"}, **o}
    hidden = o.pop("hidden")(units, return_sequences=o.pop("sequences", True))
    dense, after = layers.Dense(vocab, **o.pop("dense")), o.pop("after", [])
    o = {"loss": "categorical_crossentropy", **o}
    return stack((timesteps, vocab), *o.pop("before", []), hidden, dense, *after, **o)


def reuters(vocabulary=1000, embedding=100, units=100, length=100, topics=46, **o):
    sizes = {"rows": vocabulary, "dim": embedding, "units": units, "topics": topics}
    sizes = {**sizes, **o.get("sizes", lambda s: {})(sizes)}
    table = layers.Embedding(sizes["rows"], sizes["dim"], **o.get("embedding", {}))
    hidden = o.get("hidden", layers.LSTM)(sizes["units"], **o.get("rnn", {}))
    dense = layers.Dense(sizes["topics"], **{"activation": "softmax", **o.get("dense", {})})
    parts = [table, *o.get("first", []), hidden, *o.get("between", []), dense, *o.get("after", [])]
    return stack((length,), *parts, dtype="int32")


def sentiment(vocabulary_size, embedding_dim, units, length, **o):
    o = {"loss": "binary_crossentropy", "metrics": ["accuracy"], **o}
    dim, units = o.pop("sizes", lambda d, u: (d, u))(embedding_dim, units)
    hidden = o.pop("hidden", layers.GRU)(units, **o.pop("rnn", {}))
    dense = layers.Dense(1, **{"activation": "sigmoid", **o.pop("dense", {})})
    table = layers.Embedding(vocabulary_size, dim, **o.pop("embedding", {}))
    parts = [table, hidden, *o.pop("between", []), dense, *o.pop("after", [])]
    return stack((length,), *parts, dtype="int32", **o)


BUILD = {
    "build_rnn": rnn,
    "build_sequence_predictor": predictor,
    "build_char_rnn": char_rnn,
    "build_reuters_lstm": reuters,
    "build_sentiment_model": sentiment,
}


@pytest.mark.parametrize("task", BUILD)
def test_of_a_right_model_nothing_is_said(task):
    assert said(task, BUILD[task]) is None


def changed(task, **settings):
    """Return a builder with other settings; layers are made anew for every model."""

    def build(*args, **kwargs):
        made = {k: v() if k in MADE else v for k, v in settings.items()}
        return BUILD[task](*args, **kwargs, **made)

    return build


MADE = ("after", "between", "before", "first")
RNN, PREDICTOR, CHARS, REUTERS, SENTIMENT = BUILD
LOGITS = keras.losses.CategoricalCrossentropy(from_logits=True)
BINARY_LOGITS = keras.losses.BinaryCrossentropy(from_logits=True)


def states(kind, **options):
    return functools.partial(kind, return_sequences=True, **options)


WRONG = [
    (
        RNN,
        {"dense": {"activation": "softmax"}},
        "activation",
        "The Dense layer has the activation softmax.",
    ),
    (
        RNN,
        {"rnn": {"use_bias": False}},
        "use_bias",
        "The SimpleRNN layer has no bias (use_bias=False).",
    ),
    (
        RNN,
        {"always": True},
        "layer_extra",
        "When `outputs` is None, the Dense layer does not belong",
    ),
    (
        RNN,
        {"after": lambda: [layers.Dense(1)]},
        "layer_extra",
        "There is one Dense layer too many.",
    ),
    (
        RNN,
        {"size": 10},
        "units",
        "In the SimpleRNN layer, units should be `units`, but is always 10.",
    ),
    (
        RNN,
        {"rnn": {"return_sequences": False}},
        "return_sequences",
        "should be `return_sequences`, but is always False.",
    ),
    (
        RNN,
        {"shape": lambda t, d: (d, t)},
        "input_shape",
        "The two axes of the input shape are swapped.",
    ),
    (
        PREDICTOR,
        {"shape": lambda t: (4, 1)},
        "input_shape",
        "should be `timesteps`, but is always 4.",
    ),
    (
        PREDICTOR,
        {"hidden": layers.LSTM},
        "layer_exchanged",
        "There is an LSTM layer where a SimpleRNN layer belongs.",
    ),
    (PREDICTOR, {"rnn": {"activation": "relu"}}, "activation", "should be tanh, but is relu."),
    (PREDICTOR, {"optimizer": "sgd"}, "optimizer", "The optimizer should be adam, but is sgd."),
    (PREDICTOR, {"loss": None}, "not_compiled", "The model is not compiled."),
    (CHARS, {"dense": {}}, "activation", "The Dense layer has no softmax activation."),
    (CHARS, {"sequences": False}, "return_sequences", "should be True, but is False."),
    (
        CHARS,
        {"after": lambda: [layers.Softmax()]},
        "layer_extra",
        "The activation softmax is applied twice.",
    ),
    (
        CHARS,
        {"loss": LOGITS},
        "from_logits",
        "The from_logits of the loss should be False, but is True.",
    ),
    (
        CHARS,
        {"hidden": functools.partial(layers.SimpleRNN, go_backwards=True)},
        "go_backwards",
        "reads the timesteps backwards",
    ),
    (
        CHARS,
        {"hidden": lambda units, **o: layers.Bidirectional(layers.SimpleRNN(units, **o))},
        "bidirectional",
        "is inside Bidirectional.",
    ),
    (
        CHARS,
        {"hidden": lambda units, **_: layers.Dense(units)},
        "layer_exchanged",
        "There is a Dense layer where a SimpleRNN layer belongs.",
    ),
    (
        REUTERS,
        {"sizes": lambda s: {"rows": s["dim"], "dim": s["rows"]}},
        "sizes_swapped",
        "The input_dim and the output_dim of the Embedding layer are swapped.",
    ),
    (
        REUTERS,
        {"sizes": lambda s: {"units": s["dim"]}},
        "units",
        "In the LSTM layer, units should be `units`, but is `embedding`.",
    ),
    (
        REUTERS,
        {"sizes": lambda s: {"rows": s["rows"] + 1}},
        "input_dim",
        "In the Embedding layer, input_dim is one larger than `vocabulary`.",
    ),
    (
        REUTERS,
        {"sizes": lambda s: {"rows": 1000, "dim": 100, "units": 100, "topics": 46}},
        "fixed_sizes",
        "The sizes of the layers are always the same.",
    ),
    (
        SENTIMENT,
        {"sizes": lambda dim, units: (units, dim)},
        "sizes_swapped",
        "The output_dim of the Embedding layer and the units of the GRU layer are swapped.",
    ),
    (
        SENTIMENT,
        {"sizes": lambda dim, units: (dim, dim)},
        "units",
        "In the GRU layer, units should be `units`.",
    ),
    (
        SENTIMENT,
        {"hidden": lambda *_, **__: layers.Flatten()},
        "layer_exchanged",
        "There is a Flatten layer where a GRU layer belongs.",
    ),
]


@pytest.mark.parametrize(("task", "settings", "name", "english"), WRONG)
def test_one_difference_is_told(task, settings, name, english):
    found = said(task, changed(task, **settings))
    assert found[0] == f"model_{name}"
    assert english in found[2]


PAIRS = [
    (PREDICTOR, {"dense": {"activation": "relu"}, "loss": "mae"}, "activation_and_loss"),
    (
        PREDICTOR,
        {"rnn": {"return_sequences": True}, "after": lambda: [layers.Flatten()]},
        "layer_extra_and_return_sequences",
    ),
    (CHARS, {"dense": {}, "loss": LOGITS}, "activation_and_from_logits"),
    (
        REUTERS,
        {"hidden": states(layers.LSTM), "between": lambda: [layers.LSTM(8)]},
        "layer_extra_and_return_sequences",
    ),
    (
        SENTIMENT,
        {"dense": {"activation": None}, "loss": BINARY_LOGITS},
        "activation_and_from_logits",
    ),
]


@pytest.mark.parametrize(("task", "settings", "name"), PAIRS)
def test_two_differences_are_both_told(task, settings, name):
    assert said(task, changed(task, **settings))[0] == f"model_{name}"


HARMLESS = {
    "hidden": layers.LSTM,
    "embedding": {"mask_zero": True},
    "metrics": ["accuracy", "mae"],
    "optimizer": keras.optimizers.Adam(0.1),
}


def test_what_a_check_accepts_is_not_told():
    assert said(SENTIMENT, changed(SENTIMENT, **HARMLESS)) is None
    found = said(SENTIMENT, changed(SENTIMENT, **HARMLESS, loss="mse"))
    assert found[0] == "model_loss"
    assert found[1] == "손실 함수 설정이 binary_crossentropy여야 하는데 mean_squared_error입니다."


def test_a_dropout_that_is_not_asked_for_is_told():
    found = said(SENTIMENT, changed(SENTIMENT, between=lambda: [layers.Dropout(0.3)]))
    assert found[:2] == ("model_layer_extra", "Dropout 층이 더 들어 있습니다. 빼세요.")


def test_an_activation_of_its_own_is_that_of_the_dense_before_it():
    def build(*sizes):
        after = [layers.Activation("softmax")]
        return char_rnn(*sizes, dense={}, after=after, loss="mse")

    assert said(CHARS, build)[0] == "model_loss"


def test_one_of_several_layers_is_named_by_its_place():
    middle = {
        "between": lambda: [layers.Dense(5, activation="relu")],
        "dense": {"activation": None},
    }
    found = said(SENTIMENT, changed(SENTIMENT, **middle))
    assert found[1] == "마지막 Dense 층에 활성화 함수 sigmoid가 없습니다."
    assert found[2] == "The last Dense layer has no sigmoid activation."


def test_nothing_is_said_of_what_raises():
    def build(timesteps=4, units=10):
        if units > 10:
            raise ValueError
        return predictor(timesteps, units, dense={"activation": "relu"})

    assert said(PREDICTOR, build) is None


def test_nothing_is_said_where_everything_differs():
    many = {"rnn": {"use_bias": False, "activation": "relu"}, "dense": {"activation": "relu"}}
    many |= {"after": lambda: [layers.Dense(3)], "loss": "mae", "optimizer": "sgd"}
    assert said(PREDICTOR, changed(PREDICTOR, **many)) is None


def test_a_number_that_came_by_chance_is_no_rule():
    """The size is neither an argument nor always the same: only what is right is sure."""
    found = said(PREDICTOR, lambda timesteps=4, units=10: predictor(timesteps, units % 7 + 2))
    assert found[2] == "In the SimpleRNN layer, units should be `units`."


@pytest.mark.parametrize("wrap", [layers.RNN, None])
def test_a_cell_in_rnn_is_the_layer_of_its_name(wrap):
    cell = layers.SimpleRNNCell(3)
    model = stack((4, 2), layers.RNN(cell) if wrap else layers.SimpleRNN(3), layers.Dense(1))
    rnn, dense = flat(model).layers
    assert (rnn.name, rnn.settings["units"], rnn.settings["return_sequences"]) == (
        "SimpleRNN",
        3,
        False,
    )
    assert (dense.name, dense.settings["activation"]) == ("Dense", "linear")


def test_nested_models_and_wrappers_lie_flat():
    inner = keras.Sequential([layers.Bidirectional(layers.LSTM(3)), layers.Dropout(0.1)])
    found = flat(stack((4, 2), inner, layers.Dense(1)))
    assert [x.name for x in found.layers] == ["LSTM", "Dropout", "Dense"]
    assert found.layers[0].settings["bidirectional"] == "concat"
    assert found.linear


def test_branches_are_no_chain():
    x = keras.Input((4, 2))
    y = layers.Add()([layers.Dense(2)(x), x])
    assert not flat(keras.Model(x, y)).linear


def test_zeroed_and_frozen_layers_are_seen():
    model = stack((4, 2), layers.SimpleRNN(3), layers.Dense(1, kernel_initializer="zeros"))
    model.layers[0].trainable = False
    rnn, dense = flat(model).layers
    assert (rnn.settings["trainable"], rnn.settings["weights"]) == (False, "drawn")
    assert (dense.settings["trainable"], dense.settings["weights"]) == (True, "zero")


def test_a_very_deep_model_is_left_alone():
    assert flat(stack((2,), *[layers.Dense(1) for _ in range(61)])) is None


def test_layers_lie_beside_those_that_they_resemble():
    mine = flat(stack((4, 2), layers.GRU(3), layers.Dense(8), layers.Dense(1))).layers
    right = flat(stack((4, 2), layers.LSTM(3), layers.Dense(1))).layers
    names = [
        tuple(x and (x.name, x.settings["units"]) for x in pair) for pair in aligned(mine, right)
    ]
    assert names == [(("GRU", 3), ("LSTM", 3)), (("Dense", 8), None), (("Dense", 1), ("Dense", 1))]
