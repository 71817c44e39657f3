"""A desk for files in which nothing is kept until the test says how it went."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from examclient.errors import ExamError
from examprotocol.responses import FileRef


class FileTray(QObject):
    """A FileDesk."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.away: dict[str, str] = {}
        self.most: list[int] = []
        self._waiting: list[tuple[Path, Callable[[FileRef], None], Callable[[ExamError], None]]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def keep(
        self,
        file: Path,
        most: int,
        kept: Callable[[FileRef], None],
        failed: Callable[[ExamError], None],
    ) -> None:
        """Remember what is wanted."""
        self.most.append(most)
        self._waiting.append((file, kept, failed))

    def elsewhere(self, file: FileRef) -> str | None:
        """As the test says."""
        return self.away.get(file.sha256)

    def keep_next(self) -> FileRef:
        """The oldest that waits is on disk."""
        file, kept, _ = self._waiting.pop(0)
        ref = ref_of(file)
        kept(ref)
        return ref

    def fail_next(self) -> None:
        """The oldest that waits could not be saved."""
        self._waiting.pop(0)[2](ExamError("The disk is full.", "Please raise your hand."))


def ref_of(file: Path) -> FileRef:
    return FileRef(f"{len(file.name):064x}", file.name, file.stat().st_size)
