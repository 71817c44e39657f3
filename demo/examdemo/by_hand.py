"""The demo for a person: the client in a window, and a terminal that pulls the cable."""

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from examclient.app import Client
from examdemo.cable import Cable
from examdemo.keyboard import listen_for_keys, single_keys
from examdemo.site import DemoSite
from examdemo.station import Look, settings_for, some_candidates

LOOK_MS = 200


def sit(site: DemoSite, cable: Cable, out: Path, look: Look) -> int:
    """Show the client until its window is closed."""
    app = QApplication(sys.argv[:1])
    client = Client(app, settings_for(out / "station", site.folder, cable.port, look))
    client.window.resize(look.width, look.height)
    _explain(site)
    with single_keys():
        listen_for_keys(lambda key: _on_key(key, cable))
        client.window.show()
        client.begin()
        _end_with_ctrl_c(app)
        code = app.exec()
        client.close()
    return int(code)


def _end_with_ctrl_c(app: QApplication) -> None:
    """Qt's loop does not look at signals; Python does, whenever some of it runs."""
    signal.signal(signal.SIGINT, lambda _number, _frame: app.quit())
    timer = QTimer(app, interval=LOOK_MS)
    timer.timeout.connect(lambda: None)
    timer.start()


def _on_key(key: str, cable: Cable) -> None:
    if key in (" ", "n", "N"):
        plugged = cable.toggle()
        print("The cable is plugged in again." if plugged else "The cable is pulled. Go on answering.")


def _explain(site: DemoSite) -> None:
    print("\nLog in with one of these:")
    for name, numbers in some_candidates():
        print(f"  {numbers.admission}  {numbers.identity}  {name}")
    print(
        "\nTry this:\n"
        "  - press n here: the network cable is pulled; press n again: it is back\n"
        "  - watch the two lights at the bottom left of the window\n"
        "  - press F5, or clear the cache, in the middle of an answer\n"
        f"\nThe service's folder: {site.folder}\n"
    )
