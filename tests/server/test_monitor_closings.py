"""An attempt that the staff closed early is marked for what came after that."""

import pytest

from examserver.cli.ordering import give
from examserver.services.actions.orders import CloseAttempts
from examserver.services.exams import MINUTE
from examserver.services.monitor.judging import Alarm
from examserver.serving import SiteServer
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import WHY
from tests.server.station import ADMISSION, ROOM, Station
from tests.server.visitor import add_admin
from tests.server.watching import Watching, begun, logged_in, tell


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START - 10 * MINUTE)


@pytest.mark.parametrize("room", ["", ROOM], ids=["everywhere", "in one room"])
def test_what_was_answered_after_the_staff_closed_it_is_marked_late(
    prepared: Prepared, server: SiteServer, station: Station, clock: FakeClock, room: str
) -> None:
    add_admin(prepared)
    watching = Watching(logged_in(server))
    pen = begun(station, clock)
    tell(station, pen)
    order = CloseAttempts(exam=prepared.exam.id, room=room, by="王主考", reason=WHY)
    give(prepared.folder.root, order)
    clock.advance(5 * MINUTE)
    pen.write(pen.events[-1].body, at=clock.now())
    tell(station, pen)
    assert Alarm.LATE in watching.look()[ADMISSION]["alarms"]
