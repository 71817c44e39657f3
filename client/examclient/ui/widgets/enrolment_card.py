"""What an enrolment file says, its fingerprint to compare, and the seat of this machine."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from examclient.domain.enrolling import EnrolmentSummary
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.facts import Facts
from examclient.ui.widgets.fingerprint import Fingerprint
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.measure import limit_width
from examclient.ui.widgets.number_field import NumberField


class EnrolmentCard(QFrame):
    """Shows one file. Knows nothing of what is done with it."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: EnrolmentSummary | None = None
        self._facts = Facts(3)
        self._step = make_label("strong", wrap=True)
        self._compare = make_label(wrap=True)
        self.fingerprint = Fingerprint()
        self.seat = NumberField()
        limit_width(self.seat, 20)
        self.set_up = make_button("primary")
        self._lay_out()
        self.retranslate()

    def show_file(self, file: EnrolmentSummary | None) -> None:
        """Show a file, with the seat that it has for this machine."""
        self._shown = file
        self.seat.field.setText(file.seat if file else "")
        self.seat.complain("")
        self._write()

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._step, self.tr("2  Compare these four groups with the sheet of examserver enrol"))
        only = self.tr("Go on only where all of them are the same: then it is the service of your exam site.")
        set_text(self._compare, only)
        self.seat.set_name(self.tr("3  The seat where this machine stands"))
        self._write()

    def _lay_out(self) -> None:
        panel = QFrame()
        panel.setProperty("kind", "notice")
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(16, 10, 16, 10)
        inside.setSpacing(6)
        for widget in (self._step, self.fingerprint, self._compare):
            inside.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._facts)
        column.addWidget(panel)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.seat, 100)
        row.addStretch(1)
        row.addWidget(self.set_up, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)

    def _write(self) -> None:
        if self._shown is not None:
            self._facts.show_facts(
                (self.tr("Exam site"), self._shown.site),
                (self.tr("Address"), self._shown.address),
                (self.tr("Room"), self._shown.room),
            )
            self.fingerprint.show_fingerprint(self._shown.fingerprint)
