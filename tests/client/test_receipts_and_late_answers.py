"""Which receipts a machine takes: the site may leave out what came too late or was ruled on, and no more."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from examclient.domain.cover import Cover, Held, cover_of
from examclient.domain.exam_end import end_of
from examclient.errors import SiteAnswerError
from examclient.usecases.sitting import Sitting
from examclient.usecases.submit import Submission, Submit
from examprotocol.events import Head
from examprotocol.merge import answers_digest, fold
from examprotocol.messages import SubmitReply, SubmitRequest
from examprotocol.receipts import Receipt, open_receipt, sign_receipt
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.rulings import Deadline, Verdict
from examserver.services.attempt_orders import RuleOnEvents
from examserver.services.exam_orders import ExtendExam
from examserver.services.keys import signing_key
from tests.client.exam_site import MINUTE, ExamSite
from tests.client.machine import Machine, NewMachine, sync_all

A, B = ChoiceResponse("a"), ChoiceResponse("b")
TOO_LATE = 75 * MINUTE
"""After the end and the grace."""


@pytest.fixture
def late(site: ExamSite, machine: Machine) -> Sitting:
    """One answer in time, and one far beyond the grace, handed in by the deadline; nothing is sent."""
    login = machine.take_in()
    sitting = machine.sit(login)
    sitting.engine.end = end_of(login, machine.site.site_id, machine.site.signing_key)
    sitting.attempt.answer("q1", A)
    machine.wall.advance(TOO_LATE / 1000)
    site.time.put_forward(TOO_LATE)
    sitting.attempt.answer("q1", B)
    sitting.attempt.answer("q5", TextResponse("too late"))
    sitting.attempt.submit(by_deadline=True)
    return sitting


def handed_in(submission: Submission) -> Receipt:
    assert submission.trouble is None
    assert submission.receipt is not None
    return submission.receipt


def test_a_receipt_that_leaves_out_what_came_too_late_is_taken_and_says_so(late: Sitting) -> None:
    submission = late.submit.run_once()
    receipt = handed_in(submission)
    assert submission.has_late
    assert (receipt.number, receipt.answered, receipt.rulings) == (1, 1, 0)
    assert receipt.heads == late.attempt.heads()
    assert receipt.answers != answers_digest(late.attempt.answers())
    assert late.submit.check(submission.token) == submission
    assert late.submit.run_once().token == submission.token


def test_once_people_let_it_count_nothing_is_late_any_more(site: ExamSite, late: Sitting) -> None:
    handed_in(late.submit.run_once())
    ((writer, head),) = late.attempt.heads().items()
    site.order(RuleOnEvents(late.attempt.id, Verdict.COUNT, (f"{writer}:1-{head.seq}",), "主考", "power cut"))
    submission = late.submit.run_once()
    assert (handed_in(submission).number, handed_in(submission).rulings) == (2, 1)
    assert not submission.has_late


def test_a_first_receipt_after_a_ruling_is_taken(site: ExamSite, machine: Machine) -> None:
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    sitting.attempt.answer("q5", TextResponse("left out"))
    sitting.engine.run_once()
    sitting.engine.run_once()
    ((writer, _),) = sitting.attempt.heads().items()
    site.order(RuleOnEvents(sitting.attempt.id, Verdict.LEAVE_OUT, (f"{writer}:3",), "主考", "dictated"))
    submission = sitting.submit.run_once()
    receipt = handed_in(submission)
    assert (receipt.number, receipt.rulings, receipt.answered, submission.has_late) == (1, 1, 1, False)


LIES: dict[str, Callable[[Receipt, Sitting], Receipt]] = {
    "another answer": lambda real, _: replace(real, answers="0" * 64),
    "time that the candidate had": lambda real, sitting: replace(
        real,
        answers=answers_digest(fold(sitting.attempt.logs(), deadline=Deadline(0))),
        counts_until=0,
    ),
    "a supplement without a ruling": lambda real, _: replace(real, answers="0" * 64, number=2),
    "an event less": lambda real, _: replace(
        real, answers="0" * 64, heads={writer: Head(head.seq - 1) for writer, head in real.heads.items()}
    ),
    "no writer at all": lambda real, _: replace(real, answers="0" * 64, heads={}, rulings=1),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_receipt_that_counts_other_answers_without_a_reason_is_refused(
    site: ExamSite, machine: Machine, late: Sitting, lie: str
) -> None:
    """Signed by the right key, for the right attempt."""
    real = handed_in(late.submit.run_once())
    token = sign_receipt(LIES[lie](real, late), signing_key(site.folder))

    def lying(_: SubmitRequest) -> SubmitReply:
        return SubmitReply(site.time.now(), token)

    submission = Submit(late.attempt, late.engine, lying, machine.site.signing_key).run_once()
    assert isinstance(submission.trouble, SiteAnswerError)
    assert "does not cover the answers" in submission.trouble.title


def test_a_receipt_from_before_reasons_were_stated_is_still_judged_by_its_heads(
    site: ExamSite, late: Sitting
) -> None:
    real = handed_in(late.submit.run_once())
    attempt = late.attempt
    here = Held(attempt.answers(), attempt.logs(), attempt.heads())
    old = Receipt(
        **{
            name: getattr(real, name)
            for name in Receipt.__struct_fields__
            if name not in ("counts_until", "rulings")
        }
    )
    token = sign_receipt(old, signing_key(site.folder))
    assert open_receipt(token, signing_key(site.folder)) == old
    assert cover_of(old, here) is Cover.NONE
    assert cover_of(replace(old, number=2), here) is Cover.OTHER
    assert cover_of(replace(old, answers=answers_digest(attempt.answers())), here) is Cover.WHOLE


def test_a_receipt_from_before_what_changes_nothing_is_taken_where_others_wrote_too(
    new_machine: NewMachine,
) -> None:
    """The site's answers are not those that this machine can work out, and it signs nothing new for them."""
    left, here = new_machine(), new_machine()
    before = left.sit()
    before.attempt.answer("q1", A)
    sitting = here.sit()
    sitting.attempt.answer("q3", TextResponse("here"))
    sync_all(sitting)
    sync_all(before)
    first = handed_in(sitting.submit.run_once())
    sitting.attempt.submit(by_deadline=False)
    again = handed_in(sitting.submit.run_once())
    assert again == first
    assert again.heads != {**again.heads, **sitting.attempt.heads()}, "the submit itself is newer"


def test_each_try_of_the_deadline_asks_first_whether_there_is_more_time(
    site: ExamSite, late: Sitting
) -> None:
    """Also where nothing waits to be sent, since an earlier try failed after that."""
    sync_all(late)
    site.order(ExtendExam(site.exam.id, 60, "", "a power cut"))
    submission = late.submit.run_once()
    assert submission.more_time is not None
    assert submission.more_time.end == site.exam.ends + 60 * MINUTE
    assert (submission.receipt, site.receipt(late.attempt.id)) == (None, "")
