"""Copy and paste inside the exam works; what comes from outside is never there to paste.

Rule: only what stands in the clipboard is emptied, and only while a candidate sits. What was copied in the
exam goes with the exam.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication

MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)
PROCESS_ONLY = ("offscreen", "minimal")
"""Platforms whose clipboard no other program sees, and which do not know whose it is."""


class ClipboardGuard(QObject):
    """Empties the clipboard of what another program has put there."""

    def __init__(
        self, clipboard: QClipboard, is_ours: Callable[[QClipboard.Mode], bool] | None = None
    ) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._is_ours = is_ours or self._ask
        self._is_on = False
        clipboard.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Nothing from outside, and nothing from before."""
        self._is_on = True
        self._empty_all()

    def end(self) -> None:
        """Take the exam's words along."""
        if self._is_on:
            self._is_on = False
            self._empty_all(only_ours=True)

    def look(self) -> None:
        """Empty what is not ours: before a paste, and when somebody comes back from another window."""
        if self._is_on:
            for mode in self._modes():
                self._on_changed(mode)

    def _on_changed(self, mode: QClipboard.Mode) -> None:
        if self._is_on and mode in MODES and not self._is_ours(mode) and self._holds(mode):
            self._clipboard.clear(mode)

    def _empty_all(self, *, only_ours: bool = False) -> None:
        for mode in self._modes():
            if not only_ours or self._is_ours(mode):
                self._clipboard.clear(mode)

    def _modes(self) -> tuple[QClipboard.Mode, ...]:
        return MODES if self._clipboard.supportsSelection() else MODES[:1]

    def _holds(self, mode: QClipboard.Mode) -> bool:
        found = self._clipboard.mimeData(mode)
        return found is not None and bool(found.formats())

    def _ask(self, mode: QClipboard.Mode) -> bool:
        if QGuiApplication.platformName() in PROCESS_ONLY:
            return True
        if mode is QClipboard.Mode.Selection:
            return self._clipboard.ownsSelection()
        return self._clipboard.ownsClipboard()
