"""Handing in: done is who has a receipt that the site signed and that covers what is on this machine."""

from dataclasses import dataclass

import msgspec
import pytest

from examclient.errors import SiteAnswerError, SiteUnreachableError
from examclient.usecases.sitting import RECEIPT, Sitting
from examclient.usecases.submit import Submission, Submit, check_receipt
from examprotocol.events import Head
from examprotocol.merge import answers_digest
from examprotocol.messages import SubmitReply, SubmitRequest
from examprotocol.receipts import Receipt, open_receipt, sign_receipt
from examprotocol.responses import ChoiceResponse, GapsResponse, TextResponse
from examprotocol.signing import new_signing_key, read_key
from examserver.services.setup import public_part
from tests.client.exam_site import ANN, ExamSite
from tests.client.machine import Machine, NewMachine, sync_all


@pytest.fixture
def sitting(machine: Machine) -> Sitting:
    """Three of five questions are answered, nothing is sent yet."""
    sitting = machine.sit()
    sitting.attempt.answer("q1", ChoiceResponse("a"))
    sitting.attempt.answer("q4", GapsResponse({"g1": "gap"}))
    sitting.attempt.answer("q5", TextResponse("作文" * 200))
    return sitting


def handed_in(submission: Submission) -> Receipt:
    assert submission.trouble is None
    assert submission.receipt is not None
    return submission.receipt


def test_handing_in_sends_what_waits_and_brings_a_receipt_over_all_of_it(
    site: ExamSite, sitting: Sitting
) -> None:
    sitting.attempt.submit(by_deadline=False)
    submission = sitting.submit.run_once()
    receipt = handed_in(submission)
    assert (receipt.answered, receipt.questions, receipt.events) == (3, 5, 5)
    assert receipt.answers == answers_digest(sitting.attempt.answers())
    assert receipt.heads == sitting.attempt.heads()
    assert receipt.attempt == sitting.attempt.id
    assert site.receipt(sitting.attempt.id) == submission.token
    assert sitting.attempt.waiting() == 0


def test_handing_in_again_brings_the_same_receipt(sitting: Sitting) -> None:
    sitting.attempt.submit(by_deadline=False)
    first, second = sitting.submit.run_once(), sitting.submit.run_once()
    assert first.token == second.token != ""


def test_a_lost_reply_costs_nothing_the_next_try_brings_the_same_receipt(
    site: ExamSite, sitting: Sitting
) -> None:
    sitting.attempt.submit(by_deadline=False)
    sync_all(sitting)
    site.cable.condition.lose_replies = True
    lost = sitting.submit.run_once()
    assert isinstance(lost.trouble, SiteUnreachableError)
    assert (lost.receipt, lost.token) == (None, "")
    signed = site.receipt(sitting.attempt.id)
    assert signed, "the site has signed what the station never heard of"
    site.cable.condition.lose_replies = False
    assert sitting.submit.run_once().token == signed


def test_without_a_network_handing_in_fails_and_later_succeeds(site: ExamSite, sitting: Sitting) -> None:
    sitting.attempt.submit(by_deadline=True)
    site.cable.pull()
    for _ in range(3):
        assert isinstance(sitting.submit.run_once().trouble, SiteUnreachableError)
    assert site.receipt(sitting.attempt.id) == ""
    site.cable.plug()
    assert handed_in(sitting.submit.run_once()).answered == 3


def test_a_machine_that_could_not_write_the_last_event_still_hands_in_its_answers(sitting: Sitting) -> None:
    assert not sitting.attempt.is_submitted()
    assert handed_in(sitting.submit.run_once()).answered == 3


def test_the_next_start_knows_that_it_is_handed_in_and_the_login_brings_the_receipt(
    machine: Machine, sitting: Sitting
) -> None:
    sitting.attempt.submit(by_deadline=False)
    token = sitting.submit.run_once().token
    sitting.keep_receipt(token)
    login = machine.take_in()
    assert login.receipt == token
    assert check_receipt(token, machine.site.signing_key, login.attempt).answered == 3
    again = machine.sit(login)
    assert again.attempt.is_submitted()
    assert again.store.noted(RECEIPT) == token


def test_answers_of_two_machines_are_handed_in_together(new_machine: NewMachine) -> None:
    first = new_machine().sit()
    first.attempt.answer("q1", ChoiceResponse("a"))
    sync_all(first)
    second = new_machine().sit()
    second.attempt.answer("q5", TextResponse("x"))
    second.attempt.submit(by_deadline=False)
    receipt = handed_in(second.submit.run_once())
    assert receipt.answered == 2
    assert receipt.heads == second.attempt.heads()
    assert len(receipt.heads) == 2


