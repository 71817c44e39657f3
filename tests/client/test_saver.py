"""The saver: choices at once, typing after a pause; nothing counts as saved before it is on the disk."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from examclient.errors import ExamError, FaultError, JournalError
from examclient.ui.background import Background
from examclient.ui.saver import TRY_AGAIN, Saved, Saver
from examprotocol.events import Epoch, Stamp
from examprotocol.merge import Answers, Current
from examprotocol.responses import ChoiceResponse, GapsResponse, Response, TextResponse
from tests.client.fake_clock import FakeClock

STAMP = Stamp(Epoch(1, 1), 1, 1, "w")


class Book:
    """A journal in memory that can be broken, or slow."""

    def __init__(self) -> None:
        self.written: list[tuple[str, Response]] = []
        self.flags: dict[str, bool] = {}
        self.error: Exception | None = None
        self.free = threading.Event()
        self.free.set()

    def answer(self, question: str, response: Response) -> Answers:
        self._come_to_the_disk()
        self.written.append((question, response))
        return self.answers()

    def flag(self, question: str, *, flag: bool) -> Answers:
        self._come_to_the_disk()
        self.flags[question] = flag
        return self.answers()

    def answers(self) -> Answers:
        current = {question: Current(response, STAMP) for question, response in self.written}
        return Answers(current, frozenset(name for name, flag in self.flags.items() if flag))

    def _come_to_the_disk(self) -> None:
        assert self.free.wait(10)
        if self.error is not None:
            raise self.error


class Desk:
    """A saver with a clock that only the test moves, and everything that it has told."""

    def __init__(self, lane: Background) -> None:
        self.clock = FakeClock()
        self.book = Book()
        self.saver = Saver(lane, self.clock.monotonic)
        self.saver.open(self.book)
        self.saved: list[Answers] = []
        self.unsaved_then: list[dict[str, Response]] = []
        self.failed: list[ExamError] = []
        self.saver.saved.connect(self._on_saved)
        self.saver.failed.connect(self.failed.append)

    def _on_saved(self, saved: Saved) -> None:
        self.saved.append(saved.answers)
        self.unsaved_then.append(dict(self.saver.unsaved()))

    def wait(self) -> float:
        """Seconds until the saver looks again, 0 when it has nothing to look at."""
        timer = self.saver._timer
        return timer.interval() / 1000 if timer.isActive() else 0

    def pass_time(self, seconds: float) -> None:
        """So much later the saver's timer goes off."""
        self.clock.advance(seconds)
        self.saver._timer.timeout.emit()

    def is_idle(self) -> None:
        assert not self.saver.is_busy()

    def has_failed(self, times: int) -> None:
        assert len(self.failed) == times
        assert self.saver._running == 0


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    lane = Background("disk")
    desk = Desk(lane)
    yield desk
    desk.saver.close()
    lane.close()


def text(words: str) -> TextResponse:
    return TextResponse(words)


def test_a_choice_is_saved_at_once(qtbot: QtBot, desk: Desk) -> None:
    desk.saver.take("q1", ChoiceResponse("a"))
    qtbot.waitUntil(desk.is_idle)
    assert desk.book.written == [("q1", ChoiceResponse("a"))]
    assert desk.saved[-1].response("q1") == ChoiceResponse("a")


def test_typing_is_saved_once_after_the_pause(qtbot: QtBot, desk: Desk) -> None:
    for words in ("T", "Te", "Tex", "Text"):
        desk.saver.take("q3", text(words))
        assert desk.wait() == pytest.approx(0.3, abs=0.002)
        desk.pass_time(0.05)
    assert desk.book.written == []
    assert desk.saver.unsaved() == {"q3": text("Text")}
    desk.pass_time(0.26)
    qtbot.waitUntil(desk.is_idle)
    assert desk.book.written == [("q3", text("Text"))]
    assert desk.saver.unsaved() == {}


def test_typing_without_a_pause_is_saved_every_half_second(qtbot: QtBot, desk: Desk) -> None:
    for count in range(70):
        desk.saver.take("q5", text("x" * (count + 1)))
        desk.pass_time(0.1)
    desk.saver.flush()
    qtbot.waitUntil(desk.is_idle)
    lengths = [len(response.text) for _, response in desk.book.written if isinstance(response, TextResponse)]
    assert lengths[-1] == 70
    assert 11 <= len(lengths) <= 15
    assert all(later - earlier <= 6 for earlier, later in zip([0, *lengths], lengths, strict=False))


def test_two_questions_are_typed_side_by_side_each_with_its_own_pause(qtbot: QtBot, desk: Desk) -> None:
    desk.saver.take("q3", text("one"))
    desk.pass_time(0.2)
    desk.saver.take("q4", GapsResponse({"g1": "two"}))
    assert desk.wait() == pytest.approx(0.1, abs=0.002)
    desk.pass_time(0.11)
    assert desk.saver.unsaved().keys() >= {"q4"}
    desk.pass_time(0.2)
    qtbot.waitUntil(desk.is_idle)
    assert desk.book.written == [("q3", text("one")), ("q4", GapsResponse({"g1": "two"}))]


