"""Takes the orders of the site's staff from commands on the service's own machine.

Rule: without the token of this start there is nothing at this address, in the same words as anywhere else.
"""

import hmac
import logging
from urllib.parse import unquote

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from examprotocol.messages import Refusal
from examserver.api.replies import JSON, refusal, reply
from examserver.api.requests import body_of, token_of
from examserver.errors import OrderError, RefusedError, SiteError
from examserver.services.audit import at_the_console
from examserver.services.orders import AnyOrder, read_order
from examserver.services.staff_line import ACCOUNT_HEADER, ORDER_PATH, OrderRefusal
from examserver.site import Site

log = logging.getLogger(__name__)

ORDER_LIMIT = 16 << 20
"""A roster of 8 MiB goes along in base 64."""


def staff_route(site: Site) -> Route:
    """The one route for all orders: it answers with an Outcome, or an OrderRefusal and the status 409."""

    async def take(request: Request) -> Response:
        if not hmac.compare_digest(token_of(request).encode(), site.orders.token.encode()):
            nothing = RefusedError(Refusal.NOT_FOUND, "There is nothing at this address.")
            return refusal(nothing, site.clock.now())
        giver = at_the_console(unquote(request.headers.get(ACCOUNT_HEADER, ""), errors="replace"))
        try:
            return reply(await site.orders.carry_out(_order_in(await body_of(request, ORDER_LIMIT)), giver))
        except SiteError as error:
            return _refused(error)
        except ClientDisconnect:
            log.debug("a command went away before its order was whole")
            return Response(status_code=400)
        except Exception as error:  # noqa: BLE001 - the crash handler: the command gets a reply it can read
            return refusal(error, site.clock.now())

    return Route(ORDER_PATH, take, methods=["POST"])


def _order_in(body: bytes) -> AnyOrder:
    try:
        return read_order.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise OrderError(
            "The running service does not know this order: it is of another version than this command.",
            "Stop the service and start it again with this version, then give the command once more.",
        ) from error


def _refused(error: SiteError) -> Response:
    body = msgspec.json.encode(OrderRefusal(error.title, error.advice))
    return Response(body, 409, {"Cache-Control": "no-store"}, JSON)
