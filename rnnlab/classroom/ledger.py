"""The folder of reports as a ledger: what is graded stays graded, whatever happens to the run.

Every report is written as soon as it is there, page first, and its JSON, which is replaced as a
whole, carries the ``digest`` of all that decided it. A later run grades what has no report, one of
another digest, or one that says *not graded*; so it ends as a run that was never disturbed, but for
the measured ``seconds``, and over a finished folder it changes no byte. In another language, with
other names for what was unnamed, or where it is now known when something was handed in, it writes
the reports anew and grades nothing.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from rnnlab.classroom.unknown import Names, named
from rnnlab.files import kept_number, write_whole
from rnnlab.grading.work import Work, works
from rnnlab.report.data import Outcome, Report
from rnnlab.report.folder import TABLE, page_of, write, write_grades
from rnnlab.report.json import from_json, to_json
from rnnlab.source import Submission
from rnnlab.text import UserError

FOR_EXCEL = "grades_excel.csv"


class BusyError(UserError):
    """Another run is grading into the folder."""


class Ledger:
    """A folder of reports that this process alone writes to; see :func:`opened`."""

    def __init__(self, out: Path, names: Names) -> None:
        self.out, self._names = out, names
        for part in (*out.glob(".*.part"), *out.glob("*/.*.part")):  # of a run that was killed
            part.unlink(missing_ok=True)

    def seed(self, wanted: int | None) -> int:
        """Return the run's seed: as wanted, else the one kept here, else a new secret one."""
        if wanted is not None:
            return wanted
        file = self.out / ".seed"
        kept = kept_number(file)
        if kept is None:
            kept = secrets.randbelow(2**31)
            write_whole(file, f"{kept}\n", private=True)
        return kept

    def kept(self, work: Work) -> Report | None:
        """Return the report that grading ``work`` again would give, if it is here."""
        page = self.out / page_of(work)
        file = page.with_suffix(".json")
        try:
            text = file.read_text(encoding="utf-8")
            report = replace(named(from_json(text), self._names), submitted=work.submitted)
        except (OSError, ValueError):
            return None
        same = report.digest == work.digest and page.exists()
        if not same or report.outcome is Outcome.NOT_GRADED:
            return None
        if text != to_json(report):  # in the other language, with other names or another time
            write(report, self.out)
        return report

    def split(
        self,
        files: list[Submission],
        seed: int,
        confined: bool = False,
        follow_through: bool = False,
    ) -> tuple[list[Report], list[Submission]]:
        """Return the reports that still hold, and the submissions that are to be graded.

        These come by exercise: a worker remembers what a known mistake answers to a check's calls.
        """
        reports, left = [], []
        todo = works(files, seed, confined, follow_through)
        for file, work in zip(files, todo, strict=True):
            report = self.kept(work)
            left.append(file) if report is None else reports.append(report)
        return reports, sorted(left, key=lambda file: file.exercise)

    def keep(self, work: Work, report: Report) -> Report:
        """Write the report of ``work``, and return it as it was written."""
        report = named(replace(report, digest=work.digest), self._names)
        write(report, self.out)
        return report

    def finish(self, reports: list[Report]) -> None:
        """Write ``grades.csv``, which other tools read, and the same for Excel.

        Without a byte order mark a Korean Excel shows no Korean; with one, most readers would take
        it for a part of the first column's name.
        """
        table = self.out / TABLE
        write_grades(reports, table)
        write_whole(self.out / FOR_EXCEL, codecs.BOM_UTF8 + table.read_bytes())


@contextlib.contextmanager
def opened(out: Path, names: Names | None = None) -> Iterator[Ledger]:
    """Create the folder ``out`` if need be, and hold it against other runs until the end.

    The lock is the system's own, so that a killed run leaves none behind. Raises BusyError if
    another run holds it, and OSError if the folder cannot be written to. Reports show ``names``.
    """
    out.mkdir(parents=True, exist_ok=True)
    with open(out / ".lock", "a+b") as file:
        _lock(file, out)
        yield Ledger(out, names or {})


def _lock(file: IO[bytes], out: Path) -> None:
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            # Windows alone has these, and the checker looks at Linux.
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):
            return  # a file system without locks
        if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            raise
        raise BusyError(
            f"다른 rnnlab grade가 지금 {out}에 채점하고 있습니다. "
            "끝난 뒤에 다시 실행하거나 --out으로 다른 폴더를 정하세요.",
            f"Another rnnlab grade is grading into {out} right now. "
            "Run this again when it is done, or choose another folder with --out.",
        ) from None
