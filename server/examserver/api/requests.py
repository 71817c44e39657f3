"""Reads requests: the session's token, and a body of a limited size.

Rule: what cannot be read is refused in the same few words, whatever it was.
"""

from typing import TypeVar

import msgspec
from starlette.requests import Request

from examprotocol.messages import BODY_LIMIT, Refusal
from examserver.errors import RefusedError

T = TypeVar("T", bound=msgspec.Struct)

BEARER = "bearer "


def token_of(request: Request) -> str:
    """The session's token; raises RefusedError."""
    header = request.headers.get("authorization", "")
    if not header.lower().startswith(BEARER):
        raise RefusedError(Refusal.SESSION_ENDED, "The request carries no session.")
    return header[len(BEARER) :].strip()


async def body_of(request: Request, decoder: msgspec.json.Decoder[T]) -> T:
    """The message in the body; raises RefusedError."""
    body = await _read(request)
    try:
        return decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedError(Refusal.UNREADABLE, "The request cannot be read.") from error


async def _read(request: Request) -> bytes:
    """The body. uvicorn drops the rest of one that is too long, so its sender still sees the refusal."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise RefusedError(Refusal.TOO_MUCH, f"A request may have {BODY_LIMIT} bytes at most.")
    return bytes(body)
