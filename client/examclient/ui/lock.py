"""Holds what is set while a candidate sits, and lets go of it when the candidate has.

Rule: everything here ends with this process, or by the leash of a companion. The machine keeps none of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from examclient.domain.lockdown import Lockdown, is_at_work, sits
from examclient.domain.state import ExamState
from examclient.lockdown.watchdog import AGAIN, BYE
from examclient.lockdown.windows_session import Session
from examclient.ui.clipboard_guard import ClipboardGuard
from examclient.ui.main_window import MainWindow
from examclient.ui.window_hold import WindowHold

LOOK = 500
"""Milliseconds between two looks at the companions, and for windows that are not hidden from pictures yet."""

BACK = 300
"""Milliseconds after which the window tries once to come back to the front."""


class Helper(Protocol):
    """A process beside this one."""

    def start(self) -> None:
        """Start it, unless it runs."""

    def keep_up(self) -> None:
        """Start it again where it has gone."""

    def is_running(self) -> bool:
        """Whether it is there."""

    def say(self, word: str) -> bool:
        """Tell it a word; whether it listens."""

    def stop(self) -> None:
        """End it."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What holds beyond our own window: the machine's session, and two processes of our own."""

    session: Session
    watchdog: Helper
    hook: Helper
    monotonic: Callable[[], float]


class Lock(QObject):
    """Owns what is held now. Knows a state's phase and whether a proctor works, nothing else of the exam.

    Signals:
        was_away(float): another window was in front for so many seconds.
    """

    was_away = Signal(float)

    def __init__(self, window: MainWindow, lockdown: Lockdown, outside: Outside) -> None:
        super().__init__(window)
        self._window = window
        self._lockdown = lockdown
        self._outside = outside
        self._hold = WindowHold(window, lockdown)
        self._clipboard = ClipboardGuard(QGuiApplication.clipboard())
        self._hold.paste_coming.connect(self._clipboard.look)
        self._is_held = self._is_restarting = False
        self._is_at_work = self._is_proctors = False
        self._hidden: set[int] = set()
        self._left_at: float | None = None
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)
        self._back = QTimer(self, singleShot=True, interval=BACK)
        self._back.timeout.connect(self._come_back)
        QApplication.instance().applicationStateChanged.connect(self._on_application)  # type: ignore[union-attr] # there is one

    @property
    def is_held(self) -> bool:
        """Whether a candidate sits."""
        return self._is_held

    @Slot(object)
    def show_state(self, state: ExamState) -> None:
        """Hold from the confirmed name on, until the receipt is here or the candidate has left."""
        self._is_proctors = state.proctor is not None
        if self._is_at_work and not is_at_work(state.phase):
            self._note_return()
        self._is_at_work = is_at_work(state.phase)
        if sits(state.phase) is not self._is_held:
            if self._is_held:
                self._end()
            else:
                self._begin()

    @Slot()
    def restart(self) -> None:
        """Close the client and let the watchdog start it again, once this process has ended."""
        self._outside.watchdog.start()  # it may have gone a moment ago
        if self._outside.watchdog.say(AGAIN):
            self._is_restarting = True
            self._window.end()

    def close(self) -> None:
        """The client ends in order."""
        if self._is_held:
            self._end()

    def _begin(self) -> None:
        self._is_held = True
        on = self._lockdown
        self._hold.begin()
        if on.clipboard:
            self._clipboard.begin()
        if on.awake:
            self._outside.session.stay_awake(awake=True)
        if on.watchdog:
            self._outside.watchdog.start()
        if on.hook:
            self._outside.hook.start()
        if on.password:
            self._window.hold_closed(held=True, can_restart=on.watchdog)
        self._look()
        self._timer.start()

    def _end(self) -> None:
        self._note_return()
        self._is_held = False
        self._timer.stop()
        self._back.stop()
        self._window.hold_closed(held=False)
        self._outside.hook.stop()
        if not self._is_restarting:
            self._outside.watchdog.say(BYE)
            self._outside.watchdog.stop()
        self._outside.session.stay_awake(awake=False)
        self._show_in_pictures()
        self._clipboard.end()
        self._hold.end()

    def _look(self) -> None:
        on = self._lockdown
        if on.watchdog:
            self._outside.watchdog.keep_up()
        if on.hook:
            self._outside.hook.keep_up()
        if on.capture:
            self._hide_from_pictures()

    def _hide_from_pictures(self) -> None:
        """Dialogs, menus and lists are windows of their own; each has to be hidden by itself."""
        shown = {int(window.winId()) for window in QGuiApplication.topLevelWindows() if window.isVisible()}
        for window in shown - self._hidden:
            self._outside.session.hide_from_pictures(window, hidden=True)
        self._hidden = shown

    def _show_in_pictures(self) -> None:
        for window in self._hidden:
            self._outside.session.hide_from_pictures(window, hidden=False)
        self._hidden = set()

    def _on_application(self, state: Qt.ApplicationState) -> None:
        if not self._is_held:
            return
        if state is Qt.ApplicationState.ApplicationActive:
            self._clipboard.look()
            self._note_return()
        elif self._left_at is None and self._is_at_work and not self._is_proctors:
            self._left_at = self._outside.monotonic()
            self._back.start()

    def _note_return(self) -> None:
        """What a proctor opens, such as the printer's window, is nobody's going away. Nor is it noted once
        the answers are being handed in: nothing may follow them in the journal.
        """
        left_at, self._left_at = self._left_at, None
        self._back.stop()
        if left_at is not None and self._lockdown.focus:
            self.was_away.emit(self._outside.monotonic() - left_at)

    def _come_back(self) -> None:
        if self._is_held and not self._is_proctors:
            self._hold.come_back()
