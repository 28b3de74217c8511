"""The command line ``rnnlab``: one file per command, imported only when that command runs."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from rnnlab.text import UserError

COMMANDS = {
    "tasks": "List the exercises, their tasks and points.",
    "check": "Check your own work.",
    "grade": "Grade a file, a class, or what an LMS gives.",
    "unknown": "List the wrong answers of a class that no mistake explains.",
    "name": "Name one of them, for all who gave it.",
    "similar": "List submissions that are suspiciously alike.",
    "export": "Hand grades to another tool.",
    "release": "Write what others get: a course, the students' zip, an autograder.",
    "new": "Write the files of a new exercise, to be edited.",
    "lint": "Say what is wrong with exercises, for their author.",
    "build": "Generate exercises/ and notebooks/ from solutions/.",
    "doctor": "Say what protects this machine from student code.",
}


class _Commands(click.Group):
    """The commands by name; the user's own errors are told in one line, with exit status 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise click.UsageError(str(error)) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            from rnnlab.commands.options import os_error

            print(os_error(error), file=sys.stderr)
            sys.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rnnlab")
def main() -> None:
    """Graded RNN exercises in Keras."""
