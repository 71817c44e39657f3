"""A site joins the authority's service by the page: by its joining file, over the line or by an answer file.

Rule: whose file it is, is said by fingerprints, which people compare by telephone.
"""

import msgspec
from starlette.responses import Response

from examprotocol.enrolment import fingerprint
from examprotocol.given_file import ANSWER_SUFFIX, open_answer
from examprotocol.joining import LARGEST_JOINING
from examprotocol.package_name import name_part
from examserver.errors import SiteError
from examserver.services.permissions import Permission
from examserver.services.upstream_orders import JoinUpstream
from examserver.web.pages import HEADERS
from examserver.web.reporting import REPORT, file_in, sentence
from examserver.web.visits import Visit, WebRoute


class _Joined(msgspec.Struct, frozen=True):
    """What came of it, for the page's script; `file` is what is carried to the authority, and its name."""

    ok: bool
    text: str
    file: bytes = b""
    name: str = ""


async def join(visit: Visit) -> Response:
    """POST report/join: the joining file, as the body of the request; the authority is asked at once."""
    return await _join(visit, by_file=False)


async def answer(visit: Visit) -> Response:
    """POST report/answer: the joining file, where the line is down; the reply has the answer to carry."""
    return await _join(visit, by_file=True)


JOINING_ROUTES = (
    WebRoute("POST", f"{REPORT}/join", join, Permission.SET_UP_SITE),
    WebRoute("POST", f"{REPORT}/answer", answer, Permission.SET_UP_SITE),
)


async def _join(visit: Visit, *, by_file: bool) -> Response:
    data = await file_in(visit, LARGEST_JOINING)
    try:
        outcome = await visit.carry_out(JoinUpstream(data, by_file=by_file))
        said = await _said(visit, outcome.content)
    except SiteError as error:
        said = _Joined(ok=False, text=sentence(visit.words, error))
    return Response(msgspec.json.encode(said), 200, HEADERS, "application/json")


async def _said(visit: Visit, answer: bytes) -> _Joined:
    upstream = (await visit.desks.report_pages.upward()).upstream
    if upstream is None:  # somebody has left it in this very moment
        return _Joined(ok=False, text="")
    text = visit.words(
        "Joined {name} as {called}. Its fingerprint: {print}. Compare it with the authority's.",
        name=upstream.name,
        called=upstream.called,
        print=fingerprint(upstream.signing_key),
    )
    if not answer:
        return _Joined(ok=True, text=text)
    own = visit.words(
        "It knows of it once it has the answer. This site's own fingerprint: {print}.",
        print=fingerprint(open_answer(answer).request.key),
    )
    name = f"{name_part(visit.site.identity.name)}{ANSWER_SUFFIX}"
    return _Joined(ok=True, text=f"{text} {own}", file=answer, name=name)
