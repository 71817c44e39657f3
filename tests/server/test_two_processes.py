"""Two processes of one service on one database: what either is told, the other knows."""

import http.client
import json
import time

import psycopg
import pytest
from sqlalchemy import Connection, event

from examserver.cli.ordering import give
from examserver.errors import BusyError, StorageError
from examserver.services.exam_orders import ExtendExam
from examserver.services.site_orders import AddNetwork, SetContact
from examserver.serving import SiteServer
from examserver.storage import kept_packages, postgres
from examserver.storage.folder import open_folder
from examserver.storage.handed_files import put_chunk
from examserver.storage.rooms import all_rooms
from examserver.storage.store import writing
from examserver.storage.writer import GroupWriter
from tests.server.conftest import LINES, START, Both
from tests.server.moving import put_password, refused
from tests.server.postgres import Cluster
from tests.server.station import Station
from tests.server.test_durability import stored_log
from tests.server.visitor import Visitor, add_admin

LONG = 30.0
"""Seconds: what a process has counted it writes down twice a second."""


def test_a_session_goes_on_at_the_other_and_events_count_once(both: Both) -> None:
    here, there = Station(both.one.port), Station(both.other.port)
    here.log_in()
    there.token, there.login = here.token, here.login
    pen = here.pen()
    pen.choose("q1", "a")
    assert here.sync(pen).head.seq == 2
    pen.choose("q1", "b")
    assert there.sync(pen).head.seq == 3
    assert here.sync(pen).head.seq == 3
    assert stored_log(there.events().logs, pen).events == tuple(pen.events)
    assert here.submit(pen).receipt == there.submit(pen).receipt
    here.close()
    there.close()


def test_an_exam_that_is_open_at_one_process_is_not_given_to_a_second_station_at_the_other(
    both: Both,
) -> None:
    put_password(both.prepared)
    here, there = Station(both.one.port, 1), Station(both.other.port, 2)
    here.log_in()
    assert refused(there.log_in).startswith("409 elsewhere")
    here.close()
    there.close()


def test_wrong_tries_at_one_process_count_at_the_other(both: Both) -> None:
    here, there = Station(both.one.port), Station(both.other.port)
    for station in (here, there, here, there, here):
        assert refused(lambda one=station: one.log_in(identity="wrong")).startswith("403 wrong_identity")  # type: ignore[misc]
    assert refused(there.log_in).startswith("429 too_often")
    both.clock.advance(60_000)
    assert refused(there.log_in) == "granted"
    here.close()
    there.close()


def test_logins_that_were_refused_at_either_process_are_shown_together_by_both(both: Both) -> None:
    add_admin(both.prepared)
    here, there = Station(both.one.port), Station(both.other.port)
    for station in (here, there):
        assert refused(lambda one=station: one.log_in(identity="wrong")).startswith("403 wrong_identity")  # type: ignore[misc]
    for server in (both.one, both.other):
        visitor = Visitor(server.port)
        visitor.log_in()
        until = time.monotonic() + LONG
        while "identity number does not fit</b> · <bdi>127.0.0.1</bdi> · 2 times in all" not in (
            seen := visitor.get("/web/monitor/notices").text
        ):
            assert time.monotonic() < until, seen
    here.close()
    there.close()


def test_what_a_command_changes_both_processes_know_within_a_moment(both: Both) -> None:
    here, there = Station(both.one.port), Station(both.other.port)
    root = both.prepared.folder.root
    give(root, AddNetwork(LINES[0]))
    give(root, SetContact("010-1234567"))
    for station in (here, there):
        while "outside" not in (told := refused(station.log_in)):
            assert told == "granted"
        assert "403 outside" in told
    here.close()
    there.close()


