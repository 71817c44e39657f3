"""What is to be read stands beside its questions, or above them, and stays where the candidate put it."""

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from examclient.ui.questions.text_area import TextArea
from examclient.ui.rich_text import RichText
from examclient.ui.theme import LIGHT, apply_theme
from examclient.ui.widgets.question_split import QuestionSplit
from examclient.ui.widgets.ringed_area import LEAST
from examprotocol.paper import Section
from tests.ui.pages.conftest import Seat, Sit, settle
from tests.ui.pages.states import ANSWERING, PAPER, answers
from tests.ui.pages.test_composite_page import page_of
from tests.ui.questions.papers import COMPOSITE, MATERIALS, SHORT, WITH_MATERIAL

BESIDE, ABOVE = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
TWIN = msgspec.structs.replace(WITH_MATERIAL, id="twin")
READ = msgspec.structs.replace(
    PAPER,
    sections=(Section("one", "One", (SHORT, WITH_MATERIAL, TWIN, COMPOSITE)),),
    materials=MATERIALS,
)
STATE = replace(ANSWERING, paper=READ, answers=answers(), current=WITH_MATERIAL.id)


def split_of(seat: Seat) -> QuestionSplit:
    settle()
    return page_of(seat).split


def go(seat: Seat, question: str) -> None:
    seat.window.show_state(replace(STATE, current=question))
    settle()


@pytest.mark.parametrize(("width", "height", "wanted"), [(1366, 768, BESIDE), (1024, 600, ABOVE)])
def test_a_wide_screen_has_it_beside_and_a_narrow_one_above(
    width: int, height: int, wanted: Qt.Orientation, sit: Sit
) -> None:
    seat = sit(STATE)
    seat.window.resize(width, height)
    split = split_of(seat)
    assert split.orientation() is wanted
    assert split.reading.isVisible()
    assert min(split.sizes()) >= 120


def test_without_anything_to_read_the_question_has_all_the_room(sit: Sit) -> None:
    seat = sit(STATE)
    go(seat, SHORT.id)
    split = split_of(seat)
    assert split.reading.isHidden()
    assert split.question.width() == split.width()


def test_both_materials_are_there_with_their_titles(sit: Sit) -> None:
    words = split_of(sit(STATE)).reading.accessibleDescription()
    assert words.startswith("材料一 材料二 长江")
    assert "5464" in words


def test_the_divider_stays_for_each_question_where_it_was_put(sit: Sit) -> None:
    seat = sit(STATE)
    split = split_of(seat)
    before = split.sizes()
    handle = split.handle(1)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(5, 100))
    QTest.mouseMove(handle, QPoint(-95, 100))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(5, 100))
    moved = split.sizes()
    assert moved[0] == pytest.approx(before[0] - 100, abs=8)
    go(seat, COMPOSITE.id)
    assert split.sizes() == before
    go(seat, WITH_MATERIAL.id)
    assert split.sizes() == pytest.approx(moved, abs=2)


def test_the_divider_moves_by_arrow_keys(sit: Sit) -> None:
    seat = sit(STATE)
    split = split_of(seat)
    before = split.sizes()[0]
    handle = split.handle(1)
    handle.setFocus(Qt.FocusReason.TabFocusReason)
    assert "arrow keys" in handle.accessibleName()
    QTest.keyClick(handle, Qt.Key.Key_Right)
    assert split.sizes()[0] > before
    QTest.keyClick(handle, Qt.Key.Key_Left)
    QTest.keyClick(handle, Qt.Key.Key_Left)
    assert split.sizes()[0] < before


def test_it_scrolls_on_its_own_and_is_where_it_was_for_the_next_question_of_it(sit: Sit) -> None:
    seat = sit(STATE)
    seat.window.resize(1024, 600)
    bar = split_of(seat).reading.verticalScrollBar()
    bar.setValue(60)
    go(seat, TWIN.id)
    assert bar.value() == 60, "the same materials do not move"
    go(seat, SHORT.id)
    go(seat, TWIN.id)
    assert bar.value() == 60


def test_it_is_scrolled_by_keys(sit: Sit) -> None:
    seat = sit(STATE)
    seat.window.resize(1024, 600)
    reading = split_of(seat).reading
    reading.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(reading, Qt.Key.Key_Down)
    assert reading.verticalScrollBar().value() > 0


def test_refresh_leaves_divider_scroll_position_and_text_alone(sit: Sit) -> None:
    seat = sit(STATE)
    seat.window.resize(1024, 600)
    split = split_of(seat)
    split.reading.verticalScrollBar().setValue(50)
    (field,) = split.question.input_widgets()
    QTest.keyClicks(field, "words")
    sizes = split.sizes()
    page_of(seat).redraw()
    settle()
    (again,) = split.question.input_widgets()
    assert isinstance(again, TextArea)
    assert (split.sizes(), split.reading.verticalScrollBar().value()) == (sizes, 50)
    assert again.typed_text() == "words"


@pytest.fixture
def large(themed: QApplication) -> Iterator[None]:
    """Letters of one and a half times the size."""
    apply_theme(themed, LIGHT, 1.5)
    yield
    apply_theme(themed, LIGHT)


@pytest.mark.usefixtures("large")
def test_where_each_side_would_have_a_few_lines_both_are_one_page(sit: Sit) -> None:
    seat = sit(STATE)
    seat.window.resize(1024, 600)
    split = split_of(seat)
    assert split.reading.isHidden()
    texts = [one for one in split.question.findChildren(RichText) if one.isVisible()]
    assert "长江" in "".join(text.document_text() for text in texts)
    seat.window.resize(1366, 768)
    assert split_of(seat).reading.isVisible()


@pytest.mark.usefixtures("large")
def test_on_one_page_the_next_question_of_the_same_passage_begins_at_the_question(sit: Sit) -> None:
    seat = sit(STATE)
    seat.window.resize(1024, 600)
    area = split_of(seat).question
    assert area.verticalScrollBar().value() == 0
    go(seat, TWIN.id)
    assert area.verticalScrollBar().value() > 0
    go(seat, SHORT.id)
    go(seat, TWIN.id)
    assert area.verticalScrollBar().value() == 0, "it comes anew: it begins with what is to be read"


def test_above_a_question_a_short_passage_has_no_more_room_than_it_needs(sit: Sit) -> None:
    little = msgspec.structs.replace(MATERIALS[0], body="<p>一行。</p>")
    asked = msgspec.structs.replace(COMPOSITE, stem="", materials=(little.id,))
    paper = msgspec.structs.replace(
        READ, materials=(little,), sections=(Section("one", "One", (SHORT, asked)),)
    )
    state = replace(STATE, paper=paper, current=asked.id)
    seat = sit(replace(state, current=SHORT.id))
    seat.window.resize(1024, 600)
    settle()
    seat.window.show_state(state)
    split = split_of(seat)
    assert split.orientation() is ABOVE
    assert split.sizes()[0] <= max(LEAST, split.reading.widget().sizeHint().height())
