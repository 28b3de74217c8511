"""``python -m rnnlab`` is the command ``rnnlab``."""

from rnnlab.cli import main

main()
