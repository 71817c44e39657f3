"""The API that stations use, and at the authority the sites' services; `examprotocol.messages` and
`examprotocol.site_messages` list its routes.

Rule: a route parses, calls one service method, and returns a protocol model. Before it runs its caller is
known, and noted where it is seen; after it the reply says so.
"""

import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from examprotocol.here import HereRequest
from examprotocol.life import LIFE
from examprotocol.messages import (
    API,
    BODY_LIMIT,
    SAMPLE_BYTES,
    FilesRequest,
    HeldRequest,
    LeaveRequest,
    LoginRequest,
    Refusal,
    SubmitRequest,
    SyncRequest,
    TimeReply,
)
from examprotocol.paper_messages import REPORT_LIMIT as PAPER_REPORT_LIMIT
from examprotocol.paper_messages import PaperReport
from examprotocol.self_check import REPORT_LIMIT, SelfCheckReport
from examprotocol.site_messages import SiteKeyRequest, SiteReport
from examserver.api.callers import Callers, peer_of, read_enrolment, read_joining, read_readmission
from examserver.api.health import health_route
from examserver.api.part_reply import part_reply
from examserver.api.questions import Answer, Endpoint, Identify, Question
from examserver.api.replies import refusal, reply
from examserver.api.reporting import report_routes
from examserver.api.requests import asker_of, body_of, message_in
from examserver.api.staff import staff_route
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.services.caller import Caller
from examserver.site import Site
from examserver.storage.asker import asking
from examserver.web.app import web_routes

log = logging.getLogger(__name__)


_login = msgspec.json.Decoder(LoginRequest)
_leave = msgspec.json.Decoder(LeaveRequest)
_sync = msgspec.json.Decoder(SyncRequest)
_submit = msgspec.json.Decoder(SubmitRequest)
_held = msgspec.json.Decoder(HeldRequest)
_files = msgspec.json.Decoder(FilesRequest)
_report = msgspec.json.Decoder(SelfCheckReport)
_paper_report = msgspec.json.Decoder(PaperReport)
_site_report = msgspec.json.Decoder(SiteReport)
_site_key = msgspec.json.Decoder(SiteKeyRequest)
_here = msgspec.json.Decoder(HereRequest)

First = Callable[[Request], Awaitable[None]]

SAMPLE = os.urandom(SAMPLE_BYTES)
"""What no part of the network can make shorter."""


def build_app(site: Site) -> Starlette:
    """The application over a running site."""
    routes = Routes(site)
    callers = Callers(site.keys, site.gate, site.enrolments, site.exam_sites)
    stations = [
        Route(API + path, _refusing(_answering(site, identify, endpoint), site), methods=[method])
        for method, path, identify, endpoint in _asked_of(site, routes, callers)
    ]
    reporting = [
        Route(
            API + path,
            _refusing(_answering(site, identify, endpoint, most, callers.require_site), site),
            methods=["POST"],
        )
        for path, identify, endpoint, most in report_routes(site, callers)
    ]
    anybody = Route(API + "/time", _refusing(routes.time, site), methods=["GET"])
    nothing = _nothing_here(site.clock)
    everything = [anybody, *stations, *reporting, health_route(site), staff_route(site), *web_routes(site)]
    return Starlette(routes=everything, exception_handlers={404: nothing, 405: nothing})


