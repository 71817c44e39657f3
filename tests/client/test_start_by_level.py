"""The real client at each drawing level, without a screen: there, from level 2 on, nobody sees anything."""

import os
import subprocess
from pathlib import Path

import pytest

from examclient.domain.drawing_trial import Outcome, Trial
from examclient.storage.drawing_trials import TRIALS, DrawingTrials
from tests.client.drawing_starts import ROOT, command, environment, started

NO_SCREEN = {"QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.mark.parametrize("level", ["0", "", "best", "-3", "0x2", "2.5"])
def test_level_zero_and_everything_senseless_draw_in_software(data: Path, level: str) -> None:
    told = started(data, NO_SCREEN, level=level)
    assert (told.code, told.facts["effective"], told.facts["why"]) == (0, 0, "as_set")
    assert told.facts["surface"] == "RasterSurface"
    assert told.facts["environment"]["QT_OPENGL"] == "software"
    assert told.facts["drivers"] == []
    assert not (data / TRIALS).exists(), "nobody has to watch what cannot fail"


def test_level_one_has_windows_in_software(data: Path) -> None:
    told = started(data, NO_SCREEN, level="1")
    assert told.drawing() == (1, 1, "as_set")
    assert told.facts["surface"] == "RasterSurface"
    assert told.facts["environment"]["QT_WIDGETS_RHI"] == "0"
    assert "QT_OPENGL" not in told.facts["environment"]


def test_a_window_that_nobody_sees_is_followed_by_one_in_software_and_no_third(data: Path) -> None:
    told = started(data, NO_SCREEN)
    assert told.code == 0
    assert told.starts() == ["2", "0"]
    assert told.drawing() == (2, 0, "blank")
    assert told.facts["surface"] == "RasterSurface"
    assert told.facts["environment"]["QT_WIDGETS_RHI"] == "0"
    again = started(data, NO_SCREEN)
    assert again.starts() == ["0"]
    assert again.drawing() == (2, 0, "blank")


def test_a_machine_that_forgets_its_disk_falls_back_once_in_each_start(data: Path) -> None:
    for _ in range(2):
        told = started(data, NO_SCREEN, "forgets")
        assert told.starts() == ["2", "0"]
        assert told.drawing() == (2, 0, "blank")
        (data / TRIALS).unlink()


def test_a_crash_at_the_start_is_followed_by_software(data: Path) -> None:
    crashed = started(data, NO_SCREEN, "crash")
    assert crashed.code != 0
    assert crashed.facts == {}
    again = started(data, NO_SCREEN, "crash")
    assert (again.code, again.starts(), again.drawing()) == (0, ["0"], (2, 0, "crashed"))
    assert again.facts["is_seen"]


def test_a_start_that_hung_and_was_killed_is_followed_by_software(data: Path) -> None:
    child = command(data, "well", "2")
    with subprocess.Popen(child, cwd=ROOT, env=environment(NO_SCREEN), stderr=subprocess.PIPE) as first:
        assert first.stderr is not None
        assert any(b" requested, 2 used" in line for line in first.stderr)
        first.kill()
    assert DrawingTrials(data).all() == (Trial(2, Outcome.STARTING),)
    assert started(data, NO_SCREEN).drawing() == (2, 0, "crashed")


def test_another_level_is_tried_and_falls_back_by_itself(data: Path) -> None:
    started(data, NO_SCREEN, "crash")
    told = started(data, NO_SCREEN, level="3")
    assert (told.starts(), told.drawing()) == (["3", "0"], (3, 0, "blank"))


def test_where_nothing_can_be_noted_it_starts_in_software_at_once(data: Path) -> None:
    (data / TRIALS).mkdir(parents=True)
    told = started(data, NO_SCREEN)
    assert (told.code, told.starts(), told.drawing()) == (0, ["0"], (2, 0, "not_kept"))


def test_a_remote_session_starts_in_software_at_once(data: Path) -> None:
    remote = NO_SCREEN | {"DISPLAY": "localhost:10.0", "XRDP_SESSION": "1", "SESSIONNAME": "RDP-Tcp#3"}
    told = started(data, remote)
    assert (told.code, told.starts(), told.drawing()) == (0, ["0"], (2, 0, "remote"))


def test_a_second_client_does_not_take_the_first_for_crashed(data: Path) -> None:
    DrawingTrials(data).keep(Trial(2, Outcome.STARTING))
    child = command(data, "stay", "2")
    with subprocess.Popen(child, cwd=ROOT, env=environment(NO_SCREEN), stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline()
        (data / TRIALS).unlink()
        assert started(data, NO_SCREEN).code == 1
        assert not (data / TRIALS).exists()
        first.kill()


def test_no_word_of_a_failed_start_reaches_what_this_client_starts(data: Path) -> None:
    assert "EXAMCLIENT_DRAWING_FAILED" not in os.environ
    assert started(data, NO_SCREEN | {"EXAMCLIENT_DRAWING_FAILED": "blank"}).drawing() == (2, 0, "blank")
