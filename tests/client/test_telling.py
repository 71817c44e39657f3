"""What the staff see of a machine: while it waits, during the exam, and what is wrong with saving there."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from examclient.domain.away import Away
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, Lights, LocalSaving
from examclient.domain.worries import Worry
from examclient.ui.telling import FAILED, trouble_in
from examprotocol.paper import answerable_questions
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.storage.seen_stations import Seen, all_seen
from examserver.storage.store import reading
from tests.client.exam_site import MINUTE, ExamSite, Times
from tests.client.seat import Seat

SOON = Times(start=30 * MINUTE)


def seen(site: ExamSite) -> Seen | None:
    """What the service has written down of the only machine."""
    with reading(site.folder) as connection:
        return next(iter(all_seen(connection).values()), None)


def heard(seat: Seat, site: ExamSite, is_so: Callable[[Seen], bool]) -> Seen:
    """Wait until the service has heard it."""

    def has_heard() -> bool:
        known = seen(site)
        return known is not None and is_so(known)

    seat.wait(has_heard)
    found = seen(site)
    assert found is not None
    return found


@pytest.mark.parametrize("times", [SOON], ids=["half an hour before"])
def test_a_machine_at_which_nobody_sits_says_that_it_is_there(site: ExamSite, seat: Seat) -> None:
    seat.presenter._helpers.telling._timer.start(0)
    known = heard(seat, site, lambda one: one.told > 0)
    assert (known.attempt, known.news.drawing, known.news.events) == ("", "0", 0)
    assert abs(known.skew) < 60_000, "the machine and the site are one here"


@pytest.mark.parametrize("times", [SOON], ids=["half an hour before"])
def test_it_says_so_until_somebody_sits_down_and_again_afterwards(seat: Seat) -> None:
    timer = seat.presenter._helpers.telling._timer
    assert timer.isActive()
    seat.log_in()
    assert timer.isActive(), "nobody has said yet who it is"
    seat.presenter.not_me()
    assert timer.isActive()
    seat.log_in()
    seat.presenter.confirm()
    seat.wait(lambda: seat.state.phase not in (Phase.LOGIN, Phase.CONFIRMING))
    assert not timer.isActive()


def test_the_site_hears_how_far_a_candidate_is(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    seat.answer("q1", ChoiceResponse("a"))
    seat.answer("q3", TextResponse("an essay"))
    seat.presenter._sitting.attempt.lose_focus(3)  # type: ignore[union-attr]
    seat.presenter.stage.show(away=Away(1, 3))
    seat.all_sent()
    seat.hear_from_the_site()
    known = heard(seat, site, lambda one: one.news.answered == 2 and one.news.outside == 1)
    assert known.attempt == seat.attempt
    assert seat.state.paper is not None
    assert known.news.questions == len(answerable_questions(seat.state.paper))
    log = site.held(seat.attempt).values()
    assert known.news.events == sum(len(one.events) for one in log)
    assert known.news.trouble == ""


def test_nothing_is_told_after_the_end(seat: Seat) -> None:
    telling = seat.presenter._helpers.telling
    telling.close()
    telling.show_state(seat.state)
    assert not telling._timer.isActive()


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (ExamState(), ""),
        (ExamState(worries=frozenset({Worry.LITTLE_ROOM, Worry.MIRROR})), ""),
        (ExamState(worries=frozenset({Worry.SECOND_PLACE, Worry.BALLAST_GONE})), "ballast_gone"),
        (ExamState(lights=Lights(LocalSaving.FAILED), worries=frozenset({Worry.DAMAGED})), FAILED),
    ],
    ids=["well", "amber", "the worst", "not saved"],
)
def test_what_has_to_be_seen_to_at_the_seat_is_told_by_a_word(state: ExamState, word: str) -> None:
    assert trouble_in(state) == word
    assert trouble_in(replace(state, seen_worries=state.worries)) == word, (
        "also once the candidate has seen it"
    )
