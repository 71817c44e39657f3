# ruff: noqa: T201 - the journey reads what it prints
"""The real client with its window, operated line by line from outside.

`python -m tests.journeys.station_child DATA [LEVEL]` shows the client of an enrolled machine, locked down at
that level, else not at all. Each line that it reads
is a JSON list, a wish and its words; it is done by the widgets that a person would use. It prints a JSON
object whenever what the screen shows has changed.
"""

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from examclient.app import Client
from examclient.domain.config import Config
from examclient.domain.lockdown import LEVELS, OPEN, Lockdown
from examclient.domain.state import ExamState
from examclient.storage.one_client import only_client
from examclient.ui.pages.confirm import ConfirmPage
from examclient.ui.pages.done import DonePage
from examclient.ui.pages.elsewhere import ElsewherePage
from examclient.ui.pages.exam import ExamPage
from examclient.ui.pages.login import LoginPage
from examclient.ui.pages.moved import MovedPage
from examclient.ui.pages.proctor import ProctorPage
from examclient.ui.widgets.header import ExamHeader
from examclient.ui.widgets.offline_code_panel import OfflineCodePanel
from examclient.ui.widgets.question_sheet import QuestionSheet
from examclient.ui.widgets.room_password_panel import RoomPasswordPanel
from examdemo.hands import Hands
from examprotocol.responses import TextResponse

LOOK = 20
"""Milliseconds between two looks at whether a wish can be done by now."""

W = TypeVar("W", bound=QWidget)


class Wishes(QObject):
    """Reads the lines from outside in a thread of its own, since reading waits.

    Signals:
        came(list): a wish and its words.
    """

    came = Signal(list)

    def start(self) -> None:
        """Begin to listen."""
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.came.emit(json.loads(line))


class Operator:
    """Does one wish after the other, each as soon as the screen lets it."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._hands = Hands(1)
        self._waiting: list[list[str]] = []
        self._said = ""
        self._wishes = Wishes()
        self._wishes.came.connect(self._waiting.append)
        self._wishes.start()
        self._timer = QTimer(interval=LOOK)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        self._say()
        if self._client.presenter is not None and self._waiting:
            wish, *words = self._waiting[0]
            if getattr(self, f"_{wish}")(*words):
                del self._waiting[0]

    @property
    def _state(self) -> ExamState:
        return self._client.open().stage.state

    def _page(self, kind: type[W]) -> W | None:
        """The page, where it is the one that is shown and can be used."""
        page = self._client.window.findChild(kind)
        return page if isinstance(page, kind) and page.isVisible() and not self._state.busy else None

    def _next_candidate(self) -> bool:
        """The proctor leaves the last page of the one before, by two clicks."""
        page = self._page(DonePage)
        if page is not None:
            self._hands.click(page.next_candidate)
        return self._page(LoginPage) is not None

    def _log_in(self, admission: str, identity: str) -> bool:
        page = self._page(LoginPage)
        if page is None:
            return False
        page.admission.field.clear()
        page.identity.field.clear()
        self._hands.type_text(page.admission.field, admission)
        self._hands.type_text(page.identity.field, identity)
        self._hands.click(page.log_in)
        return True

    def _confirm(self) -> bool:
        page = self._page(ConfirmPage)
        if page is None:
            return False
        self._hands.click(page.confirm)
        return True

    def _consent(self, password: str) -> bool:
        """The proctor moves the exam here."""
        page = self._page(ElsewherePage)
        return page is not None and self._unlock(page.go_on, page.panel, password)

    def _menu(self, password: str) -> bool:
        """The proctor opens the menu over the exam."""
        page, menu = self._page(ExamPage), self._page(ProctorPage)
        if menu is not None:
            return self._unlock(None, menu.panel, password)
        if page is not None:
            self._ask_for_proctor(page.header)
        return False

    def _ask_for_proctor(self, header: ExamHeader) -> None:
        """On a narrow screen the way is a line of another menu."""
        if header.proctor.isVisible():
            self._hands.click(header.proctor)
        else:
            header.more.menu_of_them.actions()[-1].trigger()

    def _show_code(self) -> bool:
        menu = self._page(ProctorPage)
        if menu is None or not menu.move_away.wanted.isVisible():
            return False
        self._hands.click(menu.move_away.wanted)
        return True

    def _go_on_by_code(self, code: str, password: str) -> bool:
        """The proctor lets the exam go on here again, with no network."""
        page = self._page(MovedPage)
        return page is not None and self._unlock(page.go_on, page.panel, password, code)

    def _unlock(self, opens: QWidget | None, panel: RoomPasswordPanel, password: str, code: str = "") -> bool:
        """Type into a panel that a button opens, and have it checked."""
        if not panel.isVisible():
            if opens is not None and opens.isVisible():
                self._hands.click(opens)
            return False
        if isinstance(panel, OfflineCodePanel):
            self._hands.type_text(panel.code, code)
        self._hands.type_text(panel.field, password)
        self._hands.click(panel.check)
        return True

    def _answer(self, question: str, text: str) -> bool:
        """Go to the question, type, and leave it when the screen says that it is saved."""
        state = self._state
        if state.answers.response(question) == TextResponse(text):
            return question not in state.unsaved
        if state.current != question:
            self._client.open().choose(question)
            return False
        sheet = self._page(QuestionSheet)
        fields = [one for one in sheet.input_widgets() if isinstance(one, QLineEdit)] if sheet else []
        if fields and fields[0].text() != text:
            fields[0].setFocus(Qt.FocusReason.MouseFocusReason)
            fields[0].selectAll()
            QTest.keyClicks(fields[0], text)
        return False

    def _restart(self) -> bool:
        """Alt+F4, and then the one thing that is offered to a candidate."""
        self._client.window.close()
        self._hands.click(self._client.window.closing_bar.close_now)
        return True

    def _say(self) -> None:
        presenter = self._client.presenter
        said = json.dumps(_shown(presenter.stage.state)) if presenter else "{}"
        if said != self._said:
            self._said = said
            print(said, flush=True)


def _shown(state: ExamState) -> dict[str, Any]:
    answers = {question: response.text for question, response in _texts(state)}
    return {
        "phase": str(state.phase),
        "busy": state.busy,
        "online": state.online,
        "trouble": type(state.trouble).__name__ if state.trouble else "",
        "saved": {question: text for question, text in answers.items() if question not in state.unsaved},
        "waiting": state.lights.waiting,
        "end": state.exam.end if state.exam else 0,
        "time_left": state.time_left // 1000,
        "receipt": state.receipt.code if state.receipt else "",
        "code": state.proctor.code if state.proctor else "",
        "away": state.away.times,
    }


def _texts(state: ExamState) -> list[tuple[str, TextResponse]]:
    current = ((name, state.answers.response(name)) for name in state.answers.current)
    return [(name, response) for name, response in current if isinstance(response, TextResponse)]


def main(data: Path, lockdown: Lockdown) -> int:
    """Run the client until somebody ends this process."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    with only_client(data):
        client = Client(app, Config(data_folder=data, language="en", lockdown=lockdown))
        client.show()
        operator = Operator(client)
        assert operator
        code = app.exec()
        client.close()
        return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), LEVELS[int(sys.argv[2])] if sys.argv[2:] else OPEN))
