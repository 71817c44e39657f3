"""An exam that was given more time, or stands still, is not over at its planned closing: no page says so."""

import re

import pytest
from sqlalchemy import event

from examserver.cli.ordering import give
from examserver.errors import SiteError
from examserver.services.actions.lasting import Lasting, lasting_of
from examserver.services.actions.orders import PauseExams
from examserver.services.alive.after_restore import after_restore
from examserver.services.checkin.duty_board import duty_board
from examserver.services.collecting.orders import SettleCase
from examserver.services.exam_orders import ExtendExam
from examserver.services.order import StaffOrder
from examserver.services.reporting.alerting import counts_now
from examserver.services.sittings.desk import SittingState, glance_at
from examserver.services.sittings.setup_orders import MakeSitting, PutExamIn
from examserver.serving import SiteServer
from examserver.storage.attempts import Attempt, add_attempt
from examserver.storage.lives import BegunLife, add_life
from examserver.storage.sittings import all_sittings
from examserver.storage.store import reading, writing
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.packing import attempt_of
from tests.server.sittings import ANN, MINUTE, THIRD, WHY, ZHANG, order_at
from tests.server.station import Station
from tests.server.visitor import Visitor, add_admin

EXAM, MORE = "exam-1", 30
ORDERS = {
    "more time": (ExtendExam(EXAM, MORE, reason=WHY), "not closed yet"),
    "stands still": (PauseExams(exam=EXAM, by="王主考", reason=WHY), "stands still for somebody"),
}
TO_FINISH = "Exams that are over and whose collection is not finished"


@pytest.fixture
def visitor(prepared: Prepared, server: SiteServer) -> Visitor:
    add_admin(prepared)
    return Visitor(server.port)


def page(visitor: Visitor, path: str) -> str:
    visitor.log_in()
    return visitor.get(path).text.partition("<main")[2]


def cell(text: str, label: str) -> str:
    found = re.search(rf'<td data-label="{label}"[^>]*>(.*?)</td>', text, re.DOTALL)
    assert found
    return " ".join(re.sub("<[^>]*>", " ", found[1]).split())


def put_in_a_sitting(prepared: Prepared) -> None:
    give(prepared.folder.root, MakeSitting("上午"))
    give(prepared.folder.root, PutExamIn(EXAM, "sitting-1"))


def go_past(prepared: Prepared, seated: Station, clock: FakeClock, order: StaffOrder) -> int:
    """Give the order while one candidate sits, and go past the planned closing; returns the time then."""
    assert seated.pen()
    clock.time = START + 10 * MINUTE
    give(prepared.folder.root, order)
    clock.time = prepared.exam.closes + MINUTE
    return clock.time


@pytest.mark.parametrize("given", ORDERS)
def test_the_overview_has_it_under_way_and_nothing_of_it_to_be_finished(
    prepared: Prepared, visitor: Visitor, seated: Station, clock: FakeClock, given: str
) -> None:
    go_past(prepared, seated, clock, ORDERS[given][0])
    seen = page(visitor, "/web/")
    assert cell(seen, "Now") == "under way"
    assert TO_FINISH not in seen
    assert cell(seen, "Room password") == "missing for 大学英语（二）"
    clock.advance(2 * MORE * MINUTE)
    later = page(visitor, "/web/")
    is_over = given == "more time"
    assert (cell(later, "Now") == "closed", TO_FINISH in later) == (is_over, is_over)


def test_an_end_that_all_have_later_is_shown_and_so_is_that_of_whoever_has_most(
    prepared: Prepared, visitor: Visitor, clock: FakeClock
) -> None:
    planned = cell(page(visitor, "/web/"), "End")
    give(prepared.folder.root, ExtendExam(EXAM, MORE, reason=WHY))
    for_all = cell(page(visitor, "/web/"), "End")
    give(prepared.folder.root, ExtendExam(EXAM, 5, ANN, reason=WHY))
    both = cell(page(visitor, "/web/"), "End")
    with reading(prepared.folder) as connection:
        known = lasting_of(connection, [prepared.exam], clock.time)[EXAM]
    assert known.ends == prepared.exam.ends + MORE * MINUTE
    assert known.last_ends == known.ends + 5 * MINUTE
    assert for_all != planned
    assert both.startswith(f"{for_all} for the last candidate:")


def test_with_more_time_for_one_it_is_under_way_until_that_one_is_done(
    prepared: Prepared, visitor: Visitor, seated: Station, clock: FakeClock
) -> None:
    go_past(prepared, seated, clock, ExtendExam(EXAM, MORE, ZHANG, reason=WHY))
    assert cell(page(visitor, "/web/"), "Now") == "under way"
    clock.time = prepared.exam.ends + MORE * MINUTE
    assert cell(page(visitor, "/web/"), "Now") == "over, late answers still come in"
    clock.time = prepared.exam.closes + MORE * MINUTE
    assert cell(page(visitor, "/web/"), "Now") == "closed"


