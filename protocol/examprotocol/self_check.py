"""What a station's self-check found, as the client makes it and the service keeps it.

Rule: nothing of a candidate is in it, and everything in it has a longest: a service keeps one a station.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Protocol

import msgspec

REPORT_LIMIT = 64 * 1024
"""The most bytes that a report may have on its way to the service."""

Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_]{1,40}\Z")]
Text = Annotated[str, msgspec.Meta(max_length=400)]
Short = Annotated[str, msgspec.Meta(max_length=40)]
Level = Annotated[int, msgspec.Meta(ge=0, le=99)]
Moment = Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]

MOST_RESULTS, MOST_FACTS = 60, 20

Fact = bool | Annotated[int, msgspec.Meta(gt=-(1 << 53), lt=1 << 53)] | float | Text


class Grade(StrEnum):
    """Green is well, amber needs a look, red stands in the way of an exam."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one check found. `reason` says why it has its grade, `facts` what was measured.

    `said` is the sentence for people in English, with what to do.
    """

    check: Code
    grade: Grade
    reason: Code
    facts: Annotated[dict[Code, Fact], msgspec.Meta(max_length=MOST_FACTS)] = {}
    said: Text = ""


class SelfCheckReport(msgspec.Struct, frozen=True, kw_only=True):
    """A whole self-check. `made` is the time in milliseconds since 1970-01-01 UTC as the machine believed.

    `level_requested` is the drawing level that was asked for, `level_effective` the one that is used.
    """

    made: Moment
    client: Short
    grade: Grade
    level_requested: Level
    level_effective: Level
    results: Annotated[tuple[CheckResult, ...], msgspec.Meta(max_length=MOST_RESULTS)]


class Graded(Protocol):
    """What has a grade."""

    @property
    def grade(self) -> Grade:
        """Green, amber or red."""


def worst(results: Iterable[Graded]) -> Grade:
    """The grade of the whole: that of the worst result, green where there is none."""
    order = tuple(Grade)
    return max((one.grade for one in results), key=order.index, default=Grade.GREEN)
