"""Where a proctor types the room password, whatever it shall open.

Rule: what is typed goes to whoever asked and nowhere else, and nothing of it is left when the panel closes.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from examclient.domain.state import PasswordCheck, PasswordTrouble
from examclient.ui.announcing import say
from examclient.ui.sentence import in_one_line
from examclient.ui.widgets.buttons import keep_focus_elsewhere, make_button
from examclient.ui.widgets.changes import set_enabled, set_mark, set_text
from examclient.ui.widgets.forgetting import forget_typed
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.measure import limit_width

LONGEST = 144
"""Characters: the longest password of a proctor's own, with spaces between."""

WIDTH_EM = 24
HINTS = (
    Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhPreferLatin
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)


class RoomPasswordPanel(QFrame):
    """A bar above the footer, hidden until it is asked for. Knows neither the password nor what it opens.

    Signals:
        password_given(str): check this.
        cancelled(): nobody wants to give it any more.
    """

    password_given = Signal(str)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "confirm")
        self._check = PasswordCheck()
        self.row = QHBoxLayout()
        self._purpose = make_label("strong", wrap=True)
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST)
        self.field.setInputMethodHints(HINTS)
        self.echo = make_button("quiet")
        self.check = make_button("primary")
        self.cancel = make_button("")
        self._hint = make_label("hint", wrap=True)
        keep_focus_elsewhere(self.echo, self.check, self.cancel)
        self.echo.clicked.connect(self._on_echo)
        self.field.returnPressed.connect(self._on_check)
        self.field.textEdited.connect(lambda _: self._show())
        self.check.clicked.connect(self._on_check)
        self.cancel.clicked.connect(self._on_cancel)
        self._lay_out()
        self._hide_letters(hidden=True)
        self.hide()

    def open(self) -> None:
        """Come to the front, ready to type."""
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_purpose(self, words: str) -> None:
        """What the password opens here."""
        set_text(self._purpose, words)

    def show_check(self, check: PasswordCheck) -> None:
        """Show how the check stands: under way, wrong, or to wait."""
        said = self._hint.text()
        self._check = check
        self._show()
        if check.trouble is not None and self._hint.text() != said and self.isVisible():
            say(self, self._hint.text())

    def retranslate(self) -> None:
        """Speak the new language."""
        self.field.setAccessibleName(self.tr("Room password"))
        self.field.setPlaceholderText(self.tr("Room password"))
        set_text(self.check, self.tr("Check"))
        set_text(self.cancel, self.tr("Cancel"))
        self._hide_letters(hidden=self.field.echoMode() != QLineEdit.EchoMode.Normal)
        self._show()

    def words(self) -> str:
        """What stands under the field."""
        return self._hint.text()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave nothing behind, neither for the candidate nor for the next proctor."""
        super().hideEvent(event)
        if not event.spontaneous():
            forget_typed(self.field)
            self._hide_letters(hidden=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape cancels."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancel()
        else:
            super().keyPressEvent(event)

    def _on_check(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.check.isEnabled():
            self.password_given.emit(self.field.text())

    def _on_cancel(self) -> None:
        self.hide()
        self.cancelled.emit()

    def _on_echo(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._hide_letters(hidden=self.field.echoMode() == QLineEdit.EchoMode.Normal)

    def _hide_letters(self, *, hidden: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)
        set_text(self.echo, self.tr("Show") if hidden else self.tr("Hide"))

    def _is_filled_in(self) -> bool:
        return bool(self.field.text().strip())

    def _show(self) -> None:
        check = self._check
        may_try = self._is_filled_in() and not check.checking and not check.wait
        if not may_try and self.check.hasFocus():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        set_enabled(self.check, enabled=may_try)
        set_text(self._hint, self._words(check))
        set_mark(self._hint, "level", "warning" if check.trouble else "")

    def _words(self, check: PasswordCheck) -> str:
        if check.checking:
            return self.tr("Checking …")
        wait = self.tr("You can try again in %n second(s).", "", check.wait) if check.wait else ""
        return in_one_line(self._trouble(check.trouble), wait)

    def _trouble(self, trouble: PasswordTrouble | None) -> str:
        match trouble:
            case PasswordTrouble.WRONG:
                return self.tr("This is not the room password.")
            case PasswordTrouble.NO_CARD:
                return self.tr(
                    "This machine has not received the room password yet. "
                    "Connect it to the exam site, or call the site's staff."
                )
            case PasswordTrouble.NOT_KEPT:
                return self.tr("The password is right, but this machine cannot save that at the moment.")
            case PasswordTrouble.TOO_OFTEN:
                return self.tr("Too many wrong tries.")
            case PasswordTrouble.NOT_MADE:
                return self.tr("This room has no password for this exam yet: the site's staff make one.")
            case _:
                return ""

    def _lay_out(self) -> None:
        row = self.row
        row.setSpacing(8)
        limit_width(self.field, WIDTH_EM)
        row.addWidget(self.field, 1000)
        for button in (self.echo, self.check, self.cancel):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 8)
        column.setSpacing(8)
        column.addWidget(self._purpose)
        column.addLayout(row)
        column.addWidget(self._hint)
