"""The two lights: saved on this machine, saved at the site. Always true, each with its time.

Rule: they show what the journal and the site's acknowledgement say, never the state of a connection. Amber
stands only where the site does not answer, since a save on its way is no worry; red only where this machine
cannot save.
"""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from examclient.domain.state import ExamState, Lights, LocalSaving
from examclient.ui.widgets.changes import set_spoken
from examclient.ui.widgets.labels import ElidedLabel
from examclient.ui.widgets.light_sign import FAILED, SAVED, SAVING, WAITING, LightSign
from examclient.ui.widgets.times import to_the_second
from examclient.ui.worry_sentences import word_for_the_staff


class Light(QWidget):
    """A sign and its words."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = LightSign()
        self._words = ElidedLabel("small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)

    def shine(self, state: str, words: str, short: str = "", closer: str = "") -> None:
        """Show one of the four states and what it means; `short` is for narrow windows, `closer` for whoever
        hovers.
        """
        self._sign.show_sign(state)
        self._words.show_words(words, short, closer)
        set_spoken(self, words)

    def state(self) -> str:
        """What the sign shows."""
        return str(self._sign.property("state"))

    def words(self) -> str:
        """What it says."""
        return self._words.text()


class LightsPanel(QWidget):
    """Both lights, one above the other, so that neither moves when the other one speaks longer."""

    def __init__(self) -> None:
        super().__init__()
        self.local = Light()
        self.site = Light()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addStretch(1)
        column.addWidget(self.local)
        column.addWidget(self.site)
        column.addStretch(1)

    def show_state(self, state: ExamState) -> None:
        """Shine as the journal and the site say."""
        self.local.shine(*self._local(state.lights), word_for_the_staff(state.worries))
        self.site.shine(*self._site(state.lights, online=state.online))

    def _local(self, lights: Lights) -> tuple[str, str, str]:
        time = _time(lights.local_at)
        match lights.local:
            case LocalSaving.FAILED:
                return FAILED, self.tr("This machine cannot save. Raise your hand."), self.tr("Cannot save")
            case LocalSaving.SAVING:
                return SAVING, self.tr("Saving on this machine …"), self.tr("Saving …")
            case LocalSaving.SAVED:
                words = self.tr("Saved on this machine {time}").format(time=time).strip()
                return SAVED, words, self.tr("Machine {time}").format(time=time).strip()
            case LocalSaving.IDLE:
                return SAVING, self.tr("Nothing to save on this machine yet"), self.tr("Nothing to save yet")

    def _site(self, lights: Lights, *, online: bool) -> tuple[str, str, str]:
        waiting, time = lights.waiting, _time(lights.site_at)
        if waiting and not online:
            words = self.tr("Not at the site yet: %n answer(s) waiting", "", waiting)
            return WAITING, words, self.tr("%n answer(s) waiting", "", waiting)
        if waiting:
            return SAVING, self.tr("Saving at the site …"), self.tr("Saving …")
        if time:
            words = self.tr("Saved at the site {time}").format(time=time)
            return SAVED, words, self.tr("Site {time}").format(time=time)
        return SAVING, self.tr("Nothing to save at the site yet"), self.tr("Nothing to save yet")


def _time(at: int) -> str:
    """Empty where nothing was saved since the start of the program, only before it."""
    return to_the_second(at) if at else ""
