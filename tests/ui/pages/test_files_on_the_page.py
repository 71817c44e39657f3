"""A file that is still being saved while the candidate goes on to other pages, or the page is drawn again."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from examclient.domain.state import ExamState
from examclient.ui.main_window import MainWindow
from examclient.ui.pages.exam import ExamPage
from examclient.ui.questions.file_drop import FileDrop
from examprotocol.paper import Section
from examprotocol.responses import FileRef, FilesResponse
from tests.ui.conftest import DrawnPictures
from tests.ui.pages.states import ANSWERING, PAPER, answers
from tests.ui.questions.file_tray import FileTray
from tests.ui.questions.papers import FILE, SHORT

PAGES = msgspec.structs.replace(PAPER, sections=(Section("one", "One", (FILE, SHORT)),))
HERE = replace(ANSWERING, paper=PAGES, answers=answers(), current=FILE.id)
ELSEWHERE = replace(HERE, current=SHORT.id)


class Desk:
    """A window in which files can be handed in; remembers the answers that it told."""

    def __init__(self, pictures: DrawnPictures, folder: Path) -> None:
        self.tray = FileTray()
        self.window = MainWindow(pictures, files=self.tray)
        self.told: list[tuple[str, object]] = []
        self._folder = folder
        self.window.response_changed.connect(
            lambda question, response: self.told.append((question, response))
        )
        self.window.show_state(HERE)

    def offer(self, name: str) -> None:
        """Hand in a file of this name, through the place that is on the screen."""
        file = self._folder / name
        file.write_bytes(b"x")
        self.place().offered.emit((file,))

    def place(self) -> FileDrop:
        """Where files are taken."""
        (found,) = [one for one in self.window.findChildren(FileDrop) if one.isVisible()]
        return found

    def redraw(self) -> None:
        """Refresh."""
        page = self.window.page()
        assert isinstance(page, ExamPage)
        page.redraw()


@pytest.fixture
def desk(english: QApplication, pictures: DrawnPictures, qtbot: QtBot, tmp_path: Path) -> Desk:
    seated = Desk(pictures, tmp_path)
    qtbot.addWidget(seated.window, before_close_func=lambda window: window.show_state(ExamState()))
    seated.window.show()
    return seated


def words(desk: Desk) -> str:
    """What is read on the screen."""
    return " ".join(label.text() for label in desk.window.findChildren(QLabel) if label.isVisible())


def answer(*files: FileRef) -> tuple[str, FilesResponse]:
    return FILE.id, FilesResponse(files)


def test_a_file_is_an_answer_though_the_page_was_turned_before_it_was_saved(desk: Desk) -> None:
    desk.offer("a.pdf")
    desk.window.show_state(ELSEWHERE)
    kept = desk.tray.keep_next()
    assert desk.told == [answer(kept)]


def test_whoever_comes_back_sees_it_still_being_saved_and_can_add_another(desk: Desk) -> None:
    desk.offer("a.pdf")
    desk.window.show_state(ELSEWHERE)
    desk.window.show_state(HERE)
    desk.offer("bb.pdf")
    first, second = desk.tray.keep_next(), desk.tray.keep_next()
    assert desk.told == [answer(first), answer(first, second)]


def test_refresh_does_not_lose_what_is_being_saved(desk: Desk) -> None:
    desk.offer("a.pdf")
    desk.redraw()
    kept = desk.tray.keep_next()
    assert desk.told == [answer(kept)]
    desk.redraw()
    desk.offer("bb.pdf")
    second = desk.tray.keep_next()
    assert desk.told[-1] == answer(kept, second)


def test_after_it_was_saved_elsewhere_the_page_shows_what_the_state_knows(desk: Desk) -> None:
    desk.offer("a.pdf")
    desk.window.show_state(ELSEWHERE)
    kept = desk.tray.keep_next()
    files = FilesResponse((kept,))
    desk.window.show_state(replace(HERE, answers=answers((), file=files)))
    desk.offer("bb.pdf")
    second = desk.tray.keep_next()
    assert desk.told[-1] == answer(kept, second)


def test_whoever_turned_the_page_reads_on_coming_back_that_a_file_could_not_be_saved(desk: Desk) -> None:
    desk.offer("a.pdf")
    desk.offer("bb.pdf")
    desk.window.show_state(ELSEWHERE)
    desk.tray.fail_next()
    kept = desk.tray.keep_next()
    desk.window.show_state(replace(HERE, answers=answers((), file=FilesResponse((kept,)))))
    assert "The disk is full." in words(desk)
    desk.offer("ccc.pdf")
    assert "The disk is full." not in words(desk)
    third = desk.tray.keep_next()
    assert desk.told[-1] == answer(kept, third)
