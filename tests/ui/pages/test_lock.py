"""While a candidate sits the window is held; before and after it is a window like any other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QClipboard, QDragEnterEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from examclient.domain.away import Away
from examclient.domain.lockdown import LEVELS, Lockdown
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving, ProctorMenu
from examclient.lockdown.watchdog import AGAIN, BYE
from examclient.ui.clipboard_guard import ClipboardGuard
from examclient.ui.lock import Lock, Outside
from examclient.ui.pages.proctor import ProctorPage
from examclient.ui.window_hold import WindowHold, leads_out
from tests.ui.conftest import DrawnPictures
from tests.ui.pages.conftest import Seat, Sit
from tests.ui.pages.states import ANSWERING, EVERY_STATE, NOW

START = ExamState(now=NOW)

ACTIVE, INACTIVE = Qt.ApplicationState.ApplicationActive, Qt.ApplicationState.ApplicationInactive
LEFT = Qt.MouseButton.LeftButton


@dataclass
class FakeHelper:
    """A process that is none; remembers what it was told."""

    running: bool = False
    words: list[str] = field(default_factory=list)
    starts: int = 0

    def start(self) -> None:
        self.keep_up()

    def keep_up(self) -> None:
        self.starts += not self.running
        self.running = True

    def is_running(self) -> bool:
        return self.running

    def say(self, word: str) -> bool:
        if self.running:
            self.words.append(word)
        return self.running

    def stop(self) -> None:
        self.running = False


@dataclass
class FakeSession:
    """A machine that does what it is asked."""

    awake: bool = False
    hidden: set[int] = field(default_factory=set)

    def stay_awake(self, *, awake: bool) -> bool:
        self.awake = awake
        return True

    def hide_from_pictures(self, window: int, *, hidden: bool) -> bool:
        (self.hidden.add if hidden else self.hidden.discard)(window)
        return True


class Held:
    """A lock on a window, and the machine behind it."""

    def __init__(self, seat: Seat, lockdown: Lockdown) -> None:
        self.seat = seat
        self.session, self.dog, self.hook = FakeSession(), FakeHelper(), FakeHelper()
        self.now = 100.0
        outside = Outside(self.session, self.dog, self.hook, lambda: self.now)
        self.lock = Lock(seat.window, lockdown, outside)
        seat.window.restart_requested.connect(self.lock.restart)
        self.away: list[float] = []
        self.lock.was_away.connect(self.away.append)

    def show(self, state: ExamState) -> None:
        self.seat.window.show_state(state)
        self.lock.show_state(state)

    def is_full(self) -> bool:
        return self.seat.window.isFullScreen()

    def has(self, flag: Qt.WindowType) -> bool:
        return bool(self.seat.window.windowHandle().flags() & flag)


Hold = Callable[[int], Held]


@pytest.fixture
def hold(sit: Sit, qtbot: QtBot) -> Hold:
    """Sit at a window that is locked at a level."""

    def held(level: int) -> Held:
        made = Held(sit(START), LEVELS[level])
        made.show(START)
        return made

    return held


@pytest.mark.parametrize("name", ["preparing", "waiting", "answering", "reviewing", "submit failed"])
def test_full_screen_and_on_top_while_a_candidate_sits(hold: Hold, name: str) -> None:
    held = hold(1)
    assert not held.is_full()
    held.show(EVERY_STATE[name])
    assert held.is_full()
    assert held.has(Qt.WindowType.WindowStaysOnTopHint)
    assert not held.has(Qt.WindowType.WindowSystemMenuHint)
    held.show(EVERY_STATE["done"])
    assert not held.is_full()
    assert not held.has(Qt.WindowType.WindowStaysOnTopHint)
    assert held.has(Qt.WindowType.WindowSystemMenuHint)
    assert held.seat.window.isVisible()


def test_level_0_leaves_the_window_a_window_and_keeps_the_machine_awake(hold: Hold) -> None:
    held = hold(0)
    held.show(ANSWERING)
    assert not held.is_full()
    assert held.session.awake
    assert held.dog.running
    assert not held.hook.running
    assert not held.session.hidden
    held.seat.window.close()
    QTest.mouseClick(held.seat.window.closing_bar.close_now, LEFT)
    assert not held.seat.window.isVisible()


def test_level_1_needs_no_process_for_keys_and_hides_nothing(hold: Hold) -> None:
    held = hold(1)
    held.show(ANSWERING)
    assert not held.hook.running
    assert not held.session.hidden


def test_level_2_hooks_the_keyboard_and_hides_every_window_from_pictures(hold: Hold, qtbot: QtBot) -> None:
    held = hold(2)
    held.show(ANSWERING)
    assert held.hook.running
    assert held.session.hidden == {int(held.seat.window.winId())}
    dialog = QDialog(held.seat.window)
    dialog.show()
    both = {int(held.seat.window.winId()), int(dialog.winId())}
    qtbot.waitUntil(lambda: held.session.hidden == both)
    held.show(START)
    assert held.session.hidden == set()
    assert not held.hook.running


def test_a_process_that_has_gone_is_started_again(hold: Hold, qtbot: QtBot) -> None:
    held = hold(2)
    held.show(ANSWERING)
    held.hook.running = held.dog.running = False
    qtbot.waitUntil(lambda: held.hook.running and held.dog.running)


@pytest.mark.parametrize("name", ["answering", "submit failed"])
def test_closing_for_good_is_not_offered_and_a_restart_is(hold: Hold, name: str) -> None:
    held = hold(1)
    held.show(EVERY_STATE[name])
    window = held.seat.window
    assert not window.close()
    assert window.closing_bar.close_now.text() == "Restart the client"
    QTest.mouseClick(window.closing_bar.close_now, LEFT)
    assert not window.isVisible()
    assert held.dog.words == [AGAIN], "the watchdog starts it again"
    held.lock.close()
    assert held.dog.words == [AGAIN], "and hears nothing after that"
    assert held.dog.running, "it waits until this process has ended"


def test_a_window_that_was_closed_is_not_shown_again_when_the_machine_is_let_go(hold: Hold) -> None:
    held = hold(1)
    held.show(ANSWERING)
    held.seat.window.hide()
    held.lock.close()
    assert not held.seat.window.isVisible()


def test_a_restart_works_although_the_watchdog_has_just_gone(hold: Hold) -> None:
    held = hold(1)
    held.show(ANSWERING)
    held.dog.running = False
    held.lock.restart()
    assert held.dog.words == [AGAIN]
    assert not held.seat.window.isVisible()


def test_without_a_watchdog_there_is_no_restart_to_offer(sit: Sit) -> None:
    held = Held(sit(START), replace(LEVELS[1], watchdog=False))
    held.show(ANSWERING)
    held.seat.window.close()
    assert held.seat.window.closing_bar.close_now.isHidden()
    assert not held.dog.running


def test_a_machine_that_cannot_save_warns_before_it_is_restarted(hold: Hold) -> None:
    held = hold(1)
    held.show(replace(ANSWERING, lights=replace(ANSWERING.lights, local=LocalSaving.FAILED)))
    held.seat.window.close()
    assert "Do not restart" in held.seat.window.closing_bar._words.text()


def test_an_orderly_end_is_said_to_the_watchdog(hold: Hold) -> None:
    held = hold(1)
    held.show(ANSWERING)
    held.lock.close()
    assert held.dog.words == [BYE]
    assert not held.session.awake


def test_the_next_candidate_may_close_the_window_again(hold: Hold) -> None:
    held = hold(1)
    held.show(ANSWERING)
    held.show(START)
    assert held.seat.window.close()


def test_another_window_in_front_is_told_with_its_seconds(hold: Hold) -> None:
    held = hold(1)
    held.show(ANSWERING)
    held.lock._on_application(INACTIVE)
    held.now += 12.4
    held.lock._on_application(ACTIVE)
    assert held.away == [pytest.approx(12.4)]


def test_who_is_away_at_the_end_is_told_too(hold: Hold) -> None:
    held = hold(1)
    held.show(ANSWERING)
    held.lock._on_application(INACTIVE)
    held.now += 3
    held.show(START)
    assert held.away == [pytest.approx(3)]


def test_what_a_proctor_opens_is_nobodys_going_away(hold: Hold) -> None:
    held = hold(1)
    held.show(replace(ANSWERING, proctor=ProctorMenu(is_open=True)))
    held.lock._on_application(INACTIVE)
    held.now += 30
    held.lock._on_application(ACTIVE)
    assert held.away == []


def test_once_it_is_being_handed_in_nothing_more_is_noted(hold: Hold) -> None:
    held = hold(1)
    held.show(ANSWERING)
    held.lock._on_application(INACTIVE)
    held.now += 3
    held.show(replace(ANSWERING, phase=Phase.SUBMITTING))
    assert held.away == [pytest.approx(3)], "that goes before the answers"
    held.lock._on_application(ACTIVE)
    held.lock._on_application(INACTIVE)
    held.now += 3
    held.show(EVERY_STATE["done"])
    assert held.away == [pytest.approx(3)]


def test_before_anyone_sits_nobody_is_away(hold: Hold) -> None:
    held = hold(1)
    held.lock._on_application(INACTIVE)
    held.lock._on_application(ACTIVE)
    assert held.away == []


def test_alt_f4_and_alt_space_end_at_the_window_and_other_keys_do_not() -> None:
    def key(code: Qt.Key, modifiers: Qt.KeyboardModifier) -> QKeyEvent:
        return QKeyEvent(QKeyEvent.Type.KeyPress, code, modifiers)

    alt, ctrl, none = (
        Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.NoModifier,
    )
    assert leads_out(key(Qt.Key.Key_F4, alt))
    assert leads_out(key(Qt.Key.Key_Space, alt))
    for free in (key(Qt.Key.Key_F4, none), key(Qt.Key.Key_Space, ctrl), key(Qt.Key.Key_Left, alt)):
        assert not leads_out(free)


def test_alt_f4_closes_nothing_and_asks_whether_to_start_again(hold: Hold, qtbot: QtBot) -> None:
    held = hold(1)
    held.show(ANSWERING)
    window = held.seat.window
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not window.closing_bar.isHidden())
    assert window.isVisible()
    window.closing_bar.close_now.click()
    assert held.dog.words == [AGAIN], "a candidate needs no password for that"


@pytest.mark.parametrize("level", [0, 1])
def test_what_another_program_drags_here_is_refused_from_level_1_on(hold: Hold, level: int) -> None:
    held = hold(level)
    held.show(ANSWERING)
    mime = QMimeData()
    mime.setText("from outside")
    copy = Qt.DropAction.CopyAction
    event = QDragEnterEvent(QPoint(5, 5), copy, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    event.setAccepted(True)
    hold_of = WindowHold(held.seat.window, LEVELS[level])
    assert hold_of.eventFilter(held.seat.window, event) is (level == 1)
    assert event.isAccepted() is (level == 0)


class Clipboards:
    """Whose the clipboard is, as the system would say; its text is the process's own here."""

    def __init__(self, clipboard: QClipboard) -> None:
        self.ours = False
        self.clipboard = clipboard
        self.guard = ClipboardGuard(clipboard, lambda _mode: self.ours)


