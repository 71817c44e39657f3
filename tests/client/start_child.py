"""Starts the client as its program does, up to the first page, and says on one line what came of it.

`--uncleared` as the first word leaves the environment as it was found: what the clearing is good for.
"""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "client"), str(ROOT / "protocol")]

from examclient import __main__  # noqa: E402 - found by the two folders above


def tell(app: object) -> int:
    """Stands in for Qt's loop: the first page is there, so the start is over."""
    import PySide6  # noqa: PLC0415 - Qt only after its environment is set
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from examclient.ui.main_window import MainWindow  # noqa: PLC0415

    assert isinstance(app, QApplication)
    (window,) = (widget for widget in app.topLevelWidgets() if isinstance(widget, MainWindow))
    names = sorted(name for name in os.environ if name.startswith(("QT", "QML", "QSG", "PYTHON")))
    said = {
        "page": type(window.page()).__name__,
        "line": window.settings_line.text() if window.settings_line.isVisible() else "",
        "platform": app.platformName(),
        "ratio": window.devicePixelRatio(),
        "pyside": PySide6.__file__,
        "variables": {name: os.environ[name] for name in names},
    }
    sys.stdout.write(f"{json.dumps(said)}\n")
    return 0


def end_at_the_first_page(level: int) -> None:
    prepare(level)
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - see above

    QApplication.exec = tell  # type: ignore[method-assign, assignment]  # it takes the application, as Qt's does


prepare = __main__.prepare_environment
__main__.prepare_environment = end_at_the_first_page
arguments = sys.argv[1:]
if arguments[0] == "--uncleared":
    arguments = arguments[1:]
    vars(__main__)["clear_foreign"] = list
sys.exit(__main__.main(arguments))
