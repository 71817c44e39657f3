"""The phases of an exam: every phase with every step, held against the rules of the room."""

import pytest

from examclient.domain.phases import Phase, Step, WrongPhaseError, next_phase
from examclient.errors import ExamError

P, S = Phase, Step

BEFORE_THE_EXAM = {P.PREPARING, P.WAITING}
IN_THE_EXAM = {P.ANSWERING, P.REVIEWING}
HANDING_IN = {P.SUBMITTING, P.SUBMIT_FAILED}
SEATED = BEFORE_THE_EXAM | IN_THE_EXAM | HANDING_IN

# Each rule: this step leads there from exactly these phases, and from nowhere else.
RULES: dict[Step, tuple[set[Phase], Phase]] = {
    # From outside the exam site nobody gets in; the same login may be sent again until it is admitted.
    S.REFUSED_OUTSIDE: ({P.LOGIN}, P.OUTSIDE),
    # Nor with another machine's exam: a proctor consents, or types a code where the site cannot be asked.
    S.REFUSED_ELSEWHERE: ({P.LOGIN, P.OUTSIDE, P.ELSEWHERE}, P.ELSEWHERE),
    S.LOGGED_IN: ({P.LOGIN, P.OUTSIDE, P.ELSEWHERE}, P.CONFIRMING),
    S.NOT_ME: ({P.CONFIRMING}, P.LOGIN),
    S.CONFIRMED: ({P.CONFIRMING}, P.PREPARING),
    S.PAPER_READY: ({P.PREPARING}, P.WAITING),
    S.EXAM_BEGAN: ({P.WAITING}, P.ANSWERING),
    S.REVIEW_ASKED: ({P.ANSWERING}, P.REVIEWING),
    S.BACK_ASKED: ({P.REVIEWING}, P.ANSWERING),
    # Nobody hands in without a look at what is open; who had handed in before a restart goes on from there.
    S.SUBMITTED: ({P.REVIEWING, P.PREPARING}, P.SUBMITTING),
    S.TIME_RAN_OUT: (BEFORE_THE_EXAM | IN_THE_EXAM, P.SUBMITTING),
    S.SUBMIT_WENT_WRONG: ({P.SUBMITTING}, P.SUBMIT_FAILED),
    S.RETRIED: ({P.SUBMIT_FAILED}, P.SUBMITTING),
    # A receipt ends it from wherever a candidate is known, also on a machine that the exam has left.
    S.RECEIPT_ARRIVED: (SEATED | {P.CONFIRMING, P.MOVED}, P.DONE),
    S.MOVED_AWAY: (SEATED, P.MOVED),
    # After a restart, or by a proctor's code where the exam had left the machine, journal and clock say where
    # the candidate stands, by way of the paper; so does more time where the paper is not in hand.
    S.RETURNED: ({P.LOGIN, P.MOVED, P.DONE} | HANDING_IN, P.PREPARING),
    S.MORE_TIME: (HANDING_IN | {P.DONE}, P.ANSWERING),
    # Only before the paper is here: nobody is asked for numbers in the middle of answering.
    S.SESSION_ENDED: ({P.PREPARING}, P.LOGIN),
    # Without a receipt only once a verified package holds the answers: the presenter sees to that.
    S.LEFT: ({P.DONE, P.MOVED, P.OUTSIDE, P.ELSEWHERE, P.SUBMIT_FAILED}, P.LOGIN),
}


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("step", Step)
def test_a_step_leads_on_from_the_phases_that_know_it_and_from_no_other(phase: Phase, step: Step) -> None:
    sources, goal = RULES[step]
    if phase in sources:
        assert next_phase(phase, step) is goal
    else:
        with pytest.raises(WrongPhaseError, match=f"{step} is not possible in {phase}"):
            next_phase(phase, step)


def test_a_wrong_step_is_a_bug_of_the_program_and_not_a_trouble_of_the_room() -> None:
    assert not issubclass(WrongPhaseError, ExamError)


def test_every_phase_can_be_reached_and_every_phase_can_be_left() -> None:
    reached, ways = {P.LOGIN}, True
    while ways:
        found = {goal for sources, goal in RULES.values() if sources & reached}
        ways = not found <= reached
        reached |= found
    assert reached == set(Phase)
    assert set().union(*(sources for sources, _ in RULES.values())) == set(Phase)
