"""Site times as people read them.

Rule: any number can be shown. What another service says may be a time of which no calendar knows: it is shown
as the nearest that one does.
"""

from datetime import UTC, datetime

LATEST = 253_370_764_800_000
"""Milliseconds: the beginning of the year 9999, the last of the calendar."""


def shown(site_time: int) -> str:
    """A site time in milliseconds as local time with its offset: `2026-11-21 14:00:00 +0800`."""
    return _moment(site_time).strftime("%Y-%m-%d %H:%M:%S %z")


def shown_minute(site_time: int) -> str:
    """The same to the minute, and without the offset: `2026-11-21 14:00`."""
    return _moment(site_time).strftime("%Y-%m-%d %H:%M")


def shown_clock(site_time: int) -> str:
    """The time of the day alone: `14:00`."""
    return _moment(site_time).strftime("%H:%M")


def _moment(site_time: int) -> datetime:
    return datetime.fromtimestamp(min(max(site_time, 0), LATEST) / 1000, UTC).astimezone()
