"""Deciding about an outage gives time to those who lost it, once, and leaves the other outages alone."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from examserver.cli.ordering import give
from examserver.services.actions.orders import ExtendMany
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.outages.orders import LeaveOutage
from examserver.serving import SiteServer
from examserver.storage.extensions import extensions_of
from examserver.storage.rooms import Room, add_room
from examserver.storage.staff import Role
from examserver.storage.stations import change_station, find_station
from examserver.storage.store import reading, writing
from tests.server.conftest import START, FakeClock, Prepared, release
from tests.server.sample import PAPER_ID
from tests.server.sittings import ANN, ANN_IDENTITY
from tests.server.station import ADMISSION, ROOM, Pen, Station, station_key
from tests.server.visitor import Visitor, add_staff

HEAD, PROCTOR, ELSEWHERE, OTHER_ROOM = "王主考", "赵监考", "钱监考", "R2"
STAFF: dict[str, tuple[Role, *tuple[str, ...]]] = {
    HEAD: (Role.HEAD_PROCTOR,),
    PROCTOR: (Role.PROCTOR, ROOM),
    ELSEWHERE: (Role.PROCTOR, OTHER_ROOM),
}
WHY = {"by": HEAD, "reason": "停电"}
SURE = {"reason": "停电", "sure": "1"}


@pytest.fixture
def other_room(prepared: Prepared) -> None:
    """Where the third station stands."""
    with writing(prepared.folder) as connection:
        add_room(connection, Room(OTHER_ROOM, added=1))
        third = find_station(connection, station_key(3).id)
        assert third is not None
        change_station(connection, replace(third, room=OTHER_ROOM))


@pytest.fixture
def later(prepared: Prepared) -> str:
    """Another exam of the same candidates, after the first."""
    plan = ExamPlan("高等数学", PAPER_ID, START + 100 * MINUTE, 60)
    with writing(prepared.folder) as connection:
        return create_exam(connection, plan, START - 60 * MINUTE).id


@pytest.fixture
def enter(prepared: Prepared, server: SiteServer) -> Callable[[str], Visitor]:
    def log_in(name: str) -> Visitor:
        add_staff(prepared, name, *STAFF[name])
        visitor = Visitor(server.port, headers={"Accept-Language": "en"})
        assert visitor.log_in(name).status == 303
        return visitor

    return log_in


def sit(station: Station, clock: FakeClock, *silent: tuple[int, int]) -> Pen:
    """The first candidate sits at a station from the first of these minutes of the exam on, and nothing is
    heard of it between them.
    """
    clock.time = START + silent[0][0] * MINUTE
    station.log_in()
    pen = station.pen()
    station.sync(pen)
    for begins, ends in silent:
        while clock.time < START + begins * MINUTE:
            clock.advance(MINUTE)
            station.heartbeat(pen)
        clock.time = START + ends * MINUTE
        station.heartbeat(pen)
    return pen


def given(prepared: Prepared, exam: str = "exam-1") -> list[tuple[str, int]]:
    """To whom so many minutes were given, in that order."""
    with reading(prepared.folder) as connection:
        return [(one.candidate, one.minutes) for one in extensions_of(connection, exam)]


def buttons(visitor: Visitor) -> dict[str, str]:
    """The banner's buttons by what they say; the last of each."""
    found = re.findall(r'<a class="button" href="([^"]+)">([^<]+)</a>', visitor.get("/web/outages").text)
    return {said: to.replace("&amp;", "&") for to, said in found}


def press(visitor: Visitor, link: str, **fields: str) -> int:
    """Open a form by its link, and send it with what it has filled in by itself."""
    said = visitor.get(link).text
    filled = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', said))
    return visitor.post(link.partition("?")[0], filled | SURE | fields).status


def test_the_button_gives_the_time_to_the_exam_that_lost_it_and_to_no_other(
    prepared: Prepared, later: str, station: Station, clock: FakeClock, enter: Callable[[str], Visitor]
) -> None:
    pen = sit(station, clock, (20, 32))
    pen.choose("q1", "a")
    station.sync(pen)
    station.submit(pen)
    clock.time = START + 75 * MINUTE
    head = enter(HEAD)
    link = buttons(head)[f"Room {ROOM}: give 12 minutes back …"]
    assert press(head, link) == 303
    assert {minutes for _, minutes in given(prepared)} == {12}
    assert given(prepared, later) == []
    assert buttons(head) == {}


