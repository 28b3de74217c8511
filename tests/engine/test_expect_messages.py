"""What a student reads where no mistake is named: particles, articles, places, kinds, Keras."""

from decimal import Decimal
from fractions import Fraction

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers as kl

from rnnlab import expect
from rnnlab.diagnosis.call import Call, with_call
from rnnlab.expect.kinds import article, kind
from rnnlab.sandbox import wire
from rnnlab.sandbox.inside.said import LIMIT, said
from rnnlab.text import Text, particle

LONG = "the quick brown fox jumps over the lazy dog and runs away from it"


@pytest.mark.parametrize(
    ("word", "object_", "subject", "by"),
    [
        ("학교", "를", "가", "로"),
        ("책", "을", "이", "으로"),
        ("서울", "을", "이", "로"),  # ㄹ
        ("원소가 1개인 list", "를", "가", "로"),
        *((d, "를", "가", "로") for d in ("2", "4", "5", "9", "0.25", "1,004")),
        *((d, "을", "이", "으로") for d in ("0", "3", "6", "10", "100", "(4, 3)", "값[0]")),
        *((d, "을", "이", "로") for d in ("1", "7", "8", "-1", "(6, 4, 1)")),
        *((w, "를", "가", "로") for w in ("Dense", "GRU", "layer", "dict", "shape", "x", "W_h")),
        *((w, "을", "이", "으로") for w in ("RNN", "LSTM", "Embedding", "one_hot", "adam", "W_n")),
        *((w, "을", "이", "으로") for w in ("None", "input", "name", "dtype", "step", "topic")),
        *((w, "을", "이", "로") for w in ("model", "tuple", "Bidirectional", "str", "file", "r")),
        ("`encode`", "를", "가", "로"),
        ("'model'", "을", "이", "로"),
        ("50%", "를", "가", "로"),
        ("ㄱ", "을", "이", "으로"),
        ("ㄹ", "을", "이", "로"),
        ("[]", "을(를)", "이(가)", "으로(로)"),
        ("", "을(를)", "이(가)", "으로(로)"),
    ],
)
def test_particles_follow_the_last_syllable(word, object_, subject, by):
    assert particle(word, "을/를") == object_
    assert particle(word, "이/가") == subject
    assert particle(word, "으로/로") == by


@pytest.mark.parametrize(
    ("name", "with_article"),
    [
        ("list", "a list"),
        ("array", "an array"),
        ("int64", "an int64"),
        ("uint8", "a uint8"),
        ("unit", "a unit"),
        ("unnamed", "an unnamed"),
        ("user", "a user"),
        ("LSTM", "an LSTM"),
        ("RNN", "an RNN"),
        ("GRU", "a GRU"),
        ("SimpleRNN", "a SimpleRNN"),
        ("Embedding", "an Embedding"),
        ("ExtraLayer", "an ExtraLayer"),
        ("`encode`", "an `encode`"),
    ],
)
def test_articles_follow_the_sound(name, with_article):
    assert article(name) == with_article


def message(function, *args):
    with pytest.raises(expect.Mismatch) as caught:
        function(*args)
    return caught.value.text


