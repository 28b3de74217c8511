"""Gradescope's folder of a submission: the file with the work in it, whatever its name."""

import pytest
from tiny import ANSWERS, DOUBLE, put

from rnnlab import course
from rnnlab.platforms.gradescope.run import handed_in


@pytest.mark.usefixtures("in_tiny_course")
@pytest.mark.parametrize("name", ["ex01_double (1).py", "최종.py", "mine.txt", "x.py.txt"])
def test_the_work_wins_over_the_stub(tmp_path, name):
    put(tmp_path / f"{DOUBLE}.py", ANSWERS["stub"])
    put(tmp_path / name, ANSWERS["right"])
    put(tmp_path / "notes.txt", "none of it is code")
    found = handed_in(tmp_path, course.exercise("ex01"))
    assert [path.name for path in found] == [name, f"{DOUBLE}.py"]
