"""Who is asking: finds the session of a caller, or refuses.

Rule: a session counts only for the station that logged in, and only while that station is not revoked.
"""

from sqlalchemy import Connection

from examprotocol.messages import Refusal
from examserver.errors import RefusedError
from examserver.services.caller import Caller
from examserver.storage.attempts import Session, find_standing
from examserver.storage.stations import Station, StationState, find_station


def require_session(connection: Connection, caller: Caller) -> Session:
    """The session of a caller's token; raises RefusedError.

    A token of another station is as none at all: whoever copied it hears nothing more than that.
    """
    standing = find_standing(connection, caller.station, caller.token)
    if standing is None:
        raise unknown_station()
    if standing.state == StationState.REVOKED:
        raise revoked()
    if standing.session is None:
        raise RefusedError(Refusal.SESSION_ENDED, "The station has no session with this token.")
    return standing.session


def require_station(connection: Connection, caller: Caller) -> Station:
    """The station that asks, to log somebody in; raises RefusedError where it was released or revoked."""
    station = find_station(connection, caller.station)
    if station is None:
        raise unknown_station()
    if station.state == StationState.REVOKED:
        raise revoked()
    if station.state == StationState.RELEASED:
        raise released()
    return station


def require_own(session: Session, attempt: str) -> None:
    """Raise RefusedError where a request names another attempt than the session's."""
    if attempt != session.attempt.id:
        raise RefusedError(Refusal.NOT_FOUND, "The session is not one of this attempt.")


def unknown_station() -> RefusedError:
    """The refusal of a station that never enrolled here."""
    return RefusedError(Refusal.UNKNOWN_STATION, "No station with this id is registered.")


def released() -> RefusedError:
    """The refusal of a station that may still hand over what it holds, and nothing else."""
    return RefusedError(Refusal.STATION_RELEASED, "The station was released: it has no seat any more.")


def revoked() -> RefusedError:
    """The refusal of a station that may do nothing any more."""
    return RefusedError(Refusal.STATION_REVOKED, "The station was revoked.")
