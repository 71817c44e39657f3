"""The client opens the sealed paper in the folder, and shows one question after the other."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from examclient.__main__ import prepare_environment
from examclient.environment import keep_platform
from examclient.storage.config_file import read_config

folder = Path(sys.argv[1])
config = read_config(folder / "user.ini", folder)
keep_platform()
prepare_environment(config.drawing_level)

from PySide6.QtWidgets import QApplication  # noqa: E402 - Qt only after its environment is set

from benchmarks.big_paper import read_paper  # noqa: E402
from benchmarks.exam_state import exam_state  # noqa: E402
from benchmarks.windows.painting import Watched  # noqa: E402
from benchmarks.windows.turning import ONLY_FIRST, Shown, Turning  # noqa: E402
from examclient.app import Client  # noqa: E402
from examclient.domain.state import ExamState  # noqa: E402
from examclient.ui.first_paint import FirstPaint  # noqa: E402
from examprotocol.paper import questions_of  # noqa: E402

WIDTH, HEIGHT = 1366, 768


def open_paper() -> ExamState:
    """What the client does when the key is there, up to the first question's state."""
    paper = read_paper(folder)
    client.pictures.show(paper)
    presenter.sounds.show_paper(paper)
    state = exam_state(paper.paper, is_begun=False)
    client.window.show_state(state)
    return state


def steps() -> Iterator[Callable[[Shown], None]]:
    """The first question with the opening of the paper, then each other one."""
    opened: list[ExamState] = []
    yield lambda shown: shown(watched.until_painted(lambda: opened.append(open_paper())))
    (state,) = opened
    assert state.paper is not None, "the paper has been opened"
    for question in questions_of(state.paper)[1:]:
        yield partial(show, replace(state, current=question.id))


def show(state: ExamState, shown: Shown) -> None:
    """Go to a question."""
    shown(watched.until_painted(lambda: client.window.show_state(state)))


def begin() -> None:
    """The clock of a client without a candidate would show the login page again each second."""
    presenter.stage.state_changed.disconnect(client.window.show_state)
    turning.begin()


app = QApplication(sys.argv[:1])
client = Client(app, config)
client.show()
client.window.showNormal()
client.window.resize(WIDTH, HEIGHT)
presenter = client.open()
watched, turning = Watched(client.window), Turning(steps(), only_first=ONLY_FIRST in sys.argv)
FirstPaint(client.window, begin)
client.window.update()
app.exec()
