"""Pointing at a question: by mouse and by finger, also dragging."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.questions.conftest import Seat

_SCREENS: list[QPointingDevice] = []


def middle(widget: QWidget) -> QPoint:
    return widget.rect().center()


def tap(widget: QWidget, at: QPoint | None = None) -> None:
    """Touch it and let go, as a finger does."""
    _touch(widget, [widget.mapToGlobal(at or middle(widget))])


def drag_by_finger(widget: QWidget, start: QPoint, target: QWidget, end: QPoint | None = None) -> None:
    """Touch, move along the screen, let go over the target."""
    _touch(widget, _way(widget.mapToGlobal(start), target.mapToGlobal(end or middle(target))))


def drag_by_mouse(widget: QWidget, start: QPoint, target: QWidget, end: QPoint | None = None) -> None:
    """Press, move, let go over the target."""
    way = _way(widget.mapToGlobal(start), target.mapToGlobal(end or middle(target)))
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    for at in way[1:]:
        QTest.mouseMove(widget, widget.mapFromGlobal(at))
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=widget.mapFromGlobal(way[-1]))


def settle() -> None:
    """Let everything be laid out."""
    for _ in range(3):
        QApplication.processEvents()


def alt(seat: Seat, *keys: Qt.Key) -> None:
    """Press keys with Alt where the focus is."""
    for key in keys:
        QTest.keyClick(seat.focused(), key, Qt.KeyboardModifier.AltModifier)


def _way(start: QPoint, end: QPoint) -> list[QPoint]:
    """Points of the screen; nobody jumps, and what is dragged may move under the pointer."""
    far = end - start
    return [*(start + QPoint(far.x() * part // 4, far.y() * part // 4) for part in range(4)), end]


def _touch(widget: QWidget, points: list[QPoint]) -> None:
    """One finger; each event is a sequence of its own, as they come from the window system."""
    if not _SCREENS:
        _SCREENS.append(QTest.createTouchDevice())
    for number, at in enumerate(points):
        sequence = QTest.touchEvent(widget, _SCREENS[0])
        place = widget.mapFromGlobal(at)
        (sequence.move if number else sequence.press)(0, place, widget)
        sequence.commit()
    sequence = QTest.touchEvent(widget, _SCREENS[0])
    sequence.release(0, widget.mapFromGlobal(points[-1]), widget)
    sequence.commit()
