"""Mechanisms that know no exercise: relations, kinds, parts, wrong exactly where, symptoms.

Each is shown small programs, a right one and a wrong one, and the calls that a check would make.
"""

import inspect
import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnlab.diagnosis.agree import agree
from rnnlab.diagnosis.call import Call
from rnnlab.diagnosis.diagnose import tried
from rnnlab.diagnosis.evidence import Case, Evidence
from rnnlab.diagnosis.facts import kinds, symptoms
from rnnlab.diagnosis.facts.kinds import kind
from rnnlab.diagnosis.facts.parts import parts
from rnnlab.diagnosis.facts.symptoms import symptom
from rnnlab.diagnosis.facts.where import where
from rnnlab.diagnosis.reference import MISSING
from rnnlab.diagnosis.values import ordered, relating, relations
from rnnlab.diagnosis.values.relations import relation
from rnnlab.sandbox import wire
from rnnlab.sandbox.errors import NotAttemptedError, RaisedError


class Printed:
    """What a function that prints returns: None, and what was printed."""

    def __init__(self, text):
        self.text = text


def evidence_of(right, wrong, calls):
    """Ask both programs for each of ``calls``, a tuple of arguments or a dict of them."""
    signature = inspect.signature(right)
    names = {
        name: MISSING if p.default is p.empty else p.default
        for name, p in signature.parameters.items()
    }
    return Evidence("task", tuple(case_of(right, wrong, c, names) for c in calls), names, None)


def case_of(right, wrong, call, names):
    args, kwargs = ((), call) if isinstance(call, dict) else (call, {})
    if args and isinstance(args[-1], Keywords):
        args, kwargs = args[:-1], args[-1]
    message = {"task": "task", "args": args, "kwargs": dict(kwargs), "seed": 1}
    wanted = right(*args, **kwargs)
    answer, error, printed = None, None, ""
    try:
        answer = wrong(*args, **kwargs)
    except Exception as raised:  # noqa: BLE001  as the sandbox does
        error = RaisedError(type(raised).__name__, str(raised), "")
    if isinstance(answer, Printed):
        answer, printed = None, answer.text
    call = Call(wire.pack(message), answer, error)
    object.__setattr__(call, "printed", printed)
    is_wrong = error is not None or not agree(answer, wanted)
    return Case(call, wanted, frozenset([0]), is_wrong, names)


class Keywords(dict):
    """Arguments given by name, after those given by place."""


def told(mechanism, right, wrong, calls):
    found = tried(mechanism, evidence_of(right, wrong, calls))
    if found is not None:
        proper(found.text)
    return found and found.name


def proper(text):
    """Both languages are there, whole, and without a trace of how they were put together."""
    for sentence in text:
        assert sentence
        assert not re.search(r"[{}]|lambda|  |\.\.", sentence), sentence
        assert sentence.rstrip().endswith("."), sentence
    assert re.search("[가-힣]", text.ko)
    assert not re.search("[가-힣]", text.en.replace("ㄱ-ㅎ", "")), text.en


def itself(value):
    return value


LISTS = [([3, 1, 4, 1, 5],), ([9, 2, 6],), ([5, 3, 5, 8],)]
FLOATS = [([0.31, -1.25, 4.75, 2.5],), ([-9.35, 2.55, 6.15],)]
SCALARS = [(7.5,), (-2.25,), (40.6,)]
POSITIVE = [(7.5,), (2.25,), (40.6,)]
WORDS = [("Hello wide  World",), (" a 'word', or 2 ",)]
TABLES = [(np.arange(12.0).reshape(3, 4) ** 2,), (np.array([[3, 1], [4, 1], [5, 9]]),)]
CUBES = [(np.arange(24).reshape(2, 3, 4) ** 2,), (np.arange(30).reshape(5, 2, 3),)]
ROWS = [([[1, 2, 3], [4, 5], [6, 0, 8, 9]],), ([[7, 1], [2, 2, 2]],)]
TEXTS = [(["some", "", "words", "some"],), (["Other", "texts"],)]
DICTS = [({"a": 2, "b": 3, "c": 4},), ({"word": 2, "other": 5, "last": 7},)]
FILLED = [(np.array([[0, 0, 1, 2], [0, 3, 4, 5]]),), (np.array([[0, 7, 7, 9]]),)]
ONE_HOT = [(np.eye(4)[[2, 0, 1]],), (np.eye(3)[[1, 1]],)]
SHARES = [(np.array([0.2, 0.7, 0.1]),), (np.array([0.45, 0.35, 0.9]),)]
PAIRS = [((1, 5),), ((7, 3),)]

