"""What drawing the questions behind the cover has shown: named while there is time to mend it."""

from examclient.domain.state import ExamState, Finding
from examclient.ui.sentence import Sentence
from examclient.ui.widgets.alert import Alert
from examclient.ui.widgets.changes import set_shown
from examclient.ui.widgets.outline import place_of
from examprotocol.paper import Paper

MOST = 6
"""So many questions are named; the proctor needs no more to act."""


class FindingsNotice(Alert):
    """Takes no room while nothing was found."""

    def show_state(self, state: ExamState) -> None:
        """Name what is missing, question by question."""
        findings = state.preparation.findings
        if not findings or state.paper is None:
            set_shown(self, shown=False)
            return
        title = self.tr("Please tell the proctor now: something in this paper cannot be shown.")
        lines = [self._line(finding, state.paper) for finding in findings[:MOST]]
        if len(findings) > MOST:
            lines.append(self.tr("and %n more question(s)", "", len(findings) - MOST))
        self.say(Sentence(title, "\n".join(lines)), "warning")

    def _line(self, finding: Finding, paper: Paper) -> str:
        place = place_of(paper, finding.question)
        number = place.number if place else 0
        name = self.tr("Question {number}").format(number=number) if number else self.tr("A page to read")
        what = []
        if finding.missing_pictures:
            what.append(self.tr("%n picture(s) missing", "", finding.missing_pictures))
        if finding.missing_sounds:
            what.append(self.tr("%n recording(s) missing", "", finding.missing_sounds))
        if finding.missing_characters:
            letters = " ".join(finding.missing_characters)
            what.append(self.tr("characters missing: {letters}").format(letters=letters))
        if finding.foreign_characters:
            letters = " ".join(finding.foreign_characters)
            what.append(self.tr("characters from a font of this machine: {letters}").format(letters=letters))
        return self.tr("{question}: {what}").format(question=name, what=self.tr(", ").join(what))
