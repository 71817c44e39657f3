"""Site times as people read them.

Rule: any number is shown. One that no calendar holds, as another site may say it, takes no page from all.
"""

from datetime import UTC, datetime

from examprotocol.times import LATEST


def shown(site_time: int) -> str:
    """A site time in milliseconds as local time with its offset: `2026-11-21 14:00:00 +0800`."""
    return _local(site_time).strftime("%Y-%m-%d %H:%M:%S %z")


def shown_minute(site_time: int) -> str:
    """The same to the minute, and without the offset: `2026-11-21 14:00`."""
    return _local(site_time).strftime("%Y-%m-%d %H:%M")


def shown_clock(site_time: int) -> str:
    """The time of the day alone: `14:00`."""
    return _local(site_time).strftime("%H:%M")


def _local(site_time: int) -> datetime:
    return datetime.fromtimestamp(max(0, min(site_time, LATEST)) / 1000, UTC).astimezone()
