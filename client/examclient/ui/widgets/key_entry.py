"""In the proctor's menu: the key of the paper from a stick, while nothing but the key is missing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from examclient.domain.state import ExamState, KeyLook
from examclient.errors import ExamError, KeyFault, KeyFileError
from examclient.ui.widgets.buttons import keep_focus_elsewhere, make_button
from examclient.ui.widgets.changes import set_enabled, set_mark, set_shown, set_text
from examclient.ui.widgets.labels import make_label


class KeyEntry(QFrame):
    """A button, and below it what came of it.

    Signals:
        key_wanted(): look for a key file on every drive.
    """

    key_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = make_label("subtitle", wrap=True)
        self._what = make_label("muted", wrap=True)
        self.look = make_button("")
        self._hint = make_label("hint", wrap=True)
        keep_focus_elsewhere(self.look)
        self.look.clicked.connect(self.key_wanted)
        self._lay_out()

    def show_state(self, state: ExamState, *, shown: bool) -> None:
        """Show what the look came to; without a paper that waits for its key there is nothing to look for."""
        look = state.proctor.key if state.proctor is not None else KeyLook()
        set_shown(self, shown=shown and (state.awaits_key or bool(look.file) or look.trouble is not None))
        set_enabled(self.look, enabled=state.awaits_key and not look.is_looking)
        set_text(self._hint, self._words(look))
        set_mark(self._hint, "level", "warning" if look.trouble is not None else "")

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._name, self.tr("Key of the paper"))
        set_text(
            self._what,
            self.tr("The sealed paper is here. Where the network does not bring its key, a stick can."),
        )
        set_text(self.look, self.tr("Key from a stick"))

    def words(self) -> str:
        """What stands under the button."""
        return self._hint.text()

    def _words(self, look: KeyLook) -> str:
        if look.is_looking:
            return self.tr("Looking for the key on every drive …")
        if look.file:
            return self.tr("The paper is opened by the key in {file}.").format(file=look.file)
        return self._trouble(look.trouble) if look.trouble is not None else ""

    def _trouble(self, error: ExamError) -> str:
        if not isinstance(error, KeyFileError):
            return self.tr(
                "The key was found, but it does not open the paper on this machine. Take another machine."
            )
        words = {
            KeyFault.NONE: self.tr("There is no key file on any drive. Put the stick in and look again."),
            KeyFault.NOT_READ: self.tr(
                "{file} cannot be read. Please have it written again at the exam site's service."
            ),
            KeyFault.FORGED: self.tr(
                "{file} is not from this exam site, or it was changed. It opens nothing."
            ),
            KeyFault.OTHER_EXAM: self.tr("{file} is for another exam: {about}."),
            KeyFault.OTHER_PAPER: self.tr("{file} is for an older version of this exam's paper."),
            KeyFault.OTHER_ROOM: self.tr("{file} is for another room: {about}."),
            KeyFault.OTHER_PASSWORD: self.tr(
                "{file} was written for another room password. Please have it written again."
            ),
        }
        return words[error.fault].format(file=error.file, about=error.about)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.look)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for label in (self._name, self._what):
            column.addWidget(label)
        column.addLayout(row)
        column.addWidget(self._hint)
