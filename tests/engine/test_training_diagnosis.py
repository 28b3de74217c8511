"""What is said of a training that went wrong: true facts of what came back, and nothing else.

Two tiny tasks, one that returns a model and one that returns three values, with checks like the
course's; every wrong program really trains.
"""

import functools
import re
from pathlib import Path
from types import SimpleNamespace

import keras
import numpy as np
import pytest

from rnnlab.course import Task
from rnnlab.diagnosis.diagnose import tried
from rnnlab.diagnosis.evidence import Ran, calls_of, gather
from rnnlab.diagnosis.reference import Reference
from rnnlab.diagnosis.training.epochs import recorded, trained
from rnnlab.diagnosis.training.mechanism import training
from rnnlab.sandbox.answers import Live
from rnnlab.sandbox.model.compiled import loss_name
from rnnlab.text import Text

SEED, EPOCHS, BATCH = 5, 4, 8
ROW, CLASSES = 6, 3

ONE = """
def train(model, X, y, epochs):
    model.fit(X, y, epochs=epochs, verbose=0)
    return model
"""
THREE = """
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(
        x_train, y_train, epochs=epochs, batch_size=batch_size, validation_split=0.2, verbose=0
    )
    _, accuracy = model.evaluate(x_test, y_test, verbose=0)
    return model, history, accuracy
"""


# ---------------------------------------------------------------- two tasks and their checks


def given(layers, rng, **compiled):
    # Unnamed, no two calls would be alike.
    model = keras.Sequential([keras.Input((ROW,), name="x"), *layers], name="given")
    model.set_weights([rng.normal(0, 1, w.shape) for w in model.get_weights()])
    model.compile(**compiled)
    return model


def regression(rng):
    model = given(
        [keras.layers.Dense(16, name="a"), keras.layers.Dense(1, name="b")],
        rng,
        optimizer=keras.optimizers.Adam(0.01),
        loss="mse",
    )
    X = rng.normal(0, 1, (30, ROW))
    return model, X, X @ rng.normal(0, 1, ROW)


def one_trained_exactly(train, rng):
    model, X, y = regression(rng)
    for epochs in (1, EPOCHS):
        got = train(model, X, y, epochs)
        assert isinstance(got, keras.Model)
        assert got.count_params() == model.count_params()
        assert type(got.optimizer) is type(model.optimizer)
        # In each of Adam's first steps, a weight moves by about the learning rate.
        moved = np.abs(got.get_weights()[0] - model.get_weights()[0]).max()
        assert 0.8 * epochs <= moved / 0.01 <= 1.2 * epochs