@pytest.fixture
def clipboards(qapp: QApplication) -> Iterator[Clipboards]:
    made = Clipboards(qapp.clipboard())
    yield made
    made.guard.end()


def test_what_was_copied_before_the_exam_cannot_be_pasted(clipboards: Clipboards) -> None:
    clipboards.clipboard.setText("notes")
    clipboards.guard.begin()
    assert clipboards.clipboard.text() == ""


def test_what_comes_from_outside_during_the_exam_cannot_be_pasted(clipboards: Clipboards) -> None:
    clipboards.guard.begin()
    clipboards.clipboard.setText("from outside")
    assert clipboards.clipboard.text() == ""


def test_copy_and_paste_inside_the_exam_works(clipboards: Clipboards, qtbot: QtBot) -> None:
    clipboards.guard.begin()
    clipboards.ours = True
    field = QPlainTextEdit("我的答案")
    qtbot.addWidget(field)
    field.selectAll()
    field.copy()
    clipboards.guard.look()
    field.clear()
    field.paste()
    field.paste()
    assert field.toPlainText() == "我的答案我的答案"


def test_what_was_copied_in_the_exam_goes_with_it(clipboards: Clipboards) -> None:
    clipboards.guard.begin()
    clipboards.ours = True
    clipboards.clipboard.setText("a question")
    clipboards.guard.end()
    assert clipboards.clipboard.text() == ""


