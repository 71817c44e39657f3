"""The site moves, cancels and postpones a sitting, and a seat follows: the real client, the real service."""

from collections.abc import Callable
from functools import partial

import pytest

from examclient.domain.phases import Phase
from examclient.ui import presenter
from examprotocol.responses import ChoiceResponse
from examserver.services.sittings.accident_orders import CancelSitting, MoveSitting, PostponeSitting
from examserver.services.sittings.setup_orders import MakeSitting, PutExamIn
from tests.client.exam_site import MINUTE, ExamSite, Times
from tests.client.seat import Seat

A = ChoiceResponse("a")
SITTING, WHY = "sitting-1", "停电"
DAY = 24 * 60 * MINUTE


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machines of a room hand in at the same moment."""
    monkeypatch.setattr(presenter, "SPREAD", 0.05)


@pytest.fixture
def sitting(site: ExamSite) -> str:
    """The exam of the site is in a sitting."""
    site.order(MakeSitting("上午"))
    site.order(PutExamIn("exam-1", SITTING))
    return SITTING


@pytest.mark.parametrize("times", [Times(start=30 * MINUTE)], ids=["in half an hour"])
def test_a_delayed_sitting_begins_and_ends_later_also_after_a_restart_without_a_network(
    site: ExamSite, sitting: str, seat: Seat, new_seat: Callable[..., Seat]
) -> None:
    seat.log_in()
    seat.presenter.confirm()
    exam = seat.reach(Phase.PREPARING).exam
    assert exam is not None
    site.order(MoveSitting(sitting, WHY, "", 20))
    moved = (exam.start + 20 * MINUTE, exam.end + 20 * MINUTE)
    seat.hear_from_the_site()
    seat.wait(lambda: seat.state.exam is not None and (seat.state.exam.start, seat.state.exam.end) == moved)
    seat.close()
    site.cable.pull()
    again = new_seat(seat.data)
    state = again.wait(lambda: again.state.exam is not None)
    assert state.exam is not None
    assert (state.exam.start, state.exam.end) == moved


def test_a_cancelled_sitting_is_handed_in_and_goes_on_when_it_is_postponed(
    site: ExamSite, sitting: str, seat: Seat
) -> None:
    left = seat.sit_down().time_left
    seat.answer("q1", A)
    seat.all_sent()
    site.order(CancelSitting(sitting, WHY))
    seat.hear_from_the_site()
    seat.reach(Phase.DONE)
    start = site.time.now() + DAY
    site.order(PostponeSitting(sitting, WHY, "", start))
    seat.hear_from_the_site()
    state = seat.reach(Phase.ANSWERING)
    assert state.is_paused
    assert state.exam is not None
    assert state.exam.start == start
    assert start < state.exam.end < start + DAY
    assert state.time_left == state.exam.end - start <= left, "the rest, and not the day until it begins"
    assert state.answers.response("q1") == A


def begins_at(seat: Seat, start: int) -> bool:
    """Whether the seat knows that the exam begins then."""
    return seat.state.exam is not None and seat.state.exam.start == start


@pytest.mark.parametrize("times", [Times(start=30 * MINUTE)], ids=["in half an hour"])
def test_who_waits_for_the_start_counts_down_to_the_new_one(site: ExamSite, sitting: str, seat: Seat) -> None:
    seat.log_in()
    seat.presenter.confirm()
    assert seat.reach(Phase.PREPARING).exam is not None
    for start in (site.time.now() + 3 * DAY, site.time.now() + 2 * DAY):
        site.order(PostponeSitting(sitting, WHY, "", start))
        seat.hear_from_the_site()
        state = seat.wait(partial(begins_at, seat, start))
        assert state.phase in (Phase.PREPARING, Phase.WAITING)
        assert state.time_to_start > DAY
