"""The API that stations use; `examprotocol.messages` lists its routes.

Rule: a route parses, calls one service method, and returns a protocol model.
"""

import logging
from collections.abc import Awaitable, Callable

import msgspec
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from examprotocol.messages import API, LoginRequest, Refusal, SubmitRequest, SyncRequest, TimeReply
from examserver.api.replies import refusal, reply
from examserver.api.requests import body_of, token_of
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.site import Site

log = logging.getLogger(__name__)

Endpoint = Callable[[Request], Awaitable[Response]]

FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}

_login = msgspec.json.Decoder(LoginRequest)
_sync = msgspec.json.Decoder(SyncRequest)
_submit = msgspec.json.Decoder(SubmitRequest)


def build_app(site: Site) -> Starlette:
    """The application over a running site."""
    routes = Routes(site)
    paths: dict[str, tuple[str, Endpoint]] = {
        "/login": ("POST", routes.login),
        "/time": ("GET", routes.time),
        "/manifest": ("GET", routes.manifest),
        "/parts/{name}": ("GET", routes.part),
        "/key": ("GET", routes.key),
        "/events": ("GET", routes.events),
        "/sync": ("POST", routes.sync),
        "/submit": ("POST", routes.submit),
    }
    table = [
        Route(API + path, _answering(endpoint, site.clock), methods=[method])
        for path, (method, endpoint) in paths.items()
    ]
    nothing = _nothing_here(site.clock)
    return Starlette(routes=table, exception_handlers={404: nothing, 405: nothing})


class Routes:
    """One method for each route."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def login(self, request: Request) -> Response:
        """POST login."""
        return reply(await self._site.logins.log_in(await body_of(request, _login)))

    async def time(self, request: Request) -> Response:  # noqa: ARG002 - needs nothing of the request
        """GET time."""
        return reply(TimeReply(self._site.clock.now(), self._site.identity.id))

    async def manifest(self, request: Request) -> Response:
        """GET manifest."""
        return reply(await self._site.delivery.manifest(token_of(request)))

    async def part(self, request: Request) -> Response:
        """GET parts/SHA256."""
        path = await self._site.delivery.part(token_of(request), request.path_params["name"])
        return FileResponse(path, media_type="application/octet-stream", headers=FOR_EVER)

    async def key(self, request: Request) -> Response:
        """GET key."""
        return reply(await self._site.delivery.key(token_of(request)))

    async def events(self, request: Request) -> Response:
        """GET events."""
        return reply(await self._site.responses.events(token_of(request)))

    async def sync(self, request: Request) -> Response:
        """POST sync."""
        return reply(await self._site.responses.sync(token_of(request), await body_of(request, _sync)))

    async def submit(self, request: Request) -> Response:
        """POST submit."""
        return reply(await self._site.submissions.submit(token_of(request), await body_of(request, _submit)))


def _answering(endpoint: Endpoint, clock: Clock) -> Endpoint:
    """The endpoint, with every failure answered as a refusal."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ClientDisconnect:
            log.debug("a station went away before its request was whole")
            return Response(status_code=400)
        except Exception as error:  # noqa: BLE001 - the crash handler: a station always gets a reply it can read
            return refusal(error, clock.now())

    return answer


def _nothing_here(clock: Clock) -> Callable[[Request, Exception], Awaitable[Response]]:
    """The answer at any other address."""

    async def answer(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's shape
        return refusal(RefusedError(Refusal.NOT_FOUND, "There is nothing at this address."), clock.now())

    return answer
