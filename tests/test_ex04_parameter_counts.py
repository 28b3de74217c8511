"""Checks of ex04. The oracles are Keras's own layers, and those written out in NumPy."""

import functools

import keras
import numpy as np
from keras import layers

from common import draws
from common.oracles import dense, last, simple_rnn
from rnnlab.author import expect, oracle, points

LECTURE = frozenset({1, 2, 3, 4, 9, 10, 46, 100, 1000})  # sizes in the decks: never drawn
draw = functools.partial(draws.draw, without=LECTURE)


def layer_sizes(rng):
    """Draw five pairs (units, input_dim): enough to find a wrong formula of four terms.

    The first tells all the known wrong formulas apart, the second has fewer units than inputs.
    """
    ranges = [(13, 19), (6, 8), (5, 8), (20, 30), (31, 60), (61, 80)]
    ranges += [(81, 99), (5, 12), (11, 12), (41, 60)]
    sizes = draw(rng, *ranges)
    return list(zip(sizes[::2], sizes[1::2], strict=True))


@oracle
def keras_count(layer, size, input_dim, **settings):
    """Return what Keras counts in the layer of this name and size for inputs of input_dim numbers."""
    built = getattr(layers, layer)(size, **settings)
    built.build((None, None, input_dim))
    return built.count_params()


def is_count(answer, expected, layer, whole=True):
    """``answer`` must be ``expected``, the number of parameters of ``layer`` (shown).

    A float costs one check of a task, not each: where it is not ``whole``, it counts.
    """
    got = expect.number(answer)
    expect.that(
        got == expected,
        f"{layer}의 파라미터는 {expected:,}개인데 {got:,g}개라고 답했습니다.",
        f"{layer} has {expected:,} parameters, but the answer was {got:,g}.",
    )
    if whole:
        expect.integer(answer)


@points(1)
def test_simple_rnn_counts_of_the_slides(simple_rnn_params):
    """강의에 나온 SimpleRNN의 파라미터 수 140, 120, 15, 8, 39를 구합니다.
    The SimpleRNN counts of the decks come out: 140, 120, 15, 8 and 39.
    → 뉴런 하나로 들어오는 선을 과거 기억, 현재 입력, 편향으로 나누어 세고 뉴런 수를 곱하세요.
    → Count the lines into one neuron (past memory, present input, bias), times the neurons."""
    slides = {(10, 3): 140, (10, 1): 120, (3, 1): 15, (2, 1): 8, (3, 9): 39}
    for (units, input_dim), count in slides.items():
        answer = simple_rnn_params(units, input_dim)
        is_count(answer, count, f"SimpleRNN(units={units}, input_dim={input_dim})", whole=False)


@points(2)
def test_simple_rnn_counts_of_any_size(simple_rnn_params, rng):
    """어떤 크기의 SimpleRNN이든 Keras가 세는 파라미터 수와 같습니다.
    For a SimpleRNN of any size, the count is Keras's own.
    → units=2, input_dim=1이면 (2 + 1 + 1) * 2 = 8입니다. 2와 1을 이름으로 바꾸어 보세요.
    → For units=2 and input_dim=1 it is (2 + 1 + 1) * 2 = 8. Which 2 and which 1 is which name?"""
    for units, input_dim in layer_sizes(rng):
        count = keras_count("SimpleRNN", units, input_dim)
        is_count(simple_rnn_params(units, input_dim), count, "SimpleRNN")


@points(2)
def test_weight_shapes_are_those_of_keras(weight_shapes, rng):
    """W_x, W_h, b의 모양이 Keras SimpleRNN 층에 든 배열의 모양과 같습니다.
    The shapes of W_x, W_h and b are those of the arrays in a Keras SimpleRNN layer.
    → Keras의 kernel은 행이 입력, 열이 뉴런입니다. 편향에는 축이 하나뿐입니다.
    → In Keras the kernel's rows are inputs, its columns neurons. The bias has one axis."""
    few, many, more, fewer = draw(rng, (5, 8), (11, 15), (16, 20), (6, 12))
    for units, input_dim in [(few, many), (more, fewer), (10, 1), (1, few)]:
        shapes = dict(zip(NAMES, expect.pair(weight_shapes(units, input_dim), 3), strict=True))
        expect.equal(shapes, keras_shapes(units, input_dim))


NAMES = ("W_x", "W_h", "b")


