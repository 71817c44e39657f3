"""Where files are dropped, or chosen by a button."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QVBoxLayout, QWidget

from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_mark


class FileDrop(QFrame):
    """Tells which files are meant; knows no limits but the types that its dialog offers.

    Signals:
        offered(object): the paths, a tuple of Path.
    """

    offered = Signal(object)
    _gone = Signal()

    def __init__(self, types: tuple[str, ...], parent: QWidget, *, takes_several: bool) -> None:
        super().__init__(parent)
        self._types, self._takes_several = types, takes_several
        self._is_open = True
        self.setProperty("kind", "drop")
        self.setProperty("target", False)
        self.setAcceptDrops(True)
        self.choose = make_button("")
        self.choose.clicked.connect(self._on_choose)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setProperty("kind", "muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)
        self._speak()

    def set_open(self, *, is_open: bool) -> None:
        """Take files, or none any more."""
        self._is_open = is_open
        self.choose.setEnabled(is_open)

    def dialog(self) -> QFileDialog:
        """The dialog for files. Qt's own: it goes with the window, and opens no program of the desktop."""
        kinds = " ".join(f"*{one}" for one in self._types)
        asked, every = self.tr("Files that are asked for"), self.tr("All files")
        filters = f"{asked} ({kinds})" if kinds else f"{every} (*)"
        dialog = QFileDialog(self, self.tr("Choose a file"), str(Path.home()), filters)
        dialog.setOptions(QFileDialog.Option.DontUseNativeDialog | QFileDialog.Option.ReadOnly)
        mode = QFileDialog.FileMode
        dialog.setFileMode(mode.ExistingFiles if self._takes_several else mode.ExistingFile)
        dialog.filesSelected.connect(lambda paths: self.offered.emit(tuple(Path(path) for path in paths)))
        dialog.finished.connect(dialog.deleteLater)
        self._gone.connect(dialog.reject)
        return dialog

    def hideEvent(self, event: QHideEvent) -> None:
        """Where the page goes, by the deadline or under a cover, the dialog does not stay behind."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._gone.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may come in; words and pictures from elsewhere may not."""
        if self._is_open and _files_in(event):
            set_mark(self, "target", value=True)
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        set_mark(self, "target", value=False)

    def dropEvent(self, event: QDropEvent) -> None:
        set_mark(self, "target", value=False)
        event.acceptProposedAction()
        self.offered.emit(_files_in(event))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        self.choose.setText(self.tr("Choose a file …"))
        self._words.setText(self.tr("or drag it here"))

    def _on_choose(self) -> None:
        self.dialog().open()


def _files_in(event: QDropEvent) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
