"""A real service in a folder of its own, on a loopback port, with a clock that the test moves."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from examserver.cli.ordering import give
from examserver.importers.draft import PaperDraft
from examserver.services.attempt_orders import ReleaseAttempt
from examserver.services.backup_orders import MakeBackup
from examserver.services.candidates import import_candidates
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.keys import signing_key
from examserver.services.papers import add_draft
from examserver.services.roster import read_roster
from examserver.services.setup import SiteCard, set_up
from examserver.serving import SiteServer
from examserver.storage import disk_room, postgres
from examserver.storage.disks import Room
from examserver.storage.engines import engine_beside
from examserver.storage.exams import Exam
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.moving import migrate_server, move_to
from examserver.storage.networks import NetworkRow, add_network
from examserver.storage.schema import metadata
from examserver.storage.settings import SiteSettings, write_settings
from examserver.storage.store import writing
from tests.server.authority import Above, Below, authority_in, site_in
from tests.server.postgres import LACKING, Cluster, programs
from tests.server.sample import sample_draft
from tests.server.station import ADMISSION, Station, register_stations

START = 1_800_000_000_000
STATIONS = range(1, 9)
LINES = ("10.1.0.0/16", "2001:db8:1::/48")
CONTACT = "考务办公室 010-1234567"
ROSTER = """admission_number,name,identity_number,seat
2026A001,张三,110101199003070417,12
2026A002,"O'Neil, Ann",110101199003070425,
2026A003,=1+1,E12345678,3
"""


@pytest.fixture(autouse=True)
def _weeks_before_the_exam(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is ordered without a clock of the test's is ordered before the exam, whatever the year is."""
    ahead = (START - 60 * 24 * 60 * MINUTE) * 1_000_000 - time.time_ns()
    told = SimpleNamespace(time_ns=lambda: time.time_ns() + ahead, monotonic_ns=time.monotonic_ns)
    monkeypatch.setattr("examserver.clock.time", told)
    database_time = postgres.server_time
    monkeypatch.setattr(postgres, "server_time", lambda one: database_time(one) + ahead // 1_000_000)


@pytest.fixture(autouse=True)
def _disk_with_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """How full the disk of this machine is decides nothing here: pages would speak of it."""
    monkeypatch.setattr(disk_room, "room_of", lambda _folder: Room(150 << 30, 200 << 30))


class FakeClock:
    """A site time that moves only when the test says so."""

    def __init__(self, now: int) -> None:
        self.time = now

    def now(self) -> int:
        return self.time

    def advance(self, milliseconds: int) -> None:
        self.time += milliseconds


@dataclass(frozen=True)
class Prepared:
    """A service's folder: three candidates, stations in one room, the sample paper, an exam of 60 minutes."""

    folder: ServiceFolder
    card: SiteCard
    exam: Exam


def prepare(root: Path, paper: PaperDraft | None = None) -> Prepared:
    """Set a folder up, with the sample paper or another; key release and grace are 10 minutes."""
    draft = paper or sample_draft()
    card = set_up(root, "第一考点", "http://127.0.0.1:8460")
    folder = open_folder(root)
    with writing(folder) as connection:
        import_candidates(connection, read_roster(ROSTER.encode()))
        add_draft(connection, folder.papers, draft, signing_key(folder))
        register_stations(connection, *STATIONS)
        exam = create_exam(
            connection, ExamPlan("大学英语（二）", draft.paper.paper_id, START, 60), START - 60 * MINUTE
        )
    return Prepared(folder, card, exam)


ON_BOTH = (
    "test_audit_guard",
    "test_checking_in",
    "test_monitor_marks",
    "test_presence",
    "test_responses",
    "test_submissions",
    "test_closing",
    "test_collecting",
    "test_roster_plan",
    "test_sweeping",
    "test_site_order_tables",
    "test_sitting_tables",
    "test_groups_on_both",
    "test_group_reader",
    "test_too_many_saves",
    "test_first_saves",
    "test_backups_overview",
)
"""What holds rules about those who write beside each other is tried on PostgreSQL too."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    name = metafunc.module.__name__.rpartition(".")[2]
    if "tables" in metafunc.fixturenames and name in ON_BOTH:
        metafunc.parametrize("tables", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def tables(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database with all tables; `""` where a file in the folder has them."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return ""
    return str(request.getfixturevalue("database"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server, with a database `ready` that has all tables."""
    found = programs()
    if found is None:
        pytest.skip(LACKING)
    made = Cluster(found)
    try:
        made.start()
        made.order("CREATE DATABASE ready TEMPLATE template0")
        migrate_server(ServiceFolder(Path(), made.url("ready")))
        yield made
    finally:
        made.remove()


@pytest.fixture
def database(cluster: Cluster) -> Iterator[str]:
    """The URL of a database with all tables, and nothing in them."""
    url = cluster.url("ready")
    yield url
    engine_beside(url).dispose()
    cluster.empty("ready", [table.name for table in metadata.sorted_tables])


@pytest.fixture
def prepared(tmp_path: Path, tables: str) -> Prepared:
    made = prepare(tmp_path / "site")
    if not tables:
        return made
    move_to(made.folder, tables, lambda _table, _rows: None)
    return replace(made, folder=open_folder(made.folder.root))


def choose(folder: ServiceFolder, *networks: str, **chosen: Any) -> None:
    """Register networks and set what the site chooses, before the service runs."""
    with writing(folder) as connection:
        for number, network in enumerate(networks):
            add_network(connection, NetworkRow(network, "", number))
        write_settings(connection, SiteSettings(**chosen))


def release(prepared: Prepared, candidate: str = ADMISSION) -> None:
    """A proctor lets the candidate log in at any machine."""
    order = ReleaseAttempt(prepared.exam.id, candidate, "proctor", "another machine")
    give(prepared.folder.root, order)


@pytest.fixture
def fenced(prepared: Prepared) -> Prepared:
    """Two registered lines, and a proxy on this machine that says where stations come from."""
    choose(prepared.folder, *LINES, proxies=("127.0.0.1/32",), contact=CONTACT)
    return prepared


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START - 30 * MINUTE)