def test_a_site_that_has_more_than_this_machine_may_sign_more(new_machine: NewMachine) -> None:
    old, new = new_machine().sit(), new_machine().sit()
    old.attempt.answer("q1", ChoiceResponse("late from the old machine"))
    sync_all(old)
    new.attempt.submit(by_deadline=False)
    receipt = handed_in(new.submit.run_once())
    assert receipt.answers != answers_digest(new.attempt.answers())
    assert receipt.answered == 1


def test_what_the_site_lacks_is_sent_again_before_it_signs(site: ExamSite, sitting: Sitting) -> None:
    sitting.attempt.submit(by_deadline=False)
    for writer, head in sitting.attempt.heads().items():
        sitting.attempt.acknowledge(writer, head)  # the site never said this
    first = sitting.submit.run_once()
    assert isinstance(first.trouble, SiteAnswerError)
    assert "does not have everything yet" in first.trouble.title
    assert site.receipt(sitting.attempt.id) == ""
    assert handed_in(sitting.submit.run_once()).events == 5


@dataclass
class Forger:
    """A service that signs what it likes with the key it has."""

    reply: SubmitReply

    def __call__(self, request: SubmitRequest) -> SubmitReply:
        assert request.heads
        return self.reply


def submit_at(forger: Forger, machine: Machine, sitting: Sitting) -> SiteAnswerError:
    """Hand in where every answer to the submit is forged."""
    sync_all(sitting)
    submit = Submit(sitting.attempt, sitting.engine, forger, machine.site.signing_key)
    submission = submit.run_once()
    assert submission.receipt is None
    assert isinstance(submission.trouble, SiteAnswerError)
    return submission.trouble


def test_a_receipt_signed_by_another_key_is_refused(machine: Machine, sitting: Sitting) -> None:
    real = handed_in(sitting.submit.run_once())
    forged = sign_receipt(real, new_signing_key())
    trouble = submit_at(Forger(SubmitReply(1, forged)), machine, sitting)
    assert "not signed by this exam site" in trouble.title


@pytest.mark.parametrize("token", ["x", "a.b.c", "..", "{}", "中.文.字"])
def test_a_receipt_that_is_none_is_refused(machine: Machine, sitting: Sitting, token: str) -> None:
    trouble = submit_at(Forger(SubmitReply(1, token)), machine, sitting)
    assert "not signed by this exam site" in trouble.title


def test_a_manifest_that_the_site_has_signed_is_no_receipt(machine: Machine, sitting: Sitting) -> None:
    trouble = submit_at(Forger(SubmitReply(1, machine.api.manifest())), machine, sitting)
    assert "not signed by this exam site" in trouble.title


def test_a_true_receipt_that_does_not_cover_the_answers_is_refused(
    machine: Machine, sitting: Sitting
) -> None:
    old = sitting.submit.run_once()
    sitting.attempt.answer("q1", ChoiceResponse("b"))
    trouble = submit_at(Forger(SubmitReply(1, old.token)), machine, sitting)
    assert "does not cover the answers" in trouble.title


def test_the_receipt_of_another_candidate_is_refused(new_machine: NewMachine, sitting: Sitting) -> None:
    other = new_machine()
    anns = other.sit(other.take_in(ANN)).submit.run_once()
    assert anns.token
    trouble = submit_at(Forger(SubmitReply(1, anns.token)), other, sitting)
    assert "for another attempt" in trouble.title


@pytest.mark.parametrize("change", ["other answers", "an event less", "another branch"])
def test_a_receipt_whose_heads_or_answers_differ_is_refused(
    machine: Machine, sitting: Sitting, change: str
) -> None:
    """Signed by a site that is not ours in anything but its key."""
    key = new_signing_key()
    real = handed_in(sitting.submit.run_once())
    ((writer, head),) = real.heads.items()
    heads = {
        "other answers": {writer: head},
        "an event less": {writer: Head(head.seq - 1, head.hash)},
        "another branch": {writer: Head(head.seq, "0" * 64)},
    }
    wrong = msgspec.structs.replace(real, answers="0" * 64, heads=heads[change])
    forger = Forger(SubmitReply(1, sign_receipt(wrong, key)))
    submit = Submit(sitting.attempt, sitting.engine, forger, public_part(key))
    trouble = submit.run_once().trouble
    assert isinstance(trouble, SiteAnswerError)
    assert "does not cover the answers" in trouble.title


def test_a_site_that_takes_no_events_in_ends_the_try_instead_of_going_on_for_ever(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    acknowledge = sitting.attempt.acknowledge
    monkeypatch.setattr(sitting.attempt, "acknowledge", lambda writer, _head: acknowledge(writer, Head(0)))
    trouble = sitting.submit.run_once().trouble
    assert isinstance(trouble, SiteAnswerError)
    assert "does not take these events" in trouble.title


def test_the_receipt_verifies_with_the_public_key_of_the_site_file(site: ExamSite, sitting: Sitting) -> None:
    token = sitting.submit.run_once().token
    assert open_receipt(token, read_key(site.file.signing_key)).admission_number == "2026A001"
