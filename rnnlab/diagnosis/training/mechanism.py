"""What went wrong in a training, told from what came back, or by training otherwise.

A fact counts only for the failed checks that fail, too, of the right answer with this one fault in
it. A diagnosis is one fact, or two, that together account for all failed checks.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from rnnlab.diagnosis.evidence import Case, Diagnosis, Evidence
from rnnlab.diagnosis.programs.generated import answer, explains
from rnnlab.diagnosis.reference import Reference
from rnnlab.diagnosis.training.epochs import always_alike, trained
from rnnlab.diagnosis.training.handed import handed_back
from rnnlab.diagnosis.training.lesson import (
    Lesson,
    held_back,
    is_any,
    lesson,
    mean_loss,
    series,
    weights,
)
from rnnlab.diagnosis.training.refits import (
    LARGEST,
    Key,
    reached,
    recompiled,
    refit,
    same_weights,
    trains_alike,
)
from rnnlab.diagnosis.training.trained import Fact, facts
from rnnlab.sandbox.model.compiled import compile_settings
from rnnlab.text import Text, particle

MOST = 8  # trainings of ours for one diagnosis
_SHARES = (0.1, 0.25, 0.3, 0.4, 0.5, 0.8, 0.9)
_SIZES = (32, 1, 64, 128, 256)


def training(evidence: Evidence) -> Diagnosis | None:
    """Return what went wrong where a given model is trained; None where nothing is sure."""
    # What a passed check let pass need not be explained, but nothing false is said of it either.
    wrong = [case for case in evidence.cases if case.wrong]
    views = [view for case in wrong if (view := lesson(case))]
    if not evidence.wrong or len(views) < len(wrong) or not evidence.failed:
        return None
    if any(isinstance(view.case.answer, Exception) for view in views):
        return _raised(evidence, views)
    found = handed_back(views)
    if found:
        return Diagnosis(f"training_{found[0]}", found[1])
    if not all(view.got.model for view in views):
        return None
    return _Accounts(evidence).diagnosis(views)


class _Accounts:
    """Which failed checks each fact accounts for."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._checks = [replace(evidence, failed=(ran,)) for ran in evidence.failed]
        # A check that fails of the right answers, too, can tell nothing.
        self._sound = not any(each.fails(lambda case: case.right) for each in self._checks)

    def diagnosis(self, views: Sequence[Lesson]) -> Diagnosis | None:
        """Return the fact, or the two, that account for all failed checks."""
        if not self._sound:
            return None
        found: list[tuple[Fact, frozenset[int]]] = []
        for source in (facts, partial(_refitted, self._evidence)):
            for fact in source(views):
                failing = frozenset(n for n, each in enumerate(self._checks) if _fails(each, fact))
                if len(failing) == len(self._checks):
                    return _said(fact)
                if failing:
                    found.append((fact, failing))
            for (a, of_a), (b, of_b) in itertools.combinations(found, 2):
                if len(of_a | of_b) == len(self._checks):
                    return _said(a, b)
        return None


def _fails(evidence: Evidence, fact: Fact) -> bool:
    """Whether the check fails of the right answer with this fault, which can be built."""
    try:
        predicted = {id(case): fact.predict(case) for case in evidence.cases}
    except Exception:  # noqa: BLE001  what cannot be predicted accounts for nothing
        return False
    return evidence.fails(lambda case: predicted[id(case)])


def _said(*told: Fact) -> Diagnosis:
    name = "training_" + "_and_".join(fact.name for fact in told)
    texts = [fact.text for fact in told]
    return Diagnosis(name, Text(" ".join(t.ko for t in texts), " ".join(t.en for t in texts)))


# ---------------------------------------------------------------- trained by us, otherwise


