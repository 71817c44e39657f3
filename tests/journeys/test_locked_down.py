"""While a candidate sits, on a real screen with a window manager: what leads out leads nowhere."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from examclient.enrolling import enrol_without_hands
from examclient.storage.one_client import only_client
from examprotocol.events import Started
from examserver.services.attempts import detail_of
from examserver.storage.attempts import attempts_of
from examserver.storage.exams import all_exams
from examserver.storage.folder import open_folder
from examserver.storage.store import reading
from soak.site import SoakSite
from tests.journeys.desktop import Desktop, OtherProgram, desktop, until
from tests.journeys.of_a_station import end_all, of_station
from tests.journeys.station_process import PATIENCE, StationProcess, screen

on_x = pytest.mark.skipif(sys.platform != "linux", reason="the screen is X's")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[SoakSite]:
    made = SoakSite(tmp_path / "site", 1, questions=6, minutes=60)
    made.start()
    made.wait_until_it_answers()
    yield made
    made.stop()


NewStation = Callable[[int, str], StationProcess]


@pytest.fixture
def station(site: SoakSite, tmp_path: Path) -> Iterator[NewStation]:
    """A candidate sits at a machine that is locked down at a level."""
    data, sat = tmp_path / "station", list[StationProcess]()

    def sit(level: int, display: str = "") -> StationProcess:
        file = site.enrolment(tmp_path / "station.enrol", site.port, 1)
        assert enrol_without_hands(data, file, "1") == 0
        process = StationProcess(data, level, display)
        sat.append(process)
        process.start()
        process.sit_down(site.candidates[0])
        return process

    yield sit
    end_all(data)
    for process in sat:
        process.kill()


def clients(data: Path) -> list[int]:
    return [one.pid for one in of_station(data) if one.info["cmdline"][2] == "tests.journeys.station_child"]


def starts(site: SoakSite) -> int:
    """How many starts of a client the site has heard of."""
    with reading(open_folder(site.root)) as connection:
        (attempt,) = [one for exam in all_exams(connection) for one in attempts_of(connection, exam.id)]
        hands = detail_of(connection, attempt).hands
    return sum(isinstance(event.body, Started) for hand in hands for event in hand.log.events)


def test_after_a_crash_the_exam_goes_on_by_itself(site: SoakSite, station: NewStation) -> None:
    process = station(0, "")
    process.answer({site.questions()[0]: "before the crash"})
    process.until(lambda shown: shown["waiting"] == 0)
    assert starts(site) == 1
    until(lambda: len(of_station(process.data)) == 2)
    process.kill()
    until(lambda: starts(site) == 2)
    assert len(clients(process.data)) == 1


def test_a_restart_needs_no_password_and_the_exam_goes_on(site: SoakSite, station: NewStation) -> None:
    process = station(1, "")
    process.answer({site.questions()[0]: "before the restart"})
    process.until(lambda shown: shown["waiting"] == 0)
    process.wish("restart")
    until(process.has_ended)
    until(lambda: clients(process.data) and starts(site) == 2)


@pytest.fixture
def at_the_screen() -> Iterator[Desktop]:
    if any(shutil.which(one) is None for one in ("Xvfb", "openbox", "xdotool", "xprop")):
        pytest.skip("there is no window manager: run.py test --full installs one")
    with desktop() as shown:
        yield shown


@on_x
def test_the_window_has_the_screen_and_keeps_it(
    site: SoakSite, at_the_screen: Desktop, station: NewStation
) -> None:
    desk, (one, two, *_) = at_the_screen, site.questions()
    process = station(1, desk.display)
    window = desk.window("Exam")
    until(lambda: "_NET_WM_STATE_FULLSCREEN" in desk.states(window))
    assert "_NET_WM_STATE_ABOVE" in desk.states(window)

    desk.do("key", "--window", window, "alt+F4")
    desk.do("key", "alt+F4")
    desk.do("windowminimize", window)
    process.answer({one: "still here"})
    until(lambda: desk.windows("Exam") == [window])
    assert not process.has_ended()

    other = OtherProgram(desk.display)
    try:
        desk.do("windowactivate", desk.window("another program"))
        process.until(lambda shown: shown["away"] >= 1)
        until(lambda: desk.in_front() == window)

        assert other.clipboard("copy from outside") in ("from outside", "")
        until(lambda: other.clipboard() == "")
        process.wish("answer", two, "mine")
        process.until(lambda shown: shown["saved"].get(two) == "mine")
        desk.do("key", "ctrl+v")
        desk.do("key", "ctrl+a")
        desk.do("key", "ctrl+c")
        desk.do("key", "End")
        desk.do("key", "ctrl+v")
        process.until(lambda shown: shown["saved"].get(two) == "minemine")
    finally:
        other.end()


@pytest.fixture
def ended() -> Iterator[ExitStack]:
    """What is to be done at the end, whatever came of the test."""
    with ExitStack() as calls:
        yield calls


@on_x
def test_after_too_many_crashes_a_plain_page_says_what_to_do_and_starts_again(
    at_the_screen: Desktop, ended: ExitStack, tmp_path: Path
) -> None:
    data, settings = tmp_path / "data", tmp_path / "user.ini"
    settings.write_text("[Display]\nLanguage=en\n", encoding="utf-8")
    named = ["--config", str(settings), "--data", str(data)]
    command = [sys.executable, "-m", "examclient", *named, "--gave-up"]
    said = tmp_path / "said"
    with only_client(data), said.open("wb") as errors:
        page = subprocess.Popen(command, env=screen(at_the_screen.display), stderr=errors)
        ended.callback(page.wait)
        ended.callback(page.kill)
        window = at_the_screen.window("Exam")
        until(lambda: "_NET_WM_STATE_FULLSCREEN" in at_the_screen.states(window))
    until(lambda: at_the_screen.in_front() == window)
    at_the_screen.do("key", "Tab")
    at_the_screen.do("key", "space")
    assert page.wait(PATIENCE) == 0
    assert "Traceback" not in said.read_text(encoding="utf-8")
    try:
        until(lambda: [one.info["cmdline"][1:] for one in of_station(data)] == [command[1:-1]])
        at_the_screen.window("Exam")
    finally:
        end_all(data)
