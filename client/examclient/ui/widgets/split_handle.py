"""What is taken hold of to give the passage more room, or the questions: by mouse, finger or arrow keys."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSplitter, QSplitterHandle

from examclient.ui.widgets.buttons import paint_ring

STEP_EM = 3
"""How far one press of an arrow moves it."""


class SplitHandle(QSplitterHandle):
    """Paints a grip, and a ring while it has the keyboard."""

    def __init__(self, orientation: Qt.Orientation, split: QSplitter) -> None:
        super().__init__(orientation, split)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._speak()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move it; other keys belong to the page."""
        along = self.orientation() is Qt.Orientation.Horizontal
        back, on = (Qt.Key.Key_Left, Qt.Key.Key_Right) if along else (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.key() not in (back, on) or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
            return
        step = STEP_EM * self.fontMetrics().height() * (1 if event.key() == on else -1)
        at = self.x() if along else self.y()
        self.moveSplitter(self.closestLegalPosition(at + step))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._speak()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A calm bar with a grip of three dots in its middle."""
        painter, palette, role = QPainter(self), self.palette(), QPalette.ColorRole
        is_held = self.underMouse() or self.hasFocus()
        painter.fillRect(self.rect(), palette.color(role.Midlight if is_held else role.AlternateBase))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(role.Dark))
        along = self.orientation() is Qt.Orientation.Horizontal
        size = min(self.width(), self.height()) * 0.34
        for step in (-2.0, 0.0, 2.0):
            middle = QRectF(0, 0, size, size)
            middle.moveCenter(QRectF(self.rect()).center())
            painter.drawEllipse(middle.translated(0 if along else step * size, step * size if along else 0))
        if self.hasFocus():
            paint_ring(painter, palette.color(role.Shadow), QRectF(self.rect()).adjusted(-2, -2, 2, 2), 2)

    def _speak(self) -> None:
        self.setAccessibleName(self.tr("Divider between the passage and the questions: arrow keys move it"))
        self.setToolTip(self.tr("Drag to give one side more room"))
