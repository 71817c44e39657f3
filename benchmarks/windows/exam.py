"""The client in the middle of an exam: every question of the paper in the folder has been on the screen."""

import sys
from dataclasses import replace
from pathlib import Path

from examclient.__main__ import prepare_environment
from examclient.environment import keep_platform
from examclient.storage.config_file import read_config

folder = Path(sys.argv[1])
config = read_config(folder / "user.ini", folder)
keep_platform()
prepare_environment(config.drawing_level)

from PySide6.QtCore import QTimer  # noqa: E402 - Qt only after its environment is set
from PySide6.QtWidgets import QApplication  # noqa: E402

from benchmarks.big_paper import read_paper  # noqa: E402
from benchmarks.exam_state import exam_state  # noqa: E402
from benchmarks.windows.painted import say_painted  # noqa: E402
from examclient.app import Client  # noqa: E402
from examprotocol.paper import questions_of  # noqa: E402

TURNING = 20
"""Milliseconds at least for each question: time to lay it out and to paint it."""


def show_next() -> None:
    """Go to the next question; after the last one tell that all have been there."""
    question = next(left_to_show, None)
    if question is None:
        turning.stop()
        say_painted()
    else:
        client.window.show_state(replace(state, current=question.id))


app = QApplication(sys.argv[:1])
client = Client(app, config)
client.show()
client.open()
paper = read_paper(folder)
client.pictures.show(paper)
state = exam_state(paper.paper)
left_to_show = iter(questions_of(paper.paper))
turning = QTimer(interval=TURNING)
turning.timeout.connect(show_next)
turning.start()
app.exec()
