"""The pages by which the staff logs in and out, and the choice of the language."""

from starlette.responses import Response

from examprotocol.messages import Refusal
from examserver.errors import RefusedError
from examserver.web.proofs import session_cookie, session_token
from examserver.web.visits import HOME, LOGIN, Visit, redirect
from examserver.web.words import COOKIE, LANGUAGES

WRONG = "Name or password is wrong."
TOO_OFTEN = "Too many wrong tries from this machine. Try again in a minute."
A_YEAR = 365 * 24 * 3600


async def show_login(visit: Visit) -> Response:
    """GET login."""
    if visit.member:
        return redirect(HOME)
    return await _login_page(visit, "", 200)


async def log_in(visit: Visit) -> Response:
    """POST login."""
    name = visit.form.get("name", "").strip()
    try:
        token = await visit.desks.staff.log_in(name, visit.form.get("password", ""), visit.address)
    except RefusedError as error:
        if error.code != Refusal.TOO_OFTEN:
            raise
        return await _login_page(visit, TOO_OFTEN, 429)
    if not token:
        return await _login_page(visit, WRONG, 403)
    return _with_session(visit, redirect(HOME), token)


async def log_out(visit: Visit) -> Response:
    """POST logout."""
    await visit.desks.staff.log_out(session_token(visit.request))
    reply = redirect(LOGIN)
    reply.delete_cookie(session_cookie(visit.request), secure=_is_secure(visit), httponly=True)
    return reply


async def choose_language(visit: Visit) -> Response:
    """POST language; then back to a page of ours."""
    reply = redirect(_page_of_ours(visit.form.get("back", "")))
    chosen = visit.form.get("to", "")
    if chosen in LANGUAGES:
        reply.set_cookie(
            COOKIE, chosen, max_age=A_YEAR, secure=_is_secure(visit), httponly=True, samesite="lax"
        )
    return reply


async def _login_page(visit: Visit, wrong: str, status: int) -> Response:
    has_staff = await visit.desks.staff.has_staff()
    name = visit.form.get("name", "")
    return visit.page("login.html", status, wrong=wrong, typed=name, has_staff=has_staff)


def _with_session(visit: Visit, reply: Response, token: str) -> Response:
    """The browser forgets the cookie when it is closed; no script can read it."""
    reply.set_cookie(
        session_cookie(visit.request), token, secure=_is_secure(visit), httponly=True, samesite="strict"
    )
    return reply


def _is_secure(visit: Visit) -> bool:
    return visit.request.url.scheme == "https"


def _page_of_ours(path: str) -> str:
    """The path where it is plainly below ours: else a form could lead anywhere."""
    is_ours = path.startswith("/web/") and "\\" not in path and "//" not in path and path.isprintable()
    return path if is_ours and path.isascii() else HOME
