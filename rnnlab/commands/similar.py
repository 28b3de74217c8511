"""``rnnlab similar``: pairs of submissions to look at."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from rnnlab import platforms
from rnnlab.classroom.intake import submissions
from rnnlab.classroom.similarity import compare, page
from rnnlab.commands.options import (
    lang_option,
    only_option,
    out_option,
    path_argument,
    print_lines,
    require_some,
    stems,
)


@click.command()
@path_argument
@out_option
@only_option
@lang_option
def similar(path: Path, out: Path, only: tuple[str, ...]) -> None:
    """List submissions in PATH that are suspiciously alike: pairs to look at, not verdicts."""
    with submissions.opened(path, stems(only), out, platforms.downloads()) as found:
        require_some(found, path)
        result = compare.compare(found.submissions)
    written = page.write(result, out)
    page.print_result(result, Console())
    print_lines(Console(stderr=True), found.skipped, "magenta")
    click.echo(written)
