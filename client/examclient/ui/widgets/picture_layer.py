"""One picture of the paper over the whole window, as large as the candidate wants it.

Rule: it is a layer in the window, not a window: nothing can hide behind it, the exam goes on below, and the
keyboard goes back to where it was.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from examclient.ui.picture_wish import LargePicture
from examclient.ui.widgets.buttons import make_button, set_open
from examclient.ui.widgets.changes import set_shown, set_spoken, set_text
from examclient.ui.widgets.labels import ElidedLabel, make_label
from examclient.ui.widgets.picture_canvas import PictureCanvas
from examclient.ui.widgets.tab_order import order_tabs

_PAN = 80
_ARROWS = {
    Qt.Key.Key_Left: QPoint(-_PAN, 0),
    Qt.Key.Key_Right: QPoint(_PAN, 0),
    Qt.Key.Key_Up: QPoint(0, -_PAN),
    Qt.Key.Key_Down: QPoint(0, _PAN),
}
_STILL = 6
"""Pixels: a mouse that moved less has clicked, and not moved the picture."""


class PictureLayer(QFrame):
    """Owns the picture that is looked at. Knows nothing of questions.

    Signals:
        refresh_wanted(): the picture is missing, and the candidate wants it mended.
    """

    refresh_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("kind", "layer")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._window = window
        self._came_from: QWidget | None = None
        self._pressed: QPointF | None = None
        self._words = ElidedLabel("strong")
        self._percent = make_label("muted")
        self.smaller, self.larger, self.fit = (make_button("") for _ in range(3))
        self.close_layer = make_button("primary")
        self.canvas = PictureCanvas()
        self._missing, self.refresh = make_label(wrap=True), make_button("")
        self._lay_out()
        self._connect()
        self.retranslate()
        self.hide()

    def show_picture(self, picture: LargePicture) -> None:
        """Cover the window with it; a second one takes the place of the first."""
        if self.isHidden():
            self._came_from = QApplication.focusWidget()
        self.setGeometry(self._window.rect())
        is_there = picture.draw is not None
        self._words.show_words(picture.alt or self.tr("Picture"))
        set_spoken(self, picture.alt or self.tr("Picture"))
        lacking: tuple[QWidget, ...] = (self._missing, self.refresh)
        looking: tuple[QWidget, ...] = (self.canvas, self.smaller, self.larger, self.fit, self._percent)
        for part in (*lacking, *looking):
            set_shown(part, shown=is_there is (part in looking))
        self.show()
        self.raise_()
        self.canvas.show_picture(picture)
        self._show_scale()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Go away; the keyboard goes back to where it was."""
        if self.isHidden():
            return
        back, self._came_from = self._came_from, None
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        elif focus := self._window.focusWidget():
            focus.clearFocus()  # Qt would look for another place in the layer that goes
        self.hide()
        self.canvas.forget()

    def retranslate(self) -> None:
        """Write every word in the present language."""
        set_text(self.smaller, "−")
        set_text(self.larger, "+")
        set_text(self.fit, self.tr("Whole picture"))
        set_text(self.close_layer, self.tr("Back to the question"))
        set_text(self.refresh, self.tr("Refresh"))
        set_spoken(self.smaller, self.tr("Smaller"))
        set_spoken(self.larger, self.tr("Larger"))
        advice = self.tr(
            "This picture is missing. Refresh fetches it again. If that does not help, raise your hand."
        )
        set_text(self._missing, advice)
        self.close_layer.setToolTip(self.tr("Esc, or a click on the picture"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, plus and minus change the size, 0 shows the whole picture, arrows move it."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.canvas.enlarge()
        elif key == Qt.Key.Key_Minus:
            self.canvas.reduce()
        elif key == Qt.Key.Key_0:
            self.canvas.show_whole()
        elif key in _ARROWS:
            self.canvas.move_by(_ARROWS[key])
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel changes the size, around the place under the mouse."""
        if turned := event.angleDelta().y():
            self.canvas.scale_at(self.canvas.mapFromGlobal(event.globalPosition()), up=turned > 0)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        self._pressed = event.position() if event.button() == Qt.MouseButton.LeftButton else None
        self.canvas.take_hold(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture with the mouse."""
        self.canvas.drag_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that moved nothing leaves."""
        pressed, self._pressed = self._pressed, None
        if pressed is not None and (event.position() - pressed).manhattanLength() < _STILL:
            self.leave()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays in the layer: what is below it cannot be seen."""
        buttons = (self.smaller, self.larger, self.fit, self.refresh, self.close_layer)
        stops = [button for button in buttons if button.isVisible() and button.isEnabled()]
        here = next((index for index, button in enumerate(stops) if button.hasFocus()), -1 if forward else 0)
        if not stops:
            return super().focusNextPrevChild(forward)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(here + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit into the window as it is now."""
        super().resizeEvent(event)
        self._show_scale()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._words, 1)
        for part in (self._percent, self.smaller, self.larger, self.fit, self.close_layer):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)
        column.addStretch(0)
        column.addWidget(self._missing)
        column.addWidget(self.refresh, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)
        order_tabs(self.smaller, (self.larger, self.fit, self.refresh, self.close_layer))

    def _connect(self) -> None:
        self.smaller.clicked.connect(self.canvas.reduce)
        self.larger.clicked.connect(self.canvas.enlarge)
        self.fit.clicked.connect(self.canvas.show_whole)
        self.close_layer.clicked.connect(self.leave)
        self.canvas.scaled.connect(self._show_scale)
        self.refresh.clicked.connect(self.leave)
        self.refresh.clicked.connect(self.refresh_wanted)

    def _show_scale(self) -> None:
        set_text(self._percent, f"{round(100 * self.canvas.scale)} %")
        set_open(self.larger, wanted=self.canvas.can_enlarge, instead=self.close_layer)
        set_open(self.smaller, wanted=self.canvas.can_reduce, instead=self.close_layer)
