"""The second half of `app`: builds everything behind the window and connects it."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from secrets import token_hex

from examclient.domain.clock import SiteClock
from examclient.domain.config import Config
from examclient.domain.site import SiteFile
from examclient.network.http import SiteHttp
from examclient.network.site_api import SiteApi
from examclient.network.sync import SyncEngine
from examclient.storage.journal import Journal, open_journal
from examclient.storage.paper_cache import PaperCache
from examclient.storage.station_file import keep_authority
from examclient.ui.background import Background
from examclient.ui.paper_desk import PaperDesk
from examclient.ui.paper_pictures import PaperPictures
from examclient.ui.preparer import Preparer
from examclient.ui.presenter import Desk, Helpers, Lanes, Presenter
from examclient.ui.rehearsal import Rehearsal
from examclient.ui.saver import Saver
from examclient.ui.stage import Stage
from examclient.ui.submitter import Submitter
from examclient.ui.syncer import Syncer
from examclient.usecases.log_in import LogIn
from examclient.usecases.paper_keeper import PaperKeeper
from examclient.usecases.sitting import Sitting
from examclient.usecases.start_attempt import StartAttempt, Station
from examclient.usecases.submit import Submit
from examclient.version import VERSION
from examprotocol.messages import LoginReply


class MachineClock:
    """The machine's two clocks."""

    def monotonic(self) -> float:
        """Seconds that only go forward."""
        return time.monotonic()

    def wall(self) -> float:
        """Seconds since 1970-01-01 UTC as the machine believes."""
        return time.time()


def build_presenter(config: Config, site: SiteFile, station: str, pictures: PaperPictures) -> Presenter:
    """Everything behind the window, built from the outside in."""
    clock = SiteClock(MachineClock())
    api = SiteApi(SiteHttp(site.address, keep_authority(config.data_folder, site)), clock)
    lanes = Lanes(Background("disk"), Background("network"), Background("paper"))
    jitter = Random().random  # noqa: S311 - spreads load, keeps no secret
    helpers = Helpers(
        saver=Saver(lanes.disk, clock.monotonic),
        syncer=Syncer(lanes.network),
        papers=_paper_desk(config, site, api, clock, lanes, pictures),
        submitter=Submitter(lanes.disk, lanes.network, jitter),
    )
    journals = _Journals(config.data_folder / "journals")
    sittings = _sitting_opener(journals, site, api, clock, Station(station, VERSION))
    desk = Desk(LogIn(api, station, VERSION), sittings, site.signing_key, journals.close)
    return Presenter(lanes, helpers, Stage(clock, helpers.saver), clock, desk)


def _paper_desk(
    config: Config,
    site: SiteFile,
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


def _sitting_opener(
    journals: "_Journals", site: SiteFile, api: SiteApi, clock: SiteClock, station: Station
) -> Callable[[LoginReply], Sitting]:
    start = StartAttempt(journals.open, api.events, clock, lambda: token_hex(16))

    def open_sitting(login: LoginReply) -> Sitting:
        attempt, store = start(login, station)
        engine = SyncEngine(attempt, api.sync, Random().random)  # noqa: S311 - spreads load
        return Sitting(attempt, store, engine, Submit(attempt, engine, api.submit, site.signing_key))

    return open_sitting


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
