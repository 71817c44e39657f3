"""The network of one machine: what it does to the next messages, and all that ever went over it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from examclient.domain.clock import SiteClock
from examclient.errors import SiteUnreachableError
from examprotocol.events import Head
from examprotocol.messages import (
    ChunkReply,
    EventsReply,
    FilesReply,
    FilesRequest,
    HeldReply,
    HeldRequest,
    LoginReply,
    LoginRequest,
    ReadmitRequest,
    StationReply,
    SubmitReply,
    SubmitRequest,
    SyncReply,
    SyncRequest,
)
from examserver.services.caller import Caller
from tests.model.service import Service, caller


class Timed(Protocol):
    """A reply that says the site time."""

    @property
    def now(self) -> int:
        """In milliseconds."""


T = TypeVar("T", bound=Timed)


@dataclass
class Line:
    """Owns the way to the service. `troubles` are those of the next messages: `drop`, `lose reply`, `die`
    (the service does, in the middle of it), or `""`.
    """

    service: Service
    station: int
    clock: SiteClock
    token: str = ""
    is_cut: bool = False
    troubles: list[str] = field(default_factory=list)
    sent: list[tuple[str, SyncRequest]] = field(default_factory=list)
    replies: list[tuple[str, Head]] = field(default_factory=list)
    named: list[SubmitRequest] = field(default_factory=list)

    def login(self, request: LoginRequest) -> LoginReply:
        asked = self.service.site.logins.log_in
        return self._ask(lambda: self.service.ask(asked(self._station, request)))

    def events(self) -> EventsReply:
        return self._ask(lambda: self.service.ask(self.service.site.responses.events(self._caller)))

    def sync(self, request: SyncRequest) -> SyncReply:
        self.sent.append((self.token, request))
        asked = self.service.site.responses.sync
        return self._stored(request, self._ask(lambda: self.service.ask(asked(self._caller, request))))

    def submit(self, request: SubmitRequest) -> SubmitReply:
        self.named.append(request)
        asked = self.service.site.submissions.submit
        return self._ask(lambda: self.service.ask(asked(self._caller, request)))

    # -- without a session ----------------------------------------------------------------------------------

    def held(self, request: HeldRequest) -> HeldReply:
        reply = self._ask(lambda: self.service.ask(self.service.site.backlog.held(self._station, request)))
        for heads in reply.stored.values():
            self.replies += heads.items()
        return reply

    def hand_over(self, request: SyncRequest) -> SyncReply:
        asked = self.service.site.backlog.take
        return self._stored(request, self._ask(lambda: self.service.ask(asked(self._station, request))))

    def submit_left(self, request: SubmitRequest) -> SubmitReply:
        asked = self.service.site.backlog.submit
        return self._ask(lambda: self.service.ask(asked(self._station, request)))

    def offer_files(self, request: FilesRequest) -> FilesReply:
        return self._ask(lambda: self.service.ask(self.service.site.files.offer(self._station, request)))

    def put_chunk(self, attempt: str, file: str, chunk: str, sealed: bytes) -> ChunkReply:
        asked = self.service.site.files.take
        return self._ask(lambda: self.service.ask(asked(self._station, attempt, (file, chunk), sealed)))

    def readmit(self, request: ReadmitRequest) -> StationReply:
        raise AssertionError(f"the service knows its stations: {request}")

    @contextmanager
    def cut(self) -> Iterator[None]:
        """There is no network meanwhile."""
        self.is_cut = True
        try:
            yield
        finally:
            self.is_cut = False

    # -- what becomes of a message --------------------------------------------------------------------------

    @property
    def _caller(self) -> Caller:
        return caller(self.station, self.token)

    @property
    def _station(self) -> Caller:
        return caller(self.station, "")

    def _stored(self, request: SyncRequest, reply: SyncReply) -> SyncReply:
        self.replies.append((request.writer.id, reply.head))
        return reply

    def _ask(self, asking: Callable[[], T]) -> T:
        trouble = self.troubles.pop(0) if self.troubles else ""
        if trouble == "drop" or self.is_cut:
            raise SiteUnreachableError("The message is lost, or late.")
        sent = self.clock.monotonic()
        if trouble == "die":
            with self.service.dying():
                reply = asking()
        else:
            reply = asking()
        if trouble == "lose reply":
            raise SiteUnreachableError("The reply is lost.")
        self.clock.learn(sent, self.clock.monotonic(), reply.now)
        return reply


def resend(line: Line, token: str, request: SyncRequest) -> None:
    """A message of this machine arrives once more; nobody hears the answer."""
    line.service.ask(line.service.site.responses.sync(caller(line.station, token), request))