def _asked_of(site: Site, routes: "Routes", callers: Callers) -> list[tuple[str, str, Identify, Endpoint]]:
    """What stations and other services may ask, and by whom each is to be known."""
    registered = _heard_by(site, callers.registered)
    return [
        ("POST", "/enrol", callers.enrolling, routes.enrol),
        ("GET", "/station", registered, routes.station),
        ("POST", "/station", callers.returning, routes.readmit),
        ("POST", "/login", registered, routes.login),
        ("POST", "/leave", registered, routes.leave),
        ("GET", "/manifest", registered, routes.manifest),
        ("GET", "/parts/{name}", registered, routes.part),
        ("GET", "/key", registered, routes.key),
        ("GET", "/papers", registered, routes.papers),
        ("POST", "/paper-report", registered, routes.take_paper_report),
        ("GET", "/events", registered, routes.events),
        ("POST", "/sync", registered, routes.sync),
        ("POST", "/submit", registered, routes.submit),
        ("POST", "/held", registered, routes.held),
        ("POST", "/backlog", registered, routes.take),
        ("POST", "/backlog/submit", registered, routes.submit_backlog),
        ("POST", "/files", registered, routes.files),
        ("POST", "/files/{attempt}/{file}/{chunk}", registered, routes.take_chunk),
        ("GET", "/sample", registered, routes.sample),
        ("POST", "/self-check", registered, routes.take_self_check),
        ("POST", "/here", registered, routes.here),
        ("POST", "/sites/join", callers.joining, routes.join),
        ("POST", "/sites/papers", callers.exam_site, routes.given_papers),
        ("GET", "/sites/parts/{name}", callers.exam_site, routes.given_part),
        ("POST", "/sites/key", callers.exam_site, routes.site_key),
    ]


