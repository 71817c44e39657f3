"""Somebody at the whole client who has a keyboard and nothing else."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from examclient.app import Client
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving
from examclient.ui.pages.page import Page

PATIENCE = 20_000
"""Milliseconds: a shared machine may be slow."""

MOST = 60
"""Presses of Tab after which a button that does not come is not to be had."""

TAB, BACKTAB, ENTER, SPACE = Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Space


class Hands:
    """Presses keys where the keyboard is. Looks at the page only by what a screen reader would say of it."""

    def __init__(self, client: Client, qtbot: QtBot) -> None:
        assert client.presenter is not None
        self.presenter = client.presenter
        self._window, self._qtbot = client.window, qtbot
        self._window.resize(1366, 768)

    @property
    def state(self) -> ExamState:
        return self.presenter.stage.state

    def page(self) -> Page:
        return self._window.page()

    def here(self) -> QWidget:
        """Where the keyboard is; it is always somewhere."""
        widget = QApplication.focusWidget()
        assert widget is not None, "the keyboard is nowhere"
        assert widget.isVisible()
        return widget

    def said(self) -> str:
        """What a screen reader says of the place where the keyboard is."""
        widget = self.here()
        return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")

    def press(self, *keys: Qt.Key, alt: bool = False) -> None:
        """Press these keys one after the other."""
        modifier = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
        for key in keys:
            QTest.keyClick(self.here(), key, modifier)
            QApplication.sendPostedEvents()

    def touch(self, key: Qt.Key) -> None:
        """Press a key as it comes from the system: the window sees it before any part of a page."""
        handle = self._window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key)

    def type(self, words: str) -> None:
        """Type this, letter by letter."""
        QTest.keyClicks(self.here(), words)

    def tab_to(self, name: str, key: Qt.Key = TAB) -> None:
        """Press Tab until the keyboard is at what begins with this name."""
        passed: list[str] = []
        while not self.said().startswith(name):
            passed.append(self.said())
            assert len(passed) < MOST, f"{name} is not reached by Tab: {passed}"
            self.press(key)

    def do(self, name: str, key: Qt.Key = ENTER) -> None:
        """Go to a button and press it."""
        self.tab_to(name)
        self.press(key)

    def wait(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so."""

        def check() -> None:
            assert is_so(), self.state

        self._qtbot.waitUntil(check, timeout=PATIENCE)

    def reach(self, phase: Phase) -> None:
        """Wait for a phase, with its page on the screen."""
        self.wait(lambda: self.state.phase is phase and not self.state.busy)
        here = self.here()
        assert here is self.page() or self.page().isAncestorOf(here), "the keyboard stayed on another page"

    def saved(self) -> None:
        """Wait until what was typed is on the disk."""
        self.wait(lambda: not self.state.unsaved and self.state.lights.local is LocalSaving.SAVED)

    def log_in(self, numbers: tuple[str, str]) -> None:
        """Type both numbers, with an Enter after each."""
        for number in numbers:
            self.type(number)
            self.press(ENTER)
        self.reach(Phase.CONFIRMING)
        self.do("Yes, this is me")

    def hand_in(self) -> None:
        """From the exam to the last question whether it is meant."""
        self.do("Hand in", SPACE)
        self.reach(Phase.REVIEWING)
        self.do("Hand in", SPACE)
        self.do("Hand in now", SPACE)
