"""Which piece of news stands in the quiet bar: the one that matters most and is still true."""

from dataclasses import dataclass

from examclient.domain.state import News

BACK_SHOWN = 8_000
"""Milliseconds that good news stays."""

MORE_TIME_SHOWN = 60_000
"""Milliseconds that a candidate is told of more time, who may have sat back already."""

WARNINGS = ((News.TIME_1, 60_000), (News.TIME_5, 300_000), (News.TIME_15, 900_000))
"""Time left, in milliseconds, at which each warning comes."""

WARNING_SHOWN = 20_000
"""Milliseconds that a warning stays."""


@dataclass(frozen=True, slots=True)
class Passing:
    """News that goes by itself: what, and until which site time in milliseconds."""

    news: News
    until: int


def choose_news(
    *, online: bool, passing: Passing | None, now: int, time_left: int, outside: bool = False
) -> News | None:
    """What just happened, then the time, and what stays last. The network that is gone goes before all but
    the time, which runs out without a network as well.
    """
    warning = next((news for news, limit in WARNINGS if limit - WARNING_SHOWN < time_left <= limit), None)
    if not online:
        return warning or News.NETWORK_GONE
    if passing is not None and now < passing.until:
        return passing.news
    return warning or (News.OUTSIDE if outside else None)
