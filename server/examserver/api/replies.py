"""Turns what the services return, or raise, into replies.

Rule: nothing of an exception that is not meant for the client gets out; a fault is logged with an id, and the
client gets the id.
"""

import logging
import math

import msgspec
from starlette.responses import Response

from examprotocol.errors import ProtocolError
from examprotocol.messages import ErrorReply, Refusal
from examprotocol.place import INSIDE, Place
from examserver.errors import BusyError, RefusedError
from examserver.ids import new_id

log = logging.getLogger(__name__)

JSON = "application/json"
STATUS = {
    Refusal.UNREADABLE: 400,
    Refusal.UNKNOWN_CANDIDATE: 403,
    Refusal.WRONG_IDENTITY: 403,
    Refusal.NO_EXAM: 403,
    Refusal.CLOSED: 403,
    Refusal.NOT_YET: 425,
    Refusal.SESSION_ENDED: 401,
    Refusal.NOT_FOUND: 404,
    Refusal.FORK: 409,
    Refusal.TOO_MUCH: 413,
    Refusal.BUSY: 503,
    Refusal.FAULT: 503,
    Refusal.OUTSIDE: 403,
    Refusal.CLIENT_TOO_OLD: 403,
    Refusal.TOO_OFTEN: 429,
    Refusal.NOT_PROVEN: 401,
    Refusal.UNKNOWN_STATION: 401,
    Refusal.STATION_RELEASED: 403,
    Refusal.STATION_REVOKED: 403,
    Refusal.ENROLMENT_UNKNOWN: 403,
    Refusal.ENROLMENT_EXPIRED: 403,
    Refusal.ENROLMENT_USED_UP: 403,
    Refusal.SEAT_MISSING: 400,
    Refusal.SEAT_TAKEN: 409,
    Refusal.ELSEWHERE: 409,
    Refusal.WRONG_CONSENT: 403,
    Refusal.NOT_CHECKED_IN: 403,
    Refusal.ENTRY_REFUSED: 403,
    Refusal.SUPERSEDED: 421,
}
FAULT_RETRY_SECONDS = "5"
SHORTEST_RETRY, LONGEST_RETRY = 1.0, 10.0
"""Seconds until a station that was turned away should ask again; longer than the second it never waits."""


def reply(message: msgspec.Struct, place: Place = INSIDE) -> Response:
    """A protocol model as a reply, which also says where the station is seen."""
    told = message if place == INSIDE else msgspec.structs.replace(message, place=place)
    return Response(msgspec.json.encode(told), media_type=JSON, headers={"Cache-Control": "no-store"})


def refusal(error: Exception, now: int) -> Response:
    """What the client gets instead of a reply. `now` is the site time in milliseconds."""
    match error:
        case RefusedError(code=code, title=title):
            said = ErrorReply(Refusal(code), title, now, error.until, error.about, error.contact)
            return _refuse(said)
        case BusyError(wait=wait):
            busy = "More waits to be stored than the service can promise."
            until = now + math.ceil(min(max(wait, SHORTEST_RETRY), LONGEST_RETRY) * 1000)
            return _refuse(ErrorReply(Refusal.BUSY, busy, now, until))
        case ProtocolError():
            contradiction = "The events of the request contradict each other."
            return _refuse(ErrorReply(Refusal.UNREADABLE, contradiction, now))
        case _:
            return _fault(error, now)


def _fault(error: Exception, now: int) -> Response:
    number = new_id()[:12]
    log.error("fault %s", number, exc_info=error)
    return _refuse(ErrorReply(Refusal.FAULT, f"The service failed; its log has more under {number}.", now))


def _refuse(said: ErrorReply) -> Response:
    code = Refusal(said.error)
    headers = {"Cache-Control": "no-store"}
    if code is Refusal.FAULT:
        headers["Retry-After"] = FAULT_RETRY_SECONDS
    elif code in (Refusal.BUSY, Refusal.TOO_OFTEN):
        headers["Retry-After"] = str(math.ceil((said.until - said.now) / 1000))
    return Response(msgspec.json.encode(said), STATUS[code], headers, JSON)
