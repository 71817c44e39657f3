"""The page of the site's addresses (登记考点公网 IP): who is inside, who was refused, and whom to call.

Rule: each form is one order, which the command line has too; what the service says of it stands above the
page, and what was typed wrong is said there too. Nobody shuts themselves out.
"""

from starlette.responses import Response

from examserver.errors import SiteRuleError
from examserver.services.order import StaffOrder
from examserver.services.permissions import Permission
from examserver.services.site_orders import (
    ANY_VERSION,
    LONGEST_TEXT,
    AddNetwork,
    RemoveNetwork,
    SetContact,
    SetCover,
    SetMinimumClient,
)
from examserver.version import VERSION
from examserver.web.visits import Visit, WebRoute

PAGE = "/web/networks"


async def show_networks(visit: Visit) -> Response:
    """GET networks."""
    return await _page(visit)


async def add(visit: Visit) -> Response:
    """POST networks/add: a network, or an address that was refused."""
    return await _ordered(visit, AddNetwork(visit.form.get("cidr", ""), visit.form.get("note", "")))


async def remove(visit: Visit) -> Response:
    """POST networks/remove."""
    cidr = visit.form.get("cidr", "")
    try:
        await visit.desks.site_rules.require_still_inside(visit.address, cidr)
    except SiteRuleError as error:
        return await _page(visit, problem=error, status=409)
    return await _ordered(visit, RemoveNetwork(cidr))


async def set_contact(visit: Visit) -> Response:
    """POST networks/contact."""
    return await _ordered(visit, SetContact(visit.form.get("contact", "")))


async def set_cover(visit: Visit) -> Response:
    """POST networks/cover."""
    return await _ordered(visit, SetCover(visit.form.get("on") == "1"))


async def set_client(visit: Visit) -> Response:
    """POST networks/client: an empty field takes any."""
    return await _ordered(visit, SetMinimumClient(visit.form.get("version", "").strip() or ANY_VERSION))


NETWORK_ROUTES = (
    WebRoute("GET", PAGE, show_networks, Permission.SET_UP_SITE),
    WebRoute("POST", f"{PAGE}/add", add, Permission.SET_UP_SITE),
    WebRoute("POST", f"{PAGE}/remove", remove, Permission.SET_UP_SITE),
    WebRoute("POST", f"{PAGE}/contact", set_contact, Permission.SET_UP_SITE),
    WebRoute("POST", f"{PAGE}/cover", set_cover, Permission.SET_UP_SITE),
    WebRoute("POST", f"{PAGE}/client", set_client, Permission.SET_UP_SITE),
)


async def _ordered(visit: Visit, order: StaffOrder) -> Response:
    try:
        outcome = await visit.carry_out(order)
    except SiteRuleError as error:
        return await _page(visit, problem=error, status=409)
    return await _page(visit, said=outcome.lines)


async def _page(
    visit: Visit, *, said: tuple[str, ...] = (), problem: SiteRuleError | None = None, status: int = 200
) -> Response:
    return visit.page(
        "networks.html",
        status,
        view=await visit.desks.site_rules.view(),
        own=visit.address,
        said=said,
        problem=problem,
        typed=visit.form if problem else {},
        longest=LONGEST_TEXT,
        newest=VERSION,
    )
