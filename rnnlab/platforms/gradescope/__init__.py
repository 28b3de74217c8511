"""Gradescope: its autograders, and what it reads of a submission's results."""

from rnnlab.platforms.gradescope import release, results
from rnnlab.platforms.platform import Export, Option, Platform, Release

_LATE = Option("late", "--late", 'Gradescope: what lateness costs, as "10%/day".', "RULE")
PLATFORM = Platform(
    "gradescope",
    export=Export(results.write),
    release=Release(release.files, (_LATE,), one_language=True, private=True),
)
