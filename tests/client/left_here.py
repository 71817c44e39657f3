"""What a machine does with the journals that lie on it: its backlog, as a start of the client builds it."""

from pathlib import Path

from examclient.errors import ExamError
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.usecases.backlog import AGAIN, PASS, Backlog
from examclient.usecases.leftover import Counter, HandoverDesk
from tests.client.machine import Machine

MOST = 200
"""Steps that a look through all journals may take."""


class LeftHere:
    """One start of the client, as far as what others left here is concerned."""

    def __init__(
        self,
        machine: Machine,
        setting: Setting | None = None,
        desk: HandoverDesk | None = None,
    ) -> None:
        self.journals = Journals(machine.data, setting or Setting())
        self.forgotten: list[str] = []
        counter = Counter(desk or machine.api, machine.site, machine.clock, lambda: 0.0)
        self.backlog = Backlog(self.journals, counter, self.forgotten.append)

    def look_through(self, running: str = "") -> list[ExamError]:
        """All journals once; returns what went wrong with any of them."""
        troubles = []
        self.backlog.begin_anew()
        for _ in range(MOST):
            done = self.backlog.run_once(running)
            if done.trouble is not None:
                troubles.append(done.trouble)
            elif done.wait in (PASS, AGAIN):
                return troubles
        raise AssertionError(f"no end of it: {troubles[-3:]}")


def files_in(*folders: Path) -> list[str]:
    """What lies there of journals."""
    return sorted(path.name for folder in folders for path in folder.rglob("*.journal*"))
