"""The desk where a candidate's files are kept, as questions know it: a FileDesk."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from examclient.errors import ExamError, FileError, FileFault
from examclient.ui.background import Background
from examprotocol.responses import FileRef

T = TypeVar("T")

KeepFile = Callable[[Path, int], FileRef]
"""Copies a file of at most so many bytes; raises FileError and JournalError. The use case of this name, which
brings the ciphers along, is not loaded before the first window.
"""


class KeptFiles:
    """Knows which attempt runs. Light: it stands before the first window."""

    def __init__(self) -> None:
        self._lane: Background | None = None
        self._keep: KeepFile | None = None
        self._candidate = 0

    def work_in(self, lane: Background) -> None:
        """Files are copied in this lane, which waits for no network."""
        self._lane = lane

    def serve(self, keep: KeepFile | None) -> None:
        """Files are this attempt's from now on, or nobody's."""
        self._candidate += keep is None
        self._keep = keep

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
        self._lane.run(lambda: keep(file, most), self._while_here(kept), self._while_here(failed))

    def _while_here(self, function: Callable[[T], None]) -> Callable[[T], None]:
        candidate = self._candidate

        def guarded(value: T) -> None:
            if self._candidate == candidate:
                function(value)

        return guarded