@oracle
def keras_shapes(units, input_dim):
    layer = layers.SimpleRNN(units)
    layer.build((None, None, input_dim))
    return {name: tuple(w.shape) for name, w in zip(NAMES, layer.weights, strict=True)}


@points(1)
def test_dense_counts(dense_params, rng):
    """어떤 크기의 Dense든, 강의의 3, 4, 11, 22까지, 파라미터 수가 맞습니다.
    The count of a Dense layer is right for any size, and for the deck's 3, 4, 11 and 22.
    → 출력 하나마다 입력 전체에서 오는 선 input_dim개와 편향 1개가 있습니다.
    → Each output has a line from every one of the input_dim inputs, and one bias."""
    for units, input_dim in [*layer_sizes(rng), (1, 2), (1, 3), (1, 10), (2, 10)]:
        count = keras_count("Dense", units, input_dim)
        is_count(dense_params(units, input_dim), count, "Dense")


@points(2)
def test_lstm_counts(lstm_params, rng):
    """어떤 크기의 LSTM이든 Keras가 세는 파라미터 수와 같습니다.
    For an LSTM of any size, the count is Keras's own.
    → 게이트 3개와 Cell 후보값이 모두 SimpleRNN과 똑같은 크기의 가중치와 편향을 가집니다.
    → Three gates and the candidate: each has weights and biases of a SimpleRNN's size."""
    for units, input_dim in layer_sizes(rng):
        count = keras_count("LSTM", units, input_dim)
        is_count(lstm_params(units, input_dim), count, "LSTM")


@points(1)
def test_gru_counts_with_two_biases(gru_params, rng):
    """Keras의 기본 GRU(reset_after=True)의 파라미터 수를 구합니다.
    The count of Keras's default GRU (reset_after=True) is right.
    → reset_after=True인 GRU는 상자 3개가 저마다 편향을 두 벌(입력 쪽, 기억 쪽) 가집니다.
    → With reset_after=True each of the 3 boxes has two sets of biases: input and memory side."""
    for units, input_dim in layer_sizes(rng):
        # Not judged here: it tells "always one bias" from "the two forms exchanged".
        gru_params(units, input_dim, reset_after=False)
        count = keras_count("GRU", units, input_dim)
        is_count(gru_params(units, input_dim), count, "GRU")
        is_count(gru_params(units, input_dim, reset_after=True), count, "GRU(reset_after=True)")


@points(1)
def test_gru_counts_with_one_bias(gru_params, rng):
    """reset_after=False인 GRU의 파라미터 수를 구합니다.
    The count of a GRU with reset_after=False is right.
    → reset_after=False이면 상자마다 편향이 한 벌뿐이므로 SimpleRNN의 정확히 3배입니다.
    → With reset_after=False each box has one set of biases: exactly three SimpleRNNs."""
    for units, input_dim in layer_sizes(rng):
        gru_params(units, input_dim)  # not judged here, see above
        count = keras_count("GRU", units, input_dim, reset_after=False)
        answer = gru_params(units, input_dim, reset_after=False)
        is_count(answer, count, "GRU(reset_after=False)", whole=False)


@points(1)
def test_embedding_counts(embedding_params, rng):
    """어떤 크기의 Embedding이든 Keras가 세는 파라미터 수와 같습니다.
    For an Embedding of any size, the count is Keras's own.
    → Embedding은 단어마다 한 줄인 표입니다. 표에는 칸이 몇 개 있나요?
    → An Embedding is a table with a row per word. How many cells does it have?"""
    for input_dim, output_dim in [*layer_sizes(rng), (1000, 100)]:
        count = keras_count("Embedding", input_dim, 1, output_dim=output_dim)
        is_count(embedding_params(input_dim, output_dim), count, "Embedding")


def with_weights(model, rng):
    """Give ``model`` drawn weights, biases too."""
    model.set_weights([rng.normal(0, 0.6, weight.shape) for weight in model.get_weights()])
    return model


def weights_of(layer, bias):
    """Return the layer's weights, its bias too where it has none: that costs the counts."""
    weights = layer.get_weights()
    return weights if getattr(layer, "cell", layer).use_bias else [*weights, np.zeros(bias)]


def model_sizes(rng):
    """Draw units, timesteps, input_dim and outputs."""
    return draw(rng, (11, 14), (5, 6), (7, 8), (15, 17))