VALUES = [
    ("swapped", lambda v: v[::-1], PAIRS),
    ("order_231", lambda v: (v[1], v[2], v[0]), [((1, 2, 3),), ((9, 7, 8),)]),
    ("reversed", lambda v: v[::-1], LISTS),
    ("reversed", lambda v: v[::-1], WORDS),
    ("reversed", lambda v: v[::-1], TABLES),
    ("reversed_in_rows", lambda v: [row[::-1] for row in v], ROWS),
    ("reversed_in_rows", lambda v: v[:, ::-1], TABLES),
    ("reversed_in_texts", lambda v: [word[::-1] for word in v], TEXTS),
    ("reversed_on_axis_2", lambda v: v[:, ::-1], CUBES),
    ("reversed_on_axis_3", lambda v: v[:, :, ::-1], CUBES),
    ("sorted", sorted, LISTS),
    ("sorted_down", lambda v: sorted(v, reverse=True), LISTS),
    ("sorted_in_rows", lambda v: [sorted(row) for row in v], [([[3, 1, 2, 0], [5, 4]],)]),
    ("transposed", np.transpose, TABLES),
    ("axes_1_and_2_exchanged", lambda v: np.swapaxes(v, 0, 1), CUBES),
    ("axes_2_and_3_exchanged", lambda v: np.swapaxes(v, 1, 2), CUBES),
    ("last_axis_first", lambda v: np.moveaxis(v, -1, 0), CUBES),
    ("paired", lambda v: list(zip(*v, strict=True)), [((["a", "b"], [1, 0]),)]),
    ("last_1_missing", lambda v: v[:-1], LISTS),
    ("last_1_missing", lambda v: v[:-1], WORDS),
    ("first_2_missing", lambda v: v[2:], LISTS),
    ("last_1_missing_in_rows", lambda v: v[:, :-1], TABLES),
    ("first_1_missing_in_texts", lambda v: [word[1:] for word in v], TEXTS),
    ("last_1_missing_on_axis_2", lambda v: v[:, :-1], CUBES),
    ("both_ends_missing", lambda v: v[1:-1], LISTS),
    ("last_repeated", lambda v: [*v, v[-1]], LISTS),
    ("first_repeated", lambda v: [v[0], *v], LISTS),
    ("all_repeated", lambda v: v + v, LISTS),
    ("each_repeated", lambda v: np.repeat(v, 2), LISTS),
    ("extra_1_at_end", lambda v: [*v, sum(v)], LISTS),
    ("extra_2_at_front", lambda v: [0, len(v), *v], LISTS),
    ("extra_1_at_end_in_rows", lambda v: np.pad(v, ((0, 0), (0, 1))), TABLES),
    ("only_first_2", lambda v: v[:2], [([3, 1, 4, 1, 5, 9],), ([2, 7, 1, 8, 2, 8, 1],)]),
    ("only_last_1", lambda v: v[-1:], [([3, 1, 4, 1, 5, 9],), ([2, 7, 1, 8, 2, 8, 1],)]),
    ("last_alone", lambda v: v[-1], TABLES),
    ("every_second", lambda v: v[::2], [([3, 1, 4, 1, 5, 9],), ([2, 7, 1, 8, 2, 8, 1],)]),
    ("rolled_on", lambda v: [v[-1], *v[:-1]], LISTS),
    ("rolled_back_in_rows", lambda v: np.roll(v, -1, axis=1), [TABLES[0]]),
    ("shifted_on", lambda v: [0, *v[:-1]], [([3, 1, 4, 1, 5],), ([9, 2, 6, 5],)]),
    (
        "shifted_back_on_axis_2",
        lambda v: np.concatenate([v[:, 1:], v[:, :1] * 0 - 1], 1),
        [(np.arange(40).reshape(2, 5, 4),)],
    ),
    ("all_as_last", lambda v: [v[-1]] * len(v), LISTS),
    ("all_as_first", lambda v: np.repeat(v[:1], len(v), axis=0), TABLES),
    ("rows_all_summed", lambda v: np.repeat(v.sum(0, keepdims=True), len(v), axis=0), TABLES),
    ("all_zero", np.zeros_like, TABLES),
    ("empty", lambda v: [], LISTS[:2]),
    ("sign_flipped", lambda v: -v, SCALARS),
    ("sign_flipped", lambda v: [-x for x in v], FLOATS),
    ("complement", lambda v: 1 - v, SCALARS),
    ("complement", lambda v: not v, [(True,), (False,)]),
    ("thresholded", lambda v: (v > 0.5).astype(int), SHARES),
    ("always_more", lambda v: v + 1, SCALARS),
    ("always_less", lambda v: [x - 2 for x in v], LISTS),
    ("always_more", lambda v: {k: n + 1 for k, n in v.items()}, DICTS),
    ("times_100", lambda v: v * 100, SCALARS),
    ("times_0.5", lambda v: [x / 2 for x in v], LISTS),
    ("times_a_number", lambda v: v * 7.3, SCALARS),
    ("floored", lambda v: [np.floor(x) for x in v], FLOATS),
    ("rounded", lambda v: [round(x) for x in v], FLOATS),
    ("cut_to_whole", lambda v: [int(x) for x in v], FLOATS),
    ("rounded_to_1", lambda v: np.round(v, 1), FLOATS),
    ("not_whole_any_more", int, POSITIVE),
    ("absolute", lambda v: np.abs(v), FLOATS),
    ("negatives_zeroed", lambda v: np.maximum(v, 0), FLOATS),
    ("squared", lambda v: v**2, SCALARS),
    ("root", lambda v: v**0.5, POSITIVE),
    ("logarithm", np.log, POSITIVE),
    ("exponential", np.exp, SCALARS),
    ("reciprocal", lambda v: 1 / v, SCALARS),
    ("summed_up", lambda v: np.cumsum(v, axis=0), LISTS),
    ("shares_of_all", lambda v: np.array(v) / np.sum(v), LISTS),
    ("shares_of_rows", lambda v: v / v.sum(axis=1, keepdims=True), TABLES),
    ("shares_of_columns", lambda v: v / v.sum(axis=0, keepdims=True), [TABLES[1]]),
    ("shares_of_largest", lambda v: v / v.max(), TABLES),
    ("ids_for_one_hot", lambda v: v.argmax(axis=1), ONE_HOT),
    ("largest_for_all", lambda v: v.argmax(axis=-1), SHARES),
    ("one_hot_for_ids", lambda v: np.eye(12)[v], LISTS),
    ("last_axis_missing", lambda v: v[:, :, 0], [(np.arange(8.0).reshape(2, 4, 1),)]),
    ("first_axis_missing", lambda v: v[0], [(np.arange(8.0).reshape(1, 4, 2),)]),
    ("last_axis_extra", lambda v: np.array(v)[:, None], LISTS),
    ("an_axis_extra", lambda v: v[:, None], CUBES),
    ("flattened", np.ravel, TABLES),
    ("reshaped", lambda v: v.reshape(v.shape[0], -1), CUBES),
    ("zeros_behind", lambda v: np.array([np.roll(r, -np.flatnonzero(r)[0]) for r in v]), FILLED),
    ("ends_stripped", str.strip, [(" some words ",), ("  others ",)]),
    ("end_stripped", str.rstrip, [(" some words ",), ("  others ",)]),
    ("space_at_end", lambda v: v + " ", WORDS),
    ("line_break_at_end", lambda v: v + "\n", WORDS),
    ("spaces_collapsed", lambda v: " ".join(v.split()), WORDS),
    ("spaces_removed", lambda v: v.replace(" ", ""), WORDS),
    ("separated_by_commas", lambda v: v.replace(" ", ","), WORDS),
    ("ends_not_stripped", lambda v: v.rjust(12) + " " * (len(v) % 3), [("abcd",), ("efghi",)]),
    ("only_spaces_differ", lambda v: v.replace(" ", "  ", 1), [("a bc de",), ("one two  three",)]),
    (
        "only_case_differs",
        lambda v: v.upper() if len(v) > 5 else v.lower(),
        [("Ab cD e",), ("Ef",)],
    ),
    ("lower_case", str.lower, [("Hello World",)]),
    ("lower_case", lambda v: [word.lower() for word in v], [(list("HeLo"),)]),
    ("upper_case", str.upper, WORDS),
    ("without_quotation_marks", lambda v: v.replace("'", ""), [("a 'word'",), ("'two'",)]),
    ("without_jamo", lambda v: re.sub("[ㄱ-ㅎㅏ-ㅣ]", "", v), [("좋다ㅋㅋ 요",), ("ㅠㅠ슬퍼",)]),
    ("same_text_in_front", lambda v: "answer: " + v, WORDS),
    ("same_text_behind", lambda v: v + "!?!?", WORDS),
    ("empty_ones_left_out", lambda v: [word for word in v if word], TEXTS),
    ("zeros_left_out", lambda v: [[x for x in row if x] for row in v], ROWS),
    ("duplicates_left_out", lambda v: list(dict.fromkeys(v)), LISTS),
    ("one_value_left_out", lambda v: [x for x in v if x != 5], LISTS),
    ("2_became_0", lambda v: [0 if x == 2 else x for x in v], [([1, 2, 3, 2],), ([2, 5, 1],)]),
    ("one_value_became_another", lambda v: v.replace("W", "V"), [("What WWW",), ("a W",)]),
    ("keys_and_values_exchanged", lambda v: {n: k for k, n in v.items()}, DICTS),
    ("dict_lacks_1", lambda v: dict(list(v.items())[:-1]), DICTS),
    ("dict_has_1_too_many", lambda v: {**v, "<pad>": 0}, DICTS),
]


