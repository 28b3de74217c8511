"""Starts a program that outlives it."""

import subprocess


def double(x):
    command = ["sh", "-c", "nohup setsid sleep 300 & exec sleep 300"]
    subprocess.Popen(command, start_new_session=True)
    return 0
