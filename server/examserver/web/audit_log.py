"""The page on which a site admin reads what was done, the newest first; by who, what, when and text."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from starlette.responses import Response

from examserver.storage.audit import AuditWish
from examserver.web.audit_words import DEEDS, WAYS, about_said, deed_said
from examserver.web.visits import Visit

LONGEST_TEXT = 100
DAY = 24 * 3_600_000
"""Milliseconds."""


async def show_audit(visit: Visit) -> Response:
    """GET audit; what cannot be read of the wish does not choose."""
    query = visit.request.query_params
    asked = {name: query.get(name, "")[:LONGEST_TEXT] for name in ("who", "what", "text", "since", "until")}
    listing = await visit.desks.staff_list.audit(_wish(asked, query.get("before", "")))
    words = visit.words
    deeds = sorted(((what, words(said)) for what, said in DEEDS.items()), key=lambda one: one[1])
    chosen = {name: value for name, value in asked.items() if value}
    before = listing.rows[-1].number if listing.rows else 0
    return visit.page(
        "audit.html",
        listing=listing,
        lines=[(row, deed_said(words, row), tuple(about_said(words, row))) for row in listing.rows],
        deeds=deeds,
        ways=WAYS,
        asked=asked,
        is_chosen=bool(chosen),
        older=urlencode({**chosen, "before": before}),
    )


def _wish(asked: Mapping[str, str], before: str) -> AuditWish:
    until = _site_time(_day(asked["until"]))
    return AuditWish(
        who=asked["who"],
        what=(asked["what"],) if asked["what"] else (),
        text=asked["text"].strip(),
        since=_site_time(_day(asked["since"])),
        until=until + DAY if until else 0,
        older_than=int(before[:9]) if before.isascii() and before.isdigit() else 0,
    )


def _day(text: str) -> datetime | None:
    """The beginning of a day in the time of this machine."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):  # no such day, or one at the end of the calendar
        return None


def _site_time(moment: datetime | None) -> int:
    return int(moment.timestamp() * 1000) if moment else 0
