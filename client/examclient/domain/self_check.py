"""The self-check before an exam: what is looked at, and every way in which it can come out.

Rule: a result carries a reason, never words; `ui.check_sentences` has a sentence for each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from examclient.errors import ExamError
from examprotocol.self_check import CheckResult, Fact, Grade, worst


class Check(StrEnum):
    """What is looked at, in the order in which it is."""

    WINDOWS = "windows"
    VERSIONS = "versions"
    SETTINGS = "settings"
    MEMORY = "memory"
    DISK = "disk"
    WRITING = "writing"
    RESTORE = "restore"
    REACH = "reach"
    RATE = "rate"
    ADDRESS = "address"
    CLOCK = "clock"
    DRAWING = "drawing"
    FONTS = "fonts"
    SCREENS = "screens"
    SOUND = "sound"
    INPUT = "input"
    REMOTE = "remote"
    VIRTUAL = "virtual"


class Reason(StrEnum):
    """Why a check has its grade; the first word is the check."""

    WINDOWS_GOOD = "windows_good"
    WINDOWS_OLD = "windows_old"
    WINDOWS_TOO_OLD = "windows_too_old"
    WINDOWS_NONE = "windows_none"
    VERSIONS_GOOD = "versions_good"
    VERSIONS_ABORT = "versions_abort"
    SETTINGS_GOOD = "settings_good"
    SETTINGS_UNUSED = "settings_unused"
    MEMORY_GOOD = "memory_good"
    MEMORY_BUSY = "memory_busy"
    MEMORY_LITTLE = "memory_little"
    MEMORY_TOO_LITTLE = "memory_too_little"
    DISK_GOOD = "disk_good"
    DISK_LITTLE = "disk_little"
    DISK_FULL = "disk_full"
    WRITING_GOOD = "writing_good"
    WRITING_SLOW = "writing_slow"
    WRITING_TOO_SLOW = "writing_too_slow"
    WRITING_FAILED = "writing_failed"
    RESTORE_NONE = "restore_none"
    RESTORE_FOUND = "restore_found"
    RESTORE_IN_MEMORY = "restore_in_memory"
    REACH_GOOD = "reach_good"
    REACH_SLOW = "reach_slow"
    REACH_NONE = "reach_none"
    REACH_OTHER = "reach_other"
    REACH_NOT_ENROLLED = "reach_not_enrolled"
    REACH_DAMAGED = "reach_damaged"
    REACH_NOT_TAKEN = "reach_not_taken"
    RATE_GOOD = "rate_good"
    RATE_SLOW = "rate_slow"
    ADDRESS_INSIDE = "address_inside"
    ADDRESS_OUTSIDE = "address_outside"
    CLOCK_GOOD = "clock_good"
    CLOCK_WRONG = "clock_wrong"
    CLOCK_FAR_OFF = "clock_far_off"
    DRAWING_SOFTWARE = "drawing_software"
    DRAWING_DEVICE = "drawing_device"
    DRAWING_CRASHED = "drawing_crashed"
    DRAWING_BLANK = "drawing_blank"
    DRAWING_NO_DEVICE = "drawing_no_device"
    DRAWING_NOT_KEPT = "drawing_not_kept"
    DRAWING_FAR = "drawing_far"
    DRAWING_GUARDED = "drawing_guarded"
    FONTS_GOOD = "fonts_good"
    FONTS_FOREIGN = "fonts_foreign"
    FONTS_BOXES = "fonts_boxes"
    FONTS_MISSING = "fonts_missing"
    SCREENS_ONE = "screens_one"
    SCREENS_MORE = "screens_more"
    SCREENS_SMALL = "screens_small"
    SCREENS_NOT_SEEN = "screens_not_seen"
    SOUND_GOOD = "sound_good"
    SOUND_NO_MEDIA = "sound_no_media"
    SOUND_NONE = "sound_none"
    INPUT_GOOD = "input_good"
    INPUT_NO_CHINESE = "input_no_chinese"
    REMOTE_NO = "remote_no"
    REMOTE_YES = "remote_yes"
    VIRTUAL_NO = "virtual_no"
    VIRTUAL_YES = "virtual_yes"
    SITE_NOT_ASKED = "site_not_asked"
    NOT_KNOWN = "not_known"
    NOT_LOOKED_AT = "not_looked_at"


class SelfCheckStoppedError(ExamError):
    """A person stopped the self-check."""


def result(check: Check, grade: Grade, reason: Reason, **facts: Fact) -> CheckResult:
    """What a check found."""
    return CheckResult(check=check, grade=grade, reason=reason, facts=facts)


def good(check: Check, reason: Reason, **facts: Fact) -> CheckResult:
    """It is well."""
    return result(check, Grade.GREEN, reason, **facts)


def amber(check: Check, reason: Reason, **facts: Fact) -> CheckResult:
    """It needs a look."""
    return result(check, Grade.AMBER, reason, **facts)


def red(check: Check, reason: Reason, **facts: Fact) -> CheckResult:
    """It stands in the way of an exam."""
    return result(check, Grade.RED, reason, **facts)


TROUBLE_FIRST = (Grade.RED, Grade.AMBER, Grade.GREEN)


def trouble_first(results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """The results as people read them: what needs a person comes first."""
    return tuple(sorted(results, key=lambda one: TROUBLE_FIRST.index(one.grade)))


@dataclass(frozen=True, slots=True)
class CheckView:
    """How the self-check stands on the screen: `done` of `total` looks, then its results.

    `looking_at` is what is looked at now, None once it is over. `sent` says whether the site has the report,
    None while nobody knows.
    """

    done: int = 0
    total: int = 0
    looking_at: Check | None = None
    is_stopping: bool = False
    is_stopped: bool = False
    results: tuple[CheckResult, ...] = ()
    sent: bool | None = None

    @property
    def is_running(self) -> bool:
        """Whether it still looks."""
        return not self.results and not self.is_stopped

    @property
    def grade(self) -> Grade:
        """The grade of the whole."""
        return worst(self.results)

    def count(self, grade: Grade) -> int:
        """How many results have this grade."""
        return sum(one.grade is grade for one in self.results)
