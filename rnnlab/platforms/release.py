"""What leaves the course: to nbgrader, to students, to Gradescope, to Colab.

Each target is a module whose ``files`` maps exercises to files (path to bytes) and writes nothing.
:func:`release` alone writes, once all of them are there, and overwrites nothing unasked.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Any

from rnnlab import course
from rnnlab.files import write_whole
from rnnlab.platforms import colab, students
from rnnlab.platforms.gradescope import release as gradescope
from rnnlab.platforms.nbgrader import release as nbgrader
from rnnlab.text import LANGUAGES, UserError

TARGETS = ("nbgrader", "students", "gradescope", "colab")
_SEED = ".seed"


def release(
    out: Path,
    to: str,
    *,
    only: Collection[str] = (),
    langs: Collection[str] = (),
    force: bool = False,
    as_one: bool = False,
    late: str | None = None,
    address: str | None = None,
    repository: str | None = None,
) -> list[Path]:
    """Write into the folder ``out`` what the target ``to`` needs; return the files that changed.

    ``only`` are the exercises (else all), ``langs`` the notebooks' languages (else both; one for
    nbgrader and Gradescope, else the first). ``as_one`` is nbgrader's: one assignment with all
    exercises. ``late`` is Gradescope's, a rule as :func:`rnnlab.late.policy` reads it. ``address``,
    from which pip gets the students' zip, and ``repository`` (OWNER/REPO) are Colab's.
    The same course gives the same bytes again. Raises UserError, before anything is written, for
    what is malformed or missing, and for files that are there and differ, unless ``force``.
    """
    given = {"as_one": as_one, "late": late, "address": address, "repository": repository}
    _refuse_foreign(to, given)
    root = course.root()
    if not (root / "solutions").is_dir():
        raise UserError(
            f"{root}: solutions/가 없습니다. 교수자용 원본 폴더에서 실행하세요.",
            f"{root}: there is no solutions/. Run this in the instructor's checkout.",
        )
    wanted = {course.named(key) for key in only} or set(course.stems(root).values())
    exercises = [course.read(root, stem) for stem in sorted(wanted)]
    langs = [lang for lang in LANGUAGES if lang in (langs or LANGUAGES)]
    if to == "nbgrader":
        files = nbgrader.files(exercises, langs[0], as_one)
    elif to == "students":
        files = students.files(exercises, langs)
    elif to == "gradescope":
        seed = _seed(out / _SEED)
        files = gradescope.files(exercises, langs[0], seed, late) | {_SEED: b"%d\n" % seed}
    else:
        files = colab.files(exercises, langs, address, repository)
    return _write(out, files, force)


_OPTIONS = {"as_one": "nbgrader", "late": "gradescope", "address": "colab", "repository": "colab"}


def _refuse_foreign(to: str, given: dict[str, Any]) -> None:
    if to not in TARGETS:
        names = ", ".join(TARGETS)
        raise UserError(f"--to {to}: {names} 중에서 고르세요.", f"--to {to}: not {names}.")
    for name in (name for name, value in given.items() if value and _OPTIONS[name] != to):
        option, target = f"--{name.replace('_', '-')}", _OPTIONS[name]
        raise UserError(
            f"{option}: --to {target}에만 씁니다.", f"{option} is for --to {target} alone."
        )


def _seed(kept: Path) -> int:
    """Return the seed kept from the last release, else a new secret one."""
    try:
        return int(kept.read_text())
    except FileNotFoundError:
        return secrets.randbelow(2**31)
    except ValueError:
        raise UserError(
            f"{kept}: 시드가 아닙니다. 이 파일을 지우거나 다른 폴더를 정하세요.",
            f"{kept} holds no seed. Delete it, or choose another folder.",
        ) from None


def _write(out: Path, files: dict[str, bytes], force: bool) -> list[Path]:
    wanted = {out / path: content for path, content in files.items()}
    stale = [path for path in wanted if not (path.is_file() and path.read_bytes() == wanted[path])]
    changed = [str(path) for path in stale if os.path.lexists(path)]
    if changed and not force:
        names = ", ".join(changed[:3]) + (", …" if changed[3:] else "")
        raise UserError(
            f"이미 있고 내용이 다릅니다: {names}. 새 폴더를 정하거나, --force로 덮어쓰세요.",
            f"There already, and different: {names}. Choose a fresh folder, or overwrite "
            "them with --force.",
        )
    for path in stale:
        holds_seed = path.name == _SEED or path.name.endswith(gradescope.ENDING)
        write_whole(path, wanted[path], private=holds_seed)
    return stale
