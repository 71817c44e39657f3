"""The attempt: on disk first, then shown, then sent; and a slow disk never holds the screen up."""

import threading
from collections.abc import Sequence

import pytest

from examclient.domain.clock import SiteClock
from examclient.domain.ledger import Ledger
from examclient.errors import JournalError, SiteAnswerError
from examclient.usecases.attempt import Attempt
from examprotocol.events import Answered, Edited, Event, Flagged, Started, Submitted, Writer, WriterLog
from examprotocol.messages import BODY_LIMIT
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.client.fake_clock import FakeClock
from tests.client.writing import ATTEMPT, STATION, Pen


class Disk:
    """An event store in memory that can be broken, or slow."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.broken = False
        self.free = threading.Event()
        self.free.set()
        self.busy = threading.Event()

    def append(self, writer: Writer, events: Sequence[Event]) -> None:
        self.busy.set()
        assert self.free.wait(10), writer.id
        if self.broken:
            raise JournalError("The journal cannot be written.")
        self.events.extend(events)


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def attempt(disk: Disk) -> Attempt:
    begun = Attempt(disk, Ledger(), Pen().writer, SiteClock(FakeClock()))
    begun.begin(STATION, "test")
    return begun


def test_the_first_event_says_who_writes_and_what_was_seen(disk: Disk) -> None:
    other = Pen("other")
    other.begin()
    other.choose("q1", "a")
    attempt = Attempt(disk, Ledger([other.log]), Pen("mine", grant=2).writer, SiteClock(FakeClock()))
    attempt.begin(STATION, "test")
    assert disk.events[0].body == Started(STATION, "test", {other.writer.id: 2})


def test_an_event_claims_the_site_time_and_its_doubt(disk: Disk) -> None:
    clock, pen = FakeClock(), Pen()
    site_clock = SiteClock(clock)
    site_clock.learn(clock.monotonic() - 0.1, clock.monotonic() + 0.1, 1_900_000_000_000)
    Attempt(disk, Ledger(), pen.writer, site_clock).begin(STATION, "test")
    assert (disk.events[0].at, disk.events[0].give) == (1_900_000_000_000, 100)


def test_the_same_answer_again_writes_nothing_and_clearing_is_an_answer(disk: Disk, attempt: Attempt) -> None:
    for choice in ("a", "a", "", ""):
        shown = attempt.answer("q1", ChoiceResponse(choice))
        assert shown.response("q1") == ChoiceResponse(choice)
    assert [event.body for event in disk.events[1:]] == [
        Answered("q1", ChoiceResponse("a")),
        Answered("q1", ChoiceResponse("")),
    ]


def test_an_answer_that_the_disk_refused_is_neither_shown_nor_sent_nor_named(
    disk: Disk, attempt: Attempt
) -> None:
    attempt.answer("q1", ChoiceResponse("a"))
    heads = attempt.heads()
    disk.broken = True
    with pytest.raises(JournalError):
        attempt.answer("q1", ChoiceResponse("b"))
    with pytest.raises(JournalError):
        attempt.submit(by_deadline=False)
    assert attempt.answers().response("q1") == ChoiceResponse("a")
    assert attempt.heads() == heads
    assert not attempt.is_submitted()
    disk.broken = False
    attempt.answer("q1", ChoiceResponse("b"))
    assert [event.seq for event in disk.events] == [1, 2, 3], "the number of the failed event is used again"


def test_a_disk_that_hangs_does_not_hold_up_whoever_only_looks(disk: Disk, attempt: Attempt) -> None:
    attempt.answer("q1", ChoiceResponse("a"))
    disk.free.clear()
    disk.busy.clear()
    save = threading.Thread(target=attempt.answer, args=("q1", ChoiceResponse("b")))
    save.start()
    assert disk.busy.wait(10)
    seen: list[object] = []

    def look() -> None:
        seen.append(attempt.answers().response("q1"))
        seen.append(attempt.waiting_questions())
        seen.append((attempt.waiting(), len(attempt.heads()), attempt.is_submitted()))
        seen.append(len(attempt.next_request().events))

    screen = threading.Thread(target=look)
    screen.start()
    screen.join(5)
    hung = screen.is_alive()
    disk.free.set()
    save.join()
    screen.join()
    assert not hung
    assert seen == [ChoiceResponse("a"), {"q1"}, (2, 1, False), 0]
    assert attempt.answers().response("q1") == ChoiceResponse("b")


def test_answers_from_several_threads_follow_each_other_without_a_gap(disk: Disk, attempt: Attempt) -> None:
    def write(question: str) -> None:
        for number in range(50):
            attempt.answer(question, TextResponse(f"{number}"))
            attempt.flag(question, flag=number % 2 == 0)

    threads = [threading.Thread(target=write, args=(f"q{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [event.seq for event in disk.events] == list(range(1, 402))
    pen = Pen()
    assert Ledger([WriterLog(pen.writer, tuple(disk.events))]).answers() == attempt.answers()


def test_handing_in_names_all_that_came_before_and_happens_once(disk: Disk, attempt: Attempt) -> None:
    attempt.answer("q1", ChoiceResponse("a"))
    before = attempt.heads()
    attempt.submit(by_deadline=True)
    attempt.submit(by_deadline=True)
    assert disk.events[-1].body == Submitted(before, by_deadline=True)
    assert len(disk.events) == 3


def test_what_more_time_opened_again_is_handed_in_anew(disk: Disk, attempt: Attempt) -> None:
    attempt.answer("q1", ChoiceResponse("a"))
    attempt.submit(by_deadline=True)
    attempt.answer("q1", ChoiceResponse("b"))
    attempt.submit(by_deadline=True)
    assert [isinstance(event.body, Submitted) for event in disk.events[1:]] == [False, True, False, True]
    attempt.submit(by_deadline=False)
    attempt.submit(by_deadline=True)
    assert attempt.handed_in() == disk.events[-1].body
    assert len(disk.events) == 6, "on purpose once, and no deadline after that"


def test_marks_are_events_too(disk: Disk, attempt: Attempt) -> None:
    assert attempt.flag("q2", flag=True).flagged == {"q2"}
    assert attempt.flag("q2", flag=False).flagged == frozenset()
    assert [event.body for event in disk.events[1:]] == [Flagged("q2", flag=True), Flagged("q2", flag=False)]


def test_what_another_machine_wrote_is_taken_once_and_only_what_is_new(disk: Disk, attempt: Attempt) -> None:
    other = Pen("other")
    other.begin()
    other.choose("q9", "x")
    attempt.adopt(other.log)
    attempt.adopt(other.log)
    other.choose("q9", "y")
    attempt.adopt(other.log)
    assert disk.events[1:] == other.events
    assert attempt.answers().response("q9") == ChoiceResponse("y")


def test_of_two_branches_of_one_writer_the_machine_keeps_its_own(
    disk: Disk, attempt: Attempt, caplog: pytest.LogCaptureFixture
) -> None:
    here, there = Pen("other"), Pen("other")
    for pen in (here, there):
        pen.begin()
    here.choose("q9", "here")
    there.choose("q9", "there")
    there.choose("q9", "there too")
    attempt.adopt(here.log)
    count = len(disk.events)
    attempt.adopt(there.log)
    assert len(disk.events) == count
    assert attempt.answers().response("q9") == ChoiceResponse("here")
    assert "holds other events from 2 on" in caplog.text


def unsound_logs() -> list[WriterLog]:
    gap, foreign, misfit = Pen("gap"), Pen("foreign"), Pen("misfit")
    for pen in (gap, foreign, misfit):
        pen.begin()
        pen.choose("q1", "a")
        pen.choose("q1", "b")
    misfit.write(Edited("q1", 5, 9, "x", 3))
    other_attempt = Writer("b" * 32, foreign.writer.id, foreign.writer.epoch, 1)
    return [
        WriterLog(gap.writer, (gap.events[0], gap.events[2])),
        WriterLog(other_attempt, tuple(foreign.events)),
        misfit.log,
    ]


@pytest.mark.parametrize("log", unsound_logs(), ids=["a gap", "another attempt", "a wrong edit"])
def test_what_is_not_sound_at_the_site_never_gets_onto_this_machine(
    disk: Disk, attempt: Attempt, log: WriterLog
) -> None:
    with pytest.raises(SiteAnswerError, match="not sound"):
        attempt.adopt(log)
    assert len(disk.events) == 1


def test_a_writer_without_its_beginning_is_left_out(disk: Disk, attempt: Attempt) -> None:
    other = Pen("other")
    other.begin()
    other.choose("q1", "a")
    attempt.adopt(WriterLog(other.writer, tuple(other.events[1:])))
    assert len(disk.events) == 1


def test_one_event_goes_alone_however_large_it_is(attempt: Attempt) -> None:
    (writer,) = attempt.heads()
    attempt.acknowledge(writer, attempt.heads()[writer])
    attempt.answer("q5", TextResponse("x" * BODY_LIMIT))
    attempt.answer("q1", ChoiceResponse("a"))
    assert len(attempt.next_request().events) == 1


def test_the_id_is_that_of_the_attempt(attempt: Attempt) -> None:
    assert attempt.id == ATTEMPT
