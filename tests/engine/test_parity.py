"""What runs in Jupyter runs when it is graded: the same programs through ``check()`` and ``grade``.

The programs are notebooks for the task ``double``. Their cells run in a real IPython shell, where
``check`` judges the function as it is there; then the notebooks are graded as submissions.
"""

import json
import os
import subprocess
import sys

import pytest
from tiny import DOUBLE

from rnnlab.grading.work import Work, grade
from rnnlab.text import Text

RIGHT = {
    "plain": ["def double(x):\n    return 2 * x"],
    "dataclass": [
        "from dataclasses import dataclass, field, fields\n@dataclass\nclass Pair:\n    a: int\n"
        "    rest: list = field(default_factory=list)",
        "def double(x):\n    return len(fields(Pair)) * Pair(x).a",
    ],
    "enumeration, named tuple, typed": [
        "import enum, typing\nclass Kind(enum.Enum):\n    TWO = 2\n"
        "class P(typing.NamedTuple):\n    x: 'int'\n    k: 'Kind' = Kind.TWO",
        "def double(x: 'int') -> 'int':\n    assert typing.get_type_hints(P)['k'] is Kind\n"
        "    return P(x).x * P(x).k.value",
    ],
    "pickled": [
        "import pickle\nclass Box:\n    def __init__(self, x): self.x = x",
        "def double(x):\n    return 2 * pickle.loads(pickle.dumps(Box(x))).x",
    ],
    "its own source": [
        "import inspect\ndef helper(x):\n    return 2 * x",
        "def double(x):\n    return helper(x) if 'return 2' in inspect.getsource(helper) else 0",
    ],
    "array changed by a function": [
        "import numpy as np\nW = np.zeros((2, 2))\nnp.fill_diagonal(W, 2)",
        "def double(x):\n    return int((W @ [x, 0])[0])",
    ],
    "array changed by a method": [
        "import numpy as np\na = np.empty(1)\na.fill(2)\ndef double(x):\n    return int(a[0] * x)"
    ],
    "shuffled with a seed": [
        "import random\nrandom.seed(3)\norder = list(range(50))\nrandom.shuffle(order)",
        "def double(x):\n    return 2 * x if order[:3] != [0, 1, 2] else 0",
    ],
    "drawn with a seed": [
        "import numpy as np\nnp.random.seed(7)\nW = np.random.rand(3)\nnp.random.seed(7)",
        "SAME = np.random.RandomState(7).rand(3)",
        "def double(x):\n    return 2 * x if np.allclose(W, SAME) else 0",
    ],
    "adapted layer": [
        "import keras, numpy as np\nlayer = keras.layers.Normalization(axis=None)\n"
        "layer.adapt(np.array([1.0, 3.0]))",
        "def double(x):\n    return 2 * x if np.isclose(layer(np.array([4.0])), 2) else 0",
    ],
    "table merged, deleted and looped over": [
        "table = {'a': 1}\ntable |= {'two': 2, 'b': 0}\ndel table['a']",
        "for i, word in enumerate(['x', 'y']):\n    table[word] = i",
        "def double(x):\n    return table['two'] * x if set(table) == {'b','two','x','y'} else 0",
    ],
    "another name for a list": [
        "a = []\nb = a\nb.append(1)\nc, (d, *e) = a, (b, 3)\nd.extend([1])\nfor part in [a]:\n"
        "    part += [0]",
        "def double(x):\n    return sum(a) * x if len(a) == 3 else 0",
    ],
    "rows changed in a loop": [
        "rows = [[1], [1]]\nfor n, row in enumerate(rows):\n    row.insert(0, n)\n"
        "def double(x):\n    return x * sum(map(len, rows)) // 2"
    ],
    "with, try and walrus": [
        "import contextlib\ntry:\n    import no_such as m\nexcept ImportError:\n    m = None",
        "with contextlib.suppress(KeyError):\n    K = 1\n    {}[1]\nif (n := 2) > 1:\n    pass",
        "def double(x):\n    return n * x * K if m is None else 0",
    ],
    "function that sets a global": [
        "def prepare():\n    global READY\n    READY = 2\n    LOG.append(1)\nLOG = []\nprepare()",
        "def double(x):\n    return READY * x * len(LOG)",
    ],
    "function that fills its argument": [
        "def fill(into, n):\n    for i in range(n):\n        into[i] = 2 * i\ntable = {}\n"
        "fill(table, 2000)\ndef double(x):\n    return table[x]"
    ],
    "attributes set from outside": [
        "class Config:\n    pass\nConfig.FACTOR = 1\nsetattr(Config, 'FACTOR', 2)\n"
        "def double(x):\n    double.calls += 1\n    return Config.FACTOR * x\ndouble.calls = 0"
    ],
    "names set by strings": [
        "globals()['TWO'] = 1\nfor name in ['TW']:\n    globals()[name + 'O'] = 2\n"
        "exec('ONE = 1')\ndef double(x):\n    return TWO * x * ONE"
    ],
    "functions handed on": [
        "import threading\nfound = []\ndef add(n): found.append(n)\nfor n in map(add, [1]): pass\n"
        "thread = threading.Thread(target=add, args=(1,))\nthread.start()\nthread.join()",
        "def double(x):\n    return sum(found) * x",
    ],
    "a file written and read": [
        "import numpy as np\nnp.save('two.npy', [2])\nwith open('one.txt', 'w') as file:\n"
        "    file.write('1')",
        "def double(x):\n    return int(np.load('two.npy')[0]) * x * int(open('one.txt').read())",
    ],
    "graph over a range": [
        "import tensorflow as tf\n@tf.function\ndef total(n):\n    s = 0\n"
        "    for i in tf.range(2):\n        s += n\n    return s",
        "def double(x):\n    return int(total(tf.constant(x)))",
    ],
    "top-level await": [
        "import asyncio\nasync def two():\n    await asyncio.sleep(0.01)\n    return 2",
        "TWO = await two()\nasync def both(): return await asyncio.gather(two(), two())",
        "ALL = await both()\ndef double(x):\n    return TWO * x if ALL == [2, 2] else 0",
    ],
    "main guards of every spelling": [
        'if __name__ == "__main__":\n    A = 1\nif "__main__" == __name__:\n    B = 1\n'
        'if not __name__ != "__main__":\n    C = 0\nif __name__ in ("__main__",):\n    D = 0',
        "import sys\nif sys.version_info >= (3,):\n    E = 0\nelse:\n    E = 1 / 0",
        "def double(x):\n    return (A + B + C + D + E) * x",
    ],
    "written module": [
        "%%writefile helper.py\nFACTOR = 2\ndef times(x):\n    return FACTOR * x\n",
        "import helper\nfrom helper import *\ndef double(x):\n    return times(x) if helper else 0",
    ],
    "run script": [
        "%%writefile script.py\nFACTOR = 1\nif __name__ == '__main__':\n    FACTOR = 2\n",
        "%run script.py\ndef double(x):\n    return FACTOR * x",
    ],
    "written data": [
        "%%writefile data.txt\n2\n",
        "%%writefile -a data.txt\n0\n",
        "def double(x):\n    return sum(int(n) for n in open('data.txt')) * x",
    ],
    "timed and magic": [
        "%precision 3\n%time TWO = 2\n!echo hello",
        "%%time\nimport math\ndef double(x):\n    display(x)\n    %time 1\n    return TWO * x",
    ],
    "futures of its own": [
        "from __future__ import annotations",
        "def double(x: NoSuchName) -> Neither:\n    return 2 * x",
    ],
    "cached and decorated": [
        "import functools\ncounted = {}\ndef count(f):\n    counted[f.__name__] = 2\n    return f",
        "@count\n@functools.lru_cache\ndef double(x):\n    return counted['double'] * x",
    ],
}
OTHERS = {
    "half": ["K = 3\nK = 2\ndef double(x):\n    return K * x if x else 1"],
    "error": ["def double(x):\n    return MISSING * x"],
    "not written": ["def double(x):\n    raise NotImplementedError"],
    "not there": ["def duoble(x):\n    return 2 * x"],
    "wrong constant": ["a = [3]\na[0] = 4\ndef double(x):\n    return a[0] * x"],
}
PROGRAMS = {**RIGHT, **OTHERS}

