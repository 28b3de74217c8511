"""``python -m rnnlab`` is the command ``rnnlab``."""

from rnnlab.commands import main

main()
