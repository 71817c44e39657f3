"""The client is killed while a recording plays: the play is gone until the proctor gives it back."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from examclient.domain.phases import Phase
from examclient.ui import presenter
from examprotocol.plays import plays_of
from tests.client.cards import PASSWORD
from tests.client.exam_site import ZHANG, ExamSite, Times
from tests.client.listening import TWICE, listening_draft
from tests.client.machine import enrolled
from tests.client.seat import Seat

PLAYED = 200
"""Milliseconds that the recording has run when the client is killed."""


@pytest.fixture
def site(tmp_path: Path, times: Times, evening: Callable[[ExamSite], None]) -> Iterator[ExamSite]:
    running = ExamSite(tmp_path / "site", times, listening_draft(20_000)).__enter__()
    running.set_room_password()
    yield running
    evening(running)


def play_and_be_killed(data: Path) -> int:
    """Start the client, have it play, kill it in the middle; returns the plays that were left before."""
    command = [sys.executable, "-m", "tests.client.listening_child", str(data), *ZHANG]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        left = -1
        for line in child.stdout:
            word, value = line.split()
            left = int(value) if word == "left" else left
            if word == "at" and int(value) >= PLAYED:
                break
        child.kill()
    return left


def test_no_restart_gives_a_play_back_and_the_proctor_can(
    site: ExamSite, tmp_path: Path, new_seat: Callable[..., Seat], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    data = tmp_path / "listening"
    enrolled(data, site.file, "S0")
    assert play_and_be_killed(data) == 2
    assert play_and_be_killed(data) == 1
    seat = new_seat(data)
    seat.reach(Phase.ANSWERING)
    seat.wait(lambda: bool(seat.state.sound.lost))
    assert seat.presenter.sounds.state.left(TWICE) == 0
    assert [one.times for one in seat.state.sound.lost] == [2]
    seat.wait(seat.has_card)
    seat.presenter.proctor.open()
    seat.presenter.proctor.unlock(PASSWORD)
    seat.wait(lambda: seat.state.proctor is not None and seat.state.proctor.is_open)
    seat.presenter.proctor.give_play("twice")
    seat.wait(lambda: seat.presenter.sounds.state.left(TWICE) == 1)
    seat.all_sent()
    assert plays_of(site.held(seat.attempt).values())["twice"].used == 1