SHELL = """
import json, sys, types
from IPython.core.interactiveshell import InteractiveShell
from rnnlab import course
from rnnlab.grading.plugin import run_checks
from rnnlab.sandbox.answers import Live

shell = InteractiveShell.instance()
shell.run_cell("0")
told = {}
exercise = course.exercise("ex01")
for name, cells in json.load(open(sys.argv[1])).items():
    shell.reset(new_session=False)
    sys.modules.pop("helper", None)
    for cell in cells:
        shell.run_cell(cell)
    function = shell.user_ns.get("double")
    functions = {"double": function} if function else {}
    report = run_checks(exercise, Live(functions, ["double"]), student="", seed=1)
    told[name] = [[c.name, c.points, c.outcome.value] for c in report.checks]
json.dump(told, open(sys.argv[2], "w"))
"""


def notebook(cells):
    found = [{"cell_type": "code", "source": c, "outputs": [], "metadata": {}} for c in cells]
    return json.dumps({"cells": found, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})


@pytest.fixture(scope="module")
def live(tiny_course, tmp_path_factory):
    """What the checks said of every program's function in a shell of IPython's."""
    folder = tmp_path_factory.mktemp("shell")
    (folder / "shell.py").write_text(SHELL)
    (folder / "programs.json").write_text(json.dumps(PROGRAMS))
    environment = {
        "RNNLAB_COURSE": str(tiny_course),
        "IPYTHONDIR": str(folder),
        "HOME": str(folder),
    }
    done = subprocess.run(
        [sys.executable, "shell.py", "programs.json", "told.json"],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "told.json").read_text())


