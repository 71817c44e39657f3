"""A real X screen that nobody looks at, by Xvfb: what a window paints is there, or is not."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

XVFB = shutil.which("Xvfb")
SIZE = "1366x768x24"


@contextmanager
def real_screen() -> Iterator[dict[str, str]]:
    """The variables by which a program finds the screen, which is there as long as the context lasts."""
    assert XVFB is not None
    reading, writing = os.pipe()
    command = [XVFB, "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]
    with (
        subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server,
        os.fdopen(reading) as told,
    ):
        os.close(writing)
        try:
            yield {"DISPLAY": f":{told.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
        finally:
            server.terminate()
