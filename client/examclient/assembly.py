"""The second half of `app`: builds everything behind the window and connects it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from secrets import token_hex

from jwcrypto.jwk import JWK
from msgspec.structs import replace

from examclient.domain.clock import SiteClock
from examclient.domain.config import Config
from examclient.domain.exam_end import end_of
from examclient.domain.export import Drive
from examclient.domain.kept_session import KeptSession
from examclient.domain.site import Membership
from examclient.domain.sounds import told_of_sound
from examclient.enrolling import build_enrol
from examclient.machine_clock import MachineClock
from examclient.network.site_api import SiteApi
from examclient.network.sync import SyncEngine
from examclient.places import hostname
from examclient.preloading import PAPERS, build_preload, mirror_of
from examclient.site_link import site_api
from examclient.storage.ballast import DiskRoom
from examclient.storage.copied_files import CopiedFiles
from examclient.storage.drives import drives as drives_of_this_machine
from examclient.storage.journal_recipients import JournalRecipients
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.storage.kept_sessions import KeptSessions
from examclient.storage.paper_cache import PaperCache
from examclient.storage.room_cards import CODE_TRIES, LOGIN_TRIES, RoomShelf
from examclient.storage.station_key import read_station_key
from examclient.ui.at_hand import AtHand
from examclient.ui.background import Background
from examclient.ui.backlog_runner import BacklogRunner
from examclient.ui.card_keeper import CardKeeper
from examclient.ui.crew import Desk, Helpers, Lanes
from examclient.ui.enrolling import Enrolling
from examclient.ui.file_copier import FileCopier
from examclient.ui.file_sender import FileSender
from examclient.ui.order_desk import OrderDesk
from examclient.ui.paper_desk import PaperDesk
from examclient.ui.paper_pictures import PaperPictures
from examclient.ui.paper_reporter import PaperReporter
from examclient.ui.password_desk import PasswordDesk
from examclient.ui.preloading import Preloading
from examclient.ui.preparer import Preparer
from examclient.ui.presenter import Presenter
from examclient.ui.rehearsal import Rehearsal
from examclient.ui.saver import Saver
from examclient.ui.session_keeper import SessionKeeper
from examclient.ui.site_watch import SiteWatch
from examclient.ui.sound.choosing import choose_outlet
from examclient.ui.sound.players import Players
from examclient.ui.sound.sound_desk import SoundDesk
from examclient.ui.stage import Stage
from examclient.ui.submitter import Submitter
from examclient.ui.syncer import Syncer
from examclient.ui.telling import Telling
from examclient.ui.worry_watch import WorryWatch
from examclient.usecases.admission import Admit, Admitted, FindHeld
from examclient.usecases.attempt import Attempt
from examclient.usecases.backlog import Backlog
from examclient.usecases.by_station import ByStation
from examclient.usecases.catch_up import CatchUp
from examclient.usecases.export import Exporter
from examclient.usecases.export_one import ExportOne
from examclient.usecases.export_stick import ExportAll
from examclient.usecases.extended_by_code import extensions_in
from examclient.usecases.found_again import FoundAgain
from examclient.usecases.handed_files import KeepFile, SendFiles
from examclient.usecases.holdings import Holdings
from examclient.usecases.kept_paper import KeptPaper
from examclient.usecases.key_from_stick import KeyFromStick
from examclient.usecases.labels import LabelledSessions
from examclient.usecases.leftover import Counter
from examclient.usecases.log_in import LogIn
from examclient.usecases.mirrored import MirroredPaper
from examclient.usecases.open_enrolment import OpenEnrolment
from examclient.usecases.order_book import OrderBook
from examclient.usecases.packing import Packer
from examclient.usecases.paper_keeper import PaperKeeper
from examclient.usecases.papers_here import PapersHere
from examclient.usecases.rehearsed_troubles import FullDisk, PlayTrouble
from examclient.usecases.resume import OpenAttempt, Resume
from examclient.usecases.room_cards import RoomCards
from examclient.usecases.room_codes import MoveByCode, RoomCodes
from examclient.usecases.room_password import CheckRoomPassword
from examclient.usecases.seat import SeatHere
from examclient.usecases.session_keeping import SessionKeeping
from examclient.usecases.sitting import RECEIPT, Sitting, shown_of
from examclient.usecases.spare import FindSpare
from examclient.usecases.start_attempt import AttemptStore, StartAttempt, Station
from examclient.usecases.station_news import NewsBoard
from examclient.usecases.submit import Submit
from examclient.version import VERSION
from examprotocol.events import EXTEND_BY_CODE, LIFT_PAUSE
from examprotocol.messages import LoginReply
from examprotocol.site_orders import NO_ORDERS

LANES = (
    "disk",
    "network",
    "paper",
    "proctor",
    "backlog",
    "drives",
    "sound",
    "files",
    "preload",
    "copies",
    "afresh",
)


@dataclass(frozen=True, slots=True)
class Way:
    """The way to the site: as which station, by whose time, and what the station tells of itself.

    `disk` can be full in a rehearsal.
    """

    config: Config
    site: Membership
    api: SiteApi
    clock: SiteClock
    news: NewsBoard
    disk: FullDisk


@dataclass(frozen=True, slots=True)
class Here:
    """What lies on this machine, and who sits at it."""

    sessions: KeptSessions
    cards: RoomCards
    journals: Journals
    papers: PapersHere
    seat: SeatHere
    chunks: CopiedFiles

    def labelled(self) -> LabelledSessions:
        """The kept sessions, each with a label in its journal."""
        return LabelledSessions(self.sessions, self.journals.left, self.papers)

    def put_away(self, attempt: str) -> None:
        """The candidate has gone."""
        self.seat.leave(attempt)
        self.journals.leave(attempt)


def build_presenter(
    config: Config,
    site: Membership,
    pictures: PaperPictures,
    machine: MachineClock | None = None,
    drives: Callable[[], tuple[Drive, ...]] | None = None,
    at_hand: AtHand | None = None,
) -> Presenter:
    """Everything behind the window, built from the outside in; `machine` tells its time and its boot, and
    `drives` what can be written to, this machine's own drives unless said.

    Raises StationError where this machine cannot prove that it is its site's station any more.
    """
    machine, at_hand = machine or MachineClock(), at_hand or AtHand()
    clock = SiteClock(machine)
    api = site_api(config.data_folder, site, clock)
    lanes = Lanes(*(Background(name) for name in LANES))
    here = _here(config, site, api)
    keeping = SessionKeeping(here.labelled(), clock, machine.boot())
    way = Way(
        config, site, api, clock, NewsBoard(machine.wall), FullDisk(config.data_folder, machine.monotonic)
    )
    helpers, stage = _helpers(way, here, keeping, lanes, pictures, at_hand)
    desk = _desk(way, here, keeping, helpers, machine.boot(), drives or drives_of_this_machine)
    return Presenter(lanes, helpers, stage, clock, desk)


def _helpers(
    way: Way, here: Here, keeping: SessionKeeping, lanes: Lanes, pictures: PaperPictures, at_hand: AtHand
) -> tuple[Helpers, Stage]:
    config, site, api, clock = way.config, way.site, way.api, way.clock
    jitter = Random().random  # noqa: S311 - spreads load, keeps no secret
    counter = Counter(api, site, clock, jitter, here.chunks)
    saver = Saver(lanes.disk, clock.monotonic)
    stage = Stage(clock, saver)
    papers = _paper_desk(way, keeping, lanes, pictures)
    watch = _site_watch(config.data_folder, site, here.cards, clock, lanes)
    helpers = Helpers(
        saver=saver,
        syncer=Syncer(lanes.network),
        papers=papers,
        submitter=Submitter(lanes.disk, lanes.network, jitter),
        watch=watch,
        orders=OrderDesk(lanes.disk, watch.passwords, clock, way.news, PlayTrouble(api.cut, way.disk)),
        keeper=SessionKeeper(lanes.paper, keeping),
        backlog=BacklogRunner(lanes.backlog, Backlog(here.journals, counter, keeping.remove), jitter),
        worries=WorryWatch(lanes.paper),
        preloading=Preloading(lanes.preload, build_preload(config, site, api), jitter),
        reporter=PaperReporter(lanes.network, api.report_paper, jitter),
        sounds=_sound_desk(config, lanes, stage, papers, at_hand.players),
        files=FileSender(lanes.files),
        kept_files=at_hand.files,
        copier=FileCopier(lanes.backlog, here.chunks.level),
        telling=Telling(lanes.preload, way.news, api.here, here.seat, jitter),
    )
    way.news.tell(drawing=str(config.drawing_level))
    stage.state_changed.connect(helpers.telling.show_state)
    at_hand.files.work_in(lanes.copies)
    helpers.sounds.changed.connect(lambda sound: helpers.reporter.tell_sound(told_of_sound(sound)))
    helpers.sounds.written.connect(helpers.syncer.wake)
    helpers.syncer.round_done.connect(lambda _round: helpers.files.wake())
    helpers.copier.came_back.connect(helpers.files.ask_again)
    at_hand.files.changed.connect(helpers.copier.wake)
    helpers.files.elsewhere_heard.connect(at_hand.files.hear_elsewhere)
    helpers.files.unsent_heard.connect(lambda unsent: stage.show(files_unsent=unsent))
    return helpers, stage


def _desk(
    way: Way,
    here: Here,
    keeping: SessionKeeping,
    helpers: Helpers,
    boot: str,
    drives: Callable[[], tuple[Drive, ...]],
) -> Desk:
    config, site, api, clock = way.config, way.site, way.api, way.clock
    open_attempt = OpenAttempt(_sitting_opener(way, here), api.go_on_with, clock)
    return Desk(
        _admit(config.data_folder, here.sessions, site, api, clock),
        open_attempt,
        Resume(here.sessions, here.journals.open, open_attempt, clock, boot),
        MoveByCode(helpers.watch.passwords.codes, here.journals.left),
        api.leave,
        keeping.running,
        site.signing_key,
        here.put_away,
        here.journals.close,
        _exporter(here, site, clock, read_station_key(config.data_folder)),
        drives,
        KeyFromStick(site),
    )


def _admit(
    data_folder: Path, sessions: KeptSessions, site: Membership, api: SiteApi, clock: SiteClock
) -> Admit:
    find_held = FindHeld(sessions, RoomShelf(data_folder, LOGIN_TRIES), clock)
    return Admit(LogIn(api, VERSION, site.credential), find_held, FindSpare(sessions, site, clock))


def _here(config: Config, site: Membership, api: SiteApi) -> Here:
    folder = config.data_folder
    cards = RoomCards(RoomShelf(folder), api.station)
    papers = PapersHere(lambda token: PaperCache(folder / PAPERS, token), site.signing_key)
    setting = _journal_setting(config, site, cards)
    chunks = CopiedFiles(folder, setting.spare, setting.mirror)
    return Here(KeptSessions(folder), cards, Journals(folder, setting), papers, SeatHere(), chunks)


def _exporter(here: Here, site: Membership, clock: SiteClock, key: JWK) -> Exporter:
    holdings = Holdings(here.journals, here.sessions, here.papers, site.signing_key)
    one = ExportOne(holdings, Packer(site, key, clock), here.seat.attempt, here.chunks)
    return Exporter(one, ExportAll(one, site, key, clock, here.cards.take))


def _paper_desk(way: Way, keeping: SessionKeeping, lanes: Lanes, pictures: PaperPictures) -> PaperDesk:
    papers, site = way.config.data_folder / PAPERS, way.site
    preparer = Preparer(lanes.paper, way.clock.now, Random().random)  # noqa: S311 - spreads load
    source = MirroredPaper(way.api, mirror_of(way.config.paper_mirror))

    def new_keeper() -> PaperKeeper:
        kept, shelves = KeptPaper(source, keeping), partial(PaperCache, papers)
        return PaperKeeper(kept, shelves, site.signing_key, kept.take_key, kept.form)

    return PaperDesk(lanes.paper, lanes.afresh, new_keeper, pictures, preparer, Rehearsal(pictures))


def _sound_desk(config: Config, lanes: Lanes, stage: Stage, papers: PaperDesk, players: Players) -> SoundDesk:
    desk = SoundDesk(lanes.disk, lanes.sound, stage, choose_outlet, config.volume)
    papers.ready.connect(lambda paper, _preparation: desk.show_paper(paper))
    papers.changed.connect(desk.show_paper)
    players.serve(desk)
    return desk


def _site_watch(
    data_folder: Path, site: Membership, cards: RoomCards, clock: SiteClock, lanes: Lanes
) -> SiteWatch:
    check = CheckRoomPassword(cards.tokens, site, RoomShelf(data_folder), clock)
    codes = RoomCodes(check, RoomShelf(data_folder, CODE_TRIES), clock)
    passwords = PasswordDesk(lanes.proctor, check, codes)
    return SiteWatch(lanes.disk, passwords, CardKeeper(lanes.network, cards))


def _journal_setting(config: Config, site: Membership, cards: RoomCards) -> Setting:
    """Each machine has a folder of its own in the mirror, by its name: that outlives an enrolment."""
    spare = None if config.spare_folder == config.data_folder else config.spare_folder
    mirror = config.mirror_folder and config.mirror_folder / hostname()
    return Setting(JournalRecipients(site, cards.tokens), spare, mirror, DiskRoom(config.data_folder))


def _sitting_opener(way: Way, here: Here) -> Callable[[Admitted], Sitting]:
    site, api, clock = way.site, way.api, way.clock
    start = StartAttempt(here.journals.open, api.events, clock, lambda: token_hex(16))
    station = Station(site.station, VERSION)

    def open_sitting(admitted: Admitted) -> Sitting:
        login = admitted.login
        kept = admitted.kept
        with here.journals.in_use(login.attempt):
            attempt, store = start(
                login, station, is_return=kept is not None, act=admitted.act, word=admitted.word
            )
        here.seat.take(attempt)
        end = end_of(
            _as_the_site_said(login, kept),
            site.site_id,
            site.signing_key,
            (
                token
                for one in here.sessions.all()
                if one.attempt == attempt.id
                for token in one.login.extensions
            ),
        )
        end.add_codes(extensions_in(attempt.acts(EXTEND_BY_CODE)))
        orders = _orders_in(attempt, store, None if kept else login)
        end.lend(*orders.lent())
        may_lack = kept is not None and not kept.moved
        sync = ByStation(
            api.sync, api, lambda: shown_of(attempt.id, attempt.heads(), store), here.cards.digest
        )
        caught_up = CatchUp(attempt, sync, api.events) if may_lack else sync
        send = FoundAgain(attempt, store, caught_up)
        jitter = Random().random  # noqa: S311 - spreads load
        engine = SyncEngine(attempt, send, jitter, end, way.news)
        files = SendFiles(attempt.id, attempt.answers, store, here.chunks, api)
        submit = Submit(attempt, engine, api.submit, site.signing_key, store.noted(RECEIPT), files)
        keep_file = KeepFile(attempt.id, store, here.chunks)
        return Sitting(attempt, store, engine, submit, files, keep_file, orders)

    return open_sitting


def _orders_in(attempt: Attempt, store: AttemptStore, login: LoginReply | None) -> OrderBook:
    """What the site has ordered in this attempt: as the journal keeps it, and by its word at the login."""
    orders = OrderBook(store, attempt.acts(LIFT_PAUSE))
    if login is not None:
        orders.hear(login.orders, login.exam.end)
    attempt.let_in_again(orders.reopened())
    return orders


def _as_the_site_said(login: LoginReply, kept: KeptSession | None) -> LoginReply:
    """The end by the site's word: what came by codes stands in the journal as well, and counts once; in what
    was kept here a pause has moved nothing.
    """
    if kept is None:
        return login
    return replace(login, exam=replace(login.exam, end=login.exam.end - kept.by_code), orders=NO_ORDERS)


def build_enrolling(config: Config) -> Enrolling:
    """What sets this machine up, while there is no presenter."""
    open_file = OpenEnrolment(config.data_folder, hostname(), config.seat)
    jitter = Random().random  # noqa: S311 - spreads load
    return Enrolling(Background("enrolling"), open_file, build_enrol(config.data_folder), jitter)
