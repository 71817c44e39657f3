"""The calm page over the paper while the machine is outside the exam site and the site wants it covered."""

from PySide6.QtCore import Qt

from examclient.domain.state import ExamState
from examclient.ui.pages.covering import CoveringPage
from examclient.ui.sentences import whom_to_call
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.seen_address import SeenAddress


class CoverPage(CoveringPage):
    """Says how the answers are, that time goes on, and whom to call."""

    def __init__(self) -> None:
        super().__init__()
        self._time = make_label(wrap=True)
        self.address = SeenAddress()
        self._advice = make_label(wrap=True)
        for label in (self.title, self.safe, self._time, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.fill(self.title, self.safe, self._time, self.address, self._advice)
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show where the site sees the machine as well."""
        super().show_changes(state)
        self.address.show_address(state.place.outside)
        words = self.tr(
            "This address is not registered. Please raise your hand, or call {contact}. "
            "The paper comes back by itself as soon as the address is registered; the proctor can also "
            "show it with the room password."
        )
        set_text(self._advice, words.format(contact=whom_to_call(state.place.contact)))

    def retranslate(self) -> None:
        """Speak the new language."""
        super().retranslate()
        set_text(self.title, self.tr("Your paper is covered for the moment"))
        set_text(
            self._time,
            self.tr("The time goes on. When it is over, your answers are handed in by themselves."),
        )
        set_text(self.lift, self.tr("Proctor: show the paper"))
        self.panel.set_purpose(self.tr("Proctor: the room password shows the paper again."))
        self.address.retranslate()
