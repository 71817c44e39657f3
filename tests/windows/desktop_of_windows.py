"""What tests ask of a Windows desktop, and do at it: keys, windows and the clipboard, by user32 alone.

Source: winuser.h.
"""

import ctypes
import subprocess
import sys
import time
from collections.abc import Callable

PATIENCE = 30.0
KEY_UP = 0x0002
STYLE, EXTENDED_STYLE = -16, -20
TOPMOST, CAPTION = 0x0008, 0x00C00000
WM_CLOSE, SYSTEM_COMMAND, CLOSE, MINIMIZE = 0x0010, 0x0112, 0xF060, 0xF020
UNICODE_TEXT = 13
WORDS_OF_A_BOX = 0xFFFF
CONTINUOUS = 0x80000000

COPYING = """
import ctypes, sys
user, kernel = ctypes.WinDLL("user32"), ctypes.WinDLL("kernel32")
kernel.GlobalAlloc.restype = kernel.GlobalLock.restype = ctypes.c_void_p
kernel.GlobalAlloc.argtypes = [ctypes.c_uint, ctypes.c_size_t]
kernel.GlobalLock.argtypes = kernel.GlobalUnlock.argtypes = [ctypes.c_void_p]
user.SetClipboardData.argtypes = [ctypes.c_uint, ctypes.c_void_p]
words = (sys.argv[1] + chr(0)).encode("utf-16-le")
memory = kernel.GlobalAlloc(2, len(words))
ctypes.memmove(kernel.GlobalLock(memory), words, len(words))
kernel.GlobalUnlock(memory)
assert user.OpenClipboard(None), "another program has it open"
user.EmptyClipboard()
assert user.SetClipboardData(13, memory)
user.CloseClipboard()
"""


def until(holds: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def copy_elsewhere(words: str) -> None:
    """Another program copies something, and ends."""
    subprocess.run([sys.executable, "-c", COPYING, words], check=True, timeout=PATIENCE)


def _user() -> ctypes.CDLL:
    if sys.platform != "win32":
        raise OSError("this is no Windows")
    user = ctypes.WinDLL("user32")
    user.keybd_event.argtypes = [ctypes.c_uint8, ctypes.c_uint8, ctypes.c_uint32, ctypes.c_size_t]
    user.GetAsyncKeyState.restype = ctypes.c_int16
    user.FindWindowW.restype = ctypes.c_void_p
    user.FindWindowW.argtypes = [ctypes.c_wchar_p, ctypes.c_wchar_p]
    user.PostMessageW.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_size_t, ctypes.c_ssize_t]
    return user


def execution_state() -> int:
    """What this thread holds off; it stays as it is."""
    if sys.platform != "win32":
        raise OSError("this is no Windows")
    ask = ctypes.WinDLL("kernel32").SetThreadExecutionState
    ask.restype, ask.argtypes = ctypes.c_uint32, [ctypes.c_uint32]
    found: int = ask(CONTINUOUS)
    ask(found)
    return found


def goes_through(*keys: int) -> bool:
    """Press keys, one while those before are held, and let go; whether Windows saw the last one."""
    user = _user()
    for key in keys:
        user.keybd_event(key, 0, 0, 0)
    seen = bool(user.GetAsyncKeyState(keys[-1]) & 0x8000)
    for key in reversed(keys):
        user.keybd_event(key, 0, KEY_UP, 0)
    return seen


def window_called(title: str) -> int:
    """The top-level window with this title, 0 where there is none."""
    return _user().FindWindowW(None, title) or 0


def is_shown(window: int) -> bool:
    """Whether it is on the screen and not put away."""
    handle = ctypes.c_void_p(window)
    return bool(_user().IsWindowVisible(handle)) and not _user().IsIconic(handle)


def has_style(window: int, which: int, flag: int) -> bool:
    """Whether a window has one of Windows' styles."""
    return bool(_user().GetWindowLongW(ctypes.c_void_p(window), which) & flag)


def order(window: int, command: int) -> None:
    """What the system menu and the buttons of the caption send; returns when the window has heard it."""
    _user().SendMessageW(ctypes.c_void_p(window), SYSTEM_COMMAND, ctypes.c_size_t(command), None)


def close(window: int) -> None:
    """What Alt+F4 and the task bar come to."""
    _user().PostMessageW(window, WM_CLOSE, 0, 0)


def words_of_box(box: int) -> str:
    """What a message box says."""
    words = ctypes.create_unicode_buffer(1024)
    _user().GetDlgItemTextW(ctypes.c_void_p(box), WORDS_OF_A_BOX, words, len(words))
    return words.value.replace("\r", "")


def clipboard_has_text() -> bool:
    """Whether there is something to paste."""
    return bool(_user().IsClipboardFormatAvailable(UNICODE_TEXT))


def size_of(window: int) -> tuple[int, int]:
    """Width and height, in pixels of the screen."""
    edges = (ctypes.c_int32 * 4)()
    _user().GetWindowRect(ctypes.c_void_p(window), edges)
    return edges[2] - edges[0], edges[3] - edges[1]


def size_of_screen() -> tuple[int, int]:
    """The first screen's."""
    return _user().GetSystemMetrics(0), _user().GetSystemMetrics(1)