def _refitted(evidence: Evidence, views: Sequence[Lesson]) -> Iterator[Fact]:
    """Yield what the right program comes to, trained otherwise, if that is the student's model."""
    right = evidence.reference
    if not isinstance(right, Reference) or any(v.given.count_params() > LARGEST for v in views):
        return
    if any(_is_rightly_trained(view) for view in views):
        return
    asked = _Asked(evidence, right, views)
    yield from itertools.islice(asked.facts(), 1)


class _Asked:
    """The trainings that are worth while, likeliest first, and no more than ``MOST``."""

    def __init__(self, evidence: Evidence, right: Reference, views: Sequence[Lesson]) -> None:
        self._evidence, self._right, self._views = evidence, right, list(views)

    def facts(self) -> Iterator[Fact]:
        """Yield the facts that give the student's weights in every case."""
        names = self._names
        if self._compiled_otherwise():
            program = recompiled(self._right, self._evidence.task, _model_of(self._views[0]))
            if trains_alike(program, self._evidence, self._views):
                yield Fact("compiled_again", _COMPILED_AGAIN, partial(answer, program))
            return
        counted = None if self._has_history() else self._counted()
        if counted:
            yield counted
        for key in itertools.islice(self._keys(), MOST):
            program = refit(self._right, self._evidence.task, key)
            if trains_alike(program, self._evidence, self._views):
                text = (_counted_in(key) and trained(self._recorded())) or _text(key, *names)
                yield Fact(_told_of(key)[0], text, partial(answer, program))

    @property
    def _names(self) -> tuple[str, str, str]:
        view = self._views[0]
        return *view.train.names, view.test.said if view.test else ""

    def _has_history(self) -> bool:
        return all(v.got.history is not None for v in self._views)

    def _compiled_otherwise(self) -> bool:
        pairs = [(v.got.model, v.right.model) for v in self._views]
        settings = [(_how_it_learns(a), _how_it_learns(b)) for a, b in pairs]
        mine = [a for a, _ in settings]
        return all(a != b for a, b in settings) and all(a == mine[0] for a in mine)

    def _counted(self) -> Fact | None:
        """Count the epochs after which the right training has the student's weights."""
        pairs = []
        for view in self._views:
            n = reached(self._right, self._evidence.task, view)
            if n is None or view.epochs is None or n == view.epochs:
                return None
            pairs.append((view.epochs, n))
        # Where all samples are equal, half as large batches are twice as many epochs.
        text = always_alike(pairs) if any(map(_repeats, self._views)) else trained(pairs)
        return Fact("epochs", text, _as_answered) if text else None

    def _keys(self) -> Iterator[Key]:
        """Yield the changes of ``fit`` that what came back does not rule out."""
        if not self._has_history():
            yield from self._without_history()
            return
        if any(asked != n for asked, n in self._recorded()):
            yield from self._other_epochs()
            return
        shares = [s for s in (0.2, *_SHARES) if all(_ends_with(v, s) for v in self._views)]
        yield from (("share", s) for s in shares)
        yield from (("overlapping", s) for s in shares)
        if all(v.test for v in self._views):
            yield from (("joined",), ("test_only",))
        yield from (("batch", 32), ("batch", 1))

    def _without_history(self) -> Iterator[Key]:
        """Yield what may be, given whether one epoch has changed anything."""
        short = [v for v in self._views if v.epochs == 1]
        repeated = any(map(_repeats, self._views))
        if all(_is_untrained(v) for v in short):
            yield ("one_fit_less",)
        if not any(_is_untrained(v) for v in short):
            yield from (key for key in _ANY if not (repeated and key in _OF_DISTINCT))

    def _recorded(self) -> list[tuple[int, int]]:
        return [(v.epochs or 0, len(series(v.got.history, "loss"))) for v in self._views]

    def _other_epochs(self) -> Iterator[Key]:
        counts = self._recorded()
        more = {n - asked for asked, n in counts}
        times = {n / asked for asked, n in counts if asked}
        yield from (("epochs_more", n) for n in more if len(more) == 1)
        yield from (("epochs_times", int(n)) for n in times if len(times) == 1 and n == int(n))
        n = counts[0][1]
        if any(other != n for _, other in counts):
            return
        yield ("epochs", n)
        given = {v.case.arguments.get("batch_size") for v in self._views}
        yield from (("epochs_and_batch", n, size) for size in _SIZES if {size} != given)


