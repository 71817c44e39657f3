"""Time runs out without a network, in a real process with a real window: nothing is lost by any way out."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from examprotocol.merge import fold
from examprotocol.responses import TextResponse
from examprotocol.short_code import short_code
from tests.client.deadline_child import COMPOSED, ESSAY, WRITTEN
from tests.client.exam_site import MINUTE, SECOND, ZHANG, ExamSite, Times
from tests.client.machine import enrolled

ROOT = Path(__file__).resolve().parents[2]
SOON = Times(start=-60 * MINUTE + 12 * SECOND)


class Client:
    """A client in a process of its own, and what it says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []

    def until(self, line: str) -> str:
        """Read on until it says this, and perhaps more; fails where it ends before."""
        assert self.process.stdout is not None
        for said in self.process.stdout:
            self.said.append(said.strip())
            if self.said[-1].startswith(line):
                return self.said[-1]
        raise AssertionError((line, self.said))


@contextmanager
def client(data: Path, *how: str) -> Iterator[Client]:
    command = [sys.executable, "-m", "tests.client.deadline_child", str(data), *ZHANG, *how]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Client(process)
        finally:
            process.kill()


@pytest.mark.parametrize("times", [SOON])
@pytest.mark.parametrize("way_out", ["killed", "window closed", "left on"])
def test_what_was_being_composed_at_the_deadline_is_handed_in_when_the_network_is_back(
    site: ExamSite, tmp_path: Path, way_out: str
) -> None:
    data = tmp_path / "machine"
    enrolled(data, site.file, "M")
    with client(data, *(["close"] if way_out == "window closed" else [])) as first:
        first.until("typing")
        site.cable.pull()
        first.until("phase submit_failed")
        if way_out == "killed":
            first.process.kill()
        if way_out == "left on":
            site.cable.plug()
            code = first.until("receipt").split()[1]
        else:
            first.process.wait(timeout=30)
    if way_out != "left on":
        with client(data) as second:
            second.until("phase submit_failed")
            assert "phase answering" not in second.said
            site.cable.plug()
            code = second.until("receipt").split()[1]
    (attempt,) = (path.stem for path in (data / "journals").glob("*.journal"))
    assert short_code(site.receipt(attempt).encode()) == code
    assert fold(site.held(attempt).values()).response(ESSAY) == TextResponse(WRITTEN + COMPOSED)
