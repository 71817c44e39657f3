"""Errors of the client: the world failed, not the code.

    ExamError                  title says what is true, advice what to do (English, for logs)
    +-- SiteUnreachableError   no answer from the site: cable, switch, service
    |   +-- NothingHeldError   and nothing is held here for the numbers that were typed
    |   +-- OlderServiceError  what answers was taken over by another machine: it counts as nobody
    |   +-- HeldHereError      but this machine holds what the candidate needs to go on
    |       +-- SpareHeldError     or at least the paper: with a proctor's code it goes on here
    +-- SiteRefusedError       the site answered no, with a code
    +-- SiteAnswerError        the answer is not the site's, or cannot be read
    +-- JournalError           this machine cannot save
    +-- PaperDamagedError      a part of the paper is missing or damaged
    +-- ConfigError            a setting that cannot be read
    +-- StationError           this machine no longer knows who it is at its site: enrol it again
    +-- EnrolmentFileError     an enrolment file that cannot be used, with its flaw
    +-- ExportError            the answers could not be brought onto a drive, with its fault
    |   +-- DriveGoneError         it was pulled out, or the folder is gone
    |   +-- DriveFullError         with the bytes that it takes and those that are free
    |   +-- ReadOnlyDriveError     it may not be written to
    |   +-- NotAFolderError        what was chosen is no folder
    |   +-- DriveFailingError      it does not take or give back what was written
    |   +-- ExportStoppedError     a person stopped it
    +-- FileError              a file that a candidate hands in could not be kept, with its fault
    +-- KeyFileError           a file with the key of a paper that opens nothing here, with its fault
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


class OlderServiceError(SiteUnreachableError):
    """What answers is an earlier life of the service, which another machine has taken over from."""


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


class FileFault(StrEnum):
    """Why a file is not kept."""

    NOT_READ = "not_read"
    TOO_LARGE = "too_large"
    NOT_KEPT = "not_kept"


FILE_WORDS = {
    FileFault.NOT_READ: ("The file cannot be read.", "Please choose it again, or raise your hand."),
    FileFault.TOO_LARGE: (
        "The file is too large for this question.",
        "Please make it smaller, or choose another one.",
    ),
    FileFault.NOT_KEPT: (
        "The file could not be saved on this machine.",
        "Please choose it again. If it stays so, raise your hand.",
    ),
}
"""Title and advice, for people: the screen translates them."""


class FileError(ExamError):
    """A file that a candidate hands in could not be kept; `why` is for the log."""

    def __init__(self, fault: FileFault, why: str) -> None:
        super().__init__(*FILE_WORDS[fault])
        self.fault = fault
        self.why = why


class ExportFault(StrEnum):
    """Why answers are not on a drive."""

    GONE = "gone"
    FULL = "full"
    READ_ONLY = "read_only"
    NO_FOLDER = "no_folder"
    FAILING = "failing"
    STOPPED = "stopped"
    NOT_HELD = "not_held"
    """This machine holds nothing of the attempt any more."""

    LOCKED = "locked"
    """The journal does not open with the keys of this machine: its file can be brought to the service."""

    DAMAGED = "damaged"
    """Nothing can be read of the journal any more."""

    NOBODYS = "nobodys"
    """Nothing says any more whose attempt it is."""

    TOO_LARGE = "too_large"
    """One start of the client wrote more than a package may have."""

    NO_KEY = "no_key"
    """This machine does not know the key that the service opens packages by."""

    NO_STICK = "no_stick"
    """There is no proctor's stick file in the folder, or it cannot be read."""

    FORGED_STICK = "forged_stick"
    """The stick file is not signed by this machine's service, or is for another room."""

    WRONG = "wrong"
    """What was made cannot be opened again: a fault of this program or its memory."""


class ExportError(ExamError):
    """The answers could not be brought onto a drive; on this machine they are as safe as before."""

    def __init__(self, fault: ExportFault, title: str, advice: str = "") -> None:
        super().__init__(title, advice)
        self.fault = fault


class DriveGoneError(ExportError):
    """The drive was pulled out, or the folder on it is gone."""

    def __init__(self, title: str) -> None:
        super().__init__(ExportFault.GONE, title, "Put the drive in again, or take another one.")


class DriveFullError(ExportError):
    """The drive is full: `needs` and `free` are bytes."""

    def __init__(self, title: str, needs: int, free: int) -> None:
        super().__init__(ExportFault.FULL, title, "Make room on the drive, or take another one.")
        self.needs = needs
        self.free = free


class ReadOnlyDriveError(ExportError):
    """The drive or the folder may not be written to."""

    def __init__(self, title: str) -> None:
        advice = "Unlock the drive (some sticks have a switch), or take another drive or folder."
        super().__init__(ExportFault.READ_ONLY, title, advice)


class NotAFolderError(ExportError):
    """What was chosen is no folder."""

    def __init__(self, title: str) -> None:
        super().__init__(ExportFault.NO_FOLDER, title, "Choose a folder.")


class DriveFailingError(ExportError):
    """The drive does not take what is written, or gives back something else."""

    def __init__(self, title: str) -> None:
        super().__init__(ExportFault.FAILING, title, "Take another drive; do not use this one any more.")


class ExportStoppedError(ExportError):
    """A person stopped it. Nothing of it is on the drive."""

    def __init__(self) -> None:
        super().__init__(ExportFault.STOPPED, "The export was stopped; nothing of it is on the drive.")


class KeyFault(StrEnum):
    """Why a key file opens nothing here."""

    NONE = "none"
    """There is no key file on any drive of this machine."""

    NOT_READ = "not_read"
    """It cannot be read, or is no key file."""

    FORGED = "forged"
    """It is not signed by this exam site, or was changed."""

    OTHER_EXAM = "other_exam"
    """It is this site's, for another exam."""

    OTHER_PAPER = "other_paper"
    """It is this exam's, but the paper was another one then."""

    OTHER_ROOM = "other_room"
    """It is for other rooms."""

    OTHER_PASSWORD = "other_password"  # noqa: S105  (no password)
    """It was made before the room got the password that was typed."""


class KeyFileError(ExamError):
    """A key file that opens nothing here. `file` is its name; `about` what it is for, where that is known."""

    def __init__(self, fault: KeyFault, title: str, file: str = "", about: str = "") -> None:
        super().__init__(title, "Have a new key file written at the service: examserver exam key.")
        self.fault = fault
        self.file = file
        self.about = about


class InstallationError(ExamError):
    """A file that the program needs is missing: the title names it."""


class AlreadyRunningError(ExamError):
    """Another client runs in this data folder: it goes on, this one does not start."""


class FaultError(ExamError):
    """A bug, which the crash handler has as well: told so that nobody waits for ever, and tried again."""
