"""The table of colours, and what the style sheet makes of it."""

import re
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from examclient.ui.theme import (
    LIGHT,
    SIGN_PAIRS,
    STYLE_SHEET,
    TEXT_PAIRS,
    THEMES,
    apply_theme,
    style_sheet,
)
from tests.ui.contrast import contrast

Kind = TypeVar("Kind", bound=QWidget)
TEMPLATE = STYLE_SHEET.read_text("utf-8")


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_every_text_can_be_read_on_its_ground(theme: str, pair: tuple[str, str]) -> None:
    colours = asdict(THEMES[theme])
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", SIGN_PAIRS, ids="-on-".join)
def test_every_edge_and_sign_can_be_seen(theme: str, pair: tuple[str, str]) -> None:
    colours = asdict(THEMES[theme])
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 3


def test_every_colour_of_the_table_is_used() -> None:
    used = set(re.findall(r"@([a-z_]+)", TEMPLATE)) - {"px"}
    assert used <= asdict(LIGHT).keys()
    assert asdict(LIGHT).keys() - used == set()


def test_names_and_sizes_are_filled_in() -> None:
    filled = style_sheet("a { color: @text; border: @border_strong; width: @px(16) }", LIGHT, 1.5)
    assert filled == f"a {{ color: {LIGHT.text}; border: {LIGHT.border_strong}; width: 24px }}"
    assert "@" not in style_sheet(TEMPLATE, LIGHT)


def test_a_colour_that_is_not_in_the_table_is_an_error() -> None:
    with pytest.raises(KeyError):
        style_sheet("a { color: @pink }", LIGHT)


def test_zoom_grows_font_and_fields(themed: QApplication, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    small = field.sizeHint().height()
    try:
        apply_theme(themed, LIGHT, 1.5)
        assert themed.font().pixelSize() == 24
        assert field.sizeHint().height() >= 1.4 * small
    finally:
        apply_theme(themed, LIGHT)
    assert themed.font().pixelSize() == 16


def test_the_theme_can_change_while_the_client_runs(themed: QApplication) -> None:
    try:
        apply_theme(themed, replace(LIGHT, text="#123456"))
        assert themed.palette().text().color().name() == "#123456"
    finally:
        apply_theme(themed, LIGHT)


@pytest.mark.parametrize("kind", ["", "primary", "submit", "quiet", "flag", "map"])
def test_buttons_are_large_and_keep_their_size(kind: str, themed: QApplication, qtbot: QtBot) -> None:
    page, button = page_with(QPushButton("12"), kind, qtbot)
    sizes = {(button.sizeHint().width(), button.sizeHint().height())}
    changes: tuple[Callable[[], None], ...] = (
        button.setFocus,
        lambda: button.setDown(True),
        lambda: QTest.mouseMove(button),
    )
    for change in changes:
        change()
        QApplication.processEvents()
        sizes.add((button.sizeHint().width(), button.sizeHint().height()))
    assert len(sizes) == 1
    assert min(button.sizeHint().height(), button.sizeHint().width()) >= 40
    assert page.isVisible()


@pytest.mark.parametrize("widget", [QLineEdit, QComboBox, QPlainTextEdit])
def test_fields_are_large_and_keep_their_size(
    widget: type[QWidget], themed: QApplication, qtbot: QtBot
) -> None:
    _, field = page_with(widget(), "", qtbot)
    before = field.sizeHint()
    field.setFocus()
    QApplication.processEvents()
    assert field.hasFocus()
    assert field.sizeHint() == before
    assert before.height() >= 40


def test_focus_can_be_seen(themed: QApplication, qtbot: QtBot) -> None:
    for widget in (QPushButton("ok"), QLineEdit(), QComboBox()):
        _, field = page_with(widget, "", qtbot)
        edge = QPoint(1, field.height() // 2)
        without = field.grab().toImage().pixelColor(edge)
        field.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        assert field.grab().toImage().pixelColor(edge) != without


def page_with(field: Kind, kind: str, qtbot: QtBot) -> tuple[QWidget, Kind]:
    """A page with another field that has the focus first."""
    page = QWidget()
    column = QVBoxLayout(page)
    first = QPushButton("first")
    field.setProperty("kind", kind)
    column.addWidget(first)
    column.addWidget(field)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    first.setFocus()
    return page, field
