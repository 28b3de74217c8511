"""``rnnlab new``: the three files of a new exercise, small but complete."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Mapping
from pathlib import Path

import click

from rnnlab import course
from rnnlab.commands.options import lang_option
from rnnlab.course import CourseError, Exercise
from rnnlab.text import Text, UserError, line

_TEMPLATES = Path(__file__).with_name("templates")
_ROLES = ("solutions/", "exercises/", "notebooks/*/", "tests/test_", "tests/mistakes/")
_USED = {"rng", "request", "check", "points", "expect", "mistake", "variations", "wrong"}


@click.command()
@click.argument("exercise", metavar="exNN")
@click.option("--title-en", metavar="TEXT", help="English title; the files are named after it.")
@click.option("--title-ko", metavar="TEXT", help="Korean title.")
@click.option("--title", metavar="TEXT", help="Title where one of these is not given.")
@click.option("--task", "tasks", multiple=True, metavar="NAME", help="A function to be written.")
@click.option("--course", "starts", is_flag=True, help="Begin a new course in this empty folder.")
@lang_option
def new(
    exercise: str,
    title_en: str | None,
    title_ko: str | None,
    title: str | None,
    tasks: tuple[str, ...],
    starts: bool,
) -> None:
    """Write the three files of a new exercise: a solution, its checks and its mistakes.

    They are a complete exercise with one small task, to be edited. Nothing is overwritten.
    """
    titles = Text(line(title_ko or title or ""), line(title_en or title or ""))
    stem = _stem(exercise, titles)
    names = _names(tasks)
    root = _empty_folder() if starts else course.with_solutions(course.root())
    _require_free(root, stem[:4])
    for path in write(root, stem, titles, names):
        click.echo(path.relative_to(root))
    if titles.ko == titles.en:
        click.echo(_ONE_TITLE, err=True)
    click.echo(_next_steps(root, stem[:4]))


_ONE_TITLE = Text(
    "경고: 두 언어의 제목이 같습니다. solutions/에서 한국어 제목과 영어 제목을 따로 쓰세요.",
    "Warning: both languages have the same title; write a Korean and an English one in solutions/.",
)


def write(root: Path, stem: str, titles: Text, tasks: tuple[str, ...]) -> list[Path]:
    """Write the files of exercise ``stem``, all or none, and return them.

    Raises FileExistsError where one is there already.
    """
    import jinja2

    files = Exercise(root, stem, titles, (), ())
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    paths = {
        files.solution: "solution.py.j2",
        files.checks_path: "checks.py.j2",
        files.mistakes_path: "mistakes.py.j2",
    }
    values = {"number": int(stem[2:4]), "title": titles, "tasks": tasks}
    return _write_all(
        {path: environment.get_template(name).render(values) for path, name in paths.items()}
    )


def _write_all(contents: Mapping[Path, str]) -> list[Path]:
    written: list[Path] = []
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(content)
    except BaseException:
        for path in written:
            path.unlink()
        raise
    return written


def _stem(exercise: str, titles: Text) -> str:
    """Return the name of the new files. Raises UserError for no number or title."""
    if not re.fullmatch(r"ex[0-9]{2}", exercise, re.ASCII):
        raise UserError(
            f"{exercise!r}: 실습의 번호는 ex07처럼 씁니다. 이름은 영어 제목에서 나옵니다.",
            f"{exercise!r}: an exercise is numbered as ex07 is; its title gives the rest",
        )
    if not all(any(letter.isalpha() for letter in text) for text in titles):
        raise UserError(
            "제목이 필요합니다: --title-en과 --title-ko에 글자가 있는 제목을 쓰세요.",
            "a title is needed: give --title-en and --title-ko, with letters in them",
        )
    words = re.findall(r"[a-z0-9]+", titles.en.lower())
    if not re.search(r"[a-z]", "".join(words)):
        raise UserError(
            f"{titles.en!r}: 파일 이름에 쓸 영문자가 없습니다. --title-en에 영어 제목을 쓰세요.",
            f"{titles.en!r} has no Latin letter to name the files by: give --title-en",
        )
    return f"{exercise}_{'_'.join(words)[:40].strip('_')}"


def _names(tasks: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the tasks. Raises UserError for what cannot be a function's name."""
    for task in tasks:
        taken = keyword.iskeyword(task) or task in _USED or hasattr(builtins, task)
        if taken or not re.fullmatch(r"[a-z][a-z0-9_]*", task, re.ASCII):
            raise UserError(
                f"{task!r}: 과제의 이름으로 쓸 수 없습니다. make_windows 같은 이름을 쓰세요.",
                f"{task!r} cannot be the name of a task; use one like make_windows",
            )
    return tuple(dict.fromkeys(tasks)) or ("weighted_sum",)


def _require_free(root: Path, number: str) -> None:
    taken = [path for role in _ROLES for path in sorted(root.glob(f"{role}{number}_*"))]
    if taken:
        raise CourseError(
            f"{number}은(는) 이미 있습니다({taken[0].relative_to(root)}). 다른 번호를 고르세요.",
            f"{number} is there already ({taken[0].relative_to(root)}); choose another number",
        )


def _empty_folder() -> Path:
    folder = Path.cwd()
    if any(not path.name.startswith(".") for path in folder.iterdir()):
        raise CourseError(
            f"{folder}에 이미 파일이 있습니다. 새 과목은 빈 폴더에서 시작하세요.",
            f"{folder} is not empty; begin a new course in an empty folder",
        )
    return folder


def _next_steps(root: Path, number: str) -> str:
    edit = Text(
        "이 세 파일을 고치세요: 글, 과제, 검사, 틀린 답. 고칠 때마다 실행하세요:",
        "Edit these three: prose, tasks, checks, mistakes. Run each time:",
    )
    steps = [f"  {command}" for command in ("rnnlab build", f"rnnlab lint {number}")]
    return "\n".join(["", str(edit), *_where(root), *steps])


def _where(root: Path) -> list[str]:
    """Say how to make this folder the course that the other commands find, if it is not."""
    try:
        found = course.root() == root
    except CourseError:
        found = False
    return [] if found else [f"  export RNNLAB_COURSE={root}"]
