"""Which attempts a station may hand events over for without a session: those that it once had.

Rule: what ties it to an attempt is a session that was open there, a writer that began there, or, where a
restored service has forgotten both, the grant that the service once signed for this very station. Where the
exam went on by an offline code, and nobody has logged in since, the room's word stands for that grant.
"""

import logging
from collections.abc import Callable

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.errors import ProtocolError
from examprotocol.events import Epoch
from examprotocol.grants import Grant, open_grant, sign_grant
from examprotocol.messages import Refusal
from examprotocol.room import open_card
from examprotocol.room_words import read_word, require_genuine, word_key
from examprotocol.signing import read_key
from examserver.errors import FolderError, RefusedError
from examserver.ids import new_token
from examserver.services.caller import Caller
from examserver.services.forgotten import NamedAttempt, remade
from examserver.services.generations import Claim, admit, is_possible
from examserver.services.seal import Seal
from examserver.services.sessions import revoked, unknown_station
from examserver.storage.attempts import Attempt, NewSession, add_session, find_attempt_by_id
from examserver.storage.station_attempts import has_begun_at, newest_epoch_at
from examserver.storage.stations import StationState, find_station

log = logging.getLogger(__name__)

OpeningKey = Callable[[], jwk.JWK]
"""Reads the service's private opening key; raises FolderError."""

FORGOTTEN = "forgotten"
"""Stands for the version of the client in a session that a grant brought back."""


def require_not_revoked(connection: Connection, caller: Caller) -> None:
    """Raise RefusedError for a station that may do nothing any more; a released one still hands over."""
    station = find_station(connection, caller.station)
    if station is None:
        raise unknown_station()
    if station.state == StationState.REVOKED:
        raise revoked()


def attempt_of_station(connection: Connection, caller: Caller, attempt: str) -> Attempt | None:
    """An attempt that this station once had; None where it had not, or nobody here has it."""
    known = find_attempt_by_id(connection, attempt)
    if known is None:
        return None
    had = newest_epoch_at(connection, attempt, caller.station) is not None
    return known if had or has_begun_at(connection, attempt, caller.station) else None


def require_attempt(connection: Connection, caller: Caller, attempt: str) -> Attempt:
    """The same; raises RefusedError."""
    require_not_revoked(connection, caller)
    known = attempt_of_station(connection, caller, attempt)
    if known is None:
        raise RefusedError(Refusal.NOT_FOUND, "This station never had this attempt.")
    return known


def grant_for(connection: Connection, seal: Seal, caller: Caller, attempt: Attempt) -> str:
    """The signed word that the station had a session in the attempt, `""` where it had none."""
    epoch = newest_epoch_at(connection, attempt.id, caller.station)
    if epoch is None:
        return ""
    site, station = seal.identity.id, caller.station
    grant = Grant(site, station, attempt.id, attempt.exam, attempt.candidate, epoch)
    return sign_grant(grant, seal.key)


def genuine_grant(seal: Seal, caller: Caller, attempt: str, token: str) -> Grant | None:
    """A grant that this service gave this station for this attempt; anything else is logged."""
    try:
        grant = open_grant(token, seal.key)
    except ProtocolError as error:
        log.warning("alarm: station %s shows a grant that we did not sign: %s", caller.station, error)
        return None
    if (grant.site, grant.station, grant.attempt) != (seal.identity.id, caller.station, attempt):
        log.warning("alarm: station %s shows a grant of another station or attempt", caller.station)
        return None
    return grant


def granted_by_room(seal: Seal, opening: OpeningKey, caller: Caller, attempt: str, text: str) -> Grant | None:
    """What the room allowed this station in this attempt by its word; anything else is logged."""
    try:
        word = read_word(text)
        card = open_card(word.card, seal.key)
        require_genuine(word, word_key(opening(), read_key(card.key)))
    except (ProtocolError, FolderError) as error:
        log.warning("alarm: station %s shows a word that is no room's: %s", caller.station, error)
        return None
    grant = word.grant
    mine, shown = (seal.identity.id, caller.station, attempt), (grant.site, grant.station, grant.attempt)
    if mine != shown or (card.site, card.exam) != (grant.site, grant.exam):
        log.warning("alarm: station %s shows a word for another station or attempt", caller.station)
        return None
    log.warning("alarm: attempt %s went on at station %s by room %s's word", attempt, mine[1], card.room)
    return grant


def take_back_grant(connection: Connection, caller: Caller, grant: Grant, now: int) -> None:
    """Know again that the station had a session, and the attempt where that is forgotten as well.

    `now` is the site time in milliseconds. An exam or candidate that is not there leaves nothing.
    """
    attempt = find_attempt_by_id(connection, grant.attempt) or remade(connection, _named(grant))
    if attempt is None or not is_possible(grant.epoch):
        return
    if newest_epoch_at(connection, attempt.id, caller.station) is not None:
        return
    admit(connection, attempt, Claim(grant.epoch, caller.station), now)
    epoch = Epoch(grant.epoch.generation, grant.epoch.grant)
    add_session(connection, NewSession(new_token(), attempt.id, epoch, caller.station, FORGOTTEN, now))
    log.warning("attempt %s: station %s had it, which was forgotten here", attempt.id, caller.station)


def _named(grant: Grant) -> NamedAttempt:
    return NamedAttempt(grant.site, grant.attempt, grant.exam, grant.candidate)