@pytest.mark.parametrize(
    ("name", "change", "calls"), VALUES, ids=[f"{i}-{row[0]}" for i, row in enumerate(VALUES)]
)
def test_a_relation_is_found(name, change, calls):
    assert told(relation, itself, lambda value: change(value), calls) == name


def test_an_argument_that_comes_back_is_named():
    def right(text, width):
        return text.upper()[:width]

    calls = [("some", 3), ("words", 4)]
    assert told(relation, right, lambda text, width: text, calls) == "returns_text"


def test_a_constant_needs_three_calls():
    def right(n):
        return n * n

    assert told(relation, right, lambda n: 131, [(2,), (3,), (4,)]) == "always_the_same"
    assert told(relation, right, lambda n: 131, [(2,), (3,)]) is None


def test_a_constant_that_is_right_once_counts_as_a_call():
    assert told(relation, lambda n: n, lambda n: 4, [(2,), (3,), (4,)]) == "always_the_same"


@pytest.mark.parametrize(
    ("front", "cut_front", "name"),
    [
        (False, True, "filled_on_other_side"),
        (True, False, "cut_on_other_side"),
        (False, False, "filled_and_cut_on_other_side"),
    ],
)
def test_padding_on_the_other_side(front, cut_front, name):
    def pad(sequences, maxlen, front=True, cut_front=True):
        rows = [s[-maxlen:] if cut_front else s[:maxlen] for s in sequences]
        fill = [[0] * (maxlen - len(row)) for row in rows]
        return np.array([f + r if front else r + f for f, r in zip(fill, rows, strict=True)])

    def right(sequences, maxlen):
        return pad(sequences, maxlen)

    calls = [([[1, 2, 3, 4, 5], [6], [7, 8]], 4), ([[3, 1, 4, 1], [2, 7]], 3)]
    assert told(relation, right, lambda s, n: pad(s, n, front, cut_front), calls) == name


