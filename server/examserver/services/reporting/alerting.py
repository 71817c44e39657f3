"""At a site: reports upward that many cannot get in, by the line at once, or by file where that is down.

Rule: what is reported is kept until the authority has it. Without joining there is nobody to tell: the page
and the command say so, and the telephone remains.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from jwcrypto import jwk
from sqlalchemy import Connection, func, select

from examprotocol.alerts import LONGEST_NAME, LONGEST_TEXT, MOST_COUNTS, Alert, AlertFile, Count, seal_alerts
from examprotocol.errors import UnreadableError
from examprotocol.station_proof import station_id_of
from examserver.errors import UpstreamError
from examserver.ids import new_id
from examserver.services.import_words import plain
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.storage import schema
from examserver.storage.alerts import OwnAlert, add_alert, alerts_to_tell, own_alerts
from examserver.storage.checkins import PRESENT, entries_at
from examserver.storage.exams import MINUTE, Exam, count_entries, own_exams
from examserver.storage.sittings import rehearsed_exams
from examserver.storage.upstream import Upstream, read_upstream
from examserver.upstream.shelving import require_joined

AHEAD = 120 * MINUTE
"""Milliseconds before its start from which an exam's counts go with what is reported."""


class ReportUpward(StaffOrder, frozen=True, tag="report_upward"):
    """Tell the authority that candidates cannot get in: what is wrong, with the counts of an exam, or of all
    that are on, where none is named.
    """

    RECORDED: ClassVar = ("exam", "text")

    text: str
    exam: str = ""
    by: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Note it; the running service tells it at once, unless it is paused. Raises UpstreamError."""
        upstream = require_joined(bench.connection)
        text = plain(" ".join(self.text.split()))
        if not text:
            raise UpstreamError("Nothing was said.", "Say in a sentence what is wrong.")
        if len(text) > LONGEST_TEXT:
            raise UpstreamError(
                f"The text has more than {LONGEST_TEXT} characters.", "Say it in fewer words."
            )
        counts = tuple(one for one in counts_now(bench.connection, bench.now, self.exam))
        if self.exam and not counts:
            raise UpstreamError(f"There is no exam {self.exam}.", "Choose one of the list, or none.")
        alert = Alert(new_id(), bench.now, plain(self.by)[:LONGEST_NAME], text, counts)
        add_alert(bench.connection, alert)
        return Outcome(_becomes_of_it(upstream))


class MakeAlertFile(StaffOrder, frozen=True, tag="make_alert_file"):
    """Put what the authority may not have into a file that this site has signed."""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; the outcome has the file, with the newest where not all fit in. Raises UpstreamError."""
        upstream = require_joined(bench.connection)
        alerts = alerts_to_tell(bench.connection, bench.now, newest_first=True)
        if not alerts:
            raise UpstreamError(
                "The authority has all that was reported upward.", "There is nothing to carry."
            )
        return Outcome(content=_sealed(upstream.authority, alerts, bench.key))

    def deed(self) -> None:
        """Nothing is changed by it."""


@dataclass(frozen=True, slots=True)
class Upward:
    """What the page of a site shows: the authority, None where none was joined, the exams that are on with
    their counts, and what was reported, the newest first.
    """

    upstream: Upstream | None
    counts: tuple[Count, ...]
    alerts: tuple[OwnAlert, ...]

    @property
    def is_waiting(self) -> bool:
        """Whether the authority may lack something of it."""
        return any(not one.came for one in self.alerts)


def upward(connection: Connection, now: int) -> Upward:
    """All of it, at a site time in milliseconds."""
    return Upward(read_upstream(connection), counts_now(connection, now), own_alerts(connection))


def _becomes_of_it(upstream: Upstream) -> tuple[str, ...]:
    if not upstream.paused:
        return (f"It is told to {upstream.name} while the service runs, and kept until it is there.",)
    return (
        f"Paused: nothing is sent to {upstream.name}. This is kept. Go on: examserver upstream DIR resume",
        "Or carry it as a file (examserver upstream DIR alerts --out FILE), or telephone.",
    )


def _sealed(authority: str, alerts: tuple[Alert, ...], key: jwk.JWK) -> bytes:
    """As many of them as one file may hold: one has room in it, whatever it says."""
    for most in range(len(alerts), 1, -1):
        with suppress(UnreadableError):
            return seal_alerts(AlertFile(authority, station_id_of(key), alerts[:most]), key)
    return seal_alerts(AlertFile(authority, station_id_of(key), alerts[:1]), key)


def counts_now(connection: Connection, now: int, exam: str = "") -> tuple[Count, ...]:
    """Who came and who got in: at this exam of the site's own, or at those that are on or soon will be.

    A rehearsal is nothing that the authority is told of.
    """
    rehearsed = rehearsed_exams(connection)
    own = [one for one in own_exams(connection) if one.id not in rehearsed]
    meant = [one for one in own if one.id == exam or (not exam and _is_on(one, now))]
    return tuple(_count(connection, one) for one in meant[:MOST_COUNTS])


def _is_on(exam: Exam, now: int) -> bool:
    return not exam.cancelled and exam.starts - AHEAD <= now < exam.extended(0).closes


def _count(connection: Connection, exam: Exam) -> Count:
    attempts = schema.attempts
    query = select(func.count()).select_from(attempts).where(attempts.c.exam == exam.id)
    came = sum(state in PRESENT for state in entries_at(connection, exam.id).values())
    return Count(
        exam.id,
        exam.title,
        exam.starts,
        count_entries(connection, exam.id),
        came,
        connection.execute(query).scalar_one(),
    )
