"""Checks this machine before an exam: one look after the other, each with a result, until all are done.

Rule: a look that the system does not allow is a result too, and keeps no other from being made.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from examclient.domain.machine_facts import Drawing
from examclient.domain.self_check import Check, Reason, SelfCheckStoppedError, amber
from examclient.errors import ExamError
from examclient.version import VERSION
from examprotocol.self_check import CheckResult, SelfCheckReport, worst

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """One check, and how it is made. May raise OSError, ExamError and ValueError."""

    check: Check
    make: Callable[[], CheckResult]


Told = Callable[[Check, int, int], None]
"""Hears what is looked at now, how many looks are behind, and how many there are."""


class SelfCheck:
    """Owns the looks. Knows nothing of what they look at."""

    def __init__(self, looks: Sequence[Look]) -> None:
        self._looks = tuple(looks)

    def __call__(self, told: Told, is_stopped: Callable[[], bool]) -> tuple[CheckResult, ...]:
        """Make all looks; raises SelfCheckStoppedError between two of them where a person wants no more."""
        results = []
        for number, look in enumerate(self._looks):
            if is_stopped():
                raise SelfCheckStoppedError("The self-check was stopped.")
            told(look.check, number, len(self._looks))
            results.append(_looked(look))
        return tuple(results)


def _looked(look: Look) -> CheckResult:
    try:
        return look.make()
    except (OSError, ExamError, ValueError) as error:  # the last: what the system says cannot be read
        log.warning("the look at %s failed: %s", look.check, type(error).__name__)
        return amber(look.check, Reason.NOT_LOOKED_AT, why=type(error).__name__)


@dataclass(frozen=True, slots=True)
class Checkup:
    """One self-check: its looks, the report of what they found, and who hears of it besides; None for nobody.

    `hand_in` raises ExamError where it does not arrive.
    """

    check: SelfCheck
    report: Callable[[Sequence[CheckResult]], SelfCheckReport]
    hand_in: Callable[[SelfCheckReport], object] | None = None


Said = Callable[[CheckResult], CheckResult]
"""Puts its English sentence into a result."""


def report_of(results: Sequence[CheckResult], made: int, drawing: Drawing, said: Said) -> SelfCheckReport:
    """The report for service and terminal; `made` is in milliseconds."""
    return SelfCheckReport(
        made=max(0, made),
        client=VERSION,
        grade=worst(results),
        level_requested=max(0, min(drawing.level_requested, 99)),
        level_effective=max(0, min(drawing.level_effective, 99)),
        results=tuple(said(one) for one in results),
    )
