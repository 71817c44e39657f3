"""The buttons of the client.

Rule: no button is pressed by an Enter that was meant for something else, and what cannot be undone takes a
mouse or a Space on purpose.
"""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QPushButton

from examclient.ui.widgets.changes import set_enabled, set_mark, set_text

CHOSEN_BY_HAND = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.MouseFocusReason,
)


EDGE = 2
"""Pixels: the edge of a button that has the keyboard, as the style sheet draws it."""

INNER_RINGS = {"primary": QPalette.ColorRole.HighlightedText, "submit": QPalette.ColorRole.Shadow}
"""The colour of the ring inside the edge, for kinds of buttons that need one."""


def paint_ring(painter: QPainter, colour: QColor, button: QRectF, width: int) -> None:
    """Draw a ring of this width right inside the edge of a button."""
    inset = EDGE + width / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(button.adjusted(inset, inset, -inset, -inset), 4, 4)


def make_button(kind: str) -> QPushButton:
    """A plain (`""`), `primary` or `quiet` button; Enter and Space press it while it has the focus."""
    button = RingedButton()
    button.setProperty("kind", kind)
    button.setAutoDefault(True)
    return button


def keep_focus_elsewhere(*buttons: QPushButton) -> None:
    """Let clicks leave the cursor in the candidate's text; the buttons are still reached by Tab."""
    for button in buttons:
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def set_open(button: QPushButton, *, wanted: bool, instead: QPushButton) -> None:
    """Enable a button or not; the focus of one that closes stays beside it, on `instead`."""
    if not wanted and button.hasFocus():
        instead.setEnabled(True)
        instead.setFocus(Qt.FocusReason.OtherFocusReason)
    set_enabled(button, enabled=wanted)


class RingedButton(QPushButton):
    """Where the edge alone would not stand out, a second ring inside it shows that it has the keyboard."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, then the ring."""
        super().paintEvent(event)
        role = INNER_RINGS.get(self.property("kind"))
        if role is not None and self.hasFocus():
            paint_ring(QPainter(self), self.palette().color(role), QRectF(self.rect()), 2)


class DeliberateButton(RingedButton):
    """A button for what cannot be undone: never Enter, never the second half of a double click.

    Space works only where a person brought the focus here, not where the program put it.
    """

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._chosen_by_hand = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember who brought the focus."""
        self._chosen_by_hand = event.reason() in CHOSEN_BY_HAND
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a single deliberate Space, pass on everything else."""
        if event.key() == Qt.Key.Key_Space and (event.isAutoRepeat() or not self._chosen_by_hand):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select):
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second press that came too quickly is no wish."""
        event.accept()


class TwoStepButton(DeliberateButton):
    """A quiet button that asks "really?" in its own words first.

    Signals:
        agreed(): pressed a second time.
    """

    agreed = Signal()

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self._question = self._words = ""
        self._asked = False
        self.clicked.connect(self._on_clicked)

    def set_words(self, words: str, question: str) -> None:
        """What it says, and what it says when it was pressed once."""
        self._words, self._question = words, question
        self._speak()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes away has not agreed."""
        self._forget()
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Whoever goes away has not agreed."""
        self._forget()
        super().leaveEvent(event)

    def _on_clicked(self) -> None:
        if self._asked:
            self._forget()
            self.agreed.emit()
        else:
            self._asked = True
            self._speak()

    def _forget(self) -> None:
        self._asked = False
        self._speak()

    def _speak(self) -> None:
        set_text(self, self._question if self._asked else self._words)
        set_mark(self, "asked", self._asked)
