"""What somebody who cannot see the screen is told without having asked.

Rule: only what changes by itself or is the answer to a key, and each thing once: saving is told when it has
failed and when it works again, never at each save. A network that comes and goes is told once a minute.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving
from examclient.ui.messages import message_for, message_ids
from examclient.ui.widgets.notice_bar import Notice, notice_of

Send = Callable[[QWidget, str, bool], None]
"""Tells a screen reader: the window, the words, and whether they go before what it is just saying."""

AGAIN = 60_000
"""Milliseconds of site time within which the same sentence is not told twice."""

AT_WORK = (Phase.ANSWERING, Phase.REVIEWING)
TURNS = (Phase.SUBMIT_FAILED, Phase.DONE, Phase.MOVED)
"""Phases that come by themselves and change what the candidate has to do."""


class Said(QEvent):
    """On its way from a part of a page to the window: these words are to be told."""

    KIND = QEvent.Type(QEvent.registerEventType())

    def __init__(self, words: str, *, urgent: bool) -> None:
        super().__init__(self.KIND)
        self.words, self.urgent = words, urgent


def say(part: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have words told, from anywhere on a page."""
    QCoreApplication.sendEvent(part.window(), Said(words, urgent=urgent))


def tell_screen_reader(window: QWidget, words: str, urgent: bool) -> None:
    """Hand words to whatever reads this screen; where nothing does, nothing happens."""
    level = QAccessible.AnnouncementPoliteness
    event = QAccessibleAnnouncementEvent(window, words)
    event.setPoliteness(level.Assertive if urgent else level.Polite)
    QAccessible.updateAccessibility(event)


class Announcer:
    """Owns what was told last. Knows the state, and of the page only its name."""

    def __init__(self, window: QWidget, send: Send = tell_screen_reader) -> None:
        self._window, self._send = window, send
        self._phase = Phase.LOGIN
        self._covered = self._failed = False
        self._bar = Notice()
        self._read: frozenset[str] = frozenset()
        self._told: dict[str, int] = {}

    def say(self, words: str, *, urgent: bool = False) -> None:
        """Tell this now."""
        if words:
            self._send(self._window, words, urgent)

    def hear(self, state: ExamState, page: str) -> None:
        """A state is on the screen, on the page of this name: tell what is new in it."""
        if state.phase is Phase.LOGIN:
            self._told.clear()
        self._hear_turn(state, page)
        self._hear_saving(state)
        self._hear_messages(state)
        self._hear_bar(notice_of(state) if state.phase in AT_WORK else Notice(), state.now)

    def _hear_turn(self, state: ExamState, page: str) -> None:
        """What comes under a proctor's menu is told when that closes."""
        if state.proctor is not None:
            return
        before, self._phase = self._phase, state.phase
        was_covered, self._covered = self._covered, state.is_hidden and state.phase in AT_WORK
        is_forced = state.phase is Phase.SUBMITTING and state.by_deadline
        has_turned = state.phase is not before and (state.phase in TURNS or is_forced)
        if has_turned or (self._covered and not was_covered):
            self.say(page, urgent=True)
        elif was_covered and state.phase in AT_WORK and not self._covered:
            self.say(QCoreApplication.translate("Announcer", "The paper is shown again."))

    def _hear_messages(self, state: ExamState) -> None:
        """What the site's staff want the candidate to know: each message once, the oldest first."""
        known, new = self._read, message_ids(state)
        self._read = frozenset(new)
        for one in reversed(new):
            if one not in known:
                self.say(message_for(state, one).spoken)

    def _hear_saving(self, state: ExamState) -> None:
        """That it fails is told by the bar, or by the page; here, that it works again."""
        if state.lights.local is LocalSaving.SAVED and self._failed and state.phase in AT_WORK:
            self.say(QCoreApplication.translate("Announcer", "Saving works again: your answers are saved."))
        if state.lights.local is not LocalSaving.SAVING:
            self._failed = state.lights.local is LocalSaving.FAILED

    def _hear_bar(self, notice: Notice, now: int) -> None:
        before, self._bar = self._bar, notice
        if not notice.words or notice.words == before.words:
            return
        urgent = notice.level == "error"
        if urgent or now - self._told.get(notice.words, -AGAIN) >= AGAIN:
            self._told[notice.words] = now
            self.say(notice.words, urgent=urgent)
