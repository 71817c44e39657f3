"""What the tables say of an attempt stands on its tile: followed to the end, on both databases."""

from collections.abc import Callable

import pytest

from examserver.cli.ordering import give
from examserver.services.actions.orders import PauseExams
from examserver.services.exams import MINUTE
from examserver.services.monitor.judging import Alarm, State
from examserver.services.monitor.watch import PERIOD
from examserver.serving import SiteServer
from tests.server.conftest import START, FakeClock, Prepared, release
from tests.server.station import ADMISSION, ROOM, Station
from tests.server.visitor import add_admin
from tests.server.watching import Watching, begun, logged_in, tell


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START - 10 * MINUTE)


@pytest.fixture
def watching(prepared: Prepared, server: SiteServer) -> Watching:
    add_admin(prepared)
    return Watching(logged_in(server))


def test_a_candidate_is_followed_from_the_login_to_the_end(
    watching: Watching, station: Station, clock: FakeClock
) -> None:
    station.log_in()
    first = watching.look()[ADMISSION]
    assert (first["state"], first["seat"], first["machine"]) == (State.WAITING, "1", "PC-01")
    assert "PC-01" not in watching.look(), "the machine is the candidate's now"
    clock.time = START + MINUTE
    pen = station.pen()
    pen.choose("q1", "a")
    tell(station, pen, drawing="0", events=2, answered=1, questions=4, outside=2)
    tile = watching.look()[ADMISSION]
    assert tile["state"] == State.ANSWERING
    assert (tile["answered"], tile["questions"], tile["held"], tile["got"]) == (1, 4, 2, 2)
    assert (tile["away"], tile["saved"]) == (2, clock.now())
    assert "alarms" not in tile
    station.submit(pen)
    clock.advance(PERIOD)
    assert watching.look()[ADMISSION]["state"] == State.SUBMITTED


def test_late_answers_and_answers_in_dispute_are_marked(
    watching: Watching, new_station: Callable[[], Station], prepared: Prepared, clock: FakeClock
) -> None:
    old, new = new_station(), new_station()
    first = begun(old, clock)
    release(prepared)
    new.log_in()
    second = new.pen()
    second.choose("q1", "b")
    tell(new, second)
    tell(old, first)
    clock.advance(PERIOD)
    tile = watching.look()[ADMISSION]
    assert (tile["machine"], tile["alarms"]) == ("PC-02", [Alarm.CONFLICT])
    clock.time = START + 61 * MINUTE
    second.write(second.events[-1].body, at=clock.now())
    tell(new, second)
    clock.advance(PERIOD)
    assert Alarm.LATE in watching.look()[ADMISSION]["alarms"]


def test_who_is_paused_is_not_late_and_the_end_moves_with_the_pause(
    watching: Watching, station: Station, prepared: Prepared, clock: FakeClock
) -> None:
    pen = begun(station, clock)
    tell(station, pen)
    give(prepared.folder.root, PauseExams(room=ROOM, by="王主考", reason="停电"))
    clock.advance(PERIOD)
    assert watching.look()[ADMISSION]["state"] == State.PAUSED
    clock.time = START + 62 * MINUTE
    tell(station, pen)
    tile = watching.look()[ADMISSION]
    assert (tile["state"], tile.get("alarms", [])) == (State.PAUSED, [])