def test_outside_an_exam_the_clipboard_is_everybodys(clipboards: Clipboards) -> None:
    clipboards.clipboard.setText("mine")
    clipboards.guard.look()
    clipboards.guard.end()
    assert clipboards.clipboard.text() == "mine"


def test_a_proctor_sees_how_often_another_window_was_in_front(sit: Sit, pictures: DrawnPictures) -> None:
    seat = sit(replace(ANSWERING, proctor=ProctorMenu(), away=Away(2, 75)))
    page = seat.window.page()
    assert isinstance(page, ProctorPage)
    assert page.away.isHidden(), "the password comes first"
    seat.window.show_state(replace(ANSWERING, proctor=ProctorMenu(is_open=True), away=Away(2, 75)))
    assert page.away.text() == "Another window was in front of the exam 2 times, 75 seconds in all."
    seat.window.show_state(replace(ANSWERING, proctor=ProctorMenu(is_open=True)))
    assert page.away.isHidden()


def test_a_proctor_closes_the_client_in_the_menu(sit: Sit) -> None:
    seat = sit(replace(ANSWERING, proctor=ProctorMenu()))
    page = seat.window.page()
    assert isinstance(page, ProctorPage)
    assert page.end.isHidden()
    seat.window.show_state(replace(ANSWERING, proctor=ProctorMenu(is_open=True)))
    QTest.mouseClick(page.end.wanted, LEFT)
    assert seat.wishes == [("end_wanted",)]
    seat.window.end()
    assert not seat.window.isVisible()
    assert seat.window._phase is Phase.ANSWERING
