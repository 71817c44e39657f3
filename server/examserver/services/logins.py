"""Logs candidates in: finds the candidate and the exam, and grants a new epoch with each login."""

import asyncio
import logging
from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol import messages
from examprotocol.messages import LoginReply, LoginRequest, Refusal
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.ids import new_token
from examserver.services.attempt_ids import attempt_id
from examserver.services.caller import Caller, require_inside
from examserver.services.candidates import masked
from examserver.services.client_version import client_version, is_too_old
from examserver.services.gate import Gate
from examserver.services.login_pace import LoginPace
from examserver.services.sessions import require_station
from examserver.storage.attempts import (
    Attempt,
    NewSession,
    add_attempt,
    add_session,
    find_attempt,
    find_attempt_by_id,
    raise_grant,
)
from examserver.storage.candidates import Registered, comparable, find_candidate
from examserver.storage.exams import Exam, exams_of
from examserver.storage.extensions import extensions_for
from examserver.storage.receipts import newest_receipt
from examserver.storage.site import SiteIdentity
from examserver.storage.store import Store

log = logging.getLogger(__name__)

WRONG_NUMBERS = (Refusal.UNKNOWN_CANDIDATE, Refusal.WRONG_IDENTITY)


@dataclass(frozen=True, slots=True)
class _Seating:
    """Who sits what."""

    candidate: Registered
    exam: Exam


class Logins:
    """Owns the way from two numbers to a session. Knows nothing of papers or answers."""

    def __init__(self, store: Store, identity: SiteIdentity, clock: Clock, gate: Gate) -> None:
        self._store = store
        self._identity = identity
        self._clock = clock
        self._gate = gate
        self._pace = LoginPace()
        self._looking = asyncio.Lock()

    async def log_in(self, caller: Caller, request: LoginRequest) -> LoginReply:
        """Open a session for the candidate's exam; raises RefusedError, BusyError and StorageError."""
        client_version(request.client)
        if not caller.is_inside:
            log.warning("station %s wants to log in from outside, at %s", caller.station, caller.address)
        require_inside(caller)
        _require_version(request.client, self._gate.settings.minimum_client)
        seating = await self._look(caller, request)
        return await self._store.write(lambda connection: self._grant(connection, seating, caller, request))

    async def _look(self, caller: Caller, request: LoginRequest) -> _Seating:
        """Find the candidate at the pace that is allowed.

        One after the other: many guesses sent at once would all be answered before the first one counts.
        """
        self._require_pace(caller, request)
        async with self._looking:
            self._require_pace(caller, request)
            try:
                return await self._store.read(lambda connection: self._find(connection, caller, request))
            except RefusedError as refused:
                if refused.code in WRONG_NUMBERS:
                    now = self._clock.now()
                    self._pace.count_failure(caller.station, request.admission_number, now)
                raise

    def _require_pace(self, caller: Caller, request: LoginRequest) -> None:
        until = self._pace.free_from(caller.station, request.admission_number, self._clock.now())
        if until:
            log.warning("station %s tries wrong numbers too often", caller.station)
            raise RefusedError(Refusal.TOO_OFTEN, "Too many tries with wrong numbers.", until=until)

    def _find(self, connection: Connection, caller: Caller, request: LoginRequest) -> _Seating:
        require_station(connection, caller)
        candidate = find_candidate(connection, request.admission_number)
        if candidate is None:
            raise RefusedError(Refusal.UNKNOWN_CANDIDATE, "No candidate has this admission number.")
        if candidate.identity_number != comparable(request.identity_number):
            raise RefusedError(Refusal.WRONG_IDENTITY, "The identity number is not the candidate's.")
        exams = exams_of(connection, candidate.admission_number)
        attempts = (_attempt_of(connection, _Seating(candidate, exam), self._identity.id) for exam in exams)
        held = dict(zip((attempt.id for attempt in attempts), exams, strict=True))
        return _Seating(candidate, held.get(request.attempt) or choose_exam(exams, self._clock.now()))

    def _grant(
        self, connection: Connection, seating: _Seating, caller: Caller, request: LoginRequest
    ) -> LoginReply:
        attempt = _attempt_of(connection, seating, self._identity.id)
        if find_attempt_by_id(connection, attempt.id) is None:
            add_attempt(connection, attempt)
        epoch = raise_grant(connection, attempt.id)
        token, now = new_token(), self._clock.now()
        session = NewSession(token, attempt.id, epoch, caller.station, request.client, now)
        add_session(connection, session)
        log.info("attempt %s: login %d from station %s", attempt.id, epoch.grant, caller.station)
        receipt = newest_receipt(connection, attempt.id) if attempt.submitted else None
        return LoginReply(
            now=now,
            token=token,
            attempt=attempt.id,
            epoch=epoch,
            candidate=_shown_candidate(seating.candidate),
            exam=self._shown_exam(seating.exam),
            receipt=receipt.token if receipt else "",
            extensions=_extensions(connection, attempt),
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


def _require_version(client: str, minimum: str) -> None:
    if is_too_old(client, minimum):
        raise RefusedError(
            Refusal.CLIENT_TOO_OLD,
            f"The client is too old: this service takes {minimum} and newer.",
            about=minimum,
        )


def _attempt_of(connection: Connection, seating: _Seating, site: str) -> Attempt:
    """The candidate's attempt at the exam, or the one that begins with the first login."""
    exam, candidate = seating.exam, seating.candidate.admission_number
    known = find_attempt(connection, exam.id, candidate)
    return known or Attempt(attempt_id(site, exam, candidate), exam.id, candidate, granted=0, submitted=False)


def _extensions(connection: Connection, attempt: Attempt) -> tuple[str, ...]:
    return tuple(one.token for one in extensions_for(connection, attempt.exam, attempt.candidate))


def _shown_candidate(candidate: Registered) -> messages.Candidate:
    identity = masked(candidate.identity_number)
    return messages.Candidate(candidate.name, candidate.admission_number, identity, candidate.seat)
