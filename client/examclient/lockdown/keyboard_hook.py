"""Holds back the keys of `domain/keys.py` on Windows: a process of its own that does nothing else.

Rule: Windows removes a hook whose answer comes late (LowLevelHooksTimeout, a second at most) without a word.
So nothing else may run where the answers are given: no Qt, no other busy thread, no garbage collection. The
hook ends with its process, and its process with the pipe to the client.
Sources: winuser.h (SetWindowsHookExW, KBDLLHOOKSTRUCT, SetTimer, keybd_event).
"""

import ctypes
import gc
import sys
import threading
from collections.abc import Callable
from typing import Protocol

from examclient.domain.keys import Held, Verdict, judge

KEYBOARD_LL = 13
KEY_DOWN, SYSTEM_KEY_DOWN = 0x0100, 0x0104
ALT_IS_DOWN = 0x20
CONTROL, ALT, LEFT_WINDOWS, RIGHT_WINDOWS = 0x11, 0x12, 0x5B, 0x5C
MASK, KEY_UP = 0xE8, 0x0002
"""A key that means nothing: between a Windows key's going down and up it keeps the start menu shut. It is
pressed at both, but not while the key repeats: before or after which of them it arrives is Windows' affair.
"""

QUIT, TIMER = 0x0012, 0x0113
ANEW = 5_000
"""Milliseconds after which the hook is set anew, in case that Windows has removed it."""


class Keyboard(Protocol):
    """What deciding about a key needs of the system."""

    def is_down(self, key: int) -> bool:
        """Whether a key is pressed now."""

    def press_mask(self) -> None:
        """Press the key that means nothing."""


def is_held_back(message: int, key: int, flags: int, keyboard: Keyboard) -> bool:
    """Whether the system never hears of this key."""
    windows = keyboard.is_down(LEFT_WINDOWS) or keyboard.is_down(RIGHT_WINDOWS)
    alt = bool(flags & ALT_IS_DOWN) or keyboard.is_down(ALT)
    held = Held(alt=alt, ctrl=keyboard.is_down(CONTROL), windows=windows)
    verdict, is_pressed = judge(key, held), message in (KEY_DOWN, SYSTEM_KEY_DOWN)
    if verdict is Verdict.MASKED and not (is_pressed and windows):
        keyboard.press_mask()
    return is_pressed and verdict is Verdict.HELD


class KeyRecord(ctypes.Structure):
    """KBDLLHOOKSTRUCT."""

    _fields_ = (
        ("key", ctypes.c_uint32),
        ("scan", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32),
        ("extra", ctypes.c_size_t),
    )


class Message(ctypes.Structure):
    """MSG."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint32),
        ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_int32),
        ("y", ctypes.c_int32),
        ("private", ctypes.c_uint32),
    )


if sys.platform == "win32":

    class WindowsKeyboard:
        """The keyboard of this machine."""

        def __init__(self, user: ctypes.WinDLL) -> None:
            self._user = user
            user.GetAsyncKeyState.restype = ctypes.c_int16
            user.GetAsyncKeyState.argtypes = [ctypes.c_int]
            user.keybd_event.argtypes = [ctypes.c_uint8, ctypes.c_uint8, ctypes.c_uint32, ctypes.c_size_t]

        def is_down(self, key: int) -> bool:
            return bool(self._user.GetAsyncKeyState(key) & 0x8000)

        def press_mask(self) -> None:
            self._user.keybd_event(MASK, 0, 0, 0)
            self._user.keybd_event(MASK, 0, KEY_UP, 0)

    Answer = ctypes.WINFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_size_t, ctypes.c_ssize_t)

    class Hook:
        """The hook, set in the thread that makes it and that must go on taking messages."""

        def __init__(self, user: ctypes.WinDLL) -> None:
            self._user = user
            self._program = _this_program()
            self._keyboard = WindowsKeyboard(user)
            self._answers = Answer(self._answer)
            self._hook: int | None = None

        def set(self) -> int:
            """Set it, or set it anew before the old one goes; returns 0, or Windows' error."""
            new = self._user.SetWindowsHookExW(KEYBOARD_LL, self._answers, self._program, 0)
            if not new:
                return ctypes.get_last_error() or 1
            self.take_away()
            self._hook = new
            return 0

        def take_away(self) -> None:
            """The keys are the system's again."""
            if self._hook:
                self._user.UnhookWindowsHookEx(self._hook)
                self._hook = None

        def _answer(self, code: int, message: int, record: int) -> int:
            if code == 0:
                key = KeyRecord.from_address(record)
                if is_held_back(message, key.key, key.flags, self._keyboard):
                    return 1
            return int(self._user.CallNextHookEx(None, code, message, record))

    def hold_keys(wait_for_end: Callable[[], object]) -> int:
        """Hold keys back until `wait_for_end`, in a thread of its own, returns; 0, or Windows' error."""
        user = _user()
        hook = Hook(user)
        error = hook.set()
        if error:
            return error
        thread = ctypes.WinDLL("kernel32").GetCurrentThreadId()
        message = Message()
        user.PeekMessageW(ctypes.byref(message), None, 0, 0, 0)  # makes the queue: else QUIT may be lost

        def end() -> None:
            wait_for_end()
            user.PostThreadMessageW(thread, QUIT, 0, 0)

        threading.Thread(target=end, daemon=True).start()
        user.SetTimer(None, 0, ANEW, None)
        gc.disable()
        while user.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == TIMER:
                hook.set()
        hook.take_away()
        return 0

    def _this_program() -> int | None:
        """Its module: without one some Windows refuse a hook for all programs (ERROR_HOOK_NEEDS_HMOD)."""
        name = ctypes.WinDLL("kernel32").GetModuleHandleW
        name.restype, name.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
        found: int | None = name(None)
        return found

    def _user() -> ctypes.WinDLL:
        user = ctypes.WinDLL("user32", use_last_error=True)
        user.SetWindowsHookExW.restype = ctypes.c_void_p
        user.SetWindowsHookExW.argtypes = [ctypes.c_int, Answer, ctypes.c_void_p, ctypes.c_uint32]
        user.UnhookWindowsHookEx.argtypes = [ctypes.c_void_p]
        user.CallNextHookEx.restype = ctypes.c_ssize_t
        user.CallNextHookEx.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t, ctypes.c_ssize_t]
        number, word = ctypes.c_uint32, ctypes.c_size_t
        user.PostThreadMessageW.argtypes = [number, number, word, ctypes.c_ssize_t]
        user.SetTimer.argtypes = [ctypes.c_void_p, word, number, ctypes.c_void_p]
        user.GetMessageW.argtypes = [ctypes.POINTER(Message), ctypes.c_void_p, number, number]
        user.PeekMessageW.argtypes = [*user.GetMessageW.argtypes, number]
        return user


if __name__ == "__main__":
    if sys.platform == "win32":
        sys.exit(hold_keys(sys.stdin.read))
    sys.exit("There is a keyboard hook on Windows only.")
