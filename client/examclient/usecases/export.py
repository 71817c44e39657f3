"""All ways in which answers leave this machine by a drive, for whoever asks for them on the screen."""

from dataclasses import dataclass
from pathlib import Path

from examclient.domain.export import Exportable, Exported, Permit, StickVisit
from examclient.usecases.export_one import Errand, ExportOne, IsStopped, Told
from examclient.usecases.export_stick import BatchTold, ExportAll, Round


@dataclass(frozen=True, slots=True)
class Exporter:
    """May be called from any thread; takes its time, so off the GUI thread."""

    one: ExportOne
    all_at_once: ExportAll

    def exportable(self) -> tuple[Exportable, ...]:
        """All that this machine still holds, the running attempt first, then what nobody has signed for."""
        return self.one.exportable()

    def export(
        self, attempt: str, permit: Permit, folder: Path, told: Told, is_stopped: IsStopped
    ) -> Exported:
        """Bring one attempt into a folder; raises ExportError."""
        return self.one(attempt, Errand(folder, permit, told, is_stopped))

    def begin_with_stick(self, folder: Path) -> None:
        """Know the room's cards that a stick brings, so that its password can be judged.

        Raises ExportError (NO_STICK, FORGED_STICK).
        """
        self.all_at_once.begin(folder)

    def export_all(self, folder: Path, permit: Permit, told: BatchTold, is_stopped: IsStopped) -> StickVisit:
        """Bring all onto a proctor's stick, whose file lies in `folder`; a bad one stops no other.

        Raises ExportError where there is no such stick, or nothing can be put on it at all.
        """
        return self.all_at_once(Round(folder, permit, told, is_stopped))