def classification(rng):
    model = given(
        [
            keras.layers.Dense(7, name="a"),
            keras.layers.Dense(CLASSES, activation="softmax", name="b"),
        ],
        rng,
        optimizer=keras.optimizers.Adam(0.03),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    rule = rng.normal(0, 1, (ROW, CLASSES))
    x, unseen = rng.normal(0, 1, (61, ROW)), rng.normal(0, 1, (53, ROW))
    return model, (x, (x @ rule).argmax(1)), (unseen, (unseen @ rule).argmax(1))


def lesson(train, rng):
    model, data, test = classification(rng)
    got, history, value = train(model, *data, *test, EPOCHS, BATCH)
    history = getattr(history, "history", history)
    assert isinstance(got, keras.Model)
    assert "loss" in history
    return model, got, history, value, data, test


def measured(model, x, y):
    p = np.asarray(model(x))
    return -np.log(p[np.arange(len(y)), y]).mean(), np.mean(p.argmax(1) == y)


def three_learned(train, rng):
    model, got, history, _, _, _ = lesson(train, rng)
    assert loss_name(got) == loss_name(model)
    assert [w.shape for w in got.get_weights()] == [w.shape for w in model.get_weights()]
    assert len(history["loss"]) == EPOCHS
    assert not np.array_equal(got.get_weights()[0], model.get_weights()[0])


def three_validated(train, rng):
    _, got, history, _, data, test = lesson(train, rng)
    assert "val_loss" in history
    for seen in (data, test):
        assert not np.isclose(history["val_loss"], measured(got, *seen)[0], rtol=1e-4).any()


def three_measured(train, rng):
    _, got, _, value, _, test = lesson(train, rng)
    assert abs(float(value) - measured(got, *test)[1]) < 1e-4


TASKS = {
    "one": (ONE, "train(model, X, y, epochs)", [one_trained_exactly]),
    "three": (
        THREE,
        "train(model, x_train, y_train, x_test, y_test, epochs, batch_size)",
        [three_learned, three_validated, three_measured],
    ),
}


@functools.cache
def known(kind):
    """Return the task, the solution as a reference, and the checks."""
    source, signature, checks = TASKS[kind]
    task = Task("train", signature, Text("학습", "training"), 3)
    path = Path(__file__).with_name("no_such_file.py")
    fake = SimpleNamespace(solution=path, tasks=[task])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rnnlab.source.read", lambda _path: source.encode())
        return task, Reference(fake), checks


def evidence_on(kind, function, keep=lambda name: True):
    task, right, checks = known(kind)
    answers = Live({"train": function})
    ran = []
    for check in checks:
        if keep(check.__name__):
            calls, error = calls_of(check, "train", answers, SEED)
            ran.append(Ran(check.__name__, check, calls, error is not None))
    return gather(task, ran, answers, right, SEED)


@functools.cache
def told(kind, function):
    """Return the name and the texts of what is said of ``function``; None for nothing."""
    found = tried(training, evidence_on(kind, function))
    if found is None:
        return None
    for sentence in found.text:
        assert not re.search(r"[{}]|lambda|  |\.\.", sentence), sentence
        assert sentence.endswith("."), sentence
    assert re.search("[가-힣]", found.text.ko)
    assert not re.search("[가-힣]", found.text.en)
    return found.name.removeprefix("training_"), *found.text


def name_of(kind, function):
    found = told(kind, function)
    return found and found[0]


def solved(kind, **names):
    """Return the solution of a task as a function."""
    namespace = dict(names)
    exec(TASKS[kind][0], namespace)
    return namespace["train"]


# ---------------------------------------------------------------- the checks themselves


@pytest.mark.parametrize("kind", TASKS)
def test_the_solution_passes_and_nothing_is_said_of_it(kind):
    evidence = evidence_on(kind, solved(kind))
    assert not evidence.failed
    assert not evidence.wrong
    assert tried(training, evidence) is None


# ---------------------------------------------------------------- one model comes back


def fit(model, X, y, epochs, **more):
    return model.fit(X, y, epochs=epochs, verbose=0, **more)


def history_returned(model, X, y, epochs):
    return fit(model, X, y, epochs)


def losses_returned(model, X, y, epochs):
    return fit(model, X, y, epochs).history


def nothing(model, X, y, epochs):
    fit(model, X, y, epochs)


def weights_returned(model, X, y, epochs):
    fit(model, X, y, epochs)
    return model.get_weights()


def predictions(model, X, y, epochs):
    fit(model, X, y, epochs)
    return model.predict(X, verbose=0)


def last_loss(model, X, y, epochs):
    return fit(model, X, y, epochs).history["loss"][-1]


def model_and_history(model, X, y, epochs):
    return model, fit(model, X, y, epochs)


def untouched(model, X, y, epochs):
    return model


def other_sizes(model, X, y, epochs):
    new = keras.Sequential([keras.Input((ROW,)), keras.layers.Dense(1)])
    new.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
    fit(new, X, y, epochs)
    return new


def cloned(model, X, y, epochs):
    new = keras.models.clone_model(model)
    new.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
    fit(new, X, y, epochs)
    return new


def fresh(model, X, y, epochs):
    new = keras.Sequential([keras.Input((ROW,)), keras.layers.Dense(16), keras.layers.Dense(1)])
    new.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
    fit(new, X, y, epochs)
    return new


def one_epoch(model, X, y, epochs):
    fit(model, X, y, 1)
    return model


def ten_epochs(model, X, y, epochs):
    fit(model, X, y, 10)
    return model


def one_more(model, X, y, epochs):
    fit(model, X, y, epochs + 1)
    return model


def twice_as_many(model, X, y, epochs):
    fit(model, X, y, 2 * epochs)
    return model


def one_fit_less(model, X, y, epochs):
    for _ in range(1, epochs):
        fit(model, X, y, 1)
    return model


def as_batch_size(model, X, y, epochs):
    model.fit(X, y, epochs, verbose=0)
    return model


def sgd(model, X, y, epochs):
    model.compile(optimizer="sgd", loss="mse")
    fit(model, X, y, epochs)
    return model


def swapped(model, X, y, epochs):
    fit(model, y, X, epochs)
    return model


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (history_returned, "history_returned"),
        (losses_returned, "history_returned"),
        (nothing, "nothing_returned"),
        (weights_returned, "weights_returned"),
        (predictions, "array_returned"),
        (last_loss, "number_returned"),
        (model_and_history, "more_than_the_model"),
        (untouched, "unchanged"),
        (other_sizes, "another_architecture"),
        (cloned, "new_weights"),
        (fresh, "new_weights"),
        (one_epoch, "epochs"),
        (ten_epochs, "epochs"),
        (one_more, "epochs"),
        (twice_as_many, "epochs"),
        (one_fit_less, "one_fit_less"),
        (as_batch_size, "epochs_as_batch_size"),
        (sgd, "other_optimizer"),
        (swapped, "targets_as_inputs"),
    ],
)
def test_one_model(wrong, name):
    assert name_of("one", wrong) == name


