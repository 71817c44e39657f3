"""What is held while a candidate sits: three levels, and a switch for each piece."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from examclient.domain.lockdown import LEVELS, OPEN, STANDARD, SWITCHES, Lockdown, sits
from examclient.domain.phases import Phase
from examclient.places import program_folder
from examclient.storage.config_file import read_config

DATA = Path("/data")


def read(folder: Path, text: str) -> tuple[Lockdown, tuple[str, ...]]:
    path = folder / "user.ini"
    path.write_text(f"[Lockdown]\n{text}\n", encoding="utf-8")
    config = read_config(path, DATA)
    return config.lockdown, tuple(str(problem) for problem in config.problems)


def test_level_0_is_an_ordinary_window_that_stays_awake_and_comes_back_after_a_crash() -> None:
    assert LEVELS[0] == Lockdown(awake=True, watchdog=True)


def test_level_1_is_all_that_our_own_window_can_hold() -> None:
    assert LEVELS[1] == replace(LEVELS[2], hook=False, capture=False)


def test_level_2_is_everything() -> None:
    assert all(getattr(LEVELS[2], field.name) for field in fields(Lockdown))


@pytest.mark.parametrize("level", [0, 1, 2])
def test_the_level_is_read(level: int, tmp_path: Path) -> None:
    assert read(tmp_path, f"level = {level}") == (LEVELS[level], ())


def test_without_a_word_level_1_holds() -> None:
    assert read_config(None, DATA).lockdown == STANDARD == LEVELS[1]


@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("key", SWITCHES)
def test_each_piece_has_a_switch_that_counts_above_the_level(level: int, key: str, tmp_path: Path) -> None:
    is_on = getattr(LEVELS[level], SWITCHES[key])
    lockdown, problems = read(tmp_path, f"Level={level}\n{key}={'no' if is_on else 'yes'}")
    assert lockdown == replace(LEVELS[level], **{SWITCHES[key]: not is_on})
    assert problems == ()


@pytest.mark.parametrize("text", ["3", "-1", "high", "1.5"])
def test_a_senseless_level_is_named_and_level_1_holds(text: str, tmp_path: Path) -> None:
    lockdown, (problem,) = read(tmp_path, f"Level={text}")
    assert lockdown == STANDARD
    assert f"[Lockdown] Level={text}" in problem


def test_a_senseless_switch_is_named_and_the_level_decides(tmp_path: Path) -> None:
    lockdown, (problem,) = read(tmp_path, "Level=2\nHook=maybe")
    assert lockdown == LEVELS[2]
    assert "[Lockdown] Hook=maybe" in problem


def test_the_example_has_every_switch_with_its_default(tmp_path: Path) -> None:
    example = (program_folder() / "config" / "user.ini.example").read_text(encoding="utf-8")
    ours = example.partition("[Lockdown]")[2]
    for key in ("Level", *SWITCHES):
        assert f"\n;{key} = " in ours
        ours = ours.replace(f"\n;{key} = ", f"\n{key} = ")
    assert read(tmp_path, ours) == (STANDARD, ())


def test_nothing_is_held_where_nothing_is_set() -> None:
    assert not any(getattr(OPEN, field.name) for field in fields(Lockdown))


@pytest.mark.parametrize("phase", Phase)
def test_a_candidate_sits_from_the_confirmed_name_to_the_receipt(phase: Phase) -> None:
    free = (Phase.LOGIN, Phase.OUTSIDE, Phase.ELSEWHERE, Phase.CONFIRMING, Phase.DONE, Phase.MOVED)
    assert sits(phase) is (phase not in free)
