"""The levels of confinement, and what each means to an instructor."""

from __future__ import annotations

from enum import IntEnum

from rnnlab.text import Text


class Level(IntEnum):
    """How well student code is confined."""

    NONE = 0
    LIMITS = 1
    REDUCED = 2
    FULL = 3

    @property
    def title(self) -> Text:
        """One or two words."""
        return _LEVELS[self][0]

    @property
    def explanation(self) -> Text:
        """One sentence for instructors: what this level keeps student code from."""
        return _LEVELS[self][1]


_LEVELS = {
    Level.FULL: (
        Text("완전 격리", "full"),
        Text(
            "학생 코드는 자기만의 네임스페이스에서 실행됩니다. 정답과 다른 파일, 네트워크, 다른 "
            "프로세스에 손댈 수 없고, 시간과 메모리도 제한됩니다.",
            "Student code runs in namespaces of its own: no solutions or other files, no network, "
            "no other processes; time and memory are limited.",
        ),
    ),
    Level.REDUCED: (
        Text("부분 격리", "reduced"),
        Text(
            "사용자 네임스페이스를 쓸 수 없어 Landlock과 seccomp로 격리합니다. 다른 파일의 내용, "
            "네트워크, 다른 프로세스에는 손댈 수 없지만, 파일이 있는지와 그 크기는 알 수 있습니다.",
            "User namespaces are not to be had, so Landlock and seccomp confine: no contents of "
            "other files, no network, no other processes; that a file exists, and its size, shows.",
        ),
    ),
    Level.LIMITS: (
        Text("자원 제한만", "limits only"),
        Text(
            "시간과 메모리만 제한합니다. 학생 코드가 이 컴퓨터의 파일과 네트워크를 쓸 수 있으니, "
            "믿을 수 없는 코드는 리눅스에서 채점하세요.",
            "Only time and resources are limited: student code can use this machine's files and "
            "network. Grade code that you do not trust on Linux.",
        ),
    ),
    Level.NONE: (
        Text("격리 없음", "none"),
        Text(
            "학생 코드를 막는 것이 없습니다. 믿을 수 없는 코드는 리눅스에서 채점하세요.",
            "Nothing holds student code back. Grade code that you do not trust on Linux.",
        ),
    ),
}
