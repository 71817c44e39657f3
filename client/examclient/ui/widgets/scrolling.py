"""The keys that scroll what does not fit into the window, wherever on the page the keyboard is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QScrollArea

Action = QAbstractSlider.SliderAction
SCROLLING = {
    Qt.Key.Key_Up: Action.SliderSingleStepSub,
    Qt.Key.Key_Down: Action.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: Action.SliderPageStepSub,
    Qt.Key.Key_PageDown: Action.SliderPageStepAdd,
    Qt.Key.Key_Home: Action.SliderToMinimum,
    Qt.Key.Key_End: Action.SliderToMaximum,
}


def scrolls(area: QScrollArea, event: QKeyEvent) -> bool:
    """Scroll if the key is one of these. Returns whether it was."""
    action = SCROLLING.get(Qt.Key(event.key()))
    if action is not None:
        area.verticalScrollBar().triggerAction(action)
    return action is not None
