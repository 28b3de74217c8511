"""Which files of a class are submissions: told by their names, else by what is in them.

A class is a folder ``submitted/STUDENT/ASSIGNMENT/FILE``, or what was downloaded from a platform,
as a folder or a zip. Nobody's name is believed but that which the instructor or the platform gave:
the first part of a file's name in the class.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from rnnlab.classroom.intake import content
from rnnlab.classroom.intake.layout import Downloads, Layout, named
from rnnlab.classroom.intake.sort import Intake, Sorter, fit

__all__ = ["Intake", "find", "fit", "opened"]

_NO_DOWNLOADS = Downloads()


@contextlib.contextmanager
def opened(
    path: Path,
    only: Collection[str] = (),
    out: Path | None = None,
    downloads: Downloads = _NO_DOWNLOADS,
) -> Iterator[Intake]:
    """Find what there is to grade at ``path``, in zips too, and keep it until the end.

    Zips are unpacked into a temporary folder. Raises what :func:`find` does.
    """
    with tempfile.TemporaryDirectory(prefix="rnnlab-", ignore_cleanup_errors=True) as into:
        yield find(path, only, out, Path(into), downloads)


def find(
    path: Path,
    only: Collection[str] = (),
    out: Path | None = None,
    into: Path | None = None,
    downloads: Downloads = _NO_DOWNLOADS,
) -> Intake:
    """Return what there is to grade at ``path``, sorted by student and exercise.

    ``path`` is one file, one student's folder, or a class: ``STUDENT/ASSIGNMENT/FILE`` (also
    ``STUDENT/FILE``), a folder that holds one as ``submitted/``, or a download as ``downloads``
    knows them. Hidden files and folders are left out, links to folders are not followed, and
    ``out``, the folder of reports, is no student's. ``only`` limits the submissions to these stems;
    where it is one, a file that names no exercise is taken for it.

    A zip of any of these, and students' own zips, are unpacked into the folder ``into`` and left
    alone where there is none. Raises OSError if ``path`` itself cannot be read, and UserError for
    what is not a zip that can be.
    """
    named.cache_clear()
    content.forget()
    entries, hints = Layout(downloads, out and out.resolve(), into).entries(path)
    return Sorter(downloads, hints, only).intake(entries)