@pytest.fixture
def server(prepared: Prepared, clock: FakeClock) -> Iterator[SiteServer]:
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        yield running


@pytest.fixture
def new_station(server: SiteServer) -> Iterator[Callable[[], Station]]:
    """Makes stations 1, 2 and on."""
    stations: list[Station] = []

    def make() -> Station:
        stations.append(Station(server.port, len(stations) + 1))
        return stations[-1]

    yield make
    for station in stations:
        station.close()


@pytest.fixture
def station(new_station: Callable[[], Station]) -> Station:
    return new_station()


@pytest.fixture
def seated(station: Station) -> Station:
    """A station at which the first candidate has logged in."""
    station.log_in()
    return station


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "stick" / "site.exambackup"


@pytest.fixture
def backup(prepared: Prepared, file: Path) -> Path:
    """Of a folder that nobody serves."""
    file.parent.mkdir()
    give(prepared.folder.root, MakeBackup(str(file)))
    return file


@pytest.fixture
def above(tmp_path: Path) -> Iterator[Above]:
    """The authority's service, reached through a cable, a day before its paper's exam."""
    with authority_in(tmp_path / "above", FakeClock(START - 24 * 60 * MINUTE)) as running:
        yield running


@pytest.fixture
def below(tmp_path: Path, above: Above) -> Below:
    """A site's folder that has joined it as site-1."""
    site = site_in(tmp_path / "below", above.clock)
    site.join(above.invite())
    return site


@dataclass
class Both:
    """The service, and its two processes."""

    prepared: Prepared
    one: SiteServer
    other: SiteServer
    clock: FakeClock


@pytest.fixture
def both(prepared: Prepared, database: str, clock: FakeClock, tmp_path: Path) -> Iterator[Both]:
    """Each in a folder of its own, as on two machines."""
    move_to(prepared.folder, database, lambda _table, _rows: None)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(prepared.folder.root, elsewhere, ignore=shutil.ignore_patterns("data", "run"))
    folder = open_folder(prepared.folder.root)
    with (
        SiteServer(folder.root, port=0, clock=clock) as one,
        SiteServer(elsewhere, port=0, clock=clock) as other,
    ):
        yield Both(Prepared(folder, prepared.card, prepared.exam), one, other, clock)
