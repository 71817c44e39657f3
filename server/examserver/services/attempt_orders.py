"""What the staff can order about attempts."""

from examprotocol.rulings import Verdict
from examserver.services.attempts import attempt_called
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.rulings import Decision, Ruled, rule


class RuleOnEvents(StaffOrder, frozen=True, tag="rule_on_events"):
    """Count or leave out events of an attempt, named as `WRITER:SEQ` or `WRITER:SEQ-SEQ`."""

    attempt: str
    verdict: Verdict
    spans: tuple[str, ...]
    by: str
    reason: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises RulingError."""
        attempt = attempt_called(bench.connection, self.attempt)
        decision = Decision(self.verdict, self.spans, self.by, self.reason)
        return Outcome(_told(rule(bench, attempt, decision)))


def _told(ruled: Ruled) -> tuple[str, ...]:
    events = sum(span.last - span.first + 1 for span in ruled.ruling.spans)
    named = f"{events} event{'' if events == 1 else 's'}"
    done = "counts" if ruled.ruling.verdict is Verdict.COUNT else "leaves out"
    lines = [f"Ruling {ruled.ruling.number} {done} {named}. Nothing was removed."]
    if ruled.supplement:
        lines.append(f"The answers have changed: receipt {ruled.supplement} is signed.")
    return tuple(lines)
