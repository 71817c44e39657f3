"""Errors of the client: the world failed, not the code.

    ExamError                  title says what is true, advice what to do (English, for logs)
    +-- SiteUnreachableError   no answer from the site: cable, switch, service
    |   +-- NothingHeldError   and nothing is held here for the numbers that were typed
    |   +-- HeldHereError      but this machine holds what the candidate needs to go on
    |       +-- SpareHeldError     or at least the paper: with a proctor's code it goes on here
    +-- SiteRefusedError       the site answered no, with a code
    +-- SiteAnswerError        the answer is not the site's, or cannot be read
    +-- JournalError           this machine cannot save
    +-- PaperDamagedError      a part of the paper is missing or damaged
    +-- ConfigError            a setting that cannot be read
    +-- StationError           this machine no longer knows who it is at its site: enrol it again
    +-- EnrolmentFileError     an enrolment file that cannot be used, with its flaw
    +-- InstallationError      a file that the program needs is missing
    +-- AlreadyRunningError    another client runs in this data folder
    +-- FaultError             a bug in a job off the GUI thread: whoever waits for the job is told as well

Words on the screen are not here: `ui.sentences` has them, in the candidate's language.
"""

from enum import StrEnum


class ExamError(Exception):
    """The world failed, not the code: keep the data, tell the person what to do."""

    def __init__(self, title: str, advice: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.advice = advice


class SiteUnreachableError(ExamError):
    """The site does not answer: cable, switch, service."""


class NothingHeldError(SiteUnreachableError):
    """And this machine holds no running exam for the numbers that were typed."""


class HeldHereError(SiteUnreachableError):
    """But this machine holds what the candidate needs to go on."""


class SpareHeldError(HeldHereError):
    """But this machine holds the paper, though nothing of the candidate: it takes a code to go on."""


class SiteRefusedError(ExamError):
    """The site answered no. `code` is a `Refusal`; `until`: site time in ms to ask again, 0 unknown.

    `wait` is the same in seconds from the answer on. `about` is what the sentence names and `contact` whom to
    call, as `ErrorReply` says; both may be empty.
    """

    def __init__(
        self,
        code: str,
        title: str,
        until: int = 0,
        about: str = "",
        contact: str = "",
        *,
        wait: float = 0.0,
    ) -> None:
        super().__init__(title)
        self.code = code
        self.until = until
        self.about = about
        self.contact = contact
        self.wait = wait


class SiteAnswerError(ExamError):
    """The answer is not the site's (forged, another service), or cannot be read."""


class JournalError(ExamError):
    """This machine cannot save. The one error that the candidate must see in red."""


class PaperDamagedError(ExamError):
    """A part of the paper is missing or damaged on this machine."""


class ConfigError(ExamError):
    """A setting that cannot be read: the title names file, section and key."""


class StationError(ExamError):
    """What this machine holds of its enrolment is missing, damaged or another machine's: enrol it again."""


class Flaw(StrEnum):
    """What is wrong with an enrolment file."""

    NOT_READ = "not_read"
    OTHER_KIND = "other_kind"
    CHANGED = "changed"
    OTHER_VERSION = "other_version"
    IN_THE_CLEAR = "in_the_clear"


class EnrolmentFileError(ExamError):
    """An enrolment file that cannot be used."""

    def __init__(self, title: str, flaw: Flaw = Flaw.NOT_READ) -> None:
        super().__init__(title, "Take another enrolment file: examserver enrol writes them.")
        self.flaw = flaw


class InstallationError(ExamError):
    """A file that the program needs is missing: the title names it."""


class AlreadyRunningError(ExamError):
    """Another client runs in this data folder: it goes on, this one does not start."""


class FaultError(ExamError):
    """A bug, which the crash handler has as well: told so that nobody waits for ever, and tried again."""
