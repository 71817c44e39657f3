"""What the staff can order about backups."""

from pathlib import Path
from typing import ClassVar

from examserver.services.backups import Verified, make_backup, row_of
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.storage.backups import add_backup, note_backed_up

MIB = 1 << 20


class MakeBackup(StaffOrder, frozen=True, tag="make_backup"):
    """Write a backup into a file, named by its whole path."""

    IN_ANY_LIFE: ClassVar = True

    file: str

    def prepare(self, preparation: Preparation) -> StaffOrder:
        """Make it, beside the saves; raises BackupError."""
        verified = make_backup(
            preparation.folder, preparation.identity, Path(self.file), preparation.clock.now()
        )
        return _NoteBackup(self.file, verified, preparation.clock.now())


class _NoteBackup(StaffOrder, frozen=True, tag="note_backup"):
    """Note a backup that was made; nobody can send this."""

    RECORDED: ClassVar = ("file",)
    IN_ANY_LIFE: ClassVar = True

    file: str
    made: Verified
    verified: int

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it."""
        stated, counts = self.made.stated, self.made.stated.counts
        add_backup(bench.connection, row_of(stated, self.file, self.verified))
        note_backed_up(bench.connection, self.made.holdings)
        return Outcome(
            (
                f"Backup: {self.file} ({self.made.size / MIB:.1f} MiB), written and read back.",
                f"In it are {counts.attempts} attempts, {counts.events} events, {counts.receipts} receipts.",
                "It opens with this service's keys alone; they are in the key backup. Keep the two apart.",
            )
        )
