"""What leaves the course: to nbgrader, to students, to Gradescope, to Colab, …

Each platform says which files it needs, and writes none. :func:`release` alone writes, once all of
them are there, and overwrites nothing unasked.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from rnnlab import course, platforms
from rnnlab.files import write_whole
from rnnlab.platforms.platform import Release
from rnnlab.text import LANGUAGES, UserError


def release(
    out: Path,
    to: str,
    *,
    only: Collection[str] = (),
    langs: Collection[str] = (),
    force: bool = False,
    **options: Any,
) -> list[Path]:
    """Write into the folder ``out`` what the platform ``to`` needs; return the files that changed.

    ``only`` are the exercises (else all), ``langs`` the notebooks' languages (else both, or the
    first for a platform that takes one). ``options`` are the platform's own.
    The same course gives the same bytes again. Raises UserError, before anything is written, for
    what is malformed or missing, and for files that are there and differ, unless ``force``.
    """
    offer = _offer(to)
    _refuse_foreign(offer, options)
    root = course.with_solutions(course.root())
    wanted = {course.named(key) for key in only} or set(course.stems(root).values())
    exercises = [course.read(root, stem) for stem in sorted(wanted)]
    langs = [lang for lang in LANGUAGES if lang in (langs or LANGUAGES)]
    own = {option.name: options.get(option.name) for option in offer.options}
    return _write(out, offer.files(exercises, langs, out, **own), force, offer.private)


def _offer(to: str) -> Release:
    offered = platforms.releases()
    if to not in offered:
        names = ", ".join(offered)
        raise UserError(f"--to {to}: {names} 중에서 고르세요.", f"--to {to}: not {names}.")
    return offered[to]


def _refuse_foreign(offer: Release, given: dict[str, Any]) -> None:
    own = {option.name for option in offer.options}
    for option, owner in platforms.options(platforms.releases()).items():
        if given.get(option.name) and option.name not in own:
            raise UserError(
                f"{option.flag}: --to {owner}와(과) 함께만 쓸 수 있습니다.",
                f"{option.flag} is for --to {owner} alone.",
            )


def _write(out: Path, files: dict[str, bytes], force: bool, private: bool) -> list[Path]:
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
        write_whole(path, wanted[path], private=private)
    return stale
