"""What the window itself holds while a candidate sits: the screen, the front, and what comes into it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QWidget

from examclient.domain.lockdown import Lockdown

SYSTEM_MENU = Qt.WindowType.WindowSystemMenuHint
FRONT = Qt.WindowType.WindowStaysOnTopHint
DROPS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop})
KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride})


class WindowHold(QObject):
    """Owns how the window stands on the screen. The flags are the native window's: none is made anew.

    Signals:
        paste_coming(): the keys for pasting were pressed; nothing has been pasted yet.
    """

    paste_coming = Signal()

    def __init__(self, widget: QWidget, lockdown: Lockdown) -> None:
        super().__init__(widget)
        self._widget = widget
        self._lockdown = lockdown
        self._window: QWindow | None = None
        self._before = Qt.WindowState.WindowNoState

    def begin(self) -> None:
        """Hold the window."""
        self._window = self._widget.windowHandle()
        if self._window is None:
            return
        self._before = self._widget.windowState()
        if self._lockdown.keys:
            self._window.setFlag(SYSTEM_MENU, False)
        if self._lockdown.on_top:
            self._window.setFlag(FRONT, True)
        if self._lockdown.full_screen:
            self._widget.showFullScreen()
        self._window.installEventFilter(self)
        self._window.windowStateChanged.connect(self._on_state)
        if self._lockdown.on_top:
            self.come_back()

    def end(self) -> None:
        """Leave the window as it was; one that was closed meanwhile stays closed."""
        window, self._window = self._window, None
        if window is not None:
            window.removeEventFilter(self)
            window.windowStateChanged.disconnect(self._on_state)
            window.setFlag(FRONT, False)
            window.setFlag(SYSTEM_MENU, True)
            was_full = bool(self._before & Qt.WindowState.WindowFullScreen)
            if self._lockdown.full_screen and not was_full and self._widget.isVisible():
                self._widget.showMaximized()

    def come_back(self) -> None:
        """To the front, with the keyboard."""
        if self._window is not None and self._lockdown.on_top:
            self._widget.raise_()
            self._widget.activateWindow()

    def _on_state(self, state: Qt.WindowState) -> None:
        """A window manager or a hot corner has put it away."""
        if state is Qt.WindowState.WindowMinimized and self._lockdown.on_top:
            QTimer.singleShot(0, self, self._show_again)

    def _show_again(self) -> None:
        if self._window is not None:
            if self._lockdown.full_screen:
                self._widget.showFullScreen()
            else:
                self._widget.showMaximized()
            self.come_back()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Refuse what is dropped from another program, and let no key lead out."""
        kind = event.type()
        if kind in DROPS and isinstance(event, QDropEvent):
            return self._lockdown.drops and is_from_outside(event)
        if kind in KEYS and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Paste):
                self.paste_coming.emit()
            if self._lockdown.keys and leads_out(event):
                self._ask_to_leave(event)
                return True
        return False

    def _ask_to_leave(self, event: QKeyEvent) -> None:
        """Alt+F4 closes nothing, but it is the way to the question whether to start the client again."""
        is_press = event.type() is QEvent.Type.KeyPress and not event.isAutoRepeat()
        if is_press and event.key() == Qt.Key.Key_F4:
            QTimer.singleShot(0, self._widget, self._widget.close)


def is_from_outside(event: QDropEvent) -> bool:
    """Whether another program has dragged it here; it is told that it cannot be dropped."""
    if event.source() is not None:
        return False
    event.setDropAction(Qt.DropAction.IgnoreAction)
    event.ignore()
    return True


def leads_out(event: QKeyEvent) -> bool:
    """Whether a key that reached our window would close it or open its system menu."""
    is_alt = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.AltModifier
    return is_alt and event.key() in (Qt.Key.Key_F4, Qt.Key.Key_Space)
