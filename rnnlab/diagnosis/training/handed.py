"""What a function that trains gave back, where that is not the model, or not all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from rnnlab.diagnosis.training.lesson import Lesson, kind_of
from rnnlab.text import Text, particle

_NAMES = {
    "model": Text("모델", "the model"),
    "history": Text("History", "the History"),
    "number": Text("수", "the number"),
}
_RECORD = Text(
    "fit이 돌려주는 것은 모델이 아니라 학습의 기록(History)입니다. 학습한 모델을 돌려주세요.",
    "What fit returns is not the model but the record of the training, a History. Return the "
    "trained model.",
)
_ALONE = {
    "history": ("history_returned", _RECORD),
    "none": (
        "nothing_returned",
        Text(
            "None이 돌아왔습니다. 함수 끝에서 학습한 모델을 return으로 돌려주세요.",
            "None came back. Return the trained model at the end of the function.",
        ),
    ),
    "number": (
        "number_returned",
        Text(
            "모델이 아니라 수 하나가 돌아왔습니다. 학습한 모델을 돌려주세요.",
            "A number came back, not the model. Return the trained model.",
        ),
    ),
    "weights": (
        "weights_returned",
        Text(
            "모델이 아니라 그 가중치만 돌아왔습니다. 학습한 모델을 통째로 돌려주세요.",
            "Only the model's weights came back. Return the trained model as a whole.",
        ),
    ),
    "array": (
        "array_returned",
        Text(
            "모델이 아니라 배열이 돌아왔습니다. 학습한 모델을 돌려주세요.",
            "An array came back, not the model. Return the trained model.",
        ),
    ),
    "with_others": (
        "more_than_the_model",
        Text(
            "모델과 함께 다른 값도 돌아왔습니다. 학습한 모델만 돌려주세요.",
            "Other values came back beside the model. Return the trained model alone.",
        ),
    ),
}


def handed_back(views: Sequence[Lesson]) -> tuple[str, Text] | None:
    """Return a name and a sentence for what came back, if that is in no answer as it should be."""
    found = {_told(view) for view in views}
    return found.pop() if len(found) == 1 else None


def _told(view: Lesson) -> tuple[str, Text] | None:
    answer, wanted = view.case.answer, view.kinds
    if isinstance(answer, Exception):
        return None
    if len(wanted) == 1:
        return _ALONE.get(_kind_alone(view, answer))
    several = isinstance(answer, (tuple, list))
    have = [_kind_within(view, part) for part in answer] if several else [kind_of(answer)]
    if not several and have[0] not in wanted:
        return None
    return _of_several(wanted, _names(view), have)


def _kind_alone(view: Lesson, answer: Any) -> str:
    kind = kind_of(answer)
    if kind == "other" and isinstance(answer, (tuple, list)):
        if [np.shape(w) for w in answer] == [w.shape for w in view.given.get_weights()]:
            return "weights"
        return "with_others" if [kind_of(x) for x in answer].count("model") == 1 else kind
    return "array" if isinstance(answer, np.ndarray) and answer.ndim else kind


def _kind_within(view: Lesson, part: Any) -> str:
    kind = kind_of(part)
    is_row = isinstance(part, list) and len(part) > 2 and all(kind_of(x) == "number" for x in part)
    return "losses" if kind == "other" and is_row and len(part) == view.epochs else kind


def _names(view: Lesson) -> dict[str, Text]:
    if not view.tests_accuracy:
        return _NAMES
    return {**_NAMES, "number": Text("정확도", "the accuracy")}


def _of_several(
    wanted: Sequence[str], names: dict[str, Text], have: Sequence[str]
) -> tuple[str, Text] | None:
    """Say which of the values are missing, too many, or in another's place."""
    if any(kind not in names for kind in wanted):
        return None
    order = Text(", ".join(names[k].ko for k in wanted), ", ".join(names[k].en for k in wanted))
    missing = [k for k in wanted if k not in have]
    extra = Counter(have) - Counter(wanted)
    if not missing and not extra and list(have) != list(wanted):
        return "parts_in_another_order", Text(
            f"값의 순서가 다릅니다. 차례로 {order.ko}{_after(order.ko, '을/를')} 돌려주세요.",
            f"The values came in another order. Return {order.en}, in this order.",
        )
    if not missing and extra:
        return "more_parts", Text(
            f"값이 더 돌아왔습니다. {order.ko}만 차례로 돌려주세요.",
            f"More values came back than asked for. Return {order.en}, and nothing else.",
        )
    if missing == ["history"] and dict(extra) == {"losses": 1} and len(have) == len(wanted):
        return "losses_for_history", Text(
            "History가 아니라 손실의 목록만 돌아왔습니다. fit이 돌려준 것을 그대로 돌려주세요.",
            "Only the list of the losses came back. Return what fit returned, as it is.",
        )
    if missing and not extra:
        return _missing(missing, names, order)
    return None


def _missing(missing: list[str], names: dict[str, Text], order: Text) -> tuple[str, Text]:
    ko, en = ", ".join(names[k].ko for k in missing), " and ".join(names[k].en for k in missing)
    verb = "is" if len(missing) == 1 else "are"
    begin = en[0].upper() + en[1:]
    return "missing_" + "_and_".join(missing), Text(
        f"돌려준 값에 {ko}{_after(ko, '이/가')} 빠졌습니다. "
        f"{order.ko}{_after(order.ko, '을/를')} 차례로 돌려주세요.",
        f"{begin} {verb} missing from what came back. Return {order.en}, in this order.",
    )


def _after(ko: str, pair: str) -> str:
    """Return the particle that follows; "History" is read 히스토리."""
    return particle("히스토리" if ko.endswith("History") else ko, pair)
