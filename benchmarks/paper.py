"""From one question to the next, in a paper of 100 questions with pictures, in the client's own window.

The reference is a label that is given another ready picture of the whole window.
"""

import argparse
import tempfile
import time
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from benchmarks.big_paper import read_paper, write_paper
from benchmarks.exam_state import exam_state
from benchmarks.measuring import Figure, Reference, figure, in_turn, new_parser, report
from benchmarks.windows.painting import Painted
from examclient.app import dress
from examclient.domain.config import Config
from examclient.domain.state import ExamState
from examclient.ui.main_window import MainWindow
from examclient.ui.paper_pictures import PaperPictures
from examprotocol.paper import Question, questions_of

WIDTH, HEIGHT = 1366, 768
FRAME = 16.0
"""Milliseconds: what a screen that is drawn 60 times a second leaves for one picture."""


class ExamWindow(Painted, MainWindow):
    """The client's window."""

    def event(self, event: QEvent) -> bool:
        """Note the end of each painting."""
        done = super().event(event)
        if event.type() is QEvent.Type.UpdateRequest:
            self.painted_at = time.perf_counter()
        return done


class Viewer(Painted, QLabel):
    """The least that shows one picture after the other."""

    def event(self, event: QEvent) -> bool:
        """Note the end of each painting."""
        done = super().event(event)
        if event.type() is QEvent.Type.UpdateRequest:
            self.painted_at = time.perf_counter()
        return done


class Turns:
    """Turns the pages of exam window and viewer, on and on."""

    def __init__(self, folder: Path) -> None:
        paper = read_paper(folder)
        pictures = PaperPictures()
        pictures.show(paper)
        self._state = exam_state(paper.paper)
        self._questions = cycle(questions_of(paper.paper))
        self.window, self.viewer = ExamWindow(pictures), Viewer()
        for one in (self.window, self.viewer):
            one.resize(WIDTH, HEIGHT)
        self.turned_to: list[Question] = []
        self._open()

    def turn(self) -> float:
        """Go to the next question; milliseconds until it stands on the screen."""
        question = next(self._questions)
        self.turned_to.append(question)
        return self.window.until_painted(lambda: self._show(question))

    def swap(self) -> float:
        """Show the viewer's other picture; milliseconds until it stands on the screen."""
        picture = next(self._pictures)
        return self.viewer.until_painted(lambda: self.viewer.setPixmap(picture))

    def _open(self) -> None:
        first, second = next(self._questions), next(self._questions)
        self._show(first)
        self.window.show()
        pictures = [self._picture_of(question) for question in (second, first)]
        self._pictures = cycle(pictures)
        self.viewer.setPixmap(pictures[-1])
        self.viewer.show()

    def _picture_of(self, question: Question) -> QPixmap:
        self.window.until_painted(lambda: self._show(question))
        return self.window.grab()

    def _show(self, question: Question) -> None:
        self.window.show_state(self._at(question))

    def _at(self, question: Question) -> ExamState:
        return replace(self._state, current=question.id)


def main() -> None:
    """Turn the pages, and say what each kind of question takes."""
    options = _parse()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        dress(app, Config(folder))
        write_paper(folder)
        turns = Turns(folder)
        values = in_turn({"viewer": turns.swap, "client": turns.turn}, options.runs)
        report(_figures(values["client"], values["viewer"], turns.turned_to), NOTES, options.json)


NOTES = (
    "100 questions, one PNG of 640x360 in each, half of them single choice; window 1366x768, half answered.",
    "From the change of the state until it is laid out and painted, picture opened and decoded as well.",
)


def _figures(client: list[float], viewer: list[float], turned_to: list[Question]) -> list[Figure]:
    swapped = figure("another ready picture", "ms", viewer)
    reference = Reference(swapped.name, swapped.median)
    figures = [
        figure("question to question", "ms", client, aim=FRAME),
        figure("question to question", "ms", client, reference),
        swapped,
    ]
    for kind in sorted({type(question).__name__ for question in turned_to}):
        own = [value for value, to in zip(client, turned_to, strict=True) if type(to).__name__ == kind]
        figures.append(figure(f"  to {kind}", "ms", own, reference))
    return figures


def _parse() -> argparse.Namespace:
    return new_parser(__doc__, runs=500).parse_args()


if __name__ == "__main__":
    main()
