# ruff: noqa: T201 - the test reads what it prints
"""The real client behind its window, without a window, that types until it is killed.

`python -m tests.client.client_child DATA ADMISSION IDENTITY` logs in at the machine's site, opens the attempt
and types an essay letter by letter. It prints `saved N` when N letters are on the disk.
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from examclient.assembly import build_presenter
from examclient.domain.config import Config
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.places import resources_folder
from examclient.storage.one_client import only_client
from examclient.storage.station_file import read_membership
from examclient.ui.fonts import load_fonts
from examclient.ui.paper_pictures import PaperPictures
from examclient.ui.presenter import Presenter
from examclient.ui.saver import Saved
from examprotocol.responses import TextResponse

ESSAY = "q5"
KEYSTROKE = 20
"""Milliseconds between two letters."""


class Typist:
    """Does what the candidate would do, as soon as the screen lets him."""

    def __init__(self, presenter: Presenter, numbers: tuple[str, str]) -> None:
        self._presenter = presenter
        self._numbers = numbers
        self._letters = 0
        self._timer = QTimer(interval=KEYSTROKE)
        self._timer.timeout.connect(self._type)
        presenter.stage.state_changed.connect(self._on_state)
        presenter._saver.saved.connect(self._on_saved)
        presenter.start()
        QTimer.singleShot(0, lambda: presenter.log_in(*numbers))

    def _on_state(self, state: ExamState) -> None:
        if state.phase is Phase.CONFIRMING and not state.busy and state.candidate is not None:
            QTimer.singleShot(0, self._presenter.confirm)
        elif state.phase is Phase.ANSWERING and not self._timer.isActive():
            self._timer.start()

    def _type(self) -> None:
        self._letters += 1
        self._presenter.answer(ESSAY, TextResponse("长" * self._letters))

    def _on_saved(self, saved: Saved) -> None:
        response = saved.answers.response(ESSAY)
        assert isinstance(response, TextResponse)
        print("saved", len(response.text), flush=True)


def main(data: Path, admission: str, identity: str) -> int:
    """Type until somebody ends this process."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    load_fonts(resources_folder() / "fonts")
    site = read_membership(data)
    assert site is not None, "the test has enrolled this machine"
    with only_client(data):
        presenter = build_presenter(Config(data_folder=data), site, PaperPictures())
        typist = Typist(presenter, (admission, identity))
        assert typist
        return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
