"""systemd hears when the service is ready and that it lives, and a front server whether it can write."""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from examserver.errors import BusyError, StorageError
from examserver.services.alive.pulse import EVERY_SECONDS, Pulse, Writing
from examserver.serving import SiteServer
from examserver.storage.folder import locked
from examserver.storage.store import Store
from examserver.supervision import Supervisor
from tests.server.conftest import FakeClock, Prepared

ROOT = Path(__file__).resolve().parents[2]
needs_datagrams = pytest.mark.skipif(sys.platform == "win32", reason="systemd is not on Windows")


@needs_datagrams
def test_the_serving_process_says_ready_then_alive_then_stopping(prepared: Prepared, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "line"))
        line.settimeout(60)
        environment = {**os.environ, "NOTIFY_SOCKET": str(tmp_path / "line"), "WATCHDOG_USEC": "2000000"}
        words = [sys.executable, "-m", "examserver", "serve", str(prepared.folder.root), "--port", "0"]
        with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL) as process:
            said = [line.recv(100), line.recv(100)]
            process.terminate()
            while (word := line.recv(100)) == b"WATCHDOG=1":
                said.append(word)
            assert process.wait(30) == 0
    assert [*said[:2], word] == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]
    assert list((prepared.folder.root / "log").glob("service-0.jsonl"))


@needs_datagrams
def test_whoever_does_not_listen_changes_nothing(tmp_path: Path) -> None:
    for environment in ({}, {"NOTIFY_SOCKET": str(tmp_path / "away"), "WATCHDOG_USEC": "no number"}):
        supervisor = Supervisor(environment)
        supervisor.ready()
        supervisor.alive()
        supervisor.stopping()
        assert supervisor.period == 0


def test_a_server_that_has_ended_is_not_alive(server: SiteServer) -> None:
    assert server.is_answering(10)
    server.stop()
    assert not server.is_answering(0.1)


def test_unit_file_restarts_always_and_is_watched() -> None:
    unit = (ROOT / "deploy" / "examserver.service").read_text(encoding="utf-8")
    for line in ("Type=notify", "Restart=always", "WatchdogSec=30", "StartLimitIntervalSec=0"):
        assert line in unit.splitlines()


def test_however_often_it_is_asked_it_writes_at_most_once_in_five_seconds(
    prepared: Prepared, clock: FakeClock
) -> None:
    seconds, written = [0.0], []
    with locked(prepared.folder):
        store = Store(prepared.folder)
        write = store.write

        async def counted(operation, *expect):  # type: ignore[no-untyped-def]
            written.append(seconds[0])
            return await write(operation, *expect)

        store.write = counted  # type: ignore[method-assign]
        pulse = Pulse(store, prepared.folder, clock, lambda: seconds[0])

        async def ask() -> set[Writing]:
            found = set()
            for _ in range(20):
                found |= {beat.writing for beat in await asyncio.gather(*(pulse.feel() for _ in range(5)))}
                seconds[0] += EVERY_SECONDS / 10
            return found

        assert asyncio.run(ask()) == {Writing.PROVEN}
        store.close()
    assert written == [0.0, EVERY_SECONDS]


@pytest.mark.parametrize(
    ("error", "writing"),
    [(BusyError("Much waits."), Writing.BUSY), (StorageError("The disk is full."), Writing.FAILED)],
    ids=["busy", "failed"],
)
def test_what_is_not_proven_is_said(
    prepared: Prepared, clock: FakeClock, error: Exception, writing: Writing
) -> None:
    with locked(prepared.folder):
        store = Store(prepared.folder)

        async def refuse(_operation: object) -> None:
            raise error

        store.write = refuse  # type: ignore[method-assign, assignment]
        beat = asyncio.run(Pulse(store, prepared.folder, clock).feel())
        store.close()
    assert beat.writing is writing