@points(1)
def test_models_have_the_counts_of_the_slides(build_rnn):
    """강의의 모델을 만들면 파라미터가 162, 131, 19, 11, 39개입니다.
    The models of the decks have 162, 131, 19, 11 and 39 parameters.
    → model.summary()가 보여 주는 층마다의 파라미터 수를 공식의 값과 비교해 보세요.
    → Compare the count of each layer in model.summary() with your formulas."""
    slides = {
        (10, 4, 3, 2): 162,
        (10, 4, 1, 1): 131,
        (3, 4, 1, 1): 19,
        (2, 4, 1, 1): 11,
        (3, 4, 9, None): 39,
    }
    for (units, timesteps, input_dim, outputs), count in slides.items():
        built = build_rnn(units, timesteps, input_dim, outputs)
        expect.params(expect.model(built, (timesteps, input_dim)), count)


@points(2)
def test_model_computes_the_recurrence(build_rnn, rng):
    """모델의 출력이 강의의 식을 마지막 시점까지 계산한 값과 같습니다.
    The model's output is the deck's equation, computed up to the last timestep.
    → SimpleRNN은 tanh와 return_sequences=False, Dense는 활성화 함수 없이 씁니다.
    → Use SimpleRNN with tanh and return_sequences=False, and Dense without an activation."""
    units, timesteps, input_dim, outputs = model_sizes(rng)
    model = build_rnn(units, timesteps, input_dim, outputs)
    model = with_weights(expect.model(model, (timesteps, input_dim)), rng)
    cell, output = expect.layer(model, layers.SimpleRNN), expect.layer(model, layers.Dense)
    x = rng.normal(size=(6, timesteps, input_dim)).astype("float32")
    y = expect.shape(expect.predict(model, x), (6, outputs))
    states = last(simple_rnn(x, *weights_of(cell, units)))
    expect.close(y, dense(states, *weights_of(output, outputs)), rtol=1e-3, atol=1e-4)
    expect.steady(model, x)


@points(1)
def test_return_sequences_gives_every_timestep(build_rnn, rng):
    """return_sequences=True이면 모든 시점의 출력이 나오고, outputs=None이면 Dense가 없습니다.
    return_sequences=True gives the output of every timestep; outputs=None gives no Dense layer.
    → 받은 return_sequences를 SimpleRNN에 그대로 넘기고, outputs가 None이면 Dense를 빼세요.
    → Pass return_sequences on to SimpleRNN; leave Dense out when outputs is None."""
    units, timesteps, input_dim, outputs = model_sizes(rng)
    x = rng.normal(size=(6, timesteps, input_dim)).astype("float32")
    for size, width in [(outputs, None), (None, units)]:
        built = (build_rnn(units, timesteps, input_dim, size, flag) for flag in (True, False))
        every, end = (expect.model(model, (timesteps, input_dim)) for model in built)
        end.set_weights(same_weights(with_weights(every, rng), end))
        now = expect.shape(expect.predict(end, x), (6, width))
        steps = expect.shape(expect.predict(every, x), (6, timesteps, width))
        expect.close(steps[:, -1], now, rtol=1e-3, atol=1e-4)
        changed = np.concatenate([x[:, :-1], x[:, -1:] + 1], axis=1)
        expect.close(expect.predict(every, changed)[:, :-1], steps[:, :-1], rtol=1e-3, atol=1e-4)


def same_weights(model, other):
    """Return the weights of ``model``, which are to fit ``other`` too."""
    shapes, others = ([w.shape for w in m.get_weights()] for m in (model, other))
    expect.that(
        shapes == others,
        f"return_sequences가 True인 모델과 False인 모델의 가중치 모양이 다릅니다: {shapes}, {others}.",
        f"With return_sequences=True and False the weights differ in shape: {shapes}, {others}.",
    )
    return model.get_weights()


@oracle
def total_params(units, input_dim, outputs=None):
    """Return what Keras counts in SimpleRNN(units) and, unless ``outputs`` is None, Dense."""
    total = keras_count("SimpleRNN", units, input_dim)
    return total + (keras_count("Dense", outputs, units) if outputs else 0)


def telling_models(rng):
    """Draw models (units, input_dim, outputs) that tell the known mistakes from other ones.

    Without Dense, only what is wrong with SimpleRNN shows. In the second model units and outputs
    may be exchanged, and its total is also that of a SimpleRNN(units + 1) without Dense.
    """
    units, inputs, same = draw(rng, (11, 30), (7, 8), (5, 6))
    return [(units, inputs, None), (same, same**2 - same - 2, same)]


