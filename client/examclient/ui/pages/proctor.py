"""The proctor's menu over an exam page: behind the room password, with the time and the lights in sight."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from examclient.domain.state import ExamState
from examclient.ui.pages.card_page import CardPage
from examclient.ui.widgets.bar import make_bar
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.clock import TimeLeft
from examclient.ui.widgets.labels import ElidedLabel, make_label
from examclient.ui.widgets.lights import LightsPanel
from examclient.ui.widgets.more_time import MoreTime
from examclient.ui.widgets.move_away import MoveAway
from examclient.ui.widgets.notice_bar import NoticeBar
from examclient.ui.widgets.room_password_panel import RoomPasswordPanel


class ProctorPage(CardPage):
    """One entry below the other. The way back to the exam is always there.

    Signals:
        proctor_unlocked(str): check this room password.
        proctor_left(): back to the exam.
        code_wanted(): the exam goes on at another machine.
        extension_given(str): a code for more time.
    """

    proctor_unlocked = Signal(str)
    proctor_left = Signal()
    code_wanted = Signal()
    extension_given = Signal(str)

    def __init__(self) -> None:
        super().__init__(44)
        self._exam = ElidedLabel("subtitle")
        self.time_left = TimeLeft()
        self.notice = NoticeBar()
        self._title = make_label("title", wrap=True)
        self._who = make_label("muted", wrap=True)
        self._advice = make_label(wrap=True)
        self.move_away = MoveAway()
        self.more_time = MoreTime()
        self.back = make_button("primary")
        self.panel = RoomPasswordPanel()
        self.lights = LightsPanel()
        self._connect()
        self._fill()
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show who sits here, how the time and the answers stand, and what was done."""
        self._exam.show_words(state.exam.title if state.exam else "")
        self.time_left.show_state(state)
        self.notice.show_state(state)
        self.lights.show_state(state)
        if state.candidate is not None:
            set_text(self._who, f"{state.candidate.name}　{state.candidate.admission_number}".strip("　"))
        is_open = state.proctor is not None and state.proctor.is_open
        set_shown(self._advice, shown=not is_open)
        for entry in (self.move_away, self.more_time):
            set_shown(entry, shown=is_open)
            entry.show_state(state)
        self.panel.show_check(state.password)
        if is_open != self.panel.isHidden():
            self._show_panel(shown=not is_open)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._title, self.tr("Proctor"))
        set_text(
            self._advice,
            self.tr("The time goes on. If you are not the proctor, please go back to the exam."),
        )
        set_text(self.back, self.tr("Back to the exam"))
        self.panel.set_purpose(self.tr("Proctor: the room password opens this menu."))
        for part in (self.time_left, self.panel, self.move_away, self.more_time):
            part.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """The room password is typed first."""
        super().showEvent(event)
        if not event.spontaneous() and not self.panel.isHidden():
            self.panel.open()

    def _show_panel(self, *, shown: bool) -> None:
        if shown:
            self.panel.open()
        else:
            self.panel.hide()
            self.setFocus()

    def _connect(self) -> None:
        self.panel.password_given.connect(self.proctor_unlocked)
        self.panel.cancelled.connect(self.proctor_left)
        self.back.clicked.connect(self.proctor_left)
        self.move_away.code_wanted.connect(self.code_wanted)
        self.more_time.extension_given.connect(self.extension_given)

    def _fill(self) -> None:
        self.column.setContentsMargins(40, 24, 40, 16)
        for widget in (self._title, self._who, self._advice, self.move_away, self.more_time):
            self.column.addWidget(widget)
        self.whole.insertWidget(0, make_bar("header", self._exam, self.time_left))
        self.whole.insertWidget(1, self.notice)
        self.whole.addWidget(self.panel)
        self.whole.addWidget(make_bar("footer", self.lights, self.back))
