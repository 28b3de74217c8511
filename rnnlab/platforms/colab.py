"""Notebooks for Google Colab, which install what they need from where the instructor put it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from rnnlab.course import Exercise, build
from rnnlab.platforms.parts import rendered
from rnnlab.platforms.platform import Option, Platform, Release
from rnnlab.text import UserError

_HERE = Path(__file__).parent
# Colab has all that the engine needs but the font, and its own IPython must stay what it is.
_INSTALL = """\
# 실습에 필요한 것을 설치합니다. / Install what this exercise needs.
%pip install -q --no-deps "{address}" koreanize-matplotlib
%env RNNLAB_LANG={lang}"""
_ADDRESS = re.compile(r"(git\+)?https?://[\w.~:/?#@!&()*+,;=%\[\]-]+")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")


def files(
    exercises: Sequence[Exercise],
    langs: Sequence[str],
    _out: Path,
    address: str | None,
    repository: str | None = None,
) -> dict[str, bytes]:
    """Return ``LANG/exNN_….ipynb`` and, for a repository, ``README.md`` with badges to open them.

    ``address`` is what pip installs. Raises UserError where there is none or it is not one.
    """
    if not (address and _ADDRESS.fullmatch(address)):
        raise UserError(
            "--address: 학생용 zip(--to students)을 올려 둔 주소가 필요합니다. "
            "예: https://example.org/students.zip 또는 git+https://…",
            "--address is needed: where you put the students' zip (--to students), such as "
            "https://example.org/students.zip or git+https://…",
        )
    if repository and not _REPOSITORY.fullmatch(repository):
        raise UserError(
            f"--repository {repository!r}: OWNER/REPO처럼 쓰세요.",
            f"--repository {repository!r}: write it like OWNER/REPO.",
        )
    content = {
        f"{lang}/{exercise.stem}.ipynb": _book(exercise, lang, address).encode()
        for lang in langs
        for exercise in exercises
    }
    if repository:
        values = {"exercises": exercises, "langs": langs, "repository": repository}
        content["README.md"] = rendered(_HERE / "colab.md.j2", **values)
    return content


def _book(exercise: Exercise, lang: str, address: str) -> str:
    source = build.notebook(exercise, lang)
    import nbformat

    book = nbformat.reads(source, as_version=4)
    install = _INSTALL.format(address=address, lang=lang)
    book.cells.insert(0, nbformat.v4.new_code_cell(install, id=f"{exercise.id}-{lang}-install"))
    return f"{nbformat.writes(book, indent=1, ensure_ascii=False)}\n"


_ADDRESS_OPTION = Option(
    "address", "--address", "Colab: where pip finds the students' zip, or git+https://…"
)
_REPOSITORY_OPTION = Option(
    "repository", "--repository", "Colab: badges for this repository.", "OWNER/REPO"
)
PLATFORM = Platform("colab", release=Release(files, (_ADDRESS_OPTION, _REPOSITORY_OPTION)))
