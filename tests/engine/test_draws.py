"""What checks draw tells programs apart, and rounding is none of it, whatever the seed."""

import ast
import inspect
import itertools

import keras
import numpy as np
import pytest

from rnnlab import course

EX04 = course.exercise("ex04")
with course.importable(EX04.checks_path.parent):
    import test_ex02_unrolled_rnn as ex02
    import test_ex03_vanishing_gradients as ex03
    import test_ex04_parameter_counts as checks
    import test_ex05_sequence_predictor as ex05
    import test_ex06_hello as ex06
    import test_ex10_lstm_gru_cells as ex10

    from common import training

SLIDES = {(10, 3), (10, 1), (3, 1), (2, 1), (3, 9), (1, 2), (1, 3), (1, 10), (2, 10), (1000, 100)}
SLIDES |= {(10, 4, 3, 2), (10, 4, 1, 1), (3, 4, 1, 1), (2, 4, 1, 1), (3, 4, 9, None)}


def right_answers():
    """Return the solution's functions."""
    tree = ast.parse((EX04.root / "solutions" / f"{EX04.stem}.py").read_text("utf-8"))
    tree.body = [x for x in tree.body if isinstance(x, ast.FunctionDef)]
    functions = {"keras": keras}
    exec(compile(tree, "solution", "exec"), functions)
    return functions


def asked(task, name, seed, answers):
    """Return the sizes of each call that a check makes, where the lecture has no such call."""
    calls = []

    def answer(*args, **kwargs):
        sizes = args[1:] if task in ("units_for_params", "audit_slide") else args
        calls.append(tuple(n for n in sizes if type(n) is int))
        return answers[task](*args, **kwargs)

    check = getattr(checks, name)
    inputs = {task: answer, "rng": np.random.default_rng(seed)}
    check(**{k: inputs[k] for k in inspect.signature(check).parameters})
    return [sizes for sizes in calls if sizes not in SLIDES]


@pytest.mark.slow
@pytest.mark.parametrize("check", [c for c in EX04.checks if "slides" not in c.name])
def test_drawn_sizes_differ_from_each_other_and_from_the_lectures(check):
    answers = right_answers()
    for seed in range(100):
        for sizes in asked(check.task, check.name, seed, answers):
            own = [n for n in sizes if n != 1]
            assert len(set(own)) == len(own), (seed, sizes)


def test_draws_are_apart():
    for seed in range(100):
        rng = np.random.default_rng(seed)
        pairs = checks.layer_sizes(rng)
        sizes = [n for pair in pairs for n in pair]
        assert len(set(sizes) - checks.LECTURE) == len(sizes) == 10
        assert any(units < inputs for units, inputs in pairs)
        assert len(set(checks.model_sizes(rng)) - checks.LECTURE) == 4


def test_impossible_totals_are_of_every_kind():
    for seed in range(100):
        found = checks.impossible_totals(np.random.default_rng(seed))
        assert {total == outputs for total, _, outputs in found} == {True, False}
        assert {outputs is None for _, _, outputs in found} == {True, False}
        for total, inputs, outputs in found:
            counts = [(u + inputs + 1) * u + (u + 1) * (outputs or 0) for u in range(1, 40)]
            assert total not in counts
            assert total > 0


def test_counters_read_every_kind_of_letter():
    for seed in range(100):
        rng = np.random.default_rng(seed)
        alphabet, counted, reset, others = ex10._letters(rng)
        assert sorted(alphabet) == sorted({counted, reset, *others})
        assert list(alphabet) != sorted(alphabet), seed
        text = ex10._mixed(rng, counted, others, 4, 8)
        assert (text.count(counted), text.count(reset), len(text)) == (4, 0, 12)
        assert text[0] != counted != text[-1]


@pytest.mark.parametrize("generator", [np.random.default_rng, np.random.RandomState])
def test_first_weights_of_any_generator_are_seen_to_be_even_and_unrelated(generator):
    def right(*sizes):
        *sizes, seed = sizes
        shapes, draws = ex02.shapes_of(*sizes), generator(seed)
        limits = [(6 / sum(shape)) ** 0.5 for shape in shapes[:3]]
        drawn = [draws.uniform(-L, L, s) for L, s in zip(limits, shapes[:3], strict=True)]
        return *drawn, *map(np.zeros, shapes[3:])

    for seed in range(300):
        ex02.test_weights_are_drawn_within_their_limits(right, np.random.default_rng(seed))
        ex02.test_every_seed_draws_its_own_weights(right, np.random.default_rng(seed))


def test_gradients_to_clip_tell_a_global_norm_from_others():
    for seed in range(100):
        large, small = (ex03.draw_gradients(np.random.default_rng(seed), n) for n in (3.0, 2.9))
        assert np.linalg.norm(large[0]) < max(map(np.linalg.norm, large)) < 2.95
        assert sum(map(np.linalg.norm, small)) > 3.1


@pytest.mark.parametrize("module", [ex05, ex06])
def test_a_right_training_in_single_precision_is_near_that_in_double(module):
    """Adam makes a step of a gradient of any size: one that rounding changes must not be drawn."""
    for seed in range(80):
        _, (model, *sample, epochs), _ = module._lesson(np.random.default_rng(seed))
        ends = []
        for kind in ("float32", "float64"):
            gradient = module._gradient(*(x.astype(kind) for x in sample))
            weights = [w.astype(kind) for w in model.get_weights()]
            path = training.adam(weights, gradient, training._rate(model))
            ends.append(next(itertools.islice(path, epochs - 1, None)))
        for single, double in zip(*ends, strict=True):
            np.testing.assert_allclose(single, double, rtol=0, atol=5e-6, err_msg=f"seed {seed}")
