"""What is surely so of a difference between models, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rnnlab.diagnosis.models.layers import Compared, Key, Layer
from rnnlab.diagnosis.models.sure import argument, asked, condition, value
from rnnlab.text import Text, particle

_ORDINALS = Text(
    "첫,두,세,네,다섯,여섯,일곱,여덟,아홉,열",
    "first,second,third,fourth,fifth,sixth,seventh,eighth,ninth,tenth",
)
_ALWAYS = 3  # calls that "always" takes
_NAMES = {
    **{"missing": "layer_missing", "extra": "layer_extra", "exchanged": "layer_exchanged"},
    **{"input": "input_shape", "compiled": "not_compiled"},
    **{"trainable": "frozen", "weights": "zero_weights"},
}


def name_of(key: Key) -> str:
    """Return the kind of difference, as a diagnosis is named."""
    name = key.setting or key.kind
    return _NAMES.get(name, name)


def pairs_of(views: Sequence[Compared], key: Key) -> list[tuple[Any, Any]]:
    """Return the student's and the right value in all models that have this."""
    return [view.values[key] for view in views if key in view.values]


_SOMEWHERE = Text("어떤 인자에서는 ", "With some arguments, ")


def told(views: Sequence[Compared], key: Key) -> Text | None:
    """Say how the student's models differ from the right ones; None where that is not sure."""
    here = [view for view in views if key in view.found]
    possible = [view for view in views if _possible(view, key)]
    sentence = _everywhere(possible, key)
    if sentence is not None:
        return sentence
    text = _SENTENCES[key.kind](here, key)
    if text is None or len(here) == len(possible):
        return text
    where = condition(here, [view for view in possible if view not in here])
    return _after(where or _SOMEWHERE, text)


def _everywhere(possible: Sequence[Compared], key: Key) -> Text | None:
    """Say what is so in all models, those that happen to be right among them."""
    if key.kind == "input":
        return _input(possible, key)
    return _of_settings(possible, key) if key.kind in ("setting", "compile") else None


def _possible(view: Compared, key: Key) -> bool:
    if key.kind in ("missing", "exchanged"):
        name, number = key.layer
        return sum(layer.name == name for layer in view.right.layers) > number
    return key.kind == "extra" or key in view.values


def _after(where: Text, text: Text) -> Text:
    return Text(where.ko + text.ko, where.en + text.en[0].lower() + text.en[1:])


# ---------------------------------------------------------------- layers


def _missing(here: Sequence[Compared], key: Key) -> Text | None:
    name = key.layer[0]
    others = {any(layer.name == name for layer in view.mine.layers) for view in here}
    if others == {False}:
        return Text(f"{name} 층이 없습니다. 더하세요.", f"There is no {name} layer. Add one.")
    return Text(f"{name} 층이 하나 모자랍니다. 더하세요.", f"One {name} layer is missing. Add it.")


def _extra(here: Sequence[Compared], key: Key) -> Text | None:
    layers = [view.values[key][0] for view in here]
    twice = {_repeats(view, layer) for view, layer in zip(here, layers, strict=True)}
    if len(twice) == 1 and (function := twice.pop()):
        return Text(
            f"활성화 함수 {function}{particle(function, '이/가')} 두 번 있습니다. 한 번만 쓰세요.",
            f"The activation {function} is applied twice. Use it once.",
        )
    label = _common(_label(view.mine.layers, x) for view, x in zip(here, layers, strict=True))
    return label and Text(
        f"{label.ko}이 더 들어 있습니다. 빼세요.",
        f"The {label.en} does not belong there. Leave it out.",
    )


def _repeats(view: Compared, layer: Layer) -> str:
    """Return the activation that ``layer`` applies to what has just been activated by it."""
    number = view.mine.layers.index(layer)
    if layer.name != "Activation" or not number:
        return ""
    function: str = layer.settings["activation"]
    return function if view.mine.layers[number - 1].settings.get("activation") == function else ""


def _exchanged(here: Sequence[Compared], key: Key) -> Text | None:
    names = {view.values[key][0] for view in here}
    if len(names) > 1:
        return None
    mine, right = names.pop(), key.layer[0]
    return Text(
        f"{right} 층이 있을 자리에 {mine} 층이 있습니다.",
        f"There is {_a(mine)} layer where {_a(right)} layer belongs.",
    )


def _a(name: str) -> str:
    return f"an {name}" if name[0] in "AEIO" or name.startswith(("LSTM", "RNN")) else f"a {name}"


def place(views: Sequence[Compared], key: Key) -> Text | None:
    """Name the layer of the student's to which ``key`` belongs, if it is the same everywhere."""
    return _common(
        _label(view.mine.layers, mine)
        for view in views
        for mine, right in view.pairs
        if mine and right and key.layer == (right.name, view.right.ordinal(right))
    )


