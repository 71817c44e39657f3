"""One file that was handed in, or is on its way."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QVBoxLayout, QWidget

from examclient.ui.questions.hint import Hint
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_shown
from examclient.ui.widgets.labels import ElidedLabel
from examclient.ui.widgets.measure import ems
from examclient.ui.widgets.sizes import size_in_words
from examprotocol.responses import FileRef

NARROW_EM = 18


class FileRow(QFrame):
    """Its name, its size and how it stands.

    Signals:
        removed(): the candidate takes it back.
    """

    removed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.file: FileRef | None = None
        self._called = name
        self._name = ElidedLabel("strong", self)
        self._name.show_words(name)
        self._stands = QLabel(self)
        self._stands.setProperty("kind", "muted")
        self.remove = make_button("quiet")
        self.remove.clicked.connect(self.removed)
        self._place: str | None = None
        self._where = Hint(self)
        self._where.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 8, 6)
        column.setSpacing(4)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(8)
        column.addLayout(self._row)
        column.addWidget(self._where)
        self._row.addWidget(self._name, 1)
        self._row.addWidget(self._stands)
        self._row.addWidget(self.remove)
        self._speak()

    def show_kept(self, file: FileRef) -> None:
        """The sealed copy is on disk."""
        self.file = file
        self._speak()

    def show_place(self, place: str | None) -> None:
        """Where the file is that neither this machine nor the site has; None where one of them has it."""
        self._place = place
        self._say_where()

    def set_read_only(self, is_read_only: bool) -> None:
        """It can be taken back, or not any more."""
        self.remove.setEnabled(self.file is not None and not is_read_only)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large letters in a narrow window stand below each other."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        is_narrow = ems(self) < NARROW_EM
        self._row.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        size = size_in_words(self.file.size) if self.file is not None else ""
        self._stands.setText(size or self.tr("Saving …"))
        self.remove.setText(self.tr("Remove"))
        self.remove.setAccessibleName(self.tr("Remove {name}").format(name=self._called))
        self.remove.setEnabled(self.file is not None)
        self._say_where()

    def _say_where(self) -> None:
        self._where.advise(self._whereabouts())
        set_shown(self._where, shown=self._place is not None)

    def _whereabouts(self) -> str:
        if self._place is None:
            return ""
        if not self._place:
            return self.tr(
                "Not at the exam site yet, and not on this machine. If you have it here, remove it and "
                "choose it again; else raise your hand."
            )
        words = self.tr(
            "Not at the exam site yet: it is still on the machine at seat {place}, and comes by itself when "
            "that machine is back. If you have it here, remove it and choose it again."
        )
        return words.format(place=self._place)
