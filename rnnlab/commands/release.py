"""``rnnlab release``: what leaves the course."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from rnnlab import platforms
from rnnlab.commands.options import lang_option, only_option, own_options, print_files
from rnnlab.platforms.release import release as make
from rnnlab.text import LANGUAGES, language


@click.command()
@click.argument("path", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--to",
    required=True,
    type=click.Choice(list(platforms.releases())),
    help="For whom.",
)
@only_option
@click.option(
    "--language",
    "langs",
    multiple=True,
    type=click.Choice(LANGUAGES),
    help="Language of the notebooks (default: both where there can be both).",
)
@own_options(platforms.releases())
@click.option("--force", is_flag=True, help="Overwrite files that are there and differ.")
@lang_option
def release(
    path: Path, to: str, only: tuple[str, ...], langs: tuple[str, ...], **options: Any
) -> None:
    """Write into DIR what others get: an nbgrader course, the students' zip, an autograder."""
    offer = platforms.releases()[to]
    if offer.one_language:
        langs = langs or (language(),)
    if offer.wait:
        print(offer.wait, file=sys.stderr)
    print_files(make(path, to, only=only, langs=langs, **options))
