"""At the authority: takes what sites report upward, by the line or by file, and who of its staff has seen it.

Rule: a site speaks for itself alone. The same alert by both ways is one.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import ClassVar

import msgspec
from sqlalchemy import Connection

from examprotocol.alerts import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_AT_ONCE,
    MOST_COUNTS,
    Alert,
    AlertThere,
    Count,
    open_alerts,
    site_of,
)
from examprotocol.errors import ProtocolError
from examprotocol.signing import read_key
from examprotocol.times import LATEST
from examserver.errors import ExamSiteError
from examserver.services.audit import Deed
from examserver.services.import_words import plain
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.reporting.taking import FILE
from examserver.storage.alerts import CameAlert, add_came, came_alerts, find_came, note_seen
from examserver.storage.exam_sites import ExamSite, ExamSiteState, all_exam_sites, find_exam_site

ID = re.compile("[0-9a-f]{32}")
MOST_SHOWN, MOST_OF_SITE = 100, 20
"""So many are shown, and so many of one site: none has the page for itself."""
MOST_COUNTED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class ShownAlert:
    """An alert, and what the site that it came from is called."""

    came: CameAlert
    called: str


class TakeAlertFile(StaffOrder, frozen=True, tag="take_alert_file"):
    """Take in what a site reports upward, from the content of its file."""

    file: bytes

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ExamSiteError."""
        try:
            site = find_exam_site(bench.connection, site_of(self.file))
            if site is None or site.state is ExamSiteState.REMOVED:
                raise ExamSiteError(
                    "This file is of no site of this service.", "Ask the site whom it joined."
                )
            alerts = open_alerts(self.file, read_key(site.key or {}))
        except ProtocolError as error:
            raise ExamSiteError(
                "This is no message of a site to the authority, or somebody has changed it.",
                "The site makes one: examserver upstream DIR alerts --out FILE",
            ) from error
        if alerts.authority != bench.identity.id:
            raise ExamSiteError("This message is for another authority.", "Take it to that one.")
        there = take_alerts(bench.connection, site, alerts.alerts, FILE, bench.now)
        return Outcome((f"{site.name}: {len(there)} messages are here.",), number=len(there))

    def deed(self) -> Deed:
        """The file by its content."""
        return Deed("take_alert_file", {"sha256": hashlib.sha256(self.file).hexdigest()})


class SeeAlert(StaffOrder, frozen=True, tag="see_alert"):
    """Somebody at the authority has seen what a site reports; the site hears of it."""

    RECORDED: ClassVar = ("site", "alert")

    site: str
    alert: str
    by: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ExamSiteError where there is no such alert."""
        came = find_came(bench.connection, self.site, self.alert)
        if came is None:
            raise ExamSiteError("There is no such message.", "List them: examserver sites DIR messages")
        note_seen(bench.connection, came, plain(self.by)[:LONGEST_NAME], bench.now)
        return Outcome((f"Noted. {self.site} hears of it when it asks next.",))


def take_alerts(
    connection: Connection, site: ExamSite, alerts: tuple[Alert, ...], way: str, now: int
) -> tuple[AlertThere, ...]:
    """Keep what a site reports upward; returns what is there. What cannot be read is left out."""
    kept = (
        add_came(connection, CameAlert(site.id, _as_kept(alert), now, way))
        for alert in alerts[:MOST_AT_ONCE]
        if ID.fullmatch(alert.id)
    )
    return tuple(AlertThere(one.alert.id, one.came, one.seen) for one in kept)


def shown_alerts(connection: Connection) -> tuple[ShownAlert, ...]:
    """What came from all sites, the newest first, of each site a few."""
    called = {site.id: site.name for site in all_exam_sites(connection)}
    return tuple(
        ShownAlert(one, called.get(one.site, one.site))
        for one in came_alerts(connection, MOST_SHOWN, MOST_OF_SITE)
    )


def _as_kept(alert: Alert) -> Alert:
    """What a site says, cut to what can be stored and shown."""
    return msgspec.structs.replace(
        alert,
        at=_within(alert.at, LATEST),
        by=plain(alert.by)[:LONGEST_NAME],
        text=plain(alert.text)[:LONGEST_TEXT],
        counts=tuple(_count_as_kept(one) for one in alert.counts[:MOST_COUNTS]),
    )


def _count_as_kept(one: Count) -> Count:
    return Count(
        exam=plain(one.exam)[:LONGEST_NAME],
        title=plain(one.title)[:LONGEST_NAME],
        starts=_within(one.starts, LATEST),
        candidates=_within(one.candidates, MOST_COUNTED),
        checked_in=_within(one.checked_in, MOST_COUNTED),
        logged_in=_within(one.logged_in, MOST_COUNTED),
    )


def _within(number: int, most: int) -> int:
    return max(0, min(number, most))