def _counted_in(key: Key) -> bool:
    return key[0] in ("epochs_more", "epochs_times")


def _how_it_learns(model: Any) -> Any:
    settings = compile_settings(model) or {}
    return settings.get("loss"), settings.get("optimizer")


def _as_answered(case: Case) -> Any:
    return case.answer


def _model_of(view: Lesson) -> Any:
    return view.got.model


def _is_rightly_trained(view: Lesson) -> bool:
    mine, right = view.got.model, view.right.model
    return mine is not None and right is not None and same_weights(mine, weights(right))


def _is_untrained(view: Lesson) -> bool:
    mine = view.got.model
    return mine is not None and same_weights(mine, weights(view.given))


def _repeats(view: Lesson) -> bool:
    """Whether there are several samples, and all of them are the same."""
    x = view.train.x
    return len(x) > 1 and bool((x == x[:1]).all())


def _ends_with(view: Lesson, share: float) -> bool:
    """Whether val_loss was measured on the last ``share`` of the training data."""
    model, row = view.got.model, series(view.got.history, "val_loss")
    return model is not None and is_any(mean_loss(model, held_back(view, share)), row[-1:])


_ANY: tuple[Key, ...] = (
    ("epochs_as_batch_size",),
    ("inputs_as_targets",),
    ("exchanged",),
    ("share", 0.2),
    ("fitted_twice",),
    ("one_by_one", "epochs", 1),
    ("one_by_one", "exchanged"),
    ("one_by_one", "inputs_as_targets"),
)
_OF_DISTINCT: tuple[Key, ...] = (("fitted_twice",), ("one_by_one", "epochs", 1))  # samples
_RAISING: tuple[Key, ...] = (
    ("exchanged",),
    ("inputs_as_targets",),
    ("targets_as_inputs",),
    ("share", 0.2),
)


def _raised(evidence: Evidence, views: Sequence[Lesson]) -> Diagnosis | None:
    """Return the only change of ``fit`` that raises the same, if there is one."""
    right, view = evidence.reference, views[0]
    if not isinstance(right, Reference):
        return None
    programs = {key: refit(right, evidence.task, key) for key in _RAISING}
    found = [key for key, program in programs.items() if explains(program, evidence)]
    names = (*view.train.names, view.test.said if view.test else "")
    if set(found) == {("exchanged",), ("targets_as_inputs",)}:
        found = [("targets_as_inputs",)]  # which is true of both
    if len(found) != 1:
        return None
    return _said(Fact(found[0][0], _text(found[0], *names), _as_answered))


# ---------------------------------------------------------------- what it comes to, in words

_COMPILED_AGAIN = Text(
    "받은 모델을 다르게 compile해서 학습한 결과와 같습니다. 받은 모델이 compile되어 있으면 다시 "
    "compile하지 말고, 아니면 과제에서 말한 대로 compile하세요.",
    "It comes out as if the model was trained with other settings of compile. Do not compile a "
    "model again that comes compiled; else compile it as the task says.",
)


def _told_of(key: Key) -> Key:
    """Leave out that the samples came one by one, which is no fault."""
    return key[1:] if key[0] == "one_by_one" else key


def _text(key: Key, x: str, y: str, test: str) -> Text:
    """Say what a change of ``fit`` means, by the names of the parameters."""
    name, *numbers = _told_of(key)
    ko, en = _TEXTS[name]
    told = {"x": f"`{x}`", "y": f"`{y}`", "test": test}
    if numbers:
        size = f"{numbers[-1]}{particle(str(numbers[-1]), '으로/로')}"
        told |= {"n": str(numbers[0]), "size": str(numbers[-1]), "as_size": size}
        told |= {"share": f"{numbers[0]:.0%}"}
    return Text(ko.format(**told), en.format(**told))


