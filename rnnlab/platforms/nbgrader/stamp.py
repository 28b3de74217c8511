"""nbgrader's ``timestamp.txt``: when an assignment was handed in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

from dateutil import parser, tz

NAME = "timestamp.txt"
_MOST = 200  # bytes
_ZONED = re.compile(r"(.+) ([A-Z]\w+(?:/\w+)+)")
_ZONES = {"KST": tz.tzoffset("KST", timedelta(hours=9))}  # which dateutil does not know


def time(data: bytes) -> datetime:
    """Read a time as nbgrader does, for which one without a zone is UTC.

    Raises ValueError or OverflowError.
    """
    if len(data) > _MOST:
        raise ValueError("too long")
    text = data.decode("utf-8-sig").strip()
    zoned = _ZONED.fullmatch(text)
    text, zone = (zoned[1], tz.gettz(zoned[2])) if zoned else (text, None)
    time: datetime
    time, other = (
        parser.parse(text, default=default, tzinfos=_zone)
        for default in (datetime(1, 1, 1), datetime(2, 2, 2))
    )
    if time != other:
        raise ValueError("not a whole date")
    return time if time.tzinfo else time.replace(tzinfo=zone or UTC)


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        zone: tzinfo | None = tz.tzoffset(name, offset)
    else:
        zone = _ZONES.get(name) or tz.gettz(name) if name else None
    return zone
