"""``python -m rnnlab.sandbox.confine BASE LEVEL``: find out how this machine confines; print JSON.

The canary must attack from a process of its own, which never comes back.
"""

from __future__ import annotations

import json
import os
import sys

from rnnlab.sandbox.confine import ladder
from rnnlab.sandbox.confine.level import Level


def main(base: str, highest: str) -> None:
    """Climb down the ladder from ``highest`` and print what was found."""
    _, found = ladder.enter(base, None, Level[highest])
    print(json.dumps(vars(found)), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
