"""Where stations are seen during an exam: changes are kept, outside is alarmed, and no event is refused."""

import asyncio
import logging
from collections.abc import Callable
from typing import NamedTuple

import pytest

from examprotocol.place import Place
from examserver.cli.command_line import main
from examserver.errors import BusyError
from examserver.services import sightings
from examserver.services.caller import Caller
from examserver.serving import SiteServer
from examserver.site import running_site
from examserver.storage.store import reading
from tests.server.conftest import CONTACT, START, FakeClock, Prepared, choose, release
from tests.server.station import RefusedByServiceError, Station

FIRST_LINE, SECOND_LINE, OUTSIDE = "10.1.0.9", "2001:db8:1::9", "203.0.113.7"

PEOPLE = [("2026A001", "110101199003070417"), ("2026A002", "110101199003070425"), ("2026A003", "E12345678")]


class Seen(NamedTuple):
    station: str
    address: str
    inside: bool
    at: int


def seen(prepared: Prepared) -> list[Seen]:
    """What the service has written down, in its order."""
    with reading(prepared.folder) as connection:
        rows = connection.exec_driver_sql("SELECT station, address, inside, at FROM sightings ORDER BY id")
        return [Seen(row.station, row.address, bool(row.inside), row.at) for row in rows]


def alarms(caplog: pytest.LogCaptureFixture) -> list[str]:
    records = [record for record in caplog.records if record.name == "examserver.services.sightings"]
    return [record.getMessage() for record in records if record.levelno == logging.WARNING]


def test_only_changes_are_written(fenced: Prepared, station: Station, clock: FakeClock) -> None:
    station.come_from(FIRST_LINE)
    station.log_in()
    pen = station.pen()
    for _ in range(5):
        pen.choose("q1", "a")
        station.sync(pen)
        station.heartbeat(pen)
        station.events()
        clock.advance(1000)
    assert seen(fenced) == [Seen(station.key.id, FIRST_LINE, True, clock.now() - 5000)]


def test_a_second_line_that_takes_over_stops_nobody(
    fenced: Prepared, new_station: Callable[[], Station], caplog: pytest.LogCaptureFixture, clock: FakeClock
) -> None:
    clock.time = START
    room = [new_station() for _ in range(3)]
    people = [
        ("2026A001", "110101199003070417"),
        ("2026A002", "110101199003070425"),
        ("2026A003", "E12345678"),
    ]
    for station, person in zip(room, people, strict=True):
        station.come_from(FIRST_LINE)
        station.log_in(*person)
        station.heartbeat(station.pen())
    for station in room:
        station.come_from(SECOND_LINE)
        pen = station.pen()
        pen.choose("q1", "a")
        reply = station.sync(pen)
        assert (reply.head, reply.place) == (pen.head, Place())
        assert len(station.content_key()) == 32
        assert station.submit(pen).receipt
    changed = [Seen(station.key.id, SECOND_LINE, True, START) for station in room]
    assert seen(fenced)[3:] == changed
    assert alarms(caplog) == []


def test_outside_a_station_is_marked_and_alarmed_and_its_events_are_taken(
    fenced: Prepared, station: Station, caplog: pytest.LogCaptureFixture, clock: FakeClock
) -> None:
    station.come_from(FIRST_LINE)
    station.log_in()
    pen = station.pen()
    station.sync(pen)
    station.come_from(OUTSIDE)
    clock.advance(1000)
    for number in range(3):
        pen.type("q4", str(number))
        reply = station.sync(pen)
        assert (reply.head, reply.place) == (pen.head, Place(OUTSIDE, covered=False, contact=CONTACT))
        assert station.heartbeat(pen).place.outside == OUTSIDE
    assert station.events().place.outside == OUTSIDE
    handed_in = station.submit(pen)
    assert (handed_in.receipt != "", handed_in.place.outside) == (True, OUTSIDE)
    attempt = station.login.attempt
    assert alarms(caplog) == [f"alarm: attempt {attempt}: station {station.key.id} is outside, at {OUTSIDE}"]
    station.come_from(FIRST_LINE)
    clock.advance(1000)
    assert station.heartbeat(pen).place == Place()
    assert [(one.address, one.inside) for one in seen(fenced)] == [
        (FIRST_LINE, True),
        (OUTSIDE, False),
        (FIRST_LINE, True),
    ]
    assert len(alarms(caplog)) == 1


def test_who_only_asks_for_the_paper_outside_is_alarmed_too(
    fenced: Prepared, station: Station, caplog: pytest.LogCaptureFixture
) -> None:
    station.come_from(FIRST_LINE)
    station.log_in()
    station.come_from(OUTSIDE)
    for _ in range(2):
        with pytest.raises(RefusedByServiceError, match="403 outside"):
            station.manifest()
    assert [one.address for one in seen(fenced)] == [OUTSIDE]
    assert len(alarms(caplog)) == 1


