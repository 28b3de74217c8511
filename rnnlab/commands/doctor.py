"""What protects this machine from student code: ``rnnlab doctor``."""

from __future__ import annotations

import sys

import click

from rnnlab.commands.options import lang_option
from rnnlab.sandbox.confine import ladder
from rnnlab.sandbox.confine.level import Level
from rnnlab.text import Text

_HELD = {
    "files": Text("다른 파일을 읽지 못합니다", "cannot read other files"),
    "unseen": Text("다른 파일이 있는지도 알 수 없습니다", "cannot even see that other files exist"),
    "writes": Text("다른 파일을 바꾸지 못합니다", "cannot change other files"),
    "network": Text("네트워크를 쓰지 못합니다", "cannot use the network"),
    "processes": Text(
        "다른 프로세스에 신호를 보내지 못합니다", "cannot send signals to other processes"
    ),
    "spawn": Text("다른 프로그램을 시작하지 못합니다", "cannot start processes or programs"),
    "memory": Text("메모리를 4 GB 넘게 쓰지 못합니다", "cannot use more than 4 GB of memory"),
    "file size": Text("큰 파일을 쓰지 못합니다", "cannot write large files"),
}
_WORDS = {
    "level": Text("격리 수준", "Confinement"),
    "tried": Text(
        "이 컴퓨터에서 직접 시험한 결과, 학생 코드는", "As tried on this machine, student code"
    ),
    "refused": Text("더 높은 수준을 쓸 수 없는 까닭", "Why not a higher level"),
}
_ADVICE = Text(
    "우분투 24.04부터는 AppArmor가, 컨테이너에서는 seccomp 설정이 사용자 네임스페이스를 막는 일이 "
    "많습니다. sysctl kernel.apparmor_restrict_unprivileged_userns=0 또는 docker run "
    "--security-opt seccomp=unconfined --security-opt apparmor=unconfined으로 풀 수 있습니다.",
    "User namespaces are often forbidden by AppArmor (Ubuntu 24.04) or by a container's seccomp "
    "profile; sysctl kernel.apparmor_restrict_unprivileged_userns=0, or docker run "
    "--security-opt seccomp=unconfined --security-opt apparmor=unconfined, permits them.",
)


@click.command()
@lang_option
def doctor() -> None:
    """Say what protects this machine from student code; exit 1 below the full level."""
    facts = ladder.facts()
    click.echo("\n".join(lines(facts)))
    sys.exit(facts.level < Level.FULL)


def lines(facts: ladder.Facts) -> list[str]:
    """Return what ``rnnlab doctor`` prints."""
    level = facts.level
    found = [f"{_WORDS['level']}: {level.title} ({level.name.lower()})", str(level.explanation)]
    found += ["", f"{_WORDS['tried']}"]
    found += [f"  {'✔' if name in facts.proven else '✘'} {what}" for name, what in _HELD.items()]
    if facts.refused:
        found += ["", f"{_WORDS['refused']}:"]
        found += [f"  {name}: {reason}" for name, reason in facts.refused.items()]
        found += [str(_ADVICE)] if sys.platform == "linux" else []
    return found


def warning(level: Level) -> Text | None:
    """Return the line that ``rnnlab grade`` shows below the full level, or None."""
    if level is Level.FULL:
        return None
    title, why = level.title, level.explanation
    return Text(
        f"⚠ 격리 수준: {title.ko}. {why.ko} 자세히: rnnlab doctor",
        f"⚠ Confinement: {title.en}. {why.en} More: rnnlab doctor",
    )
