"""What the staff can order about attempts."""

from typing import ClassVar

from examprotocol.rulings import Verdict
from examserver.services.attempts import attempt_called
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.releases import ReleaseWish, release_attempt
from examserver.services.rulings import Decision, Ruled, rule
from examserver.services.stations import called


class RuleOnEvents(StaffOrder, frozen=True, tag="rule_on_events"):
    """Count or leave out events of an attempt, named as `WRITER:SEQ` or `WRITER:SEQ-SEQ`."""

    RECORDED: ClassVar = ("attempt", "verdict", "spans")

    attempt: str
    verdict: Verdict
    spans: tuple[str, ...]
    by: str
    reason: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises RulingError."""
        attempt = attempt_called(bench.connection, self.attempt)
        decision = Decision(self.verdict, self.spans, self.by, self.reason)
        return Outcome(told(rule(bench, attempt, decision)))


class ReleaseAttempt(StaffOrder, frozen=True, tag="release_attempt"):
    """Let a candidate log in at any station, without consent; `candidate` is the admission number."""

    RECORDED: ClassVar = ("exam", "candidate")

    exam: str
    candidate: str
    by: str
    reason: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises AttemptError. Says so where the seat was free already."""
        holder = release_attempt(bench, ReleaseWish(self.exam, self.candidate, self.by, self.reason))
        if holder is None:
            return Outcome((f"Candidate {self.candidate} is free to log in at any machine already.",))
        return Outcome(
            (
                f"Released: candidate {self.candidate} may log in at any machine, without consent.",
                f"It was open at {called(holder)}.",
                "What that machine has not sent yet is still taken from it.",
            )
        )


def told(ruled: Ruled) -> tuple[str, ...]:
    """What a ruling did, in lines for a person."""
    events = sum(span.last - span.first + 1 for span in ruled.ruling.spans)
    named = f"{events} event{'' if events == 1 else 's'}"
    done = "counts" if ruled.ruling.verdict is Verdict.COUNT else "leaves out"
    lines = [f"Ruling {ruled.ruling.number} {done} {named}. Nothing was removed."]
    if ruled.supplement:
        lines.append(f"The answers have changed: receipt {ruled.supplement} is signed.")
    return tuple(lines)
