"""What a proctor's stick took from this machine, and what it could not take."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from examclient.domain.export import NotExported, StickVisit
from examclient.domain.phases import Phase
from examclient.errors import ExportFault
from examclient.ui.export_sentences import sentence_at_export
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.held_list import name_of
from examclient.ui.widgets.labels import WordsOnDemand, make_label
from examclient.ui.widgets.sign import Sign


class VisitResult(QFrame):
    """Says first whether the stick can be taken out."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = Sign()
        self._title = make_label("title", wrap=True)
        self._advice = make_label(wrap=True)
        self._failed = WordsOnDemand("")
        self._taken = WordsOnDemand("muted")
        for label in (self._sign, self._title, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self._sign, self._title, self._advice, self._failed, self._taken):
            column.addWidget(widget)
        self.hide()

    def show_visit(self, visit: StickVisit, phase: Phase) -> None:
        """Say how many of how many, and name the others."""
        taken, many = len(visit.exported), len(visit.exported) + len(visit.failed)
        self._sign.show_sign("saved" if visit.is_complete else "failed")
        words = self.tr("{n} of {m} exported").format(n=taken, m=many)
        nothing = self.tr("This machine holds nothing to export")
        set_text(self._title, words if many else nothing)
        set_text(self._advice, self._what_to_do(visit, phase))
        self._failed.say("\n".join(_line(one, phase) for one in visit.failed))
        lines = (f"{one.record.name or one.record.admission_number}　{one.code}" for one in visit.exported)
        self._taken.say("\n".join(lines))

    def words(self) -> str:
        """The large and the advice."""
        return f"{self._title.text()} {self._advice.text()}"

    def _what_to_do(self, visit: StickVisit, phase: Phase) -> str:
        if visit.trouble is not None and visit.trouble.fault is not ExportFault.STOPPED:
            return sentence_at_export(visit.trouble, phase).whole
        if visit.is_complete and not visit.exported:
            return self.tr("The stick has noted that it was here. You can take it out.")
        if visit.is_complete:
            return self.tr("Everything was read back and compared. You can take the stick out.")
        if visit.file is None:
            return self.tr(
                "The stick could not note that it was here. Please write this machine's seat down yourself."
            )
        if any(one.error.fault is ExportFault.FULL for one in visit.failed):
            return self.tr(
                "The others are still on this machine: come back with another drive. "
                "You can take this one out."
            )
        return self.tr("The others are still on this machine. You can take the stick out.")


def _line(one: NotExported, phase: Phase) -> str:
    return f"{name_of(one.what)}　{sentence_at_export(one.error, phase).title}"
