"""Orders of the staff: carried out at once, whether the service runs or not, and by nobody else."""

import http.client
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest
from filelock import FileLock

from examprotocol.messages import ErrorReply, Refusal
from examserver.cli import ordering
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import FolderTakenError, OrderError, RoomError
from examserver.services.order import StaffOrder
from examserver.services.orders import AnyOrder, read_order
from examserver.services.room_orders import AddRoom
from examserver.services.setup import set_up
from examserver.services.staff_line import ORDER_PATH, StaffLine
from examserver.services.station_orders import MakeEnrolment
from examserver.serving import SiteServer
from examserver.storage.folder import ServiceFolder
from examserver.storage.rooms import all_rooms
from examserver.storage.store import reading
from tests.server.conftest import FakeClock, Prepared

ADD_B = msgspec.json.encode(AddRoom("B"))


def rooms(folder: ServiceFolder) -> list[str]:
    with reading(folder) as connection:
        return [room.name for room in all_rooms(connection)]


def line_of(folder: ServiceFolder) -> StaffLine:
    return msgspec.json.decode(folder.staff_line.read_bytes(), type=StaffLine)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(ordering, "REPLY_SECONDS", 0.3)


def test_an_order_is_carried_out_in_a_folder_that_nobody_serves(prepared: Prepared) -> None:
    assert give(prepared.folder.root, AddRoom("B")).lines == ("Room B is added.",)
    assert rooms(prepared.folder) == ["B", "R1"]
    assert not prepared.folder.staff_line.exists()


def test_the_running_service_carries_an_order_out(
    prepared: Prepared, server: SiteServer, clock: FakeClock
) -> None:
    assert server.is_serving
    assert give(prepared.folder.root, AddRoom("B")).lines == ("Room B is added.",)
    with reading(prepared.folder) as connection:
        assert [room.added for room in all_rooms(connection) if room.name == "B"] == [clock.now()]
    assert give(prepared.folder.root, MakeEnrolment("B", 3_600_000)).content.count(b".") == 2


def test_a_service_on_every_address_takes_orders_over_tls_by_its_own_authority(
    tmp_path: Path, clock: FakeClock
) -> None:
    set_up(tmp_path / "site", "site", "https://10.0.0.5:8460")
    folder = ServiceFolder(tmp_path / "site")
    with SiteServer(folder.root, "0.0.0.0", 0, clock):  # noqa: S104 - what is tested
        assert line_of(folder).address.startswith("https://127.0.0.1:")
        give(folder.root, AddRoom("B"))
    assert rooms(folder) == ["B"]


def test_a_service_with_another_authority_is_not_given_the_token(
    prepared: Prepared, tmp_path: Path, clock: FakeClock, impatient: None
) -> None:
    set_up(tmp_path / "other", "other", "https://127.0.0.1:8460")
    with (
        SiteServer(tmp_path / "other", port=0, clock=clock) as other,
        FileLock(prepared.folder.lock),
    ):
        pretend_to_serve(prepared.folder, other.port, scheme="https")
        with pytest.raises(FolderTakenError):
            give(prepared.folder.root, AddRoom("B"))
    assert rooms(prepared.folder) == ["R1"]


def pretend_to_serve(folder: ServiceFolder, port: int, scheme: str = "http") -> None:
    """Leave a file as a service does that was killed."""
    folder.staff_line.parent.mkdir(exist_ok=True)
    folder.staff_line.write_bytes(msgspec.json.encode(StaffLine(f"{scheme}://127.0.0.1:{port}", "stale")))


def test_what_the_service_refuses_is_said_in_its_own_words(
    prepared: Prepared, server: SiteServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["room", "add", str(prepared.folder.root), "r1"]) == 1
    running = capsys.readouterr().err
    server.stop()
    assert main(["room", "add", str(prepared.folder.root), "r1"]) == 1
    assert capsys.readouterr().err == running
    assert running.splitlines()[0] == "There is a room R1 already."


def test_an_order_that_fails_changes_nothing(prepared: Prepared, server: SiteServer) -> None:
    assert server.is_serving
    with pytest.raises(OrderError, match="from one minute up to a year"):
        give(prepared.folder.root, MakeEnrolment("R1", 1))
    server.stop()
    with pytest.raises(RoomError):
        give(prepared.folder.root, MakeEnrolment("B", 3_600_000))


