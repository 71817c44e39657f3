"""What others left at a machine goes out in the background, while nobody's answers wait for the line."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from examclient.domain.phases import Phase
from examclient.network.sync import Round
from examclient.ui.background import Background
from examclient.ui.backlog_runner import BacklogRunner
from examclient.usecases.backlog import AGAIN, Backlog
from examclient.usecases.sitting import GRANT
from examprotocol.merge import fold
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.client.exam_site import ANN, ZHANG, ExamSite
from tests.client.restarts import Rebooted
from tests.client.seat import Seat
from tests.client.test_after_a_restore import back_up, put_back
from tests.client.test_coming_back import NewSeat

B = ChoiceResponse("b")


def work_now(seat: Seat) -> None:
    """The backlog begins now rather than some seconds after the start."""
    seat.presenter._helpers.backlog._timer.start(0)


def arrived(site: ExamSite, attempt: str, question: str) -> object:
    return fold(site.held(attempt).values()).response(question)


@pytest.fixture
def left_attempt(site: ExamSite, left: Seat) -> str:
    """Whose last answer is on that machine only; the line is there again."""
    site.cable.plug()
    (journal,) = (left.data / "journals").glob("*.journal")
    return journal.stem


def test_on_the_login_page_the_answers_of_somebody_who_is_gone_go_out(
    site: ExamSite, left: Seat, left_attempt: str, new_seat: NewSeat
) -> None:
    seat = new_seat(left.data, Rebooted())
    work_now(seat)
    seat.wait(lambda: arrived(site, left_attempt, "q5") == TextResponse("never sent"))
    assert seat.phases == [Phase.LOGIN]
    assert seat.state.trouble is None


def test_while_the_next_candidate_answers_both_go_out(
    site: ExamSite, left: Seat, left_attempt: str, new_seat: NewSeat
) -> None:
    seat = new_seat(left.data, Rebooted())
    seat.sit_down(ANN)
    seat.answer("q1", B)
    seat.all_sent()
    work_now(seat)
    seat.wait(lambda: arrived(site, left_attempt, "q5") == TextResponse("never sent"))
    assert seat.attempt != left_attempt
    assert arrived(site, seat.attempt, "q1") == B
    assert seat.state.phase is Phase.ANSWERING


def test_the_running_attempt_keeps_the_sites_word_that_it_was_open_here(seat: Seat) -> None:
    seat.sit_down()
    seat.all_sent()
    work_now(seat)
    sitting = seat.presenter._sitting
    assert sitting is not None
    seat.wait(lambda: sitting.store.noted(GRANT) != "")


def test_who_leaves_after_the_exam_went_on_elsewhere_leaves_nothing_behind(
    site: ExamSite, new_seat: NewSeat
) -> None:
    """The old machine says who sits elsewhere; the next one logs in there before everything was sent."""
    old, new = new_seat(), new_seat()
    old.sit_down()
    attempt = old.attempt
    old.all_sent()
    old.presenter._helpers.syncer.stop()
    old.answer("q5", TextResponse("never sent"))
    site.release(ZHANG[0])
    new.sit_down()
    old.presenter._on_moved()
    old.reach(Phase.MOVED)
    old.presenter.leave()
    work_now(old)
    old.wait(lambda: arrived(site, attempt, "q5") == TextResponse("never sent"))
    old.reach(Phase.LOGIN)


class Steps:
    """A backlog that only counts."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.begun = 0
        self.wait = timedelta(milliseconds=1)
        self.has_gone_back = False

    def has_site_gone_back(self) -> bool:
        return self.has_gone_back

    def begin_anew(self) -> None:
        self.begun += 1

    def run_once(self, running: str) -> Round:
        self.taken.append(running)
        return Round(0, self.wait)


@pytest.fixture
def lane(qapp: object) -> Iterator[Background]:
    lane = Background("backlog")
    yield lane
    lane.close()


