"""Who asks for a page, and from where: the site check, the session, the permission, and our own forms.

Rule: nothing is done for a request from outside the site, nor for a POST that another site's page has sent.
All but logging in needs a session; every change needs the session's own form token besides. Who may do what
stands in `services.permissions`; which permission a page needs, in its row of the routes.
"""

import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from examprotocol.place import INSIDE, Place
from examserver.desks import Desks
from examserver.errors import BusyError, RefusedError, SiteError
from examserver.ids import new_id
from examserver.services.audit import on_the_page
from examserver.services.order import Outcome, StaffOrder
from examserver.services.permissions import Permission, may
from examserver.site import Site
from examserver.storage.staff import Member
from examserver.web.navigation import ROLES, groups_for
from examserver.web.pages import HEADERS, Pages
from examserver.web.proofs import (
    form_of,
    form_proof,
    is_own_origin,
    key_of_form,
    require_readable,
    session_token,
)
from examserver.web.words import COOKIE, Words, words_for

log = logging.getLogger(__name__)

HOME, LOGIN = "/web/", "/web/login"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who may be here. `member` is None where nobody is logged in."""

    site: Site
    pages: Pages
    request: Request
    words: Words
    member: Member | None
    address: str
    form: Mapping[str, str]

    @property
    def desks(self) -> Desks:
        """Whom the pages ask."""
        return self.site.desks

    @property
    def by(self) -> str:
        """The name under which something is done."""
        return self.member.name if self.member else ""

    def may(self, permission: Permission, room: str | None = None) -> bool:
        """Whether whoever is logged in may do this, in a room or, with None, anywhere."""
        return self.member is not None and may(self.member, permission, room)

    async def carry_out(self, order: StaffOrder, sent: Mapping[str, str] | None = None) -> Outcome:
        """Have an order carried out in the name of whoever is logged in; raises SiteError, also where this
        very form was sent before. `sent` is what it had, where that did not come as a form.
        """
        once = key_of_form(self.request.url.path, self.form if sent is None else sent)
        try:
            return await self.site.orders.carry_out(order, on_the_page(self.by, once))
        finally:
            self.desks.actions.forget()

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """A page for this visitor."""
        common = {
            "member": self.member,
            "may": self.may,
            "proof": form_proof(session_token(self.request)),
            "path": self.path,
            "groups": groups_for(self.member, self.path),
            "now": self.site.clock.now(),
            "newer_life": self.site.lives.newer,
        }
        return self.pages.page(template, self.words, common | values, status)

    @property
    def path(self) -> str:
        """Where this page is: what a change of the language comes back to."""
        if self.request.method == "POST":
            return HOME
        query = self.request.url.query
        return f"{self.request.url.path}?{query}" if query else self.request.url.path

    def message(self, title: str, *, advice: str = "", status: int = 400) -> Response:
        """A page with one sentence."""
        return self.page("message.html", status, title=title, advice=advice)


Page = Callable[[Visit], Awaitable[Response]]
Answer = Callable[[Request], Awaitable[Response]]
RoomOf = Callable[[Visit], str]

ANYBODY: Permission | None = None
"""For whoever is inside the site, logged in or not."""


@dataclass(frozen=True, slots=True)
class WebRoute:
    """A page (GET) or a change (POST): what answers, and what one needs to be allowed to.

    `room` finds the room that a request is about; without it a page is about no single room, and itself shows
    no more rooms than its visitor may see. Where `is_watched`, refreshing by itself keeps a session alive.
    """

    method: str
    path: str
    page: Page
    needs: Permission | None
    room: RoomOf | None = None
    is_watched: bool = False


class Door:
    """Lets requests in to the pages. Owns nothing that changes."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = Pages(site.identity.name)

    def answer(self, route: WebRoute) -> Answer:
        """What answers at a route."""

        async def answer(request: Request) -> Response:
            visit = self._stranger(request)
            try:
                return await self._let_in(visit, route)
            except ClientDisconnect:
                return Response(status_code=400)
            except Exception as error:  # noqa: BLE001 - the crash handler: people get a page that they can read
                return _failed(visit, error)

        return answer

    async def _let_in(self, visit: Visit, route: WebRoute) -> Response:
        request, site = visit.request, self._site
        seen = site.gate.look_for_staff(_peer(request), request.headers.getlist("x-forwarded-for"))
        if seen.place != INSIDE:
            return _outside(visit, seen.place)
        if request.method == "POST" and not is_own_origin(request):
            return visit.message("This form comes from another site's page.", status=403)
        require_readable(request)
        is_use = route.is_watched or not _is_refresh(request)
        member = await site.desks.staff.member_of(session_token(request), is_use=is_use)
        form = await form_of(request)
        known = Visit(site, self._pages, request, visit.words, member, seen.address, form)
        return _refusal(known, route) or await route.page(known)

    def _stranger(self, request: Request) -> Visit:
        """The visit before anything is known of who it is."""
        words = words_for(request.cookies.get(COOKIE, ""), request.headers.get("accept-language", ""))
        return Visit(self._site, self._pages, request, words, None, "", {})


