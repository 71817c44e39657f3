"""What the page shows while a machine is being set up, and what the seat of a machine is.

Rule: a seat that a person gives comes before the one in the file's table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from examclient.domain.site import Enrolled
from examclient.domain.state import ExamState
from examclient.errors import EnrolmentFileError, ExamError, Flaw, SiteRefusedError, SiteUnreachableError
from examprotocol.messages import Refusal


class EnrolStep(StrEnum):
    """How far it is: a file to choose, its fingerprint to compare, the service to ask, or done."""

    CHOOSING = "choosing"
    COMPARING = "comparing"
    REGISTERING = "registering"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class EnrolmentSummary:
    """What people see of an enrolment file: `seat` is this machine's in its table, `""` where it has none."""

    file: str
    site: str
    address: str
    room: str
    fingerprint: str
    seat: str


@dataclass(frozen=True, slots=True)
class NamedFile:
    """The enrolment file that a machine's settings name, and what that machine is called in a table."""

    path: str
    machine: str


@dataclass(frozen=True, slots=True)
class EnrolState(ExamState):
    """Everything that the page of a machine can show that is being set up: there is no exam on it.

    `by_itself`: nobody sits before it, and what passes is tried again. `looks_at`: that came to nothing, so
    a person is asked, and as long as nobody has come the file is looked at again. `may_leave`: the machine
    has a place already, so there is a login page to go back to.
    """

    step: EnrolStep = EnrolStep.CHOOSING
    file: EnrolmentSummary | None = None
    by_itself: bool = False
    looks_at: NamedFile | None = None
    may_leave: bool = False
    enrolled: Enrolled | None = None

    @property
    def is_alone(self) -> bool:
        """Whether the machine works by itself: no person has taken over."""
        return self.by_itself or self.looks_at is not None


def seat_of(seats: Mapping[str, str], hostname: str) -> str:
    """The seat of a machine in a table of hostnames in lower case, `""` where it is not in there.

    A short name finds the full one and the other way round, unless two full ones begin with it.
    """
    name = hostname.strip().lower()
    short = name.partition(".")[0]
    if name in seats:
        return seats[name]
    if short != name:
        return seats.get(short, "")
    found = [seat for host, seat in seats.items() if host.partition(".")[0] == short and short]
    return found[0] if len(found) == 1 else ""


PASSING = (Refusal.BUSY, Refusal.FAULT, Refusal.TOO_OFTEN)


def passes(error: ExamError) -> bool:
    """Whether a trouble may be over in a moment: a network, share or service that is not there yet."""
    if isinstance(error, SiteRefusedError):
        return error.code in PASSING
    if isinstance(error, EnrolmentFileError):
        return error.flaw is Flaw.NOT_READ
    return isinstance(error, SiteUnreachableError)
