"""The desk where a candidate's files are kept, as questions know it: a FileDesk."""

from collections.abc import Callable
from pathlib import Path

from examclient.errors import ExamError, FileError, FileFault
from examclient.ui.background import Background
from examclient.usecases.handed_files import KeepFile
from examprotocol.responses import FileRef


class KeptFiles:
    """Knows which attempt runs. Light: it stands before the first window."""

    def __init__(self) -> None:
        self._lane: Background | None = None
        self._keep: KeepFile | None = None

    def work_in(self, lane: Background) -> None:
        """Files are copied in this lane."""
        self._lane = lane

    def serve(self, keep: KeepFile | None) -> None:
        """Files are this attempt's from now on, or nobody's."""
        self._keep = keep

    def keep(
        self, file: Path, most: int, kept: Callable[[FileRef], None], failed: Callable[[ExamError], None]
    ) -> None:
        """Copy a file, sealed and read back, then call one of the two on the GUI thread."""
        keep = self._keep
        if self._lane is None or keep is None:
            failed(FileError(FileFault.NOT_KEPT, "no attempt runs here"))
            return
        self._lane.run(lambda: keep(file, most), kept, failed)
