"""Starts threads and never stops; at most 3,000 here."""

import threading
import time


def double(x):
    made = 0
    try:
        while made < 3000:
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
            made += 1
    except RuntimeError:
        pass
    tell(made if made >= 3000 else "")