@pytest.mark.parametrize("given", ORDERS)
def test_no_case_of_it_is_settled_or_shown_to_be_settled(
    prepared: Prepared, visitor: Visitor, seated: Station, clock: FakeClock, given: str
) -> None:
    order, why = ORDERS[given]
    go_past(prepared, seated, clock, order)
    with pytest.raises(SiteError, match=why):
        give(prepared.folder.root, SettleCase(EXAM, ZHANG, "service", "李老师", WHY))
    seen = page(visitor, f"/web/collections/{EXAM}")
    assert why in seen
    assert "the collection can be finished" not in seen
    assert f"/web/collections/{EXAM}/settle" not in seen


@pytest.mark.parametrize("given", ORDERS)
def test_the_list_of_collections_says_that_it_is_not_closed(
    prepared: Prepared, visitor: Visitor, seated: Station, clock: FakeClock, given: str
) -> None:
    go_past(prepared, seated, clock, ORDERS[given][0])
    assert cell(page(visitor, "/web/collections"), "Collecting") == "not closed yet"


@pytest.mark.parametrize("given", ORDERS)
def test_the_page_of_sittings_still_lists_one_that_stands_alone(
    prepared: Prepared, visitor: Visitor, seated: Station, clock: FakeClock, given: str
) -> None:
    go_past(prepared, seated, clock, ORDERS[given][0])
    assert "Exams that are in no sitting: 大学英语（二）" in page(visitor, "/web/sittings")


@pytest.mark.parametrize("given", ORDERS)
def test_its_sitting_is_under_way_and_stays_on_the_list_of_proctors(
    prepared: Prepared, seated: Station, clock: FakeClock, given: str
) -> None:
    put_in_a_sitting(prepared)
    now = go_past(prepared, seated, clock, ORDERS[given][0])
    with reading(prepared.folder) as connection:
        (sitting,) = all_sittings(connection)
        glance = glance_at(connection, sitting, now)
        (on_duty,) = duty_board(now, connection).sittings
    assert (glance.state, glance.exams[0].phase.value) == (SittingState.UNDER_WAY, "under way")
    assert glance.ends == prepared.exam.ends + (MORE * MINUTE if given == "more time" else 0)
    assert on_duty.sitting == sitting.id


@pytest.mark.parametrize("given", ORDERS)
def test_its_counts_go_with_what_is_reported_upward(prepared: Prepared, given: str) -> None:
    now = without_a_service(prepared, ORDERS[given][0], ZHANG)
    with reading(prepared.folder) as connection:
        (count,) = counts_now(connection, now)
    assert (count.exam, count.logged_in) == (EXAM, 1)


@pytest.mark.parametrize("given", ORDERS)
def test_it_is_named_after_a_restore_from_a_backup_of_then(prepared: Prepared, given: str) -> None:
    now = without_a_service(prepared, ORDERS[given][0], ZHANG)
    with writing(prepared.folder) as connection:
        add_life(connection, BegunLife(generation=2, began=now + MINUTE, made=now))
        restored = after_restore(connection)
    assert restored is not None
    assert [one.id for one in restored.exams] == [EXAM]


def test_more_candidates_cost_no_more_questions(prepared: Prepared) -> None:
    now = without_a_service(prepared, ORDERS["stands still"][0], ZHANG)
    asked = statements(prepared, now)
    sit(prepared, ANN, THIRD)
    assert statements(prepared, now) == asked


def without_a_service(prepared: Prepared, order: StaffOrder, *candidates: str) -> int:
    """Give the order while these sit, with no service running; returns a time past the planned closing."""
    sit(prepared, *candidates)
    order_at(prepared, order, START + 10 * MINUTE)
    return prepared.exam.closes + MINUTE


def sit(prepared: Prepared, *candidates: str) -> None:
    with writing(prepared.folder) as connection:
        for who in candidates:
            add_attempt(connection, Attempt(attempt_of(prepared, who), EXAM, who, granted=0, submitted=False))


def statements(prepared: Prepared, now: int) -> list[str]:
    """What is asked of the database in order to know that the exam stands still."""
    asked: list[str] = []
    with reading(prepared.folder) as connection:
        event.listen(connection, "before_cursor_execute", lambda *about: asked.append(about[2]))
        known = lasting_of(connection, [prepared.exam], now)
    assert known == {EXAM: Lasting(prepared.exam, prepared.exam, is_held=True)}
    return asked
