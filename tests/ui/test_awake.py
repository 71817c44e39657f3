"""On a Linux desktop the screen saver is held off while a candidate sits, by a wish that ends with us."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest

from examclient.lockdown.windows_session import NoSession, this_session
from examclient.ui.desktop_session import DesktopSession, session_here

PATIENCE = 30.0

WISHING = """
import sys
from PySide6.QtCore import QCoreApplication
from examclient.ui.desktop_session import DesktopSession
app = QCoreApplication([])
session = DesktopSession()
for line in sys.stdin:
    print(session.stay_awake(awake=line.strip() == "awake"), flush=True)
"""

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="a desktop that is asked over D-Bus")


@dataclass
class Bus:
    """A session bus of its own, and what was said on it."""

    address: str
    monitor: "subprocess.Popen[str]"
    lines: list[str] = field(default_factory=list)

    def listen(self) -> None:
        assert self.monitor.stdout is not None
        for line in self.monitor.stdout:
            self.lines.append(line)

    def heard(self, words: str) -> bool:
        """Whether this was said within a while."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if any(words in line for line in tuple(self.lines)):
                return True
            time.sleep(0.02)
        return False


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Bus]:
    if shutil.which("dbus-daemon") is None or shutil.which("dbus-monitor") is None:
        pytest.skip("there is no D-Bus: run.py test --full installs it")
    address = f"unix:path={tmp_path / 'bus'}"
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address={address}"],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert daemon.stdout is not None
    daemon.stdout.readline()
    monitor = subprocess.Popen(
        ["dbus-monitor", "--address", address], stdout=subprocess.PIPE, encoding="utf-8"
    )
    made = Bus(address, monitor)
    listener = Thread(target=made.listen)
    listener.start()
    assert made.heard("NameAcquired") or made.heard("NameLost")
    yield made
    for process in (monitor, daemon):
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    listener.join()


@linux_only
def test_the_desktop_hears_the_wish_and_that_whoever_wished_has_gone(bus: Bus) -> None:
    environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus.address}
    with subprocess.Popen(
        [sys.executable, "-c", WISHING],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as client:
        assert client.stdin is not None
        assert client.stdout is not None
        client.stdin.write("awake\n")
        client.stdin.flush()
        assert client.stdout.readline() == "True\n"
        assert bus.heard("member=Inhibit")
        assert bus.heard('string "An exam is running"')
        sender = (
            next(line for line in bus.lines if "member=Inhibit" in line).partition("sender=")[2].split()[0]
        )
        gone = len(bus.lines)
        client.stdin.write("asleep\n")
        client.stdin.flush()
        assert client.stdout.readline() == "True\n"
        bus.lines[:gone] = []
        assert bus.heard("member=NameOwnerChanged")
        assert bus.heard(f'string "{sender}"')
        client.stdin.close()


@linux_only
def test_where_there_is_no_desktop_the_exam_goes_on_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    code = f"{WISHING.rpartition('for line')[0]}print(session.stay_awake(awake=True))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "False\n"


@linux_only
def test_each_machine_has_the_session_of_its_system() -> None:
    assert isinstance(session_here(), DesktopSession)
    assert isinstance(this_session(), NoSession)


def test_what_cannot_be_had_is_said() -> None:
    nothing = NoSession()
    assert not nothing.stay_awake(awake=True)
    assert nothing.stay_awake(awake=False)
    assert not nothing.hide_from_pictures(1, hidden=True)
