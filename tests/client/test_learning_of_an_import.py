"""What was carried to the service by hand: the machine learns of it when it is online again, and is done."""

import threading

import pytest

from examclient.domain.phases import Phase
from examclient.network.sync import Round
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.ui import presenter
from examclient.usecases.sitting import RECEIPT
from examprotocol.events import LIFT_COVER, ProctorActed
from examprotocol.merge import fold
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.short_code import short_code
from examserver.services.exam_orders import ExtendExam
from examserver.services.import_verdicts import Note, Verdict
from tests.client.carried import bring, export
from tests.client.exam_site import ANN, MINUTE, SECOND, ZHANG, ExamSite
from tests.client.left_here import LeftHere
from tests.client.machine import Machine, sync_all
from tests.client.restarts import Rebooted, kept_files
from tests.client.seat import Seat
from tests.client.test_after_a_restore import back_up, put_back
from tests.client.test_backlog_runner import work_now
from tests.client.test_coming_back import NewSeat
from tests.client.time_travel import MovedClock, pass_time

A, B = ChoiceResponse("a"), ChoiceResponse("b")


@pytest.fixture(autouse=True)
def _no_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)


def handed_in_offline(site: ExamSite, seat: Seat) -> str:
    """One answer is at the site, another and the handing in only on the machine. Returns the attempt."""
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    site.cable.pull()
    seat.answer("q5", TextResponse("never sent"))
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)
    return seat.attempt


def code_at(site: ExamSite, attempt: str) -> str:
    return short_code(site.receipt(attempt).encode())


def noted(seat: Seat, attempt: str) -> str:
    """The receipt that lies in the journal of a machine."""
    return Journals(seat.data, Setting()).left(attempt).noted(RECEIPT)


def answers_at(site: ExamSite, attempt: str) -> dict[str, object]:
    answers = fold(site.held(attempt).values())
    return {question: answers.response(question) for question in answers.current}


# -- who waits before the screen ------------------------------------------------------------------------


def test_who_could_not_hand_in_is_done_with_the_receipt_of_the_import_when_the_cable_is_in(
    site: ExamSite, seat: Seat
) -> None:
    attempt = handed_in_offline(site, seat)
    result = bring(site, export(site, seat.data, attempt))
    assert (result.verdict, result.handed_in) == (Verdict.TAKEN, True)
    assert result.receipt == code_at(site, attempt)
    site.cable.plug()
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert (done.receipt.code, done.receipt.answered) == (result.receipt, 2)
    assert code_at(site, attempt) == result.receipt, "no second receipt was needed"


def test_what_a_proctor_did_at_the_machine_after_the_export_stands_in_no_ones_way(
    site: ExamSite, seat: Seat
) -> None:
    attempt = handed_in_offline(site, seat)
    result = bring(site, export(site, seat.data, attempt))
    sitting = seat.presenter._sitting
    assert sitting is not None
    sitting.attempt.act(ProctorActed(LIFT_COVER, ""))
    site.cable.plug()
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.code == result.receipt
    assert [act.action for act in site.acts(attempt)] == [LIFT_COVER]


def test_a_restart_before_the_cable_is_in_leads_to_that_receipt_too(
    site: ExamSite, seat: Seat, new_seat: NewSeat
) -> None:
    attempt = handed_in_offline(site, seat)
    result = bring(site, export(site, seat.data, attempt))
    seat.crash()
    back = new_seat(seat.data)
    back.reach(Phase.SUBMIT_FAILED)
    site.cable.plug()
    done = back.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.code == result.receipt
    assert Phase.ANSWERING not in back.phases
    back.wait(lambda: kept_files(back) == [])


def test_who_logs_in_anew_after_the_import_sees_that_receipt(
    site: ExamSite, seat: Seat, new_seat: NewSeat
) -> None:
    attempt = handed_in_offline(site, seat)
    result = bring(site, export(site, seat.data, attempt))
    site.cable.plug()
    seat.crash()
    other = new_seat()
    other.log_in()
    other.presenter.confirm()
    done = other.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.code == result.receipt


