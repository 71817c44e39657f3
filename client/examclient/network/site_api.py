"""The site service as plain calls, one for each message of the protocol.

Rule: every reply teaches the site clock, and nothing here retries; that is the caller's decision.
"""

from collections.abc import Generator
from typing import Protocol, TypeVar

from examclient.domain.clock import SiteClock
from examclient.domain.piece import Piece
from examclient.network.http import Ask, SiteHttp
from examclient.version import VERSION
from examprotocol.canonical import canonical_bytes
from examprotocol.here import HereReply, HereRequest
from examprotocol.messages import (
    ChunkReply,
    EnrolReply,
    EnrolRequest,
    EventsReply,
    FilesReply,
    FilesRequest,
    HeldReply,
    HeldRequest,
    KeyReply,
    LeaveReply,
    LeaveRequest,
    LoginReply,
    LoginRequest,
    ManifestReply,
    ReadmitRequest,
    SelfCheckReply,
    StationReply,
    SubmitReply,
    SubmitRequest,
    SyncReply,
    SyncRequest,
    TimeReply,
)
from examprotocol.paper_messages import PaperReport, PaperReportReply, PapersReply
from examprotocol.self_check import SelfCheckReport
from examprotocol.site_orders import StationNews

SAMPLE_SECONDS = 5.0
"""By then it is known how fast the network is, however slow it may be."""


class _Timed(Protocol):
    @property
    def now(self) -> int: ...


R = TypeVar("R", bound=_Timed)


class SiteApi:
    """Talks to one service. Every call raises SiteUnreachableError, SiteRefusedError or SiteAnswerError."""

    def __init__(self, http: SiteHttp, clock: SiteClock) -> None:
        self._http = http
        self._clock = clock
        self._token = ""

    def time(self) -> TimeReply:
        """The site time, and which site it is."""
        return self._ask(Ask("time"), TimeReply)

    def enrol(self, request: EnrolRequest) -> EnrolReply:
        """Register this station by the token of its enrolment file."""
        return self._ask(Ask("enrol", canonical_bytes(request)), EnrolReply)

    def station(self) -> StationReply:
        """What the service knows of this station, and the room's cards as they are now."""
        return self._ask(Ask("station"), StationReply)

    def readmit(self, request: ReadmitRequest) -> StationReply:
        """Show a service that was set up anew the credential that it gave this station once."""
        return self._ask(Ask("station", canonical_bytes(request)), StationReply)

    def login(self, request: LoginRequest) -> LoginReply:
        """Log in; later calls are made in this session."""
        reply = self._ask(Ask("login", canonical_bytes(request)), LoginReply)
        self._token = reply.token
        return reply

    def go_on_with(self, token: str) -> None:
        """Make later calls in the session of this token."""
        self._token = token

    def leave(self, attempt: str) -> LeaveReply:
        """It was not this candidate: what the last login was granted in this attempt is free again."""
        return self._ask(Ask("leave", canonical_bytes(LeaveRequest(attempt)), self._token), LeaveReply)

    def manifest(self) -> str:
        """The signed manifest of the candidate's paper."""
        return self._ask(Ask("manifest", token=self._token), ManifestReply).manifest

    def part(self, sha256: str, start: int = 0) -> Generator[Piece]:
        """A sealed part of the session's paper as it comes, from this byte on if it may be; not verified."""
        return self._http.pieces(Ask(f"parts/{sha256}", token=self._token), start, sha256)

    def coming_papers(self) -> PapersReply:
        """The sealed papers that this room will need, in no session."""
        return self._ask(Ask("papers"), PapersReply)

    def coming_part(self, sha256: str, start: int = 0) -> Generator[Piece]:
        """The same as `part`, in no session: of a paper to come."""
        return self._http.pieces(Ask(f"parts/{sha256}"), start, sha256)

    def report_paper(self, report: PaperReport) -> PaperReportReply:
        """Tell the staff how far this machine is with a paper."""
        return self._ask(Ask("paper-report", canonical_bytes(report)), PaperReportReply)

    def content_key(self) -> bytes:
        """The content key, 32 bytes; SiteRefusedError `not_yet` before key release."""
        return self._ask(Ask("key", token=self._token), KeyReply).key

    def events(self) -> EventsReply:
        """All that the site holds of this attempt."""
        return self._ask(Ask("events", token=self._token), EventsReply)

    def sync(self, request: SyncRequest) -> SyncReply:
        """Hand events in; the reply says how far the site has stored this writer."""
        return self._ask(Ask("sync", canonical_bytes(request), self._token), SyncReply)

    def submit(self, request: SubmitRequest) -> SubmitReply:
        """Ask for the receipt."""
        return self._ask(Ask("submit", canonical_bytes(request), self._token), SubmitReply)

    def held(self, request: HeldRequest) -> HeldReply:
        """Say what lies on this machine of attempts, in no session; hear how far the site has stored it."""
        return self._ask(Ask("held", canonical_bytes(request)), HeldReply)

    def hand_over(self, request: SyncRequest) -> SyncReply:
        """The same as `sync`, in no session: of an attempt that was open at this station once."""
        return self._ask(Ask("backlog", canonical_bytes(request)), SyncReply)

    def submit_left(self, request: SubmitRequest) -> SubmitReply:
        """The same as `submit`, in no session: of an attempt that was handed in at this station."""
        return self._ask(Ask("backlog/submit", canonical_bytes(request)), SubmitReply)

    def offer_files(self, request: FilesRequest) -> FilesReply:
        """Say which files of an attempt are here, in no session; hear which sealed chunks are missing."""
        return self._ask(Ask("files", canonical_bytes(request)), FilesReply)

    def put_chunk(self, attempt: str, file: str, chunk: str, sealed: bytes) -> ChunkReply:
        """Hand a sealed chunk over; it is on the site's disk when this returns."""
        return self._ask(Ask(f"files/{attempt}/{file}/{chunk}", sealed), ChunkReply)

    def sample(self) -> bytes:
        """Bytes of no meaning, to measure the network by: those that come in time."""
        return self._http.fetch_for(Ask("sample"), SAMPLE_SECONDS)

    def self_check(self, report: SelfCheckReport) -> SelfCheckReply:
        """Tell the staff what this machine found when it checked itself."""
        return self._ask(Ask("self-check", canonical_bytes(report)), SelfCheckReply)

    def cut(self, seconds: float) -> None:
        """A rehearsal: for so long the line is cut."""
        self._http.cut(seconds)

    def here(self, news: StationNews) -> HereReply:
        """Say that this machine is there, in no session."""
        return self._ask(Ask("here", canonical_bytes(HereRequest(news, VERSION))), HereReply)

    def _ask(self, ask: Ask, kind: type[R]) -> R:
        sent = self._clock.monotonic()
        reply = self._http.ask(ask, kind)
        self._clock.learn(sent, self._clock.monotonic(), reply.now)
        return reply
