"""Site times and spans in the form that people read on a clock."""

from PySide6.QtCore import QDateTime

SECOND, MINUTE, HOUR = 1000, 60_000, 3_600_000
"""Milliseconds."""


def to_the_minute(at: int) -> str:
    """A site time (ms since 1970 UTC) as `10:03` in the machine's time zone."""
    return QDateTime.fromMSecsSinceEpoch(at).toString("HH:mm")


def to_the_minute_of(at: int, now: int) -> str:
    """A site time as `10:03`; on another day than that of the site time `now` as `2025-06-07 10:03`."""
    day, today = (QDateTime.fromMSecsSinceEpoch(moment).date() for moment in (at, now))
    return to_the_minute(at) if day == today else day_and_minute(at)


def to_the_next_minute(at: int, now: int) -> str:
    """The first whole minute that is not before a site time: whoever comes then does not come too early."""
    return to_the_minute_of(-(-at // MINUTE) * MINUTE, now)


def to_the_second(at: int) -> str:
    """A site time (ms since 1970 UTC) as `10:03:41`."""
    return QDateTime.fromMSecsSinceEpoch(at).toString("HH:mm:ss")


def day_and_minute(at: int) -> str:
    """A site time (ms since 1970 UTC) as `2025-06-07 10:03`."""
    return QDateTime.fromMSecsSinceEpoch(at).toString("yyyy-MM-dd HH:mm")


def hours_and_minutes(span: int) -> tuple[int, int]:
    """A span in ms, begun minutes counted whole: it never says zero while there is time."""
    return divmod(-(-span // MINUTE), 60)


def span_in_seconds(span: int) -> str:
    """A span in ms as `00:09:41`, begun seconds counted whole."""
    seconds = -(-span // SECOND)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def countdown(span: int) -> str:
    """A span in ms as `09:41` below an hour, else as `01:09:41`."""
    words = span_in_seconds(span)
    return words.removeprefix("00:") if span < HOUR else words
