"""The wire: what is sent arrives by value, and nothing that arrives can do harm."""

import collections
import json
import math
import socket
import struct
import threading
import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rnnlab.sandbox.wire import decode, values
from rnnlab.sandbox.wire.channel import Channel
from rnnlab.sandbox.wire.frames import pack, unpack
from rnnlab.sandbox.wire.values import History, Opaque, Unsupported, WireError

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")

SCALARS = st.one_of(
    *(st.none(), st.booleans(), st.integers(-(10**40), 10**40)),
    *(st.floats(allow_nan=False), st.text(max_size=8)),
)
KEYS = SCALARS | st.tuples(SCALARS, SCALARS)
DTYPES = st.sampled_from(sorted(values.DTYPES))
ARRAYS = DTYPES.flatmap(lambda d: hnp.arrays(d, hnp.array_shapes(min_dims=0, min_side=0)))
LETTERS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=3)
STRINGS = hnp.arrays(
    "U3",
    hnp.array_shapes(max_dims=2, max_side=3),
    elements=st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=3),
)
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        *(st.lists(inner, max_size=4), st.tuples(inner, inner)),
        st.dictionaries(KEYS, inner, max_size=4),
    ),
    max_leaves=12,
)
NAMES = st.from_regex(r"[A-Za-z]\w{0,9}", fullmatch=True)
VALUES = st.recursive(
    SCALARS | ARRAYS | STRINGS | st.frozensets(KEYS, max_size=3) | st.builds(Opaque, NAMES),
    lambda inner: st.one_of(
        *(st.lists(inner, max_size=4), st.tuples(inner, inner)),
        st.dictionaries(KEYS, inner, max_size=4),
        st.builds(History, st.dictionaries(st.text(), inner, max_size=2), st.lists(inner)),
    ),
    max_leaves=12,
)


