"""Handing in on a machine that cannot save: first the disk, then the site, and the last page stays true."""

import threading
from collections.abc import Callable, Iterator

import pytest

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving
from examclient.errors import JournalError
from examclient.ui import handing_in, presenter
from examclient.usecases.submit import Submission
from examprotocol.events import Answered, Flagged, Submitted
from examprotocol.merge import fold
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.short_code import short_code
from tests.client.broken_disk import BrokenDisk
from tests.client.exam_site import ANN, MINUTE, ExamSite
from tests.client.machine import NewMachine
from tests.client.seat import Seat

NewDisk = Callable[[], BrokenDisk]

A, B = ChoiceResponse("a"), ChoiceResponse("b")
TYPED = TextResponse("typed on a full disk")


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    monkeypatch.setattr(handing_in, "PATIENCE", 0.5)
    monkeypatch.setattr(handing_in, "LAST_PATIENCE", 0.3)


@pytest.fixture
def break_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[NewDisk]:
    """Breaks the disk; whatever the test does, nothing hangs when it ends."""
    broken: list[BrokenDisk] = []

    def make() -> BrokenDisk:
        broken.append(BrokenDisk(monkeypatch))
        return broken[-1]

    yield make
    for disk in broken:
        disk.mend()


def time_runs_out(site: ExamSite, seat: Seat) -> None:
    """The end comes, and the next heartbeat says so."""
    site.time.put_forward(60 * MINUTE)
    seat.presenter._helpers.syncer._timer.start(0)


def written(site: ExamSite, attempt: str) -> list[type]:
    """What the site holds, in its order."""
    return [type(event.body) for log in site.held(attempt).values() for event in log.events][1:]


def is_newest(site: ExamSite, attempt: str, state: ExamState) -> bool:
    """Whether the page shows the receipt that the site signed last."""
    return state.receipt is not None and state.receipt.code == short_code(site.receipt(attempt).encode())


def test_handing_in_waits_until_everything_typed_is_saved_and_then_goes_on_by_itself(
    site: ExamSite, seat: Seat, break_disk: NewDisk
) -> None:
    seat.sit_down()
    attempt = seat.attempt
    seat.answer("q1", A)
    seat.all_sent()
    disk = break_disk()
    seat.presenter.answer("q5", TYPED)
    seat.hand_in()
    held_up = seat.reach(Phase.SUBMIT_FAILED)
    assert isinstance(held_up.trouble, JournalError)
    assert (held_up.unsaved, held_up.lights.local) == (frozenset({"q5"}), LocalSaving.FAILED)
    disk.mend()
    done = seat.reach(Phase.DONE)
    assert seat.phases[-3:] == [Phase.SUBMIT_FAILED, Phase.SUBMITTING, Phase.DONE]
    assert (done.unsaved, done.lights.waiting, done.trouble) == (frozenset(), 0, None)
    assert done.receipt is not None
    assert done.receipt.answered == 2
    assert fold(site.held(attempt).values()).response("q5") == TYPED
    assert written(site, attempt) == [Answered, Answered, Submitted]


def test_while_the_disk_refuses_the_site_is_not_asked_for_a_receipt(
    site: ExamSite, seat: Seat, break_disk: NewDisk
) -> None:
    seat.sit_down()
    attempt = seat.attempt
    break_disk()
    seat.presenter.answer("q5", TYPED)
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)
    for _ in range(3):  # also when the candidate presses Retry again and again
        seat.presenter.retry()
        assert seat.state.phase is Phase.SUBMITTING
        seat.reach(Phase.SUBMIT_FAILED)
    assert seat.state.unsaved == {"q5"}
    assert site.receipt(attempt) == ""


def test_retry_tries_the_disk_at_once(site: ExamSite, seat: Seat, break_disk: NewDisk) -> None:
    seat.sit_down()
    disk = break_disk()
    seat.presenter.answer("q5", TYPED)
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)
    seat.presenter._saver._timer.stop()  # the next try by itself is far away
    disk.mend()
    seat.presenter.retry()
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.answered == 1


