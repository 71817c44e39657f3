"""The first step of setting a machine up: which enrolment file?"""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from examclient.domain.enrolling import EnrolmentSummary
from examclient.ui.likely_folder import likely_folder
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_enabled, set_shown, set_text
from examclient.ui.widgets.labels import ElidedLabel, make_label

PATTERN = "*.enrol"


class EnrolmentChooser(QWidget):
    """The buttons that open the dialog for files, and the name of the file that was read.

    Signals:
        file_chosen(str): the path of a file.
    """

    file_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._name = make_label("strong")
        self._file = ElidedLabel("muted")
        self.choose, self.another = make_button("primary"), make_button("")
        self.another.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._name)
        row.addWidget(self._file, 100)
        row.addStretch(1)
        for button in (self.choose, self.another):
            button.clicked.connect(self._on_choose)
            row.addWidget(button)
        self.retranslate()

    def show_file(self, file: EnrolmentSummary | None, *, busy: bool, by_itself: bool) -> None:
        """Show which file was read; the main button of the page is there while a person has to choose."""
        has_file = file is not None or by_itself
        self._file.show_words(file.file if file else self.tr("none chosen yet"))
        for label in (self._name, self._file):
            set_shown(label, shown=file is not None or not by_itself)
        set_shown(self.choose, shown=not has_file)
        set_shown(self.another, shown=has_file)
        for button in (self.choose, self.another):
            set_enabled(button, enabled=not busy)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._name, self.tr("1  Enrolment file"))
        set_text(self.choose, self.tr("Choose the file …"))
        set_text(self.another, self.tr("Choose another file …"))

    def dialog(self) -> QFileDialog:
        """The dialog for files; it opens where a stick with such a file is, if there is one."""
        folder = str(likely_folder(PATTERN))
        ours, every = self.tr("Enrolment files"), self.tr("All files")
        kinds = f"{ours} ({PATTERN});;{every} (*)"
        dialog = QFileDialog(self, self.tr("Choose the enrolment file"), folder, kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.file_chosen.emit(str(Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _on_choose(self) -> None:
        self.dialog().open()
