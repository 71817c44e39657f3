"""A message of the site's staff, on whatever page is open: it stands until it was read.

Rule: it takes no keyboard from an answer that is being typed, and what stands on the page stays where it is.
Nobody puts away what came just when the key was pressed for another one.
"""

import time
from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from examclient.domain.state import ExamState
from examclient.ui.messages import Message, message_ids, newest_message
from examclient.ui.widgets.buttons import keep_focus_elsewhere, make_button
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.labels import ElidedLabel, make_label

LINES = 5
"""So many are in sight at once; a longer message scrolls, so that the paper keeps its room."""

MOMENT = 1.0
"""Seconds: a message that was in front for less was not seen."""

BETWEEN = "  ·  "

SPARE = 4
"""Pixels."""


class MessageBar(QFrame):
    """The newest message, and how many more there are. Knows nothing of where it stands. `now` is in seconds.

    Signals:
        put_away(str): the message of this id was read.
        export_wanted(): the proctor is here to export the answers.
    """

    put_away = Signal(str)
    export_wanted = Signal()

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self.setProperty("level", "info")
        self._message, self._state = Message(), ExamState()
        self._now, self._since = now, now()
        self._seen: frozenset[str] = frozenset()
        self._head = ElidedLabel("strong")
        self.words = _Words()
        self.read, self.export = make_button("quiet"), make_button("quiet")
        keep_focus_elsewhere(self.read, self.export)
        self.read.clicked.connect(self.put_newest_away)
        self.export.clicked.connect(self.export_wanted)
        self._lay_out()
        self.retranslate()
        self.hide()

    @property
    def message(self) -> Message:
        """The one that is shown."""
        return self._message

    def put_newest_away(self) -> None:
        """The candidate has read it, if it could be seen."""
        self._note_seen()
        if self._message.id in self._seen and not self._message.is_export:
            self.put_away.emit(self._message.id)

    def come_after(self, page: QWidget) -> None:
        """Tab comes here from the page itself, before what stands on it: this is what is seen first."""
        stops = (page, self.words, self.read, self.export)
        able = [one for one in stops if one.focusPolicy() is not Qt.FocusPolicy.NoFocus]  # Qt heeds no other
        for before, after in pairwise(able):
            QWidget.setTabOrder(before, after)

    def show_state(self, state: ExamState) -> None:
        """Show the newest one."""
        ids = message_ids(state)
        message, more = newest_message(state), len(ids) - 1
        if message.id != self._message.id:
            self._note_seen()
            self._since, self._seen = self._now(), self._seen & frozenset(ids)
        self._message, self._state = message, state
        others = [self.tr("%n more message(s)", "", more)] if more > 0 else []
        whole, short = (BETWEEN.join(filter(None, [one, *others])) for one in (message.head, message.time))
        self._head.show_words(whole, short)
        set_shown(self._head, shown=bool(message.head or others))
        self.words.say(message.words)
        set_shown(self.read, shown=not message.is_export)
        set_shown(self.export, shown=message.is_export)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self.read, self.tr("I have read this (F8)"))
        set_text(self.export, self.tr("Proctor: export"))
        self.show_state(self._state)

    def _note_seen(self) -> None:
        if self._message.id and self._now() - self._since >= MOMENT:
            self._seen |= {self._message.id}

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._head)
        words.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(16)
        row.addLayout(words, 1)
        for button in (self.read, self.export):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)


class _Words(QScrollArea):
    """A text as high as it needs, up to some lines; reached by Tab only where it scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self._label = make_label(wrap=True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(self._label)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self._label.setAutoFillBackground(False)

    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def say(self, words: str) -> None:
        """Say this, from its beginning on."""
        if words != self._label.text():
            set_text(self._label, words)
            self.setAccessibleName(words)
            self.verticalScrollBar().setValue(0)
            self._fit()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        """No narrower than a few words."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """So does another size of the letters, which the label says by asking to be laid out anew."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        height = self._height()
        if height != self.height():
            self.setFixedHeight(height)
        scrolls = self._whole() > height
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if scrolls else Qt.FocusPolicy.NoFocus)
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(bar)

    def _whole(self) -> int:
        return self._label.heightForWidth(max(1, self.viewport().width())) + SPARE

    def _height(self) -> int:
        return min(self._whole(), self.fontMetrics().lineSpacing() * LINES + SPARE)