@pytest.mark.parametrize(
    ("got", "want", "en", "ko"),
    [
        (
            LONG,
            LONG.replace("lazy", "Lazy"),
            "The text first differs at index 35: it should be …'ps over the Lazy dog and'…, "
            "but is …'ps over the lazy dog and'….",
            "문자열은 인덱스 35에서 처음 다릅니다. …'ps over the Lazy dog and'…여야 하는데 "
            "…'ps over the lazy dog and'…입니다.",
        ),
        (
            LONG + " now",
            LONG,
            "The text is right for 65 characters, but goes on with ' now'.",
            "문자열의 앞 65자는 맞지만, 그 뒤에 ' now'가 더 있습니다.",
        ),
        ("", LONG, f"The text should be {LONG[:58]!r}"[:-1] + "…, but is ''.", None),
        ("cat", "cap", "The word should be 'cap', but is 'cat'.", "단어가 'cap'이어야"),
        (
            ["a", "b"],
            ["a", "c"],
            "The character[1] should be 'c', but is 'b'.",
            "글자[1]이 'c'여야",
        ),
        (
            LONG.split()[:5] + ["x", "y"],
            LONG.split()[:8],
            "7 words, expected 8; the first 5 agree, then [5] should be 'over', but is 'x'.",
            "단어가 8개여야 하는데 7개입니다. 앞의 5개는 맞고, [5]에는 'over'가 와야 하는데 'x'가 "
            "있습니다.",
        ),
        ([1, 2], [1, 2, 3], "2 values, expected 3; the first 2 agree.", "있는 2개는 맞습니다."),
        ([1, 2], [1], "2 values, expected 1; the first agrees.", "앞의 1개는 맞습니다."),
        ((), [1], "0 values, expected 1; none came.", "값이 1개여야 하는데 0개입니다."),
        (
            {"a": [1]},
            {"a": [1, 2]},
            "The value['a'] holds 1 value, expected 2",
            "값['a']에 값이 2개",
        ),
        ({"a": 1}, {"a": 1, "b": 2}, "In the dict the key 'b' is missing.", "키 'b'가 없습니다."),
        ("5", 5, "should be the number 5, but is the string '5'.", "수 5여야 하는데 문자열 '5'"),
        ([("a",)], ["a"], "should be the string 'a', but is a tuple of 1.", "원소가 1개인 tuple"),
        (3, (1, 2), "should be a tuple of 2, but is the number 3.", "원소가 2개인 tuple이어야"),
        (
            np.zeros((3000, 2)),
            np.zeros((2000, 2)),
            "should be an array (2000, 2), but is an array (3000, 2).",
            "배열 (2000, 2)여야 하는데 배열 (3000, 2)입니다.",
        ),
        (
            [[1, 2], [3, 4]],
            [[1, 2], [3, 5]],
            "The value[1][1] should be 5, but is 4.",
            "값[1][1]이 5",
        ),
    ],
)
def test_equal_shows_the_place_of_the_first_difference(got, want, en, ko):
    text = message(expect.equal, got, want)
    assert en in text.en
    assert (ko or "") in text.ko


def test_close_shows_the_place_and_how_many_are_wrong():
    text = message(expect.close, [1, 2.5, 3], [1, 2, 3])
    assert text.en == "The value[1] should be 2, but is 2.5. (1 of 3 values are wrong)"
    assert text.ko == "값[1]이 2여야 하는데 2.5입니다. (값 3개 가운데 1개가 틀렸습니다)"
    assert message(expect.close, 3, 4).ko == "값이 4여야 하는데 3입니다."


@pytest.mark.parametrize(
    ("function", "args", "en", "ko"),
    [
        (expect.number, ("140",), "got the string '140'. Return a number", "문자열 '140'이 돌아"),
        (expect.number, ((1, 2),), "one number, but got a tuple of 2.", "2개인 tuple이 돌아"),
        (expect.number, (wire.Opaque("function"),), "got a function itself.", "함수 자체가"),
        (expect.pair, (np.zeros((2, 3)),), "got an array (2, 3). Return the 2 values", "쉼표로"),
        (expect.pair, ([1, 2, 3],), "2 values, but got a list of 3.", "3개인 list가 돌아"),
        (expect.shape, ([[1, 2]], (3, 2)), "As an array, the list should have", "list를 배열로"),
        (expect.shape, (np.zeros((2, 2)), (None, 3)), "The array should have", "(None, 3)이어야"),
        (expect.text, (np.array(["a"]),), "got an array (1,) of strings.", "문자열의 배열 (1,)이"),
        (expect.text, (wire.Opaque("int64"),), "got an int64 object.", "int64 객체가"),
        (expect.array, (True and {1},), "numbers, but got a set of 1.", "1개인 set이"),
        (expect.model, (wire.History(),), "got the History object that fit returns.", "History"),
    ],
)
def test_what_came_back_is_said_by_its_kind(function, args, en, ko):
    text = message(function, *args)
    assert en in text.en
    assert ko in text.ko


COMMA = "Is there a comma after the value in the return statement?"