def test_who_has_moved_to_another_room_is_given_the_time_alone_once_the_room_has_got_it(
    prepared: Prepared,
    other_room: None,
    new_station: Callable[[], Station],
    clock: FakeClock,
    enter: Callable[[str], Visitor],
) -> None:
    first, second, third = new_station(), new_station(), new_station()
    clock.time = START + 20 * MINUTE
    second.log_in(ANN, ANN_IDENTITY)
    sit(first, clock, (20, 32))
    second.heartbeat(second.pen())
    release(prepared, ANN)
    clock.advance(MINUTE)
    third.log_in(ANN, ANN_IDENTITY)
    head, elsewhere = enter(HEAD), enter(ELSEWHERE)
    assert press(head, buttons(head)[f"Room {ROOM}: give 12 minutes back …"]) == 303
    assert given(prepared) == [(ADMISSION, 12)]
    clock.advance(1)
    offered = f"Candidate {ANN}, who has moved: give 12 minutes back …"
    assert offered in buttons(head)
    assert list(buttons(elsewhere)) == [offered]
    assert press(elsewhere, buttons(elsewhere)[offered]) == 303
    assert given(prepared) == [(ADMISSION, 12), (ANN, 12)]
    clock.advance(1)
    assert buttons(head) == {}


def test_the_same_outage_is_not_given_back_twice_by_two_people(
    prepared: Prepared, station: Station, clock: FakeClock, enter: Callable[[str], Visitor]
) -> None:
    sit(station, clock, (20, 32))
    clock.advance(1)
    head, proctor = enter(HEAD), enter(PROCTOR)
    link = buttons(proctor)[f"Room {ROOM}: give 12 minutes back …"]
    form = link.partition("?")[0]
    sent = {"room": ROOM, "exam": "exam-1", "minutes": "12", "outage": "1"} | SURE
    assert 'name="outage" value="1"' in proctor.get(link).text
    asked = proctor.post(form, sent | {"sure": ""}).text
    assert 'name="outage" value="1"' in asked
    assert press(head, link) == 303
    refused = proctor.post(form, sent)
    assert refused.status == 409
    assert "Somebody has decided about this outage meanwhile" in refused.text
    assert len(given(prepared)) == 1


def test_leaving_one_outage_keeps_the_other(
    prepared: Prepared, station: Station, clock: FakeClock, enter: Callable[[str], Visitor]
) -> None:
    sit(station, clock, (10, 14), (20, 40))
    clock.time = START + 41 * MINUTE
    leaving = LeaveOutage("exam-1", (ROOM,), START + 10 * MINUTE, START + 14 * MINUTE, **WHY)
    give(prepared.folder.root, leaving)
    assert f"Room {ROOM}: give 20 minutes back …" in buttons(enter(HEAD))


def test_two_outages_are_given_back_together_and_once(
    prepared: Prepared, station: Station, clock: FakeClock, enter: Callable[[str], Visitor]
) -> None:
    sit(station, clock, (10, 14), (20, 40))
    clock.advance(1)
    head = enter(HEAD)
    link = buttons(head)[f"Room {ROOM}: give 24 minutes back for 2 outages …"]
    assert press(head, link) == 303
    assert given(prepared) == [(ADMISSION, 24)]
    clock.advance(1)
    assert buttons(head) == {}


def test_time_given_while_it_goes_on_leaves_what_is_lost_after_that(
    prepared: Prepared, station: Station, clock: FakeClock, enter: Callable[[str], Visitor]
) -> None:
    pen = sit(station, clock, (10, 14), (20, 21))
    clock.time = START + 30 * MINUTE
    give(prepared.folder.root, ExtendMany(room=ROOM, minutes=13, **WHY))
    clock.time = START + 40 * MINUTE
    station.heartbeat(pen)
    clock.advance(1)
    assert f"Room {ROOM}: give 10 minutes back …" in buttons(enter(HEAD))
