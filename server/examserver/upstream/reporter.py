"""Reports to the authority: makes the packages that are wanted, and sends them until each is acknowledged.

Rule: what keeps one report from arriving holds up no other, and a key that is due goes before any part. What
was sent is asked of the authority, so nothing needs to be remembered of a transfer that broke off.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from threading import Event

from sqlalchemy import Connection

from examprotocol.errors import ProtocolError
from examprotocol.messages import Refusal
from examprotocol.report_messages import (
    Acknowledgement,
    PartReply,
    ReportOffer,
    ReportReply,
    open_acknowledgement,
)
from examprotocol.result_package import ReportAbout, ResultPart
from examprotocol.result_seal import claimed_index, open_index
from examprotocol.signing import read_key
from examserver.errors import SiteError, StorageError, UpstreamError, UpstreamRefusedError
from examserver.services.reporting.packing import Workshop, make_package
from examserver.services.reporting.sent import want_report
from examserver.storage.reports import (
    ReportRow,
    change_report,
    find_report,
    forget_acknowledged,
    keep_acknowledged,
    waiting_reports,
)
from examserver.storage.result_parts import read_part
from examserver.storage.upstream import read_upstream
from examserver.upstream.line import AuthorityLine
from examserver.upstream.stock import Ground

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
"""So long it waits while the authority is at work on a report whose parts are all there."""

GONE = (Refusal.STATION_REVOKED, Refusal.UNKNOWN_STATION)


@dataclass(frozen=True, slots=True)
class Sending:
    """By what reports go. `halted` ends it at the next part, and so does whatever is more urgent."""

    line: AuthorityLine
    halted: Event
    is_urgent: Callable[[], bool]

    @property
    def ends(self) -> bool:
        """Whether nothing more is to be begun."""
        return self.halted.is_set() or self.is_urgent()


class Reporter:
    """Owns what happens with reports in one round. `troubles` says what was wrong with which."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.troubles: dict[str, str] = {}

    def make_all(self) -> None:
        """Make the packages that are wanted; needs no line."""
        ground = self._ground
        upstream = ground.store.read_now(read_upstream)
        for row in ground.store.read_now(waiting_reports):
            if row.index or upstream is None or not upstream.opening_key:
                continue
            workshop = Workshop(ground.store.read_now, ground.folder, ground.shelf, ground.key)
            try:
                ground.store.write_now(partial(keep_package, made=make_package(workshop, upstream, row)))
            except (SiteError, ProtocolError, OSError) as error:
                self._note_trouble(row, str(error))

    def send_all(self, sending: Sending) -> None:
        """Send what is made and not acknowledged; raises UpstreamError where the line is down."""
        for row in self._ground.store.read_now(waiting_reports):
            if sending.ends:
                return
            if row.index:
                self._send(row, sending)

    def _send(self, row: ReportRow, sending: Sending) -> None:
        row = self._note(replace(row, tries=row.tries + 1, tried=self._ground.clock.now(), trouble=""))
        try:
            self._send_parts(row, sending)
        except UpstreamRefusedError as error:
            self._note_trouble(row, str(error))
            if error.code in GONE:
                raise
        except UpstreamError as error:
            self._note_trouble(row, str(error))
            raise
        except StorageError as error:
            self._note_trouble(row, str(error))
            self._note(replace(row, index="", report="", sent=0, trouble=str(error)))  # it is made anew

    def _send_parts(self, row: ReportRow, sending: Sending) -> None:
        key = self._ground.key
        parts = {part.sha256: part for part in open_index(row.index.encode(), key).parts}
        while not sending.ends:
            reply = self._offer(row, sending)
            if reply is None:
                continue
            if reply.acknowledgement:
                self._acknowledged(row, reply.acknowledgement)
                return
            row = self._note(replace(row, sent=row.size - _bytes(parts, reply.missing)))
            if not reply.missing:
                sending.halted.wait(LOOK_SECONDS)
            for name in reply.missing:
                if sending.ends:
                    return
                self._send_part(row, parts, name, sending.line)

    def _offer(self, row: ReportRow, sending: Sending) -> ReportReply | None:
        """What the authority says to the index; None where it was busy, and has been waited for."""
        try:
            return sending.line.ask("sites/report", ReportOffer(row.index), ReportReply)
        except UpstreamRefusedError as error:
            if error.code != Refusal.BUSY:
                raise
            sending.halted.wait(max(LOOK_SECONDS, error.wait))
            return None

    def _send_part(
        self, row: ReportRow, parts: dict[str, ResultPart], name: str, line: AuthorityLine
    ) -> None:
        if name not in parts:
            raise UpstreamError("The authority asks for a part that is none of the report.", "Tell it so.")
        data = read_part(self._ground.folder, parts[name])
        line.bring(f"sites/report/{row.report}/{name}", data, PartReply)

    def _acknowledged(self, row: ReportRow, token: str) -> None:
        """Keep it. The parts go an hour later: a command may be writing them into a file now."""
        ground = self._ground
        said = ground.store.write_now(
            partial(keep_acknowledgement, row=row, token=token, now=ground.clock.now())
        )
        log.info("report %d of %s is acknowledged %s", row.number, row.exam, said.fault)

    def _note_trouble(self, row: ReportRow, trouble: str) -> None:
        log.warning("report %d of %s: %s", row.number, row.exam, trouble)
        self.troubles[f"report {row.exam}"] = f"{row.exam}: {trouble}"
        self._note(replace(row, trouble=trouble))

    def _note(self, row: ReportRow) -> ReportRow:
        self._ground.store.write_now(partial(note_progress, row=row))
        return row