def _common(texts: Iterable[Text]) -> Text | None:
    found = set(texts)
    return found.pop() if len(found) == 1 else None


def _label(layers: Sequence[Layer], layer: Layer) -> Text:
    same = [each for each in layers if each.name == layer.name]
    text = Text(f"{layer.name} 층", f"{layer.name} layer")
    if len(same) == 1:
        return text
    if layer is layers[-1]:
        return Text(f"마지막 {text.ko}", f"last {text.en}")
    ko, en = (names.split(",")[min(same.index(layer), 9)] for names in _ORDINALS)
    return Text(f"{ko} 번째 {text.ko}", f"{en} {text.en}")


# ---------------------------------------------------------------- settings


def _of_settings(possible: Sequence[Compared], key: Key) -> Text | None:
    """Say both values where each is an argument, or always the same, in all models."""
    mine, right = _both(possible, key)
    if mine is None or right is None or mine == right:
        return _one_off(possible, key)
    constant = not mine.startswith("`")
    if constant and right.startswith("`"):
        return (
            _valued(possible, key, mine, right, always=True) if len(possible) >= _ALWAYS else None
        )
    return _valued(possible, key, mine, right)


def _both(views: Sequence[Compared], key: Key) -> tuple[str | None, str | None]:
    pairs = pairs_of(views, key)
    mine, right = ([pair[n] for pair in pairs] for n in (0, 1))
    return value(views, mine), value(views, right) or asked(views, right)


def _one_off(views: Sequence[Compared], key: Key) -> Text | None:
    """Say that a size is one larger or smaller than an argument, always."""
    pairs = pairs_of(views, key)
    right = argument(views, [r for _, r in pairs])
    label = place(views, key)
    if right is None or label is None or not all(type(x) is int for pair in pairs for x in pair):
        return None
    apart = {mine - r for mine, r in pairs}
    if apart not in ({1}, {-1}):
        return None
    ko, en = ("큽니다", "larger") if apart == {1} else ("작습니다", "smaller")
    return Text(
        f"{label.ko}의 {key.setting} 값이 `{right}`보다 1 {ko}.",
        f"In the {label.en}, {key.setting} is one {en} than `{right}`.",
    )


def _setting(here: Sequence[Compared], key: Key) -> Text | None:
    """Say it of some models alone, as far as the values are sure there."""
    mine, right = _both(here, key)
    if right is None or mine == right:
        return None
    if right.startswith("`") and mine is not None and not mine.startswith("`"):
        mine = None  # too few calls to say that it is always so
    return _valued(here, key, mine, right)


def _valued(
    views: Sequence[Compared], key: Key, mine: str | None, right: str, *, always: bool = False
) -> Text | None:
    if key.kind == "compile":
        return _compile(key.setting, mine, right)
    label = place(views, key)
    if label is None:
        return None
    if mine is not None and (special := _special(key.setting, label, mine, right)):
        return special
    return _generic(
        Text(f"{label.ko}의 {key.setting} 값", f"In the {label.en}, {key.setting}"),
        mine,
        right,
        always,
    )


def _generic(what: Text, mine: str | None, right: str, always: bool = False) -> Text:
    if mine is None:
        return Text(
            f"{what.ko}은 {right}{particle(right, '이어야/여야')} 합니다.",
            f"{what.en} should be {right}.",
        )
    ko, en = ("언제나 ", "always ") if always else ("", "")
    return Text(
        f"{what.ko}이 {right}{particle(right, '이어야/여야')} 하는데 {ko}{mine}입니다.",
        f"{what.en} should be {right}, but is {en}{mine}.",
    )


def _special(setting: str, label: Text, mine: str, right: str) -> Text | None:
    """Say what a setting does, where there is more to say than its values."""
    ko, en = label
    if setting == "activation" and not (mine + right).count("`"):
        return _activation(label, mine, right)
    if setting == "bidirectional" and "None" in (mine, right):
        return (
            Text(f"{ko}을 Bidirectional로 감싸지 않았습니다.", f"The {en} is not Bidirectional.")
            if mine == "None"
            else Text(
                f"{ko}을 Bidirectional로 감쌌습니다. 벗기세요.",
                f"The {en} is inside Bidirectional. Take it out.",
            )
        )
    said = _SPECIAL.get((setting, mine))
    return said and said(ko, en)


