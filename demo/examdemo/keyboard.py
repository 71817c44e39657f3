"""Single keys from the terminal, on Windows and elsewhere, without waiting for Enter."""

import _thread
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

CTRL_C = "\x03"
"""Windows hands it over as a key while keys are waited for."""


def listen_for_keys(on_key: Callable[[str], None]) -> None:
    """Call `on_key` for each key, from a thread of its own; does nothing where there is no terminal."""
    if sys.stdin is not None and sys.stdin.isatty():
        threading.Thread(target=_listen, args=[on_key], name="keys", daemon=True).start()


@contextmanager
def single_keys() -> Iterator[None]:
    """While inside, keys arrive at once and are not shown; the terminal is put back afterwards."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield
        return
    import termios  # noqa: PLC0415 - not on Windows
    import tty  # noqa: PLC0415

    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _listen(on_key: Callable[[str], None]) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - only on Windows

        while True:
            key = msvcrt.getwch()
            if key == CTRL_C:
                _thread.interrupt_main()
            on_key(key)
    while key := sys.stdin.read(1):
        on_key(key)
