"""One quiet line at the window's lower edge: a setting of this machine is not used as it stands."""

from examclient.domain.setting_problems import SettingFlaw, SettingProblem
from examclient.ui.setting_sentences import first_of, setting_sentences
from examclient.ui.widgets.changes import set_shown
from examclient.ui.widgets.labels import ElidedLabel

EDGE = 24
WEIGHTY = (SettingFlaw.NOT_READ, SettingFlaw.SENSELESS)
"""Said before the others: something that somebody wanted is not so."""


class SettingsLine(ElidedLabel):
    """Takes no room while there is nothing to say. On hovering it names everything."""

    def __init__(self) -> None:
        super().__init__("small")
        self._problems: tuple[SettingProblem, ...] = ()
        self.setContentsMargins(EDGE, 0, EDGE, 8)
        self.hide()

    def tell(self, problems: tuple[SettingProblem, ...]) -> None:
        """What is wrong; known from the start and the same until the end."""
        self._problems = tuple(sorted(problems, key=lambda problem: problem.flaw not in WEIGHTY))
        self.retranslate()

    def offer(self, *, wanted: bool) -> None:
        """Show it on a page where a proctor may be, if there is anything to say."""
        set_shown(self, shown=wanted and bool(self._problems))

    def retranslate(self) -> None:
        """Speak the new language."""
        rest = "\n".join(setting_sentences(self._problems[1:]))
        self.show_words(first_of(self._problems), more=rest)
