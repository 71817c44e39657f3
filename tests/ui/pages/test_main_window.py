"""The one window: the right page, nothing that flashes, and a close button that asks first."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, ProctorMenu
from examclient.ui.pages.confirm import ConfirmPage
from examclient.ui.pages.done import DonePage
from examclient.ui.pages.elsewhere import ElsewherePage
from examclient.ui.pages.exam import ExamPage
from examclient.ui.pages.login import LoginPage
from examclient.ui.pages.moved import MovedPage
from examclient.ui.pages.outside import OutsidePage
from examclient.ui.pages.page import Page
from examclient.ui.pages.proctor import ProctorPage
from examclient.ui.pages.review import ReviewPage
from examclient.ui.pages.submit_failed import SubmitFailedPage
from examclient.ui.pages.submitting import SubmittingPage
from examclient.ui.pages.waiting import WaitingPage
from tests.ui.pages.conftest import Sit
from tests.ui.pages.states import ANSWERING, EVERY_STATE, NOW, REVIEWING
from tests.ui.questions.papers import ESSAY

LEFT = Qt.MouseButton.LeftButton
START = ExamState(now=NOW)
HEAVY = (
    "examclient.ui.questions",
    "examclient.ui.rich_text",
    "examclient.ui.pages.exam",
    "requests",
    "cryptography",
    "jwcrypto",
    "PySide6.QtSvg",
    "PySide6.QtMultimedia",
)


PAGES: dict[Phase, type[Page]] = {
    Phase.LOGIN: LoginPage,
    Phase.CONFIRMING: ConfirmPage,
    Phase.PREPARING: WaitingPage,
    Phase.OUTSIDE: OutsidePage,
    Phase.ELSEWHERE: ElsewherePage,
    Phase.WAITING: WaitingPage,
    Phase.ANSWERING: ExamPage,
    Phase.REVIEWING: ReviewPage,
    Phase.SUBMITTING: SubmittingPage,
    Phase.SUBMIT_FAILED: SubmitFailedPage,
    Phase.DONE: DonePage,
    Phase.MOVED: MovedPage,
}


class Arrivals(QObject):
    """Notes what a page says at the moment when it is shown."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.words: list[str] = []
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, Page):
            self.words.append(words_in(watched))
        return False


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_its_page(phase: Phase, sit: Sit) -> None:
    assert type(sit(replace(ANSWERING, phase=phase)).window.page()) is PAGES[phase]


