"""Sittings are kept, found and counted alike in either database."""

import pytest

from examprotocol.site_orders import TroubleKind
from examserver.errors import SiteError
from examserver.services.rehearsals.orders import OrderTrouble
from examserver.services.rehearsals.report import report_of
from examserver.services.sittings.accident_orders import (
    EndSitting,
    ExtendSitting,
    MoveSitting,
    PostponeSitting,
)
from examserver.services.sittings.clashes import clashes
from examserver.services.sittings.desk import SittingState, glance_at
from examserver.services.sittings.setup_orders import AddExam, MakeSitting, PutExamIn, SetExamRooms
from examserver.storage.attempts import Attempt, add_attempt, attempts_to_close, find_attempt, mark_closed
from examserver.storage.exams import exam_for
from examserver.storage.sittings import acts_on, find_sitting, last_reasons, rehearsed_exams, rooms_of_exam
from examserver.storage.store import reading, writing
from examserver.storage.troubles import mark_done, note_events, told_events, waiting_troubles
from tests.server.conftest import START, Prepared
from tests.server.sample import PAPER_ID
from tests.server.sittings import ANN, DAY, MINUTE, THIRD, WHY, ZHANG, order_at
from tests.server.station import ROOM

BEFORE, BREAKDOWN, NEXT_DAY = START - 30 * MINUTE, START + 40 * MINUTE, START + DAY
BEGUN = "a" * 32


@pytest.fixture
def drill(prepared: Prepared) -> Prepared:
    """A rehearsal with two exams; the first candidate has begun the first of them."""
    order_at(prepared, MakeSitting("演练", rehearsal=True), BEFORE)
    order_at(prepared, PutExamIn("exam-1", "sitting-1"), BEFORE)
    later = AddExam("sitting-1", "物理", PAPER_ID, START + 30 * MINUTE, 60, 10, (THIRD,), (ROOM,))
    order_at(prepared, later, BEFORE)
    with writing(prepared.folder) as connection:
        add_attempt(connection, Attempt(BEGUN, "exam-1", ZHANG, 1, submitted=False))
    return prepared


def test_what_is_set_up_is_found_again(drill: Prepared) -> None:
    order_at(drill, SetExamRooms("exam-1", (ROOM,)), BEFORE)
    with reading(drill.folder) as connection:
        assert clashes(connection, "sitting-1") == (THIRD,)
        assert rooms_of_exam(connection, "exam-1") == rooms_of_exam(connection, "exam-2") == (ROOM,)
        assert rehearsed_exams(connection) == {"exam-1", "exam-2"}
        sitting = find_sitting(connection, "sitting-1")
        assert sitting is not None
        glance = glance_at(connection, sitting, START)
    assert (glance.state, glance.starts, glance.ends) == (
        SittingState.UNDER_WAY,
        START,
        START + 90 * MINUTE,
    )


def test_times_move_end_and_go_on_for_each_candidate(drill: Prepared) -> None:
    order_at(drill, MoveSitting("sitting-1", WHY, "", 10), BEFORE)
    order_at(drill, ExtendSitting("sitting-1", WHY, "", 5), BEFORE)
    order_at(drill, EndSitting("sitting-1", "停电了"), BREAKDOWN)
    with reading(drill.folder) as connection:
        own = exam_for(connection, "exam-1", ZHANG)
        assert own is not None
        assert (own.ends, own.closes) == (BREAKDOWN, BREAKDOWN + 10 * MINUTE)
        assert attempts_to_close(connection, own.closes - 1) == ()
        assert attempts_to_close(connection, own.closes) == (BEGUN,)
        assert last_reasons(connection) == {"sitting-1": "停电了"}
    with writing(drill.folder) as connection:
        mark_closed(connection, BEGUN, BREAKDOWN + 10 * MINUTE)
    order_at(drill, PostponeSitting("sitting-1", WHY, "", NEXT_DAY), BREAKDOWN + 20 * MINUTE)
    with reading(drill.folder) as connection:
        begun, others = exam_for(connection, "exam-1", ZHANG), exam_for(connection, "exam-1", ANN)
        assert begun is not None
        assert others is not None
        assert (begun.ends, others.ends) == (NEXT_DAY + 35 * MINUTE, NEXT_DAY + 65 * MINUTE)
        attempt = find_attempt(connection, "exam-1", ZHANG)
        assert attempt is not None
        assert not attempt.submitted
        assert attempts_to_close(connection, NEXT_DAY + 45 * MINUTE) == (BEGUN,)
        assert [act.what for act in acts_on(connection, "sitting-1")] == ["move", "extend", "end", "postpone"]


def test_what_a_rehearsal_orders_and_hears_is_kept(drill: Prepared) -> None:
    for second in (1, 2):
        wish = OrderTrouble("exam-1", ZHANG, TroubleKind.CUT_NETWORK, 30)
        order_at(drill, wish, START + second)
    with pytest.raises(SiteError, match="has not logged in"):
        order_at(drill, OrderTrouble("exam-2", THIRD, TroubleKind.CRASH), START)
    with writing(drill.folder) as connection:
        first, second_one = waiting_troubles(connection, START)
        mark_done(connection, BEGUN, (first.id, "unknown"), START + 5)
        for events in (7, 9):
            note_events(connection, BEGUN, "s" * 32, events, START + events)
    with reading(drill.folder) as connection:
        assert waiting_troubles(connection, START) == (second_one,)
        assert told_events(connection, "exam-1") == {BEGUN: 9}
        seat = report_of(connection, "sitting-1").seats[0]
    assert (seat.told, seat.events, seat.done, len(seat.troubles)) == (9, 0, 1, 2)
