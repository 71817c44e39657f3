"""Who asks for a page, and from where: the site check, the session, and the proof that a form is our own.

Rule: nothing is done for a request from outside the site, nor for a POST that another site's page has sent.
All but logging in needs a session; every change needs the session's own form token besides.
"""

import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from examprotocol.messages import INSIDE, Place
from examserver.errors import BusyError, RefusedError, SiteError
from examserver.ids import new_id
from examserver.site import Site
from examserver.web.pages import HEADERS, Pages
from examserver.web.proofs import form_of, form_proof, is_own_origin, session_token
from examserver.web.words import COOKIE, Words, words_for

log = logging.getLogger(__name__)

HOME, LOGIN = "/web/import", "/web/login"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who may be here. `admin` is `""` where nobody is logged in."""

    site: Site
    pages: Pages
    request: Request
    words: Words
    admin: str
    address: str
    form: Mapping[str, str]

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """A page for this visitor."""
        common = {"admin": self.admin, "proof": form_proof(session_token(self.request)), "path": self.path}
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


class Door:
    """Lets requests in to the pages. Owns nothing that changes."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = Pages(site.identity.name)

    def open(self, page: Page) -> Answer:
        """For whoever is inside the site, logged in or not."""
        return self._answering(page)

    def closed(self, page: Page) -> Answer:
        """For admins who are logged in."""

        async def with_session(visit: Visit) -> Response:
            if visit.admin:
                return await page(visit)
            if visit.request.method == "POST":
                return visit.message("You are not logged in any more.", status=401)
            return redirect(LOGIN)

        return self._answering(with_session)

    def guarded(self, page: Page) -> Answer:
        """For admins who are logged in and send one of our own forms."""

        async def with_proof(visit: Visit) -> Response:
            sent = visit.form.get("proof", "") or visit.request.headers.get("x-form-proof", "")
            proof = form_proof(session_token(visit.request))
            if not hmac.compare_digest(sent.encode(), proof.encode()):
                return visit.message("This form is of another session. Load the page again.", status=403)
            return await page(visit)

        return self.closed(with_proof)

    def _answering(self, page: Page) -> Answer:
        async def answer(request: Request) -> Response:
            visit = self._stranger(request)
            try:
                return await self._let_in(visit, page)
            except ClientDisconnect:
                return Response(status_code=400)
            except Exception as error:  # noqa: BLE001 - the crash handler: people get a page that they can read
                return _failed(visit, error)

        return answer

    async def _let_in(self, visit: Visit, page: Page) -> Response:
        request, site = visit.request, self._site
        seen = site.gate.look_for_staff(_peer(request), request.headers.getlist("x-forwarded-for"))
        if seen.place != INSIDE:
            return _outside(visit, seen.place)
        if request.method == "POST" and not is_own_origin(request):
            return visit.message("This form comes from another site's page.", status=403)
        admin = await site.admins.admin_of(session_token(request))
        form = await form_of(request)
        return await page(Visit(site, self._pages, request, visit.words, admin, seen.address, form))

    def _stranger(self, request: Request) -> Visit:
        """The visit before anything is known of who it is."""
        words = words_for(request.cookies.get(COOKIE, ""), request.headers.get("accept-language", ""))
        return Visit(self._site, self._pages, request, words, "", "", {})


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
