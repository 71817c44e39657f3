"""Puts widgets that came later where they belong in the order of the Tab key."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget


def order_tabs(before: QWidget, widgets: Iterable[QWidget]) -> None:
    """Let Tab go from `before` through the widgets to whatever came after `before`.

    All of them must take the focus by Tab already: Qt leaves others where they are.
    """
    for widget in widgets:
        QWidget.setTabOrder(before, widget)
        before = widget
