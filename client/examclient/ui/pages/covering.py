"""What all pages have in common that come over the paper for a while: time and lights stay in sight."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from examclient.domain.state import ExamState, LocalSaving
from examclient.ui.pages.card_page import CardPage
from examclient.ui.widgets.bar import make_bar
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.clock import TimeLeft
from examclient.ui.widgets.display_entry import DisplayEntry
from examclient.ui.widgets.labels import ElidedLabel, make_label
from examclient.ui.widgets.lights import LightsPanel
from examclient.ui.widgets.notice_bar import NoticeBar
from examclient.ui.widgets.proctor_entry import ProctorEntry
from examclient.ui.widgets.room_password_panel import RoomPasswordPanel
from examclient.ui.widgets.tab_order import order_tabs


class CoveringPage(CardPage):
    """Says how the answers are. A proctor can lift it with the room password.

    Signals:
        lift_requested(str): a proctor gave this room password, so that the paper is shown.
        worry_seen(): what the bar says of saving was read.
        proctor_wanted(): the proctor wants the menu.
    """

    lift_requested = Signal(str)
    worry_seen = Signal()
    proctor_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(44)
        self._exam = ElidedLabel("subtitle")
        self.time_left = TimeLeft()
        self.notice = NoticeBar()
        self.notice.seen.connect(self.worry_seen)
        self.title = make_label("title", wrap=True)
        self.safe = make_label("subtitle", wrap=True)
        self.lift = make_button("quiet")
        self.panel = RoomPasswordPanel()
        self.lights = LightsPanel()
        self.display = DisplayEntry()
        self.display.clicked.connect(self.display_wanted)
        self.proctor = ProctorEntry()
        self.proctor.clicked.connect(self.proctor_wanted)
        self.lift.clicked.connect(self._on_lift)
        self.panel.password_given.connect(self.lift_requested)
        self.panel.cancelled.connect(self._on_cancelled)

    def show_changes(self, state: ExamState) -> None:
        """Show the time, the lights, and how the password's check stands."""
        self._exam.show_words(state.exam.title if state.exam else "")
        self.time_left.show_state(state)
        self.notice.show_state(self.told_in_the_bar(state))
        self.lights.show_state(state)
        self._show_safety(state.lights.local)
        self.panel.show_check(state.password)

    def told_in_the_bar(self, state: ExamState) -> ExamState:
        """What the bar on top hears of."""
        return state

    def retranslate(self) -> None:
        """Speak the new language."""
        for part in (self.time_left, self.panel):
            part.retranslate()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever covers it again later finds the panel closed."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.panel.hide()
            self.show_lift()

    def show_lift(self) -> None:
        """The way to lift it, while nobody types a password."""
        set_shown(self.lift, shown=self.panel.isHidden())

    def fill(self, *widgets: QWidget) -> None:
        """What it says, from top to bottom; the way to lift it and the bars are added."""
        self.column.setContentsMargins(40, 24, 40, 16)
        for widget in widgets:
            self.column.addWidget(widget)
        self.column.addWidget(self.lift, 0, Qt.AlignmentFlag.AlignHCenter)
        self.whole.insertWidget(
            0, make_bar("header", self._exam, self.time_left, self.display, self.proctor, spacing=16)
        )
        self.whole.insertWidget(1, self.notice)
        self.whole.addWidget(self.panel)
        self.whole.addWidget(make_bar("footer", self.lights))
        order_tabs(self.proctor, (self.notice.read, self.lift))

    def _show_safety(self, local: LocalSaving) -> None:
        """Where this machine cannot save, the bar says so, and nothing here says otherwise."""
        saving = self.tr("Your answers are being saved on this machine.")
        safe = self.tr("Your answers are safe on this machine.")
        set_text(self.safe, saving if local is LocalSaving.SAVING else safe)
        set_shown(self.safe, shown=local is not LocalSaving.FAILED)

    def _on_lift(self) -> None:
        set_shown(self.lift, shown=False)
        self.panel.open()

    def _on_cancelled(self) -> None:
        self.show_lift()
        self.setFocus()
