"""``rnnlab`` with short limits, for programs that use them up; workers import this file, too."""

from rnnlab.commands import main
from rnnlab.sandbox.answers import Limits

Limits.__init__.__defaults__ = (20.0, 6.0, 20.0)

if __name__ == "__main__":
    main()
