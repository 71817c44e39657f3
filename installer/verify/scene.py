"""All that the steps work with: the Windows, the installed client, the site, the screen."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from installer.verify.candidate import Candidate
from installer.verify.desktop import Desktop
from installer.verify.exam_site import ExamSite
from installer.verify.program import Program
from installer.verify.table import TrialError
from installer.verify.wine import Wine

SEAT = "1"


@dataclass(frozen=True, slots=True)
class Packages:
    """The MSI to install, and one of a higher version."""

    first: Path
    newer: Path

    @property
    def versions(self) -> tuple[str, str]:
        """Both versions, as the names of the files have them."""
        one, other = (msi.name.split("-")[1] for msi in (self.first, self.newer))
        return one, other


@dataclass(slots=True)
class Scene:
    """`client` is the client's process while it runs."""

    packages: Packages
    wine: Wine
    program: Program
    site: ExamSite
    desk: Desktop
    out: Path
    client: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def candidate(self) -> Candidate:
        """Whoever sits before the screen."""
        return Candidate(self.desk)

    def start_client(self) -> None:
        """Start the installed client, which must not run already."""
        self.client = self.program.start()

    def shut_down(self) -> None:
        """Windows ends in good order."""
        self.wine.shut_down()
        self.client = None

    def power_off(self) -> None:
        """The machine goes off; what is on its disk stays."""
        self.wine.power_off()
        self.client = None


def require(holds: object, seen: str) -> str:
    """What was seen, where it is as expected; else it is raised."""
    if not holds:
        raise TrialError(seen)
    return seen
