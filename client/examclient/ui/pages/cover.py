"""The calm page over the paper while the machine is outside the exam site and the site wants it covered."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent

from examclient.domain.state import ExamState, LocalSaving
from examclient.ui.pages.card_page import CardPage
from examclient.ui.sentences import whom_to_call
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
from examclient.ui.widgets.seen_address import SeenAddress
from examclient.ui.widgets.tab_order import order_tabs


class CoverPage(CardPage):
    """Says how the answers are, that time goes on, and whom to call. Time and lights stay in sight.

    Signals:
        lift_requested(str): a proctor gave this room password, so that the paper is shown.
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
        self._title = make_label("title", wrap=True)
        self._safe = make_label("subtitle", wrap=True)
        self._time = make_label(wrap=True)
        self.address = SeenAddress()
        self._advice = make_label(wrap=True)
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
        self._fill()
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show where the site sees the machine, the time, the lights, and how the password's check stands."""
        self._exam.show_words(state.exam.title if state.exam else "")
        self.time_left.show_state(state)
        self.notice.show_state(state)
        self.lights.show_state(state)
        self._show_safety(state.lights.local)
        self.address.show_address(state.place.outside)
        words = self.tr(
            "This address is not registered. Please raise your hand, or call {contact}. "
            "The paper comes back by itself as soon as the address is registered; the proctor can also "
            "show it with the room password."
        )
        set_text(self._advice, words.format(contact=whom_to_call(state.place.contact)))
        self.panel.show_check(state.password)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._title, self.tr("Your paper is covered for the moment"))
        set_text(
            self._time,
            self.tr("The time goes on. When it is over, your answers are handed in by themselves."),
        )
        set_text(self.lift, self.tr("Proctor: show the paper"))
        self.panel.set_purpose(self.tr("Proctor: the room password shows the paper again."))
        for part in (self.time_left, self.address, self.panel):
            part.retranslate()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever covers it again later finds the panel closed."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.panel.hide()
            set_shown(self.lift, shown=True)

    def _show_safety(self, local: LocalSaving) -> None:
        """Where this machine cannot save, the bar says so, and nothing here says otherwise."""
        saving = self.tr("Your answers are being saved on this machine.")
        safe = self.tr("Your answers are safe on this machine.")
        set_text(self._safe, saving if local is LocalSaving.SAVING else safe)
        set_shown(self._safe, shown=local is not LocalSaving.FAILED)

    def _on_lift(self) -> None:
        set_shown(self.lift, shown=False)
        self.panel.open()

    def _on_cancelled(self) -> None:
        set_shown(self.lift, shown=True)
        self.setFocus()

    def _fill(self) -> None:
        for label in (self._title, self._safe, self._time, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column.setContentsMargins(40, 24, 40, 16)
        for widget in (self._title, self._safe, self._time, self.address, self._advice):
            self.column.addWidget(widget)
        self.column.addWidget(self.lift, 0, Qt.AlignmentFlag.AlignHCenter)
        self.whole.insertWidget(
            0, make_bar("header", self._exam, self.time_left, self.display, self.proctor, spacing=16)
        )
        self.whole.insertWidget(1, self.notice)
        self.whole.addWidget(self.panel)
        self.whole.addWidget(make_bar("footer", self.lights))
        order_tabs(self.proctor, (self.notice.read, self.lift))
