"""The one window: it shows the page that fits the phase, and passes every wish on.

Rule: only the visible page gets the state, and a page that comes gets it before it is shown: nothing flashes.
A page may be built ahead, out of sight, but is never told again before it comes.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui.announcing import Announcer, Said, Send, tell_screen_reader
from examclient.ui.pages.builders import BUILDERS, Builder, builder_for
from examclient.ui.pages.page import Page
from examclient.ui.picture_wish import PictureWanted
from examclient.ui.sources import FileDesk, MediaSource, Sources
from examclient.ui.widgets.closing_bar import ClosingBar
from examclient.ui.widgets.display_bar import DisplayBar
from examclient.ui.widgets.message_bar import MessageBar
from examclient.ui.widgets.picture_layer import PictureLayer
from examclient.ui.widgets.rehearsal_strip import RehearsalStrip
from examclient.ui.widgets.room_for_news import show_in_place
from examclient.ui.widgets.settings_line import SettingsLine
from examclient.ui.widgets.settling import scrolled_alike, settle_layouts

if TYPE_CHECKING:
    from examclient.ui.pictures import PictureSource

WISHES = (
    "language_chosen",
    "display_wanted",
    "file_chosen",
    "enrol_requested",
    "enrolment_left",
    "enrolment_wanted",
    "check_wanted",
    "check_stopped",
    "check_left",
    "login_requested",
    "going_on_here",
    "consent_given",
    "code_given",
    "proctor_wanted",
    "export_wanted",
    "proctor_unlocked",
    "proctor_left",
    "attempt_chosen",
    "choice_given_up",
    "folder_chosen",
    "stop_requested",
    "result_read",
    "record_wanted",
    "stick_wanted",
    "key_wanted",
    "code_wanted",
    "extension_given",
    "play_given",
    "sound_check_wanted",
    "sound_heard",
    "volume_wanted",
    "end_wanted",
    "try_again_requested",
    "given_up",
    "confirmed",
    "not_me",
    "response_changed",
    "question_chosen",
    "flag_toggled",
    "refresh_requested",
    "cache_clear_requested",
    "load_stopped",
    "review_requested",
    "back_requested",
    "submit_confirmed",
    "lift_requested",
    "worry_seen",
    "message_read",
    "retry_requested",
    "left",
)
"""The signals that a page may have and that the window has too."""

NOTHING_TO_LOSE = (Phase.LOGIN, Phase.OUTSIDE, Phase.ELSEWHERE, Phase.CONFIRMING, Phase.DONE)
SMALLEST = (640, 400)
TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin)

READ = "F8"
"""The key by which a message of the site is put away."""


class MainWindow(QWidget):
    """Owns the pages. Knows which page belongs to a phase and nothing of what it shows.

    Signals:
        close_requested(): the window is about to close, for good; save what is open.
        restart_requested(): close the client and start it again.
        touched(): somebody has pressed a key or a button of the mouse.
        zoom_chosen(float), theme_chosen(str): another size or other colours, from the bar or by the keyboard.
        the others: wishes of the pages, passed on as they are.
    """

    close_requested = Signal()
    restart_requested = Signal()
    touched = Signal()
    language_chosen = Signal(str)
    display_wanted = Signal()
    zoom_chosen = Signal(float)
    theme_chosen = Signal(str)
    file_chosen = Signal(str)
    enrol_requested = Signal(str)
    enrolment_left = Signal()
    enrolment_wanted = Signal()
    check_wanted = Signal()
    check_stopped = Signal()
    check_left = Signal()
    login_requested = Signal(str, str)
    going_on_here = Signal()
    consent_given = Signal(str)
    code_given = Signal(str, str)
    proctor_wanted = Signal()
    export_wanted = Signal()
    proctor_unlocked = Signal(str)
    proctor_left = Signal()
    attempt_chosen = Signal(str)
    choice_given_up = Signal()
    folder_chosen = Signal(str)
    stop_requested = Signal()
    result_read = Signal()
    record_wanted = Signal()
    stick_wanted = Signal()
    key_wanted = Signal()
    code_wanted = Signal()
    extension_given = Signal(str)
    play_given = Signal(str)
    sound_check_wanted = Signal()
    sound_heard = Signal(bool)
    volume_wanted = Signal(int)
    end_wanted = Signal()
    try_again_requested = Signal()
    given_up = Signal()
    confirmed = Signal()
    not_me = Signal()
    response_changed = Signal(str, object)
    question_chosen = Signal(str)
    flag_toggled = Signal(str, bool)
    refresh_requested = Signal()
    cache_clear_requested = Signal()
    load_stopped = Signal()
    review_requested = Signal()
    back_requested = Signal()
    submit_confirmed = Signal()
    lift_requested = Signal(str)
    worry_seen = Signal()
    message_read = Signal(str)
    retry_requested = Signal()
    left = Signal()

    def __init__(
        self,
        pictures: "PictureSource",
        send: Send = tell_screen_reader,
        media: MediaSource | None = None,
        files: FileDesk | None = None,
    ) -> None:
        super().__init__()
        self.announcer = Announcer(self, send)
        self._sources = Sources(pictures, media, files)
        self._pages: dict[Builder, Page] = {}
        self._phase = Phase.LOGIN
        self._unsaved = False
        self._may_close = False
        self.closing_bar = ClosingBar()
        self.closing_bar.closing_confirmed.connect(self.end)
        self.closing_bar.restart_requested.connect(self.restart_requested)
        self.display_bar = DisplayBar()
        self.rehearsal = RehearsalStrip()
        self.messages = MessageBar()
        self.messages.put_away.connect(self.message_read)
        self.messages.export_wanted.connect(self.export_wanted)
        self._stack = QStackedWidget()
        self.settings_line = SettingsLine()
        self.picture_layer = PictureLayer(self)
        self.picture_layer.refresh_wanted.connect(self.refresh_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.closing_bar)
        column.addWidget(self.display_bar)
        column.addWidget(self.rehearsal)
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        column.addWidget(self.settings_line)
        self.setMinimumSize(*SMALLEST)
        self._connect_display()
        self._retranslate()

    def open(self, *, full_screen: bool = False) -> None:
        """Show the window as large as the screen, with or without its frame."""
        if full_screen:
            self.showFullScreen()
        else:
            self.showMaximized()

    def show_state(self, state: ExamState) -> None:
        """Show the page of the phase; only that page hears of the state."""
        before = self._stack.currentWidget()
        if state.phase is Phase.LOGIN and self._phase is not Phase.LOGIN:
            self._forget_candidate()
        self._phase, self._unsaved = state.phase, state.has_unsaved
        page = self._page_for(builder_for(state))
        page.show_state(state)
        self.rehearsal.show_state(state)
        self._show_messages(state, page, is_new=before is not page)
        if before is not page:
            self.picture_layer.leave()
            self._stack.setCurrentWidget(page)
            settle_layouts()
        self._keep_keyboard(page)
        self.announcer.hear(state, page.accessibleName())
        self.closing_bar.show_state(state)
        self.settings_line.offer(wanted=state.phase is Phase.LOGIN)

    def _show_messages(self, state: ExamState, page: Page, *, is_new: bool) -> None:
        """On the pages that have no place of their own for what the site's staff say."""
        self.messages.show_state(state)
        wanted = bool(self.messages.message.id) and not isinstance(
            getattr(page, "messages", None), MessageBar
        )
        scrolled = page.scrolled()
        show_in_place(self.messages, [scrolled] if scrolled and not is_new else [], shown=wanted)
        if wanted:
            self.messages.come_after(page)

    def build_ahead(self, phase: Phase, state: ExamState | None = None) -> None:
        """Build the page of a phase that may come, and what this state puts on it."""
        page = self._page_for(BUILDERS[phase])
        if page is not self._stack.currentWidget():
            page.resize(self._stack.size())
            if state is not None:
                page.show_state(state)

    def show_look(self, zoom: float, theme: str) -> None:
        """Mark in the bar how the client looks now."""
        self.display_bar.show_look(zoom, theme)

    def hold_closed(self, *, held: bool, can_restart: bool = False) -> None:
        """From now on only a proctor closes this window, or anybody again."""
        self.closing_bar.hold(held=held, can_restart=can_restart)

    def end(self) -> None:
        """Close, and ask nobody."""
        self._may_close = True
        self.close()

    def page(self) -> Page:
        """The page on the screen."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page), "the stack holds nothing but pages"
        return page

    def commit_composition(self) -> None:
        """Take over what an input method has open on any page."""
        for page in self._pages.values():
            page.commit_composition()

    def redraw(self) -> None:
        """Draw the current question again, wherever the candidate is; a picture that was looked at may be
        another now.
        """
        self.picture_layer.leave()
        for page in self._pages.values():
            page.redraw()

    def showEvent(self, event: QShowEvent) -> None:
        """From now on every key and click is seen, whichever part of a page takes it."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None and not event.spontaneous():
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take nothing away."""
        if event.type() in TOUCHES:
            self.touched.emit()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """While an exam runs, ask in the bar first; else close."""
        if self._may_close or (self._phase in NOTHING_TO_LOSE and not self._unsaved):
            self.close_requested.emit()
            event.accept()
        else:
            event.ignore()
            self.closing_bar.ask()

    def event(self, event: QEvent) -> bool:
        """Parts of pages have something to tell."""
        if isinstance(event, Said):
            self.announcer.say(event.words, urgent=event.urgent)
            return True
        if isinstance(event, PictureWanted):
            self.picture_layer.show_picture(event.picture)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A picture that is looked at covers the window as it is now."""
        super().resizeEvent(event)
        self.picture_layer.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _page_for(self, builder: Builder) -> Page:
        if builder not in self._pages:
            page = builder(self._sources)
            for wish in WISHES:
                if hasattr(page, wish):
                    getattr(page, wish).connect(getattr(self, wish))
            self._stack.addWidget(page)
            self._pages[builder] = page
        return self._pages[builder]

    def _keep_keyboard(self, page: Page) -> None:
        """A button that had the keyboard and has gone leaves it to the page: it is never nowhere."""
        here = self.focusWidget()
        if self.isVisible() and (here is None or not here.isVisible()):
            page.take_keyboard()

    def _forget_candidate(self) -> None:
        """The next candidate finds nothing of this one: all pages but the login are built anew."""
        for builder, page in list(self._pages.items()):
            if builder is not BUILDERS[Phase.LOGIN]:
                del self._pages[builder]
                self._stack.removeWidget(page)
                page.deleteLater()
        self.closing_bar.hide()
        self.display_bar.hide()

    def _connect_display(self) -> None:
        self.display_wanted.connect(self.display_bar.toggle)
        self.display_bar.theme_chosen.connect(self.theme_chosen)
        self.display_bar.zoom_chosen.connect(self._choose_zoom)
        keys = {
            READ: self.messages.put_newest_away,
            "Ctrl++": self.display_bar.enlarge,
            "Ctrl+=": self.display_bar.enlarge,
            "Ctrl+-": self.display_bar.reduce,
            "Ctrl+0": self.display_bar.reset,
        }
        for sequence, slot in keys.items():
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setAutoRepeat(sequence != READ)  # a key that is held puts away one message
            shortcut.activated.connect(slot)

    def _choose_zoom(self, zoom: float) -> None:
        """Wish for another size; what stands on top of the page stands there afterwards as well."""
        with scrolled_alike(self.page().scrolled()):
            self.zoom_chosen.emit(zoom)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Exam"))
        self.closing_bar.retranslate()
        self.display_bar.retranslate()
        self.rehearsal.retranslate()
        self.messages.retranslate()
        self.settings_line.retranslate()
