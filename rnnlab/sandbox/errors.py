"""Why a call gave no answer."""

from __future__ import annotations

from rnnlab.source import in_korean
from rnnlab.text import Text, TextError, particle


class StudentError(TextError):
    """A call gave no answer; ``text`` tells the student why."""


class NotAttemptedError(StudentError):
    """The function is missing, or still the stub."""


class UnfinishedError(StudentError):
    """The function calls that of another task, ``of``, which is missing or still the stub."""

    def __init__(self, task: str, of: str) -> None:
        self.of = of
        ko, en = (f"{task}{particle(task, '이/가')}", f"`{task}`") if task else _THIS
        super().__init__(
            f"{ko} 부르는 {of}{particle(of, '을/를')} 아직 작성하지 않았습니다. "
            f"{of}부터 작성하세요.",
            f"{en} calls `{of}`, which is not written yet. Write {of} first.",
        )


_THIS = "이 함수가", "The function"


class RaisedError(StudentError):
    """The student's code raised an exception of the type named ``type_name``.

    ``why`` says more of it, where more is known.
    """

    def __init__(self, type_name: str, message: str, where: str, why: Text | None = None) -> None:
        self.type_name, self.message = type_name, message
        at_ko, at_en = (f" ({in_korean(where)})", f" ({where})") if where else ("", "")
        what = f"{type_name}: {message}" if message else type_name
        more_ko, more_en = (f"\n{why.ko}", f"\n{why.en}") if why else ("", "")
        super().__init__(
            f"코드를 실행하다가 오류가 났습니다{at_ko}: {what}{more_ko}",
            f"Your code raised an error{at_en}: {what}{more_en}",
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
