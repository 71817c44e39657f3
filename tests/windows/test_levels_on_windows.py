"""The real client on a Windows screen at each level: what draws its window, and that the screen shows it."""

from pathlib import Path

import pytest

from tests.client.drawing_starts import started

pytestmark = pytest.mark.full

SCREEN = {"QT_QPA_PLATFORM": "windows"}
COMPILER = "d3dcompiler_47.dll"
PINK = "#ff7fff"
"""The colour of the frame of a video, once it was converted."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.mark.parametrize("level", [0, 1])
def test_below_level_two_the_window_is_raster_and_no_graphics_driver_is_loaded(
    data: Path, level: int
) -> None:
    told = started(data, SCREEN, level=str(level))
    assert (told.code, told.drawing()) == (0, (level, level, "as_set"))
    assert told.facts["is_seen"]
    assert told.facts["surface"] == "RasterSurface"
    assert told.facts["drivers"] == []


def test_a_video_at_level_zero_is_drawn_by_the_library_that_only_computes(data: Path) -> None:
    told = started(data, SCREEN, "video", level="0")
    assert told.facts["video"] == PINK
    assert set(told.facts["drivers"]) <= {"opengl32sw.dll"}


@pytest.mark.parametrize("level", [2, 3])
def test_from_level_two_on_direct3d_draws_or_the_guard_steps_in_once(data: Path, level: int) -> None:
    """Either way the screen shows the window in the end: a slow desktop may need more than three seconds."""
    told = started(data, SCREEN, level=str(level))
    assert told.facts["is_seen"]
    if told.facts["effective"]:
        assert (told.starts(), told.drawing()) == ([str(level)], (level, level, "as_set"))
        assert told.facts["surface"] == "Direct3DSurface"
        assert COMPILER in map(str.lower, told.facts["drivers"])
    else:
        assert (told.starts(), told.drawing()) == ([str(level), "0"], (level, 0, "blank"))
        assert told.facts["surface"] == "RasterSurface"


@pytest.mark.parametrize(("how", "why"), [("no_graphics", "no_device"), ("no_graphics,deaf", "blank")])
def test_where_direct3d_finds_no_adapter_the_window_is_there_in_software(
    data: Path, how: str, why: str
) -> None:
    told = started(data, SCREEN, how)
    assert (told.code, told.starts(), told.drawing()) == (0, ["2", "0"], (2, 0, why))
    assert told.facts["is_seen"]
    again = started(data, SCREEN, how)
    assert (again.starts(), again.drawing(), again.facts["is_seen"]) == (["0"], (2, 0, why), True)


def test_a_driver_that_ends_the_program_does_so_once(data: Path) -> None:
    assert started(data, SCREEN, "crash").code != 0
    again = started(data, SCREEN, "crash")
    assert (again.code, again.starts(), again.drawing()) == (0, ["0"], (2, 0, "crashed"))