def test_at_the_deadline_what_is_on_disk_is_handed_in_and_the_page_names_what_is_not(
    site: ExamSite, seat: Seat, break_disk: NewDisk
) -> None:
    seat.sit_down()
    attempt = seat.attempt
    seat.answer("q1", A)
    seat.all_sent()
    break_disk()
    seat.presenter.answer("q5", TYPED)
    time_runs_out(site, seat)
    seat.reach(Phase.SUBMIT_FAILED)
    assert site.receipt(attempt) == "", "the disk has its time first"
    done = seat.reach(Phase.DONE)
    assert done.by_deadline
    assert (done.unsaved, done.lights.waiting) == (frozenset({"q5"}), 1)
    assert done.receipt is not None
    assert done.receipt.answered == 1
    assert fold(site.held(attempt).values()).response("q1") == A


def test_what_the_disk_takes_after_the_receipt_is_sent_and_signed_in_a_newer_one(
    site: ExamSite, seat: Seat, break_disk: NewDisk
) -> None:
    seat.sit_down()
    attempt = seat.attempt
    disk = break_disk()
    seat.presenter.answer("q5", TYPED)
    time_runs_out(site, seat)
    first = seat.reach(Phase.DONE)
    assert first.receipt is not None
    assert first.receipt.answered == 0
    disk.mend()
    seat.wait(lambda: not seat.state.unsaved)
    last = seat.wait(lambda: seat.state.receipt != first.receipt)
    assert last.phase is Phase.DONE
    assert is_newest(site, attempt, last)
    assert last.receipt is not None
    assert (last.receipt.answered, last.lights.waiting) == (1, 0)
    assert fold(site.held(attempt).values()).response("q5") == TYPED
    assert Submitted in written(site, attempt)


def test_what_is_saved_after_the_receipt_waits_for_the_network_too(
    site: ExamSite, seat: Seat, break_disk: NewDisk
) -> None:
    seat.sit_down()
    attempt = seat.attempt
    disk = break_disk()
    seat.presenter.answer("q5", TYPED)
    time_runs_out(site, seat)
    first = seat.reach(Phase.DONE)
    site.cable.pull()
    disk.mend()
    saved = seat.wait(lambda: not seat.state.unsaved)
    assert (saved.lights.waiting, saved.receipt) == (1, first.receipt)
    site.cable.plug()
    seat.wait(lambda: seat.state.receipt != first.receipt)
    assert is_newest(site, attempt, seat.state)
    assert seat.state.lights.waiting == 0


def test_what_is_saved_while_a_receipt_is_on_its_way_gets_into_a_newer_one(
    site: ExamSite, seat: Seat, break_disk: NewDisk
) -> None:
    seat.sit_down()
    attempt = seat.attempt
    disk = break_disk()
    seat.presenter.answer("q5", TYPED)
    sitting = seat.presenter._sitting
    assert sitting is not None
    signed, arrives = threading.Event(), threading.Event()
    run_once = sitting.submit.run_once

    def run_on_a_slow_machine() -> Submission:
        submission = run_once()
        signed.set()
        assert arrives.wait(30)
        return submission

    sitting.submit.run_once = run_on_a_slow_machine  # type: ignore[method-assign]
    time_runs_out(site, seat)
    seat.wait(signed.is_set)
    disk.mend()
    seat.presenter._saver.flush()
    seat.wait(lambda: not seat.state.unsaved)
    arrives.set()
    last = seat.wait(lambda: seat.state.receipt is not None and seat.state.receipt.answered == 1)
    assert last.phase is Phase.DONE
    assert is_newest(site, attempt, last)


def test_who_waits_for_the_disk_when_the_end_comes_does_not_wait_for_ever(
    site: ExamSite, seat: Seat, break_disk: NewDisk
) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    break_disk()
    seat.presenter.answer("q5", TYPED)
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)
    time_runs_out(site, seat)
    done = seat.reach(Phase.DONE)
    assert not done.by_deadline, "the candidate handed in before"
    assert done.unsaved == {"q5"}


