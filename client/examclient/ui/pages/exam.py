"""The exam itself: header, question map, one page of the paper, footer."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from examclient.domain.state import ExamState
from examclient.ui.messages import newest_message
from examclient.ui.pages.page import Page
from examclient.ui.sources import Sources
from examclient.ui.widgets.changes import set_shown
from examclient.ui.widgets.footer import ExamFooter
from examclient.ui.widgets.header import ExamHeader
from examclient.ui.widgets.key_list import KeyList
from examclient.ui.widgets.measure import ems
from examclient.ui.widgets.message_bar import MessageBar
from examclient.ui.widgets.neighbours import Neighbours
from examclient.ui.widgets.notice_bar import NoticeBar
from examclient.ui.widgets.outline import Place, outline_of, place_of
from examclient.ui.widgets.question_map import QuestionMap
from examclient.ui.widgets.question_split import QuestionSplit
from examclient.ui.widgets.room_for_news import RoomForNews, held_still, show_in_place
from examclient.ui.widgets.sound_bar import SoundBar
from examclient.ui.widgets.sound_check_sheet import SoundCheckSheet
from examclient.ui.widgets.tab_order import order_tabs
from examprotocol.merge import Answers
from examprotocol.paper import Paper

WIDE_EM, MIDDLE_EM = 75, 56
"""From these widths on the map has five, and four, numbers in a row; below it has three."""


class ExamPage(Page):
    """Where the candidate answers. Holds no answer and knows nothing of saving.

    Signals:
        response_changed(str, object): question id and the new Response.
        question_chosen(str): go to this question.
        flag_toggled(str, bool): flag the question, or take the flag away.
        refresh_requested(): draw the question again and mend what is missing.
        cache_clear_requested(): load the paper afresh.
        load_stopped(): load no further, and keep the paper as it is.
        review_requested(): see what is answered, and hand in.
        worry_seen(): what the bar says of saving was read.
        message_read(str): the message of this id was read.
        export_wanted(): the proctor is here to export the answers.
        proctor_wanted(): the proctor wants the menu.
        sound_check_wanted(), sound_heard(bool), volume_wanted(int): of the sound check before the start.
    """

    sound_check_wanted = Signal()
    sound_heard = Signal(bool)
    volume_wanted = Signal(int)

    proctor_wanted = Signal()
    response_changed = Signal(str, object)
    question_chosen = Signal(str)
    flag_toggled = Signal(str, bool)
    refresh_requested = Signal()
    cache_clear_requested = Signal()
    load_stopped = Signal()
    review_requested = Signal()
    worry_seen = Signal()
    message_read = Signal(str)
    export_wanted = Signal()

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self.header = ExamHeader()
        self.messages = MessageBar()
        self.notice = NoticeBar()
        self.notice.seen.connect(self.worry_seen)
        self.sound = SoundBar()
        self.sound_check = SoundCheckSheet()
        self.notice.stop_requested.connect(self.load_stopped)
        self.map = QuestionMap()
        self.split = QuestionSplit(sources)
        self.question = self.split.question
        self._news = RoomForNews(self.notice, (self.split.reading, self.question))
        self._neighbours = Neighbours(self.split)
        self.keys = KeyList()
        self.footer = ExamFooter()
        self._menu = QMenu(self)
        self._refresh = self._menu.addAction("")
        self._drawn: tuple[Paper, Answers, str, bool] | None = None
        self._place: Place | None = None
        self._lay_out()
        self._connect()
        self._add_keys()
        self.retranslate()
        self.question.setFocus()

    def show_changes(self, state: ExamState) -> None:
        """Show the question that is current, and how all of them stand."""
        self.header.show_state(state)
        self.notice.show_state(state)
        self.sound.show_state(state)
        self.sound_check.show_state(state)
        if state.paper is not None:
            self._show_paper(state, state.paper)
        self._show_messages(state)
        self._news.stay()
        self.footer.show_place(state, self._place)

    def retranslate(self) -> None:
        """Speak the new language."""
        for part in (self.header, self.messages, self.map, self.keys, self.footer, self.sound_check):
            part.retranslate()
        self._refresh.setText(self.tr("Refresh"))
        self._drawn = None
        self.split.redraw()
        self._neighbours.begin_again()

    def commit_composition(self) -> None:
        """Take over what an input method has open in the current question."""
        self.question.commit_composition()

    def redraw(self) -> None:
        """Draw the current question again: response, cursor and scroll position stay."""
        self.split.redraw()
        self._neighbours.begin_again()
        self._order_tabs()

    def take_keyboard(self) -> None:
        """The keyboard belongs to the question, not to a button."""
        self.question.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window gets a narrow map."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """So does a window of larger text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        width = ems(self)
        self.map.set_columns(5 if width >= WIDE_EM else 4 if width >= MIDDLE_EM else 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no button wanted belong to the question, such as those that turn the page."""
        self.question.keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Refresh is at hand by a right click as well."""
        self._menu.popup(event.globalPos())

    def scrolled(self) -> QScrollArea:
        """The question."""
        return self.question

    def context_menu(self) -> QMenu:
        """What a right click opens."""
        return self._menu

    def _show_paper(self, state: ExamState, paper: Paper) -> None:
        drawn = (paper, state.answers, state.current, state.is_looking_through)
        if self._drawn is not None and all(a is b for a, b in zip(drawn, self._drawn, strict=True)):
            return
        self._drawn = drawn
        before, self._place = self._place, place_of(paper, state.current)
        if self._place is not None:
            if before is None or before.question.id != self._place.question.id:
                self._news.turn()
            self.split.show_place(self._place)
            self.question.show_question(state, self._place)
            self.split.fit()
            self.map.show_outline(outline_of(paper, state.answers), self._place.part)
            self._order_tabs()
            self._neighbours.follow(paper, self._place, state.answers)

    def _show_messages(self, state: ExamState) -> None:
        """What is in sight stays where it is, also where the next message is longer."""
        message = newest_message(state)
        if message != self.messages.message or self.messages.isHidden() == bool(message.id):
            areas = (self.split.reading, self.question)
            with held_still(areas):
                self.messages.show_state(state)
            show_in_place(self.messages, areas, shown=bool(message.id))
            self._order_tabs()
        else:
            self.messages.show_state(state)

    def _order_tabs(self) -> None:
        """Tab goes from the header to the map, to what is to be read, through the question and its inputs,
        and on to the footer.
        """
        current = [one for one in (self.map.current(),) if one is not None]
        page = [*self.split.stops(), self.question, *self.question.stops()]
        mine = self.messages
        stops: list[QWidget] = [
            *current,
            mine.words,
            mine.read,
            mine.export,
            self.notice.read,
            self.notice.stop,
            self.sound.back,
        ]
        stops += self.sound_check.stops() or page
        order_tabs(self.header.more, stops)

    def _show_sound_check(self, *, shown: bool) -> None:
        """In the place of the paper, and back."""
        set_shown(self.split, shown=not shown)
        set_shown(self.sound_check, shown=shown)
        self._order_tabs()
        (self.sound_check.panel.wanted if shown else self.question).setFocus()

    def _connect_sound_check(self) -> None:
        self.header.sound_wanted.connect(lambda: self._show_sound_check(shown=True))
        self.sound_check.left.connect(lambda: self._show_sound_check(shown=False))
        self.sound_check.panel.sound_check_wanted.connect(self.sound_check_wanted)
        self.sound_check.panel.sound_heard.connect(self.sound_heard)
        self.sound_check.panel.volume_wanted.connect(self.volume_wanted)

    def _connect(self) -> None:
        self._connect_sound_check()
        self.messages.put_away.connect(self.message_read)
        self.messages.export_wanted.connect(self.export_wanted)
        self.split.stops_changed.connect(self._order_tabs)
        self.header.refresh_requested.connect(self.refresh_requested)
        self.header.cache_clear_requested.connect(self.cache_clear_requested)
        self.header.display_wanted.connect(self.display_wanted)
        self.header.proctor_wanted.connect(self.proctor_wanted)
        self.map.question_chosen.connect(self._choose)
        self.sound.question_chosen.connect(self._choose)
        self.question.response_changed.connect(self.response_changed)
        self.question.turn_requested.connect(self._turn)
        self.question.flag_toggled.connect(self.flag_toggled)
        self.question.part_entered.connect(self.question_chosen)
        self.footer.question_chosen.connect(self._choose)
        self.footer.flag_toggled.connect(self.flag_toggled)
        self.footer.review_requested.connect(self._on_review_requested)
        self.keys.left.connect(self.take_keyboard)
        self._refresh.triggered.connect(self.refresh_requested)

    def _add_keys(self) -> None:
        keys = {
            "F1": self.keys.toggle,
            "F5": self.refresh_requested.emit,
            "Alt+Left": self._turn_back,
            "Alt+Right": self._turn_on,
        }
        for sequence, slot in keys.items():
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _choose(self, question: str) -> None:
        self.commit_composition()
        if not self.sound_check.isHidden():
            self._show_sound_check(shown=False)
        self.question_chosen.emit(question)

    def _on_review_requested(self) -> None:
        self.commit_composition()
        self.review_requested.emit()

    def _turn_back(self) -> None:
        self._turn(-1)

    def _turn_on(self) -> None:
        self._turn(1)

    def _turn(self, step: int) -> None:
        target = (self._place.before if step < 0 else self._place.after) if self._place else ""
        if target:
            self.question.focus_on_arrival()
            self._choose(target)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.messages)
        right.addWidget(self.notice)
        right.addWidget(self.sound)
        right.addWidget(self.split, 1)
        right.addWidget(self.sound_check, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.map)
        middle.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addLayout(middle, 1)
        whole.addWidget(self.keys)
        whole.addWidget(self.footer)
