"""The monitor says from five minutes before the start that somebody cannot get in, and to whom it says so."""

import re

import pytest

from examserver.cli.ordering import give
from examserver.services.checkin.orders import AskForEntry, CheckIn, DecideEntry
from examserver.services.exams import MINUTE
from examserver.serving import SiteServer
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import ADMISSION, ROOM, Station
from tests.server.test_roster_photos import picture
from tests.server.visitor import Visitor
from tests.server.watching import OTHER, PROCTOR, be_here, logged_in, staff_two_rooms

ANN, THIRD = "2026A002", "2026A003"
EXAM = "exam-1"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START - 6 * MINUTE)


@pytest.fixture
def staffed(prepared: Prepared, server: SiteServer) -> SiteServer:
    staff_two_rooms(prepared)
    return server


@pytest.fixture
def admin(staffed: SiteServer) -> Visitor:
    return logged_in(staffed)


def check_in(prepared: Prepared, *candidates: str) -> None:
    for one in candidates:
        give(prepared.folder.root, CheckIn(EXAM, one, ROOM))


def said(visitor: Visitor) -> str:
    """What the banner says, without markup; `""` where there is none."""
    text = visitor.get("/web/monitor/notices").text
    return " ".join(re.sub("<[^>]*>", "", text).split())


def test_from_five_minutes_before_the_start_while_the_checked_in_are_not_logged_in(
    prepared: Prepared, admin: Visitor, station: Station, clock: FakeClock
) -> None:
    check_in(prepared, ADMISSION, ANN)
    assert said(admin) == ""
    clock.advance(MINUTE)
    assert "2 of 3 are checked in and have not logged in." in said(admin)
    station.log_in()
    clock.advance(2_000)
    assert "1 of 3 are checked in" in said(admin)
    clock.time = START + 20 * MINUTE
    assert "1 of 3" in said(admin), "whoever came and cannot get in is not forgotten"
    clock.time = START + 45 * MINUTE
    assert "1 of 3" in said(admin)
    clock.time = START + 60 * MINUTE
    assert said(admin) == "", "it is over"


def test_without_check_in_free_machines_that_are_on_count_until_the_late_had_their_time(
    admin: Visitor, server: SiteServer, clock: FakeClock
) -> None:
    clock.advance(2 * MINUTE)
    assert said(admin) == "", "all machines are off"
    third = Station(server.port, 3)
    be_here(third)
    clock.advance(2_000)
    assert "1 of 3 have not logged in, and their machines are on." in said(admin)
    clock.time = START + 15 * MINUTE
    be_here(third)
    assert said(admin) == ""
    third.close()


def test_who_was_refused_is_not_counted(prepared: Prepared, admin: Visitor, clock: FakeClock) -> None:
    root = prepared.folder.root
    give(root, AskForEntry(EXAM, ANN, ROOM, "照片不符", picture()))
    give(root, DecideEntry((f"{EXAM}/{ANN}",), allow=False, reason="不是本人"))
    clock.advance(2 * MINUTE)
    assert said(admin) == ""


def test_a_proctor_sees_the_own_rooms_and_is_told_whom_to_tell(
    prepared: Prepared, staffed: SiteServer, admin: Visitor, clock: FakeClock
) -> None:
    check_in(prepared, ADMISSION)
    clock.advance(2 * MINUTE)
    assert "tell the head proctor" in said(logged_in(staffed, PROCTOR))
    assert said(logged_in(staffed, OTHER)) == ""
    assert 'href="/web/upward"' in admin.get("/web/monitor").text
