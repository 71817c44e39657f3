"""GET /health: whether this process can serve, for a front server that chooses among several.

Rule: it says nothing of anybody, so anybody may ask. 200 ready, 503 not: no other answer means ready. That
the service can write is shown by a write, at most one in five seconds however often it is asked.
"""

import logging

import msgspec
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from examserver.errors import SiteError
from examserver.services.alive.pulse import Writing
from examserver.site import Site
from examserver.version import VERSION

log = logging.getLogger(__name__)

PATH = "/health"
UNKNOWN = "unknown"


class Health(msgspec.Struct, frozen=True):
    """What is told. `database`: it gives answers. `now` is the site time in milliseconds.

    `writing` is what the last write has shown: `proven`, `failed`, or `busy`, which proves nothing either
    way; it is `unknown` where the database gives no answers. `disk` and `disk_free` (percent) are those of
    the service's folder; where a server has the tables, its disk is not looked at. `superseded` is the
    generation of another machine that has taken over, 0 where none has: such a service is not ready.
    """

    ready: bool
    database: bool
    version: str
    now: int
    writing: str
    disk: str
    disk_free: float
    superseded: int = 0


def health_route(site: Site) -> Route:
    """The route."""

    async def show(request: Request) -> Response:  # noqa: ARG001 - needs nothing of the request
        reached = await _reached(site)
        writing = str((await site.pulse.feel()).writing) if reached else UNKNOWN
        newer, disk = site.lives.newer, site.pulse.disk()
        told = Health(
            ready=reached and writing != Writing.FAILED and newer is None,
            database=reached,
            version=VERSION,
            now=site.clock.now(),
            writing=writing,
            disk=str(disk.level),
            disk_free=round(disk.percent, 1),
            superseded=newer.generation if newer else 0,
        )
        status = 200 if told.ready else 503
        return Response(msgspec.json.encode(told), status, {"Cache-Control": "no-store"}, "application/json")

    return Route(PATH, show, methods=["GET"])


async def _reached(site: Site) -> bool:
    try:
        await site.desks.staff.has_staff()
    except (SiteError, SQLAlchemyError) as error:
        log.warning("not ready: the database gives no answer (%s)", type(error).__name__)
        return False
    return True
