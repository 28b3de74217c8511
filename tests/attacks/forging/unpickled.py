"""Returns objects that run code when they are unpickled, copied or printed."""

import os


class Bomb:
    def __reduce__(self):
        return os.system, (f"echo owned > {LAB['drop']}",)

    __repr__ = __str__ = __deepcopy__ = __copy__ = lambda self, *a: open(LAB["drop"], "w").close()


def double(x):
    return Bomb()


def cumulate(values):
    return [Bomb()] * 7