def room_named(visit: Visit) -> str:
    """The room that a request names, in its form or its address."""
    return visit.form.get("room", "") or visit.request.query_params.get("room", "")


def _refusal(visit: Visit, route: WebRoute) -> Response | None:
    """Why the page is not for this visitor; None where it is."""
    if route.needs is None:
        return None
    if visit.member is None:
        return _not_logged_in(visit)
    if visit.request.method == "POST" and not _is_our_form(visit):
        return visit.message("This form is of another session. Load the page again.", status=403)
    if not visit.may(route.needs, route.room(visit) if route.room else None):
        return _not_allowed(visit)
    return None


def _not_logged_in(visit: Visit) -> Response:
    if _is_refresh(visit.request):
        return Response(status_code=401, headers={**HEADERS, "HX-Redirect": LOGIN})
    if visit.request.method == "POST":
        return visit.message("You are not logged in any more.", status=401)
    return redirect(LOGIN)


def _not_allowed(visit: Visit) -> Response:
    role = visit.words(ROLES[visit.member.role]) if visit.member else ""
    advice = visit.words(
        "You are logged in as {name}, {role}. If you need this page, ask a site admin.",
        name=visit.by,
        role=role,
    )
    return visit.message("This page is not for you.", advice=advice, status=403)


def _is_our_form(visit: Visit) -> bool:
    sent = visit.form.get("proof", "") or visit.request.headers.get("x-form-proof", "")
    proof = form_proof(session_token(visit.request))
    return hmac.compare_digest(sent.encode(), proof.encode())


def _is_refresh(request: Request) -> bool:
    """Whether a page that is open asks for a part of itself again, with nobody having clicked."""
    return request.method == "GET" and "hx-request" in request.headers


def redirect(path: str) -> Response:
    """Go there with a GET."""
    return RedirectResponse(path, 303, HEADERS)


def _peer(request: Request) -> str:
    return request.client.host if request.client else ""


def _outside(visit: Visit, place: Place) -> Response:
    return visit.page("outside.html", 403, address=place.outside, contact=place.contact)


def _failed(visit: Visit, error: Exception) -> Response:
    """What went wrong, as a page; a fault of ours by its number in the log."""
    match error:
        case BusyError():
            return visit.message("The service is busy with answers. Try again in a few seconds.", status=503)
        case RefusedError(title=title):
            return visit.message(title, status=400)
        case SiteError(title=title, advice=advice):
            return visit.message(title, advice=advice, status=409)
        case _:
            number = new_id()[:12]
            log.error("fault %s", number, exc_info=error)
            said = visit.words("The service failed; its log has more under {number}.", number=number)
            return visit.message(said, status=500)
