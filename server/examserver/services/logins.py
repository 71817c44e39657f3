"""Logs candidates in: finds the candidate and the exam, and grants a new epoch with each login."""

import logging
import re
from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol import messages
from examprotocol.events import Epoch
from examprotocol.messages import LoginReply, LoginRequest, Refusal
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.ids import new_id, new_token
from examserver.services.candidates import masked
from examserver.storage.attempts import (
    Attempt,
    NewSession,
    add_attempt,
    add_session,
    find_attempt,
    raise_grant,
)
from examserver.storage.candidates import Registered, comparable, find_candidate
from examserver.storage.exams import Exam, exams_of
from examserver.storage.receipts import newest_receipt
from examserver.storage.site import SiteIdentity
from examserver.storage.store import Store

log = logging.getLogger(__name__)

STATION = re.compile(r"[0-9a-f]{32}")
CLIENT = re.compile(r"[\w.+ -]{1,40}")


@dataclass(frozen=True, slots=True)
class _Seating:
    """Who sits what."""

    candidate: Registered
    exam: Exam


class Logins:
    """Owns the way from two numbers to a session. Knows nothing of papers or answers."""

    def __init__(self, store: Store, identity: SiteIdentity, clock: Clock) -> None:
        self._store = store
        self._identity = identity
        self._clock = clock

    async def log_in(self, request: LoginRequest) -> LoginReply:
        """Open a session for the candidate's exam; raises RefusedError, BusyError and StorageError."""
        _check_station(request)
        seating = await self._store.read(lambda connection: self._find(connection, request))
        return await self._store.write(lambda connection: self._grant(connection, seating, request))

    def _find(self, connection: Connection, request: LoginRequest) -> _Seating:
        candidate = find_candidate(connection, request.admission_number)
        if candidate is None:
            raise RefusedError(Refusal.UNKNOWN_CANDIDATE, "No candidate has this admission number.")
        if candidate.identity_number != comparable(request.identity_number):
            raise RefusedError(Refusal.WRONG_IDENTITY, "The identity number is not the candidate's.")
        exams = exams_of(connection, candidate.admission_number)
        return _Seating(candidate, choose_exam(exams, self._clock.now()))

    def _grant(self, connection: Connection, seating: _Seating, request: LoginRequest) -> LoginReply:
        attempt = _attempt_of(connection, seating)
        epoch = Epoch(self._identity.generation, raise_grant(connection, attempt.id))
        token, now = new_token(), self._clock.now()
        session = NewSession(token, attempt.id, epoch, request.station, request.client, now)
        add_session(connection, session)
        log.info("attempt %s: login %d from station %s", attempt.id, epoch.grant, request.station)
        receipt = newest_receipt(connection, attempt.id)
        return LoginReply(
            now=now,
            token=token,
            attempt=attempt.id,
            epoch=epoch,
            candidate=_shown_candidate(seating.candidate),
            exam=self._shown_exam(seating.exam),
            receipt=receipt.token if receipt else "",
        )

    def _shown_exam(self, exam: Exam) -> messages.Exam:
        return messages.Exam(
            exam_id=exam.id,
            title=exam.title,
            site=self._identity.name,
            key_release=exam.key_release,
            start=exam.starts,
            end=exam.ends,
            show_seconds=exam.show_seconds,
        )


def choose_exam(exams: tuple[Exam, ...], now: int) -> Exam:
    """Of a candidate's exams by their start, the first that still takes logins; raises RefusedError."""
    if not exams:
        raise RefusedError(Refusal.NO_EXAM, "No exam is set up for this candidate.")
    open_exams = [exam for exam in exams if now < exam.closes]
    if not open_exams:
        raise RefusedError(Refusal.NO_EXAM, f"The candidate's last exam, “{exams[-1].title}”, is over.")
    return open_exams[0]


def _check_station(request: LoginRequest) -> None:
    if STATION.fullmatch(request.station) is None or CLIENT.fullmatch(request.client) is None:
        raise RefusedError(Refusal.UNREADABLE, "The station's id or the client's version is not one.")


def _attempt_of(connection: Connection, seating: _Seating) -> Attempt:
    exam, candidate = seating.exam.id, seating.candidate.admission_number
    attempt = find_attempt(connection, exam, candidate)
    if attempt is None:
        attempt = Attempt(new_id(), exam, candidate, granted=0, submitted=False)
        add_attempt(connection, attempt)
    return attempt


def _shown_candidate(candidate: Registered) -> messages.Candidate:
    identity = masked(candidate.identity_number)
    return messages.Candidate(candidate.name, candidate.admission_number, identity, candidate.seat)
