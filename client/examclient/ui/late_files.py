"""Files that are still being saved on this machine when the answers are handed in, or time is over.

Rule: such a file was chosen in time, so it is journalled whenever it is on disk, also after the end; where it
never gets there, its candidate is told in words.
"""

from typing import Any

from examclient.domain.phases import HANDING_IN, Phase
from examclient.ui.kept_files import KeptFiles
from examclient.ui.stage import AT_WORK, Stage
from examclient.usecases.handed_files import files_in
from examprotocol.responses import FilesResponse

AFTERWARDS = (*HANDING_IN, Phase.DONE, Phase.MOVED)


class LateFiles:
    """Brings what becomes of files onto the stage. Knows nothing of how they are kept."""

    def __init__(self, files: KeptFiles, stage: Stage) -> None:
        self._files = files
        self._stage = stage
        files.changed.connect(self._on_changed)
        files.not_kept.connect(self._on_not_kept)
        files.moved.connect(self._on_moved)

    def takes(self, response: Any) -> bool:
        """Whether an answer that comes after the end is one whose files were chosen before it: no page takes
        a new one then.
        """
        is_after = self._stage.state.phase in AFTERWARDS
        return is_after and isinstance(response, FilesResponse) and bool(self._files.keeping())

    def _on_changed(self) -> None:
        self._stage.show(keeping=self._files.keeping())

    def _on_moved(self) -> None:
        named = files_in(self._stage.state.answers)
        away = tuple(one.name for one in named if self._files.elsewhere(one) is not None)
        self._stage.show(elsewhere_files=away)

    def _on_not_kept(self, name: str) -> None:
        """While the candidate answers the question itself says so."""
        if self._stage.state.phase not in AT_WORK:
            self._stage.show(unkept=(*self._stage.state.unkept, name))
