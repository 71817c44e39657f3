"""The pages of sittings and rehearsals, without a browser."""

from html import unescape

import pytest

from examprotocol.site_orders import TroubleKind
from examserver.serving import SiteServer
from examserver.site_times import shown_minute
from examserver.storage.audit import audit_rows
from examserver.storage.exams import Exam, all_exams, count_entries
from examserver.storage.sittings import all_sittings, rooms_of_exam
from examserver.storage.staff import Role
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sample import PAPER_ID
from tests.server.sittings import DAY, MINUTE, THIRD, ZHANG, heard, morning_of
from tests.server.station import ROOM, Station
from tests.server.visitor import Visitor, add_admin, add_staff

HOSTILE = "<img src=x onerror=alert(1)>"
SITTING = {"id": "sitting-1", "reason": "停电"}
TO_IT = "/web/sitting?id=sitting-1&done=1"


@pytest.fixture
def admin(prepared: Prepared, server: SiteServer) -> Visitor:
    add_admin(prepared)
    visitor = Visitor(server.port)
    visitor.log_in()
    return visitor


def exams(prepared: Prepared) -> dict[str, Exam]:
    with reading(prepared.folder) as connection:
        return {exam.id: exam for exam in all_exams(connection)}


def local(milliseconds: int) -> str:
    """As a browser sends a date and time."""
    return shown_minute(milliseconds).replace(" ", "T")


def test_a_sitting_is_made_with_an_exam_that_was_there_and_a_new_one(
    prepared: Prepared, admin: Visitor
) -> None:
    made = admin.post("/web/sittings/make", {"title": f"上午 {HOSTILE}"})
    assert made.goes_to == "/web/sitting?id=sitting-1"
    assert admin.post("/web/sitting/put", {**SITTING, "exam": "exam-1"}).goes_to == TO_IT
    new = {
        "title": "物理",
        "paper": PAPER_ID,
        "start": local(START + DAY),
        "minutes": "45",
        "key_release_minutes": "5",
        "grace_minutes": "10",
        "candidates": f"{THIRD}\r\n{ZHANG}\r\n",
        f"room:{ROOM}": "1",
    }
    assert admin.post("/web/sitting/add", {**SITTING, **new}).goes_to == TO_IT
    exam = exams(prepared)["exam-2"]
    assert (exam.starts, exam.ends, exam.sitting) == (START + DAY, START + DAY + 45 * MINUTE, "sitting-1")
    with reading(prepared.folder) as connection:
        assert count_entries(connection, "exam-2") == 2
        assert rooms_of_exam(connection, "exam-2") == (ROOM,)
    page = admin.get("/web/sitting?id=sitting-1").text
    assert HOSTILE not in page
    assert HOSTILE in unescape(page)
    assert "物理" in page
    assert "物理" in admin.get("/web/sittings").text


def test_rooms_are_ticked_and_an_exam_is_taken_out_again(prepared: Prepared, admin: Visitor) -> None:
    morning_of(prepared)
    assert admin.post("/web/sitting/rooms", {**SITTING, "exam": "exam-1", f"room:{ROOM}": "1"}).status == 303
    with reading(prepared.folder) as connection:
        assert rooms_of_exam(connection, "exam-1") == (ROOM,)
    assert admin.post("/web/sitting/take-out", {**SITTING, "exam": "exam-1"}).status == 303
    assert exams(prepared)["exam-1"].sitting == ""


def test_a_head_proctor_delays_adjusts_and_postpones_and_each_is_shown_with_its_reason(
    prepared: Prepared, admin: Visitor, clock: FakeClock
) -> None:
    morning_of(prepared)
    add_staff(prepared, "王主考", Role.HEAD_PROCTOR)
    head = Visitor(admin.port)
    head.log_in("王主考")
    assert head.post("/web/sitting/move", {**SITTING, "minutes": "15", "way": "later"}).goes_to == TO_IT
    assert exams(prepared)["exam-1"].starts == START + 15 * MINUTE
    assert head.post("/web/sitting/move", {**SITTING, "minutes": "5", "way": "earlier"}).goes_to == TO_IT
    clock.advance(45 * MINUTE)
    head.log_in("王主考")
    assert head.post("/web/sitting/adjust", {**SITTING, "minutes": "20", "way": "shorter"}).goes_to == TO_IT
    assert exams(prepared)["exam-1"].ends == START + 50 * MINUTE
    assert head.post("/web/sitting/adjust", {**SITTING, "minutes": "5", "way": "longer"}).goes_to == TO_IT
    start = {"start": local(START + DAY), "sure": "1"}
    assert head.post("/web/sitting/postpone", {**SITTING, **start}).goes_to == TO_IT
    assert exams(prepared)["exam-1"].starts == START + DAY
    page = head.get(TO_IT, **{"Accept-Language": "zh"}).text
    for said in ("延期", "全体缩短", "开考前移动时间", "王主考", "停电", "考试机在十秒内收到"):
        assert said in page
    assert "新建考试" not in page


