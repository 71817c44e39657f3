"""Site times as people read them."""

from datetime import UTC, datetime


def shown(site_time: int) -> str:
    """A site time in milliseconds as local time with its offset: `2026-11-21 14:00:00 +0800`."""
    moment = datetime.fromtimestamp(site_time / 1000, UTC).astimezone()
    return moment.strftime("%Y-%m-%d %H:%M:%S %z")


def shown_minute(site_time: int) -> str:
    """The same to the minute, and without the offset: `2026-11-21 14:00`."""
    return datetime.fromtimestamp(site_time / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def shown_clock(site_time: int) -> str:
    """The time of the day alone: `14:00`."""
    return datetime.fromtimestamp(site_time / 1000, UTC).astimezone().strftime("%H:%M")