NewRunner = Callable[[Steps], BacklogRunner]


@pytest.fixture
def new_runner(lane: Background) -> Iterator[NewRunner]:
    runners: list[BacklogRunner] = []

    def make(steps: Steps) -> BacklogRunner:
        runners.append(BacklogRunner(lane, cast("Backlog", steps), lambda: 0.0))
        return runners[-1]

    yield make
    for runner in runners:
        runner.stop()


def take(runner: BacklogRunner, qtbot: QtBot) -> None:
    """One step, now."""
    with qtbot.waitSignal(runner.step_done):
        runner._timer.start(0)


def test_while_the_exam_here_comes_first_no_step_is_taken(new_runner: NewRunner, qtbot: QtBot) -> None:
    steps, first = Steps(), [True]
    runner = new_runner(steps)
    runner.start(lambda: None if first[0] else "running")
    runner._on_timeout()
    assert (steps.taken, runner._under_way, runner._timer.isActive()) == ([], False, True)
    first[0] = False
    take(runner, qtbot)
    assert steps.taken[0] == "running"


def test_whoever_left_just_now_is_looked_for_soon(new_runner: NewRunner, qtbot: QtBot) -> None:
    steps = Steps()
    steps.wait = timedelta(minutes=10)
    runner = new_runner(steps)
    runner.start(lambda: "")
    take(runner, qtbot)
    assert runner._timer.remainingTime() > 500_000
    runner.wake()
    assert runner._timer.remainingTime() <= 2_500, "Qt rounds long waits by a twentieth"
    take(runner, qtbot)
    assert steps.begun == 1


@pytest.mark.parametrize("has_gone_back", [False, True])
def test_a_site_that_has_gone_back_is_looked_at_at_once(
    new_runner: NewRunner, qtbot: QtBot, *, has_gone_back: bool
) -> None:
    steps = Steps()
    steps.wait = timedelta(minutes=10)
    runner = new_runner(steps)
    runner.start(lambda: "")
    assert runner._watch.remainingTime() < 45_000
    take(runner, qtbot)
    steps.has_gone_back = has_gone_back
    runner._watch.start(0)
    if has_gone_back:
        with qtbot.waitSignal(runner.step_done):
            pass
    qtbot.waitUntil(lambda: runner._watch.remainingTime() > 0)
    runner.stop()
    runner._lane.close()
    assert (steps.begun, len(steps.taken)) == ((1, 2) if has_gone_back else (0, 1))


def test_after_a_restore_a_seat_sends_once_more_what_was_left_there(
    site: ExamSite, left: Seat, left_attempt: str, new_seat: NewSeat, tmp_path: Path
) -> None:
    seat = new_seat(left.data, Rebooted())
    old = back_up(site, tmp_path / "old")
    work_now(seat)
    runner = seat.presenter._helpers.backlog
    seat.wait(lambda: arrived(site, left_attempt, "q5") == TextResponse("never sent"))
    seat.wait(lambda: not runner._under_way and runner._timer.remainingTime() > 60_000)
    put_back(site, old)
    assert arrived(site, left_attempt, "q5") is None
    runner._watch.start(0)
    seat.wait(lambda: arrived(site, left_attempt, "q5") == TextResponse("never sent"))


def test_after_the_end_no_step_is_taken(new_runner: NewRunner) -> None:
    steps = Steps()
    runner = new_runner(steps)
    runner.start(lambda: "")
    runner.stop()
    runner._on_timeout()
    runner.wake()
    assert (steps.taken, runner._timer.isActive()) == ([], False)


def test_a_fault_in_a_step_does_not_end_the_backlog(new_runner: NewRunner) -> None:
    runner = new_runner(Steps())
    runner.start(lambda: "")
    trouble: Any = ValueError("a bug")
    runner._on_trouble(trouble)
    assert runner._timer.remainingTime() > AGAIN.total_seconds() * 900
