"""Why a call gave no answer."""

from __future__ import annotations

from rnnlab.source import in_korean
from rnnlab.text import TextError


class StudentError(TextError):
    """A call gave no answer; ``text`` tells the student why."""


class NotAttemptedError(StudentError):
    """The function is missing, or still the stub."""


class RaisedError(StudentError):
    """The student's code raised an exception of the type named ``type_name``."""

    def __init__(self, type_name: str, message: str, where: str) -> None:
        self.type_name, self.message = type_name, message
        at_ko, at_en = (f" ({in_korean(where)})", f" ({where})") if where else ("", "")
        what = f"{type_name}: {message}" if message else type_name
        super().__init__(
            f"코드를 실행하다가 오류가 났습니다{at_ko}: {what}",
            f"Your code raised an error{at_en}: {what}",
        )


class RefusedError(StudentError):
    """The answer is of a kind that cannot be graded."""


class TimedOutError(StudentError):
    """The call, or the whole submission, ran out of time."""


class CrashedError(StudentError):
    """The student process ended in the middle of a call, or broke the protocol."""

    @classmethod
    def ended(cls) -> CrashedError:
        """The process is gone."""
        return cls(
            "코드가 파이썬 프로세스를 끝냈습니다. exit()나 os._exit()를 부르지 말고, "
            "메모리를 너무 많이 쓰지 않는지 확인하세요.",
            "Your code ended the Python process. Do not call exit() or os._exit(), "
            "and check that it does not use too much memory.",
        )