def frame(header, payload=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<IQ", len(text), len(payload)) + text + payload


def equal(a, b):
    """Exactly equal: types, dtypes, and NaN equal to NaN."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(equal(a[k], b[k]) for k in a)
    if isinstance(a, History):
        return equal(a.history, b.history) and equal(a.epoch, b.epoch)
    return a == b or (a != a and b != b)


@given(PLAIN)
def test_plain_values_arrive_unchanged(value):
    assert equal(unpack(pack(value)), value)


@given(VALUES)
def test_a_second_crossing_changes_nothing(value):
    once = unpack(pack(value))
    assert equal(unpack(pack(once)), once)


@given(ARRAYS)
def test_arrays_keep_dtype_shape_and_values(array):
    for layout in (array, array.T.copy().T, array.astype(array.dtype.newbyteorder(">"))):
        got = unpack(pack(layout))
        assert equal(got, array)
        assert got.flags.writeable or got.dtype == bool


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (range(3), [0, 1, 2]),
        (zip("ab", (1, 2), strict=True), [("a", 1), ("b", 2)]),
        ((i * i for i in range(3)), [0, 1, 4]),
        ({"a": 1}.items(), [("a", 1)]),
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        (collections.OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (collections.namedtuple("P", "x y")(1, 2), (1, 2)),
        (collections.deque([1]), [1]),
        (np.float32(0.5), 0.5),
        (np.int8(3), 3),
        (Fraction(131, 2), 65.5),
        (Decimal("0.25"), 0.25),
        (Fraction(140, 1), 140),
        (Decimal("sNaN"), math.nan),
        (Decimal("-1e999999"), -math.inf),
        (Fraction(-(10**400), 3), -math.inf),
        (np.array(3), np.array(3)),
        (np.array(["a", "나"], np.dtypes.StringDType()), ["a", "나"]),
        (np.bool_(True), True),
        (np.str_("가"), "가"),
        (np.array([1, "a", None], object), [1, "a", None]),
        ({1, "a"}, {1, "a"}),
        (-(10**307), -(10**307)),
        (float("inf"), math.inf),
        ("\ud800가", "\ufffd가"),
        (1j, Opaque("complex")),
        (b"x", Opaque("bytes")),
        (np.zeros(2, complex), Opaque("ndarray")),
        (np.zeros(2, "M8[s]"), Opaque("ndarray")),
        (len, Opaque("builtin_function_or_method")),
        (np.ndarray, Opaque("type")),
    ],
)
def test_python_values_become_plain(value, expected):
    assert equal(unpack(pack(value)), expected)


def test_subclasses_become_plain_values():
    class Liar(int):
        def __eq__(self, other):
            return True

        __hash__ = int.__hash__

    class Array(np.ndarray):
        def __array_finalize__(self, other):
            self.extra = 1

    got = unpack(pack([Liar(3), np.zeros(2).view(Array), type("S", (str,), {})("x")]))
    assert [type(x) for x in got] == [int, np.ndarray, str]
    assert got[0] == 3


def test_tensors_and_variables_become_arrays():
    import keras
    import tensorflow as tf

    half = keras.ops.cast([0.5, 2.0], "bfloat16")
    for value in (
        tf.constant([0.5, 2.0]),
        tf.Variable([0.5, 2.0]),
        keras.Variable([0.5, 2.0]),
        half,
    ):
        got = unpack(pack(value))
        assert got.dtype == np.float32
        assert got.tolist() == [0.5, 2.0]
    assert unpack(pack(keras.KerasTensor((1,)))) == Opaque("KerasTensor")
    for number in (tf.constant(3), tf.Variable(3), keras.Variable(3, dtype="int32")):
        assert equal(unpack(pack([number])), [np.array(3, np.int32)])
    assert unpack(pack([np.asarray(half)[1]])) == [2.0]


def test_shapes_of_tensorflow_become_tuples():
    import tensorflow as tf

    assert unpack(pack(tf.zeros((2, 3)).shape)) == (2, 3)
    assert unpack(pack([tf.TensorShape([None, 3])])) == [(None, 3)]
    assert unpack(pack(tf.TensorShape(None))) == Opaque("TensorShape")


def test_history_crosses_as_its_numbers():
    import keras

    history = keras.callbacks.History()
    history.history, history.epoch = {"loss": [np.float32(0.5)]}, [0]
    assert unpack(pack(history)) == History({"loss": [0.5]}, [0])


def test_what_cannot_cross_is_said_in_both_languages():
    cycle = []
    cycle.append(cycle)
    wide = [0]
    for _ in range(25):
        wide = [wide, wide]
    endless = iter(lambda: 0, 1)
    huge = np.broadcast_to(0.0, (1 << 24,))
    keys = {(1, (2, None)): 1, frozenset({1}): 2}
    for value in (cycle, wide, endless, huge, 10**400, "x" * (1 << 21), keys):
        with pytest.raises(Unsupported) as caught:
            pack({"answer": value})
        assert caught.value.text.ko != caught.value.text.en


MALFORMED = {
    "not a list": {"a": 1},
    "unknown tag": ["pickle", "x"],
    "no tag": [],
    "tag of another type": [[1], 2],
    "integer beyond 64 bits": 1 << 64,
    "digits": ["int", "1_0"],
    "other digits": ["int", "٣"],
    "too many digits": ["int", "1" * 400],
    "int of an int": ["int", 3],
    "odd dict": ["dict", "a"],
    "duplicate key": ["dict", "a", 1, "a", 2],
    "equal keys": ["set", 1, 1.0],
    "list as key": ["dict", ["list"], 1],
    "array as key": ["set", ["array", "int8", [0]]],
    "object dtype": ["array", "object", [1]],
    "no dtype": ["array", None, [1]],
    "more than the payload": ["array", "float64", [2]],
    "less than the payload": ["array", "int8", [1]],
    "negative axis": ["array", "float32", [-1, -1]],
    "float axis": ["array", "float32", [1.0]],
    "bool axis": ["array", "float32", [True]],
    "overflow": ["array", "float32", [1 << 32, 1 << 32]],
    "empty but huge": ["array", "float32", [0, 10**12]],
    "many axes": ["array", "float32", [1] * 65],
    "strings that do not fit": ["strings", [2], ["a"]],
    "strings that are not": ["strings", [1], [1]],
    "wide strings": ["strings", [100_001], ["x" * 10_000, *[""] * 100_000]],
    "history of lists": ["history", ["list"], ["list"]],
    "opaque of an int": ["opaque", 1],
    "not a model": ["model", 3],
    "model without content": ["model", ["dict", "class", "Sequential"]],
}


@pytest.mark.parametrize("header", MALFORMED.values(), ids=MALFORMED)
def test_malformed_headers_are_refused(header):
    with pytest.raises(WireError) as caught:
        unpack(frame(header, b"\0" * 4))
    assert caught.value.text.ko


def nested(depth):
    return b'["list",' * depth + b"1" + b"]" * depth


@pytest.mark.parametrize(
    "data",
    [
        b"",
        frame(b""),
        frame(b"\xff"),
        frame(b"[1"),
        frame(b"1 2"),
        frame(nested(40)),
        frame(b"[" * 1_000_000),
        frame(b"1" * 5000),
        frame([*["list"], *[0] * 200_001]),
        frame(0) + b"x",
        struct.pack("<IQ", 1 << 31, 0),
        struct.pack("<IQ", 1, 1 << 63) + b"0",
    ],
)
def test_malformed_frames_are_refused(data):
    with pytest.raises(WireError):
        unpack(data)


def test_colliding_keys_cannot_take_minutes():
    keys = [["int", str(i * ((1 << 61) - 1))] for i in range(100_000)]
    with pytest.raises(WireError):
        unpack(frame(["set", *keys]))


@given(st.binary(max_size=200))
def test_random_bytes_raise_only_wire_errors(data):
    for blob in (data, frame(data), frame(b'["list",' + data + b"]", data)):
        try:
            unpack(blob)
        except WireError:
            continue


TAGS = st.sampled_from([*decode.DECODERS, "float32", "bool", "object", "tensor"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | TAGS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.builds(lambda tag, rest: [tag, *rest], TAGS, st.lists(inner, max_size=4)),
        st.dictionaries(st.text(max_size=2), inner, max_size=2),
    ),
    max_leaves=20,
)


@settings(max_examples=300)
@given(JSON, st.binary(max_size=32))
def test_forged_headers_raise_only_wire_errors(header, payload):
    try:
        value = unpack(frame(header, payload))
    except WireError:
        return
    pack(value)


@settings(max_examples=300)
@given(VALUES, st.data())
def test_mutated_frames_raise_only_wire_errors(value, data):
    blob = bytearray(pack(value))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(blob) - 1))
        blob[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=3))
    try:
        unpack(bytes(blob))
    except WireError:
        return


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    yield Channel(ours), theirs
    ours.close()
    theirs.close()


def soon(seconds=0.2):
    return time.monotonic() + seconds


def test_messages_larger_than_the_socket_buffer_cross(pair):
    channel, theirs = pair
    message = {"x": np.arange(1 << 20), "and": "그리고"}
    sender = threading.Thread(target=channel.send, args=(message, soon(20)))
    sender.start()
    got = Channel(theirs).receive(soon(20))
    sender.join()
    assert equal(got, message)


def test_two_messages_in_a_row_stay_apart(pair):
    channel, theirs = pair
    channel.send([1], soon())
    channel.send([2], soon())
    other = Channel(theirs)
    assert [other.receive(soon()), other.receive(soon())] == [[1], [2]]


@pytest.mark.parametrize("sent", [b"", b"\0", struct.pack("<IQ", 4, 0) + b"12"])
def test_a_peer_that_stalls_runs_into_the_deadline(pair, sent):
    channel, theirs = pair
    theirs.sendall(sent)
    with pytest.raises(TimeoutError):
        channel.receive(soon())


def test_a_peer_that_does_not_read_runs_into_the_deadline(pair):
    channel, _ = pair
    with pytest.raises(TimeoutError):
        channel.send(np.zeros(1 << 21), soon())


def test_a_peer_that_trickles_runs_into_the_deadline(pair):
    channel, theirs = pair
    stop = threading.Event()

    def trickle():
        theirs.sendall(struct.pack("<IQ", 1000, 0))
        while not stop.wait(0.02):
            theirs.sendall(b" ")

    thread = threading.Thread(target=trickle)
    thread.start()
    with pytest.raises(TimeoutError):
        channel.receive(soon())
    stop.set()
    thread.join()


@pytest.mark.parametrize("sent", [b"", b"\0", struct.pack("<IQ", 4, 0) + b"12"])
def test_a_peer_that_is_gone_is_end_of_file(pair, sent):
    channel, theirs = pair
    theirs.sendall(sent)
    theirs.close()
    with pytest.raises(EOFError):
        channel.receive(soon())
    with pytest.raises(EOFError):
        channel.send(np.zeros(1 << 20), soon())


def test_lengths_are_checked_before_anything_is_read(pair):
    channel, theirs = pair
    theirs.sendall(struct.pack("<IQ", 1, 1 << 40))
    with pytest.raises(WireError):
        channel.receive(soon())