_TEXTS = {
    "epochs": (
        "`epochs`가 아니라 {n}번의 에포크를 학습한 결과와 같습니다. `epochs`를 그대로 fit에 "
        "넘기세요.",
        "It comes out as if the training took {n} epochs, not `epochs`. Hand `epochs` on to fit.",
    ),
    "epochs_and_batch": (
        "에포크의 수와 배치의 크기를 fit에 넘기지 않고 정해 둔 값으로 학습한 결과와 같습니다. 인자 "
        "`epochs`와 `batch_size`를 그대로 넘기세요.",
        "It comes out as if fixed numbers stood for the epochs and the batch size. Hand the "
        "arguments `epochs` and `batch_size` on to fit.",
    ),
    "batch": (
        "배치의 크기를 {as_size} 하여 학습한 결과와 같습니다. 인자 `batch_size`를 fit에 넘기세요.",
        "It comes out as if trained with batches of {size}. Hand the argument `batch_size` on to "
        "fit.",
    ),
    "epochs_as_batch_size": (
        "`epochs`를 배치의 크기로 삼아 한 번만 학습한 결과와 같습니다. fit의 세 번째 인자는 "
        "batch_size이니 이름을 붙여 넘기세요.",
        "It comes out as if `epochs` was taken for the batch size, and one epoch trained. The "
        "third argument of fit is batch_size: give epochs by its name.",
    ),
    "fitted_twice": (
        "fit을 두 번 부른 결과와 같습니다. 한 번만 부르세요.",
        "It comes out as if fit was called twice. Call it once.",
    ),
    "one_fit_less": (
        "에포크를 `epochs`보다 하나 적게 학습한 결과와 같습니다. 반복의 시작과 끝을 확인하세요.",
        "It comes out as after one epoch less than `epochs`. Look where the loop begins and ends.",
    ),
    "exchanged": (
        "fit에서 {x}, {y}의 자리를 서로 바꾼 결과와 같습니다.",
        "It comes out as if {x} and {y} were exchanged in fit.",
    ),
    "inputs_as_targets": (
        "{y} 대신 {x}의 값을 정답으로 삼아 학습한 결과와 같습니다.",
        "It comes out as if the model was trained to answer {x} instead of {y}.",
    ),
    "targets_as_inputs": (
        "fit의 입력으로 {x} 대신 {y}의 값을 넣은 결과와 같습니다. 넘긴 순서를 확인하세요.",
        "It comes out as if {y} was given to fit where {x} belongs. Look at the order.",
    ),
    "share": (
        "학습 데이터의 마지막 {share}를 학습에서 뺀 결과와 같습니다. 과제에서 말한 만큼만 떼어 "
        "내세요.",
        "It comes out as if the last {share} of the training data were left out of the training. "
        "Set aside only as much as the task says.",
    ),
    "overlapping": (
        "학습 데이터의 마지막 {share}로 검증하면서, 그 데이터로 학습도 한 결과와 같습니다. 검증할 "
        "데이터는 학습에서 빼세요.",
        "It comes out as if the last {share} of the training data were validated on and trained on "
        "as well. Leave out of the training what you validate on.",
    ),
    "joined": (
        "테스트 데이터({test})까지 합쳐서 학습한 결과와 같습니다. 테스트 데이터는 학습에 쓰지 "
        "마세요.",
        "It comes out as if the test data ({test}) were trained on as well. Never train on them.",
    ),
    "test_only": (
        "테스트 데이터({test})로 학습한 결과와 같습니다. 학습에는 학습 데이터만 쓰세요.",
        "It comes out as if the test data ({test}) were trained on. Train on the training data.",
    ),
}
