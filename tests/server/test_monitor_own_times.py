"""The monitor knows when each candidate's exam ends: also of one that was ended early, cancelled, or
paused for hours.
"""

import pytest

from examserver.cli.ordering import give
from examserver.services.actions.orders import PauseExams
from examserver.services.exams import MINUTE
from examserver.services.monitor.judging import Alarm, State
from examserver.services.sittings.accident_orders import CancelSitting, EndSitting
from examserver.serving import SiteServer
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import ANN, WHY, morning_of
from tests.server.station import ADMISSION, ROOM, Station
from tests.server.visitor import add_admin
from tests.server.watching import SECOND, Watching, begun, logged_in, tell

HOUR = 60 * MINUTE


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START - 10 * MINUTE)


@pytest.fixture
def watching(prepared: Prepared, server: SiteServer) -> Watching:
    add_admin(prepared)
    return Watching(logged_in(server))


def test_who_has_not_handed_in_after_the_staff_ended_the_sitting_is_red(
    watching: Watching, station: Station, prepared: Prepared, clock: FakeClock
) -> None:
    morning = morning_of(prepared)
    pen = begun(station, clock)
    tell(station, pen)
    morning.order(EndSitting(morning.sitting, WHY))
    clock.advance(61 * SECOND)
    tell(station, pen)
    tiles = watching.look()
    assert tiles[ADMISSION]["alarms"] == [Alarm.NOT_HANDED_IN]
    assert tiles[ANN].get("alarms", []) == [], "nobody is missed any more"


def test_nobody_is_missed_at_an_exam_that_was_cancelled(
    watching: Watching, prepared: Prepared, clock: FakeClock
) -> None:
    morning = morning_of(prepared)
    morning.order(CancelSitting(morning.sitting, WHY))
    clock.time = START + MINUTE
    assert {
        tile["state"]: tile.get("alarms", []) for tile in watching.look().values() if "number" in tile
    } == {State.NOT_THERE: []}


def test_an_exam_that_was_paused_for_hours_is_watched_as_long_as_it_goes_on(
    watching: Watching, station: Station, prepared: Prepared, clock: FakeClock
) -> None:
    pen = begun(station, clock)
    tell(station, pen)
    give(prepared.folder.root, PauseExams(room=ROOM, by="王主考", reason=WHY))
    clock.time = START + 4 * HOUR
    tell(station, pen)
    assert watching.look()[ADMISSION]["state"] == State.PAUSED
