"""Opens an enrolment file and works out what a person has to see of it."""

from dataclasses import dataclass
from pathlib import Path

from examclient.domain.enrolling import EnrolmentSummary, seat_of
from examclient.domain.site import Membership
from examclient.errors import StationError
from examclient.storage.enrolment_file import fingerprint_of, read_enrolment
from examclient.storage.station_file import read_membership
from examprotocol.enrolment import Enrolment


@dataclass(frozen=True, slots=True)
class OpenedEnrolment:
    """A file that was read and checked, and what people see of it."""

    enrolment: Enrolment
    summary: EnrolmentSummary


class OpenEnrolment:
    """Reads a file for this machine. `seat` is the one that its settings name, before any table."""

    def __init__(self, data_folder: Path, hostname: str, seat: str = "") -> None:
        self._data_folder = data_folder
        self._hostname = hostname
        self._seat = seat

    def __call__(self, path: Path) -> OpenedEnrolment:
        """Read the file; raises EnrolmentFileError."""
        enrolment = read_enrolment(path)
        summary = EnrolmentSummary(
            file=path.name,
            site=enrolment.site,
            address=enrolment.address,
            room=enrolment.room,
            fingerprint=fingerprint_of(enrolment),
            seat=self._seat or seat_of(enrolment.seats, self._hostname) or self._held(enrolment),
        )
        return OpenedEnrolment(enrolment, summary)

    def _held(self, enrolment: Enrolment) -> str:
        """The seat that this machine has in the same room already."""
        held = self._membership()
        is_here = held is not None and (held.site_id, held.room) == (enrolment.site_id, enrolment.room)
        return held.seat if held is not None and is_here else ""

    def _membership(self) -> Membership | None:
        try:
            return read_membership(self._data_folder)
        except StationError:
            return None