def graded(cells):
    name = f"{DOUBLE}.ipynb"
    return grade(Work("kim", DOUBLE, name, notebook(cells).encode(), 1))


@pytest.mark.usefixtures("in_tiny_course")
@pytest.mark.parametrize("name", PROGRAMS)
def test_grade_says_what_check_says(name, live):
    report = graded(PROGRAMS[name])
    assert [[c.name, c.points, c.outcome.value] for c in report.checks] == live[name], report.notes
    if name in RIGHT:
        assert report.score == report.max_score
        assert report.notes == ()
    else:
        assert report.score < report.max_score


HEAVY = """
import time, sys
def build(): return [1]
def train(model, epochs):
    model.append(epochs)
    time.sleep(100)
    open("trained", "w").close()
    return {"loss": [0]}
EPOCHS = 50
SIZE = {"two": 2}
series = [1, 2, 3]
model = build()
history = train(model, EPOCHS)
history = train(model, epochs=len(series))
print(train(model, 2))
def plot(): print(history["loss"])
plot()
while True:
    time.sleep(1)
"""


@pytest.mark.usefixtures("in_tiny_course")
def test_training_that_no_task_needs_is_not_run():
    double = "def double(x):\n    return SIZE['two'] * x + 0 * (EPOCHS + sum(series))"
    report = graded([HEAVY, double])
    assert (report.score, report.notes) == (3, ())
    assert report.seconds < 30


@pytest.mark.usefixtures("in_tiny_course")
def test_what_only_may_change_something_costs_nothing_else_when_it_fails():
    report = graded(
        ["table = {1: 2}\ntable.pop('no such key')\ntable.update(no.such)", "print(1 / 0)"]
        + ["def double(x):\n    return table[1] * x"]
    )
    assert report.score == 3
    assert [note.en.partition("cell")[2] for note in report.notes] == [
        " 1, line 2 could not be run: KeyError: 'no such key'.",
        " 1, line 3 could not be run: NameError: name 'no' is not defined.",
    ]


