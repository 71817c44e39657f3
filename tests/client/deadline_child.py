# ruff: noqa: T201 - the test reads what it prints
"""The real client with its real window, without a screen, whose candidate is still typing when time is over.

`python -m tests.client.deadline_child DATA ADMISSION IDENTITY [close]` logs in unless the machine leads back
into the exam, types into the essay and leaves the last word in the input method. It prints `phase P` for
every phase, `typing` when that word stands there, and `receipt CODE`. With `close` the window is closed once
time is over.
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from examclient.app import dress
from examclient.assembly import build_presenter
from examclient.domain.config import Config
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.storage.one_client import only_client
from examclient.storage.station_file import read_membership
from examclient.ui.main_window import MainWindow
from examclient.ui.paper_pictures import PaperPictures
from examclient.ui.presenter import Presenter
from examclient.ui.wiring import connect

ESSAY, WRITTEN, COMPOSED = "q5", "写完的话", "mo"


class LastWord:
    """Does what the candidate would do, as soon as the screen lets him."""

    def __init__(
        self, window: MainWindow, presenter: Presenter, numbers: tuple[str, str], close: bool
    ) -> None:
        self._window = window
        self._presenter = presenter
        self._numbers = numbers
        self._closes = close
        self._phase: Phase | None = None
        self._acted = False
        presenter.stage.state_changed.connect(self._on_state)

    def _on_state(self, state: ExamState) -> None:
        if state.phase is not self._phase:
            print("phase", state.phase.value, flush=True)
            self._phase, self._acted = state.phase, False
            if state.receipt is not None:
                print("receipt", state.receipt.code, flush=True)
        acts = {
            Phase.LOGIN: lambda: self._presenter.log_in(*self._numbers),
            Phase.CONFIRMING: self._presenter.confirm,
            Phase.ANSWERING: self._type,
            Phase.SUBMIT_FAILED: self._close,
        }
        if state.phase in acts and not state.busy and not self._acted:
            self._acted = True
            QTimer.singleShot(100, acts[state.phase])

    def _type(self) -> None:
        self._presenter.choose(ESSAY)
        field = self._window.page().findChild(QPlainTextEdit)
        assert field is not None
        field.setFocus()
        written, composed = QInputMethodEvent(), QInputMethodEvent(COMPOSED, [])
        written.setCommitString(WRITTEN)
        for event in (written, composed):
            QApplication.sendEvent(field, event)
        print("typing", flush=True)

    def _close(self) -> None:
        if self._closes:
            self._window.close()
            self._window.closing_bar.closing_confirmed.emit()


def main(data: Path, numbers: tuple[str, str], *, close: bool) -> int:
    """Sit until somebody ends this process, or the window is closed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    config = Config(data_folder=data)
    dress(app, config)
    site = read_membership(data)
    assert site is not None, "the test has enrolled this machine"
    with only_client(data):
        pictures = PaperPictures()
        window, presenter = MainWindow(pictures), build_presenter(config, site, pictures)
        candidate = LastWord(window, presenter, numbers, close)
        assert candidate
        connect(window, presenter)
        presenter.start()
        window.open()
        code = app.exec()
        presenter.close()
        return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), (sys.argv[2], sys.argv[3]), close="close" in sys.argv[4:]))