def test_an_address_that_is_registered_in_mid_exam_is_inside_with_the_next_reply(
    fenced: Prepared, station: Station
) -> None:
    root = str(fenced.folder.root)
    station.come_from(FIRST_LINE)
    station.log_in()
    pen = station.pen()
    station.come_from(OUTSIDE)
    assert station.sync(pen).place.outside == OUTSIDE
    main(["site", "networks", root, "add", "203.0.113.0/24"])
    assert station.heartbeat(pen).place == Place()
    main(["site", "networks", root, "remove", "203.0.113.0/24"])
    assert station.heartbeat(pen).place.outside == OUTSIDE
    assert [one.inside for one in seen(fenced)] == [False, True, False]


def test_a_site_may_have_the_paper_covered(fenced: Prepared, station: Station) -> None:
    root = str(fenced.folder.root)
    station.come_from(FIRST_LINE)
    station.log_in()
    pen = station.pen()
    main(["site", "cover", root, "on"])
    main(["site", "contact", root, "王老师"])
    assert station.heartbeat(pen).place == Place()
    station.come_from(OUTSIDE)
    assert station.heartbeat(pen).place == Place(OUTSIDE, covered=True, contact="王老师")
    main(["site", "cover", root, "off"])
    assert not station.heartbeat(pen).place.covered


def test_a_restart_and_a_new_login_write_nothing_where_nothing_changed(
    fenced: Prepared, clock: FakeClock
) -> None:
    for _ in range(2):
        with SiteServer(fenced.folder.root, port=0, clock=clock) as running:
            station = Station(running.port)
            station.come_from(FIRST_LINE)
            for _ in range(2):
                station.log_in()
                station.heartbeat(station.pen())
            station.close()
    assert len(seen(fenced)) == 1


def test_each_station_of_an_attempt_is_seen_for_itself(
    fenced: Prepared, new_station: Callable[[], Station]
) -> None:
    for address in (FIRST_LINE, SECOND_LINE):
        station = new_station()
        station.come_from(address)
        station.log_in()
        station.heartbeat(station.pen())
        release(fenced)
    assert [one.address for one in seen(fenced)] == [FIRST_LINE, SECOND_LINE]
    assert len({one.station for one in seen(fenced)}) == 2


def test_who_has_no_session_is_not_written_down(fenced: Prepared, station: Station) -> None:
    station.come_from(OUTSIDE)
    station.token = "no such token"
    for _ in range(2):
        with pytest.raises(RefusedByServiceError, match="401 session_ended"):
            station.events()
    assert seen(fenced) == []


def test_a_sighting_that_cannot_be_stored_stops_nothing_and_comes_again(
    fenced: Prepared, station: Station, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise BusyError("2001 requests wait to be stored.")

    station.come_from(FIRST_LINE)
    station.log_in()
    pen = station.pen()
    with monkeypatch.context() as broken:
        broken.setattr(sightings, "add_sighting", refuse)
        assert station.sync(pen).head == pen.head
    assert seen(fenced) == []
    assert "could not be stored: 2001 requests wait" in caplog.text
    station.heartbeat(pen)
    assert [one.address for one in seen(fenced)] == [FIRST_LINE]


def test_what_is_remembered_has_a_bound(
    fenced: Prepared, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session that was forgotten costs a look, and still no second row."""
    monkeypatch.setattr(sightings, "MOST_SESSIONS", 3)
    tokens = []
    with SiteServer(fenced.folder.root, port=0, clock=clock) as running:
        station = Station(running.port)
        station.come_from(FIRST_LINE)
        for _ in range(5):
            station.log_in()
            tokens.append(station.token)
        station.close()
    with running_site(fenced.folder, clock) as site:
        for token in [*tokens, *tokens]:
            asyncio.run(site.sightings.note(Caller(station.key.id, token, FIRST_LINE)))
        assert len(site.sightings._last) == 3
    assert len(seen(fenced)) == 1


def test_a_site_without_networks_sees_its_own_machine_inside(seated: Station, prepared: Prepared) -> None:
    assert seated.heartbeat(seated.pen()).place == Place()
    assert [(one.address, one.inside) for one in seen(prepared)] == [("127.0.0.1", True)]


def test_the_address_is_kept_in_its_shortest_form(prepared: Prepared, clock: FakeClock) -> None:
    choose(prepared.folder, "10.1.0.0/16", proxies=("127.0.0.1/32",))
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        station = Station(running.port)
        station.come_from("::ffff:10.1.0.9")
        station.log_in()
        station.heartbeat(station.pen())
        station.come_from("10.1.0.9:4711")
        station.heartbeat(station.pen())
        station.close()
    assert [one.address for one in seen(prepared)] == ["10.1.0.9"]
