"""What a screen reader is told: what changes by itself, each thing once, the weighty ones at once."""

from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving, News, PasswordCheck, PasswordTrouble
from examclient.errors import JournalError
from examclient.ui import announcing
from examclient.ui.announcing import AGAIN, tell_screen_reader
from examclient.ui.main_window import MainWindow
from examclient.ui.pages.exam import ExamPage
from examclient.ui.pages.review import ReviewPage
from examclient.ui.translation import install_language
from tests.ui.conftest import DrawnPictures
from tests.ui.pages.conftest import TRANSLATIONS
from tests.ui.pages.states import (
    ANSWERING,
    COVERED,
    DONE,
    EVERY_STATE,
    FAILED,
    LATER,
    MENU,
    OFFLINE,
    PAUSED,
    REVIEWING,
    SAVED,
    TOLD,
)
from tests.ui.questions.papers import CLOZE, ESSAY

GONE = "The network is gone. Go on: your answers are saved on this machine."
RED = replace(ANSWERING, lights=replace(SAVED, local=LocalSaving.FAILED), trouble=JournalError("disk full"))


@dataclass
class Reader:
    """A screen reader that notes what it is told."""

    told: list[str] = field(default_factory=list)
    urgent: list[str] = field(default_factory=list)

    def hear(self, _window: QWidget, words: str, urgent: bool) -> None:
        self.told.append(words)
        if urgent:
            self.urgent.append(words)


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def window(reader: Reader, english: object, pictures: DrawnPictures, qtbot: QtBot) -> MainWindow:
    """A candidate in the middle of the exam; nothing has been told yet."""
    window = MainWindow(pictures, reader.hear)
    qtbot.addWidget(window, before_close_func=lambda window: window.show_state(ExamState()))
    window.resize(1366, 768)
    window.show_state(ANSWERING)
    with qtbot.waitActive(window):
        window.show()
    reader.told.clear()
    return window


def test_saving_is_told_when_it_fails_and_when_it_works_again_and_never_else(
    window: MainWindow, reader: Reader
) -> None:
    for second in range(5):
        for local in (LocalSaving.SAVING, LocalSaving.SAVED):
            lights = replace(SAVED, local=local, local_at=SAVED.local_at + second, site_at=second)
            window.show_state(replace(ANSWERING, lights=lights))
    assert reader.told == []
    window.show_state(RED)
    window.show_state(replace(RED, now=RED.now + 1000))
    (failed,) = reader.told
    assert failed.startswith("This machine cannot save")
    assert reader.urgent == [failed]
    window.show_state(replace(RED, trouble=None, lights=replace(SAVED, local=LocalSaving.SAVING)))
    assert reader.told == [failed], "not before it is on the disk"
    window.show_state(ANSWERING)
    window.show_state(replace(ANSWERING, now=ANSWERING.now + 1000))
    assert reader.told[1:] == ["Saving works again: your answers are saved."]


@pytest.mark.parametrize(
    ("news", "words", "is_urgent"),
    [
        (News.TIME_15, "15 minutes are left.", False),
        (News.TIME_5, "5 minutes are left.", False),
        (News.TIME_1, "1 minute is left.", True),
    ],
)
def test_the_last_minutes_are_told_once_each(
    news: News, words: str, is_urgent: bool, window: MainWindow, reader: Reader
) -> None:
    for second in range(20):
        window.show_state(replace(ANSWERING, news=news, now=ANSWERING.now + 1000 * second))
    assert [one for one in reader.told if one.startswith(words)] == reader.told
    assert len(reader.told) == 1
    assert bool(reader.urgent) is is_urgent


def test_a_network_that_goes_and_comes_back_is_told_and_not_at_every_turn(
    window: MainWindow, reader: Reader
) -> None:
    back = replace(ANSWERING, news=News.NETWORK_BACK)
    for second in range(10):
        now = ANSWERING.now + 2000 * second
        window.show_state(replace(OFFLINE, now=now))
        window.show_state(replace(back, now=now + 1000))
        window.show_state(replace(ANSWERING, now=now + 1500))
    assert reader.told == [GONE, "The network is back. All answers are saved at the site."]
    window.show_state(replace(OFFLINE, now=ANSWERING.now + AGAIN))
    assert reader.told[2:] == [GONE]
    assert reader.urgent == []


def test_it_is_not_told_again_on_another_page(window: MainWindow, reader: Reader) -> None:
    window.show_state(OFFLINE)
    window.show_state(replace(OFFLINE, phase=Phase.REVIEWING))
    window.show_state(OFFLINE)
    assert reader.told == [GONE]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (DONE, "Handed in. The exam site has all your answers."),
        (FAILED, "Submitting did not work."),
        (EVERY_STATE["time over"], "Time is over."),
        (
            replace(ANSWERING, phase=Phase.SUBMITTING, by_deadline=True),
            "Time is over. Your answers are being handed in.",
        ),
        (EVERY_STATE["moved"], "Your exam goes on at another machine."),
        (COVERED, "Your paper is covered for the moment"),
    ],
)
def test_what_changes_the_exam_by_itself_is_told_at_once(
    state: ExamState, words: str, window: MainWindow, reader: Reader
) -> None:
    for second in range(3):
        window.show_state(replace(state, now=state.now + 1000 * second))
    assert reader.urgent == [words]


