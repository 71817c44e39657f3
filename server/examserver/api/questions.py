"""What a route is given and gives: a request whose sender is known, and a reply."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from examserver.services.caller import Caller


@dataclass(frozen=True, slots=True)
class Question:
    """A request whose sender is known, with the body that was signed."""

    request: Request
    body: bytes
    caller: Caller


Identify = Callable[[Request, bytes], Awaitable[Caller]]
Endpoint = Callable[[Question], Awaitable[msgspec.Struct | Response]]
Answer = Callable[[Request], Awaitable[Response]]
