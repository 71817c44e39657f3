"""What can be carried out of this machine, what came of it, and what a proctor writes down."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from examclient.errors import ExportError, ExportFault


class ExportStep(StrEnum):
    """What is being done. Only WRITING counts: bytes of all; the others say 0 of 1, then 1 of 1."""

    READING = "reading"
    SEALING = "sealing"
    WRITING = "writing"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True)
class Drive:
    """A place that can be written to. `label` is what people call it, or `""`; `free` are bytes."""

    path: Path
    label: str = ""
    free: int = 0
    is_removable: bool = False
    is_read_only: bool = False
    file_system: str = ""


@dataclass(frozen=True, slots=True)
class Permit:
    """What a proctor typed as the room password and was found right; `wrong_tries` stood before it."""

    password: str = field(repr=False)
    wrong_tries: int = 0


@dataclass(frozen=True, slots=True)
class Exportable:
    """An attempt that this machine holds. Texts that nobody knows any more are `""`.

    `questions` is 0 where the paper is not here to say; `answered` are then the questions with any answer.
    `is_acknowledged`: the site has signed for all that is here. `exported_at` is the site time in ms of the
    last export that was verified, 0 for none; `is_newer`: something was written since; `last_at` that of what
    was written last. `exam` is the exam's id. `fault` says why it cannot be exported: what cannot be read
    here, or is nobody's by all that is known.
    """

    attempt: str
    name: str
    admission_number: str
    exam_title: str
    seat: str
    answered: int
    questions: int
    events: int
    is_running: bool = False
    is_handed_in: bool = False
    is_acknowledged: bool = False
    exported_at: int = 0
    is_newer: bool = False
    last_at: int = 0
    exam: str = ""
    fault: ExportFault | None = None


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A package on a drive that was read back from there, opened and compared. `size` are bytes.

    `signed_name` is its own name, which the file's differs from where that was taken. `events` are in it.
    """

    path: Path
    size: int
    code: str
    sha256: str
    signed_name: str
    events: int

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """For the proctor's record. `exam` is its title, `at` site time in ms; unknown texts are `""`.

    `identity_number` is the whole number, or masked where this machine has no more of it.
    """

    name: str
    admission_number: str
    identity_number: str
    seat: str
    exam: str
    answered: int
    questions: int
    at: int
    files: tuple[PackageFile, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """An attempt that is on a drive: one file nearly always, more of one that is too large for one."""

    attempt: str
    events: int
    files: tuple[PackageFile, ...]
    record: ExportRecord

    @property
    def path(self) -> Path:
        """The first file."""
        return self.files[0].path

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(one.size for one in self.files)

    @property
    def code(self) -> str:
        """The short code of the first file."""
        return self.files[0].code


@dataclass(frozen=True, slots=True)
class NotExported:
    """An attempt that is not on the stick, and why."""

    what: Exportable
    error: ExportError


@dataclass(frozen=True, slots=True)
class StickVisit:
    """What a proctor's stick took from this machine. `file` is the signed word of it that lies on the stick,
    None where that could not be written; `trouble` says what ended the visit before its end.
    """

    exported: tuple[Exported, ...]
    failed: tuple[NotExported, ...]
    file: Path | None
    trouble: ExportError | None = None

    @property
    def is_complete(self) -> bool:
        """Whether all that this machine holds is on the stick, and the stick says so."""
        return not self.failed and self.file is not None and self.trouble is None