@pytest.mark.parametrize("authorization", [None, "Bearer ", "Bearer wrong", "Basic x", "Bearer \u00e9"])
def test_without_the_token_there_is_nothing_at_this_address(
    prepared: Prepared, server: SiteServer, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    refused = post(server.port, ORDER_PATH, ADD_B, headers)
    assert refused == post(server.port, "/anything/else", ADD_B, headers)
    assert refused[0] == 404
    assert msgspec.json.decode(refused[1], type=ErrorReply).error == Refusal.NOT_FOUND
    assert rooms(prepared.folder) == ["R1"]


def post(port: int, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()


def test_the_token_lies_where_only_the_services_account_reads_it_and_only_while_it_runs(
    prepared: Prepared, clock: FakeClock
) -> None:
    folder, tokens = prepared.folder, set()
    for _ in range(2):
        with SiteServer(folder.root, port=0, clock=clock):
            tokens.add(line_of(folder).token)
            if sys.platform != "win32":
                assert stat.S_IMODE(folder.staff_line.stat().st_mode) == 0o600
                assert stat.S_IMODE(folder.staff_line.parent.stat().st_mode) == 0o700
        assert not folder.staff_line.exists()
    assert len(tokens) == 2
    assert all(len(token) >= 43 for token in tokens)


def test_a_token_of_an_earlier_start_is_worth_nothing(prepared: Prepared, clock: FakeClock) -> None:
    with SiteServer(prepared.folder.root, port=0, clock=clock):
        old = line_of(prepared.folder)
    with SiteServer(prepared.folder.root, port=0, clock=clock) as server:
        status, _ = post(server.port, ORDER_PATH, ADD_B, {"Authorization": f"Bearer {old.token}"})
    assert status == 404
    assert rooms(prepared.folder) == ["R1"]


def test_what_a_killed_service_left_does_not_stop_an_order(prepared: Prepared) -> None:
    command = [sys.executable, "-m", "tests.server.killable", str(prepared.folder.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        assert service.stdout.readline()
        give(prepared.folder.root, AddRoom("B"))
        service.kill()
        assert service.wait(20) in (-signal.SIGTERM, -9, 1)
    assert prepared.folder.staff_line.exists()
    give(prepared.folder.root, AddRoom("C"))
    assert rooms(prepared.folder) == ["B", "C", "R1"]
    with SiteServer(prepared.folder.root, port=0) as server:
        assert f":{server.port}" in line_of(prepared.folder).address


@pytest.mark.parametrize("left", ["nothing", "a closed port", "no JSON", "another service"])
def test_a_folder_that_another_command_has_is_said_to_be_in_use(
    prepared: Prepared, tmp_path: Path, clock: FakeClock, impatient: None, left: str
) -> None:
    folder = prepared.folder
    set_up(tmp_path / "other", "other", "http://127.0.0.1:8460")
    with SiteServer(tmp_path / "other", port=0, clock=clock) as other, FileLock(folder.lock):
        if left != "nothing":
            pretend_to_serve(folder, other.port if left == "another service" else free_port())
        if left == "no JSON":
            folder.staff_line.write_bytes(b"{")
        with pytest.raises(FolderTakenError, match="is in use"):
            give(folder.root, AddRoom("B"))
    assert rooms(folder) == ["R1"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_an_order_waits_a_moment_for_a_command_that_is_just_ending(prepared: Prepared) -> None:
    lock = FileLock(prepared.folder.lock, thread_local=False)
    lock.acquire()
    ending = threading.Timer(0.5, lock.release)
    ending.start()
    try:
        assert give(prepared.folder.root, AddRoom("B")).lines
    finally:
        ending.join()
    assert rooms(prepared.folder) == ["B", "R1"]


@contextmanager
def deaf_service() -> Iterator[int]:
    """Takes connections and never answers; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_of_a_service_that_does_not_answer_it_is_said_that_nobody_knows(
    prepared: Prepared, impatient: None
) -> None:
    with deaf_service() as port, FileLock(prepared.folder.lock):
        pretend_to_serve(prepared.folder, port)
        with pytest.raises(OrderError, match="not known whether") as refused:
            give(prepared.folder.root, AddRoom("B"))
    assert "Look whether it was" in refused.value.advice


def test_an_order_that_the_service_does_not_know_asks_for_a_restart(
    prepared: Prepared, server: SiteServer
) -> None:
    class FlyToTheMoon(StaffOrder, frozen=True, tag="fly_to_the_moon"):
        """An order of some later version."""

    assert server.is_serving
    with pytest.raises(OrderError, match="does not know this order") as refused:
        give(prepared.folder.root, FlyToTheMoon())
    assert "start it again" in refused.value.advice


def test_every_order_has_a_tag_of_its_own_and_survives_the_way() -> None:
    kinds = AnyOrder.__args__
    tags = {kind.__struct_config__.tag for kind in kinds}
    assert len(tags) == len(kinds) >= 13
    assert read_order.decode(ADD_B) == AddRoom("B")
    with pytest.raises(msgspec.ValidationError):
        read_order.decode(b'{"order":"add_room","name":"B","more":1}')
