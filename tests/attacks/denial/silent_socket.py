"""Closes its end of the socket and goes on running; another process keeps the socket open."""

import gc
import os
import socket
import time


def double(x):
    if os.fork():
        os._exit(0)
    time.sleep(1e6)


def cumulate(values):
    for sock in (x for x in gc.get_objects() if isinstance(x, socket.socket)):
        sock.shutdown(socket.SHUT_RDWR)
    time.sleep(1e6)
