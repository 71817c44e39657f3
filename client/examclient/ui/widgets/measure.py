"""How wide a widget is for what stands on it: a page that has room at 100 % has little at 200 %."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QWidget


def ems(widget: QWidget) -> float:
    """The width of a widget in sizes of its letters."""
    return widget.width() / _letter_of(widget)


def _letter_of(widget: QWidget) -> int:
    """The size of its letters in pixels; a font of the desktop, before ours is there, may be in points."""
    return max(1, QFontInfo(widget.font()).pixelSize())


def limit_width(widget: QWidget, most: int, least: int = 0) -> None:
    """Keep a widget between so many sizes of its letters, whatever their size becomes."""
    _Limit(widget, most, least).apply()


def is_resized(event: QEvent) -> bool:
    """Whether a widget hears by this event that its letters may have another size."""
    return event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class _Limit(QObject):
    """Sits beside its widget and measures again when the letters change."""

    def __init__(self, widget: QWidget, most: int, least: int) -> None:
        super().__init__(widget)
        self._widget, self._most, self._least = widget, most, least
        widget.installEventFilter(self)

    def apply(self) -> None:
        """Measure."""
        letter = _letter_of(self._widget)
        self._widget.setMaximumWidth(self._most * letter)
        self._widget.setMinimumWidth(self._least * letter)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look on, and let everything through."""
        if is_resized(event):
            self.apply()
        return False