@pytest.mark.parametrize(
    ("function", "args"),
    [
        (expect.number, ((3,),)),
        (expect.close, ((3,), 3)),
        (expect.integer, ((3,),)),
        (expect.text, (("a",),)),
        (expect.model, ((3,),)),
        (expect.pair, (((1, 2),),)),
        (expect.shape, ((np.zeros(3),), (3,))),
        (expect.close, ((np.zeros(3),), np.zeros(3))),
        (expect.equal, (("a",), "a")),
        (expect.equal, (({"a": 1},), {"a": 1})),
    ],
)
def test_a_tuple_of_one_asks_about_the_comma(function, args):
    text = message(function, *args)
    assert text.en.endswith(COMMA)
    assert text.ko.endswith("쉼표가 있는지 보세요.")


def test_a_list_where_a_tuple_of_one_is_right_says_nothing_of_commas():
    assert COMMA not in message(expect.equal, ("a",), ["b"]).en
    assert COMMA not in message(expect.number, [3]).en


NUMBERS = [
    *(3, 3.0, np.int8(3), np.float32(3), np.array(3), np.array([3]), np.array([[3.0]])),
    *(Fraction(3), Decimal(3), tf.constant(3), keras.Variable(3.0)),
]


@pytest.mark.parametrize("value", NUMBERS, ids=repr)
def test_every_kind_of_number_is_a_number(value):
    assert expect.number(value) == 3
    expect.close(value, 3)


@pytest.mark.parametrize(
    "value",
    [[3], (3,), [], np.zeros(0), np.zeros(2), {3}, {3: 3}, None, "3", 1j, "x"],
    ids=repr,
)
def test_what_holds_a_number_is_not_one(value):
    message(expect.number, value)


def test_integers_are_not_floats():
    for value in (3, np.int64(3), np.array([3]), Fraction(3), Decimal(3)):
        assert expect.integer(value) == 3
    text = message(expect.integer, 3.0)
    assert "정수를 돌려주어야 하는데 실수 3.0이 돌아왔습니다." in text.ko
    assert "Expected an integer, but got the float 3.0." in text.en
    for value in (3.5, Fraction(7, 2), np.float32(3), np.array([3.0]), float("inf"), "3", None):
        message(expect.integer, value)


def test_arrays_of_integers_hold_no_floats():
    for value in ([[1, 2]], np.array([[1, 2]], "uint8"), ((1, 2),), [np.array([1, 2])]):
        np.testing.assert_array_equal(expect.integers(value, (1, None)), [[1, 2]])
    assert expect.integers([]).size == 0
    text = message(expect.integers, np.zeros((2, 2)))
    assert "정수 배열이어야 하는데 원소의 형이 float64입니다." in text.ko
    assert "its values are of type float64." in text.en
    for value in ([1.0, 2.0], [1, 2.5], [True], np.zeros(3, bool), "12", None):
        message(expect.integers, value)
    assert "should have the shape" in message(expect.integers, [1, 2], (3,)).en


def test_an_array_without_axes_is_what_is_in_it():
    assert expect.text(np.array("a")) == "a"
    assert kind(np.array(3)) == kind(3)
    assert kind(Fraction(3, 4)) == kind(0.75)


def small_model():
    return keras.Sequential([keras.Input((4, 1)), keras.layers.SimpleRNN(3), keras.layers.Dense(1)])


def test_a_model_is_named_by_its_layers():
    assert kind(small_model()) == Text(
        "Keras 모델 (SimpleRNN, Dense)", "a Keras model (SimpleRNN, Dense)"
    )
    assert message(expect.layer, small_model(), keras.layers.LSTM).en.startswith(
        "The model should have an LSTM layer."
    )


def called(*args, parameters=("units", "input_dim")):
    frame = wire.pack({"task": "f", "args": args, "kwargs": {"flag": True}, "seed": 1})
    return with_call(Text("가", "a"), Call(frame), parameters)


