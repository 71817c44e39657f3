"""The order about backups on a timer."""

from pathlib import Path
from typing import ClassVar

import msgspec

from examserver.errors import BackupError
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.storage.disks import require_other_disk
from examserver.storage.settings import read_settings, write_settings

LONGEST, FEWEST, MOST = 24 * 60, 2, 1000
"""Minutes between two; how many are kept."""


class PlanBackups(StaffOrder, frozen=True, tag="plan_backups"):
    """Make a backup every `minutes` (0: none) in the folder `to`, and keep the newest `keep` of them.

    `beside` takes a folder on the service's own disk.
    """

    RECORDED: ClassVar = ("to", "minutes", "keep", "beside")
    IN_ANY_LIFE: ClassVar = True

    to: str
    minutes: int
    keep: int
    beside: bool = False

    def prepare(self, preparation: Preparation) -> StaffOrder:
        """Look at the folder; raises BackupError."""
        if not self.minutes:
            return self
        folder = preparation.folder
        if folder.server:
            raise BackupError(
                "The tables are on a PostgreSQL server, which makes its own backups.",
                "See docs/several-machines.md: replication, pg_basebackup and pg_dump.",
            )
        _require_sound(self)
        if not Path(self.to).is_dir():
            raise BackupError(f"There is no folder {self.to}.", "Name a folder that is there.")
        if folder.root.resolve() in (target := Path(self.to).resolve(), *target.parents):
            raise BackupError(f"{self.to} is in the service's own folder.", "Name one on another disk.")
        if not self.beside:
            require_other_disk(folder.root, Path(self.to))
        return self

    def carry_out(self, bench: Bench) -> Outcome:
        """Keep it; the timer looks within seconds."""
        settings = msgspec.structs.replace(
            read_settings(bench.connection),
            backup_to=self.to if self.minutes else "",
            backup_minutes=self.minutes,
            backup_keep=self.keep,
            backup_beside=self.beside,
        )
        write_settings(bench.connection, settings)
        if not self.minutes:
            return Outcome(("No backups are made on a timer.",))
        lines = (
            f"While the service runs it makes a backup every {self.minutes} minutes in {self.to},",
            f"reads it back, and keeps the newest {self.keep}. The overview says when one failed.",
        )
        return Outcome((*lines, *_warning(self)))


def _require_sound(plan: PlanBackups) -> None:
    if not 1 <= plan.minutes <= LONGEST:
        raise BackupError(f"{plan.minutes} is no number of minutes from 1 to {LONGEST}.", "Give 5.")
    if not FEWEST <= plan.keep <= MOST:
        raise BackupError(f"{plan.keep} is no number of backups from {FEWEST} to {MOST}.", "Give 12.")


def _warning(plan: PlanBackups) -> tuple[str, ...]:
    if not plan.beside:
        return ()
    return ("Take care: this may be the service's own disk, and what takes the one takes the other.",)
