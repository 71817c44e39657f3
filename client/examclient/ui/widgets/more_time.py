"""In the proctor's menu: more time for this candidate, by a code that the exam site has made."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from examclient.domain.state import ExamState, PasswordTrouble, ProctorMenu
from examclient.ui.sentence import in_one_line
from examclient.ui.widgets.buttons import keep_focus_elsewhere, make_button
from examclient.ui.widgets.changes import set_enabled, set_mark, set_text
from examclient.ui.widgets.forgetting import forget_typed
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.measure import limit_width
from examclient.ui.widgets.offline_code_panel import LONGEST
from examclient.ui.widgets.room_password_panel import HINTS
from examclient.ui.widgets.times import to_the_minute

WIDTH_EM = 16


class MoreTime(QFrame):
    """A field for the code, and below it what came of it.

    Signals:
        extension_given(str): check this code.
    """

    extension_given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._name = make_label("subtitle", wrap=True)
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST)
        self.field.setInputMethodHints(HINTS)
        limit_width(self.field, WIDTH_EM)
        self.add = make_button("")
        self._hint = make_label("hint", wrap=True)
        self._may_try = True
        keep_focus_elsewhere(self.add)
        self.field.textEdited.connect(lambda _: self._enable())
        self.field.returnPressed.connect(self._on_add)
        self.add.clicked.connect(self._on_add)
        self._lay_out()

    def show_state(self, state: ExamState) -> None:
        """Show what came of the code, and whether another can be tried."""
        self._may_try = not state.password.checking and not state.password.wait
        self._enable()
        wrong = state.password.trouble is not None
        set_text(self._hint, self._words(state))
        set_mark(self._hint, "level", "warning" if wrong else "")

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._name, self.tr("More time"))
        self.field.setAccessibleName(self.tr("Code of the extension"))
        self.field.setPlaceholderText(self.tr("Code of the extension"))
        set_text(self.add, self.tr("Add the time"))

    def words(self) -> str:
        """What stands under the field."""
        return self._hint.text()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave nothing behind."""
        super().hideEvent(event)
        if not event.spontaneous():
            forget_typed(self.field)

    def _on_add(self) -> None:
        if self.add.isEnabled():
            self.extension_given.emit(self.field.text())

    def _enable(self) -> None:
        set_enabled(self.add, enabled=self._may_try and bool(self.field.text().strip()))

    def _words(self, state: ExamState) -> str:
        if state.password.checking:
            return self.tr("Checking …")
        seconds = state.password.wait
        wait = self.tr("You can try again in %n second(s).", "", seconds) if seconds else ""
        menu = state.proctor
        said = self._done(state, menu) if menu is not None and menu.minutes else ""
        return in_one_line(self._trouble(state.password.trouble) or said, wait)

    def _done(self, state: ExamState, menu: ProctorMenu) -> str:
        end = to_the_minute(state.exam.end) if state.exam else ""
        if menu.was_known:
            return self.tr("This time was counted before. The exam ends at {end}.").format(end=end)
        words = self.tr("%n minute(s) more. The exam ends at {end}.", "", menu.minutes)
        return words.format(end=end)

    def _trouble(self, trouble: PasswordTrouble | None) -> str:
        match trouble:
            case None:
                return ""
            case PasswordTrouble.NOT_KEPT:
                return self.tr("The code is right, but this machine cannot save that at the moment.")
            case _:
                return self.tr("This is not a code for more time in this exam. Please compare it once more.")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1000)
        row.addWidget(self.add)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._name)
        column.addLayout(row)
        column.addWidget(self._hint)
