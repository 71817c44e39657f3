"""The order of the Tab key: widgets that came later, and groups of many that are one stop."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def order_tabs(before: QWidget, widgets: Iterable[QWidget]) -> None:
    """Let Tab go from `before` through the widgets to whatever came after `before`.

    All of them must take the focus by Tab already: Qt leaves others where they are.
    """
    for widget in widgets:
        QWidget.setTabOrder(before, widget)
        before = widget


def leave_from(stop: QWidget | None) -> None:
    """Let Tab leave many widgets, among which arrows go, as it leaves their one stop."""
    if stop is not None and not stop.hasFocus():
        stop.setFocus(Qt.FocusReason.OtherFocusReason)
