"""Size of the text and colours: chosen by mouse or keyboard, seen at once, and nothing else moves."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from examclient.domain.config import Config
from examclient.domain.state import ExamState
from examclient.domain.zoom import ZOOMS, larger, smaller
from examclient.storage.config_file import read_config
from examclient.ui.look import Look
from examclient.ui.pages.exam import ExamPage
from examclient.ui.widgets.display_entry import DisplayEntry
from examclient.ui.widgets.more_entry import MoreEntry
from tests.ui.pages.conftest import Seat, Sit, settle
from tests.ui.pages.states import ANSWERING, EVERY_STATE, LONG
from tests.ui.questions.papers import ESSAY

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
LOGIN = EVERY_STATE["login"]
every_state = pytest.mark.parametrize("state", EVERY_STATE.values(), ids=EVERY_STATE.keys())
FOR_CANDIDATES = ("login", "confirming", "waiting", "answering", "covered", "reviewing", "submitting", "done")


@pytest.fixture
def look(plain: QApplication, tmp_path: Path) -> Iterator[Look]:
    """What fulfils the wishes."""
    made = Look(plain, Config(tmp_path, language="en"))
    yield made
    made.close()


def seated(sit: Sit, look: Look, state: ExamState) -> Seat:
    """A seat whose wishes are fulfilled, as `app` connects them."""
    seat = sit(state)
    look.changed.connect(seat.window.show_look)
    seat.window.show_look(look.zoom, look.theme)
    seat.window.zoom_chosen.connect(look.choose_zoom)
    seat.window.theme_chosen.connect(look.choose_theme)
    return seat


def entry_of(seat: Seat) -> QPushButton:
    return next(one for one in seat.window.page().findChildren(DisplayEntry) if one.isVisible())


def press(seat: Seat, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(seat.window.focusWidget() or seat.window, key, modifier)


def essay_of(seat: Seat) -> QPlainTextEdit:
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    field = page.question.input_widgets()[0]
    assert isinstance(field, QPlainTextEdit)
    return field


def test_the_sizes_go_up_and_down_step_by_step_and_end() -> None:
    assert [larger(zoom) for zoom in ZOOMS] == [*ZOOMS[1:], ZOOMS[-1]]
    assert [smaller(zoom) for zoom in ZOOMS] == [ZOOMS[0], *ZOOMS[:-1]]
    assert (larger(3.0), smaller(3.0), larger(1.3), smaller(0.5)) == (3.0, 2.5, 1.5, 0.5)


@pytest.mark.parametrize("name", FOR_CANDIDATES)
def test_the_candidate_finds_the_display_on_every_page(name: str, sit: Sit, look: Look) -> None:
    seat = seated(sit, look, EVERY_STATE[name])
    assert not seat.window.display_bar.isVisible()
    QTest.mouseClick(entry_of(seat), LEFT)
    assert seat.window.display_bar.isVisible()
    QTest.mouseClick(entry_of(seat), LEFT)
    assert not seat.window.display_bar.isVisible()


def test_size_and_colours_are_chosen_by_mouse_and_kept(sit: Sit, look: Look, tmp_path: Path) -> None:
    seat = seated(sit, look, LOGIN)
    bar = seat.window.display_bar
    QTest.mouseClick(entry_of(seat), LEFT)
    QTest.mouseClick(bar.larger, LEFT)
    QTest.mouseClick(bar.larger, LEFT)
    QTest.mouseClick(bar.themes["high_contrast"], LEFT)
    assert (look.zoom, look.theme, bar.percent.text()) == (1.25, "high_contrast", "125%")
    assert [name for name, button in bar.themes.items() if button.property("current")] == ["high_contrast"]
    assert bar.themes["high_contrast"].accessibleName() == "High contrast, chosen"
    look.close()
    kept = read_config(None, tmp_path)
    assert (kept.zoom, kept.theme) == (1.25, "high_contrast")


def test_what_an_admin_has_set_counts_again_at_the_next_start(sit: Sit, look: Look, tmp_path: Path) -> None:
    seat = seated(sit, look, LOGIN)
    press(seat, Qt.Key.Key_Plus, CONTROL)
    look.close()
    admins = tmp_path / "user.ini"
    admins.write_text("[Display]\nZoom = 150%\n", "utf-8")
    assert read_config(admins, tmp_path).zoom == 1.5


def test_it_is_opened_used_and_left_by_keyboard(sit: Sit, look: Look) -> None:
    seat = seated(sit, look, LOGIN)
    bar, entry = seat.window.display_bar, entry_of(seat)
    entry.setFocus(Qt.FocusReason.TabFocusReason)
    press(seat, Qt.Key.Key_Space)
    assert bar.larger.hasFocus()
    press(seat, Qt.Key.Key_Space)
    assert look.zoom == 1.1
    for _ in range(3):
        press(seat, Qt.Key.Key_Tab)
    press(seat, Qt.Key.Key_Space)
    assert look.theme == "high_contrast"
    press(seat, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert entry.hasFocus()


def test_the_focus_never_stands_on_a_button_that_closed(sit: Sit, look: Look) -> None:
    seat = seated(sit, look, LOGIN)
    bar = seat.window.display_bar
    entry_of(seat).setFocus(Qt.FocusReason.TabFocusReason)
    press(seat, Qt.Key.Key_Space)
    for _ in range(10):
        press(seat, Qt.Key.Key_Space)
    assert look.zoom < ZOOMS[-1] or not bar.larger.isEnabled()
    focus = seat.window.focusWidget()
    assert focus is not None
    assert focus.isEnabled()
    assert bar.isAncestorOf(focus)


@pytest.mark.parametrize(
    ("key", "zoom"), [(Qt.Key.Key_Plus, 1.1), (Qt.Key.Key_Equal, 1.1), (Qt.Key.Key_Minus, 0.9)]
)
def test_keys_change_the_size_on_any_page(key: Qt.Key, zoom: float, sit: Sit, look: Look) -> None:
    seat = seated(sit, look, replace(ANSWERING, current=ESSAY.id))
    essay_of(seat).setFocus()
    press(seat, key, CONTROL)
    assert look.zoom == zoom
    press(seat, Qt.Key.Key_0, CONTROL)
    assert look.zoom == 1.0


def test_the_text_its_cursor_and_what_can_be_undone_stay(sit: Sit, look: Look) -> None:
    seat = seated(sit, look, replace(ANSWERING, current=ESSAY.id))
    field = essay_of(seat)
    field.setFocus()
    QTest.keyClicks(field, "typed ")
    place = field.textCursor().position()
    QTest.mouseClick(entry_of(seat), LEFT)
    for button in (seat.window.display_bar.larger, seat.window.display_bar.themes["dark"]):
        QTest.mouseClick(button, LEFT)
        assert essay_of(seat) is field
        assert field.hasFocus()
        assert field.textCursor().position() == place
    assert "typed " in field.toPlainText()
    press(seat, Qt.Key.Key_Z, CONTROL)
    assert "typed " not in field.toPlainText()


def test_what_an_input_method_has_open_is_not_torn_off(sit: Sit, look: Look) -> None:
    seat = seated(sit, look, replace(ANSWERING, current=ESSAY.id))
    field = essay_of(seat)
    field.setFocus()
    QApplication.sendEvent(field, QInputMethodEvent("zhong", []))
    press(seat, Qt.Key.Key_Plus, CONTROL)
    seat.window.theme_chosen.emit("dark")
    committed = QInputMethodEvent("", [])
    committed.setCommitString("中")
    QApplication.sendEvent(field, committed)
    assert field.toPlainText().count("中") == 1
    assert "zhong" not in field.toPlainText()


def test_the_question_stays_where_it_was_scrolled_to(sit: Sit, look: Look) -> None:
    seat = seated(sit, look, replace(ANSWERING, current=LONG.id))
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    area, bar = page.question, page.question.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    share = bar.value() / area.widget().height()
    press(seat, Qt.Key.Key_Plus, CONTROL)
    settle()
    assert bar.value() / area.widget().height() == pytest.approx(share, abs=0.01)
    look.choose_theme("dark")
    settle()
    assert bar.value() / area.widget().height() == pytest.approx(share, abs=0.01)
    assert bar.value() > 0


def test_where_the_header_has_no_room_one_menu_leads_to_all_of_it(sit: Sit, look: Look) -> None:
    seat = seated(sit, look, ANSWERING)
    seat.window.resize(QSize(819, 480))
    settle()
    more = next(one for one in seat.window.page().findChildren(MoreEntry) if one.isVisible())
    QTest.mouseClick(more, LEFT)
    lines = [line for line in more.menu_of_them.actions() if line.isVisible()]
    assert [line.text() for line in lines] == ["Refresh", "Clear cache", "Display", "Proctor"]
    for line in lines:
        line.trigger()
    more.menu_of_them.hide()
    wished = [wish[0] for wish in seat.wishes]
    assert wished == ["refresh_requested", "cache_clear_requested", "display_wanted", "proctor_wanted"]
    assert seat.window.display_bar.isVisible()


def test_the_next_candidate_does_not_find_the_bar_open(sit: Sit, look: Look) -> None:
    seat = seated(sit, look, EVERY_STATE["done"])
    QTest.mouseClick(entry_of(seat), LEFT)
    seat.window.show_state(LOGIN)
    assert not seat.window.display_bar.isVisible()
