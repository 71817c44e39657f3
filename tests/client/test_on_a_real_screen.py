"""The real client on a real screen, at each level: what is used, and what the screen shows of it."""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from examclient.domain.drawing_trial import Outcome, Trial
from examclient.lockdown.watchdog import CRASHES
from examclient.storage.drawing_trials import DrawingTrials
from examclient.storage.log_file import FILE
from tests.client.drawing_starts import ROOT, command, environment, started
from tests.client.real_screen import XVFB, real_screen
from tests.journeys.desktop import until
from tests.journeys.of_a_station import end_all

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(XVFB is None, reason="Xvfb is installed by `run.py test --full`"),
]

PINK = "#ff7fff"
"""The colour of the frame of a video, once it was converted."""


@pytest.fixture(scope="module")
def screen() -> Iterator[dict[str, str]]:
    with real_screen() as found:
        yield found


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_level_zero_is_seen_and_loads_no_graphics_driver_video_included(
    data: Path, screen: dict[str, str]
) -> None:
    told = started(data, screen, "video", level="0")
    assert told.drawing() == (0, 0, "as_set")
    assert told.facts["is_seen"]
    assert told.facts["surface"] == "RasterSurface"
    assert told.facts["video"] == PINK, "the video is there all the same"
    assert told.facts["drivers"] == []


def test_level_one_is_seen_and_lets_a_video_use_the_graphics_driver(
    data: Path, screen: dict[str, str]
) -> None:
    without = started(data, screen, level="1")
    assert without.drawing() == (1, 1, "as_set")
    assert without.facts["is_seen"]
    assert without.facts["surface"] == "RasterSurface"
    assert without.facts["drivers"] == []
    told = started(data, screen, "video", level="1")
    assert told.facts["video"] == PINK
    assert told.facts["drivers"] != []


@pytest.mark.parametrize("level", [2, 3])
def test_from_level_two_on_the_graphics_driver_draws_and_is_seen(
    data: Path, screen: dict[str, str], level: int
) -> None:
    for _ in range(2):
        told = started(data, screen, level=str(level))
        assert told.starts() == [str(level)]
        assert told.drawing() == (level, level, "as_set")
        assert told.facts["is_seen"]
        assert told.facts["is_ready"], "and what stands behind the page was built"
        assert told.facts["surface"] == "OpenGLSurface"
        assert told.facts["environment"]["QT_WIDGETS_RHI_BACKEND"] == "opengl"
        assert told.facts["drivers"] != []
        assert DrawingTrials(data).all() == (Trial(level, Outcome.SEEN),)


@pytest.mark.parametrize(("how", "why"), [("no_graphics", "no_device"), ("no_graphics,deaf", "blank")])
def test_a_blank_window_is_followed_by_one_that_the_screen_shows(
    data: Path, screen: dict[str, str], how: str, why: str
) -> None:
    told = started(data, screen, how)
    assert (told.code, told.starts()) == (0, ["2", "0"])
    assert told.drawing() == (2, 0, why)
    assert told.facts["is_seen"]
    assert told.facts["surface"] == "RasterSurface"
    again = started(data, screen, how)
    assert (again.starts(), again.drawing(), again.facts["is_seen"]) == (["0"], (2, 0, why), True)
    mended = started(data, screen, level="3")
    assert (mended.starts(), mended.facts["is_seen"]) == (["3"], True), "another level is tried at once"


def test_a_crash_while_the_graphics_driver_draws_is_followed_by_software_by_itself(
    data: Path, screen: dict[str, str]
) -> None:
    variables = environment(screen) | {CRASHES: str(time.monotonic())}
    try:
        child = command(data, "stay", "2")
        with subprocess.Popen(child, cwd=ROOT, env=variables, stdout=subprocess.PIPE) as first:
            assert first.stdout is not None
            assert json.loads(first.stdout.readline())["effective"] == 2
            first.kill()
        until(lambda: " 2 requested, 0 used: crashed" in (data / "logs" / FILE).read_text(encoding="utf-8"))
    finally:
        end_all(data)