def keep_package(connection: Connection, made: ReportRow) -> None:
    """Keep the package of a report, unless another process has made one meanwhile, or another authority was
    joined: it is made anew for that. Was everything ordered while this one was made without, that is for the
    next report.
    """
    known, upstream = find_report(connection, made.exam, made.number), read_upstream(connection)
    if known is None or known.index or upstream is None or _about(made).authority != upstream.authority:
        return
    change_report(connection, made)
    if known.whole and not made.whole:
        want_report(connection, ReportRow(made.exam, 0, made.at, made.by, whole=True))
    if made.whole and _left(made):  # the next carry what is not acknowledged: that is to be everything
        forget_acknowledged(connection, made.exam)


def note_progress(connection: Connection, row: ReportRow) -> None:
    """Store how far a report is; one that was acknowledged, or ordered whole, meanwhile stays so, and one
    whose package is to be made anew, for another authority, stays without.
    """
    known = find_report(connection, row.exam, row.number)
    if known is None or known.acknowledged or (row.report and row.report != known.report):
        return
    change_report(connection, replace(row, whole=row.whole or known.whole))


def keep_acknowledgement(connection: Connection, row: ReportRow, token: str, now: int) -> Acknowledgement:
    """Keep what the authority has signed of a report; raises UpstreamError for what it has not.

    What did not fit into its package is wanted now, unless nothing of this one could be taken in.
    """
    upstream = read_upstream(connection)
    if upstream is None:
        raise UpstreamError("This service has joined no authority.", "Join one by its file.")
    try:
        said = open_acknowledgement(token, read_key(upstream.signing_key), row.report)
    except ProtocolError as error:
        raise UpstreamError(
            "This acknowledgement is not signed by the authority that this site has joined, "
            "or it is of another report.",
            "The report stays open. Tell the authority.",
        ) from error
    known = find_report(connection, row.exam, row.number)
    is_first = known is not None and not known.acknowledged
    done = replace(row, acknowledgement=token, acknowledged=now, sent=row.size, trouble="")
    change_report(connection, done)
    keep_acknowledged(connection, row.exam, said.taken)
    if is_first and said.taken and _left(row):
        want_report(connection, ReportRow(row.exam, 0, now, row.by, whole=False))
    return said


def _left(row: ReportRow) -> int:
    """How many entries are for the next report."""
    return _about(row).left


def _about(row: ReportRow) -> ReportAbout:
    return claimed_index(row.index.encode()).about


def _bytes(parts: dict[str, ResultPart], names: tuple[str, ...]) -> int:
    return sum(parts[name].size for name in names if name in parts)
