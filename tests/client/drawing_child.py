# ruff: noqa: T201 - the test reads what it prints
"""The real client, as a person starts it, which says by what it draws and then leaves.

`python -m tests.client.drawing_child HOW ARGUMENTS`: the arguments are the client's. HOW is a list with
commas of what is wrong with the machine, or `well`:

  no_graphics  Qt finds no OpenGL, as with a driver that does not work: the window stays blank
  deaf         nobody understands the messages by which Qt says so
  crash        the graphics driver ends the process when the window is to be shown
  forgets      what was noted on disk is gone when the client starts itself again
  video        a frame of a video is drawn as well
  stay         it never leaves by itself
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from examclient import __main__ as program
from examclient.domain.config import Config
from examclient.lockdown.companion import Companion
from examclient.start_again import start_again
from examclient.storage.drawing_trials import TRIALS
from examclient.usecases.drawing_guard import DrawingGuard
from tests.client.loaded_modules import drivers

if TYPE_CHECKING:
    from examclient.app import Client

HOW = sys.argv[1].split(",")
LEAVE = 300
"""Milliseconds from the first page to the report: time enough for a frame on the screen."""

KNOBS = ("QT_", "QSG_")


def main() -> int:
    """Be the client; returns its exit code."""
    prepare = program.prepare_environment

    def prepared(level: int) -> None:
        prepare(level)
        if "no_graphics" in HOW:
            os.environ["QT_XCB_GL_INTEGRATION"] = "none"
            os.environ["QT_D3D_ADAPTER_INDEX"] = "99"
        _spy()

    program.prepare_environment = prepared
    if "forgets" in HOW:
        _forget_in_between()
    return program.main(sys.argv[2:])


def _spy() -> None:
    """Qt may be imported from here on, and not before."""
    from examclient import app  # noqa: PLC0415 - see above
    from examclient.ui import graphics_messages  # noqa: PLC0415 - see above

    run, begin, open_window = app.run, app.Client.begin, app.Client.open_window
    guards: list[DrawingGuard] = []

    def run_known(
        config: Config, guard: DrawingGuard | None = None, watchdog: Companion | None = None
    ) -> int:
        assert guard is not None, "the program always has one"
        guards.append(guard)
        return run(config, guard, watchdog)

    def begin_and_tell(client: "Client") -> None:
        begin(client)
        _tell_and_leave(client, guards[0])

    def open_or_crash(client: "Client") -> None:
        if "crash" in HOW and guards[0].drawing.is_watched:
            os.abort()
        open_window(client)

    app.run = run_known
    setattr(app.Client, "begin", begin_and_tell)  # noqa: B010 - a spy on the real client
    setattr(app.Client, "open_window", open_or_crash)  # noqa: B010 - the same
    if "deaf" in HOW:
        graphics_messages.FAILURES = ()


def _tell_and_leave(client: "Client", guard: DrawingGuard) -> None:
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - see above
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - see above

    from examclient.ui.canary import Canary  # noqa: PLC0415 - see above

    canary = Canary(client.window)
    canary.show()
    canary.raise_()
    video = _play() if "video" in HOW else None

    def tell() -> None:
        handle = client.window.windowHandle()
        told = {
            "requested": guard.drawing.level_requested,
            "effective": guard.drawing.level_effective,
            "why": guard.drawing.why,
            "surface": handle.surfaceType().name if handle else "",
            "environment": {name: word for name, word in os.environ.items() if name.startswith(KNOBS)},
            "drivers": drivers(),
            "is_seen": canary.is_seen(),
            "is_ready": client.enrolling is not None,
            "video": video() if video else "",
        }
        print(json.dumps(told), flush=True)
        if "stay" not in HOW:
            QApplication.exit(0)

    QTimer.singleShot(LEAVE, tell)


def _play() -> Callable[[], str]:
    """Show one frame of a video; what comes back says its colour as it was converted."""
    from tests.client.video_frame import show_frame  # noqa: PLC0415 - Qt, see above

    return show_frame()


def _forget_in_between() -> None:
    def forget_and_start_again() -> int:
        folder = Path(sys.argv[sys.argv.index("--data") + 1])
        (folder / TRIALS).unlink()
        return start_again()

    setattr(program, "start_again", forget_and_start_again)  # noqa: B010 - where it is used


if __name__ == "__main__":
    sys.exit(main())
