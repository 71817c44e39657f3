"""Actions at the web page: a form, a sentence that says what will happen, and then it is done and logged."""

import html
import re
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from examserver.cli.ordering import give
from examserver.services.exams import MINUTE
from examserver.services.room_orders import AddRoom
from examserver.services.rosters.orders import SeatCandidate
from examserver.serving import SiteServer
from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.audit import AuditRow, audit_rows
from examserver.storage.exams import exam_for
from examserver.storage.site_orders import OrderKind, standing_orders
from examserver.storage.staff import Role
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import ANN
from tests.server.station import ADMISSION, ROOM, Pen, Station
from tests.server.visitor import Seen, Visitor, add_staff
from tests.server.watching import under_way

END = START + 60 * MINUTE
HEAD, PROCTOR = "王主考", "赵监考"
WHY = {"reason": "停电"}

Enter = Callable[[str], Visitor]


@pytest.fixture
def enter(prepared: Prepared, server: SiteServer) -> Enter:
    """Somebody of the staff, logged in."""
    add_staff(prepared, HEAD, Role.HEAD_PROCTOR)
    add_staff(prepared, PROCTOR, Role.PROCTOR, ROOM)

    def log_in(name: str) -> Visitor:
        visitor = Visitor(server.port, headers={"Accept-Language": "en"})
        assert visitor.log_in(name).status == 303
        return visitor

    return log_in


@pytest.fixture
def pen(seated: Station, clock: FakeClock) -> Pen:
    return under_way(seated, clock)


def act(visitor: Visitor, what: str, fields: dict[str, str], where: str = "room") -> Seen:
    """Say yes to what the page says; returns the page after it."""
    named = {"room": ROOM} if where == "room" else {"exam": "exam-1"}
    path = f"/web/act/{where}/{what}"
    asked = visitor.post(path, named | fields)
    assert asked.status == 200, asked.text
    assert "Yes, do this" in asked.text
    done = visitor.post(path, named | fields | {"sure": "1"})
    assert done.status == 303, done.text
    return visitor.get(done.goes_to)


