# ruff: noqa: T201 - the test reads what it prints
"""The real client with its real window, without a screen, whose candidate plays the first recording.

`python -m tests.client.listening_child DATA ADMISSION IDENTITY` logs in unless the machine leads back into
the exam, and presses Play as a person would. It prints `left N` before it plays and `at MILLISECONDS` as long
as the recording runs.
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from examclient.app import dress
from examclient.assembly import build_presenter
from examclient.domain.config import Config
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.storage.one_client import only_client
from examclient.storage.station_file import read_membership
from examclient.ui.at_hand import AtHand
from examclient.ui.main_window import MainWindow
from examclient.ui.paper_pictures import PaperPictures
from examclient.ui.presenter import Presenter
from examclient.ui.widgets.player import SoundPlayer
from examclient.ui.wiring import connect
from tests.client.listening import TWICE


class Listener:
    """Does what the candidate would do, as soon as the screen lets him."""

    def __init__(self, window: MainWindow, presenter: Presenter, numbers: tuple[str, str]) -> None:
        self._window, self._presenter, self._numbers = window, presenter, numbers
        self._phase: Phase | None = None
        self._has_pressed = False
        self._timer = QTimer(interval=50)
        self._timer.timeout.connect(self._press)
        presenter.stage.state_changed.connect(self._on_state)
        presenter.sounds.moved.connect(lambda at: print("at", at, flush=True))

    def _on_state(self, state: ExamState) -> None:
        acts = {
            Phase.LOGIN: lambda: self._presenter.log_in(*self._numbers),
            Phase.CONFIRMING: self._presenter.confirm,
            Phase.ANSWERING: self._timer.start,
        }
        if state.phase in acts and not state.busy and state.phase is not self._phase:
            self._phase = state.phase
            QTimer.singleShot(100, acts[state.phase])

    def _press(self) -> None:
        player = self._window.findChild(SoundPlayer)
        if player is not None and player.button.isEnabled() and not self._has_pressed:
            self._has_pressed = True
            print("left", self._presenter.sounds.state.left(TWICE), flush=True)
            player.button.click()


def main(data: Path, numbers: tuple[str, str]) -> int:
    """Sit until somebody ends this process."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    config = Config(data_folder=data)
    dress(app, config)
    site = read_membership(data)
    assert site is not None, "the test has enrolled this machine"
    with only_client(data):
        pictures, at_hand = PaperPictures(), AtHand()
        window = MainWindow(pictures, media=at_hand.players, files=at_hand.files)
        presenter = build_presenter(config, site, pictures, at_hand=at_hand)
        candidate = Listener(window, presenter, numbers)
        assert candidate
        connect(window, presenter)
        presenter.start()
        window.open()
        return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), (sys.argv[2], sys.argv[3])))
