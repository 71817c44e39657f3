"""What an outage took is proposed by itself: on the overview and the monitor, until somebody has decided."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from examserver.cli.command_line import main
from examserver.services.actions.orders import ExtendMany, PauseExams
from examserver.services.exams import MINUTE
from examserver.services.outages.board import Outage, outages
from examserver.services.outages.orders import LeaveOutage
from examserver.services.outages.silences import Silence, heard_so_far
from examserver.serving import SiteServer
from examserver.storage.outages import Gap, by_station, keep_gaps
from examserver.storage.staff import Role
from examserver.storage.store import reading, writing
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import order_at
from tests.server.station import ROOM, Station
from tests.server.visitor import Visitor, add_staff

HEAD, PROCTOR = "王主考", "赵监考"
WHY = {"by": HEAD, "reason": "停电"}
LOST = START + 20 * MINUTE
BACK = LOST + 12 * MINUTE


def serve(prepared: Prepared, clock: FakeClock) -> SiteServer:
    return SiteServer(prepared.folder.root, port=0, clock=clock)


@pytest.fixture
def dark(prepared: Prepared, clock: FakeClock) -> None:
    """Somebody sat in the room; the service stopped at LOST, and runs and hears the room again at BACK."""
    with serve(prepared, clock) as running:
        station = Station(running.port)
        clock.time = LOST
        station.log_in()
        pen = station.pen()
        pen.choose("q1", "a")
        station.sync(pen)
        station.close()
    clock.time = BACK
    with serve(prepared, clock) as running:
        again = Station(running.port)
        again.log_in()
        again.close()
    clock.advance(1)


def found(prepared: Prepared, now: int) -> tuple[Outage, ...]:
    with reading(prepared.folder) as connection:
        return outages(connection, heard_so_far(connection, now), now)


@pytest.fixture
def enter(prepared: Prepared, clock: FakeClock) -> Callable[[SiteServer, str], Visitor]:
    add_staff(prepared, HEAD, Role.HEAD_PROCTOR)
    add_staff(prepared, PROCTOR, Role.PROCTOR, ROOM)

    def log_in(server: SiteServer, name: str) -> Visitor:
        visitor = Visitor(server.port, headers={"Accept-Language": "en"})
        assert visitor.log_in(name).status == 303
        return visitor

    return log_in


def test_the_silence_while_the_service_was_stopped_is_known_after_it_runs_again(
    dark: None, prepared: Prepared
) -> None:
    (outage,) = found(prepared, BACK + MINUTE)
    assert (outage.rooms, outage.silence, outage.is_whole) == ((ROOM,), Silence(LOST, BACK), True)
    assert outage.is_ours
    assert outage.silence.minutes(BACK) == 12


def test_a_room_that_goes_silent_while_the_service_runs_is_an_outage_that_goes_on(
    station: Station, server: SiteServer, clock: FakeClock, enter: Callable[..., Visitor]
) -> None:
    clock.time = LOST
    station.log_in()
    pen = station.pen()
    pen.choose("q1", "a")
    station.sync(pen)
    clock.advance(5 * MINUTE)
    head = enter(server, HEAD)
    said = head.get("/web/outages").text
    assert "Nothing has come since" in said
    assert f"/web/act/room/pause?room={ROOM}" in said
    station.sync(pen)
    clock.advance(MINUTE)
    assert f"/web/act/room/extend?room={ROOM}" in head.get("/web/outages").text
    assert 'value="5"' in head.get(f"/web/act/room/extend?room={ROOM}").text


def test_one_who_is_heard_keeps_a_room_from_being_silent(
    new_station: Callable[[], Station],
    server: SiteServer,
    clock: FakeClock,
    enter: Callable[..., Visitor],
) -> None:
    silent, other = new_station(), new_station()
    clock.time = LOST
    silent.log_in()
    other.log_in("2026A002", "110101199003070425")
    other.heartbeat(other.pen())
    clock.advance(90_000)
    other.heartbeat(other.pen())
    clock.advance(90_000)
    other.heartbeat(other.pen())
    assert "Nothing" not in enter(server, HEAD).get("/web/outages").text


@pytest.mark.parametrize(
    "order",
    [
        ExtendMany(room=ROOM, minutes=12, **WHY),
        PauseExams(room=ROOM, since=LOST, **WHY),
        LeaveOutage("exam-1", (ROOM,), LOST, BACK, **WHY),
    ],
    ids=["time given", "paused from then on", "left with a reason"],
)
def test_an_outage_about_which_somebody_has_decided_is_proposed_no_more(
    dark: None, prepared: Prepared, order: ExtendMany | PauseExams | LeaveOutage
) -> None:
    order_at(prepared, order, BACK + MINUTE)
    assert found(prepared, BACK + 2 * MINUTE) == ()


def test_time_given_before_settles_nothing_and_after_three_hours_nobody_is_asked(
    prepared: Prepared, clock: FakeClock, request: pytest.FixtureRequest
) -> None:
    order_at(prepared, ExtendMany(exam="exam-1", minutes=5, **WHY), START)
    request.getfixturevalue("dark")
    assert len(found(prepared, BACK + MINUTE)) == 1
    assert LOST not in [one.silence.begins for one in found(prepared, BACK + 181 * MINUTE)]


def test_the_banner_leads_to_the_filled_form_and_goes_when_the_time_was_given(
    dark: None, prepared: Prepared, clock: FakeClock, enter: Callable[..., Visitor]
) -> None:
    with serve(prepared, clock) as server:
        head = enter(server, HEAD)
        assert 'hx-get="/web/outages"' in head.get("/web/").text
        assert 'hx-get="/web/outages"' in head.get("/web/monitor").text
        said = head.get("/web/outages").text
        assert "The service itself did not run then" in said
        link = f"/web/act/room/extend?room={ROOM}"
        assert link in said
        assert 'value="12"' in head.get(link).text
        fields = {"room": ROOM, "minutes": "12", "reason": "停电", "sure": "1"}
        assert head.post("/web/act/room/extend", fields).status == 303
        assert "Nothing came" not in head.get("/web/outages").text


@pytest.mark.parametrize("digits", [14, 15])
def test_a_time_that_no_outage_has_breaks_no_page(
    dark: None, prepared: Prepared, clock: FakeClock, enter: Callable[..., Visitor], digits: int
) -> None:
    asked = f"/web/outages/leave?exam=exam-1&room={ROOM}&begins={'9' * digits}&ends=0"
    with serve(prepared, clock) as server:
        assert enter(server, PROCTOR).get(asked).status == (200 if digits == 14 else 409)


def test_a_proctor_leaves_it_as_it_is_with_a_reason_and_only_in_the_own_room(
    dark: None, prepared: Prepared, clock: FakeClock, enter: Callable[..., Visitor]
) -> None:
    named = {"exam": "exam-1", "begins": str(LOST), "ends": str(BACK), f"room:{ROOM}": "1"}
    with serve(prepared, clock) as server:
        proctor = enter(server, PROCTOR)
        assert "/web/outages/leave?" in proctor.get("/web/outages").text
        assert proctor.post("/web/outages/leave", named).status == 409
        other = {"exam": "exam-1", "begins": str(LOST), "ends": str(BACK), "room:B": "1", "reason": "x"}
        assert proctor.post("/web/outages/leave", other).status == 409
        assert len(found(prepared, BACK)) == 1
        assert proctor.post("/web/outages/leave", named | {"reason": "备用电源"}).status == 303
        assert "Nothing came" not in proctor.get("/web/outages").text


def test_the_command_lists_outages_and_leaves_one(
    dark: None,
    prepared: Prepared,
    clock: FakeClock,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("examserver.cli.outages.site_clock", lambda _folder: clock)
    root = str(prepared.folder.root)
    assert main(["act", "outages", root]) == 0
    assert f"1\texam-1\t{ROOM}\t12 minutes" in capsys.readouterr().out
    with serve(prepared, clock):
        assert main(["act", "leave", root, "1", "--reason", "备用电源"]) == 0
    assert main(["act", "outages", root]) == 0
    assert "Nothing was silent" in capsys.readouterr().out


def test_a_gap_that_another_process_has_not_seen_is_none(prepared: Prepared) -> None:
    gap = Gap("1" * 32, LOST, BACK)
    with writing(prepared.folder) as connection:
        keep_gaps(connection, (gap,), {"1" * 32: BACK - MINUTE})
        assert heard_so_far(connection, BACK).gaps == {}
        keep_gaps(connection, (gap,), {"1" * 32: LOST + MINUTE})
        keep_gaps(connection, (gap,), {"1" * 32: LOST + MINUTE})
        kept = heard_so_far(connection, BACK).gaps
    assert kept == by_station([Gap("1" * 32, LOST + MINUTE, BACK)])


def test_staff_can_act_while_an_exam_runs_that_nobody_has_logged_in_to(
    server: SiteServer, clock: FakeClock, enter: Callable[..., Visitor]
) -> None:
    clock.time = START + MINUTE
    head = enter(server, HEAD)
    paths = ("/web/outages", f"/web/act/room?room={ROOM}", "/web/act/exam?exam=exam-1")
    assert [head.get(path).status for path in paths] == [200, 200, 200]


def test_a_whole_site_that_is_heard_again_takes_three_statements(prepared: Prepared) -> None:
    gaps = [Gap(f"{number:032}", LOST, BACK) for number in range(1000)]
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    with writing(prepared.folder) as connection:
        event.listen(connection, "before_cursor_execute", note)
        keep_gaps(connection, gaps, {})
        event.remove(connection, "before_cursor_execute", note)
        assert len(heard_so_far(connection, BACK).gaps) == len(gaps)
    assert len(statements) <= 3
