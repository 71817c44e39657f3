"""The second half of `app`: builds everything behind the window and connects it."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from secrets import token_hex

from examclient.domain.clock import SiteClock
from examclient.domain.config import Config
from examclient.domain.site import Membership
from examclient.enrolling import build_enrol, hostname
from examclient.errors import StationError
from examclient.machine_clock import MachineClock
from examclient.network.http import SiteHttp
from examclient.network.proof import StationSigner
from examclient.network.site_api import SiteApi
from examclient.network.sync import SyncEngine
from examclient.storage.journal import Journal, open_journal
from examclient.storage.paper_cache import PaperCache
from examclient.storage.room_cards import RoomShelf
from examclient.storage.station_file import ENROL_AGAIN, keep_authority
from examclient.storage.station_key import read_station_key
from examclient.ui.background import Background
from examclient.ui.card_keeper import CardKeeper
from examclient.ui.crew import Desk, Helpers, Lanes
from examclient.ui.enrolling import Enrolling
from examclient.ui.paper_desk import PaperDesk
from examclient.ui.paper_pictures import PaperPictures
from examclient.ui.password_desk import PasswordDesk
from examclient.ui.preparer import Preparer
from examclient.ui.presenter import Presenter
from examclient.ui.rehearsal import Rehearsal
from examclient.ui.saver import Saver
from examclient.ui.site_watch import SiteWatch
from examclient.ui.stage import Stage
from examclient.ui.submitter import Submitter
from examclient.ui.syncer import Syncer
from examclient.usecases.log_in import LogIn
from examclient.usecases.open_enrolment import OpenEnrolment
from examclient.usecases.paper_keeper import PaperKeeper
from examclient.usecases.room_cards import RoomCards
from examclient.usecases.room_password import CheckRoomPassword
from examclient.usecases.sitting import Sitting
from examclient.usecases.start_attempt import StartAttempt, Station
from examclient.usecases.submit import Submit
from examclient.version import VERSION
from examprotocol.messages import LoginReply


def build_presenter(config: Config, site: Membership, pictures: PaperPictures) -> Presenter:
    """Everything behind the window, built from the outside in.

    Raises StationError where this machine cannot prove that it is its site's station any more.
    """
    clock = SiteClock(MachineClock())
    api = _site_api(config.data_folder, site, clock)
    lanes = Lanes(Background("disk"), Background("network"), Background("paper"), Background("proctor"))
    jitter = Random().random  # noqa: S311 - spreads load, keeps no secret
    helpers = Helpers(
        saver=Saver(lanes.disk, clock.monotonic),
        syncer=Syncer(lanes.network),
        papers=_paper_desk(config, site, api, clock, lanes, pictures),
        submitter=Submitter(lanes.disk, lanes.network, jitter),
        watch=_site_watch(config.data_folder, site, api, clock, lanes),
    )
    journals = _Journals(config.data_folder / "journals")
    sittings = _sitting_opener(journals, site, api, clock, Station(site.station, VERSION))
    desk = Desk(LogIn(api, VERSION, site.credential), sittings, site.signing_key, journals.close)
    return Presenter(lanes, helpers, Stage(clock, helpers.saver), clock, desk)


def _site_api(data_folder: Path, site: Membership, clock: SiteClock) -> SiteApi:
    signer = StationSigner(read_station_key(data_folder))
    if signer.station != site.station:
        raise StationError("The station key is not the one that this machine was enrolled with.", ENROL_AGAIN)
    return SiteApi(SiteHttp(site.address, keep_authority(data_folder, site.authority), signer), clock)


def _paper_desk(
    config: Config,
    site: Membership,
    api: SiteApi,
    clock: SiteClock,
    lanes: Lanes,
    pictures: PaperPictures,
) -> PaperDesk:
    papers = config.data_folder / "papers"
    preparer = Preparer(lanes.paper, clock.now, Random().random)  # noqa: S311 - spreads load

    def new_keeper() -> PaperKeeper:
        return PaperKeeper(api, lambda token: PaperCache(papers, token), site.signing_key)

    return PaperDesk(lanes.paper, new_keeper, pictures, preparer, Rehearsal(pictures))


def _site_watch(
    data_folder: Path, site: Membership, api: SiteApi, clock: SiteClock, lanes: Lanes
) -> SiteWatch:
    shelf = RoomShelf(data_folder)
    cards = RoomCards(shelf, api.station)
    passwords = PasswordDesk(lanes.proctor, CheckRoomPassword(cards.tokens, site, shelf, clock))
    return SiteWatch(lanes.disk, passwords, CardKeeper(lanes.network, cards))


def _sitting_opener(
    journals: "_Journals", site: Membership, api: SiteApi, clock: SiteClock, station: Station
) -> Callable[[LoginReply], Sitting]:
    start = StartAttempt(journals.open, api.events, clock, lambda: token_hex(16))

    def open_sitting(login: LoginReply) -> Sitting:
        attempt, store = start(login, station)
        engine = SyncEngine(attempt, api.sync, Random().random)  # noqa: S311 - spreads load
        return Sitting(attempt, store, engine, Submit(attempt, engine, api.submit, site.signing_key))

    return open_sitting


def build_enrolling(config: Config) -> Enrolling:
    """What sets this machine up, while there is no presenter."""
    open_file = OpenEnrolment(config.data_folder, hostname(), config.seat)
    jitter = Random().random  # noqa: S311 - spreads load
    return Enrolling(Background("enrolling"), open_file, build_enrol(config.data_folder), jitter)


class _Journals:
    """One journal for each attempt, kept open for as long as the client runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: dict[str, Journal] = {}

    def open(self, attempt: str) -> Journal:
        """The journal of an attempt. Raises JournalError."""
        if attempt not in self._opened:
            self._opened[attempt] = open_journal(self._folder / f"{attempt}.journal")
        return self._opened[attempt]

    def close(self) -> None:
        """Let go of the files: Windows neither deletes nor moves one that is open."""
        while self._opened:
            self._opened.popitem()[1].close()