def test_arguments_are_named_and_shown_short():
    assert called(7, 30) == Text(
        "가\n호출: f(units=7, input_dim=30, flag=True)",
        "a\nCalled: f(units=7, input_dim=30, flag=True)",
    )
    assert "Called: f(7, 30, flag=True)" in called(7, 30, parameters=()).en
    assert "units=np.array([0.3333, 1.0])" in called(np.array([1 / 3, 1])).en
    assert "input_dim=<a Keras model (SimpleRNN, Dense)>" in called(1, small_model()).en
    assert "input_dim=<Keras 모델 (SimpleRNN, Dense)>" in called(1, small_model()).ko
    array = called(np.zeros((6, 40, 10)))
    assert "[[[0.0, 0.0" in array.en
    assert "… <an array (6, 40, 10)>, flag" in array.en
    assert "… <배열 (6, 40, 10)>, flag" in array.ko
    text = called("word " * 100).en
    assert "'word word" in text
    assert "<a string of 500 characters>" in text
    assert "<a list of 1000>" in called(list(range(1000))).en
    assert len(called("x" * 10**5, [0] * 1000, np.zeros((100, 100))).en) < 500


def fitted(loss, x, y, units=5, **more):
    model = keras.Sequential(
        [keras.Input((4, 1)), keras.layers.SimpleRNN(3), keras.layers.Dense(units, **more)]
    )
    model.compile("adam", loss)
    model.fit(x, y, verbose=0)


def embedded():
    model = keras.Sequential([keras.layers.Embedding(10, 4), keras.layers.Flatten()])
    model.compile("adam", "mse")
    model.predict(np.full((2, 3), 20.5), verbose=0)


X = np.zeros((3, 4, 1))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            lambda: keras.layers.SimpleRNN(3)(np.zeros((4, 5), "float32")),
            "Input 0 of layer 'simple_rnn' is incompatible with the layer: expected ndim=3, "
            "found ndim=2. Full shape received: (4, 5)",
        ),
        (
            lambda: keras.layers.Embedding(10, 4)(np.full((2, 3), 20.5)),
            "Embedding: indices[0,0] = 20 is not in [0, 10)",
        ),
        (embedded, "indices[0,0] = 20 is not in [0, 10)"),
        (
            lambda: fitted("mse", np.zeros((3, 4, 2)), np.zeros((3, 5))),
            "SimpleRNNCell: Dimensions must be equal, but are 2 and 1 with input shapes: "
            "[?,2], [1,3].",
        ),
        (
            lambda: fitted("categorical_crossentropy", X, np.zeros((3, 1))),
            "Arguments `target` and `output` must have the same shape. "
            "Received: target.shape=(None, 1), output.shape=(None, 5)",
        ),
        (
            lambda: keras.layers.Dense(3, activation="rleu"),
            "Could not interpret activation function identifier: rleu",
        ),
        (
            lambda: small_model().predict([1.0, 2.0], verbose=0),
            "Unrecognized data type: x=[1.0, 2.0] (of type list)",
        ),
        (
            lambda: keras.Sequential().add(len),
            "Only instances of `keras.Layer` can be added to a Sequential model. "
            "Received: the function len (of type builtin_function_or_method)",
        ),
        (
            lambda: keras.Sequential([keras.layers.SimpleRNN]),
            "Only instances of `keras.Layer` can be added to a Sequential model. "
            "Received: the class SimpleRNN (of type type)",
        ),
        (
            lambda: keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])(np.zeros((2, 5))),
            "Input 0 of layer 'dense' is incompatible with the layer: expected axis -1 of input "
            "shape to have value 4, but received input with shape (2, 5)",
        ),
    ],
)
def test_an_error_of_keras_is_one_sentence(wrong, sentence):
    keras.utils.set_random_seed(1)
    with pytest.raises(Exception) as caught:  # noqa: PT011  Keras raises of many types
        wrong()
    assert said(str(caught.value)) == sentence


def test_a_graphs_dump_is_one_sentence_with_deterministic_kernels_or_without():
    with pytest.raises(Exception) as caught:  # noqa: PT011  as above
        fitted("sparse_categorical_crossentropy", X, np.full(3, 7))
    assert said(str(caught.value)) in (
        "indices[0] = 7 is not in [0, 5)",
        "Received a label value of 7 which is outside the valid range of [0, 5). "
        "Label values: 7 7 7",
    )


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("list index out of range", "list index out of range"),
        ("first\n  second", "first second"),
        ("\x1b[1mred\x1b[0m", "red"),
        ("[Errno 2] No such file or directory: 'a/b.csv'", None),
        ("No such layer: dense_1. Existing layers are: ['dense_2'].", None),
        ("bad [[1, 2], [3, 4]]", None),
        ("<function f at 0x7f00aa> fails", "the function f fails"),
        ("<a.b.Thing object at 0x7f00aa> fails", "the Thing object fails"),
        ("layer 'hidden_1' is odd", None),
        ("", ""),
    ],
)
def test_what_python_says_is_kept(message, kept):
    assert said(message) == (message if kept is None else kept)