def test_more_time_that_a_command_gives_is_told_by_both_processes(both: Both) -> None:
    here, there = Station(both.one.port), Station(both.other.port)
    here.log_in()
    there.token, there.login = here.token, here.login
    give(both.prepared.folder.root, ExtendExam(both.prepared.exam.id, 10, reason="a power cut"))
    ends = {station.heartbeat(here.pen()).end for station in (here, there)}
    assert ends == {both.prepared.exam.ends + 10 * 60_000}
    here.close()
    there.close()


def test_who_logs_in_at_the_web_page_of_one_process_is_known_at_the_other(both: Both) -> None:
    add_admin(both.prepared)
    visitor = Visitor(both.one.port)
    visitor.log_in()
    visitor.port = both.other.port
    assert visitor.get("/web/import").status == http.client.OK


def test_a_file_that_came_in_at_one_process_is_there_for_the_other(both: Both) -> None:
    one, other = (open_folder(server._folder) for server in (both.one, both.other))
    put_chunk(one, "a" * 64, b"sealed")
    put_chunk(other, "a" * 64, b"sealed")
    assert kept_packages.has_chunk(other, "a" * 64)
    assert kept_packages.keep_package(other, "b" * 64, b"package")
    assert kept_packages.keep_package(one, "b" * 64, b"package")


def health(server: SiteServer) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", "/health")
    response = connection.getresponse()
    told = json.loads(response.read())
    connection.close()
    return response.status, told


def test_a_service_says_that_it_is_ready_and_nothing_of_anybody(server: SiteServer) -> None:
    status, told = health(server)
    assert (status, told["ready"], told["database"], told["writing"]) == (200, True, True, "proven")
    expected = {"ready", "database", "writing", "disk", "disk_free", "version", "now", "superseded"}
    assert set(told) == expected


def test_while_the_database_is_down_nothing_is_acknowledged_and_afterwards_all_goes_on_by_itself(
    both: Both, cluster: Cluster
) -> None:
    station = Station(both.one.port)
    station.log_in()
    pen = station.pen()
    station.sync(pen)
    cluster.stop("immediate")
    pen.choose("q1", "a")
    assert refused(lambda: station.sync(pen)).startswith("503")
    assert refused(station.events).startswith("503")
    status, told = health(both.one)
    assert (status, told["ready"]) == (503, False)
    cluster.start()
    while (told_now := refused(lambda: station.sync(pen))) != "granted":
        assert told_now.startswith("503")
    assert stored_log(station.events().logs, pen).events == tuple(pen.events)
    assert health(both.one)[0] == http.client.OK
    station.close()


def test_a_machine_that_vanishes_in_the_middle_of_a_write_holds_the_others_up_for_seconds_only(
    both: Both, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its turn is asked for with a time-out; the server ends what is idle, which is set to a second here."""
    monkeypatch.setattr(postgres, "TURN_SECONDS", 1)
    monkeypatch.setattr(postgres, "GONE_SECONDS", 3)
    gone = postgres.open_writing(database).connect()
    gone.begin()
    with pytest.raises(BusyError, match="Others write"), writing(both.prepared.folder):
        pass
    while True:
        try:
            with writing(both.prepared.folder):
                break
        except BusyError:
            continue
    gone.invalidate()
    gone.close()


def test_a_commit_that_the_server_did_not_answer_is_not_acknowledged_and_said_to_be_in_doubt(
    database: str, cluster: Cluster
) -> None:
    engine = postgres.open_writing(database)
    writer = GroupWriter(engine)

    def hang_up(connection: Connection) -> None:
        number = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (number,))

    event.listen(engine, "commit", hang_up)
    with pytest.raises(StorageError, match="did not say any more"):
        writer.submit(lambda _connection: START).result(20)
    event.remove(engine, "commit", hang_up)
    assert writer.submit(lambda _connection: START).result(20) == START, "the writer connects anew"
    event.listen(engine, "begin", hang_up)
    with pytest.raises(StorageError, match="could not store"):
        writer.submit(all_rooms).result(20)
    event.remove(engine, "begin", hang_up)
    writer.stop()
    engine.dispose()
