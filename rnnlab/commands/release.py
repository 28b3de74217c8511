"""``rnnlab release``: what leaves the course."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from rnnlab.commands.options import lang_option, only_option, print_files
from rnnlab.platforms.release import release as make
from rnnlab.text import LANGUAGES, Text, language


@click.command()
@click.argument("path", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--to",
    required=True,
    type=click.Choice(["nbgrader", "students", "gradescope", "colab"]),
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
@click.option("--as-one", is_flag=True, help="nbgrader: one assignment with all exercises.")
@click.option("--late", metavar="RULE", help='Gradescope: what lateness costs, as "10%/day".')
@click.option("--address", help="Colab: where pip finds the students' zip, or git+https://…")
@click.option("--repository", metavar="OWNER/REPO", help="Colab: badges for this repository.")
@click.option("--force", is_flag=True, help="Overwrite files that are there and differ.")
@lang_option
def release(
    path: Path, to: str, only: tuple[str, ...], langs: tuple[str, ...], **options: Any
) -> None:
    """Write into DIR what others get: an nbgrader course, the students' zip, an autograder."""
    if to in ("nbgrader", "gradescope"):
        langs = langs or (language(),)
    if to == "students":
        wait = Text(
            "알려진 실수의 답을 기록하고 있습니다. 몇 분 걸립니다.",
            "Recording what the known mistakes answer. This takes some minutes.",
        )
        print(wait, file=sys.stderr)
    print_files(make(path, to, only=only, langs=langs, **options))
