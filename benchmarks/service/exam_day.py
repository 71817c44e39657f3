"""A whole exam in fast motion: the login storm, answering with more time for all in the middle, the bell.

Rule: what stations send is what the real client sends, signed beforehand; a busy service is asked again after
the time that it says. Afterwards every acknowledged event is in the database, and everybody has a receipt.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.service.bare_storage import Rows
from benchmarks.service.databases import Database
from benchmarks.service.plan import Line, Plan, Seen
from benchmarks.service.sending import send
from benchmarks.service.site import Service, exam_ids, stored_attempts, stored_events
from benchmarks.service.stations import Seat, Session, opened
from benchmarks.service.watching import Asked, Watchers
from examserver.cli.ordering import give
from examserver.services.exam_orders import ExtendExam

HEARTBEAT_SECONDS = 10.0
"""So often a station says that it is there."""

SPREAD_SECONDS = 3.0
"""Over so long the client spreads what the deadline hands in (`examclient.ui.presenter`)."""

AFTER_EXTENSION = 5.0
"""Seconds in which saves are looked at by themselves: all stations hear of more time."""

MORE_MINUTES = 10
SAVE, HEARTBEAT, LAST, SUBMIT = "save", "heartbeat", "last", "submit"


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast the day goes, in seconds: all logins, answering, and from one save of a candidate to the next.

    `browsers` have the monitor open all the time.
    """

    logins: float
    answering: float
    every: float
    browsers: int


@dataclass(frozen=True, slots=True)
class Day:
    """What was seen. `waits` are milliseconds by kind, `cpu` and `database_cpu` processor seconds.

    `handed_in` is the second from the bell at which the last one had a receipt, `extension` the seconds that
    the order took, `resident` the service's memory in MB at the end.
    """

    logins: Seen
    answering: Seen
    waits: dict[str, list[float]]
    after_extension: list[float]
    handed_in: float
    extension: float
    resident: float
    cpu: tuple[float, float]
    database_cpu: tuple[float, float]
    asked: list[Asked] = field(default_factory=list)


class Station:
    """The line of one candidate: what is sent, when, and of which kind it is."""

    def __init__(self, session: Session, tempo: Tempo, dice: Random) -> None:
        moments = _moments(tempo.every, tempo.answering, dice)
        beats = _moments(HEARTBEAT_SECONDS, tempo.answering, dice)
        sheet = session.sheet("day", len(moments))
        due = [(moment, SAVE, request) for moment, request in zip(moments, sheet.saves, strict=True)]
        due += [(beat, HEARTBEAT, sheet.heartbeat) for beat in beats]
        bell = tempo.answering + dice.random() * SPREAD_SECONDS
        due += [(bell, LAST, sheet.last), (bell, SUBMIT, sheet.submit)]
        due.sort(key=lambda one: one[0])
        self.kinds = [kind for _, kind, _ in due]
        self.line = Line([request for _, _, request in due], [moment for moment, _, _ in due])
        self.stored = [
            *zip(moments, sheet.stored, strict=False),
            (bell, sheet.stored[-1]),
        ]


class ExamDay:
    """One day at a running service. `database` is asked for its processor time alone."""

    def __init__(self, folder: Path, service: Service, database: Database, tempo: Tempo) -> None:
        self._folder, self._service = folder, service
        self._database, self._tempo = database, tempo
        self._extension = 0.0

    def run(self, seats: list[Seat]) -> tuple[Day, Rows]:
        """All of it; and what had to be stored, with the moments."""
        dice = Random(len(seats))
        with Watchers(self._service.port, self._tempo.browsers) as watchers:
            logins, used = self._measured(lambda: self._log_in(seats, dice))
            sessions = [opened(seat, one[0]) for seat, one in zip(seats, logins.bodies, strict=True)]
            stations = [Station(session, self._tempo, dice) for session in sessions]
            seen, later = self._measured(lambda: self._answer(stations))
        self._require_everything(stations, seen)
        rows = sorted(one for station in stations for one in station.stored)
        day = Day(
            logins=logins,
            answering=seen,
            waits=_by_kind(stations, seen),
            after_extension=_after_extension(stations, seen, self._tempo),
            handed_in=max(ends[-1] for ends in seen.ends) - self._tempo.answering,
            extension=self._extension,
            resident=self._service.resident(),
            cpu=(used[0], later[0]),
            database_cpu=(used[1], later[1]),
            asked=watchers.asked,
        )
        return day, Rows([due for due, _ in rows], [content for _, content in rows])

    def _measured(self, act: Callable[[], Seen]) -> tuple[Seen, tuple[float, float]]:
        before = self._service.cpu_seconds(), self._database.cpu_seconds()
        seen = act()
        after = self._service.cpu_seconds(), self._database.cpu_seconds()
        assert not seen.refused, f"{seen.refused} requests were refused"
        return seen, (after[0] - before[0], after[1] - before[1])

    def _log_in(self, seats: list[Seat], dice: Random) -> Seen:
        moments = [dice.random() * self._tempo.logins for _ in seats]
        lines = [
            Line([seat.login_request()], [due], late=True) for seat, due in zip(seats, moments, strict=True)
        ]
        return send(Plan(self._service.port, lines, keep=True, patient=True))

    def _answer(self, stations: list[Station]) -> Seen:
        giving = threading.Timer(self._tempo.answering / 2, self._extend)
        seen = send(
            Plan(self._service.port, [one.line for one in stations], patient=True), on_begin=giving.start
        )
        giving.join()
        return seen

    def _extend(self) -> None:
        """As a person does by the command, in the middle of answering."""
        began = time.perf_counter()
        give(self._folder, ExtendExam(exam_ids(self._folder)[0], MORE_MINUTES, reason="benchmark"))
        self._extension = time.perf_counter() - began

    def _require_everything(self, stations: list[Station], seen: Seen) -> None:
        saves = sum(len(one.stored) for one in stations)
        assert stored_events(self._folder) == saves, "what was acknowledged is not stored"
        assert stored_attempts(self._folder) == len(stations), "somebody has no receipt"
        assert self._extension, "nobody was given more time"
        assert len(seen.waits) == len(stations)


def _moments(every: float, seconds: float, dice: Random) -> list[float]:
    """The seconds at which one of many does something again and again, each from a moment of its own."""
    first = dice.random() * every
    found = [first + number * every for number in range(max(1, int(seconds / every)))]
    return [one for one in found if one < seconds] or [seconds * dice.random()]


def _by_kind(stations: list[Station], seen: Seen) -> dict[str, list[float]]:
    """Milliseconds by what was sent. A submit counts from when its station hands in, its event included."""
    found: dict[str, list[float]] = {kind: [] for kind in (SAVE, HEARTBEAT, LAST, SUBMIT)}
    for station, waits in zip(stations, seen.waits, strict=True):
        for kind, wait in zip(station.kinds, waits, strict=True):
            found[kind].append(wait)
    return found


def _after_extension(stations: list[Station], seen: Seen, tempo: Tempo) -> list[float]:
    """The waits of saves in the seconds after more time was given to all."""
    first = tempo.answering / 2
    return [
        wait
        for station, waits in zip(stations, seen.waits, strict=True)
        for due, kind, wait in zip(station.line.due, station.kinds, waits, strict=True)
        if kind == SAVE and first <= due < first + AFTER_EXTENSION
    ]
