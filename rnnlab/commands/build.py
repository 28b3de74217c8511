"""``rnnlab build``: stubs, notebooks and the README's table."""

from __future__ import annotations

import sys

import click

from rnnlab import course
from rnnlab.commands.options import lang_option
from rnnlab.course import build as builder


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if out of step.")
@lang_option
def build(only_check: bool) -> None:
    """Generate exercises/ and notebooks/ from solutions/."""
    root = course.root()
    changed = builder.build(root, check=only_check)
    for path in changed:
        click.echo(path.relative_to(root))
    sys.exit(bool(only_check and changed))
