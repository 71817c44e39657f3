"""Finds out who sits what: the candidate by both numbers, and the exam that is theirs now.

Rule: guesses are answered at a pace, one after the other: many sent at once would all be answered before the
first one counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from examprotocol.attempt_ids import attempt_id
from examprotocol.messages import LoginRequest, Refusal
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.services.actions.times import moved, standing_for
from examserver.services.caller import Caller
from examserver.services.holding import held_elsewhere
from examserver.services.sessions import require_station
from examserver.services.tries import tries_for
from examserver.services.try_pace import trying_numbers
from examserver.services.turns import Turns
from examserver.storage.attempts import Attempt, expect_attempt_at, find_attempt
from examserver.storage.candidates import Registered, comparable, expect_candidate, find_candidate
from examserver.storage.exams import Exam, exams_of, expect_exams
from examserver.storage.places import expect_place, place_of
from examserver.storage.site_orders import expect_touching
from examserver.storage.sittings import rehearsed_exams
from examserver.storage.stations import Station, expect_station
from examserver.storage.store import Store

DAY = 24 * 3600 * 1000
"""Milliseconds."""

AT_HAND = 3_600_000
"""Milliseconds before its start in which an exam is what a candidate comes for who is done with another."""

WRONG_NUMBERS = (Refusal.UNKNOWN_CANDIDATE, Refusal.WRONG_IDENTITY)


@dataclass(frozen=True, slots=True)
class Seating:
    """Who wants to sit what, and where; the candidate's seat is the one at the exam.

    `elsewhere` is the other station at which the exam is open.
    """

    candidate: Registered
    exam: Exam
    station: Station
    elsewhere: Station | None


class Seatings:
    """Owns the look for candidates, and how often it may be in vain. `site` is the site's id."""

    def __init__(self, store: Store, site: str, clock: Clock) -> None:
        self._store = store
        self._site = site
        self._clock = clock
        self._tries = tries_for(store)
        self._looks = Turns()

    async def look(self, caller: Caller, request: LoginRequest) -> Seating:
        """Find who sits what, at the pace that is allowed; raises RefusedError."""
        trying = trying_numbers(caller.station, request.admission_number)
        self._tries.require_free_here(trying, self._clock.now())
        async with self._looks.alone(trying.limits):
            await self._tries.require_free(trying, self._clock.now())
            try:
                return await self._store.look(
                    lambda connection: self._find(connection, caller, request),
                    partial(_expect, caller, request),
                    partial(_expect_after, request, self._site),
                )
            except RefusedError as refused:
                if refused.code in WRONG_NUMBERS:
                    await self._tries.count_failure(trying, self._clock.now())
                raise

    def _find(self, connection: Connection, caller: Caller, request: LoginRequest) -> Seating:
        comes_back = request.epoch is not None
        station = require_station(connection, caller)
        candidate = _candidate(connection, request)
        exams = tuple(
            exam for exam in exams_of(connection, candidate.admission_number) if not exam.reported_by
        )
        attempts = {exam.id: attempt_of(connection, exam, candidate, self._site) for exam in exams}
        named = [exam for exam in exams if request.attempt == attempts[exam.id].id]
        if comes_back and not named:
            raise RefusedError(Refusal.NO_EXAM, "The candidate has no exam of which this is the attempt.")
        exam = named[0] if named else self._choose(connection, exams, attempts)
        elsewhere = held_elsewhere(connection, attempts[exam.id], station.id)
        place = place_of(connection, exam.id, candidate.admission_number)
        seated = replace(candidate, seat=place.seat) if place is not None else candidate
        return Seating(seated, exam, station, elsewhere)

    def _choose(
        self, connection: Connection, exams: tuple[Exam, ...], attempts: Mapping[str, Attempt]
    ) -> Exam:
        """By the times as pauses and closings leave them; returned with those that stand in the tables."""
        now = self._clock.now()
        own = [
            moved(exam, standing_for(connection, exam, attempts[exam.id]), now)
            if _is_near(exam, now)
            else exam
            for exam in exams
        ]
        handed_in = frozenset(exam.id for exam in exams if attempts[exam.id].submitted)
        rehearsed = rehearsed_exams(connection) if len(exams) > 1 else frozenset[str]()
        chosen = choose_exam(tuple(own), now, handed_in, rehearsed)
        return next(exam for exam in exams if exam.id == chosen.id)


def _is_near(exam: Exam, now: int) -> bool:
    """Whether a pause or a closing may matter: what is long over is not looked at."""
    return exam.starts - DAY < now < exam.closes + DAY


def choose_exam(
    exams: tuple[Exam, ...],
    now: int,
    handed_in: frozenset[str] = frozenset(),
    rehearsed: frozenset[str] = frozenset(),
) -> Exam:
    """Of a candidate's exams by their start, the first that still takes logins; raises RefusedError.

    One that is handed in is passed over for the next of the day, once that is near (`AT_HAND`), and so is one
    that is `rehearsed` for a real one: nobody answers what does not count while they should sit the exam.
    """
    if not exams:
        raise RefusedError(Refusal.NO_EXAM, "No exam is set up for this candidate.")
    open_exams = [exam for exam in exams if now < exam.closes and not exam.cancelled]
    if not open_exams:
        what = "was cancelled" if exams[-1].cancelled else "is over"
        raise RefusedError(Refusal.NO_EXAM, f"The candidate's last exam, “{exams[-1].title}”, {what}.")
    at_hand = [exam for exam in open_exams if exam.starts - AT_HAND <= now and exam.id not in handed_in]
    real = (exam for exam in at_hand if exam.id not in rehearsed)
    return next(real, next(iter(at_hand), open_exams[0]))


def _expect(caller: Caller, request: LoginRequest, connection: Connection) -> None:
    expect_station(connection, caller.station)
    expect_candidate(connection, request.admission_number)
    expect_exams(connection, comparable(request.admission_number))


def _expect_after(request: LoginRequest, site: str, connection: Connection) -> None:
    """What is asked of each of the candidate's exams."""
    number = comparable(request.admission_number)
    for exam in exams_of(connection, number):
        expect_attempt_at(connection, exam.id, number)
        expect_place(connection, exam.id, number)
        expect_touching(connection, exam.id, attempt_id(site, exam.id, exam.paper, number))


def attempt_of(connection: Connection, exam: Exam, candidate: Registered, site: str) -> Attempt:
    """The candidate's attempt at the exam, or the one that begins with the first login."""
    number = candidate.admission_number
    known = find_attempt(connection, exam.id, number)
    return known or Attempt(
        attempt_id(site, exam.id, exam.paper, number), exam.id, number, granted=0, submitted=False
    )


def _candidate(connection: Connection, request: LoginRequest) -> Registered:
    candidate = find_candidate(connection, request.admission_number)
    if candidate is None:
        raise RefusedError(Refusal.UNKNOWN_CANDIDATE, "No candidate has this admission number.")
    if candidate.identity_number != comparable(request.identity_number):
        raise RefusedError(Refusal.WRONG_IDENTITY, "The identity number is not the candidate's.")
    return candidate
