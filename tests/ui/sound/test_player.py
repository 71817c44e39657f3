"""The player of a recording: what it says, what can be pressed, and what it asks for."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.domain.sounds import Hearing, Playing, SoundState, SoundTrouble
from examclient.ui.widgets.player import SoundPlayer, sound_time
from examprotocol.paper_parts import Media
from examprotocol.plays import Plays
from tests.ui.pages.sound_states import EXAMPLE, NEWS, READY

STRICT = NEWS
FREE = EXAMPLE


@pytest.fixture
def show(themed: QApplication, qtbot: QtBot) -> Callable[[Media, SoundState], SoundPlayer]:
    def make(media: Media, state: SoundState) -> SoundPlayer:
        player = SoundPlayer(media, 185_000)
        qtbot.addWidget(player)
        player.show_sound(state)
        player.show()
        return player

    return make


def running(media: Media, at: int = 0, *, is_paused: bool = False) -> SoundState:
    return replace(
        READY, playing=Playing(media, "q1", at, 185_000, is_paused), plays={media.id: Plays(1, 0, 1)}
    )


Show = Callable[[Media, SoundState], SoundPlayer]


def test_before_the_first_play_it_says_how_many_there_are_and_how_long_it_takes(show: Show) -> None:
    player = show(STRICT, READY)
    assert player.button.text() == "Play"
    assert "2 play(s) left" in player.words()
    assert "0:00 / 3:05" in player.words()


def test_a_recording_that_must_not_be_paused_has_nothing_to_press_while_it_plays(show: Show) -> None:
    player = show(STRICT, running(STRICT, 72_000))
    assert not player.button.isEnabled()
    assert not player.track.isEnabled()
    assert "1:12 / 3:05" in player.words()


def test_one_that_may_be_paused_is_paused_and_goes_on(show: Show, qtbot: QtBot) -> None:
    player = show(FREE, running(FREE))
    with qtbot.waitSignal(player.pause_wanted):
        player.button.click()
    player.show_sound(running(FREE, is_paused=True))
    with qtbot.waitSignal(player.go_on_wanted):
        player.button.click()


def test_arrow_keys_seek_by_five_seconds_where_the_paper_allows_it(show: Show, qtbot: QtBot) -> None:
    player = show(FREE, running(FREE, 10_000))
    with qtbot.waitSignal(player.seek_wanted) as asked:
        QTest.keyClick(player.track, Qt.Key.Key_Right)
    assert asked.args == [15_000]


def test_following_the_play_asks_for_nothing(show: Show, qtbot: QtBot) -> None:
    player = show(FREE, running(FREE))
    with qtbot.assertNotEmitted(player.seek_wanted), qtbot.assertNotEmitted(player.volume_wanted):
        player.show_time(90_000)
        player.show_sound(replace(running(FREE, 90_000), volume=10))
    assert (player.track.value(), player.volume.slider.value()) == (90_000, 10)


def test_when_no_play_is_left_nothing_can_be_pressed(show: Show) -> None:
    player = show(STRICT, replace(READY, plays={STRICT.id: Plays(2)}))
    assert not player.button.isEnabled()
    assert "No play is left." in player.words()


def test_while_another_recording_plays_that_counts_this_one_waits(show: Show) -> None:
    player = show(FREE, running(STRICT))
    assert not player.button.isEnabled()


def test_nothing_can_be_played_once_the_answers_are_handed_in(show: Show) -> None:
    assert not show(FREE, replace(READY, may_play=False)).button.isEnabled()


def test_where_nothing_can_be_heard_it_says_so_before_a_play_is_used(show: Show) -> None:
    assert "no headset or loudspeaker" in show(STRICT, replace(READY, hearing=Hearing.NO_DEVICE)).words()


def test_trouble_stands_at_the_recording_that_has_it(show: Show) -> None:
    state = replace(READY, trouble=SoundTrouble.BROKE_OFF, troubled=STRICT.id)
    assert "broke off" in show(STRICT, state).words()
    assert "broke off" not in show(FREE, state).words()


def test_nothing_below_moves_when_a_play_begins(show: Show) -> None:
    player = show(FREE, READY)
    before = player.sizeHint().height()
    player.show_sound(running(FREE))
    assert player.sizeHint().height() == before


@pytest.mark.parametrize(
    ("milliseconds", "words"), [(0, "0:00"), (9_999, "0:09"), (750_000, "12:30"), (3_750_000, "1:02:30")]
)
def test_times_are_said_as_people_say_them(milliseconds: int, words: str) -> None:
    assert sound_time(milliseconds) == words