def finds(units_for_params, units, input_dim, outputs, whole=True):
    """The task must find ``units`` from the count of the model that has them."""
    total = total_params(units, input_dim, outputs)
    got = units_for_params(total, input_dim, outputs)
    call = f"total={total}, input_dim={input_dim}, outputs={outputs}"
    expect.that(
        got is not None,
        f"{call}인 모델은 만들 수 있는데(units={units}) None이 돌아왔습니다.",
        f"There is a model for {call} (units={units}), but None came back.",
    )
    expect.that(
        expect.number(got) == units,
        f"{call}이면 units={units}이어야 하는데 {expect.number(got):g}입니다.",
        f"For {call} units should be {units}, but are {expect.number(got):g}.",
    )
    if whole:
        expect.integer(got)


@points(1)
def test_units_are_found_from_the_count(units_for_params, rng):
    """총 파라미터 수에서 units를 찾습니다. Dense가 있을 때도, 없을 때도 맞습니다.
    The units are found from the total, with a Dense layer and without one.
    → units를 1부터 늘려 가며 SimpleRNN과 Dense의 합이 total이 되는지 보면 됩니다.
    → Try units = 1, 2, 3, …: for which one do SimpleRNN and Dense add up to total?"""
    a, b, c, d, e, f, large, g, h = draw(
        *(rng, (16, 30), (5, 8), (6, 12), (5, 8), (31, 40), (11, 15)),
        *((101, 112), (41, 50), (51, 60)),
    )
    drawn = [(a, b, c), (d, e, f), (large, g, h)]
    slides = [(2, 1, 1), (3, 1, 1), (10, 1, 1), (10, 3, 2), (3, 9, None), (1, 1, None)]
    for units, input_dim, outputs in telling_models(rng) + drawn + slides:
        finds(units_for_params, units, input_dim, outputs)


@points(1)
def test_impossible_counts_give_none(units_for_params, rng):
    """어떤 units로도 만들 수 없는 파라미터 수이면 None을 돌려줍니다.
    A count that no units can give returns None.
    → 딱 맞는 units가 없으면 가장 가까운 값이 아니라 None을 돌려주세요.
    → When no units fit exactly, return None, not the nearest ones."""
    for units, input_dim, outputs in telling_models(rng):
        finds(units_for_params, units, input_dim, outputs, whole=False)
    for total, input_dim, outputs in impossible_totals(rng):
        expect.that(
            units_for_params(total, input_dim, outputs) is None,
            f"total={total}, input_dim={input_dim}, outputs={outputs}인 모델은 없으므로"
            " None이어야 합니다.",
            f"No model has total={total}, input_dim={input_dim}, outputs={outputs}:"
            " None should come back.",
        )


