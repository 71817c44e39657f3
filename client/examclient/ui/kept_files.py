"""The desk where a candidate's files are kept, as questions know it: a FileDesk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from examclient.errors import ExamError, FileError, FileFault
from examclient.ui.background import Background
from examprotocol.responses import FileRef


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A file on its way to the disk, and whom it concerns: what became of it is told to nobody else."""

    name: str
    kept: Callable[[FileRef], None]
    failed: Callable[[ExamError], None]


KeepFile = Callable[[Path, int], FileRef]
"""Copies a file of at most so many bytes; raises FileError and JournalError. The use case of this name, which
brings the ciphers along, is not loaded before the first window.
"""


class KeptFiles(QObject):
    """Knows which attempt runs. Light: it stands before the first window.

    Signals:
        changed(): a file is on its way to the disk, or there; the question that asked has been told.
        not_kept(str): the file of this name could not be saved.
        moved(): another answer to `elsewhere`.
    """

    changed = Signal()
    not_kept = Signal(str)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lane: Background | None = None
        self._keep: KeepFile | None = None
        self._under_way: list[Kept] = []
        self._elsewhere: Mapping[str, str] = {}

    def work_in(self, lane: Background) -> None:
        """Files are copied in this lane, which waits for no network."""
        self._lane = lane

    def serve(self, keep: KeepFile | None) -> None:
        """Files are this attempt's from now on, or nobody's."""
        if keep is None:
            self._under_way.clear()
            self.hear_elsewhere({})
        self._keep = keep

    def hear_elsewhere(self, elsewhere: Mapping[str, str]) -> None:
        """The site says which files are on another machine only: SHA-256 to its seat or name."""
        if elsewhere != self._elsewhere:
            self._elsewhere = elsewhere
            self.moved.emit()

    def elsewhere(self, file: FileRef) -> str | None:
        """Where a file is that neither the site nor this machine has; None of any other."""
        return self._elsewhere.get(file.sha256)

    def keeping(self) -> tuple[str, ...]:
        """The names of the files that are not on disk yet, in the order in which they were chosen."""
        return tuple(one.name for one in self._under_way)

    def keep(
        self, file: Path, most: int, kept: Callable[[FileRef], None], failed: Callable[[ExamError], None]
    ) -> None:
        """Copy a file, sealed and read back, then call one of the two on the GUI thread, unless the candidate
        has gone by then, and the question with them.
        """
        keep = self._keep
        if self._lane is None or keep is None:
            failed(FileError(FileFault.NOT_KEPT, "no attempt runs here"))
            return
        one = Kept(file.name, kept, failed)
        self._under_way.append(one)
        self.changed.emit()
        self._lane.run(
            lambda: keep(file, most),
            lambda ref: self._settle(one, lambda: one.kept(ref)),
            lambda error: self._settle(one, lambda: self._fail(one, error)),
        )

    def _settle(self, one: Kept, tell: Callable[[], None]) -> None:
        if one in self._under_way:
            try:
                tell()
            finally:
                self._under_way.remove(one)
                self.changed.emit()

    def _fail(self, one: Kept, error: ExamError) -> None:
        one.failed(error)
        self.not_kept.emit(one.name)