def test_a_paper_that_is_shown_again_is_told(window: MainWindow, reader: Reader) -> None:
    window.show_state(COVERED)
    reader.told.clear()
    window.show_state(ANSWERING)
    assert "The paper is shown again." in reader.told


def test_what_comes_under_the_proctors_menu_is_told_when_that_closes(
    window: MainWindow, reader: Reader
) -> None:
    window.show_state(MENU)
    window.show_state(replace(DONE, proctor=MENU.proctor))
    assert reader.urgent == []
    window.show_state(DONE)
    assert reader.urgent == ["Handed in. The exam site has all your answers."]


def test_a_question_that_is_turned_to_is_told_unless_it_is_read_anyway(
    window: MainWindow, reader: Reader
) -> None:
    page = window.page()
    assert isinstance(page, ExamPage)
    window.show_state(replace(ANSWERING, current=ESSAY.id))
    assert reader.told == [], "the keyboard is on the question"
    page.footer.next.setFocus()
    window.show_state(replace(ANSWERING, current=CLOZE.id))
    assert reader.told == ["Question 3, points: 2. One [Gap 1] and [Gap 2], then [Gap 3]."]
    page.redraw()
    window.show_state(replace(ANSWERING, current=CLOZE.id, now=ANSWERING.now + 1000))
    assert len(reader.told) == 1


def test_the_list_of_keys_is_told_when_it_comes(window: MainWindow, reader: Reader) -> None:
    page = window.page()
    assert isinstance(page, ExamPage)
    QTest.keyClick(page.question, Qt.Key.Key_F1)
    QTest.keyClick(page.question, Qt.Key.Key_F1)
    assert reader.told == [page.keys.words()]


def test_what_handing_in_means_is_told_before_it_is_done(window: MainWindow, reader: Reader) -> None:
    window.show_state(REVIEWING)
    page = window.page()
    assert isinstance(page, ReviewPage)
    page.hand_in.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.hand_in, Qt.Key.Key_Space)
    (words,) = reader.told
    assert words.startswith("After handing in you cannot change anything.")
    assert "not completely answered" in words


def test_a_wrong_password_is_told_each_time(window: MainWindow, reader: Reader) -> None:
    locked = EVERY_STATE["proctor's menu, locked"]
    window.show_state(locked)
    reader.told.clear()
    for _ in range(2):
        window.show_state(replace(locked, password=PasswordCheck(checking=True)))
        window.show_state(replace(locked, password=PasswordCheck(trouble=PasswordTrouble.WRONG)))
    assert reader.told == ["This is not the room password."] * 2


def test_it_is_told_in_the_language_of_the_screen(
    window: MainWindow, reader: Reader, english: object, qapp: object
) -> None:
    install_language(qapp, "zh_CN", TRANSLATIONS)  # type: ignore[arg-type]
    window.show_state(RED)
    window.show_state(ANSWERING)
    window.show_state(DONE)
    assert len(reader.told) == 3
    assert all(any("一" <= letter <= "鿿" for letter in words) for words in reader.told)


@pytest.mark.parametrize("urgent", [False, True])
def test_qt_is_handed_the_words_with_their_weight(
    urgent: bool, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[QAccessibleAnnouncementEvent] = []

    levels = QAccessible.AnnouncementPoliteness
    accessible = SimpleNamespace(AnnouncementPoliteness=levels, updateAccessibility=handed.append)
    monkeypatch.setattr(announcing, "QAccessible", accessible)
    tell_screen_reader(window, "Saved.", urgent)
    (event,) = handed
    assert event.message() == "Saved."
    assert event.object() is window
    assert (event.politeness() is QAccessible.AnnouncementPoliteness.Assertive) is urgent


def test_a_message_of_the_site_is_told_once_and_politely(window: MainWindow, reader: Reader) -> None:
    window.show_state(ANSWERING)
    for _ in range(3):
        window.show_state(TOLD)
    words = TOLD.orders.notices[0].text
    assert [told for told in reader.told if words in told] == [reader.told[-1]]
    assert reader.told[-1].startswith("Message from the exam site, ")
    window.show_state(replace(TOLD, orders=replace(TOLD.orders, notices=(LATER, *TOLD.orders.notices))))
    assert LATER.text in reader.told[-1]
    assert reader.urgent == []


def test_a_pause_is_told_at_once_and_its_end_as_well(window: MainWindow, reader: Reader) -> None:
    window.show_state(ANSWERING)
    window.show_state(PAUSED)
    assert reader.urgent == ["The exam is paused"]
    window.show_state(ANSWERING)
    assert reader.told[-1] == "The paper is shown again."