_SPECIAL: dict[tuple[str, str], Callable[[str, str], Text]] = {
    ("use_bias", "False"): lambda ko, en: Text(
        f"{ko}에 편향이 없습니다(use_bias=False).", f"The {en} has no bias (use_bias=False)."
    ),
    ("go_backwards", "True"): lambda ko, en: Text(
        f"{ko}이 시점을 거꾸로 읽습니다(go_backwards=True).",
        f"The {en} reads the timesteps backwards (go_backwards=True).",
    ),
    ("trainable", "False"): lambda ko, en: Text(
        f"{ko}이 얼어 있어(trainable=False) 학습되지 않습니다.",
        f"The {en} is frozen (trainable=False), so it does not learn.",
    ),
    ("weights", "zero"): lambda ko, en: Text(
        f"{ko}의 가중치가 모두 0입니다. 초기값을 Keras의 기본값으로 두세요.",
        f"The weights of the {en} are all zero. Leave Keras's default initializers.",
    ),
}


def _activation(label: Text, mine: str, right: str) -> Text:
    ko, en = label
    if right == "linear":
        return Text(
            f"{ko}에 활성화 함수 {mine}{particle(mine, '을/를')} 썼습니다. 빼세요.",
            f"The {en} has the activation {mine}. Leave it out.",
        )
    if mine == "linear":
        return Text(
            f"{ko}에 활성화 함수 {right}{particle(right, '이/가')} 없습니다.",
            f"The {en} has no {right} activation.",
        )
    return _generic(Text(f"{ko}의 activation 값", f"In the {en}, the activation"), mine, right)


# ---------------------------------------------------------------- input and compile


def _input(here: Sequence[Compared], key: Key) -> Text | None:
    pairs = pairs_of(here, key)
    if all(mine is None for mine, _ in pairs):
        return Text(
            "모델이 입력의 모양을 모릅니다. keras.Input을 맨 앞에 넣으세요.",
            "The model does not know the shape of its input. Put keras.Input first.",
        )
    if any(mine is None for mine, _ in pairs):
        return None
    if all(len(right) == 2 and mine == right[::-1] for mine, right in pairs):
        return Text(
            "입력 모양의 두 축이 서로 바뀌었습니다.", "The two axes of the input shape are swapped."
        )
    ranks = {(len(mine), len(right)) for mine, right in pairs}
    if len(ranks) > 1:
        return None
    mine, right = ranks.pop()
    return _axes(here, pairs) if mine == right else _rank(mine, right)


def _rank(mine: int, right: int) -> Text:
    ko, en = ("모자랍니다", "few") if mine < right else ("많습니다", "many")
    return Text(
        f"입력 모양의 축이 {abs(mine - right)}개 {ko}.",
        f"The input shape has {abs(mine - right)} axes too {en}."
        if abs(mine - right) > 1
        else f"The input shape has one axis too {en}.",
    )


def _axes(views: Sequence[Compared], pairs: Sequence[tuple[Any, Any]]) -> Text | None:
    """Say which one axis is of another length."""
    wrong = {n for mine, right in pairs for n in range(len(right)) if mine[n] != right[n]}
    if len(wrong) != 1:
        return None
    axis = wrong.pop()
    mine, right = (value(views, [pair[n][axis] for pair in pairs]) for n in (0, 1))
    if right is None or mine == right:
        return None
    ko, en = (names.split(",")[axis] for names in _ORDINALS)
    always = mine is not None and mine[0] != "`" and right[0] == "`"
    if always and len(views) < _ALWAYS:
        mine = None
    what = Text(
        f"입력 모양의 {ko} 번째 축(배치 제외)", f"The {en} axis of the input shape (without batch)"
    )
    return _generic(what, mine, right, always)


_NOT_COMPILED = Text(
    "모델을 compile하지 않았습니다. 돌려주기 전에 model.compile(...)을 부르세요.",
    "The model is not compiled. Call model.compile(...) before you return it.",
)


def _compile(setting: str, mine: str | None, right: str) -> Text | None:
    if mine is None:
        return None
    if setting == "metrics":
        return Text(
            "compile의 metrics에 빠진 것이 있습니다.",
            "The metrics given to compile lack something.",
        )
    if setting == "loss" and not mine:
        return Text("모델에 손실 함수가 없습니다.", "The model has no loss.")
    what = {
        "loss": Text("손실 함수 설정", "The loss"),
        "optimizer": Text("옵티마이저 설정", "The optimizer"),
        "from_logits": Text("손실 함수의 from_logits 값", "The from_logits of the loss"),
    }[setting]
    return _generic(what, mine, right)


_SENTENCES: dict[str, Callable[[Sequence[Compared], Key], Text | None]] = {
    "missing": _missing,
    "extra": _extra,
    "exchanged": _exchanged,
    "input": _input,
    "compiled": lambda *_: _NOT_COMPILED,
    "setting": _setting,
    "compile": _setting,
}
