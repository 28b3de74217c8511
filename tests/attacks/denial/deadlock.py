"""Waits for a lock that it holds, in a thread that cannot be joined."""

import threading


def double(x):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
