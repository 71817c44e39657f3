"""Logs candidates in: grants a new epoch with each login, and none to a station that comes back with one.

Rule: an exam that is open at another station is granted only with a proctor's consent.
"""

import logging
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from examprotocol import messages
from examprotocol.events import Epoch
from examprotocol.messages import LoginReply, LoginRequest, Refusal
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.ids import new_token
from examserver.services.actions.board import OrderBoard
from examserver.services.caller import Caller, require_inside
from examserver.services.candidates import masked
from examserver.services.checkin.admitting import require_checked_in
from examserver.services.client_version import client_version, is_too_old
from examserver.services.consents import Consents
from examserver.services.forms import Forms
from examserver.services.gate import Gate
from examserver.services.generations import Claim, admit, is_possible, never_granted, shown
from examserver.services.holding import elsewhere, held_elsewhere
from examserver.services.seal import Seal
from examserver.services.seating import Seating, Seatings, attempt_of
from examserver.storage.attempts import (
    Attempt,
    NewSession,
    Session,
    add_attempt,
    add_session,
    find_attempt_by_id,
    raise_grant,
    was_granted,
)
from examserver.storage.candidates import Registered
from examserver.storage.exams import Exam, used_by
from examserver.storage.extensions import extensions_for
from examserver.storage.receipts import newest_receipt
from examserver.storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A login whose numbers are right. `consented` says that a proctor lets the exam move here."""

    caller: Caller
    request: LoginRequest
    seating: Seating
    consented: bool = False


class Logins:
    """Owns the way from two numbers to a session. Knows nothing of answers, of papers only the form."""

    def __init__(
        self, store: Store, seal: Seal, clock: Clock, gate: Gate, forms: Forms, board: OrderBoard
    ) -> None:
        self._store = store
        self._identity = seal.identity
        self._clock = clock
        self._gate = gate
        self._forms = forms
        self._board = board
        self._seatings = Seatings(store, seal.identity.id, clock)
        self._consents = Consents(store, seal.key, clock)

    async def log_in(self, caller: Caller, request: LoginRequest) -> LoginReply:
        """Open a session for the candidate's exam; raises RefusedError, BusyError and StorageError."""
        _check_shape(request)
        if not caller.is_inside:
            log.warning("station %s wants to log in from outside, at %s", caller.station, caller.address)
        require_inside(caller)
        _require_version(request.client, self._gate.settings.minimum_client)
        seating = await self._seatings.look(caller, request)
        if request.epoch is not None:
            entry = _Entry(caller, request, seating)
            return await self._store.write(partial(self._come_back, entry, request.epoch))
        entry = _Entry(caller, request, seating, await self._is_consented(seating, request.consent))
        return await self._store.write(partial(self._grant, entry))

    async def _is_consented(self, seating: Seating, consent: str) -> bool:
        """Whether a proctor lets the exam move; raises RefusedError where one has to and does not."""
        if seating.elsewhere is None:
            return False
        if not consent:
            raise elsewhere(seating.elsewhere)
        await self._consents.require(seating.station, seating.exam.id, consent)
        return True

    def _grant(self, entry: _Entry, connection: Connection) -> LoginReply:
        """Who holds the attempt is looked at once more: another station may have been quicker."""
        attempt, station = self._attempt(connection, entry.seating), entry.caller.station
        holder = held_elsewhere(connection, attempt, station)
        if holder is not None and not entry.consented:
            raise elsewhere(holder)
        require_checked_in(connection, entry.seating.exam, attempt)
        epoch = raise_grant(connection, attempt.id, station)
        log.info("attempt %s: login %d from station %s", attempt.id, epoch.grant, station)
        if holder is not None:
            log.warning(
                "attempt %s moves by consent from station %s (seat %s) to station %s (seat %s)",
                attempt.id,
                holder.id,
                holder.seat or "-",
                station,
                entry.seating.station.seat or "-",
            )
        return self._open_session(connection, entry, attempt, epoch)

    def _come_back(self, entry: _Entry, epoch: Epoch, connection: Connection) -> LoginReply:
        """Open a session for what the station writes under an epoch that it has; nothing is granted.

        It may have it from elsewhere, since answers outlive machines and keys: then that is noted.
        """
        attempt, station = self._attempt(connection, entry.seating), entry.caller.station
        if not is_possible(epoch):
            raise never_granted(epoch)
        admit(connection, attempt, Claim(epoch, station), self._clock.now())
        if epoch <= attempt.newest_grant and not was_granted(connection, attempt.id, epoch, station):
            log.warning("alarm: attempt %s: station %s has what another was granted", attempt.id, station)
        log.info("attempt %s: station %s comes back with epoch %s", attempt.id, station, shown(epoch))
        return self._open_session(connection, entry, attempt, epoch)

    def _attempt(self, connection: Connection, seating: Seating) -> Attempt:
        attempt = attempt_of(connection, seating.exam, seating.candidate, self._identity.id)
        if find_attempt_by_id(connection, attempt.id) is None:
            add_attempt(connection, attempt)
        return attempt

    def _open_session(
        self, connection: Connection, entry: _Entry, attempt: Attempt, epoch: Epoch
    ) -> LoginReply:
        token, now = new_token(), self._clock.now()
        session = NewSession(token, attempt.id, epoch, entry.caller.station, entry.request.client, now)
        add_session(connection, session)
        known = find_attempt_by_id(connection, attempt.id) or attempt
        receipt = newest_receipt(connection, attempt.id) if attempt.submitted else None
        station = entry.seating.station
        used = used_by(connection, attempt.exam, attempt.candidate)
        asking = Session(known, entry.seating.exam, station.room, seat=station.seat, used=used)
        exam, orders = self._board.tell(asking, now)
        return LoginReply(
            now=now,
            token=token,
            attempt=attempt.id,
            epoch=known.epoch,
            candidate=_shown_candidate(entry.seating.candidate),
            exam=self._shown_exam(exam, rehearsal=orders.rehearsal),
            receipt=receipt.token if receipt else "",
            extensions=_extensions(connection, attempt),
            form=self._forms.of(connection, attempt.id, entry.seating.exam.paper),
            orders=orders,
        )

    def _shown_exam(self, exam: Exam, *, rehearsal: bool) -> messages.Exam:
        return messages.Exam(
            exam_id=exam.id,
            title=exam.title,
            site=self._identity.name,
            key_release=exam.key_release,
            start=exam.starts,
            end=exam.ends,
            show_seconds=exam.show_seconds,
            look_through=exam.look_through,
            rehearsal=rehearsal,
        )


def _check_shape(request: LoginRequest) -> None:
    client_version(request.client)
    if request.epoch is not None and not request.attempt:
        raise RefusedError(Refusal.UNREADABLE, "An epoch is one of an attempt, and none is named.")


def _require_version(client: str, minimum: str) -> None:
    if is_too_old(client, minimum):
        raise RefusedError(
            Refusal.CLIENT_TOO_OLD,
            f"The client is too old: this service takes {minimum} and newer.",
            about=minimum,
        )


def _extensions(connection: Connection, attempt: Attempt) -> tuple[str, ...]:
    return tuple(one.token for one in extensions_for(connection, attempt.exam, attempt.candidate))


def _shown_candidate(candidate: Registered) -> messages.Candidate:
    identity = masked(candidate.identity_number)
    return messages.Candidate(candidate.name, candidate.admission_number, identity, candidate.seat)
