"""What authors write: points, mistakes as whole programs and as variations, and what is common."""

import subprocess
import sys

import pytest

from rnnlab import course
from rnnlab.course import CourseError
from rnnlab.diagnosis import mistakes
from rnnlab.diagnosis.mistakes import compose

MISTAKES = '''
from common.words import GREETING
from rnnlab.author import mistake, variations

def right(name, *, greeting=GREETING, mark="!"):
    return f"{greeting} {name}" + (mark() if callable(mark) else mark)

wrong = variations("greet", right)
loud = variations("greet", {"": right, "_twice": lambda name, *, mark="": 2 * (name + mark)})

@mistake("greet")
def silent(name):
    """아무 말이 없습니다.
    Nothing is said."""
    return ""

wrong("unfriendly", greeting="Go,").says(
    "무례합니다.",
    "This is rude.",
)
loud("asking", mark="?").says(
    "묻고 있습니다.",
    "This is a question.",
)
wrong("unsure", mark=lambda: "…").says("머뭇거립니다.", "This hesitates.")

@mistake("bow")
def silent(depth):
    """움직이지

    않습니다."""
    return 0
'''


@pytest.fixture
def small(tmp_path):
    """Write a course's file of mistakes and what it shares, and load it."""

    def load(old="", new="", word="Hello", folder=tmp_path):
        assert old in MISTAKES
        files = {
            "common/__init__.py": "",
            "common/words.py": f"GREETING = {word!r}\n",
            "mistakes/ex01_greet.py": MISTAKES.replace(old, new),
        }
        for name, text in files.items():
            path = folder / "tests" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        mistakes.load.cache_clear()
        return mistakes.load(folder / "tests" / "mistakes" / "ex01_greet.py")

    return load


def test_mistakes_and_variations_come_in_the_order_of_the_file(small):
    found = [(m.task, m.name, m.text.en, m("Kim")) for m in small()]
    assert found == [
        ("greet", "silent", "Nothing is said.", ""),
        ("greet", "unfriendly", "This is rude.", "Go, Kim!"),
        ("greet", "asking", "This is a question.", "Hello Kim?"),
        ("greet", "asking_twice", "This is a question.", "Kim?Kim?"),
        ("greet", "unsure", "This hesitates.", "Hello Kim…"),
        ("bow", "silent", "않습니다.", 0),
    ]


def test_two_variations_compose_unless_they_change_the_same(small):
    _, rude, asking, twice, unsure, _ = small()
    assert compose(rude, asking)("Kim") == compose(asking, rude)("Kim") == "Go, Kim?"
    assert compose(asking, unsure) is None
    assert compose(rude, twice) is None
    assert rude.builder is asking.builder
    assert rude.changes == {"greeting": "Go,"}


@pytest.mark.parametrize(
    ("old", "new", "named", "message"),
    [
        ('.says("머뭇거립니다.", "This hesitates.")', "", "unsure", "says"),
        ('"This hesitates."', '" "', "unsure", "sentence"),
        ('greeting="Go,"', 'greetings="Go,"', "unfriendly", "'greetings'"),
        ('greeting="Go,"', 'name="Go,"', "unfriendly", "'name'"),
        ('loud("asking", mark="?")', 'loud("asking", greeting="?")', "asking", "'greeting'"),
        ('wrong("unsure"', 'wrong("unfriendly"', "unfriendly", "twice for greet"),
        ('wrong("unsure"', 'wrong("asking_twice"', "asking_twice", "twice"),
        ('wrong("unsure"', 'wrong("silent"', "silent", "twice"),
        ("    Nothing is said.", "    Nothing\n    is said.", "silent", "English line"),
        ("움직이지\n\n", "", "silent", "English line"),
    ],
)
def test_what_is_declared_badly_is_named_with_its_file(small, old, new, named, message):
    with pytest.raises(CourseError) as caught:
        small(old, new)
    said = str(caught.value)
    assert "ex01_greet.py:" in said.split(" ")[0]
    assert named in said
    assert message in said
    assert "\n" not in said


def test_each_course_has_its_own_common_and_leaves_no_other(small, tmp_path, monkeypatch):
    theirs = type(sys)("common")
    monkeypatch.setitem(sys.modules, "common", theirs)
    path = list(sys.path)
    first = small(word="Hello", folder=tmp_path / "a")
    second = small(word="Salut", folder=tmp_path / "b")
    assert (first[2]("Kim"), second[2]("Kim")) == ("Hello Kim?", "Salut Kim?")
    assert sys.modules["common"] is theirs
    assert "common.words" not in sys.modules
    assert sys.path == path


def test_points_and_mistakes_need_no_keras():
    code = (
        "import sys; from rnnlab.author import mistake, points, variations;"
        "print([m for m in ('keras', 'tensorflow', 'pytest') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_it_has_expect_and_nothing_else_unasked():
    from rnnlab import author, expect

    assert author.expect is expect
    with pytest.raises(AttributeError, match="unexpected"):
        author.unexpected  # noqa: B018


def test_what_is_common_is_in_the_fingerprint_and_in_every_release(monkeypatch, tmp_path):
    from rnnlab.grading.fingerprint import fingerprint
    from rnnlab.platforms import parts

    exercise = course.exercise("ex04")
    before = fingerprint(exercise)
    assert "tests/common/__init__.py" in parts.without_answers([exercise])
    changed = tmp_path / "oracles.py"
    changed.write_text("")
    monkeypatch.setattr(course.Exercise, "common_paths", (changed,))
    assert fingerprint(exercise) != before