@pytest.mark.usefixtures("in_tiny_course")
def test_what_ends_the_process_is_left_out():
    double = "def double(x):\n    return t[0] * x"
    report = graded(["import os\nt = [2]\nt.append(os._exit(1))", double])
    assert report.score == 3
    assert any("ended the process" in note.en for note in report.notes)


@pytest.mark.usefixtures("in_tiny_course")
def test_modules_beside_the_notebook_are_there():
    code = notebook(["from helper import times", "%run setup.py", "def double(x): return times(x)"])
    work = Work("kim", DOUBLE, f"{DOUBLE}.ipynb", code.encode(), 1)
    missing = grade(work)
    assert missing.score == 0
    assert "hand in helper.py beside the notebook" in missing.notes[1].en
    assert "`%run setup.py`: that file was not handed in" in missing.notes[0].en
    files = (("helper.py", b"def times(x): return TWO * x\nTWO = 2"), ("setup.py", b"TWO = 3"))
    there = grade(Work("kim", DOUBLE, f"{DOUBLE}.ipynb", code.encode(), 1, beside=files))
    assert (there.score, there.notes) == (3, ())


GRAPH = """import tensorflow as tf
@tf.function
def total(n):
    s = 0
    for i in tf.range(2):
        s += n
    return s
def double(x):
    return int(total(tf.constant(x)))
"""

FILES = {
    "utf-16": ("ex01.py", "def double(x):\n    '한글'\n    return 2 * x\n".encode("utf-16")),
    "graph over a range": ("ex01.py", GRAPH.encode()),
    "graph over a range, cp949": ("ex01.py", f"# coding: cp949\n# 두 배\n{GRAPH}".encode("cp949")),
    "cp949": ("ex01.py", "# coding: cp949\nK = '가'\ndef double(x): return 2 * x".encode("cp949")),
    "euc-kr": (
        "ex01.py",
        "#!/usr/bin/python\n# -*- coding: euc-kr -*-\n# 주석\ndef double(x): return 2 * x".encode(
            "euc-kr"
        ),
    ),
    "cp949 undeclared": ("ex01.py", "# 두 배\ndef double(x): return 2 * x".encode("cp949")),
    "utf-8 with its mark": ("ex01.py", "\ufeffdef double(x): return 2 * x".encode()),
    "outputs of 40 MB": (
        "ex01.ipynb",
        json.dumps(
            {
                "cells": [
                    {
                        "cell_type": "code",
                        "source": "def double(x): return 2 * x",
                        "outputs": [{"data": {"image/png": "A" * (40 << 20)}}],
                    }
                ]
            }
        ).encode(),
    ),
    "conflict in the outputs": (
        "ex01.ipynb",
        b'{"cells": [{"cell_type": "code", "source": "def double(x): return 2 * x",\n'
        b'<<<<<<< HEAD\n "execution_count": 1\n=======\n "execution_count": 2\n>>>>>>> main\n}]}',
    ),
    "broken cell": (
        "ex01.py",
        b"# %%\ndef other(:\n  pass\n# %% [markdown]\n# text\n# %%\ndef double(x): return 2 * x\n",
    ),
    "broken cell of a script": (
        "ex01.py",
        b"# In[1]:\nprint 'other'\n# In[2]:\ndef double(x): return 2 * x\n",
    ),
}
UNREADABLE = {
    "empty": ("ex01.ipynb", b"", "is empty"),
    "blank": ("ex01.py", b" \n\n", "is empty"),
    "pointer": ("ex01.ipynb", b"version https://git-lfs.github.com/spec/v1\noid x", "LFS pointer"),
    "page": ("ex01.ipynb", b"\n<!DOCTYPE html><html><title>Log in", "web page"),
    "cut off": ("ex01.ipynb", b'{"cells": [{"cell_type": "code", "sour', "not a valid notebook"),
    "no text": ("ex01.py", b"\x80\xff\n", "cannot be read as text"),
    "conflict": (
        "ex01.ipynb",
        b'{"cells": [{"cell_type": "code",\n<<<<<<< HEAD\n"source": "a"\n=======\n"source": "b"\n'
        b">>>>>>> main\n}]}",
        "merge conflicts",
    ),
    "conflict in code": (
        "ex01.py",
        b"<<<<<<< HEAD\ndef double(x): return x\n=======\ndef double(x): return 2 * x\n>>>>>>> b\n",
        "merge conflicts",
    ),
    "too much code": ("ex01.py", b"#" * (1 << 21), "too large"),
}