def test_leaving_a_question_saves_what_is_typed_there(qtbot: QtBot, desk: Desk) -> None:
    desk.saver.take("q3", text("one"))
    desk.saver.flush()
    qtbot.waitUntil(desk.is_idle)
    assert desk.book.written == [("q3", text("one"))]
    desk.saver.flush()
    assert not desk.saver.is_busy()


def test_the_pause_is_measured_on_the_real_clock_too(qtbot: QtBot, desk: Desk) -> None:
    desk.saver.take("q3", text("one"))
    with qtbot.waitSignal(desk.saver._timer.timeout, timeout=5000):
        desk.clock.advance(0.6)
    qtbot.waitUntil(desk.is_idle)
    assert desk.book.written == [("q3", text("one"))]


def test_nothing_counts_as_saved_before_it_is_on_the_disk(qtbot: QtBot, desk: Desk) -> None:
    desk.book.free.clear()
    desk.saver.take("q1", ChoiceResponse("a"))
    assert desk.saver.unsaved() == {"q1": ChoiceResponse("a")}
    assert desk.saver.is_busy()
    qtbot.assertNotEmitted(desk.saver.saved, wait=50)
    desk.book.free.set()
    with qtbot.waitSignal(desk.saver.saved):
        pass
    assert desk.saver.unsaved() == {}
    assert not desk.saver.is_busy()


def test_what_is_typed_while_a_save_is_under_way_stays_unsaved(qtbot: QtBot, desk: Desk) -> None:
    desk.book.free.clear()
    desk.saver.take("q3", text("one"))
    desk.saver.flush()
    desk.saver.take("q3", text("one two"))
    with qtbot.waitSignal(desk.saver.saved):
        desk.book.free.set()
    assert desk.saver.unsaved() == {"q3": text("one two")}
    desk.pass_time(0.5)
    qtbot.waitUntil(desk.is_idle)
    assert desk.book.written[-1] == ("q3", text("one two"))


def test_a_key_and_its_backspace_during_a_slow_save_lose_nothing(qtbot: QtBot, desk: Desk) -> None:
    desk.book.free.clear()
    desk.saver.take("q3", text("ab"))
    desk.saver.flush()
    desk.saver.take("q3", text("abc"))
    desk.saver.take("q3", text("ab"))
    with qtbot.waitSignal(desk.saver.saved):
        desk.book.free.set()
    assert desk.saver.unsaved() == {"q3": text("ab")}
    desk.saver.take("q4", text("another"))
    desk.pass_time(0.5)
    qtbot.waitUntil(desk.is_idle)
    assert desk.book.answers().response("q3") == text("ab")
    assert desk.book.answers().response("q4") == text("another")


def test_of_three_quick_choices_the_last_is_shown_all_the_time(qtbot: QtBot, desk: Desk) -> None:
    same = ChoiceResponse("a")
    for choice in (same, ChoiceResponse("b"), same):
        desk.saver.take("q1", choice)
    qtbot.waitUntil(desk.is_idle)
    assert desk.unsaved_then == [{"q1": same}, {"q1": same}, {}]
    assert [response for _, response in desk.book.written] == [same, ChoiceResponse("b"), same]


