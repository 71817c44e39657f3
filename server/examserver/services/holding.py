"""Who holds an attempt: the station that was the last to get its newest epoch.

Rule: an exam goes from one station to another only by a person's consent, or where the first has no right to
it any more. Where a receipt stands nothing can move, so nobody has to consent.
"""

from sqlalchemy import Connection

from examprotocol.messages import Refusal
from examserver.errors import RefusedError
from examserver.storage.attempts import Attempt
from examserver.storage.receipts import newest_receipt
from examserver.storage.station_attempts import newest_epoch_at
from examserver.storage.stations import Station, StationState, find_station


def holder_of(connection: Connection, attempt: Attempt) -> Station | None:
    """The station at which the attempt is open. One that was released or revoked has left its seat."""
    station = find_station(connection, attempt.holder) if attempt.holder else None
    return station if station and station.state is StationState.ACTIVE else None


def held_elsewhere(connection: Connection, attempt: Attempt, station: str) -> Station | None:
    """The other station that a login from `station` would take the attempt away from."""
    holder = holder_of(connection, attempt)
    if holder is None or holder.id == station or is_handed_in(connection, attempt):
        return None
    return holder


def is_handed_in(connection: Connection, attempt: Attempt) -> bool:
    """Whether the attempt has a receipt that stands."""
    return attempt.submitted and newest_receipt(connection, attempt.id) is not None


def was_last_at(connection: Connection, attempt: Attempt, station: str) -> bool:
    """Whether the attempt was open at this station last: it has the newest epoch, even where it left."""
    if attempt.holder:
        return attempt.holder == station
    last = newest_epoch_at(connection, attempt.id, station)
    return last is not None and last >= attempt.epoch


def elsewhere(holder: Station) -> RefusedError:
    """The refusal of a login that would take the attempt away from its holder."""
    where = holder.seat or holder.name
    return RefusedError(
        Refusal.ELSEWHERE, f"The exam is open at {where}: a proctor must consent.", about=where
    )
