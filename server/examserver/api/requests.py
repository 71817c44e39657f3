"""Reads requests: a body of a limited size, the message in it, and the path as it was sent.

Rule: what cannot be read is refused in the same few words, whatever it was.
"""

import time
from typing import TypeVar

import msgspec
from starlette.requests import Request

from examprotocol.messages import BODY_LIMIT, Refusal
from examserver.connection import HUNG_UP
from examserver.errors import RefusedError
from examserver.storage.asker import Asker

T = TypeVar("T", bound=msgspec.Struct)

BEARER = "bearer "


def asker_of(request: Request) -> Asker:
    """The station that waits for the reply from now on."""
    return Asker(time.monotonic(), request.scope["state"][HUNG_UP])


def token_of(request: Request) -> str:
    """The session's token; `""` where the request carries none."""
    header = request.headers.get("authorization", "")
    return header[len(BEARER) :].strip() if header.lower().startswith(BEARER) else ""


def path_of(request: Request) -> str:
    """The path and query as they were sent, before anything in them was decoded."""
    path: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    return (path + b"?" + query if query else path).decode("latin-1")


def message_in(body: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """The message in a body; raises RefusedError."""
    try:
        return decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedError(Refusal.UNREADABLE, "The request cannot be read.") from error


async def body_of(request: Request, most: int = BODY_LIMIT) -> bytes:
    """The body. uvicorn drops the rest of one that is too long, so its sender still sees the refusal."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise RefusedError(Refusal.TOO_MUCH, f"A request may have {most} bytes at most.")
    return bytes(body)
