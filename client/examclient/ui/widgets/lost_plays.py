"""In the proctor's menu: plays of recordings that were cut off, each to be given back by a person."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from examclient.domain.sounds import LostPlay
from examclient.domain.state import ExamState
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_shown, set_spoken, set_text
from examclient.ui.widgets.labels import make_label


class LostPlayRow(QFrame):
    """One recording.

    Signals:
        given(str): give one play of this sound back.
    """

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._media = ""
        self._name = make_label("strong", wrap=True)
        self._how = make_label("hint", wrap=True)
        self.give = make_button("")
        self.give.clicked.connect(lambda: self.given.emit(self._media))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._how)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.give, 0, Qt.AlignmentFlag.AlignTop)

    def show_lost(self, lost: LostPlay) -> None:
        """Show how it stands with this recording."""
        self._media = lost.media
        title = lost.title or self.tr("Recording")
        number = self.tr("Question {number}: {title}").format(number=lost.number, title=title)
        set_text(self._name, number if lost.number else title)
        cut = self.tr("%n play(s) cut off before the end", "", lost.times)
        left = self.tr("%n play(s) left", "", lost.left)
        set_text(self._how, f"{cut} · {left}")
        set_text(self.give, self.tr("Give one play back"))
        set_spoken(self.give, f"{self.give.text()}: {self._name.text()}")

    def words(self) -> str:
        """All that it says."""
        return f"{self._name.text()}\n{self._how.text()}"


class LostPlays(QFrame):
    """Owns a row for each recording of which plays were cut off; takes no room where there is none.

    Signals:
        play_given(str): give one play of this sound back.
    """

    play_given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._name = make_label("subtitle", wrap=True)
        self.rows: list[LostPlayRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self._name)
        self.hide()

    def show_state(self, state: ExamState, *, shown: bool) -> None:
        """Show what can be given back."""
        lost = state.sound.lost
        set_shown(self, shown=shown and bool(lost))
        set_text(self._name, self.tr("Recordings that were cut off"))
        while len(self.rows) < len(lost):
            row = LostPlayRow()
            row.given.connect(self.play_given)
            self._column.addWidget(row)
            self.rows.append(row)
        for place, row in enumerate(self.rows):
            set_shown(row, shown=place < len(lost))
            if place < len(lost):
                row.show_lost(lost[place])

    def stops(self) -> list[QWidget]:
        """What Tab goes through."""
        return [row.give for row in self.rows]