def test_the_login_page_comes_without_what_only_the_exam_needs() -> None:
    script = (
        "import sys\n"
        "import examclient.__main__, examclient.app\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from examclient.ui.main_window import MainWindow\n"
        "from examclient.domain.state import ExamState\n"
        "app = QApplication([])\n"
        "window = MainWindow(None)\n"
        "window.show_state(ExamState())\n"
        "window.show()\n"
        f"print([name for name in sys.modules if name.startswith({HEAVY!r})])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_a_page_has_its_state_before_it_is_shown(sit: Sit, english: QApplication) -> None:
    seat = sit(START)
    arrivals = Arrivals(english)
    seat.window.show_state(EVERY_STATE["confirming"])
    seat.window.show_state(EVERY_STATE["waiting"])
    english.removeEventFilter(arrivals)
    assert ["张三" in words for words in arrivals.words] == [True, True]


def test_only_the_visible_page_hears_of_the_state(sit: Sit) -> None:
    seat = sit(ANSWERING)
    exam = seat.window.page()
    assert isinstance(exam, ExamPage)
    seat.window.show_state(REVIEWING)
    seat.window.show_state(replace(REVIEWING, now=NOW + 3_600_000))
    assert exam.header.time_left.words() == "1 h 24 min"


def test_going_back_to_the_questions_keeps_the_page(sit: Sit) -> None:
    seat = sit(ANSWERING)
    page = seat.window.page()
    seat.window.show_state(REVIEWING)
    seat.window.show_state(ANSWERING)
    assert seat.window.page() is page


def test_the_next_candidate_gets_new_pages(sit: Sit) -> None:
    seat = sit(ANSWERING)
    page = seat.window.page()
    seat.window.show_state(START)
    seat.window.show_state(ANSWERING)
    assert seat.window.page() is not page


def test_the_window_closes_at_once_where_nothing_can_be_lost(sit: Sit) -> None:
    seat = sit(START)
    assert seat.window.close()
    assert seat.wishes == [("close_requested",)]


@pytest.mark.parametrize("name", ["preparing", "waiting", "answering", "reviewing", "submit failed", "moved"])
def test_while_an_exam_runs_the_close_button_asks_in_a_bar(name: str, sit: Sit) -> None:
    seat = sit(EVERY_STATE[name])
    assert not seat.window.close()
    assert seat.window.isVisible()
    assert seat.wishes == []
    bar = seat.window.closing_bar
    assert "Your answers are saved on this machine." in words_in(bar)
    assert bar.stay.hasFocus()
    QTest.keyClick(bar.stay, Qt.Key.Key_Return)
    assert not bar.isVisible()
    assert seat.window.isVisible()
    seat.window.close()
    QTest.mouseClick(bar.close_now, LEFT)
    assert seat.wishes == [("close_requested",)]
    assert not seat.window.isVisible()


def test_who_closes_after_the_end_reads_that_it_is_handed_in_at_the_next_start(sit: Sit) -> None:
    seat = sit(EVERY_STATE["submit failed"])
    seat.window.close()
    bar = seat.window.closing_bar
    assert "they are handed in when the program is started again" in words_in(bar)
    assert bar.stay.text() == "Leave it open"
    assert "in the exam" not in words_in(bar)


@pytest.mark.parametrize("phase", [Phase.ANSWERING, Phase.DONE])
def test_a_machine_that_cannot_save_warns_before_it_closes(phase: Phase, sit: Sit) -> None:
    seat = sit(replace(EVERY_STATE["done, not saved"], phase=phase))
    assert not seat.window.close()
    assert "Do not close: please raise your hand." in words_in(seat.window.closing_bar)
    assert "are saved" not in words_in(seat.window.closing_bar)


@pytest.mark.parametrize("name", ["answering", "submit failed", "done"])
@pytest.mark.parametrize("held", [False, True], ids=["free", "held"])
def test_no_window_closes_over_a_file_that_is_being_saved_without_saying_so(
    held: bool, name: str, sit: Sit
) -> None:
    seat = sit(replace(EVERY_STATE[name], keeping=("essay.pdf",)))
    seat.window.hold_closed(held=held, can_restart=True)
    assert not seat.window.close()
    assert "A file is still being saved on this machine." in words_in(seat.window.closing_bar)
    assert "are saved" not in words_in(seat.window.closing_bar)


def test_a_proctor_who_would_close_over_a_file_that_is_being_saved_reads_its_name(sit: Sit) -> None:
    seat = sit(replace(ANSWERING, proctor=ProctorMenu(is_open=True), keeping=("essay.pdf",)))
    page = seat.window.page()
    assert isinstance(page, ProctorPage)
    assert "Please wait: a file is still being saved on this machine: essay.pdf" in words_in(page.end)
    seat.window.show_state(replace(ANSWERING, proctor=ProctorMenu(is_open=True)))
    assert "essay.pdf" not in words_in(page.end)


def test_composition_and_redraw_reach_the_question_from_every_phase(sit: Sit) -> None:
    seat = sit(replace(ANSWERING, current=ESSAY.id))
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    seat.window.show_state(REVIEWING)
    seat.window.commit_composition()
    seat.window.redraw()
    seat.window.show_state(START)
    seat.window.commit_composition()
    seat.window.redraw()
    assert seat.wishes == []


def test_the_source_of_the_looks_is_never_a_page() -> None:
    pages = Path(sys.modules[Page.__module__].__file__ or "").parents[1]
    for file in [*pages.joinpath("pages").glob("*.py"), *pages.joinpath("widgets").glob("*.py")]:
        assert "setStyleSheet" not in file.read_text("utf-8"), file.name
        assert '"#' not in file.read_text("utf-8"), file.name


def test_pages_hear_of_no_storage_and_no_network() -> None:
    pages = Path(sys.modules[Page.__module__].__file__ or "").parents[1]
    banned = ("examclient.storage", "examclient.network", "examclient.usecases", "ui.presenter", "ui.stage")
    for file in [*pages.joinpath("pages").glob("*.py"), *pages.joinpath("widgets").glob("*.py")]:
        assert not [name for name in banned if name in file.read_text("utf-8")], file.name


def words_in(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))
