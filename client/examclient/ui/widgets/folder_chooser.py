"""Where a package goes: the drives of this machine, those that can be pulled out first, or any folder."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from examclient.domain.export import Drive
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_enabled, set_shown, set_spoken, set_text
from examclient.ui.widgets.labels import ElidedLabel, WordsOnDemand, make_label
from examclient.ui.widgets.sizes import size_in_words

MOST = 6
"""Drives on the page; any other place is behind the dialog."""


class DriveRow(QFrame):
    """One drive.

    Signals:
        chosen(str): export to this path.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._path = ""
        self._name = ElidedLabel("strong")
        self._room = make_label("muted")
        self.export = make_button("")
        self.export.clicked.connect(lambda: self.chosen.emit(self._path))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._name, 1)
        row.addWidget(self._room)
        row.addWidget(self.export)

    def show_drive(self, drive: Drive) -> None:
        """Show this drive."""
        self._path = str(drive.path)
        name = f"{drive.label} ({drive.path})" if drive.label else str(drive.path)
        self._name.show_words(name)
        free = self.tr("{size} free").format(size=size_in_words(drive.free))
        set_text(self._room, self.tr("read-only") if drive.is_read_only else free)
        set_text(self.export, self.tr("Export here"))
        set_spoken(self.export, self.tr("Export to {name}").format(name=name))
        set_enabled(self.export, enabled=not drive.is_read_only)

    def words(self) -> str:
        """What it says."""
        return f"{self._name.text()} {self._room.text()}"


class FolderChooser(QFrame):
    """Offers what is there; a drive that is put in appears by itself. Takes its dialog along when it goes:
    nobody who comes after the proctor shall stand before it.

    Signals:
        folder_chosen(str): export into this folder.
    """

    folder_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._words = make_label(wrap=True)
        self._none = WordsOnDemand("muted")
        self.rows: list[DriveRow] = []
        self.another = make_button("")
        self.another.clicked.connect(self._on_another)
        self._dialog: QFileDialog | None = None
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._words)
        column.addLayout(self._list)
        column.addWidget(self._none)
        column.addWidget(self.another, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_drives(self, drives: tuple[Drive, ...] | None) -> None:
        """Show these drives; None while somebody is still looking."""
        offered = (drives or ())[:MOST]
        if drives is None:
            self._none.say(self.tr("Looking for drives …"))
        else:
            put_in = self.tr("No drive that can be pulled out is in. Put one in: it appears here by itself.")
            self._none.say("" if any(one.is_removable for one in offered) else put_in)
        for row, drive in zip(self._rows(len(offered)), offered, strict=True):
            row.show_drive(drive)

    def stops(self) -> list[QWidget]:
        """What Tab goes through, from top to bottom."""
        return [*(row.export for row in self.rows), self.another]

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(
            self._words,
            self.tr("Where to? The file is sealed: only the exam site and the room password open it."),
        )
        set_text(self.another, self.tr("Another folder …"))

    def dialog(self) -> QFileDialog:
        """The dialog for any other folder."""
        dialog = QFileDialog(self, self.tr("Choose a folder"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.folder_chosen.emit(str(Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def hideEvent(self, event: QHideEvent) -> None:
        """The choice is made, or the menu has closed."""
        super().hideEvent(event)
        if self._dialog is not None and not event.spontaneous():
            self._dialog.close()

    def _on_another(self) -> None:
        self._dialog = self.dialog()
        self._dialog.finished.connect(self._on_finished)
        self._dialog.open()

    def _on_finished(self) -> None:
        self._dialog = None

    def _rows(self, many: int) -> list[DriveRow]:
        while len(self.rows) < many:
            row = DriveRow()
            row.chosen.connect(self.folder_chosen)
            self._list.addWidget(row)
            self.rows.append(row)
        for place, row in enumerate(self.rows):
            set_shown(row, shown=place < many)
        return self.rows[:many]
