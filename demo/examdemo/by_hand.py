"""The demo for a person: the client in a window, and a terminal that pulls the cable."""

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from examclient.app import Client
from examdemo.cable import HOST, Cable
from examdemo.keyboard import listen_for_keys, single_keys
from examdemo.site import DemoSite
from examdemo.station import Look, enrolled_station, some_candidates

LOOK_MS = 200


def sit(site: DemoSite, cable: Cable, out: Path, look: Look) -> int:
    """Show the client until its window is closed."""
    app = QApplication(sys.argv[:1])
    client = Client(app, enrolled_station(out / "station", site, cable.port, look))
    client.window.resize(look.width, look.height)
    _explain(site)
    with single_keys():
        keys = Keys(site, cable)
        listen_for_keys(keys.press)
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


class Keys:
    """What the keys in the terminal do: pull the cable, and take this machine out of the exam site."""

    def __init__(self, site: DemoSite, cable: Cable) -> None:
        self._site = site
        self._cable = cable
        self._inside = not site.outside

    def press(self, key: str) -> None:
        """A key was pressed."""
        if key in (" ", "n", "N"):
            plugged = self._cable.toggle()
            print("The cable is plugged in again." if plugged else "The cable is pulled. Go on answering.")
        elif key in ("o", "O"):
            self._move()

    def _move(self) -> None:
        if self._inside:
            self._site.strike_off(HOST)
            print(f"The site has struck off {HOST}: this machine is outside now.")
        else:
            self._site.register(HOST)
            print(f"The site has registered {HOST}: this machine is inside again.")
        self._inside = not self._inside


def _explain(site: DemoSite) -> None:
    print("\nLog in with one of these:")
    for name, numbers in some_candidates():
        print(f"  {numbers.admission}  {numbers.identity}  {name}")
    print(
        "\nTry this:\n"
        "  - press n here: the network cable is pulled; press n again: it is back\n"
        "  - watch the two lights at the bottom left of the window\n"
        "  - press o here: this machine's address is outside the exam site; press o again: it is inside\n"
        "  - press F5, or clear the cache, in the middle of an answer\n"
        f"  - pull the cable, hand in, and export the answers as the proctor: room password {site.password}\n"
        f"\nThe service's folder: {site.folder}\n"
    )