def test_epochs_are_counted_in_the_weights():
    assert "하나만" in told("one", one_epoch)[1]
    assert "늘 10개" in told("one", ten_epochs)[1]
    assert "one epoch more than `epochs`" in told("one", one_more)[2]
    assert "twice as many" in told("one", twice_as_many)[2]


def test_parameters_are_called_by_their_names():
    _, ko, en = told("one", swapped)
    assert "`X` 대신 `y`" in ko
    assert "`y` was given to fit where `X` belongs" in en


def noisy(model, X, y, epochs):
    fit(model, X + np.random.normal(0, 1, X.shape), y, 3 * epochs)
    return model


def other_rate_and_noise(model, X, y, epochs):
    model.optimizer.learning_rate = 0.5
    fit(model, X + np.random.normal(0, 1, X.shape), y, 3 * epochs)
    return model


def raising(model, X, y, epochs):
    raise ValueError("no")


@pytest.mark.parametrize("wrong", [noisy, raising])
def test_nothing_is_said_of_what_is_not_known(wrong):
    evidence = evidence_on("one", wrong)
    assert evidence.wrong
    assert tried(training, evidence) is None


def test_a_long_training_is_no_new_model():
    """Weights far from the given ones were not drawn anew for that."""
    assert name_of("one", other_rate_and_noise) != "new_weights"


def test_where_all_samples_are_equal_epochs_are_not_counted():
    """One epoch, sample by sample, is there the same as many epochs."""

    def check(train, rng):
        model, X, y = regression(rng)
        X, y = np.repeat(X[:1], 30, 0), np.repeat(y[:1], 30)
        first, last = (train(model, X, y, n).get_weights()[0] for n in (1, EPOCHS))
        assert not np.allclose(first, last)

    def one_by_one(model, X, y, epochs):
        fit(model, X, y, 1, batch_size=1)
        return model

    task, right, _ = known("one")
    answers = Live({"train": one_by_one})
    calls, error = calls_of(check, "train", answers, SEED)
    evidence = gather(task, [Ran("check", check, calls, error is not None)], answers, right, SEED)
    found = tried(training, evidence)
    assert error is not None
    assert found is None or "whatever `epochs` is" in found.text.en
    assert found is None or not re.search(r"\d", found.text.en)


# ---------------------------------------------------------------- three values come back


