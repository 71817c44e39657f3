"""Builds the exam's page while the candidate is still before it, with the first question where the paper is
here: nobody waits for it when the exam begins.

Rule: only while nobody presses anything. What a key or a click asks for comes first.
"""

from PySide6.QtCore import QObject, QTimer

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui.main_window import MainWindow

BEFORE = (Phase.LOGIN, Phase.CONFIRMING, Phase.PREPARING, Phase.WAITING)
"""The phases that the exam may begin from, or in which the next candidate is awaited."""

REST = 2_000
"""Milliseconds without a key, a click or another phase. To build the page takes a tenth of a second."""


class Warming(QObject):
    """Owns when the page is built. It goes with its candidate, so each one's is built anew."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._state: ExamState | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._on_rest)
        window.touched.connect(self._on_touched)

    def show_state(self, state: ExamState) -> None:
        """Another phase begins the rest anew."""
        before, self._state = self._state, state
        if before is None or before.phase is not state.phase:
            self._rest.stop()
            if state.phase in BEFORE:
                self._rest.start()

    def _on_touched(self) -> None:
        if self._rest.isActive():
            self._rest.start()

    def _on_rest(self) -> None:
        has_paper = self._state is not None and self._state.paper is not None
        self._window.build_ahead(Phase.ANSWERING, self._state if has_paper else None)