def impossible_totals(rng):
    """Draw (total, input_dim, outputs) between two models', below the smallest's, and of no units.

    With units=0 a model would have as many parameters as Dense has outputs.
    """
    units, input_dim, outputs = draw(rng, (11, 15), (7, 8), (5, 6))
    found = [(outputs, input_dim, outputs)]
    for size in (None, outputs):
        smallest = total_params(1, input_dim, size)
        below, above = (total_params(u, input_dim, size) for u in (units, units + 1))
        found.append((int(rng.integers(below + 1, above)), input_dim, size))
        found.append((int(rng.integers(smallest // 2, smallest)), input_dim, size))
    return found


@oracle
def right_slide(units, timesteps, input_dim, outputs, return_sequences=False):
    """Return all cells of a slide as Keras fills them in."""
    rnn = layers.SimpleRNN(units, return_sequences=return_sequences)
    model = keras.Sequential([keras.Input((timesteps, input_dim)), rnn, layers.Dense(outputs)])
    sizes = [int(np.prod(weight.shape)) for weight in rnn.weights]
    return {
        "units": units,
        **dict(zip(("W_x", "W_h", "b"), sizes, strict=True)),
        "rnn_shape": rnn.output.shape,
        "rnn_params": rnn.count_params(),
        "dense_shape": model.output_shape,
        "dense_params": model.layers[-1].count_params(),
        "total": model.count_params(),
    }


def audits(audit_slide, printed, *code):
    """Return the answer, which must correct exactly the cells that disagree with ``code``."""
    right = right_slide(*code)
    wrong = {cell: right[cell] for cell in printed if printed[cell] != right[cell]}
    answer = audit_slide(printed, *code)
    expect.that(
        isinstance(answer, dict),
        "{칸의 이름: 바른 값} 꼴의 dict를 돌려주어야 합니다. 틀린 칸이 없으면 {}입니다.",
        "A dict {cell: right value} should come back; {} when no cell is wrong.",
    )
    missed = ", ".join(cell for cell in wrong if cell not in answer)
    expect.that(
        not missed,
        f"슬라이드의 틀린 칸을 찾지 못했습니다: {missed}.",
        f"These wrong cells of the slide were not found: {missed}.",
    )
    needless = ", ".join(str(cell) for cell in answer if cell not in wrong)
    expect.that(
        not needless,
        f"슬라이드에서 틀리지 않은 칸, 또는 슬라이드에 없는 칸을 고쳤습니다: {needless}.",
        f"These cells are right, or not on the slide, and need no correction: {needless}.",
    )
    expect.equal(answer, wrong)
    return answer


@points(1)
def test_audit_of_the_slides(audit_slide):
    """강의 001의 슬라이드에서 틀린 칸을 찾아 바르게 고칩니다.
    The wrong cells on the slides of deck 001 are found and corrected.
    → 바른 값을 모두 담은 dict를 먼저 만들고, printed의 칸과 하나씩 비교해 보세요.
    → First make a dict of all the right values, then compare the cells of printed with it."""
    table = ("rnn_shape", "rnn_params", "dense_shape", "dense_params", "total")

    def summary(*cells):
        return dict(zip(table, cells, strict=True))

    caption = {"units": 2, **summary((None, 10), 140, (None, 2), 22, 162)}
    audits(audit_slide, caption, 10, 4, 3, 2, False)
    audits(audit_slide, summary((None, 2), 8, (None, 1), 3, 11), 2, 4, 1, 1, False)
    audits(audit_slide, summary((None, 4, 3), 15, (None, 4, 1), 4, 19), 3, 4, 1, 1, False)
    audits(audit_slide, summary((None, 10), "120 ?", (None, 1), 11, 131), 10, 4, 1, 1, False)
    audits(audit_slide, {"W_h": 10, "b": 1, "W_x": 1}, 10, 4, 1, 1, False)


def flawed_slide(rng, code):
    """Print a slide whose code has return_sequences=True, with a flaw for every known mistake."""
    units, timesteps, input_dim, outputs, _ = code
    right = right_slide(*code)
    del right["W_x"]
    without_bias = units * (units + input_dim)
    return right | {
        "units": units + int(rng.integers(1, 4)),
        "W_h": units,
        "b": 1,
        "rnn_shape": (None, timesteps + 1, units),
        "rnn_params": without_bias,
        "dense_shape": (None, outputs),
        "total": without_bias + right["dense_params"],
    }


@points(2)
def test_audit_of_new_slides(audit_slide, rng):
    """처음 보는 슬라이드에서도 틀린 칸만 찾아 고치고, 모두 맞으면 빈 dict를 돌려줍니다.
    On slides never seen before exactly the wrong cells are corrected; a right slide gives {}.
    → return_sequences에 따라 두 층의 출력 모양이 모두 달라집니다. printed에 있는 칸만 보세요.
    → return_sequences changes both layers' output shapes. Look only at the cells in printed."""
    code = (*model_sizes(rng), True)
    audits(audit_slide, flawed_slide(rng, code), *code)

    *sizes, _ = code = (*model_sizes(rng), False)
    printed = right_slide(*sizes, True)
    printed["rnn_params"] = f"{printed['rnn_params']} ?"
    audits(audit_slide, printed, *code)

    code = (*model_sizes(rng), True)
    printed = right_slide(*code)
    some = rng.permutation(list(printed))[:5].tolist()
    audits(audit_slide, {cell: printed[cell] for cell in some}, *code)

    cells = rng.permutation(["W_x", "W_h", "b", "rnn_params", "dense_params", "total"]).tolist()
    for some in (cells[::2], cells[1::2]):
        code = (*model_sizes(rng), bool(rng.integers(2)))
        printed = right_slide(*code)
        for cell in some:
            printed[cell] += int(rng.integers(1, 10))
        for value in audits(audit_slide, printed, *code).values():
            expect.integer(value)