def test_a_sum_for_a_mean_names_the_argument():
    calls = [([1.0, 4.0],), ([2.0, 5.0, 9.0],), ([4.0, 1.0, 1.0, 0.5],)]
    assert told(relation, np_mean, sum, calls) == "times_length_of_values"


def np_mean(values):
    return sum(values) / len(values)


def test_a_single_number_tells_nothing():
    for wrong in (lambda n: n + 1, lambda n: 2 * n, lambda n: -n, lambda n: n**2):
        assert told(relation, itself, wrong, [(2,)]) is None


def test_right_answers_are_counter_evidence():
    def right(values):
        return values

    def wrong(values):
        return values[::-1] if len(values) > 3 else values

    assert told(relation, right, wrong, [([1, 2, 3, 4],), ([5, 6, 7, 9],)]) == "reversed"
    assert told(relation, right, wrong, [([1, 2, 3, 4],), ([5, 6],)]) is None


def test_two_readings_that_mean_different_things_are_none():
    assert told(relation, itself, lambda n: 2 * n, [(2,), (5,)]) == "times_2"
    values = [(1.0,), (4.0,)]  # 2 and 5: one more; and nothing else
    assert told(relation, itself, lambda n: n + 1, values) == "always_more"
    # 0 and 1, which are 0 and 1 again as squares, roots and absolute values
    assert told(relation, itself, lambda n: n * 2, [(0,), (2,)]) is None


