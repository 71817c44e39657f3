"""Where a proctor types an offline code together with the room password, so that an exam goes on here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit

from examclient.domain.state import PasswordTrouble
from examclient.ui.widgets.forgetting import forget_typed
from examclient.ui.widgets.measure import limit_width
from examclient.ui.widgets.room_password_panel import HINTS, RoomPasswordPanel

LONGEST = 32
"""Characters of a code with all that people write between them."""

WIDTH_EM = 15


class OfflineCodePanel(RoomPasswordPanel):
    """The bar of the room password with a field for the code before it. Only both together are checked.

    Signals:
        code_given(str, str): the room password and the code.
    """

    code_given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.code = QLineEdit()
        self.code.setMaxLength(LONGEST)
        self.code.setInputMethodHints(HINTS)
        limit_width(self.code, WIDTH_EM, WIDTH_EM // 2)
        self.code.textEdited.connect(lambda _: self._show())
        self.code.returnPressed.connect(lambda: self.field.setFocus(Qt.FocusReason.OtherFocusReason))
        self.password_given.connect(lambda password: self.code_given.emit(password, self.code.text()))
        self.row.insertWidget(0, self.code, 600)
        self.setTabOrder(self.code, self.field)

    def open(self) -> None:
        """Come to the front, ready to type the code."""
        super().open()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Speak the new language."""
        super().retranslate()
        self.code.setAccessibleName(self.tr("Offline code"))
        self.code.setPlaceholderText(self.tr("Offline code"))

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave nothing behind."""
        super().hideEvent(event)
        if not event.spontaneous():
            forget_typed(self.code)

    def _trouble(self, trouble: PasswordTrouble | None) -> str:
        match trouble:
            case PasswordTrouble.WRONG_CODE:
                return self.tr(
                    "The password is right, but this code is mistyped, or for another exam or candidate."
                )
            case PasswordTrouble.OLD_CODE:
                return self.tr(
                    "The password is right, but this code is older than what this machine knows. "
                    "Have a new one shown at the machine where the exam was last."
                )
            case _:
                return super()._trouble(trouble)

    def _is_filled_in(self) -> bool:
        return super()._is_filled_in() and bool(self.code.text().strip())
