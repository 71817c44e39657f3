"""The phases of an exam, and the only ways from one to the next.

Rule: every change of phase is a row in TRANSITIONS. There is no other place. Being offline is not a phase.
"""

from enum import StrEnum


class Phase(StrEnum):
    """Where the candidate stands."""

    LOGIN = "login"
    OUTSIDE = "outside"
    ELSEWHERE = "elsewhere"
    CONFIRMING = "confirming"
    PREPARING = "preparing"
    WAITING = "waiting"
    ANSWERING = "answering"
    REVIEWING = "reviewing"
    SUBMITTING = "submitting"
    SUBMIT_FAILED = "submit_failed"
    DONE = "done"
    MOVED = "moved"


HANDING_IN = (Phase.SUBMITTING, Phase.SUBMIT_FAILED)


class Step(StrEnum):
    """What leads from one phase to another."""

    LOGGED_IN = "logged_in"
    RETURNED = "returned"
    REFUSED_OUTSIDE = "refused_outside"
    REFUSED_ELSEWHERE = "refused_elsewhere"
    NOT_ME = "not_me"
    CONFIRMED = "confirmed"
    PAPER_READY = "paper_ready"
    EXAM_BEGAN = "exam_began"
    REVIEW_ASKED = "review_asked"
    BACK_ASKED = "back_asked"
    SUBMITTED = "submitted"
    TIME_RAN_OUT = "time_ran_out"
    MORE_TIME = "more_time"
    SUBMIT_WENT_WRONG = "submit_went_wrong"
    RETRIED = "retried"
    RECEIPT_ARRIVED = "receipt_arrived"
    MOVED_AWAY = "moved_away"
    SESSION_ENDED = "session_ended"
    LEFT = "left"


class WrongPhaseError(Exception):
    """A step that the phase does not know: a bug, not the world."""


TRANSITIONS: dict[Phase, dict[Step, Phase]] = {
    Phase.LOGIN: {
        Step.LOGGED_IN: Phase.CONFIRMING,
        Step.REFUSED_OUTSIDE: Phase.OUTSIDE,
        Step.REFUSED_ELSEWHERE: Phase.ELSEWHERE,
        Step.RETURNED: Phase.PREPARING,
    },
    Phase.OUTSIDE: {
        Step.LOGGED_IN: Phase.CONFIRMING,
        Step.REFUSED_ELSEWHERE: Phase.ELSEWHERE,
        Step.LEFT: Phase.LOGIN,
    },
    Phase.ELSEWHERE: {
        Step.LOGGED_IN: Phase.CONFIRMING,
        Step.REFUSED_ELSEWHERE: Phase.ELSEWHERE,
        Step.LEFT: Phase.LOGIN,
    },
    Phase.CONFIRMING: {
        Step.CONFIRMED: Phase.PREPARING,
        Step.NOT_ME: Phase.LOGIN,
        Step.RECEIPT_ARRIVED: Phase.DONE,
    },
    Phase.PREPARING: {
        Step.PAPER_READY: Phase.WAITING,
        Step.SESSION_ENDED: Phase.LOGIN,
        Step.SUBMITTED: Phase.SUBMITTING,
        Step.TIME_RAN_OUT: Phase.SUBMITTING,
        Step.MOVED_AWAY: Phase.MOVED,
        Step.RECEIPT_ARRIVED: Phase.DONE,
    },
    Phase.WAITING: {
        Step.EXAM_BEGAN: Phase.ANSWERING,
        Step.TIME_RAN_OUT: Phase.SUBMITTING,
        Step.MOVED_AWAY: Phase.MOVED,
        Step.RECEIPT_ARRIVED: Phase.DONE,
    },
    Phase.ANSWERING: {
        Step.REVIEW_ASKED: Phase.REVIEWING,
        Step.TIME_RAN_OUT: Phase.SUBMITTING,
        Step.MOVED_AWAY: Phase.MOVED,
        Step.RECEIPT_ARRIVED: Phase.DONE,
    },
    Phase.REVIEWING: {
        Step.BACK_ASKED: Phase.ANSWERING,
        Step.SUBMITTED: Phase.SUBMITTING,
        Step.TIME_RAN_OUT: Phase.SUBMITTING,
        Step.MOVED_AWAY: Phase.MOVED,
        Step.RECEIPT_ARRIVED: Phase.DONE,
    },
    Phase.SUBMITTING: {
        Step.RECEIPT_ARRIVED: Phase.DONE,
        Step.SUBMIT_WENT_WRONG: Phase.SUBMIT_FAILED,
        Step.MORE_TIME: Phase.ANSWERING,
        Step.RETURNED: Phase.PREPARING,
        Step.MOVED_AWAY: Phase.MOVED,
    },
    Phase.SUBMIT_FAILED: {
        Step.RETRIED: Phase.SUBMITTING,
        Step.RECEIPT_ARRIVED: Phase.DONE,
        Step.MORE_TIME: Phase.ANSWERING,
        Step.RETURNED: Phase.PREPARING,
        Step.MOVED_AWAY: Phase.MOVED,
        Step.LEFT: Phase.LOGIN,
    },
    Phase.MOVED: {
        Step.RETURNED: Phase.PREPARING,
        Step.RECEIPT_ARRIVED: Phase.DONE,
        Step.LEFT: Phase.LOGIN,
    },
    Phase.DONE: {
        Step.LEFT: Phase.LOGIN,
        Step.MORE_TIME: Phase.ANSWERING,
        Step.RETURNED: Phase.PREPARING,
    },
}


def next_phase(phase: Phase, step: Step) -> Phase:
    """The phase that the step leads to; raises WrongPhaseError where there is no such way."""
    try:
        return TRANSITIONS[phase][step]
    except KeyError:
        raise WrongPhaseError(f"{step} is not possible in {phase}") from None