def test_a_package_from_before_the_handing_in_counts_and_hands_nothing_in(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    site.cable.pull()
    seat.answer("q1", A)
    seat.wait(lambda: not seat.state.online)
    result = bring(site, export(site, seat.data, seat.attempt))
    assert Note.NOT_HANDED_IN in result.notes
    assert (answers_at(site, seat.attempt), site.receipt(seat.attempt)) == ({"q1": A}, "")
    seat.answer("q1", B)
    seat.answer("q5", TextResponse("after the export"))
    site.cable.plug()
    seat.all_sent()
    assert seat.state.phase is Phase.ANSWERING
    attempt = seat.attempt
    seat.hand_in()
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert (done.receipt.code, done.receipt.answered) == (code_at(site, attempt), 2)
    assert answers_at(site, attempt) == {"q1": B, "q5": TextResponse("after the export")}
    assert not any(one.conflict for one in fold(site.held(attempt).values()).current.values())


def test_a_package_from_before_the_handing_in_does_not_stop_who_hands_in_offline(
    site: ExamSite, seat: Seat
) -> None:
    seat.sit_down()
    site.cable.pull()
    seat.answer("q1", A)
    early = export(site, seat.data, seat.attempt)
    seat.answer("q5", TextResponse("after the export"))
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)
    attempt = seat.attempt
    late = export(site, seat.data, attempt)
    taken = bring(site, late)
    older = bring(site, early)
    assert older.verdict is Verdict.NOTHING_NEW
    assert Note.OLDER in older.notes
    site.cable.plug()
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert (done.receipt.code, done.receipt.answered) == (taken.receipt, 2)


def test_what_was_sealed_by_the_deadline_is_done_after_its_import(site: ExamSite, new_seat: NewSeat) -> None:
    clock = MovedClock()
    seat = new_seat(machine=clock)
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    site.cable.pull()
    seat.answer("q5", TextResponse("never sent"))
    pass_time(60 * MINUTE, site, clock)
    assert seat.reach(Phase.SUBMIT_FAILED).by_deadline
    attempt = seat.attempt
    result = bring(site, export(site, seat.data, attempt))
    assert result.handed_in
    site.cable.plug()
    done = seat.reach(Phase.DONE)
    assert done.by_deadline
    assert done.receipt is not None
    assert (done.receipt.code, done.receipt.answered) == (result.receipt, 2)


def test_who_wrote_on_after_the_export_is_done_with_a_supplement_when_the_site_has_closed_the_attempt(
    site: ExamSite, new_seat: NewSeat
) -> None:
    clock = MovedClock()
    seat = new_seat(machine=clock)
    seat.sit_down()
    attempt = seat.attempt
    site.cable.pull()
    seat.answer("q1", A)
    bring(site, export(site, seat.data, attempt))
    seat.answer("q5", TextResponse("after the export"))
    pass_time(site.exam.closes - site.time.now() + MINUTE, site, clock)
    assert seat.reach(Phase.SUBMIT_FAILED).by_deadline
    seat.wait(lambda: site.receipt(attempt) != "")
    closed = code_at(site, attempt)
    site.cable.plug()
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert (done.receipt.code, done.receipt.answered) == (code_at(site, attempt), 2)
    assert done.receipt.code != closed
    assert answers_at(site, attempt) == {"q1": A, "q5": TextResponse("after the export")}


def test_more_time_after_the_import_opens_what_the_deadline_sealed(site: ExamSite, new_seat: NewSeat) -> None:
    clock = MovedClock()
    seat = new_seat(machine=clock)
    seat.sit_down()
    site.cable.pull()
    seat.answer("q1", A)
    pass_time(60 * MINUTE, site, clock)
    seat.reach(Phase.SUBMIT_FAILED)
    attempt = seat.attempt
    first = bring(site, export(site, seat.data, attempt)).receipt
    site.order(ExtendExam(site.exam.id, 30, reason="a power cut"))
    site.cable.plug()
    seat.reach(Phase.ANSWERING)
    seat.answer("q1", B)
    seat.hand_in()
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.code == code_at(site, attempt) != first
    assert answers_at(site, attempt) == {"q1": B}