@pytest.mark.parametrize("typed", [{"q5"}, set()], ids=["something typed", "only the last event"])
def test_a_disk_that_hangs_at_the_deadline_holds_nothing_back_that_it_has_saved(
    site: ExamSite, seat: Seat, break_disk: NewDisk, typed: set[str]
) -> None:
    seat.sit_down()
    attempt = seat.attempt
    seat.answer("q1", A)
    seat.all_sent()
    disk = break_disk()
    disk.hang()
    for question in typed:
        seat.presenter.answer(question, TYPED)
    time_runs_out(site, seat)
    first = seat.reach(Phase.DONE)
    assert first.unsaved == typed
    assert first.receipt is not None
    assert first.receipt.answered == 1
    disk.mend()
    last = seat.wait(lambda: not seat.state.unsaved and is_newest(site, attempt, seat.state))
    assert last.receipt is not None
    seat.wait(lambda: seat.state.receipt is not None and seat.state.receipt.answered == 1 + len(typed))


def test_when_the_disks_time_is_over_it_has_little_more_to_take_that_it_is_handed_in(
    site: ExamSite, seat: Seat, break_disk: NewDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_in, "PATIENCE", 1_000.0)
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    break_disk().hang()
    seat.presenter.answer("q5", TYPED)
    time_runs_out(site, seat)
    seat.reach(Phase.SUBMITTING)
    patience = seat.presenter._handing_in._patience
    assert patience.isActive()
    patience.start(0)  # the thousand seconds are over
    assert seat.reach(Phase.DONE).unsaved == {"q5"}


def test_a_mark_that_cannot_be_saved_holds_nobody_up_and_is_still_saved_later(
    site: ExamSite, seat: Seat, break_disk: NewDisk
) -> None:
    seat.sit_down()
    attempt = seat.attempt
    seat.answer("q1", A)
    disk = break_disk()
    seat.presenter.flag("q2", flag=True)
    seat.wait(lambda: seat.state.lights.local is LocalSaving.FAILED)
    seat.hand_in()
    done = seat.reach(Phase.DONE)
    assert done.unsaved == frozenset()
    disk.mend()
    seat.wait(lambda: Flagged in written(site, attempt))
    assert fold(site.held(attempt).values()).flagged == {"q2"}
    assert is_newest(site, attempt, seat.state)


def test_who_moves_away_while_the_disk_refuses_hands_in_there_and_not_here(
    site: ExamSite, seat: Seat, break_disk: NewDisk, new_machine: NewMachine
) -> None:
    seat.sit_down()
    attempt = seat.attempt
    disk = break_disk()
    seat.presenter.answer("q5", TYPED)
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)
    new_machine().take_in()
    seat.presenter._helpers.syncer._timer.start(0)
    assert seat.reach(Phase.MOVED).unsaved == {"q5"}
    disk.mend()
    seat.wait(lambda: fold(site.held(attempt).values()).response("q5") == TYPED)
    assert site.receipt(attempt) == ""


def test_a_disk_that_refuses_after_the_candidate_has_moved_is_no_trouble_of_handing_in(
    seat: Seat, break_disk: NewDisk, new_machine: NewMachine
) -> None:
    seat.sit_down()
    disk = break_disk()
    disk.hang()
    seat.hand_in()
    assert seat.state.phase is Phase.SUBMITTING
    new_machine().take_in()
    seat.presenter._helpers.syncer._timer.start(0)
    seat.reach(Phase.MOVED)
    come_by: list[None] = []
    disk.refuse_all()
    seat.presenter._lanes.disk.run(lambda: None, come_by.append, lambda _: None)
    seat.wait(lambda: bool(come_by))
    assert (seat.state.phase, seat.state.trouble) == (Phase.MOVED, None)


def test_what_one_candidates_disk_refused_never_shows_at_the_next_candidates_exam(
    site: ExamSite, seat: Seat, break_disk: NewDisk
) -> None:
    seat.sit_down()
    first = seat.attempt
    disk = break_disk()
    seat.presenter.answer("q1", A)
    time_runs_out(site, seat)
    assert seat.reach(Phase.DONE).unsaved == {"q1"}
    seat.presenter.leave()
    disk.mend()
    site.time.put_forward(-60 * MINUTE)
    state = seat.sit_down(ANN)
    assert (state.answers.current, state.unsaved) == ({}, frozenset())
    assert state.lights.local is not LocalSaving.FAILED
    seat.answer("q2", B)
    seat.all_sent()
    assert fold(site.held(seat.attempt).values()).response("q1") is None
    assert fold(site.held(first).values()).response("q1") is None