def test_an_exception_or_nothing_is_no_relation():
    def stub(values):
        raise NotAttemptedError("아직", "Not yet")

    for mechanism in (relation, kind, parts):
        assert told(mechanism, itself, lambda values: 1 / 0, LISTS) is None
        assert told(mechanism, itself, stub, LISTS) is None


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "",
        [],
        {},
        set(),
        wire.Opaque("generator"),
        [[1], "a", None],
        {"a": [1]},
        3j,
        np.array(["a"]),
        float("nan"),
        [[[]]],
        (),
        {1: {2: {3: 4}}},
        wire.History(),
    ],
    ids=repr,
)
def test_no_mechanism_raises(answer):
    rights = [[1, 2, 3, 4], "some text", {"a": 1, "b": 2}, np.eye(3), 4, None, (np.eye(2), [1, 2])]
    for right in rights:
        for mechanism in (relation, kind, parts, where, symptom):
            evidence = evidence_of(lambda n, r=right: r, lambda n: answer, [(1,), (2,), (3,)])
            found = tried(mechanism, evidence)
            assert found is None or proper(found.text) is None


# --------------------------------------------------------------------------------- kinds

KINDS = [
    ("printed", lambda v: Printed(f"{v}\n"), SCALARS),
    ("printed", lambda v: Printed(f"the numbers\n{v}\n"), LISTS),
    ("printed", lambda v: Printed(v), WORDS),
    ("nothing_returned", lambda v: None, LISTS),
    ("nothing_returned", lambda v: Printed("hello"), LISTS),
    ("in_a_tuple", lambda v: (v,), SCALARS),
    ("in_a_tuple", lambda v: (v,), LISTS),
    ("in_a_list", lambda v: [v], WORDS),
    ("in_an_array", lambda v: np.array([[v]]), SCALARS),
    ("not_in_a_list", lambda v: v[0], [([4],)]),
    ("as_text", str, SCALARS),
    ("as_text", str, LISTS),
    ("numbers_as_text", lambda v: [str(x) for x in v], LISTS),
    ("letters_in_a_list", list, WORDS),
    ("words_in_a_list", str.split, [("some words",)]),
    ("joined_by_spaces", " ".join, TEXTS),
    ("joined_directly", "".join, TEXTS),
    ("array_of_texts", np.array, TEXTS),
    ("as_a_set", set, LISTS),
    ("dict_as_pairs", lambda v: list(v.items()), DICTS),
    ("keys_alone", list, DICTS),
    ("values_alone", lambda v: list(v.values()), DICTS),
    ("values_in_a_dict", lambda v: dict(zip("ab", v, strict=True)), PAIRS),
    ("part_1_alone", lambda v: v[0], [((np.eye(3), [1, 2]),)]),
    ("part_2_alone", lambda v: v[1], PAIRS),
    ("first_2_parts_alone", lambda v: v[:2], [(("a", 1, "b"),)]),
    ("more_parts", lambda v: (*v, len(v)), PAIRS),
    ("more_parts", lambda v: (v, 1), LISTS),
    ("not_called", lambda v: wire.Opaque("method"), LISTS),
    ("class_itself", lambda v: wire.Opaque("type"), LISTS),
    ("symbolic_tensor", lambda v: wire.Opaque("KerasTensor"), LISTS),
    ("type_that_cannot_cross", lambda v: wire.Opaque("Whatever"), LISTS),
]


@pytest.mark.parametrize(
    ("name", "change", "calls"), KINDS, ids=[f"{i}-{row[0]}" for i, row in enumerate(KINDS)]
)
def test_a_kind_is_found(name, change, calls):
    assert told(kind, itself, lambda value: change(value), calls) == name


def test_a_right_none_is_no_missing_return():
    def right(n):
        return None if n > 2 else n

    assert told(kind, right, lambda n: None, [(1,), (3,)]) == "nothing_returned"
    assert told(kind, right, lambda n: n, [(1,), (3,)]) is None


def test_a_print_of_something_else_is_a_missing_return():
    assert told(kind, itself, lambda v: Printed(str(v + 1)), SCALARS) == "nothing_returned"


# --------------------------------------------------------------------------------- parts

RESULTS = [([1.5, 2.0, 3.0, 7.0],), ([4.0, 2.0, 8.0],)]


