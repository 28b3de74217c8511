"""``rnnlab tasks``: what there is to do."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from rnnlab import course
from rnnlab.commands.options import lang_option
from rnnlab.text import Text, language


@click.command()
@lang_option
def tasks() -> None:
    """List the exercises, their tasks and points."""
    console = Console()
    lang = language()
    for exercise in course.exercises():
        table = Table(title=f"{exercise.id}  {exercise.title.to(lang)}", title_justify="left")
        table.add_column(str(Text("함수", "task")), no_wrap=True)
        table.add_column(str(Text("할 일", "what to do")))
        table.add_column(str(Text("점수", "points")), justify="right")
        for task in exercise.tasks:
            table.add_row(task.name, task.summary.to(lang), str(task.points))
        table.add_row("", "", str(exercise.points), style="bold")
        console.print(table)
