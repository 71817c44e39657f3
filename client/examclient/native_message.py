"""Says something to a person where there is no Qt: on the terminal, and on Windows in a box of its own.

Source: winuser.h (MessageBoxW).
"""

import ctypes
import sys

MB_ICONERROR = 0x10


def say_without_qt(words: str, title: str = "ExamClient") -> None:
    """Say it, and on Windows wait until it was read; `pythonw` and the installed program have no terminal."""
    print(words, file=sys.stderr)  # noqa: T201 - the terminal is the place
    if sys.platform == "win32" and sys.stderr is None:
        ctypes.WinDLL("user32").MessageBoxW(None, words, title, MB_ICONERROR)