def results(values):
    return np.array(values)[:, None] * 2, np.array(values) * 3 + 1


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("part_2_reversed", lambda X, y: (X, y[::-1])),
        ("part_1_last_axis_missing", lambda X, y: (X[:, 0], y)),
        ("part_1_part_2_all_zero", lambda X, y: (X * 0, y * 0)),
        ("part_1_reversed_and_part_2_reversed", lambda X, y: (X[::-1], y[::-1])),
        ("part_1_last_1_missing_and_part_2_always_more", lambda X, y: (X[:-1], y + 1)),
        ("part_2_in_a_list", lambda X, y: (X, [y])),
        ("part_2_as_text", lambda X, y: (X, str(y.tolist()))),
    ],
)
def test_parts_are_explained_alone(name, change):
    assert told(parts, results, lambda values: change(*results(values)), RESULTS) == name


def test_a_part_that_copies_another():
    def right(values):
        return values[:-1], [v * v for v in values[1:]]

    calls = [([3, 1, 4, 1, 5],), ([2, 7, 1, 8],)]
    wrong = told(parts, right, lambda v: (v[:-1], v[:-1]), calls)
    assert wrong == "part_2_same_as_part_1"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("parts_exchanged", lambda a, b, c, d: (b, c, a, d)),
        ("parts_exchanged", lambda a, b, c, d: (a, c, b, d)),
        ("parts_exchanged", lambda a, b, c, d: (d, c, b, a)),
        ("part_1_is_part_2_and_part_2_always_more", lambda a, b, c, d: (b, b + 1, c, d)),
        ("part_4_same_as_part_1", lambda a, b, c, d: (a, b, c, a)),
    ],
)
def test_parts_that_have_changed_places(name, change):
    def right(values):
        values = np.array(values, float)
        return values * 2, values**2 + 1, np.cos(values), 5 - values * 1.5

    calls = [([3, 1, 4, 1, 5],), ([2, 7, 1, 8],)]
    assert told(parts, right, lambda values: change(*right(values)), calls) == name


def test_a_part_of_a_dict_is_named_by_its_key():
    def right(n):
        return {"total": n * n, "half": n / 2}

    found = told(parts, right, lambda n: {**right(n), "half": n / 2 + 1}, [(3,), (8,)])
    assert found == "half_always_more"


def test_a_list_of_alike_values_has_no_parts():
    assert told(parts, itself, lambda v: [v[0], v[1] + 1], [([1, 2],), ([5, 7],)]) is None


def test_another_number_of_parts_is_no_matter_of_one_part():
    assert told(parts, results, lambda v: (*results(v), 1), RESULTS) is None


# --------------------------------------------------------------------------------- where


def model_size(units, inputs, outputs=None, bias=True):
    return units * inputs + (outputs or 0) * units + (units if bias else 0)


SIZES = [(3, 5), (4, 2, 7), (6, 3), (2, 9, 4), {"units": 5, "inputs": 1, "outputs": None}]


def test_wrong_only_where_an_argument_is_none():
    def wrong(units, inputs, outputs=None, bias=True):
        return model_size(units, inputs, outputs) if outputs else units + 1

    assert told(where, model_size, wrong, SIZES) == "only_where_outputs_is_none"