def test_a_long_message_ends_with_a_sentence_or_is_cut():
    assert said("It is so. " + "word " * 200) == "It is so."
    assert len(said("x" * 10**6)) == LIMIT
    assert said("x=" + "[1, 2], " * 100 + " (of type <class 'list'>)").endswith("… (of type list)")


def test_models_that_cannot_be_used_say_why_in_one_sentence():
    stacked = keras.Sequential([keras.layers.SimpleRNN(3), keras.layers.SimpleRNN(3)])
    text = message(expect.model, stacked, (4, 1)).en
    assert text.endswith("expected ndim=3, found ndim=2. Full shape received: (None, 3)")
    text = message(expect.predict, small_model(), np.zeros((2, 4, 3))).en
    assert text.endswith("SimpleRNNCell: Matrix size-incompatible: In[0]: [2,3], In[1]: [1,3]")


# --- a model that can learn -----------------------------------------------------------------------


def learner(optimizer="adam", first=None, then=None, *, between=(), **compiled):
    """Return a compiled model of ex12's kind, with settings of its LSTM and its Dense."""
    layers = [kl.Embedding(20, 4), kl.LSTM(6, **(first or {})), *between]
    model = keras.Sequential(
        [keras.Input((None,)), *layers, kl.Dense(1, "sigmoid", **(then or {}))]
    )
    model.compile(optimizer, **{"loss": "binary_crossentropy", **compiled})
    return model


def frozen(model, layer=None):
    (model if layer is None else model.layers[layer]).trainable = False
    return model


def emptied(model):
    model.set_weights([np.zeros_like(w) for w in model.get_weights()])
    return model


OPT = keras.optimizers
WARM = OPT.schedules.CosineDecay(0.0, 100, warmup_target=0.01, warmup_steps=10)
LEARNING = {
    "default": lambda: learner(),
    "rates": lambda: learner(OPT.Adam(0.1)),
    "small rates": lambda: learner(OPT.Adam(1e-5)),
    "plain": lambda: learner(OPT.SGD(1.0, momentum=0.9)),
    "warming up": lambda: learner(OPT.Adam(WARM)),
    "clipped": lambda: learner(OPT.Adam(clipnorm=1.0)),
    "decayed": lambda: learner(OPT.AdamW(weight_decay=0.01)),
    "accumulated": lambda: learner(OPT.Adam(gradient_accumulation_steps=4)),
    "initialized": lambda: learner("adam", {"kernel_initializer": "he_normal"}),
    "identity": lambda: learner("adam", {"recurrent_initializer": "identity"}),
    "drawn wide": lambda: learner("adam", {"kernel_initializer": "random_normal"}),
    "output from zero": lambda: learner("adam", None, {"kernel_initializer": "zeros"}),
    "regularized": lambda: learner("adam", {"kernel_regularizer": keras.regularizers.L2(1e-4)}),
    "by default": lambda: learner("adam", {"kernel_regularizer": "l2"}, {"bias_regularizer": "l1"}),
    "dropped": lambda: learner("adam", {"dropout": 0.5}, between=[kl.Dropout(0.5)]),
    "normal": lambda: learner(between=[kl.BatchNormalization()]),
    "constrained": lambda: learner("adam", {"kernel_constraint": keras.constraints.MaxNorm(2)}),
    "weighted": lambda: learner(loss_weights=0.5),
    "smoothed": lambda: learner(loss=keras.losses.BinaryCrossentropy(label_smoothing=0.1)),
    "wrapped": lambda: functional_learner(),
    "not compiled": lambda: keras.Sequential([keras.Input((2,)), kl.Dense(1)]),
}


def functional_learner():
    x = keras.Input((None,))
    y = kl.Bidirectional(kl.LSTM(3))(kl.Embedding(20, 4)(x))
    model = keras.Model(x, kl.Dense(1, "sigmoid")(y))
    model.compile("rmsprop", "binary_crossentropy")
    return model


