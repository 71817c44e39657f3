"""Turns what the services return, or raise, into replies.

Rule: nothing of an exception that is not meant for the client gets out; a fault is logged with an id, and the
client gets the id.
"""

import logging

import msgspec
from starlette.responses import Response

from examprotocol.errors import ProtocolError
from examprotocol.messages import ErrorReply, Refusal
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
}
RETRY_SECONDS = {Refusal.BUSY: "1", Refusal.FAULT: "5"}


def reply(message: msgspec.Struct) -> Response:
    """A protocol model as a reply."""
    return Response(msgspec.json.encode(message), media_type=JSON, headers={"Cache-Control": "no-store"})


def refusal(error: Exception, now: int) -> Response:
    """What the client gets instead of a reply. `now` is the site time in milliseconds."""
    match error:
        case RefusedError(code=code, title=title, until=until):
            return _refuse(Refusal(code), title, now, until)
        case BusyError():
            return _refuse(Refusal.BUSY, "More waits to be stored than the service can promise.", now)
        case ProtocolError():
            return _refuse(Refusal.UNREADABLE, "The events of the request contradict each other.", now)
        case _:
            return _fault(error, now)


def _fault(error: Exception, now: int) -> Response:
    number = new_id()[:12]
    log.error("fault %s", number, exc_info=error)
    return _refuse(Refusal.FAULT, f"The service failed; its log has more under {number}.", now)


def _refuse(code: Refusal, message: str, now: int, until: int = 0) -> Response:
    headers = {"Cache-Control": "no-store"}
    if code in RETRY_SECONDS:
        headers["Retry-After"] = RETRY_SECONDS[code]
    body = msgspec.json.encode(ErrorReply(code, message, now, until))
    return Response(body, STATUS[code], headers, JSON)
