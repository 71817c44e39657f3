"""One exam machine without a screen: a data folder and the client's core, built as the client builds it."""

from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

from examclient.domain.clock import SiteClock
from examclient.domain.site import Membership
from examclient.enrolling import build_enrol
from examclient.errors import SiteRefusedError
from examclient.network.http import SiteHttp
from examclient.network.proof import StationSigner
from examclient.network.site_api import SiteApi
from examclient.network.sync import SyncEngine
from examclient.storage.journal import Journal, open_journal
from examclient.storage.kept_life import KeptLife
from examclient.storage.paper_cache import PaperCache
from examclient.storage.station_file import read_membership
from examclient.storage.station_key import read_station_key
from examclient.usecases.log_in import LogIn
from examclient.usecases.paper_keeper import PaperKeeper
from examclient.usecases.sitting import RECEIPT, Sitting
from examclient.usecases.start_attempt import StartAttempt, Station
from examclient.usecases.submit import Submit
from examprotocol.enrolment import Enrolment
from examprotocol.messages import LoginReply, Refusal
from tests.client.exam_site import ZHANG
from tests.client.fake_clock import FakeClock

CLIENT = "test 1"


class Machine:
    """A station, enrolled, and what is on its disk. Each `sit` is one start of the client.

    `release` is the proctor, who lets a candidate (by admission number) come over from another machine.
    """

    def __init__(
        self, data: Path, enrolment: Enrolment, seat: str, release: Callable[[str], None] | None = None
    ) -> None:
        self._release = release
        self.data = data
        self.site = enrolled(data, enrolment, seat)
        self.station = self.site.station
        self.wall = FakeClock()
        self.clock = SiteClock(self.wall)
        self.signer = StationSigner(read_station_key(data))
        self.api = SiteApi(
            SiteHttp(self.site.address, None, self.signer, KeptLife(data, self.site)), self.clock
        )
        self.log_in = LogIn(self.api, CLIENT, self.site.credential)
        self._journals: dict[str, Journal] = {}

    def take_in(self, numbers: tuple[str, str] = ZHANG) -> LoginReply:
        """Log a candidate in, who may have to be released first."""
        try:
            return self.log_in(*numbers)
        except SiteRefusedError as refused:
            if refused.code != Refusal.ELSEWHERE or self._release is None:
                raise
        self._release(numbers[0])
        return self.log_in(*numbers)

    def sit(self, login: LoginReply | None = None) -> Sitting:
        """Start the attempt: one more start of the client."""
        login = login or self.take_in()
        start = StartAttempt(self.open_journal, self.api.events, self.clock, lambda: token_hex(16))
        attempt, store = start(login, Station(self.station, CLIENT))
        engine = SyncEngine(attempt, self.api.sync, lambda: 0.0)
        return Sitting(
            attempt,
            store,
            engine,
            Submit(attempt, engine, self.api.submit, self.site.signing_key, store.noted(RECEIPT)),
        )

    def keeper(self, signing_key: dict[str, str] | None = None) -> PaperKeeper:
        """The keeper of the paper of the candidate who is logged in."""
        key = signing_key or self.site.signing_key
        return PaperKeeper(self.api, self.open_cache, key)

    def open_cache(self, token: str) -> PaperCache:
        return PaperCache(self.data / "papers", token)

    def open_journal(self, attempt: str) -> Journal:
        """The journal of an attempt, as this start of the client opens it."""
        self.close(attempt)
        self._journals[attempt] = open_journal(self.journal_path(attempt))
        return self._journals[attempt]

    def journal_path(self, attempt: str) -> Path:
        return self.data / "journals" / f"{attempt}.journal"

    def close(self, *attempts: str) -> None:
        """The client ends."""
        for attempt in attempts or tuple(self._journals):
            if attempt in self._journals:
                self._journals.pop(attempt).close()


def enrolled(data: Path, enrolment: Enrolment, seat: str) -> Membership:
    """What a machine is at its site: enrolled at this seat, unless it is a station already."""
    return read_membership(data) or build_enrol(data)(enrolment, seat).membership


def sync_all(sitting: Sitting) -> int:
    """Rounds of sync until the site has everything; returns how many events went."""
    sent = 0
    while sitting.attempt.waiting():
        done = sitting.engine.run_once()
        if done.trouble is not None:
            raise done.trouble
        sent += done.sent
    return sent


NewMachine = Callable[[], Machine]
