"""Where a candidate stands after a restart, and what counts as the same start of the machine."""

import pytest
from msgspec.structs import replace

from examclient.boot import GUESS, is_same_boot
from examclient.domain.handed_in import WORTH_OPENING, has_time_again, is_said
from examclient.domain.phases import Phase
from examclient.domain.restart import phase_after_restart
from examprotocol.events import Epoch, Head, Submitted, WriterLog
from examprotocol.messages import Exam, SyncReply
from tests.client.writing import Pen

START, END = 1_000_000, 2_000_000
EXAM = Exam("e", "大学英语（二）", "第一考点", START - 600, START, END)


def logs(*submissions: bool) -> tuple[WriterLog, ...]:
    """A writer for each: what it handed in, True by the deadline; and one that only answered."""
    pens = [Pen("first")]
    pens[0].begin()
    pens[0].choose("q1", "a")
    for place, by_deadline in enumerate(submissions):
        pen = Pen(f"later{place}", inc=place + 2)
        pen.begin()
        pen.write(Submitted({}, by_deadline))
        pens.append(pen)
    return tuple(pen.log for pen in pens)


@pytest.mark.parametrize(
    ("submissions", "receipt", "now", "phase"),
    [
        ((), "", START - 1, Phase.WAITING),
        ((), "", START, Phase.ANSWERING),
        ((), "", END - 1, Phase.ANSWERING),
        ((), "", END, Phase.SUBMITTING),
        ((False,), "", START, Phase.SUBMITTING),
        ((False,), "", START - 1, Phase.SUBMITTING),
        ((True,), "", END, Phase.SUBMITTING),
        ((True,), "", END - 1, Phase.ANSWERING),  # the exam was extended: the seal opens again
        ((True, False), "", END - 1, Phase.SUBMITTING),
        ((), "receipt", START, Phase.DONE),
        ((False,), "receipt", END, Phase.DONE),
        ((True,), "receipt", END, Phase.DONE),
        ((True,), "receipt", END - 1, Phase.ANSWERING),
        ((True, False), "receipt", END - 1, Phase.DONE),
    ],
)
def test_where_the_candidate_stands_is_worked_out_from_journal_and_clock(
    submissions: tuple[bool, ...], receipt: str, now: int, phase: Phase
) -> None:
    came_to = phase_after_restart(logs(*submissions), receipt, EXAM, now, has_begun=now >= START)
    assert came_to is phase


def test_an_attempt_without_any_event_begins() -> None:
    assert phase_after_restart((), "", EXAM, START, has_begun=True) is Phase.ANSWERING


def test_who_was_answering_goes_on_answering_although_the_time_is_not_certain_yet() -> None:
    assert phase_after_restart(logs(), "", EXAM, 0, has_begun=True) is Phase.ANSWERING
    assert phase_after_restart(logs(), "", EXAM, 0, has_begun=False) is Phase.WAITING


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("41c8", "41c8", True),
        ("41c8", "97d0", False),
        ("", "", False),
        ("", "41c8", False),
        (f"{GUESS}1000", f"{GUESS}1030", True),
        (f"{GUESS}1000", f"{GUESS}1100", False),
        (f"{GUESS}1000", f"{GUESS}nonsense", False),
        (f"{GUESS}1000", "41c8", False),
    ],
)
def test_only_one_start_of_the_machine_lets_somebody_in_again(one: str, other: str, same: bool) -> None:
    assert is_same_boot(one, other) is same
    assert is_same_boot(other, one) is same


BY_DEADLINE, ON_PURPOSE = Submitted({}, by_deadline=True), Submitted({}, by_deadline=False)
OPEN = SyncReply(now=END, head=Head(0), end=END + 60_000, epoch=Epoch(1, 2))


@pytest.mark.parametrize(
    ("reply", "handed_in", "goes_on"),
    [
        (OPEN, BY_DEADLINE, True),
        (OPEN, ON_PURPOSE, False),
        (OPEN, None, False),
        (replace(OPEN, receipt="signed"), BY_DEADLINE, False),
        (replace(OPEN, epoch=Epoch(1, 3)), BY_DEADLINE, False),  # the candidate sits elsewhere
        (replace(OPEN, end=END), BY_DEADLINE, False),
        (replace(OPEN, end=END + WORTH_OPENING - 1), BY_DEADLINE, False),
        (replace(OPEN, end=END + WORTH_OPENING), BY_DEADLINE, True),
    ],
)
def test_only_what_the_deadline_alone_ended_goes_on_where_there_is_time(
    reply: SyncReply, handed_in: Submitted | None, goes_on: bool
) -> None:
    assert has_time_again(reply, handed_in, Epoch(1, 2), END) is goes_on


def test_whoever_was_let_in_again_goes_on_although_the_answers_were_handed_in_on_purpose() -> None:
    handed_in = logs(False)
    at = max(event.at for log in handed_in for event in log.events)
    assert phase_after_restart(handed_in, "", EXAM, START, has_begun=True, reopened=at) is Phase.ANSWERING
    assert (
        phase_after_restart(handed_in, "", EXAM, START, has_begun=True, reopened=at - 1) is Phase.SUBMITTING
    )
    assert is_said(handed_in, by_deadline=False)
    assert not is_said(handed_in, by_deadline=False, reopened=at)