def test_from_a_sitting_one_comes_to_what_can_be_done_for_its_exams(admin: Visitor) -> None:
    """To let the whole sitting stand still is one of these."""
    admin.post("/web/sittings/make", {"title": "上午"})
    admin.post("/web/sitting/put", {**SITTING, "exam": "exam-1"})
    assert 'href="/web/act/exam?exam=exam-1"' in admin.get("/web/sitting?id=sitting-1").text
    assert (
        "/web/act/exam/pause?exam=exam-1&amp;sitting=sitting-1" in admin.get("/web/act/exam?exam=exam-1").text
    )


@pytest.mark.parametrize("action", ["end", "cancel", "postpone"])
def test_what_cannot_be_undone_needs_a_tick(prepared: Prepared, admin: Visitor, action: str) -> None:
    morning_of(prepared)
    fields = {**SITTING, "start": local(START + DAY)}
    refused = admin.post(f"/web/sitting/{action}", fields, **{"Accept-Language": "zh"})
    assert refused.status == 409
    assert "没有执行任何操作。" in refused.text
    with reading(prepared.folder) as connection:
        assert not any(one.cancelled or one.ended or one.moved for one in all_sittings(connection))


def test_a_sitting_is_ended_or_cancelled_with_a_tick_and_the_overview_says_so(
    prepared: Prepared, admin: Visitor, clock: FakeClock
) -> None:
    morning_of(prepared)
    clock.advance(31 * MINUTE)
    admin.log_in()
    assert admin.post("/web/sitting/end", {**SITTING, "sure": "1"}).goes_to == TO_IT
    assert "已取消" in admin.get("/web/", **{"Accept-Language": "zh"}).text
    page = admin.get("/web/sitting?id=sitting-1").text
    assert "ended by the staff" in page
    assert "/web/sitting/cancel" not in page
    assert "/web/sitting/postpone" in page


@pytest.mark.parametrize("minutes", ["", "x", "-5", "１０", "1" * 9])
def test_minutes_that_are_none_are_refused_in_a_sentence(
    prepared: Prepared, admin: Visitor, minutes: str
) -> None:
    morning_of(prepared)
    seen = admin.post("/web/sitting/move", {**SITTING, "minutes": minutes}, **{"Accept-Language": "zh"})
    assert (seen.status, "分钟数无法读取" in seen.text) == (409, True)


def test_a_trouble_is_ordered_by_its_button_and_the_table_says_when_it_is_done(
    prepared: Prepared, admin: Visitor, station: Station
) -> None:
    morning_of(prepared, rehearsal=True)
    station.log_in()
    pen = station.pen()
    station.sync(pen)
    button = f"{TroubleKind.CUT_NETWORK} exam-1 {ZHANG}"
    page = admin.get("/web/rehearsal?id=sitting-1").text
    assert f'value="{button}"' in page
    fields = {"id": "sitting-1", "what": button, "seconds": "30"}
    assert admin.post("/web/rehearsal/trouble", fields).goes_to == "/web/rehearsal?id=sitting-1&done=1"
    ordered = heard(station, pen).orders.trouble
    assert ordered is not None
    assert (ordered.kind, ordered.seconds) == (TroubleKind.CUT_NETWORK, 30)
    assert "0 of 1" in admin.get("/web/rehearsal?id=sitting-1").text


def test_a_real_sitting_has_no_page_of_a_rehearsal(prepared: Prepared, admin: Visitor) -> None:
    morning_of(prepared)
    assert admin.get("/web/rehearsal?id=sitting-1").status == 404
    assert "rehearsal?" not in admin.get("/web/sitting?id=sitting-1").text


def test_the_service_is_asked_to_stop_only_for_a_rehearsal_and_with_a_tick(
    prepared: Prepared, admin: Visitor, server: SiteServer
) -> None:
    morning_of(prepared, rehearsal=True)
    assert admin.post("/web/rehearsal/stop", {"id": "sitting-1"}).status == 409
    assert not server.is_to_stop
    seen = admin.post("/web/rehearsal/stop", {"id": "sitting-1", "sure": "1"})
    assert (seen.status, "The service stops now." in seen.text) == (200, True)
    assert server.is_to_stop
    with reading(prepared.folder) as connection:
        assert list(audit_rows(connection))[-1].what == "stop_for_rehearsal"


def test_the_service_is_not_stopped_beside_a_real_exam(
    prepared: Prepared, admin: Visitor, server: SiteServer
) -> None:
    morning_of(prepared, rehearsal=True)
    admin.post("/web/sittings/make", {"title": "real"})
    assert admin.post("/web/sitting/put", {"id": "sitting-2", "exam": "exam-2"}).status == 303
    page = admin.get("/web/rehearsal?id=sitting-1").text
    assert "so the service is not stopped: exam-2" in page
    assert admin.post("/web/rehearsal/stop", {"id": "sitting-1", "sure": "1"}).status == 409
    assert not server.is_to_stop


def test_a_sitting_that_is_not_there_is_said_so(admin: Visitor) -> None:
    seen = admin.get("/web/sitting?id=sitting-9", **{"Accept-Language": "zh"})
    assert (seen.status, "没有编号为 sitting-9 的场次" in seen.text) == (409, True)
