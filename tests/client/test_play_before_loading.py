"""What plays recordings is loaded after the first question is seen; who presses Play waits for nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from examclient import assembly
from examclient.ui.sound import sound_desk
from tests.client.exam_site import ExamSite, Times
from tests.client.listening import TWICE, HandOutlet, listening_draft, silence
from tests.client.seat import Seat


@pytest.fixture
def site(tmp_path: Path, times: Times, evening: Callable[[ExamSite], None]) -> Iterator[ExamSite]:
    running = ExamSite(tmp_path / "site", times, listening_draft()).__enter__()
    running.set_room_password()
    yield running
    evening(running)


def test_who_presses_play_before_anything_is_loaded_to_play_with_hears_it(
    new_seat: Callable[..., Seat], monkeypatch: pytest.MonkeyPatch
) -> None:
    outlet = HandOutlet()
    monkeypatch.setattr(assembly, "choose_outlet", lambda: outlet)
    monkeypatch.setattr(sound_desk, "SEEN_FIRST", 10_000_000)
    seat = new_seat()
    seat.sit_down()
    sounds = seat.presenter.sounds
    seat.wait(lambda: sounds.state.may_play)
    assert outlet.played == []
    sounds.play(TWICE)
    seat.wait(lambda: sounds.state.is_playing(TWICE.id))
    assert outlet.played == [silence()]
