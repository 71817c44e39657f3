"""The proctor's menu: behind the room password, in the middle of an exam or without one."""

from PySide6.QtCore import Signal

from examclient.domain.export_view import Aim
from examclient.domain.state import ExamState
from examclient.ui.pages.menu_page import AT_WORK, MenuPage
from examclient.ui.widgets.away_line import AwayLine
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.end_client import EndClient
from examclient.ui.widgets.held_list import HeldList
from examclient.ui.widgets.key_entry import KeyEntry
from examclient.ui.widgets.labels import WordsOnDemand, make_label
from examclient.ui.widgets.lost_plays import LostPlays
from examclient.ui.widgets.more_time import MoreTime
from examclient.ui.widgets.move_away import MoveAway
from examclient.ui.widgets.room_password_panel import RoomPasswordPanel
from examclient.ui.widgets.stick_line import StickLine
from examclient.ui.widgets.tab_order import order_tabs


class ProctorPage(MenuPage):
    """One entry below the other. The way back is always there.

    Signals:
        proctor_unlocked(str): check this room password.
        proctor_left(): back to the page below.
        code_wanted(): the exam goes on at another machine.
        extension_given(str): a code for more time.
        attempt_chosen(str): export this attempt.
        stick_wanted(): export everything onto the stick that is in.
        play_given(str): a play of this sound that was cut off is given back.
        key_wanted(): look for the key of the paper on every drive.
        end_wanted(): close the client for good.
    """

    proctor_unlocked = Signal(str)
    proctor_left = Signal()
    code_wanted = Signal()
    extension_given = Signal(str)
    attempt_chosen = Signal(str)
    stick_wanted = Signal()
    play_given = Signal(str)
    key_wanted = Signal()
    end_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = make_label("title", wrap=True)
        self._who = WordsOnDemand("muted")
        self._advice = make_label(wrap=True)
        self.away = AwayLine()
        self.stick = StickLine()
        self.key = KeyEntry()
        self.held = HeldList()
        self.plays = LostPlays()
        self.move_away = MoveAway()
        self.more_time = MoreTime()
        self.end = EndClient()
        self.panel = RoomPasswordPanel()
        self._ordered = 0
        self._connect()
        self._fill()
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show who sits here, how the time and the answers stand, what is held here and what was done."""
        menu, is_open = state.proctor, state.proctor is not None and state.proctor.is_open
        aim = menu.aim if menu is not None else Aim.MENU
        self.show_frame(state, self.tr("Proctor"))
        self._say_what_for(state, aim, is_open=is_open)
        self.away.show_state(state, shown=is_open)
        self.stick.show_state(state)
        set_shown(self.end, shown=is_open)
        self.end.show_state(state)
        self.key.show_state(state, shown=is_open)
        self.held.show_state(state, shown=is_open)
        self.plays.show_state(state, shown=is_open and menu is not None and menu.has_attempt)
        self._order_tabs()
        for entry in (self.move_away, self.more_time):
            set_shown(entry, shown=is_open and menu is not None and menu.has_attempt)
            entry.show_state(state)
        self.panel.show_check(state.password)
        if is_open != self.panel.isHidden():
            self._show_panel(shown=not is_open)

    def retranslate(self) -> None:
        """Speak the new language."""
        super().retranslate()
        for part in (self.stick, self.key, self.held, self.panel, self.move_away, self.more_time, self.end):
            part.retranslate()

    def take_keyboard(self) -> None:
        """The room password is typed first."""
        if self.panel.isHidden():
            super().take_keyboard()
        else:
            self.panel.open()

    def _say_what_for(self, state: ExamState, aim: Aim, *, is_open: bool) -> None:
        set_text(self._title, self.tr("Proctor") if is_open else self._name(aim))
        who = state.candidate
        self._who.say(f"{who.name}　{who.admission_number}".strip("　") if who is not None else "")
        set_shown(self._advice, shown=not is_open)
        is_under_way = state.phase in AT_WORK
        time = self.tr("The time goes on. If you are not the proctor, please go back to the exam.")
        set_text(
            self._advice, time if is_under_way else self.tr("If you are not the proctor, please go back.")
        )
        set_text(self.back, self.tr("Back to the exam") if is_under_way else self.tr("Back"))
        is_of_use = state.export is not None and state.export.stick_trouble is None
        self.panel.set_purpose(self._purpose(aim if is_of_use or aim is not Aim.STICK else Aim.MENU))

    def _name(self, aim: Aim) -> str:
        match aim:
            case Aim.EXPORT:
                return self.tr("Export the answers")
            case Aim.STICK:
                return self.tr("Proctor's stick")
            case Aim.KEY:
                return self.tr("Key of the paper")
            case _:
                return self.tr("Proctor")

    def _purpose(self, aim: Aim) -> str:
        match aim:
            case Aim.EXPORT:
                return self.tr("Proctor: the room password lets you export the answers.")
            case Aim.STICK:
                return self.tr("Proctor: the room password exports all that this machine holds to the stick.")
            case Aim.KEY:
                return self.tr("Proctor: the room password opens the paper.")
            case _:
                return self.tr("Proctor: the room password opens this menu.")

    def _show_panel(self, *, shown: bool) -> None:
        if shown:
            self.panel.open()
        else:
            self.panel.hide()
            self.setFocus()

    def _order_tabs(self) -> None:
        """Rows that came later stand where they are seen: below the stick, above the rest."""
        stops = [*self.plays.stops(), *self.held.stops()]
        if len(stops) != self._ordered:
            self._ordered = len(stops)
            order_tabs(self.key.look, stops)

    def _connect(self) -> None:
        self.panel.password_given.connect(self.proctor_unlocked)
        self.panel.cancelled.connect(self.proctor_left)
        self.back.clicked.connect(self.proctor_left)
        self.stick.stick_wanted.connect(self.stick_wanted)
        self.key.key_wanted.connect(self.key_wanted)
        self.held.attempt_chosen.connect(self.attempt_chosen)
        self.plays.play_given.connect(self.play_given)
        self.move_away.code_wanted.connect(self.code_wanted)
        self.more_time.extension_given.connect(self.extension_given)
        self.end.end_wanted.connect(self.end_wanted)

    def _fill(self) -> None:
        who = (self._title, self._who, self._advice, self.away, self.plays)
        for widget in (*who, self.stick, self.key, self.held, self.move_away, self.more_time, self.end):
            self.column.addWidget(widget)
        self.whole.addWidget(self.panel)
        self.add_footer()