@pytest.mark.parametrize("build", LEARNING.values(), ids=LEARNING)
def test_a_model_that_can_learn_passes(build):
    expect.learns(wire.unpack(wire.pack(build())))


def of_zero(*names):
    return {f"{name}_initializer": "zeros" for name in names}


HELD = {
    "rate of zero": (lambda: learner(OPT.Adam(0.0)), "learning_rate=0 in the optimizer"),
    "negative rate": (lambda: learner(OPT.Adam(-0.01)), "learning_rate=-0.01"),
    "huge rate": (lambda: learner(OPT.Adam(100.0)), "learning_rate=100"),
    "rate of nan": (lambda: learner(OPT.SGD(float("nan"))), "learning_rate=nan"),
    "tiny rate": (lambda: learner(OPT.Adam(1e-12)), "learning_rate=1e-12"),
    "clipped to zero": (lambda: learner(OPT.Adam(clipvalue=0.0)), "clipvalue=0"),
    "huge epsilon": (lambda: learner(OPT.Adam(epsilon=1e6)), "epsilon=1e+06"),
    "never applied": (lambda: learner(OPT.Adam(gradient_accumulation_steps=10**6)), "1000000"),
    "frozen": (lambda: frozen(learner()), "Embedding layer is frozen"),
    "frozen layer": (lambda: frozen(learner(), 1), "The LSTM layer is frozen"),
    "zeros": (lambda: learner("adam", of_zero("kernel"), of_zero("kernel")), "LSTM, Dense start"),
    "set to zero": (lambda: emptied(learner()), "of Embedding, LSTM, Dense start"),
    "hidden zeros": (lambda: learner("adam", of_zero("kernel", "recurrent")), "LSTM start"),
    "all ones": (lambda: learner("adam", {"kernel_initializer": "ones"}), "same value, 1,"),
    "saturated": (
        lambda: learner("adam", {"kernel_initializer": keras.initializers.RandomNormal(0, 1e3)}),
        "weights of LSTM start from values so large",
    ),
    "regularized": (
        lambda: learner("adam", {"recurrent_regularizer": keras.regularizers.L2(100)}),
        "recurrent_regularizer l2=100 in LSTM",
    ),
    "activity": (
        lambda: learner("adam", None, {"activity_regularizer": keras.regularizers.L1(10)}),
        "activity_regularizer l1=10 in Dense",
    ),
    "dropped": (lambda: learner(between=[kl.Dropout(1.0)]), "rate=1 in Dropout"),
    "dropped within": (lambda: learner("adam", {"dropout": 0.99}), "dropout=0.99 in LSTM"),
    "constrained": (
        lambda: learner("adam", None, {"kernel_constraint": keras.constraints.MaxNorm(0)}),
        "kernel_constraint max_value=0 in Dense",
    ),
    "weighted": (lambda: learner(loss_weights=0.0), "loss_weights=0 in compile"),
    "smoothed": (
        lambda: learner(loss=keras.losses.BinaryCrossentropy(label_smoothing=1.0)),
        "label_smoothing=1 in the loss",
    ),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("build", "why"), HELD.values(), ids=HELD)
def test_a_model_that_cannot_learn_says_why(build, why):
    text = message(expect.learns, wire.unpack(wire.pack(build())))
    assert why in text.en
    assert text.ko != text.en


def test_zeros_that_are_yet_to_be_drawn_are_found():
    model = keras.Sequential(
        [kl.SimpleRNN(3, kernel_initializer="zeros"), kl.Dense(1, kernel_initializer="zeros")]
    )
    model.compile("adam", "mse")
    built = expect.model(wire.unpack(wire.pack(model)), (4, 1))
    assert "SimpleRNN, Dense start" in message(expect.learns, built).en


def test_kernels_of_zero_do_not_move():
    """The sentence is true: a model from zeros keeps its kernels where they are."""
    model = learner(OPT.SGD(0.5), of_zero("kernel"), of_zero("kernel"))
    before = model.layers[1].get_weights()[0]
    model.fit(np.ones((4, 3)), np.ones(4), epochs=3, verbose=0)
    np.testing.assert_array_equal(model.layers[1].get_weights()[0], before)