def test_who_hands_in_on_purpose_after_more_time_is_not_called_back_before_that_is_on_disk(
    site: ExamSite, new_seat: NewSeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = MovedClock()
    seat = new_seat(machine=clock)
    seat.sit_down()
    seat.answer("q1", A)
    site.cable.pull()
    pass_time(60 * MINUTE, site, clock)
    seat.reach(Phase.SUBMIT_FAILED)
    site.order(ExtendExam(site.exam.id, 30, reason="a power cut"))
    site.cable.plug()
    seat.reach(Phase.ANSWERING)
    sitting, written = seat.presenter._sitting, threading.Event()
    rounds: list[Round] = []
    assert sitting is not None
    submit = sitting.attempt.submit
    monkeypatch.setattr(sitting.attempt, "submit", lambda **how: written.wait(20) and submit(**how))
    seat.hand_in()
    seat.presenter._helpers.syncer.round_done.connect(rounds.append)
    seat.hear_from_the_site()
    seat.wait(lambda: any(done.reply is not None for done in rounds))
    assert seat.state.phase is Phase.SUBMITTING
    written.set()
    seat.reach(Phase.DONE)
    assert seat.phases[-2:] == [Phase.SUBMITTING, Phase.DONE]


def test_a_restored_service_that_knows_the_attempt_by_its_package_alone_is_heard_all_the_same(
    site: ExamSite, seat: Seat, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The backup is older than the login: session and attempt are forgotten, and the import makes it anew."""
    old = back_up(site, tmp_path_factory.mktemp("backup") / "old")
    attempt = handed_in_offline(site, seat)
    put_back(site, old)
    result = bring(site, export(site, seat.data, attempt))
    assert result.handed_in
    site.cable.plug()
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.code == code_at(site, attempt)
    assert done.receipt.answered == 2


# -- what was left at a machine -------------------------------------------------------------------------


def left_handed_in(machine: Machine, *, by_deadline: bool = False) -> str:
    """Handed in without network, and the program is gone; returns the attempt."""
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    sync_all(sitting)
    sitting.attempt.answer("q5", TextResponse("never sent"))
    sitting.attempt.submit(by_deadline=by_deadline)
    machine.close()
    return sitting.attempt.id


@pytest.mark.parametrize("by_deadline", [False, True])
def test_what_was_left_here_gets_the_receipt_of_its_import(
    site: ExamSite, machine: Machine, by_deadline: bool
) -> None:
    attempt = left_handed_in(machine, by_deadline=by_deadline)
    if by_deadline:
        site.time.put_forward(site.exam.ends - site.time.now() + SECOND)
    result = bring(site, export(site, machine.data, attempt))
    assert result.handed_in
    assert LeftHere(machine).look_through() == []
    token = Journals(machine.data, Setting()).left(attempt).noted(RECEIPT)
    assert (token, short_code(token.encode())) == (site.receipt(attempt), result.receipt)


def test_after_a_power_cut_the_machine_gets_the_receipt_while_nobody_is_there(
    site: ExamSite, seat: Seat, new_seat: NewSeat
) -> None:
    attempt = handed_in_offline(site, seat)
    package = export(site, seat.data, attempt)
    seat.crash()
    back = new_seat(seat.data, Rebooted())
    result = bring(site, package)
    site.cable.plug()
    work_now(back)
    back.wait(lambda: noted(back, attempt) != "")
    assert short_code(noted(back, attempt).encode()) == result.receipt
    assert back.phases == [Phase.LOGIN]
    back.log_in()
    back.presenter.confirm()
    done = back.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.code == result.receipt


def test_the_next_candidate_does_not_hold_up_the_receipt_of_the_one_before(
    site: ExamSite, seat: Seat, new_seat: NewSeat
) -> None:
    attempt = handed_in_offline(site, seat)
    result = bring(site, export(site, seat.data, attempt))
    seat.crash()
    site.cable.plug()
    back = new_seat(seat.data, Rebooted())
    back.sit_down(ANN)
    back.answer("q1", B)
    back.all_sent()
    work_now(back)
    back.wait(lambda: noted(back, attempt) != "")
    assert short_code(noted(back, attempt).encode()) == result.receipt
    assert back.state.phase is Phase.ANSWERING


def test_a_machine_that_left_before_handing_in_sends_what_its_package_lacked(
    site: ExamSite, machine: Machine
) -> None:
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    package = export(site, machine.data, sitting.attempt.id)
    sitting.attempt.answer("q5", TextResponse("after the export"))
    sitting.attempt.submit(by_deadline=False)
    machine.close()
    attempt = sitting.attempt.id
    assert not bring(site, package).handed_in
    assert LeftHere(machine).look_through() == []
    assert answers_at(site, attempt) == {"q1": A, "q5": TextResponse("after the export")}
    assert Journals(machine.data, Setting()).left(attempt).noted(RECEIPT) == site.receipt(attempt) != ""


def test_the_candidate_whose_package_was_imported_is_not_held_up_by_it_at_the_next_machine(
    site: ExamSite, seat: Seat, new_seat: NewSeat
) -> None:
    """A machine breaks in the middle: its answers are carried, and the exam goes on elsewhere."""
    seat.sit_down()
    attempt = seat.attempt
    site.cable.pull()
    seat.answer("q1", A)
    package = export(site, seat.data, attempt)
    seat.crash()
    site.cable.plug()
    bring(site, package)
    site.release(ZHANG[0])
    other = new_seat()
    assert other.sit_down().answers.response("q1") == A
    other.answer("q5", TextResponse("goes on"))
    other.hand_in()
    done = other.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.answered == 2
    assert answers_at(site, attempt) == {"q1": A, "q5": TextResponse("goes on")}
