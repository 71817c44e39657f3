"""Carries answers out of this machine: sealed for the room password and the service, verified on the drive.

Rule: nobody is told that a package exists before it was read back from the drive, opened and compared.
"""

from collections.abc import Callable
from pathlib import Path

from examclient.domain.export import Exportable, Exported, ExportStep, Permit, StickVisit

Told = Callable[[ExportStep, int, int], None]
"""Told what is being done, how much of how much."""

IsStopped = Callable[[], bool]

BatchTold = Callable[[Exportable, int, int], None]
"""Told which attempt is being exported, and that it is the n-th of so many, from 1."""


class Exporter:
    """May be called from any thread, one call at a time; takes its time, so off the GUI thread."""

    def exportable(self) -> tuple[Exportable, ...]:
        """All that this machine still holds, the running attempt first, then what nobody has signed for."""
        raise NotImplementedError

    def export(
        self, attempt: str, permit: Permit, folder: Path, told: Told, is_stopped: IsStopped
    ) -> Exported:
        """Bring one attempt into a folder; raises ExportError."""
        raise NotImplementedError

    def export_all(self, folder: Path, permit: Permit, told: BatchTold, is_stopped: IsStopped) -> StickVisit:
        """Bring all onto a proctor's stick, whose stick file lies in `folder`; a bad one stops no other.

        Raises ExportError (NO_STICK, FORGED_STICK) where there is nothing to begin with.
        """
        raise NotImplementedError

    def begin_with_stick(self, folder: Path) -> None:
        """Know the room's cards that a stick brings, so that its password can be judged. Raises the same."""
        raise NotImplementedError