class Routes:
    """One method for each route."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def time(self, request: Request) -> Response:  # noqa: ARG002 - needs nothing of the request
        """GET time."""
        return reply(TimeReply(self._site.clock.now(), self._site.identity.id))

    async def enrol(self, question: Question) -> msgspec.Struct:
        """POST enrol."""
        wish = message_in(question.body, read_enrolment)
        return await self._site.enrolments.enrol(wish, question.caller.station)

    async def station(self, question: Question) -> msgspec.Struct:
        """GET station."""
        return await self._site.enrolments.station(question.caller)

    async def readmit(self, question: Question) -> msgspec.Struct:
        """POST station."""
        shown = message_in(question.body, read_readmission)
        return await self._site.enrolments.readmit(question.caller, shown)

    async def login(self, question: Question) -> msgspec.Struct:
        """POST login."""
        wanted = message_in(question.body, _login)
        with self._site.refused_logins.noting(question.caller):
            return await self._site.logins.log_in(question.caller, wanted)

    async def leave(self, question: Question) -> msgspec.Struct:
        """POST leave."""
        return await self._site.leaving.leave(question.caller, message_in(question.body, _leave))

    async def manifest(self, question: Question) -> msgspec.Struct:
        """GET manifest."""
        return await self._site.delivery.manifest(question.caller)

    async def part(self, question: Question) -> Response:
        """GET parts/SHA256."""
        name = question.request.path_params["name"]
        return self._reply_with(question, await self._site.delivery.part(question.caller, name))

    async def key(self, question: Question) -> msgspec.Struct:
        """GET key."""
        return await self._site.delivery.key(question.caller)

    async def papers(self, question: Question) -> msgspec.Struct:
        """GET papers."""
        return await self._site.delivery.coming(question.caller)

    async def take_paper_report(self, question: Question) -> msgspec.Struct:
        """POST paper-report."""
        if len(question.body) > PAPER_REPORT_LIMIT:
            raise RefusedError(Refusal.TOO_MUCH, f"A report may have {PAPER_REPORT_LIMIT} bytes at most.")
        return await self._site.paper_reports.keep(question.caller, message_in(question.body, _paper_report))

    async def events(self, question: Question) -> msgspec.Struct:
        """GET events."""
        return await self._site.responses.events(question.caller)

    async def sync(self, question: Question) -> msgspec.Struct:
        """POST sync."""
        told = message_in(question.body, _sync)
        said = await self._site.responses.sync(question.caller, told)
        await self._site.told_before.note(question.caller, told)
        self._site.presence.tell(question.caller, told.writer.attempt, told.news)
        return said

    async def submit(self, question: Question) -> msgspec.Struct:
        """POST submit."""
        return await self._site.submissions.submit(question.caller, message_in(question.body, _submit))

    async def held(self, question: Question) -> msgspec.Struct:
        """POST held."""
        return await self._site.backlog.held(question.caller, message_in(question.body, _held))

    async def take(self, question: Question) -> msgspec.Struct:
        """POST backlog."""
        return await self._site.backlog.take(question.caller, message_in(question.body, _sync))

    async def submit_backlog(self, question: Question) -> msgspec.Struct:
        """POST backlog/submit."""
        return await self._site.backlog.submit(question.caller, message_in(question.body, _submit))

    async def files(self, question: Question) -> msgspec.Struct:
        """POST files."""
        return await self._site.files.offer(question.caller, message_in(question.body, _files))

    async def take_chunk(self, question: Question) -> msgspec.Struct:
        """POST files/ATTEMPT/FILE/CHUNK."""
        names = question.request.path_params
        place = (names["file"], names["chunk"])
        return await self._site.files.take(question.caller, names["attempt"], place, question.body)

    async def sample(self, question: Question) -> Response:
        """GET sample."""
        await self._site.enrolments.station(question.caller)
        return Response(SAMPLE, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})

    async def take_self_check(self, question: Question) -> msgspec.Struct:
        """POST self-check."""
        if len(question.body) > REPORT_LIMIT:
            raise RefusedError(Refusal.TOO_MUCH, f"A self-check may have {REPORT_LIMIT} bytes at most.")
        return await self._site.self_checks.keep(question.caller, message_in(question.body, _report))

    async def here(self, question: Question) -> msgspec.Struct:
        """POST here."""
        return await self._site.presence.here(question.caller, message_in(question.body, _here))

    async def join(self, question: Question) -> msgspec.Struct:
        """POST sites/join."""
        return await self._site.exam_sites.join(question.caller, message_in(question.body, read_joining))

    async def given_papers(self, question: Question) -> msgspec.Struct:
        """POST sites/papers."""
        return await self._site.exam_sites.papers(question.caller, message_in(question.body, _site_report))

    async def given_part(self, question: Question) -> Response:
        """GET sites/parts/SHA256."""
        name = question.request.path_params["name"]
        return self._reply_with(question, await self._site.exam_sites.part(question.caller, name))

    async def site_key(self, question: Question) -> msgspec.Struct:
        """POST sites/key."""
        return await self._site.exam_sites.key(question.caller, message_in(question.body, _site_key))

    def _reply_with(self, question: Question, part: Path) -> Response:
        front = self._site.gate.front_for(peer_of(question.request))
        return part_reply(part, question.request.headers, front)


def _heard_by(site: Site, identify: Identify) -> Identify:
    """The caller, whom whoever watches the room sees to be there."""

    async def heard(request: Request, body: bytes) -> Caller:
        caller = await identify(request, body)
        site.presence.hear(caller)
        return caller

    return heard


def _answering(
    site: Site, identify: Identify, endpoint: Endpoint, most: int = BODY_LIMIT, first: First | None = None
) -> Answer:
    """The endpoint for one who is known, with a reply that says where the station is seen.

    `most` is how many bytes a request may have; `first` looks who says that they ask before any is read.
    """

    async def answer(request: Request) -> Response:
        asking.set(asker_of(request))
        await site.lives.meet(request.headers.get(LIFE, ""))
        if first is not None:
            await first(request)
        body = await body_of(request, most)
        caller = await identify(request, body)
        await site.sightings.note(caller)
        message = await endpoint(Question(request, body, caller))
        return message if isinstance(message, Response) else reply(message, caller.place)

    return answer


def _refusing(endpoint: Answer, site: Site) -> Answer:
    """The endpoint, with every failure answered as a refusal, and the service's word for which life it is."""

    async def answer(request: Request) -> Response:
        try:
            said = await endpoint(request)
        except ClientDisconnect:
            log.debug("a station went away before its request was whole")
            return Response(status_code=400)
        except Exception as error:  # noqa: BLE001 - the crash handler: a station always gets a reply it can read
            said = refusal(error, site.clock.now())
        said.headers[LIFE] = site.lives.word
        return said

    return answer


def _nothing_here(clock: Clock) -> Callable[[Request, Exception], Awaitable[Response]]:
    """The answer at any other address."""

    async def answer(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's shape
        return refusal(RefusedError(Refusal.NOT_FOUND, "There is nothing at this address."), clock.now())

    return answer
