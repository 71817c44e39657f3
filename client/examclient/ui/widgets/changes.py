"""Change a widget only where its value changed.

Rule: state flows down every second, so what is the same must cost nothing and must not be painted again.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from examclient.ui.theme import restyle


def set_text(widget: QLabel | QAbstractButton, text: str) -> None:
    """Write the words of a label or button; they are its accessible name too unless it has one of its own."""
    if widget.text() != text:
        widget.setText(text)


def set_mark(widget: QWidget, name: str, value: bool | str) -> None:
    """Set a property that the style sheet selects by, and style the widget anew; one that was never shown is
    styled when it is.
    """
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        restyle(widget)
        widget.update()


def set_shown(widget: QWidget, *, shown: bool) -> None:
    """Show or hide a widget."""
    if widget.isHidden() == shown:
        widget.setVisible(shown)


def set_enabled(widget: QWidget, *, enabled: bool) -> None:
    """Enable or disable a widget."""
    if widget.isEnabled() != enabled:
        widget.setEnabled(enabled)


def set_spoken(widget: QWidget, name: str) -> None:
    """Set what a screen reader says for the widget."""
    if widget.accessibleName() != name:
        widget.setAccessibleName(name)
