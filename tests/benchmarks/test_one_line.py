"""A room behind one line: what makes the line, how stations are dealt out, and what its table says."""

import argparse
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.one_line.line import PROGRAMS, Line, NoLineError, commands, line, received_in
from benchmarks.one_line.room import RECORDING, Filled, dealt, listening_draft
from benchmarks.one_line.two_ways import Ways
from benchmarks.one_line.wide import WideArea
from benchmarks.one_line.wide import commands as commands_of_wide
from benchmarks.preload import CANNOT, STOPPED, figures_of

NAMESPACES = Path("/run/netns")
ROOT = Path(__file__).resolve().parents[2]
ROOM = argparse.Namespace(stations=4, rate=100, wide_area=20, share=1)
FILLED = Filled(
    sealed=25_000_000, seconds=(6.0, 8.0, 8.2, 8.6), carried=105_000_000, failures=0, service_cpu=1
)
PAST = replace(FILLED, seconds=(40.0, 41.0, 41.5, 42.0))
WAYS = Ways(room=FILLED, fetched=10.5, once=26_250_000, past=PAST, each=105_000_000)


def test_both_ends_of_the_line_are_as_slow_and_each_is_in_a_namespace_of_its_own() -> None:
    said = [" ".join(command) for command in commands(Line("site", "room"), 100)]
    assert said[:2] == ["ip netns add site", "ip netns add room"]
    assert [words.split()[2] for words in said if " tbf rate 100mbit " in words] == ["site", "room"]


def test_what_the_line_has_carried_is_read_from_its_counter() -> None:
    said = '[{"ifname": "line", "stats64": {"rx": {"bytes": 1234, "packets": 5}, "tx": {"bytes": 9}}}]'
    assert received_in(said) == 1234


@pytest.mark.parametrize(
    ("stations", "processes", "dealt_out"),
    [(5, 2, [3, 2]), (2, 5, [1, 1]), (1, 1, [1])],
    ids=["five to two", "two to five", "one to one"],
)
def test_stations_are_dealt_out_to_no_more_processes_than_there_are_stations(
    stations: int, processes: int, dealt_out: list[int]
) -> None:
    folders = [Path(str(number)) for number in range(stations)]
    groups = dealt(folders, processes)
    assert [len(group) for group in groups] == dealt_out
    assert sorted(folder for group in groups for folder in group) == folders


def test_the_paper_has_as_many_bytes_as_it_is_asked_for_in_recordings_that_differ() -> None:
    sounds = listening_draft(2 * RECORDING + 7).sounds.values()
    assert [len(sound.data) for sound in sounds] == [RECORDING, RECORDING, 7]


def test_the_last_station_is_held_against_what_the_line_can_carry() -> None:
    figures = {one.name.partition(": ")[2]: one for one in figures_of(25, [WAYS], ROOM)}
    assert figures["the line's limit"].median == 8.0
    assert figures["last station"].ratio == pytest.approx(1.075)
    assert figures["last station"].verdict == "aim 1.1 reached"
    assert figures["bytes on the line"].ratio == pytest.approx(1.05)


def test_with_a_cache_the_wide_area_line_carries_the_paper_once_and_without_it_for_each_station() -> None:
    figures = {one.name.partition(": ")[2]: one for one in figures_of(25, [WAYS], ROOM)}
    assert figures["wide area, the site's cache"].ratio == pytest.approx(1.05)
    assert figures["wide area, the site's cache"].verdict == "aim 1.1 reached"
    assert figures["wide area, no cache"].ratio == pytest.approx(4.2)
    assert figures["time there, the site's cache"].ratio == pytest.approx(1.05)
    assert figures["time there, no cache"].ratio == pytest.approx(4)


def test_the_wide_area_line_leads_through_the_site() -> None:
    made = commands_of_wide(WideArea("authority", "site"), Line("site", "room"), 20)
    said = [" ".join(command) for command in made]
    assert said[0] == "ip netns add authority"
    assert [words.split()[2] for words in said if " tbf rate 20mbit " in words] == ["authority", "site"]
    assert said[-1] == "ip -n room route add 10.89.0.0/24 via 10.88.0.1"


def test_a_paper_that_was_made_smaller_says_so_in_every_line() -> None:
    smaller = argparse.Namespace(**{**vars(ROOM), "share": 10})
    names = [one.name for one in figures_of(50, [WAYS], smaller)]
    assert {name.partition(": ")[0] for name in names} == {"4 x 50 MB / 10"}


def test_whoever_is_not_root_is_told_what_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.one_line.line.shutil.which", lambda program: program)
    monkeypatch.setattr("benchmarks.one_line.line.os.geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr("benchmarks.one_line.line.sys.platform", "linux")
    with pytest.raises(NoLineError, match="needs root"), line(100):
        pass


def test_a_program_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.one_line.line.shutil.which", lambda _program: None)
    monkeypatch.setattr("benchmarks.one_line.line.sys.platform", "linux")
    with pytest.raises(NoLineError, match=f"needs {' and '.join(PROGRAMS)}"), line(100):
        pass


def test_whoever_stops_it_in_the_middle_finds_nothing_left(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "benchmarks.preload",
        "--stations",
        "2",
        "--rate",
        "1",
        "--dir",
        str(tmp_path),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        left = [NAMESPACES / f"exam-{end}-{process.pid}" for end in ("site", "room", "authority")]
        while process.poll() is None and not all(path.exists() for path in left):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
    assert process.returncode in (STOPPED, CANNOT), said
    assert said.startswith("Stopped." if process.returncode == STOPPED else "The line ")
    assert not any(path.exists() for path in left)
    assert list(tmp_path.iterdir()) == []
