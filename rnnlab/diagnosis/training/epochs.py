"""How many epochs were trained, against how many were asked for, in words."""

from __future__ import annotations

from collections.abc import Sequence

from rnnlab.text import Text

Pairs = Sequence[tuple[int, int]]  # (epochs asked for, epochs trained)


def _words(pairs: Pairs) -> tuple[str, str, str] | None:
    """Return a name, and in Korean and English how many epochs these are; None if it varies."""
    counts = {n for _, n in pairs}
    always = len({asked for asked, _ in pairs}) > 1
    if counts == {1} and any(asked > 1 for asked, _ in pairs):
        return "one", "하나만", "one epoch only"
    if all(n == asked + 1 for asked, n in pairs):
        return "one_more", "`epochs`보다 하나 많이", "one epoch more than `epochs`"
    if all(n == asked - 1 for asked, n in pairs):
        return "one_less", "`epochs`보다 하나 적게", "one epoch less than `epochs`"
    if all(n == 2 * asked for asked, n in pairs):
        return "twice", "`epochs`의 두 배만큼", "twice as many epochs as `epochs`"
    if len(counts) == 1 and (always or counts & {2, 3, 5, 10, 20, 30, 50, 100}):
        (n,) = counts
        if always:
            return "fixed", f"`epochs`와 상관없이 늘 {n}개", f"{n} epochs, whatever `epochs` is"
        return "other", f"`epochs`개가 아니라 {n}개", f"{n} epochs instead of `epochs`"
    if all(n < asked for asked, n in pairs):
        return "fewer", "`epochs`보다 적게", "fewer epochs than `epochs`"
    if all(n > asked for asked, n in pairs):
        return "more", "`epochs`보다 많이", "more epochs than `epochs`"
    return None


def recorded(pairs: Pairs) -> Text | None:
    """Say how many epochs a History holds; it may hold fewer than were trained."""
    return _said(pairs, "History에 에포크가 {} 기록되어 있습니다.", "The History holds {}.")


def trained(pairs: Pairs) -> Text | None:
    """Say how many epochs of training the weights come to."""
    return _said(pairs, "에포크를 {} 학습한 결과와 같습니다.", "The model comes out as after {}.")


def _said(pairs: Pairs, ko: str, en: str) -> Text | None:
    words = _words(pairs)
    if words is None:
        return None
    ending = _to_do(words[0])
    return Text(f"{ko.format(words[1])} {ending.ko}", f"{en.format(words[2])} {ending.en}")


def always_alike(pairs: Pairs) -> Text | None:
    """Say that the training is as long whatever is asked for, if it is."""
    if len({n for _, n in pairs}) > 1 or len({asked for asked, _ in pairs}) < 2:
        return None
    return Text(
        "`epochs`가 달라도 늘 똑같은 만큼 학습합니다. `epochs`를 그대로 fit에 넘기세요.",
        "The training is equally long whatever `epochs` is. Hand `epochs` on to fit as it is.",
    )


def _to_do(name: str) -> Text:
    if name == "fewer":
        return Text(
            "`epochs`를 그대로 fit에 넘기고, 일찍 멈추게 하지 마세요.",
            "Hand `epochs` on to fit as it is, and let nothing stop the training early.",
        )
    return Text(
        "fit을 한 번만 부르고 `epochs`를 그대로 넘기세요.",
        "Call fit once, and hand `epochs` on to it as it is.",
    )
