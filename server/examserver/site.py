"""Builds the running service out of its folder: the only place that does."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.authority_card import AuthorityCard, sign_card
from examserver.clock import Clock
from examserver.desks import Desks, desks_of
from examserver.errors import FolderError
from examserver.rounds import repeating
from examserver.services.actions.board import OrderBoard
from examserver.services.alive.lives import Lives
from examserver.services.alive.pulse import Pulse
from examserver.services.alive.sweeping import EVERY_SECONDS as SWEEPING_SECONDS
from examserver.services.alive.sweeping import Sweeping
from examserver.services.alive.timed_backups import EVERY_SECONDS as BACKUP_SECONDS
from examserver.services.alive.timed_backups import TimedBackups
from examserver.services.alive.told_before import ToldBefore
from examserver.services.backlog import Backlog
from examserver.services.card_digests import CardDigests
from examserver.services.closing import EVERY_SECONDS, Closing
from examserver.services.delivery import Delivery
from examserver.services.enrolments import Enrolments
from examserver.services.exam_site_desk import ExamSiteDesk
from examserver.services.forms import Forms
from examserver.services.gate import Gate, read_rules
from examserver.services.handed_files import HandedFiles
from examserver.services.keys import opening_key, signing_key
from examserver.services.leaving import Leaving
from examserver.services.logins import Logins
from examserver.services.monitor.presence import SHARED_SECONDS, WRITE_SECONDS, Presence
from examserver.services.orders import Orders
from examserver.services.outages.runs import EVERY_SECONDS as RUN_SECONDS
from examserver.services.outages.runs import Runs
from examserver.services.paper_reports import PaperReports
from examserver.services.receipt_book import ReceiptBook
from examserver.services.refused_logins import RefusedLogins
from examserver.services.reporting.desk import ReportDesk
from examserver.services.responses import Responses
from examserver.services.same_site import require_same_site
from examserver.services.seal import Seal
from examserver.services.self_checks import SelfChecks
from examserver.services.setup import public_part
from examserver.services.sightings import Sightings
from examserver.services.site_keys import key_maker
from examserver.services.station_keys import StationKeys
from examserver.services.submissions import Submissions
from examserver.storage.disk_room import Ballast, DiskWatch
from examserver.storage.files import remove_leftovers
from examserver.storage.folder import ServiceFolder, locked
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.site import SiteIdentity, read_site
from examserver.storage.stops import count_stops
from examserver.storage.store import Store
from examserver.upstream.intake import EVERY_SECONDS as INTAKE_SECONDS
from examserver.upstream.intake import Intake
from examserver.upstream.stock import Ground

LOOK_SECONDS = 1.0
"""So often each of several processes looks for what an order at another one has changed."""

DISK_SECONDS = 30.0
"""So often it is looked at how full the disk is."""


@dataclass(frozen=True, slots=True)
class Site:
    """The running service: what API and web page call."""

    identity: SiteIdentity
    clock: Clock
    gate: Gate
    keys: StationKeys
    sightings: Sightings
    enrolments: Enrolments
    board: OrderBoard
    logins: Logins
    leaving: Leaving
    delivery: Delivery
    responses: Responses
    files: HandedFiles
    submissions: Submissions
    backlog: Backlog
    closing: Closing
    orders: Orders
    desks: Desks
    self_checks: SelfChecks
    paper_reports: PaperReports
    exam_sites: ExamSiteDesk
    report_desk: ReportDesk
    intake: Intake
    lives: Lives
    told_before: ToldBefore
    stopping: threading.Event
    """Set where somebody wants the whole service to stop; whoever runs it looks."""
    presence: Presence
    refused_logins: RefusedLogins
    pulse: Pulse


@contextmanager
def running_site(folder: ServiceFolder, clock: Clock) -> Iterator[Site]:
    """Hold the folder and run its services; at the end all that waits is stored. Raises FolderError."""
    key = signing_key(folder)
    with _held(folder):
        ballast = Ballast(folder.database.parent)
        store = Store(folder, ballast.give_up_for)
        try:
            site = _build(folder, store, key, clock)
            with ExitStack() as rounds:
                rounds.callback(site.presence.stop)
                runs = Runs(store, clock)
                rounds.callback(runs.stop)
                for work, seconds in (*_rounds(folder, store, site), (runs.note, RUN_SECONDS)):
                    rounds.enter_context(repeating(work, seconds))
                for work, seconds in _alone(folder, store, site, ballast):
                    rounds.enter_context(repeating(work, seconds))
                rounds.enter_context(ending(site.intake))
                yield site
        finally:
            store.close()
            ballast.put_away()


def _rounds(folder: ServiceFolder, store: Store, site: Site) -> Iterator[tuple[Callable[[], object], float]]:
    """What is done now and then, and after how many seconds again."""
    writes = SHARED_SECONDS if store.is_shared else WRITE_SECONDS
    yield while_newest(site.lives, site.closing.run_once), EVERY_SECONDS
    yield while_newest(site.lives, site.intake.run_once), INTAKE_SECONDS
    yield site.presence.write, writes
    yield site.refused_logins.write, writes
    yield while_newest(site.lives, Sweeping(store, folder, site.clock).run_once), SWEEPING_SECONDS
    yield DiskWatch(folder.root).run_once, DISK_SECONDS
    if folder.server:
        yield partial(store.read_now, partial(_look, site, store.read_now(count_stops))), LOOK_SECONDS


def _alone(
    folder: ServiceFolder, store: Store, site: Site, ballast: Ballast
) -> Iterator[tuple[Callable[[], object], float]]:
    """What is done beside where the tables are in a file of the folder: a server makes its own backups."""
    if folder.server:
        return
    backups = TimedBackups(store, folder, site.clock)
    yield ballast.run_once, LOOK_SECONDS
    yield backups.run_once, BACKUP_SECONDS


def while_newest(lives: Lives, work: Callable[[], object]) -> Callable[[], object]:
    """The work, until another machine has taken over: who was taken over signs and sends nothing more."""
    return lambda: work() if lives.newer is None else None


@contextmanager
def ending(intake: Intake) -> Iterator[None]:
    """At the end nobody waits for a transfer that is under way."""
    try:
        yield
    finally:
        intake.stop()


@contextmanager
def _held(folder: ServiceFolder) -> Iterator[None]:
    """A folder whose tables a server has may be that of several processes: what they write there is whole."""
    if folder.server:
        yield
        return
    with locked(folder):
        remove_leftovers(folder.database.parent)
        yield


def _build(folder: ServiceFolder, store: Store, key: jwk.JWK, clock: Clock) -> Site:
    identity = store.read_now(read_site)
    require_same_site(folder, identity)
    seal, shelf = Seal(identity, key), PaperShelf(folder.papers, key)
    book = ReceiptBook(shelf, seal)
    gate, cards, lives = Gate(store.read_now(read_rules)), CardDigests(), Lives(store, seal, clock)
    board = OrderBoard(store, clock)
    told_before = ToldBefore(store)
    intake = Intake(Ground(store, folder, shelf, key, clock, lives))
    presence = Presence(store, clock)
    return Site(
        identity=identity,
        clock=clock,
        gate=gate,
        keys=StationKeys(store),
        sightings=Sightings(store, clock),
        enrolments=Enrolments(store, seal, clock),
        board=board,
        logins=Logins(store, seal, clock, gate, Forms(shelf), board),
        leaving=Leaving(store, clock),
        delivery=Delivery(store, shelf, clock),
        responses=Responses(store, book, clock, cards, board),
        files=HandedFiles(store, folder, shelf, clock),
        submissions=Submissions(store, folder, book, clock),
        backlog=Backlog(store, folder, book, clock, partial(opening_key, folder)),
        closing=Closing(store, book, clock),
        orders=Orders(
            store, folder, seal, clock, partial(_refresh, (gate, board, lives, told_before), cards, intake)
        ),
        desks=desks_of(store, folder, shelf, seal, clock, presence),
        self_checks=SelfChecks(store, clock),
        paper_reports=PaperReports(store, clock),
        exam_sites=ExamSiteDesk(store, shelf, key_maker(shelf, seal), clock, _card(folder, seal)),
        report_desk=ReportDesk(store, folder, identity, key, clock),
        intake=intake,
        lives=lives,
        told_before=told_before,
        stopping=threading.Event(),
        presence=presence,
        refused_logins=RefusedLogins(store, clock),
        pulse=Pulse(store, folder, clock),
    )


def _card(folder: ServiceFolder, seal: Seal) -> str:
    """To which key sites seal what they report; one set up before there was one takes no reports."""
    try:
        key = opening_key(folder)
    except FolderError:
        return ""
    return sign_card(AuthorityCard(seal.identity.id, public_part(key)), seal.key)


def _look(site: Site, stops: int, connection: Connection) -> None:
    """What an order at another process may have changed; `stops` is how often it was to stop at the start."""
    if count_stops(connection) > stops:
        site.stopping.set()
    site.gate.reload(connection)
    site.board.reload(connection)
    site.lives.reload(connection)
    site.told_before.reload(connection)
    site.intake.notice(connection)


class _Reloaded(Protocol):
    def reload(self, connection: Connection, /) -> None: ...


def _refresh(
    remembered: tuple[_Reloaded, ...], cards: CardDigests, intake: Intake, connection: Connection
) -> None:
    """Read anew what an order may have changed."""
    for one in remembered:
        one.reload(connection)
    cards.forget()
    intake.look_again(connection)