def sentence(seen: Seen) -> str:
    found = re.search(r'role="status"><bdi>(.*?)</bdi>', seen.text, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def logged(prepared: Prepared) -> AuditRow:
    def newest(connection: Connection) -> AuditRow:
        return list(audit_rows(connection))[-1]

    with reading(prepared.folder) as connection:
        return newest(connection)


def only_order(prepared: Prepared) -> str:
    with reading(prepared.folder) as connection:
        (found,) = [one.id for one in standing_orders(connection) if one.kind is not OrderKind.REOPEN]
    return found


def test_a_proctor_pauses_the_room_and_resumes_it_and_the_time_comes_back_by_itself(
    enter: Enter, seated: Station, pen: Pen, prepared: Prepared, clock: FakeClock
) -> None:
    proctor = enter(PROCTOR)
    after = act(proctor, "pause", WHY | {"shown": "请稍候"})
    assert "请稍候" in after.text
    assert seated.heartbeat(pen).orders.pause is not None
    row = logged(prepared)
    assert (row.what, row.who, row.why, row.about["room"]) == ("pause_exams", PROCTOR, "停电", ROOM)
    clock.advance(7 * MINUTE)
    pause = only_order(prepared)
    form = proctor.get(f"/web/act/room/resume?room={ROOM}&order={pause}")
    assert 'name="minutes" min="0" max="1440" value="7"' in form.text
    act(proctor, "resume", WHY | {"order": pause, "minutes": "7"})
    assert seated.heartbeat(pen).end == END + 7 * MINUTE


def test_a_pause_gives_back_what_it_takes_while_the_form_is_filled_in(
    enter: Enter, seated: Station, pen: Pen, prepared: Prepared, clock: FakeClock
) -> None:
    proctor = enter(PROCTOR)
    act(proctor, "pause", WHY)
    pause = only_order(prepared)
    clock.advance(7 * MINUTE)
    form = proctor.get(f"/web/act/room/resume?room={ROOM}&order={pause}")
    assert '<input type="hidden" name="proposed" value="7">' in form.text
    clock.advance(2 * MINUTE)
    unchanged = WHY | {"room": ROOM, "order": pause, "minutes": "7", "proposed": "7"}
    said = proctor.post("/web/act/room/resume", unchanged)
    assert "9 minutes are given back" in sentence(said)
    assert 'name="minutes"' not in said.text
    clock.advance(MINUTE)
    proctor.post("/web/act/room/resume", WHY | {"room": ROOM, "order": pause, "sure": "1"})
    assert seated.heartbeat(pen).end == END + 10 * MINUTE


def test_minutes_that_cannot_be_read_are_refused_and_not_taken_for_none(
    enter: Enter, pen: Pen, prepared: Prepared
) -> None:
    assert pen
    proctor = enter(PROCTOR)
    act(proctor, "pause", WHY)
    wrong = WHY | {"room": ROOM, "order": only_order(prepared), "minutes": "1o", "sure": "1"}
    assert "Give whole minutes." in proctor.post("/web/act/room/resume", wrong).text
    assert only_order(prepared)


def test_nothing_is_done_before_somebody_says_yes_to_the_sentence(
    enter: Enter, seated: Station, pen: Pen, prepared: Prepared
) -> None:
    asked = enter(PROCTOR).post(
        "/web/act/room/extend", {"room": ROOM, "attempt": seated.login.attempt, "minutes": "5"} | WHY
    )
    assert sentence(asked) == "张三 (2026A001): 5 minutes more. Stations hear of it within ten seconds."
    assert seated.heartbeat(pen).end == END


def test_without_a_reason_nothing_is_done_but_a_message_needs_none(
    enter: Enter, seated: Station, pen: Pen, prepared: Prepared
) -> None:
    proctor = enter(PROCTOR)
    refused = proctor.post("/web/act/room/close", {"room": ROOM, "attempt": seated.login.attempt})
    assert "without a reason nothing is done" in refused.text
    act(proctor, "message", {"seat": "1", "text": "<b>请举手</b>"})
    (notice,) = seated.heartbeat(pen).orders.notices
    assert notice.text == "<b>请举手</b>"
    assert "<b>" not in proctor.get(f"/web/act/room?room={ROOM}").text
    act(proctor, "take-back", {"order": notice.id} | WHY)
    assert seated.heartbeat(pen).orders.notices == ()


def test_a_candidate_is_closed_let_in_again_released_and_asked_for_an_export(
    enter: Enter, seated: Station, pen: Pen, prepared: Prepared
) -> None:
    proctor, whom = enter(PROCTOR), {"attempt": seated.login.attempt}
    after = act(proctor, "close", whom | WHY)
    assert "closing" in after.text
    assert seated.heartbeat(pen).orders.ended is not None
    assert "let-in" in after.text
    act(proctor, "let-in", whom | WHY | {"minutes": "3"})
    assert seated.heartbeat(pen).end == END + 3 * MINUTE
    act(proctor, "export", whom | WHY)
    assert seated.heartbeat(pen).orders.export
    assert "the seat is free" in act(proctor, "release", whom | WHY).text


def test_a_proctor_cannot_act_outside_of_the_own_room_on_exams_or_on_machines(
    enter: Enter, seated: Station, pen: Pen, prepared: Prepared
) -> None:
    proctor = enter(PROCTOR)
    for path in ("/web/act/room/pause?room=302", "/web/act/exam/end?exam=exam-1", "/web/act/room/pause"):
        assert proctor.get(path).status == 403
    elsewhere = proctor.get(f"/web/act/candidate?room=&attempt={seated.login.attempt}")
    assert elsewhere.status == 403
    station = seated.key.id
    assert proctor.get(f"/web/act/room/revoke?room={ROOM}&station={station}").status == 404
    assert proctor.get(f"/web/act/room/end?room={ROOM}").status == 404
    assert proctor.get(f"/web/act/room/close?room={ROOM}").status == 404


def test_a_pause_of_the_whole_exam_is_not_the_proctors_to_end(
    enter: Enter, seated: Station, pen: Pen, prepared: Prepared
) -> None:
    act(enter(HEAD), "pause", WHY, where="exam")
    proctor, pause = enter(PROCTOR), only_order(prepared)
    whom = f"room={ROOM}&attempt={seated.login.attempt}"
    for page in (f"/web/act/candidate?{whom}", f"/web/act/room?room={ROOM}"):
        shown = proctor.get(page).text
        assert "by a head proctor" in shown
        assert "停电" in shown
        assert f"order={pause}" not in shown
    assert proctor.get(f"/web/act/room/resume?room={ROOM}&order={pause}").status == 409


def test_who_lets_a_room_stand_still_from_the_banner_of_an_outage_finds_the_way_to_resume_it(
    enter: Enter, seated: Station, pen: Pen, prepared: Prepared
) -> None:
    proctor = enter(PROCTOR)
    paused = act(proctor, "pause", WHY | {"exam": "exam-1"})  # as the banner's button names it
    pause = only_order(prepared)
    assert f"/web/act/room/resume?room={ROOM}&amp;order={pause}" in paused.text
    act(proctor, "resume", WHY | {"order": pause})
    assert seated.heartbeat(pen).orders.pause is None


def test_the_head_proctor_ends_the_exam_and_takes_that_back(
    enter: Enter, seated: Station, pen: Pen, prepared: Prepared
) -> None:
    head = enter(HEAD)
    act(head, "end", WHY, where="exam")
    assert seated.heartbeat(pen).orders.ended is not None
    act(head, "take-back", WHY | {"order": only_order(prepared)}, where="exam")
    assert (seated.heartbeat(pen).orders.ended, seated.heartbeat(pen).end) == (None, END)
    with reading(prepared.folder) as connection:
        attempt = find_attempt_by_id(connection, seated.login.attempt)
    assert attempt is not None
    assert not attempt.submitted


def test_a_machine_is_revoked_by_the_head_proctor_with_a_reason_in_the_log(
    enter: Enter, seated: Station, pen: Pen, prepared: Prepared
) -> None:
    act(enter(HEAD), "revoke", WHY | {"station": seated.key.id})
    row = logged(prepared)
    assert (row.what, row.who, row.why) == ("revoke_station", HEAD, "停电")


def test_the_time_in_which_nothing_came_is_proposed(
    enter: Enter, seated: Station, pen: Pen, prepared: Prepared, clock: FakeClock
) -> None:
    clock.advance(12 * MINUTE)
    proctor = enter(PROCTOR)
    assert "32 minutes" in proctor.get(f"/web/act/room?room={ROOM}").text
    assert 'name="ago" min="0" max="1440" value="32"' in proctor.get(f"/web/act/room/pause?room={ROOM}").text
    pen.choose("q1", "b")
    seated.sync(pen)
    clock.advance(MINUTE)
    assert 'name="ago" min="0" max="1440" value="0"' in proctor.get(f"/web/act/room/pause?room={ROOM}").text
    form = proctor.get(f"/web/act/room/extend?room={ROOM}").text
    assert 'name="minutes" min="1" max="1440" value="32"' in form


def test_from_the_answers_of_a_candidate_one_comes_to_the_actions(
    enter: Enter, seated: Station, pen: Pen
) -> None:
    head = enter(HEAD)
    attempt = seated.login.attempt
    assert (
        head.get(f"/web/act/attempt/{attempt}").goes_to == f"/web/act/candidate?room={ROOM}&attempt={attempt}"
    )
    assert head.get("/web/act/attempt/none").status == 409


def test_who_has_not_logged_in_yet_is_given_more_time_from_the_page_of_the_seat(
    enter: Enter, prepared: Prepared, clock: FakeClock
) -> None:
    give(prepared.folder.root, SeatCandidate("exam-1", ANN, ROOM, "2"))
    clock.time = START - MINUTE
    proctor, due = enter(PROCTOR), f"/web/monitor/seat?room={ROOM}&id=exam-1/{ANN}"
    page = proctor.get(due).text
    assert f"/web/act/room/extend?room={ROOM}&amp;exam=exam-1&amp;candidate={ANN}" in page
    assert f"/web/checkin/room?room={ROOM}&amp;exam=exam-1&amp;q={ANN}" in page
    after = act(proctor, "extend", WHY | {"exam": "exam-1", "candidate": ANN, "minutes": "15"})
    assert "Done: More time." in after.text
    row = logged(prepared)
    assert (row.what, row.who, row.why, row.about["candidate"]) == ("extend_exam", PROCTOR, "停电", ANN)
    with reading(prepared.folder) as connection:
        own = exam_for(connection, "exam-1", ANN)
    assert own is not None
    assert own.ends == END + 15 * MINUTE


def test_a_proctor_gives_no_time_to_who_is_due_elsewhere_or_has_logged_in(
    enter: Enter, seated: Station, pen: Pen, prepared: Prepared
) -> None:
    give(prepared.folder.root, AddRoom("302"))
    give(prepared.folder.root, SeatCandidate("exam-1", ANN, "302", "1"))
    proctor = enter(PROCTOR)
    for candidate in (ANN, ADMISSION, "nobody"):
        whom = f"exam=exam-1&candidate={candidate}"
        assert proctor.get(f"/web/act/room/extend?room={ROOM}&{whom}").status == 409
        assert proctor.get(f"/web/act/room/extend?room=302&{whom}").status == 403
        assert proctor.get(f"/web/act/room/extend?{whom}").status == 403


def test_from_the_page_of_a_free_machine_one_comes_to_the_actions_of_its_room(
    enter: Enter, station: Station
) -> None:
    page = enter(PROCTOR).get(f"/web/monitor/seat?room={ROOM}&id={station.key.id}").text
    assert f'href="/web/act/room?room={ROOM}"' in page
