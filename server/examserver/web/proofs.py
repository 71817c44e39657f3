"""What a browser sends along that shows whose request it is: cookie, origin, and the form's own token.

Rule: a cookie alone changes nothing, since other sites' pages can make a browser send it.
"""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from starlette.requests import Request

from examprotocol.messages import Refusal
from examserver.api.requests import body_of
from examserver.errors import RefusedError

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 1000
NOWHERE = "\0"


def session_cookie(request: Request) -> str:
    """What the session's cookie is called: over TLS no other host and no plain connection can set it."""
    return "__Host-session" if request.url.scheme == "https" else "session"


def session_token(request: Request) -> str:
    """The token of the session, `""` where there is none."""
    return request.cookies.get(session_cookie(request), "")


def form_proof(token: str) -> str:
    """What the forms of a session carry; it follows from the token, and says nothing about it."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest() if token else ""


def key_of_form(path: str, form: Mapping[str, str]) -> str:
    """By what a form is known that comes twice (a double click, a page that is loaded again): `""` for one
    without the number that each form gets when it is shown. With other values in it, it is another wish.
    """
    if not form.get("once"):
        return ""
    return hashlib.sha256(repr((path, sorted(form.items()))).encode()).hexdigest()[:32]


def is_own_origin(request: Request) -> bool:
    """Whether a browser says that one of our own pages has sent this; without a word of it, it is not."""
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None:
        return fetched == "same-origin"
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host")


def require_readable(request: Request) -> None:
    """Raise RefusedError for an address with the one character (U+0000) that PostgreSQL takes in no text."""
    if NOWHERE in request.scope["path"] or NOWHERE in unquote_plus(request.url.query):
        raise RefusedError(Refusal.UNREADABLE, "The request cannot be read.")


async def form_of(request: Request) -> Mapping[str, str]:
    """The fields of a form that was sent; of two with one name the last."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return {}
    body = await body_of(request)
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except (UnicodeDecodeError, ValueError) as error:
        raise RefusedError(Refusal.UNREADABLE, "The form cannot be read.") from error
    if any(NOWHERE in name or NOWHERE in value for name, value in fields):
        raise RefusedError(Refusal.UNREADABLE, "The form cannot be read.")
    return dict(fields)
