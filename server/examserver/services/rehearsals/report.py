"""What came of a rehearsal, seat by seat: whether everything that was written there came through.

Rule: a seat is well only when the site has every event that its station says it has, the attempt is handed in
with a receipt, and each trouble that was ordered was carried out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from examserver.services.sittings.finding import require_sitting
from examserver.services.stations import in_order
from examserver.storage.attempts import Attempt, attempts_of
from examserver.storage.candidates import Registered
from examserver.storage.events import heads_of
from examserver.storage.exams import Exam, candidates_of
from examserver.storage.receipts import newest_receipt
from examserver.storage.sittings import Sitting, exams_in
from examserver.storage.stations import Station, all_stations
from examserver.storage.troubles import TroubleRow, told_events, troubles_at


class SeatFault(StrEnum):
    """What did not come through at a seat."""

    NOTHING_TOLD = "the station has not said how much it holds"
    NOT_ALL_SENT = "some of what the station holds is not here"
    NOT_HANDED_IN = "not handed in"
    NO_RECEIPT = "handed in, but without a receipt"
    NOT_DONE = "a trouble was not carried out"


@dataclass(frozen=True, slots=True)
class SeatReport:
    """One candidate's seat at one exam. `told` is how many events the station said it holds, -1 where it said
    nothing; `events` are those at the site. Who has not begun has no faults, and is not well either.
    """

    exam: Exam
    candidate: Registered
    station: Station | None
    begun: bool
    told: int = -1
    events: int = 0
    receipt: str = ""
    troubles: tuple[TroubleRow, ...] = ()
    faults: tuple[SeatFault, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether everything came through."""
        return self.begun and not self.faults

    @property
    def done(self) -> int:
        """How many of its troubles were carried out."""
        return sum(bool(one.done) for one in self.troubles)


@dataclass(frozen=True, slots=True)
class RehearsalReport:
    """All seats of a sitting: those with faults first, those where nobody came last."""

    sitting: Sitting
    seats: tuple[SeatReport, ...]

    @property
    def begun(self) -> int:
        """At how many seats somebody sat."""
        return sum(one.begun for one in self.seats)

    @property
    def well(self) -> int:
        """At how many of these everything came through."""
        return sum(one.is_well for one in self.seats)


@dataclass(frozen=True, slots=True)
class RehearsalPaper:
    """What is printed: the report, the site's name, the rehearsed exams, and when it was made."""

    report: RehearsalReport
    site: str
    made: int

    @property
    def exams(self) -> tuple[Exam, ...]:
        """The exams of the sitting, by their start."""
        found = {seat.exam.id: seat.exam for seat in self.report.seats}
        return tuple(sorted(found.values(), key=lambda exam: (exam.starts, exam.id)))


def report_of(connection: Connection, sitting_id: str) -> RehearsalReport:
    """The report of a sitting, rehearsal or not; raises SittingError."""
    sitting = require_sitting(connection, sitting_id)
    stations = {station.id: station for station in all_stations(connection)}
    seats = [seat for exam in exams_in(connection, sitting.id) for seat in _seats(connection, exam, stations)]
    places = {one.id: place for place, one in enumerate(in_order(stations.values()))}
    return RehearsalReport(sitting, tuple(sorted(seats, key=lambda one: _rank(one, places))))


def _rank(seat: SeatReport, places: Mapping[str, int]) -> tuple[bool, bool, int, str]:
    place = places[seat.station.id] if seat.station else len(places)
    return not seat.begun, seat.is_well, place, seat.candidate.admission_number


def _seats(connection: Connection, exam: Exam, stations: Mapping[str, Station]) -> Iterable[SeatReport]:
    attempts = {attempt.candidate: attempt for attempt in attempts_of(connection, exam.id)}
    told, troubles = told_events(connection, exam.id), troubles_at(connection, exam.id)
    for candidate in candidates_of(connection, exam.id):
        attempt = attempts.get(candidate.admission_number)
        if attempt is None:
            yield SeatReport(exam, candidate, None, begun=False)
            continue
        own = tuple(one for one in troubles if one.attempt == attempt.id)
        events = sum(head.seq for head in heads_of(connection, attempt.id).values())
        receipt = newest_receipt(connection, attempt.id)
        code = receipt.code if receipt else ""
        said = told.get(attempt.id, -1)
        yield SeatReport(
            exam=exam,
            candidate=candidate,
            station=stations.get(attempt.holder),
            begun=True,
            told=said,
            events=events,
            receipt=code,
            troubles=own,
            faults=tuple(_faults(attempt, said, events, code, own)),
        )


def _faults(
    attempt: Attempt, told: int, events: int, receipt: str, troubles: tuple[TroubleRow, ...]
) -> Iterable[SeatFault]:
    if told < 0:
        yield SeatFault.NOTHING_TOLD
    if told > events:
        yield SeatFault.NOT_ALL_SENT
    if not attempt.submitted:
        yield SeatFault.NOT_HANDED_IN
    elif not receipt:
        yield SeatFault.NO_RECEIPT
    if not all(one.done for one in troubles):
        yield SeatFault.NOT_DONE