def three(
    *,
    compiled=None,
    how=lambda train, test: {"validation_split": 0.2},
    data=lambda train, test: train,
    epochs=lambda n: n,
    size=lambda n: n,
    value=lambda m, h, train, test: m.evaluate(*test, verbose=0)[1],
    answer=lambda m, h, value: (m, h, value),
):
    """Return a program like the solution, with other parts."""

    def train(model, x_train, y_train, x_test, y_test, epochs_, batch_size):
        seen, unseen = (x_train, y_train), (x_test, y_test)
        before = keras.models.clone_model(model)
        before.set_weights(model.get_weights())
        if compiled:
            model.compile(**compiled)
        numbers = {"epochs": epochs(epochs_), "batch_size": size(batch_size)}
        history = model.fit(*data(seen, unseen), verbose=0, **numbers, **how(seen, unseen))
        history.before = before
        return answer(model, history, value(model, history, seen, unseen))

    return train


def hit(model, x, y):
    return float((np.asarray(model(x)).argmax(1) == y).mean())


RMSPROP = {
    "optimizer": "rmsprop",
    "loss": "sparse_categorical_crossentropy",
    "metrics": ["accuracy"],
}


def one_hot_labels(train, test):
    return train[0], np.eye(CLASSES)[train[1]]


def last_fifth(train, test):
    x, y = train
    return {"validation_data": (x[48:], y[48:])}


NUMBERS = {
    "test_loss": lambda m, h, train, test: m.evaluate(*test, verbose=0)[0],
    "loss_and_accuracy": lambda m, h, train, test: m.evaluate(*test, verbose=0),
    "training_accuracy": lambda m, h, train, test: m.evaluate(*train, verbose=0)[1],
    "last_val_accuracy": lambda m, h, train, test: h.history["val_accuracy"][-1],
    "last_accuracy": lambda m, h, train, test: h.history["accuracy"][-1],
    "last_loss": lambda m, h, train, test: h.history["loss"][-1],
    "last_val_loss": lambda m, h, train, test: h.history["val_loss"][-1],
    "percent": lambda m, h, train, test: 100 * hit(m, *test),
    "share_of_errors": lambda m, h, train, test: 1 - hit(m, *test),
    "number_of_hits": lambda m, h, train, test: int(53 * hit(m, *test) + 0.5),
    "before_training": lambda m, h, train, test: hit(h.before, *test),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_what_stands_in_the_place_of_the_accuracy(name):
    assert name_of("three", three(value=NUMBERS[name])) == f"number_is_{name}"


def test_a_number_that_nothing_explains_is_left_alone():
    assert told("three", three(value=lambda *_: 0.123456)) is None


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (three(answer=lambda m, h, a: (h, m, a)), "parts_in_another_order"),
        (three(answer=lambda m, h, a: (m, a, h)), "parts_in_another_order"),
        (three(answer=lambda m, h, a: (m, h)), "missing_number"),
        (three(answer=lambda m, h, a: (m, a)), "missing_history"),
        (three(answer=lambda m, h, a: m), "missing_history_and_number"),
        (three(answer=lambda m, h, a: h), "missing_model_and_number"),
        (three(answer=lambda m, h, a: (m, h, 0.5, a)), "more_parts"),
        (three(answer=lambda m, h, a: (m, h.history["loss"], a)), "losses_for_history"),
        (three(how=lambda *_: {}), "no_validation"),
        (three(how=lambda train, test: {"validation_data": test}), "validated_on_test_data"),
        (three(how=lambda train, test: {"validation_data": train}), "validated_on_training_data"),
        (three(epochs=lambda n: 1), "epochs_recorded"),
        (three(epochs=lambda n: n + 1), "epochs_recorded"),
    ],
)
def test_three_values(wrong, name):
    assert name_of("three", wrong) == name


def test_another_loss_is_told():
    how = {"optimizer": keras.optimizers.Adam(0.03), "loss": "mse", "metrics": ["accuracy"]}
    wrong = three(compiled=how, data=one_hot_labels, value=lambda m, h, a, test: hit(m, *test))
    name, _, en = told("three", wrong)
    assert name == "other_loss"
    assert "mean_squared_error" in en
    assert "came compiled" in en