def test_the_exception_is_named():
    def wrong(units, inputs, outputs=None, bias=True):
        return model_size(units, inputs, outputs) + 0 * (units // outputs)

    found = where(evidence_of(model_size, wrong, SIZES))
    assert "TypeError" in found.text.ko
    assert "always raises TypeError" in found.text.en


def test_wrong_only_where_an_argument_is_left_out():
    def right(n, scale=2):
        return n * scale

    def wrong(n, scale=3):
        return n * scale

    calls = [(1,), (4,), (1, 2), (6, 2)]
    assert told(where, right, wrong, calls) == "only_where_scale_is_left_out"


def test_wrong_only_where_an_argument_is_false():
    calls = [(3, 5, 1, True), (4, 2, 1, False), (5, 6, 2, True), (9, 5, 3, False)]
    found = told(where, model_size, lambda u, i, o, b: model_size(u, i, o), calls)
    assert found == "only_where_bias_is_false"


def test_wrong_only_where_an_argument_is_given_by_name():
    def right(n, scale=2):
        return n * scale

    calls = [(1, 3), (4, 7), (3,), (2, Keywords(scale=5)), (6, Keywords(scale=9))]
    case = "only_where_scale_is_given_by_name"
    assert told(where, right, lambda n, scale=2: n * scale + (scale in (5, 9)), calls) == case
    # Without a call that gives it by its place, it may as well be ignored.
    ignored = told(where, right, lambda n, scale=2: n * 2, [(1,), (4,), *calls[-2:]])
    assert ignored is None


@pytest.mark.parametrize(
    ("name", "holds", "calls"),
    [
        ("values_is_empty", lambda v, n: not v, [([], 1), ([1], 1), ([2], 5)]),
        (
            "values_has_duplicates",
            lambda v, n: len(set(v)) < len(v),
            [([1, 1], 1), ([1, 2], 1), ([2], 5), ([4, 5, 4], 1), ([3, 3], 2), ([7], 1)],
        ),
        (
            "values_has_an_empty_entry",
            lambda v, n: [] in v,
            [([x, [1, 2]], n) for n in (1, 5, 7) for x in ([], [n])],
        ),
        (
            "values_has_one",
            lambda v, n: len(v) == 1,
            [(x, n) for n in (2, 7, 5) for x in ([n], [n, 1])],
        ),
        (
            "length_of_values_exceeds_n",
            lambda v, n: len(v) > n,
            [([1, 2], 1), ([1, 2, 3], 2), ([5, 6, 7], 1), ([1, 2], 2), ([3, 4], 5), ([1, 2, 3], 3)],
        ),
        (
            "values_has_an_entry_longer_than_n",
            lambda v, n: any(len(row) > n for row in v),
            [([[1, 2]], 1), ([[1], [1, 2, 3]], 2), ([[5]], 1), ([[1], [2]], 2)],
        ),
        (
            "n_is_one",
            lambda v, n: n == 1,
            [([i, i + 2], n) for i, n in enumerate((1, 2, 1, 4, 1, 3))],
        ),
    ],
)
def test_wrong_only_where_something_holds(name, holds, calls):
    def right(values, n):
        return len(values) + n

    found = told(where, right, lambda v, n: right(v, n) + holds(v, n), calls)
    assert found == f"only_where_{name}"


def test_wrong_only_where_one_number_exceeds_another():
    sizes = [(3, 2), (9, 4), (7, 5), (8, 3), (2, 3), (4, 9), (5, 5), (1, 6)]
    found = told(where, pair_sum, lambda a, b: a + b + (a > b), sizes)
    assert found == "only_where_a_exceeds_b"
    assert told(where, pair_sum, lambda a, b: a + b + (a > b), sizes[2:6]) is None


def pair_sum(a, b):
    return a + b


def test_wrong_only_where_a_word_is_unknown():
    def right(text, index):
        return [index.get(word, 2) for word in text.split()]

    calls = [("a b", {"a": 5}), ("c", {"a": 5}), ("a", {"a": 7}), ("b a", {"b": 1, "a": 3})]
    found = told(where, right, lambda text, index: [index[w] for w in text.split()], calls)
    assert found == "only_where_text_has_what_index_lacks"


def test_wrong_everywhere_or_where_two_things_hold_is_not_said():
    assert told(where, model_size, lambda *a, **k: 0, SIZES) is None
    calls = [(3, 5, None, True), (4, 2, 7, False), (6, 3, None, True), (2, 9, 4, False)]
    assert told(where, model_size, lambda u, i, o, b: model_size(u, i, o) + b, calls) is None


# ------------------------------------------------------------------------------ symptoms

SYMPTOMS = [
    ("raises_IndexError", lambda v: v[len(v)], LISTS),
    ("raises_KeyError", lambda v: v["nothing"], DICTS),
    ("raises_ZeroDivisionError", lambda v: 1 / 0, LISTS),
    ("raises_of_none", lambda v: len(v.sort()), LISTS),
    ("raises_TypeError", lambda v: v + "a", LISTS),
    ("text_for_number", lambda v: "many", SCALARS),
    ("number_for_list", len, LISTS),
    ("none_for_list", lambda v: None, LISTS),
    ("3_axes_for_2", lambda v: np.ones((2, 2, 2)), TABLES),
    ("another_length_on_axis_2", lambda v: v[:, [0, 1, 0, 1, 0]] + 1, TABLES),
    ("another_shape", lambda v: np.ones((7, 7)), TABLES),
    ("1_more", lambda v: [8, *v[1:], 8], LISTS),
    ("too_short", lambda v: v[: len(v) // 2], [([5, 3, 5, 8],), ([1, 2, 3, 4, 5, 6, 7, 8, 9],)]),
    ("not_a_number", lambda v: np.array(v) * np.nan, LISTS),
    ("rows_in_another_order", lambda v: v[[1, 2, 0]], TABLES),
    ("columns_in_another_order", lambda v: v[:, [0, 2, 1, 3]], [TABLES[0]]),
    ("another_order", lambda v: [v[1], v[0], *v[2:]], LISTS),
    ("only_first_right", lambda v: [v[0], *(x + 9 * i for i, x in enumerate(v[1:], 1))], LISTS),
    ("only_last_wrong", lambda v: [*v[:-1], 77], LISTS),
    ("only_last_column_wrong", lambda v: np.c_[v[:, :-1], v[:, -1] + 3], [TABLES[0]]),
    ("all_too_large", lambda v: [x + i + 1 for i, x in enumerate(v)], LISTS),
]


@pytest.mark.parametrize(
    ("name", "change", "calls"), SYMPTOMS, ids=[f"{i}-{row[0]}" for i, row in enumerate(SYMPTOMS)]
)
def test_a_symptom_is_found(name, change, calls):
    assert told(symptom, itself, lambda value: change(value), calls) == name


def test_the_only_wrong_part_is_a_symptom():
    calls = [([3, 1, 4, 1, 5],), ([2, 7, 1, 8],)]
    found = told(symptom, results, lambda v: (results(v)[0], results(v)[1] * [-1, *v[1:]]), calls)
    assert found == "only_part_2_wrong"


def test_one_small_answer_has_no_symptom():
    assert told(symptom, itself, lambda n: n + 1, [(3,)]) is None
    assert told(symptom, itself, lambda n: "three", [(3,)]) is None


# ---------------------------------------------------------------------------- properties

numbers = st.integers(-50, 50) | st.floats(-50, 50).map(lambda x: round(x, 2))
lists = st.lists(st.integers(-50, 50), max_size=8)
answers = lists | numbers | st.text(max_size=8) | st.lists(lists, max_size=4) | st.none()
answers |= st.dictionaries(st.text(max_size=3), st.integers(), max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.lists(answers, min_size=1, max_size=3))
def test_what_is_right_is_never_diagnosed(rights):
    calls = [(right,) for right in rights]
    for mechanism in (relation, kind, parts, where, symptom):
        assert tried(mechanism, evidence_of(itself, itself, calls)) is None


ORDERED: list[tuple[str, Callable]] = [
    ("reversed", lambda v: v[::-1]),
    ("last_1_missing", lambda v: v[:-1]),
    ("first_2_missing", lambda v: v[2:]),
    ("rolled_on", lambda v: v[-1:] + v[:-1]),
    ("all_repeated", lambda v: v + v),
    ("sign_flipped", lambda v: [-x for x in v]),
    ("sorted", sorted),
    ("duplicates_left_out", lambda v: list(dict.fromkeys(v))),
    ("squared", lambda v: [x * x for x in v]),
]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ORDERED),
    st.lists(st.lists(st.integers(-50, 50), min_size=4, max_size=8), min_size=2, max_size=3),
)
def test_a_relation_is_found_as_itself_or_as_one_that_says_the_same(relation_, values):
    name, change = relation_
    evidence = evidence_of(itself, change, [(v,) for v in values])
    found = relation(evidence)
    if found is None:  # nothing is wrong, or too little to tell
        assert relating.distinct(evidence) < 2 or name == "squared"
        return
    (other,) = [r for r in flat(evidence) if r.name == found.name and r.explains(evidence)][:1]
    assert all(agree(other.apply(c.right, c), c.answer) for c in evidence.known)


def flat(evidence):
    for rank in [*relations.RANKS, *kinds.RANKS]:
        for source in rank:
            yield from relating._relations(source, evidence)


def test_every_relation_has_a_name_of_its_own_and_proper_texts():
    fixed = [s for rank in [*relations.RANKS, *kinds.RANKS] for s in rank]
    fixed = [s for s in fixed if isinstance(s, relating.Relation)]
    for found in fixed:
        proper(found.text)
    for text in [*symptoms.EXCEPTIONS.values(), symptoms.OF_NONE]:
        proper(text)
    names = [r.name for rank in relations.RANKS for r in rank if isinstance(r, relating.Relation)]
    assert len(names) > 100
    assert len(ordered.LEVELS) == len({(level.name, level.form) for level in ordered.LEVELS})
