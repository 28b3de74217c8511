"""Similar submissions as people see them: in a terminal and as a page."""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from rnnlab import files
from rnnlab.classroom.similarity.compare import COMMON, EVIDENCE, WHOLE, Result, threshold
from rnnlab.report import html
from rnnlab.sandbox.inside.syntax import GRAM
from rnnlab.text import Text, language, line

WORDS = {
    "verdict": Text(
        "살펴볼 짝을 모은 것이지 판정이 아닙니다. 코드가 닮는 데에는 여러 까닭이 있습니다. 함께 "
        "공부했거나, 같은 자료를 보았거나, 우연히 같은 생각을 했을 수도 있습니다. 두 코드를 직접 "
        "비교하고, 학생의 설명을 먼저 들어 보세요.",
        "These are pairs to look at, not verdicts. Code can be alike for many reasons: students "
        "learned together, read the same page, or had the same idea. Compare the code yourself, "
        "and hear first what the students say.",
    ),
    "none": Text("눈에 띄게 비슷한 제출물이 없습니다.", "No submissions stand out as similar."),
    "group": Text("서로 이어진 학생들", "Students linked with each other"),
    "unread": Text("비교하지 못한 제출물", "What could not be compared"),
    "similarity": Text("유사도", "Similarity"),
    "exercise": Text("실습", "Exercise"),
    "students": Text("학생", "Students"),
    "shares": Text("각자의 겹치는 비율", "Share of each"),
}


def _more(result: Result) -> Text:
    return Text(
        f"가장 비슷한 {len(result.pairs)}쌍만 보여 줍니다. 이 밖에 {result.more}쌍이 더 있습니다.",
        f"Only the {len(result.pairs)} most similar pairs are shown; there are {result.more} more.",
    )


def print_result(result: Result, console: Console, lang: str | None = None) -> None:
    """Print the pairs, the groups, what could not be compared, and that this is no verdict."""
    lang = lang or language()
    console.print(_table(result, lang) if result.pairs else Styled(WORDS["none"].to(lang)))
    if result.more:
        console.print(Styled(_more(result).to(lang), "dim"))
    for exercise, group in result.groups:
        names = ", ".join(map(line, group))
        console.print(Styled(f"{WORDS['group'].to(lang)} ({line(exercise)}): {names}"))
    if result.unread:
        console.print(Styled(f"{WORDS['unread'].to(lang)}: {len(result.unread)}", "bold magenta"))
    for student, exercise, reason in result.unread:
        what = f"{line(student)} {line(exercise)}: {line(reason.to(lang))}"
        console.print(Styled(what, "magenta"))
    if result.pairs:
        console.print(Styled(WORDS["verdict"].to(lang), "yellow"))


def _table(result: Result, lang: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), collapse_padding=True)
    for key in ("exercise", "students"):
        table.add_column(Styled(WORDS[key].to(lang)), overflow="fold")
    for key in ("shares", "similarity"):
        table.add_column(Styled(WORDS[key].to(lang)), justify="right", no_wrap=True)
    for pair in result.pairs:
        names = " – ".join(map(line, pair.students))
        shares = " – ".join(f"{share:.0%}" for share in pair.shares)
        table.add_row(*map(Styled, (line(pair.exercise), names, shares, f"{pair.suspicion:.0%}")))
    return table


def to_html(result: Result, lang: str | None = None) -> str:
    """Return a page that needs nothing else: both languages, ``lang`` first, and no script."""
    template = html.environment(Path(__file__).parent).get_template("similarity.html.j2")
    return template.render(
        kind="page",
        lang=lang or language(),
        result=result,
        words=WORDS,
        more=_more(result),
        Text=Text,
        gram=GRAM,
        common=COMMON,
        evidence=EVIDENCE,
        whole=WHOLE,
        threshold=threshold,
    )


def write(result: Result, out: Path, lang: str | None = None) -> Path:
    """Write ``similar.html`` into the folder ``out``, made if need be; return its path."""
    page = out / "similar.html"
    files.write_whole(page, to_html(result, lang))
    return page