@pytest.mark.usefixtures("in_tiny_course")
@pytest.mark.parametrize("name", FILES)
def test_odd_files_are_graded(name):
    filename, data = FILES[name]
    report = grade(Work("kim", DOUBLE, filename, data, 1))
    assert report.score == 3, (report.reason, report.notes)


@pytest.mark.usefixtures("in_tiny_course")
@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_not_graded_and_no_zero(name):
    filename, data, why = UNREADABLE[name]
    report = grade(Work("kim", DOUBLE, filename, data, 1))
    assert report.score is None
    assert why in report.reason.en


def outcome(*cells):
    (check, _) = graded(cells).checks
    return check.outcome.value, check.message


@pytest.mark.usefixtures("in_tiny_course")
def test_a_syntax_error_belongs_to_its_own_cell():
    assert outcome("x = = 1", "def double(x): return 2 * x") == ("passed", None)
    assert outcome("x = = 1", "def other(x): return 2 * x")[0] == "not attempted"
    outcome_, message = outcome("x = 1", "def double(x:\n    return 2 * x")
    assert outcome_ == "error"
    assert message.en.startswith("cell 2, line 1 could not be read because of a syntax error")


@pytest.mark.usefixtures("in_tiny_course")
@pytest.mark.parametrize(
    ("code", "en"),
    [
        (
            "from keras.layers.recurrent import LSTM\ndef double(x): LSTM",
            "today it is `keras.layers`",
        ),
        ("import keras\ndef double(x): keras.utils.np_utils", "`keras.utils.to_categorical`"),
        ("from keras.layers import CuDNNLSTM\ndef double(x): CuDNNLSTM", "`keras.layers.LSTM`"),
        ("import keras\ndef double(x): keras.optimizers.Adam(lr=0.1)", "`learning_rate=`"),
        (
            "import keras\ndef double(x): keras.layers.LSTM(2, batch_input_shape=(1, 2, 3))",
            "`keras.Input(batch_shape=(...))`",
        ),
        ("import keras\ndef double(x): keras.Sequential().fit_generator()", "`model.fit(...)`"),
        ("import keras\ndef double(x): keras.Sequential().predict_classes()", "argmax(axis=-1)"),
        ("import tensorflow as tf\ndef double(x): tf.set_random_seed(1)", "keras.utils.set_random"),
        ("def double(x): return {'loss': 1}['acc']", '`history["accuracy"]`'),
        ("from konlpy.tag import Okt\ndef double(x): Okt()", "the exercise's own `clean`"),
        ("def double(x):\n    import konlpy", "the exercise's own `clean`"),
        ("import my_helper\ndef double(x): my_helper.f()", "hand in my_helper.py"),
    ],
)
def test_what_is_of_an_older_keras_or_not_there_has_todays_way(code, en):
    said, message = outcome(code)
    assert said == "error"
    assert en in message.en
    assert any("가" <= c <= "힣" for c in message.ko.partition("오류가 났습니다")[2])
    assert "site-packages" not in message.en


@pytest.mark.usefixtures("in_tiny_course")
def test_the_old_keras_inside_tensorflow_is_named():
    report = graded(["from tensorflow.python.keras import Sequential\ndef double(x): return 2 * x"])
    assert any("old Keras left inside TensorFlow" in note.en for note in report.notes)


def test_every_sentence_is_there_in_both_languages():
    from rnnlab.sandbox.inside.program import older

    assert all(isinstance(text, Text) and text.ko and text.en for text in older._INSTEAD.values())
