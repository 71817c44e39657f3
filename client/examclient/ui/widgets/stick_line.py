"""In the proctor's menu: a proctor's stick is in, or one that is of no use here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from examclient.domain.state import ExamState
from examclient.ui.export_sentences import sentence_at_export
from examclient.ui.widgets.alert import Alert
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.labels import make_label


class StickLine(QFrame):
    """Takes no room while no stick is in.

    Signals:
        stick_wanted(): export everything onto it.
    """

    stick_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = make_label(wrap=True)
        self.alert = Alert()
        self.wanted = make_button("")
        self.wanted.clicked.connect(self.stick_wanted)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._words, 1)
        row.addWidget(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.alert)
        column.addLayout(row)
        self.hide()

    def show_state(self, state: ExamState) -> None:
        """Say that it is in; the button is there once the password was right."""
        view, is_open = state.export, state.proctor is not None and state.proctor.is_open
        stick = view.stick if view is not None else None
        trouble = view.stick_trouble if view is not None and stick is not None else None
        if trouble is not None:
            self.alert.say(sentence_at_export(trouble, state.phase), "warning")
        set_shown(self.alert, shown=trouble is not None)
        is_usable = stick is not None and trouble is None
        set_shown(self._words, shown=is_usable)
        set_shown(self.wanted, shown=is_usable and is_open)
        set_shown(self, shown=stick is not None)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._words, self.tr("The proctor's stick is in."))
        set_text(self.wanted, self.tr("Export everything to the stick"))
