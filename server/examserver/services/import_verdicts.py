"""What becomes of a file of a stick: verdict, reason, notes. Values only.

Rule: every refusal has a code of its own, and `import_words` or `visit_words` a sentence for each.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from examprotocol.errors import PackageFault, VisitFault
from examprotocol.rulings import Span
from examserver.storage.audit import Told


class Verdict(StrEnum):
    """What became of a file. All but REFUSED mean that what is in it is here now."""

    TAKEN = "taken"
    NOTHING_NEW = "nothing_new"
    SAME_AGAIN = "same_again"
    REFUSED = "refused"


class SiteFault(StrEnum):
    """Why a package is refused here, besides `PackageFault`. `about` is what the sentence names."""

    FILE_UNREADABLE = "file_unreadable"
    """The file cannot be read from its disk: `about` is what the system says."""

    ANOTHER_SITE = "another_site"
    """It is of another site's exam: `about` is that site's id."""

    ANOTHER_EXAM = "another_exam"
    """It is of an exam that is not here: `about` is its id."""

    ANOTHER_CANDIDATE = "another_candidate"
    """It is of somebody who does not sit this exam here: `about` is the admission number."""

    ANOTHER_ATTEMPT = "another_attempt"
    """It is of an attempt which is not this candidate's at this exam: `about` is the attempt's id."""

    PASSWORD_NEEDED = "password_needed"  # noqa: S105  (it names what is wrong)
    """The service's own key does not open it, and no room password was given."""

    REVOKED_STATION = "revoked_station"
    """Signed by a station that was revoked: `about` is its id."""

    NOT_CARRIED_OUT = "not_carried_out"
    """The service failed at it: `about` says how. Nobody has logged it."""

    NEVER_GRANTED = "never_granted"
    """A writer claims an epoch that no service can have granted."""


class VisitSiteFault(StrEnum):
    """Why a visit is refused here, besides `VisitFault`. `about` is what the sentence names."""

    ANOTHER_SITE = "visit_of_another_site"
    """It is of another site: `about` is that site's id."""

    UNKNOWN_STICK = "unknown_stick"
    """It is of a stick that this service did not make, or has forgotten: `about` is the stick's id."""

    REVOKED_STATION = "revoked_visiting_station"
    """Signed by a station that was revoked: `about` is its id."""


class Kind(StrEnum):
    """What a file was offered as: by its name, and a package where that says nothing."""

    PACKAGE = "package"
    VISIT = "visit"


Fault = PackageFault | SiteFault | VisitFault | VisitSiteFault


class Note(StrEnum):
    """What a person should know of a package that was taken."""

    RENAMED = "renamed"
    BY_PASSWORD = "by_password"  # noqa: S105  (it names how it was opened)
    RELEASED_STATION = "released_station"
    FORGOTTEN_STATION = "forgotten_station"
    STRANGE_STATION = "strange_station"
    OTHER_PAPER = "other_paper"
    OLDER = "older"
    LEFT_OUT = "left_out"
    DECIDED_BEFORE = "decided_before"
    KEPT_APART = "kept_apart"
    NOT_HANDED_IN = "not_handed_in"
    GOES_ON = "goes_on"
    INCOMPLETE = "incomplete"
    DAMAGED_ANSWERS = "damaged_answers"
    EXTENSIONS_BACK = "extensions_back"
    RECEIPT_BACK = "receipt_back"
    ATTACHMENTS = "attachments"
    ATTACHMENTS_MISSING = "attachments_missing"
    ATTACHMENTS_DAMAGED = "attachments_damaged"
    NOT_KEPT = "not_kept"


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as somebody offers it. `passwords` are room passwords as typed, `by` says who offers it.

    `sticks` are the sticks' own files that came along, by which a restored service knows its sticks again.
    `beside` is the folder in which the chunks of attached files may lie.
    """

    name: str
    data: bytes
    by: str
    passwords: tuple[str, ...] = ()
    sticks: tuple[bytes, ...] = ()
    beside: Path | None = None


class FileFacts(msgspec.Struct, frozen=True):
    """A file by name, SHA-256 (hex), short code and size in bytes."""

    name: str
    sha256: str
    code: str
    size: int


def file_told(file: FileFacts) -> dict[str, Told]:
    """A file as the audit log keeps it: without its name, into which somebody may have put anything."""
    return {"sha256": file.sha256, "size": file.size}


class VisitSaid(msgspec.Struct, frozen=True):
    """What a station says of its visit: when (`at`, site time in milliseconds), and what is on the stick.

    `packages` and `left` count what was exported and what could not be; `missing` are the candidates whose
    packages are not here, which nobody can say in a dry run.
    """

    stick: str
    room: str
    seat: str
    at: int
    packages: int
    left: int
    done: bool
    missing: tuple[str, ...] = ()


class ImportResult(msgspec.Struct, frozen=True):
    """What became of one file, for programs and for the line that people read.

    `number` is that in the log of imports (of visits, for a visit), 0 after a dry run. `exam` and `candidate`
    of a refused file are what it says of itself. `fault` and `about` say why it was refused. `events` counts
    all in it, `new` those that were not here, `apart` those kept apart because others are here under their
    numbers, `late` the new answers that were given after the end. `conflicts` are the questions of the
    attempt that a person has to look at now, `spans` the new events. `receipt` is the short code of the
    newest receipt of an attempt that is handed in, `""` also after a dry run that would sign another. `visit`
    is there for a visit that was taken.
    """

    number: int
    file: FileFacts
    verdict: Verdict
    fault: str = ""
    about: str = ""
    exam: str = ""
    candidate: str = ""
    attempt: str = ""
    station: str = ""
    events: int = 0
    new: int = 0
    apart: int = 0
    late: int = 0
    conflicts: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    notes: tuple[Note, ...] = ()
    handed_in: bool = False
    receipt: str = ""
    kind: Kind = Kind.PACKAGE
    visit: VisitSaid | None = None

    @property
    def came_in(self) -> bool:
        """Whether all that is in the file is here."""
        return self.verdict is not Verdict.REFUSED