def test_two_faults_are_both_told():
    wrong = three(how=lambda *_: {}, value=NUMBERS["test_loss"])
    name, ko, en = told("three", wrong)
    assert name == "no_validation_and_number_is_test_loss"
    assert "val_loss" in ko
    assert "evaluate" in ko
    assert en.startswith("The History has no val_loss.")


def test_the_test_data_are_called_by_their_names():
    _, ko, en = told("three", three(how=lambda train, test: {"validation_data": test}))
    assert "`x_test`, `y_test`" in ko
    assert "`x_test`, `y_test`" in en


def test_a_fact_that_fails_no_check_is_not_told():
    """A wrong number does not explain why the validation failed."""
    how, value = (lambda *_: {}), NUMBERS["percent"]
    evidence = evidence_on("three", three(how=how, value=value), lambda name: "valid" in name)
    assert training(evidence).name == "training_no_validation"


def test_each_check_by_itself_gets_its_own():
    wrong = three(how=lambda *_: {}, value=NUMBERS["percent"], epochs=lambda n: n + 1)
    evidence = evidence_on("three", wrong)
    alone = [training(evidence.of_check(n)).name for n in range(len(evidence.failed))]
    assert alone == [
        "training_epochs_recorded",
        "training_no_validation",
        "training_number_is_percent",
    ]


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (three(how=lambda *_: {"validation_split": 0.5}), "share"),
        (three(how=last_fifth), "overlapping"),
        (three(data=lambda *both: map(np.concatenate, zip(*both, strict=True))), "joined"),
        (three(data=lambda train, test: test), "test_only"),
        (three(size=lambda n: 32), "batch"),
        (three(compiled=RMSPROP), "compiled_again"),
    ],
)
def test_what_only_another_training_tells(wrong, name):
    """Where a check fails of it: here, one that wants the very weights."""

    def check(train, rng):
        model, data, test = classification(rng)
        got, *_ = train(model, *data, *test, EPOCHS, BATCH)
        assert np.allclose(got.get_weights()[0][0], exact, atol=1e-3)

    task, right, _ = known("three")
    exact = np.zeros(7)
    calls, _ = calls_of(check, "train", right, SEED)
    exact[:] = calls[0].answer[0].get_weights()[0][0]
    answers = Live({"train": wrong})
    calls, error = calls_of(check, "train", answers, SEED)
    evidence = gather(task, [Ran("check", check, calls, error is not None)], answers, right, SEED)
    assert training(evidence).name == f"training_{name}"


def test_without_a_solution_facts_are_told_all_the_same():
    """Students' copies hold right answers, but no program."""
    task, right, checks = known("three")
    recorded_right = SimpleNamespace(call=right.call, planned={})
    answers = Live({"train": three(how=lambda *_: {})})
    ran = []
    for check in checks:
        calls, error = calls_of(check, "train", answers, SEED)
        ran.append(Ran(check.__name__, check, calls, error is not None))
    evidence = gather(task, ran, answers, recorded_right, SEED)
    assert training(evidence).name == "training_no_validation"


# ---------------------------------------------------------------- how many epochs, in words


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([(4, 1)], "one epoch only"),
        ([(4, 5)], "one epoch more"),
        ([(4, 3)], "one epoch less"),
        ([(4, 8)], "twice as many"),
        ([(4, 10)], "10 epochs instead of"),
        ([(4, 10), (7, 10)], "10 epochs, whatever"),
        ([(9, 4)], "fewer epochs"),
        ([(4, 13)], "more epochs"),
    ],
)
def test_epochs_in_words(pairs, words):
    for text in (recorded(pairs), trained(pairs)):
        assert words in text.en
        assert text.ko
        assert text.ko.endswith(".")


def test_epochs_that_follow_no_rule_are_not_told():
    assert recorded([(4, 2), (5, 9)]) is None
