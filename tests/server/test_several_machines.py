"""Two web machines, one database: any of them can die in mid-exam, and nobody notices but the log."""

import asyncio
import http.client
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.service.site import ROOT, make_site
from benchmarks.service.stations import Seat
from examserver.cli.command_line import main
from examserver.storage import schema
from examserver.storage.engines import engine_beside
from examserver.storage.events import logs_of
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.fronts import haproxy, nginx, program
from tests.server.postgres import LACKING, TIMEOUT, Cluster, free_port, programs
from tests.server.sitting import Sitting, all_go_on

CANDIDATES = 200

Front = Callable[[Path, Path, Sequence[int]], AbstractContextManager[int]]


@dataclass
class Machine:
    """A web machine: its own folder, and the process that serves it."""

    folder: Path
    port: int
    process: "subprocess.Popen[str] | None" = None

    def start(self) -> None:
        """Serve; returns when it listens."""
        command = [sys.executable, "-m", "examserver", "serve", str(self.folder), "--port", str(self.port)]
        with self.folder.with_suffix(".log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT, bufsize=1
            )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert said.startswith("Serving at https://"), self.folder.with_suffix(".log").read_text("utf-8")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the process."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.communicate(timeout=TIMEOUT)
            self.process = None


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[Cluster]:
    """A server that is killed, so its disk counts."""
    found = programs()
    if found is None:
        pytest.skip(LACKING)
    made = Cluster(found, fsync="on")
    try:
        made.start()
        yield made
    finally:
        made.remove()


@contextmanager
def two_machines(cluster: Cluster, place: Path, seats: int) -> Iterator[tuple[Machine, Machine]]:
    """The service is set up on one, moved to PostgreSQL, and its folder copied to the other."""
    first, second = (Machine(place / name, free_port()) for name in ("web1", "web2"))
    make_site(first.folder, [Seat(number) for number in range(seats)], "https://127.0.0.1:8460")
    url = cluster.url(cluster.new_database())
    for command in (
        ["site", "networks", str(first.folder), "add", "127.0.0.0/8"],
        ["site", "proxies", str(first.folder), "add", "127.0.0.1"],
        ["database", str(first.folder), "move", url],
    ):
        assert main(command) == 0
    shutil.copytree(first.folder, second.folder, ignore=shutil.ignore_patterns("data", "run"))
    try:
        for machine in (first, second):
            machine.start()
        yield first, second
    finally:
        for machine in (first, second):
            machine.end()
        engine_beside(url).dispose()


def trusting(folder: Path) -> ssl.SSLContext:
    """As a station: only the service's own authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(folder / "keys" / "authority.pem")
    return context


def require(name: str) -> None:
    if program(name) is None:
        pytest.skip(f"{name} is not on this machine (Debian: {name})")


def test_two_hundred_candidates_go_on_while_a_web_machine_and_the_database_die(
    own_cluster: Cluster, tmp_path: Path
) -> None:
    require("haproxy")
    with ExitStack() as stack:
        first, second = stack.enter_context(two_machines(own_cluster, tmp_path, CANDIDATES))
        port = stack.enter_context(haproxy(first.folder, tmp_path, (first.port, second.port)))
        sittings = [Sitting(Seat(number), port, trusting(first.folder)) for number in range(CANDIDATES)]
        asyncio.run(sit_through_troubles(sittings, own_cluster, first))
        for one in sittings:
            assert one.receipt
        require_all_stored(open_folder(second.folder), sittings)


async def sit_through_troubles(sittings: Sequence[Sitting], cluster: Cluster, machine: Machine) -> None:
    """The web machine is killed, then the database crashes, then the web machine comes back."""
    is_over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one.sit(is_over)) for one in sittings]
        await all_go_on(sittings, tasks)
        await asyncio.to_thread(machine.end, signal.SIGKILL)
        await all_go_on(sittings, tasks)
        await asyncio.to_thread(cluster.stop, "immediate")
        await asyncio.to_thread(cluster.start)
        await all_go_on(sittings, tasks)
        await asyncio.to_thread(machine.start)
        await all_go_on(sittings, tasks)
        is_over.set()


def require_all_stored(folder: ServiceFolder, sittings: Sequence[Sitting]) -> None:
    """All that was acknowledged is there, and each candidate has logged in once."""
    with reading(folder) as connection:
        for one in sittings:
            (log,) = logs_of(connection, one.writer.attempt)
            assert one.acknowledged <= len(log.events)
            assert log.events == tuple(one.events[: len(log.events)])
        sessions = connection.execute(select(func.count()).select_from(schema.sessions)).scalar_one()
        granted = connection.execute(select(func.max(schema.attempts.c.granted))).scalar_one()
    assert (sessions, granted) == (len(sittings), 1)


@pytest.mark.parametrize(("name", "front"), [("haproxy", haproxy), ("nginx", nginx)])
def test_an_exam_goes_through_either_front_server_as_it_is_configured(
    own_cluster: Cluster, tmp_path: Path, name: str, front: Front
) -> None:
    require(name)
    with ExitStack() as stack:
        first, second = stack.enter_context(two_machines(own_cluster, tmp_path, 8))
        port = stack.enter_context(front(first.folder, tmp_path, (first.port, second.port)))
        sittings = [Sitting(Seat(number), port, trusting(first.folder)) for number in range(8)]
        asyncio.run(sit_while_one_is_killed(sittings, second))
        require_all_stored(open_folder(first.folder), sittings)


async def sit_while_one_is_killed(sittings: Sequence[Sitting], machine: Machine) -> None:
    is_over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one.sit(is_over)) for one in sittings]
        await all_go_on(sittings, tasks)
        await asyncio.to_thread(machine.end, signal.SIGKILL)
        await all_go_on(sittings, tasks)
        is_over.set()


@pytest.mark.parametrize("path", ["/staff/order", "/%73taff/order"], ids=["as it is", "written otherwise"])
@pytest.mark.parametrize(("name", "front", "status"), [("haproxy", haproxy, 403), ("nginx", nginx, 404)])
def test_the_way_of_commands_is_closed_at_the_front_however_it_is_written(
    prepared: Prepared, tmp_path: Path, name: str, front: Front, status: int, path: str
) -> None:
    require(name)
    root = prepared.folder.root
    with front(root, tmp_path, (free_port(), free_port())) as port:
        line = http.client.HTTPSConnection("127.0.0.1", port, timeout=TIMEOUT, context=trusting(root))
        line.request("POST", path)
        answer = line.getresponse()
        answer.read()
        line.close()
    assert answer.status == status
