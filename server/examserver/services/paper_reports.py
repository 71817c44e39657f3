"""Keeps what stations report of the papers on their disks, and tells it seat by seat.

Rule: a station reports for itself, of an exam that there is; no text is kept that could play with a terminal.
"""

from functools import partial

import msgspec
from sqlalchemy import Connection

from examprotocol.messages import Refusal
from examprotocol.paper_messages import MOST_FINDINGS, SOUNDS, PaperFinding, PaperReport, PaperReportReply
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.services.caller import Caller
from examserver.services.import_words import plain
from examserver.services.sessions import require_station
from examserver.services.stations import in_order
from examserver.storage.exams import Exam, find_exam
from examserver.storage.paper_reports import KeptPaperReport, keep_paper_report, paper_reports_of
from examserver.storage.paper_rows import find_paper
from examserver.storage.room_cards import rooms_with_card
from examserver.storage.stations import StationState, all_stations
from examserver.storage.store import Store


class PaperAtStation(msgspec.Struct, frozen=True):
    """How far a seat is with the paper of an exam. `at` is the site time in milliseconds, 0 for no report.

    `sealed`: all parts are on its disk; `has_key`: it can open them; `drawn`: every question was drawn once.
    """

    station: str
    room: str
    seat: str
    name: str
    at: int = 0
    sealed: bool = False
    here: int = 0
    total: int = 0
    has_key: bool = False
    drawn: bool = False
    findings: tuple[PaperFinding, ...] = ()
    sound: str = ""


class PaperReports:
    """Owns the last report of each station for each exam."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def keep(self, caller: Caller, report: PaperReport) -> PaperReportReply:
        """Keep a report instead of the one before; raises RefusedError, BusyError and StorageError."""
        return await self._store.write(partial(self._keep, caller, _as_kept(report)))

    def _keep(self, caller: Caller, report: PaperReport, connection: Connection) -> PaperReportReply:
        require_station(connection, caller)
        if find_exam(connection, report.exam) is None:
            raise RefusedError(Refusal.NOT_FOUND, "There is no such exam.")
        now = self._clock.now()
        before = paper_reports_of(connection, report.exam).get(caller.station)
        whole = _with_what_was_drawn(report, before.report) if before is not None else report
        keep_paper_report(connection, KeptPaperReport(caller.station, now, whole))
        return PaperReportReply(now)


def papers_at_stations(connection: Connection, exam: Exam) -> tuple[PaperAtStation, ...]:
    """Each seat of the rooms where the exam may be sat, by room and seat."""
    rooms = rooms_with_card(connection, exam.id)
    row = find_paper(connection, exam.paper)
    reports = paper_reports_of(connection, exam.id)
    digest = row.manifest_digest if row else ""
    told = []
    for station in in_order(all_stations(connection)):
        if station.state is not StationState.ACTIVE or (rooms and station.room not in rooms):
            continue
        who = PaperAtStation(station.id, station.room, station.seat, station.name)
        kept = reports.get(station.id)
        told.append(_told(who, kept) if kept is not None and kept.report.manifest == digest else who)
    return tuple(told)


def _with_what_was_drawn(report: PaperReport, before: PaperReport) -> PaperReport:
    """A station that takes the same paper once more while nobody sits there has still drawn it before."""
    is_less = report.is_sealed_here and not report.has_key
    return before if is_less and before.has_key and before.manifest == report.manifest else report


def _told(who: PaperAtStation, kept: KeptPaperReport) -> PaperAtStation:
    report = kept.report
    return msgspec.structs.replace(
        who,
        at=kept.at,
        sealed=report.is_sealed_here,
        here=report.here,
        total=report.total,
        has_key=report.has_key,
        drawn=report.is_drawn,
        findings=report.findings,
        sound=report.sound,
    )


def _as_kept(report: PaperReport) -> PaperReport:
    findings = tuple(
        msgspec.structs.replace(one, question=plain(one.question), characters=plain(one.characters))
        for one in report.findings[:MOST_FINDINGS]
    )
    sound = report.sound if report.sound in SOUNDS else ""
    return msgspec.structs.replace(report, manifest=plain(report.manifest), findings=findings, sound=sound)
