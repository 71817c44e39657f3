"""A batch of packages goes on, whatever happens at one of its files, and whoever else is at work."""

import errno
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from examserver.cli import ordering
from examserver.cli.command_line import main
from examserver.services import import_orders
from examserver.services.import_opening import Opened
from examserver.services.import_verdicts import ImportResult
from examserver.services.imports import take_in
from examserver.services.order import Bench
from examserver.serving import SiteServer
from examserver.storage.folder import locked
from tests.server.conftest import Prepared
from tests.server.packing import Carrier, hand_in, pen_of
from tests.server.station import ADMISSION

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


def packages(prepared: Prepared, *words: str | Path) -> int:
    action, *rest = map(str, words)
    return main(["packages", action, str(prepared.folder.root), *rest])


def one_for(carrier: Carrier, candidate: str) -> Path:
    pen = pen_of(carrier.prepared, candidate)
    pen.choose("q1", "a")
    hand_in(pen)
    return carrier.pack(pen, candidate=candidate)


def test_a_batch_waits_for_another_that_has_the_folder(
    carrier: Carrier, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "PATIENCE_SECONDS", 0.0)
    file, tries = one_for(carrier, ADMISSION), 0
    with ExitStack() as taken:
        taken.enter_context(locked(carrier.prepared.folder))

        def looked(_: float) -> None:
            nonlocal tries
            tries += 1
            if tries == 3:
                taken.close()

        monkeypatch.setattr(time, "sleep", looked)
        assert packages(carrier.prepared, "import", file) == 0
    assert tries == 3
    assert "1 in, 0 refused" in capsys.readouterr().out


def test_a_file_at_which_the_service_fails_stops_no_other(
    carrier: Carrier, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [one_for(carrier, candidate) for candidate in (ADMISSION, "2026A002", "2026A003")]

    def failing(bench: Bench, looked: Opened, by: str) -> ImportResult:
        if looked.package.candidate == "2026A002":
            raise ZeroDivisionError
        return take_in(bench, looked, by)

    monkeypatch.setattr(import_orders, "take_in", failing)
    with SiteServer(carrier.prepared.folder.root, port=0):
        assert packages(carrier.prepared, "import", *files) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [("not_carried_out" in line, "taken in" in line) for line in lines[:3]] == [
        (False, True),
        (True, False),
        (False, True),
    ]
    assert lines[3] == "2 in, 1 refused, 6 events new."


def test_a_folder_that_cannot_be_looked_through_is_told_of(
    carrier: Carrier, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_for(carrier, ADMISSION)
    for name in ("broken", "System Volume Information"):
        (carrier.stick / name).mkdir()

    def closed(look: Callable[[Path], Any]) -> Callable[[Path], Any]:
        def looking(folder: Path) -> Any:
            if Path(folder).parent == carrier.stick and Path(folder).name != "0":
                raise OSError(errno.EIO, "Input/output error", str(folder))
            return look(folder)

        return looking

    for name in ("scandir", "listdir"):
        monkeypatch.setattr(os, name, closed(getattr(os, name)))
    assert packages(carrier.prepared, "import", carrier.stick) == 1
    first, second, total = capsys.readouterr().out.splitlines()
    assert "taken in" in first
    assert second.startswith("broken\t")
    assert second.endswith("refused (file_unreadable): The file cannot be read: Input/output error.")
    assert total == "1 in, 1 refused, 3 events new."