def test_a_disk_that_fails_keeps_the_answer_and_is_tried_again_until_it_works(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.book.error = JournalError("full")
    desk.saver.take("q1", ChoiceResponse("a"))
    for times in range(1, 4):
        qtbot.waitUntil(lambda times=times: desk.has_failed(times))  # type: ignore[misc]
        assert desk.saver.unsaved() == {"q1": ChoiceResponse("a")}
        assert desk.wait() == pytest.approx(TRY_AGAIN, abs=0.002)
        desk.pass_time(TRY_AGAIN)
    qtbot.waitUntil(lambda: desk.has_failed(4))
    desk.book.error = None
    desk.pass_time(TRY_AGAIN)
    qtbot.waitUntil(desk.is_idle)
    assert desk.book.written == [("q1", ChoiceResponse("a"))]


def test_a_bug_in_the_journal_is_a_failure_like_any_other(qtbot: QtBot, desk: Desk) -> None:
    desk.book.error = KeyError("a bug")
    with qtbot.captureExceptions() as seen:
        desk.saver.take("q1", ChoiceResponse("a"))
        qtbot.waitUntil(lambda: desk.has_failed(1))
    assert seen[0][0] is KeyError
    assert isinstance(desk.failed[0], FaultError)
    desk.book.error = None
    desk.pass_time(TRY_AGAIN)
    qtbot.waitUntil(desk.is_idle)
    assert desk.book.written == [("q1", ChoiceResponse("a"))]


def test_a_failing_disk_does_not_put_off_what_is_typed_meanwhile(qtbot: QtBot, desk: Desk) -> None:
    desk.book.error = JournalError("full")
    desk.saver.take("q1", ChoiceResponse("a"))
    qtbot.waitUntil(lambda: desk.has_failed(1))
    desk.book.error = None
    desk.saver.take("q3", text("typed"))
    assert desk.wait() == pytest.approx(0.3, abs=0.002)
    desk.pass_time(0.31)
    with qtbot.waitSignal(desk.saver.saved):
        pass
    assert desk.book.written == [("q3", text("typed"))]
    assert desk.wait() == pytest.approx(TRY_AGAIN - 0.31, abs=0.002)
    desk.pass_time(TRY_AGAIN)
    qtbot.waitUntil(desk.is_idle)
    assert desk.book.answers().response("q1") == ChoiceResponse("a")


def test_an_answer_that_failed_once_is_not_saved_over_a_newer_one(qtbot: QtBot, desk: Desk) -> None:
    desk.book.error = JournalError("full")
    desk.saver.take("q1", ChoiceResponse("old"))
    qtbot.waitUntil(lambda: desk.has_failed(1))
    desk.book.error = None
    desk.saver.take("q1", ChoiceResponse("new"))
    qtbot.waitUntil(desk.is_idle)
    desk.pass_time(10)
    qtbot.waitUntil(desk.is_idle)
    assert desk.book.written == [("q1", ChoiceResponse("new"))]


def test_a_mark_is_saved_at_once_and_its_failure_is_told(qtbot: QtBot, desk: Desk) -> None:
    desk.saver.flag("q2", flag=True)
    qtbot.waitUntil(desk.is_idle)
    assert desk.saved[-1].flagged == {"q2"}
    desk.book.error = JournalError("full")
    desk.saver.flag("q2", flag=False)
    qtbot.waitUntil(lambda: desk.has_failed(1))
    assert desk.book.flags == {"q2": True}


def test_a_mark_that_could_not_be_saved_is_tried_again_like_a_response(qtbot: QtBot, desk: Desk) -> None:
    desk.book.error = JournalError("full")
    desk.saver.flag("q2", flag=True)
    desk.saver.take("q2", ChoiceResponse("a"))
    qtbot.waitUntil(lambda: desk.has_failed(2))
    assert desk.saver.is_busy()
    assert desk.saver.unsaved() == {"q2": ChoiceResponse("a")}, "a mark is no response"
    assert desk.wait() == pytest.approx(TRY_AGAIN, abs=0.002)
    desk.book.error = None
    desk.pass_time(TRY_AGAIN)
    qtbot.waitUntil(desk.is_idle)
    assert desk.book.flags == {"q2": True}
    assert desk.book.written == [("q2", ChoiceResponse("a"))]


def test_a_mark_that_failed_once_is_not_saved_over_its_taking_away(qtbot: QtBot, desk: Desk) -> None:
    desk.book.error = JournalError("full")
    desk.saver.flag("q2", flag=True)
    qtbot.waitUntil(lambda: desk.has_failed(1))
    desk.book.error = None
    desk.saver.flag("q2", flag=False)
    qtbot.waitUntil(desk.is_idle)
    desk.pass_time(10)
    qtbot.waitUntil(desk.is_idle)
    assert desk.book.flags == {"q2": False}


def test_what_one_candidate_could_not_save_never_gets_into_the_next_ones_journal(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.book.error = JournalError("full")
    desk.saver.take("q1", ChoiceResponse("of the first"))
    desk.saver.take("q3", text("of the first"))
    desk.saver.flag("q3", flag=True)
    qtbot.waitUntil(lambda: desk.has_failed(2))
    second = Book()
    desk.saver.open(second)
    assert desk.saver.unsaved() == {}
    desk.pass_time(10)
    desk.saver.take("q2", ChoiceResponse("of the second"))
    qtbot.waitUntil(desk.is_idle)
    assert second.written == [("q2", ChoiceResponse("of the second"))]
    assert second.flags == {}
    assert len(desk.failed) == 2, "and nobody tells the second of the first one's trouble"


def test_what_is_still_being_saved_for_one_candidate_is_not_shown_to_the_next(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.book.free.clear()
    desk.saver.take("q1", ChoiceResponse("of the first"))
    desk.saver.take("q3", text("typed by the first"))
    first, second = desk.book, Book()
    desk.saver.open(second)
    first.free.set()
    qtbot.waitUntil(desk.is_idle)
    assert [name for name, _ in first.written] == ["q1", "q3"], "it is saved where it belongs"
    assert desk.saved == []
    assert second.written == []
