"""GET /health: whether this process can serve, for a front server that chooses among several.

Rule: it says nothing of anybody, so anybody may ask. 200 ready, 503 not: no other answer means ready.
"""

import logging

import msgspec
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from examserver.errors import SiteError
from examserver.site import Site
from examserver.version import VERSION

log = logging.getLogger(__name__)

PATH = "/health"


class Health(msgspec.Struct, frozen=True):
    """What is told. `database`: it gives answers. `now` is the site time in milliseconds."""

    ready: bool
    database: bool
    version: str
    now: int


def health_route(site: Site) -> Route:
    """The route."""

    async def show(request: Request) -> Response:  # noqa: ARG001 - needs nothing of the request
        reached = await _reached(site)
        told = Health(reached, reached, VERSION, site.clock.now())
        status = 200 if reached else 503
        return Response(msgspec.json.encode(told), status, {"Cache-Control": "no-store"}, "application/json")

    return Route(PATH, show, methods=["GET"])


async def _reached(site: Site) -> bool:
    try:
        await site.staff.has_staff()
    except (SiteError, SQLAlchemyError) as error:
        log.warning("not ready: the database gives no answer (%s)", type(error).__name__)
        return False
    return True
