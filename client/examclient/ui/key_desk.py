"""In the proctor's menu: the key of the paper from a stick, found by itself or looked for by a button.

Rule: the password is kept while the menu is open, and no longer; nobody waits for a drive.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from examclient.domain.export import Drive, Permit
from examclient.domain.state import KeyLook
from examclient.errors import ExamError, KeyFault, KeyFileError
from examclient.ui.background import Background
from examclient.ui.paper_desk import PaperDesk
from examclient.ui.proctor_desk import ProctorDesk
from examclient.usecases.key_from_stick import KeyFromStick, KeyTaken, KeyWanted


class KeyDesk(QObject):
    """Owns the look for a key. Knows no page."""

    def __init__(
        self,
        lane: Background,
        look: KeyFromStick,
        drives: Callable[[], tuple[Drive, ...]],
        papers: PaperDesk,
        proctor: ProctorDesk,
    ) -> None:
        super().__init__()
        self._lane = lane
        self._look = look
        self._drives = drives
        self._papers = papers
        self._proctor = proctor
        self._stage = proctor.stage
        self._permit: Permit | None = None
        proctor.unlocked.connect(self._on_unlocked)
        proctor.shut.connect(self._on_shut)

    def look(self) -> None:
        """Look for a key file on every drive, and open the paper by the one that fits."""
        self._begin(by_itself=False)

    def _on_unlocked(self, permit: Permit) -> None:
        """Whoever opens the menu while only the key is missing has most likely brought it."""
        self._permit = permit
        self._begin(by_itself=True)

    def _on_shut(self) -> None:
        self._permit = None

    def _begin(self, *, by_itself: bool) -> None:
        wanted, permit = self._wanted(), self._permit
        if wanted is None or permit is None:
            return
        self._show(KeyLook(is_looking=True))
        self._lane.run(
            lambda: self._look([drive.path for drive in self._drives()], wanted, permit.password),
            self._on_found,
            lambda error: self._on_not_found(error, by_itself=by_itself),
        )

    def _wanted(self) -> KeyWanted | None:
        """The key that is missing, None where none is."""
        state = self._stage.state
        if not state.awaits_key or state.exam is None or not self._papers.manifest_digest:
            return None
        return KeyWanted(state.exam.exam_id, state.exam.title, self._papers.manifest_digest)

    def _on_found(self, taken: KeyTaken) -> None:
        self._papers.take_key(
            taken.key,
            lambda: self._on_taken(taken.file),
            lambda error: self._on_not_found(error, by_itself=False),
        )

    def _on_taken(self, file: str) -> None:
        """Only now: the file said for itself that it is the key, and the paper has the last word."""
        self._proctor.note_key(file)
        self._show(KeyLook(file=file))

    def _on_not_found(self, error: ExamError, *, by_itself: bool) -> None:
        """That no key lies anywhere is no news to whoever did not ask."""
        is_none = isinstance(error, KeyFileError) and error.fault is KeyFault.NONE
        self._show(KeyLook() if by_itself and is_none else KeyLook(trouble=error))

    def _show(self, look: KeyLook) -> None:
        menu = self._stage.state.proctor
        if menu is not None and menu.is_open:
            self._stage.show(proctor=replace(menu, key=look))
