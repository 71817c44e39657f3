"""Wherever the keyboard is, it is seen: in every theme, by a ring that stands out from what was there."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from examclient.ui.pages.builders import builder_for
from examclient.ui.theme import LIGHT, THEMES, apply_theme
from tests.ui.contrast import contrast
from tests.ui.pages.conftest import Sit
from tests.ui.pages.walking import STATES, all_reached, named, place_of

AROUND = 3
"""Pixels around a widget that may belong to its ring."""

ENOUGH = 3.0
"""Contrast between a pixel with the focus and without it (WCAG 2.2, 2.4.13)."""

PAGES = {builder_for(state): name for name, state in reversed(STATES.items())}
SHOWN = sorted({*PAGES.values(), *(name for name in STATES if name.startswith("answering"))})


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest, themed: QApplication) -> Iterator[str]:
    """The application in one of its themes."""
    apply_theme(themed, THEMES[request.param])
    yield request.param
    apply_theme(themed, LIGHT)


@pytest.mark.parametrize("name", SHOWN)
def test_a_ring_shows_where_the_keyboard_is(name: str, theme: str, sit: Sit) -> None:
    window = sit(STATES[name]).window
    unseen = []
    for stop in all_reached(window):
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        place = place_of(stop, window).adjusted(-AROUND, -AROUND, AROUND, AROUND)
        with_it = picture(window, place)
        stop.clearFocus()
        changed = standing_out(picture(window, place), with_it)
        if changed < stop.width() + stop.height():
            unseen.append(f"{named(stop)}: {changed} of {2 * (stop.width() + stop.height())}")
    assert unseen == []


def picture(window: QWidget, place: QRect) -> QImage:
    QApplication.processEvents()
    return window.grab(place).toImage()


def standing_out(before: QImage, after: QImage) -> int:
    """How many pixels have changed to another colour that stands out from the one before."""
    assert before.size() == after.size()
    width, height = before.width(), before.height()
    pairs = [
        (before.pixel(x, y), after.pixel(x, y))
        for x in range(width)
        for y in range(height)
        if before.pixel(x, y) != after.pixel(x, y)
    ]
    seen = {pair: contrast(rgb(pair[0]), rgb(pair[1])) >= ENOUGH for pair in set(pairs)}
    return sum(seen[pair] for pair in pairs)


def rgb(pixel: int) -> str:
    return f"#{pixel & 0xFFFFFF:06X}"
