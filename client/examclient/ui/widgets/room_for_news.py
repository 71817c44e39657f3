"""The bar under the header has room only while it says something, and nothing on the page moves for it.

Rule: the room is taken from the top of what scrolls, and what is in sight stays where it is; it is given back
as soon as nothing moves for that, else when the page is turned. So nobody clicks on what has just moved under
the mouse, and no empty bar hides a line.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea, QWidget

from examclient.ui.widgets.notice_bar import NoticeBar
from examclient.ui.widgets.settling import settle_layouts


class RoomForNews:
    """Decides when the bar is there. `areas` are what scrolls below it."""

    def __init__(self, bar: NoticeBar, areas: Sequence[QScrollArea]) -> None:
        self._bar, self._areas = bar, areas
        self._taken: dict[QScrollArea, int] = {}
        bar.hide()

    def turn(self) -> None:
        """Another page comes: the bar is there if it has something to say."""
        for area in self._areas:
            area.widget().setMinimumHeight(0)
        self._taken = {}
        self._bar.setVisible(bool(self._bar.words()))

    def stay(self) -> None:
        """The same page stays: a bar that has something to say comes, and one that has nothing any more goes,
        where all that is in sight can stay where it is.
        """
        says = bool(self._bar.words())
        if says and self._bar.isHidden():
            before = self._scrolled()
            show_in_place(self._bar, self._areas, shown=True)
            self._taken = {area: at - before[area] for area, at in self._scrolled().items() if area in before}
        elif not says and self._can_be_given_back():
            show_in_place(self._bar, self._areas, shown=False)

    def _can_be_given_back(self) -> bool:
        """Whether each in sight is scrolled by as much as the bar takes of it: then its going moves nothing.

        That is what the bar took when it came, less than its height where one area is above the other; its
        height bounds it for what was not in sight then, and where the page was turned since.
        """
        height = self._bar.height()
        return all(at >= self._taken.get(area, height) for area, at in self._scrolled().items())

    def _scrolled(self) -> dict[QScrollArea, int]:
        """How far each that is in sight is scrolled, in pixels."""
        return {area: area.verticalScrollBar().value() for area in self._areas if area.isVisible()}


def show_in_place(bar: QWidget, areas: Sequence[QScrollArea], *, shown: bool) -> None:
    """Let a bar above the areas come or go; what stands in them stays where it is, as far as they scroll."""
    if bar.isHidden() == shown:
        for area in areas:
            area.widget().setMinimumHeight(0)
        with held_still(areas):
            bar.setVisible(shown)


@contextmanager
def held_still(areas: Sequence[QScrollArea]) -> Iterator[None]:
    """Whatever happens above the areas: what stands in them stays where it is on the screen."""
    seen = [(area, _top_of(area)) for area in areas if area.isVisible()]
    yield
    settle_layouts()
    for area, top in seen:
        _scroll_to(area, area.verticalScrollBar().value() + _top_of(area) - top)


def _top_of(area: QScrollArea) -> int:
    """Where the content begins on the screen, in pixels; above the area where it is scrolled."""
    return area.viewport().mapToGlobal(QPoint()).y() - area.verticalScrollBar().value()


def _scroll_to(area: QScrollArea, value: int) -> None:
    """A page that is too short to be scrolled so far is made longer."""
    if value > area.verticalScrollBar().maximum():
        area.widget().setMinimumHeight(value + area.viewport().height())
        settle_layouts()
    area.verticalScrollBar().setValue(value)
