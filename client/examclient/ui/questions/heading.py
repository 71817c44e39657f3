"""The line above a question: its number, its points, and whether it is flagged."""

from decimal import Decimal

from PySide6.QtCore import QEvent, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from examclient.ui.questions.flow import FlowLayout
from examclient.ui.signs import paint_flag
from examclient.ui.widgets.flag_button import FlagButton


class QuestionHeading(QWidget):
    """Shows "3." and "(2 points)", and a flag with its word. An info page has neither number nor points.

    With a button, where several questions share a page, the flag is set and taken away here.

    Signals:
        flag_toggled(bool): flag it, or take the flag away.
    """

    flag_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None, *, has_button: bool = False) -> None:
        super().__init__(parent)
        self._button = FlagButton() if has_button else None
        self._called = ""
        self._points: Decimal | None = None
        self._number = QLabel(self)
        self._number.setProperty("kind", "number")
        self._worth = QLabel(self)
        self._worth.setProperty("kind", "muted")
        self._flag = _FlagMark(self)
        if self._button is not None:
            self._flag.hide()
            self._button.clicked.connect(self._on_flag_clicked)
        row = FlowLayout(self)
        for part in (self._number, self._worth, self._button or self._flag):
            row.addWidget(part)
        self.show_flagged(False)

    def show_question(self, number: int | None, points: Decimal | None) -> None:
        """Show a question's number and the most points it can give; None leaves the part out."""
        self._called = "" if number is None else str(number)
        self._number.setText("" if number is None else f"{number}.")
        self._number.setVisible(number is not None)
        self._points = points
        self._speak()

    def show_flagged(self, is_flagged: bool) -> None:
        """Show or hide the flag; its room stays."""
        if self._button is not None:
            self._button.show_flag(flag=is_flagged)
        else:
            self._flag.setVisible(is_flagged)

    def set_open(self, *, is_open: bool) -> None:
        """The flag can be set and taken away, or not."""
        if self._button is not None:
            self._button.setEnabled(is_open)

    def stops(self) -> list[QWidget]:
        """Where Tab stops."""
        return [self._button] if self._button is not None else []

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        self._worth.setText("" if self._points is None else self._points_in_words(self._points))
        self._worth.setVisible(self._points is not None)
        self._flag.set_word(self.tr("Flagged"))
        if self._button is not None:
            self._button.set_words(self.tr("Flag"), self.tr("Flagged"))
            self._button.setAccessibleName(self.tr("Flag question {number}").format(number=self._called))

    def _on_flag_clicked(self) -> None:
        if self._button is not None:
            self.flag_toggled.emit(not self._button.isChecked())

    def _points_in_words(self, points: Decimal) -> str:
        if points == 1:
            return self.tr("(1 point)")
        return self.tr("({points} points)").format(points=f"{points.normalize():f}")


class _FlagMark(QLabel):
    """A small flag before its word, so that the colour is not all that says it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "muted")
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)

    def set_word(self, word: str) -> None:
        self.setText(word)
        self.setIndent(self.fontMetrics().height())
        self.setAccessibleName(word)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self.fontMetrics().ascent() * 0.85
        box = QRectF(0, (self.height() - side) / 2, side, side)
        paint_flag(QPainter(self), box, self.palette().color(QPalette.ColorRole.Light))
