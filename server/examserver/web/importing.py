"""The page that takes answer packages in: the browser sends one file after the other, first for a dry run.

Rule: a file is in memory only while it is looked at, and only two are at a time, 16 MiB each. Nothing is
kept between dry run and import: the browser sends the file again, and says what it was.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from examprotocol.package_form import BEGINNING
from examprotocol.package_name import CHUNK_SUFFIX, SUFFIX
from examprotocol.package_seal import LARGEST
from examprotocol.stick import STICK_SUFFIX, VISIT_SUFFIX
from examserver.api.requests import body_of
from examserver.errors import BusyError, OrderError
from examserver.services.import_files import SNIFFED
from examserver.services.import_opening import MOST_PASSWORDS
from examserver.services.import_orders import ImportContent, ImportTooLarge, result_in
from examserver.services.import_verdicts import Offered, SiteFault
from examserver.services.order import StaffOrder
from examserver.web.pages import HEADERS
from examserver.web.verdicts import line_of
from examserver.web.visits import Visit

MOST_AT_ONCE = 2
LONGEST_NAME, LONGEST_PASSWORDS = 1000, 4000
LONGEST_STICKS = 30_000
"""Characters of the sticks' own files that go along with a visit, in a header."""

SIZE = re.compile(r"[0-9]{1,15}")
SHA256 = re.compile(r"[0-9a-f]{64}")

PAGE_WORDS = {
    "waiting": "waiting",
    "sending": "being looked at",
    "unsent": "not sent",
    "lost": "The service did not answer. Press “Go on” once it does.",
    "gone": "You are not logged in any more. Log in again, then choose the files once more.",
    "unreadable": "The file cannot be read any more: is the stick still in?",
    "changed": "This is another file than was looked at. Look at it again.",
    "progress": "{n} of {all}",
    "looked": "Dry run, nothing was written: {good} can come in, {bad} refused.",
    "taken": "Done: {good} in, {bad} refused.",
    "looks": "To look at: {n}.",
    "unsents": "Not sent: {n}.",
    "stopped": "Stopped after {n} of {all}. What came in stays in.",
    "aside": "Other files in the folders, left aside: {n}",
    "again": "Show the candidate",
}


class Uploads:
    """Counts the files that are being taken in at this moment."""

    def __init__(self) -> None:
        self._now = 0

    async def look(self, visit: Visit) -> Response:
        """POST import/look: a dry run."""
        return await self._take(visit, is_dry=True)

    async def take(self, visit: Visit) -> Response:
        """POST import/take."""
        return await self._take(visit, is_dry=False)

    async def _take(self, visit: Visit, *, is_dry: bool) -> Response:
        async with self._place():
            try:
                order = await _order_in(visit, is_dry=is_dry)
                result = result_in(await visit.carry_out(order))
            except OrderError:
                return Response(status_code=412, headers=HEADERS)
        names = await visit.desks.packages.names((result.candidate,))
        line = line_of(visit.words, result, names.get(result.candidate, ""), is_dry=is_dry)
        return Response(msgspec.json.encode(line), 200, HEADERS, "application/json")

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """Room for one more file in memory; raises BusyError."""
        if self._now >= MOST_AT_ONCE:
            raise BusyError("Other files are being taken in.", "Try again in a moment.")
        self._now += 1
        try:
            yield
        finally:
            self._now -= 1


async def show_import(visit: Visit) -> Response:
    """GET import."""
    told = {name: visit.words(text) for name, text in PAGE_WORDS.items()}
    rules = {
        "largest": LARGEST,
        "suffix": SUFFIX,
        "chunk": CHUNK_SUFFIX,
        "visit": VISIT_SUFFIX,
        "stick": STICK_SUFFIX,
        "longest_sticks": LONGEST_STICKS,
        "beginning": BEGINNING[:SNIFFED].decode(),
        "needs_password": SiteFault.PASSWORD_NEEDED.value,
    }
    told_as_json, rules_as_json = (msgspec.json.encode(one).decode() for one in (told, rules))
    return visit.page("import.html", told=told_as_json, rules=rules_as_json)


async def _order_in(visit: Visit, *, is_dry: bool) -> StaffOrder:
    """What the request asks for; a file that is too large is not even sent.

    Raises OrderError for what shall be taken in, and nobody has looked at.
    """
    request, by = visit.request, visit.by
    name = _decoded(request, "x-file-name")[:LONGEST_NAME] or "?"
    size = request.headers.get("x-file-size", "")
    if SIZE.fullmatch(size) and int(size) > LARGEST:
        return ImportTooLarge(name, int(size), by, is_dry)
    expected = request.headers.get("x-expected-sha256", "")
    if not is_dry and not SHA256.fullmatch(expected):
        raise OrderError("Nobody has looked at this file.", "Look at it first.")
    passwords = _decoded(request, "x-room-passwords")[:LONGEST_PASSWORDS].splitlines()
    typed = tuple(line.strip() for line in passwords if line.strip())[:MOST_PASSWORDS]
    data = await body_of(request, LARGEST + 1)
    sticks = tuple(one.encode() for one in request.headers.get("x-sticks", "").split(",") if one)
    offered = Offered(name, data, by, typed, sticks)
    return ImportContent(offered, is_dry, "" if is_dry else expected)


def _decoded(request: Request, header: str) -> str:
    """A header that may hold any text, percent-encoded."""
    return unquote(request.headers.get(header, ""), errors="replace")
