"""Work off the GUI thread: in order, and whatever comes of it is told on the GUI thread."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from examclient.errors import ExamError, FaultError, JournalError
from examclient.ui.background import Background


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Background]:
    lane = Background("lane")
    yield lane
    lane.close()


class Ears:
    """Hears what came of jobs, and on which thread."""

    def __init__(self) -> None:
        self.heard: list[object] = []
        self.threads: set[threading.Thread] = set()

    def done(self, value: object) -> None:
        self.heard.append(value)
        self.threads.add(threading.current_thread())

    def failed(self, error: ExamError) -> None:
        self.done(error)

    def has(self, count: int) -> None:
        assert len(self.heard) == count


@pytest.fixture
def ears() -> Ears:
    return Ears()


def test_jobs_run_off_the_gui_thread_in_their_order_and_are_told_on_it(
    qtbot: QtBot, lane: Background, ears: Ears
) -> None:
    workers: list[threading.Thread] = []

    def work(number: int) -> int:
        workers.append(threading.current_thread())
        return number

    for number in range(50):
        lane.run(lambda number=number: work(number), ears.done, ears.failed)  # type: ignore[misc]
    qtbot.waitUntil(lambda: ears.has(50))
    assert ears.heard == list(range(50))
    assert ears.threads == {threading.main_thread()}
    assert len(set(workers)) == 1
    assert workers[0] is not threading.main_thread()


def test_a_trouble_of_the_world_is_told_and_the_next_job_runs(
    qtbot: QtBot, lane: Background, ears: Ears
) -> None:
    trouble = JournalError("The disk is full.")

    def fail() -> None:
        raise trouble

    lane.run(fail, ears.done, ears.failed)
    lane.run(lambda: "next", ears.done, ears.failed)
    qtbot.waitUntil(lambda: ears.has(2))
    assert ears.heard == [trouble, "next"]
    assert ears.threads == {threading.main_thread()}


def test_a_bug_reaches_the_crash_handler_and_still_nobody_waits_for_ever(
    qtbot: QtBot, lane: Background, ears: Ears
) -> None:
    def bug() -> None:
        raise ZeroDivisionError("a bug")

    with qtbot.captureExceptions() as seen:
        lane.run(bug, ears.done, ears.failed)
        lane.run(lambda: "next", ears.done, ears.failed)
        qtbot.waitUntil(lambda: ears.has(2))
    assert [kind for kind, _, _ in seen] == [ZeroDivisionError]
    assert isinstance(ears.heard[0], FaultError)
    assert "ZeroDivisionError" in ears.heard[0].title
    assert ears.heard[1] == "next"


def test_a_job_may_tell_how_far_it_is(qtbot: QtBot, lane: Background, ears: Ears) -> None:
    def work() -> str:
        for number in range(3):
            lane.call(lambda number=number: ears.done(number))  # type: ignore[misc]
        return "end"

    lane.run(work, ears.done, ears.failed)
    qtbot.waitUntil(lambda: ears.has(4))
    assert ears.heard == [0, 1, 2, "end"]
    assert ears.threads == {threading.main_thread()}


def test_closing_finishes_what_was_given(qtbot: QtBot, ears: Ears) -> None:
    lane, done, first = Background("lane"), [], threading.Event()

    def work(number: int) -> None:
        first.wait(10)
        done.append(number)

    for number in range(5):
        lane.run(lambda number=number: work(number), ears.done, ears.failed)  # type: ignore[misc]
    first.set()
    lane.close()
    assert done == list(range(5))
