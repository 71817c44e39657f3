"""In the proctor's menu: the exam goes on at another machine, by a code that is copied by hand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from examclient.domain.state import ExamState
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.labels import WordsOnDemand, make_label


class MoveAway(QFrame):
    """Shows the code when it is asked for: its use stands in the journal by then.

    Signals:
        code_wanted(): show the code.
    """

    code_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = make_label("subtitle", wrap=True)
        self._advice = make_label(wrap=True)
        self._code = make_label("code")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._none = WordsOnDemand("hint")
        self.wanted = make_button("")
        self.wanted.clicked.connect(self.code_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._name, self._advice, self._code, self._none):
            column.addWidget(widget)
        column.addWidget(self.wanted, 0, Qt.AlignmentFlag.AlignLeft)

    def show_state(self, state: ExamState) -> None:
        """Show the code, or the button that leads to it."""
        menu = state.proctor
        code = menu.code if menu is not None else ""
        none = menu is not None and menu.no_code
        set_text(self._code, code)
        set_shown(self._code, shown=bool(code))
        self._none.say(
            self.tr("There is no code for this exam: please move it at the exam site.") if none else ""
        )
        set_shown(self.wanted, shown=not code and not none)
        set_text(self._advice, self._what_to_do() if code else self._what_for())

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._name, self.tr("Go on at another machine"))
        set_text(self.wanted, self.tr("Show the offline code"))

    def code(self) -> str:
        """The code on the screen."""
        return self._code.text() if not self._code.isHidden() else ""

    def _what_for(self) -> str:
        return self.tr(
            "For a machine that has no network. With a network no code is needed: the candidate logs in "
            "there, and the room password moves the exam."
        )

    def _what_to_do(self) -> str:
        return self.tr(
            "Copy this code. At the other machine the candidate logs in with both numbers; type the code and "
            "the room password there. Then nothing more is written on this machine. Its answers that were "
            "not sent yet follow when it has network again: please leave it on."
        )
