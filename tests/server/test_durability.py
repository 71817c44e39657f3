"""A service that is killed loses nothing that it acknowledged (recovery; power cuts are another test)."""

import random
import subprocess
import sys
import threading
from http.client import HTTPException
from pathlib import Path

from examprotocol.events import WriterLog
from examserver.storage.events import logs_of
from examserver.storage.store import reading
from tests.server.conftest import prepare
from tests.server.station import TIMEOUT, Pen, Station

KILLS = 4


def start_service(root: Path) -> tuple["subprocess.Popen[str]", int]:
    """The service as a process of its own; returns when it listens."""
    command = [sys.executable, "-m", "tests.server.killable", str(root)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def send_until_it_is_gone(station: Station, pen: Pen, first: threading.Event) -> int:
    """Send one event after the other; return how far the service acknowledged."""
    acknowledged = 0
    while True:
        pen.type("q8", f"text {len(pen.events)}")
        try:
            acknowledged = station.sync(pen, acknowledged + 1).head.seq
        except (OSError, HTTPException):
            return acknowledged
        first.set()


def test_a_killed_service_loses_no_acknowledged_event(tmp_path: Path) -> None:
    prepared = prepare(tmp_path / "site")
    random_number = random.Random(7)
    for _ in range(KILLS):
        process, port = start_service(prepared.folder.root)
        station = Station(port)
        station.log_in()
        pen, first = station.pen(), threading.Event()
        killer = threading.Thread(target=kill_later, args=(process, first, random_number.uniform(0.02, 0.3)))
        killer.start()
        acknowledged = send_until_it_is_gone(station, pen, first)
        killer.join(TIMEOUT)
        station.close()
        assert acknowledged > 0
        with reading(prepared.folder) as connection:
            log = stored_log(logs_of(connection, pen.writer.attempt), pen)
        assert acknowledged <= len(log.events)
        assert log.events == tuple(pen.events[: len(log.events)])


def stored_log(logs: tuple[WriterLog, ...], pen: Pen) -> WriterLog:
    (log,) = [log for log in logs if log.writer == pen.writer]
    return log


def kill_later(process: "subprocess.Popen[str]", first: threading.Event, seconds: float) -> None:
    """Kill at a random moment after the first acknowledgement."""
    assert first.wait(TIMEOUT)
    threading.Event().wait(seconds)
    process.kill()
    process.wait(TIMEOUT)
    assert process.stdout is not None
    process.stdout.close()
