"""The ways of playing: Qt's backend for real, WAV by a device, and the clock alone."""

import pytest
from pytestqt.qtbot import QtBot

from examclient.domain.notes import LENGTH, three_notes
from examclient.domain.sounds import Hearing
from examclient.ui.sound.outlet import Outlet
from examclient.ui.sound.qt_outlet import QtOutlet
from examclient.ui.sound.silent_outlet import SilentOutlet
from examclient.ui.sound.wave_outlet import WaveOutlet
from tests.client.listening import silence

PATIENCE = 20_000
"""Milliseconds."""


class Device:
    """What a sound card was asked for; `at` is how far it is in what was started."""

    def __init__(self) -> None:
        self.samples = b""
        self.doing = "silent"
        self.at = 0
        self.percent = -1
        self.broken = False

    def start(self, samples: bytes, channels: int, width: int, rate: int) -> None:
        if self.broken:
            raise OSError("waveOutOpen answered 4")
        self.samples, self.doing, self.at = samples, "playing", 0
        assert (channels, width, rate) == (1, 2, 8_000)

    def pause(self) -> None:
        self.doing = "paused"

    def go_on(self) -> None:
        self.doing = "playing"

    def played(self) -> int:
        return self.at

    def is_done(self) -> bool:
        return self.at * 16 >= len(self.samples)

    def stop(self) -> None:
        self.doing = "silent"

    def set_volume(self, percent: int) -> None:
        self.percent = percent


def test_qt_plays_the_notes_of_the_sound_check_from_memory_to_their_end(qtbot: QtBot) -> None:
    outlet = QtOutlet()
    assert outlet.works()
    outlet.set_volume(80)
    moved: list[int] = []
    outlet.moved.connect(moved.append)
    with qtbot.waitSignal(outlet.ended, timeout=PATIENCE):
        outlet.start(three_notes(), "audio/wav", LENGTH)
    assert moved == sorted(moved)
    assert LENGTH - 200 <= moved[-1] <= LENGTH + 50
    outlet.stop()


def test_qt_says_so_where_the_bytes_are_no_sound(qtbot: QtBot) -> None:
    outlet = QtOutlet()
    with qtbot.waitSignal(outlet.failed, timeout=PATIENCE):
        outlet.start(b"<html>not found</html>", "audio/mpeg", 1_000)
    outlet.stop()


def test_qt_pauses_seeks_and_goes_on(qtbot: QtBot) -> None:
    outlet = QtOutlet()
    with qtbot.waitSignal(outlet.moved, timeout=PATIENCE):
        outlet.start(three_notes(), "audio/wav", LENGTH)
    outlet.pause()
    with qtbot.waitSignal(outlet.moved, timeout=PATIENCE, check_params_cb=lambda at: at >= 1_000):
        outlet.seek(1_000)
    with qtbot.waitSignal(outlet.ended, timeout=PATIENCE):
        outlet.go_on()
    outlet.stop()


def test_by_the_clock_alone_a_play_takes_its_time(qtbot: QtBot) -> None:
    outlet = SilentOutlet()
    moved: list[int] = []
    outlet.moved.connect(moved.append)
    with qtbot.waitSignal(outlet.ended, timeout=PATIENCE):
        outlet.start(b"", "audio/mpeg", 350)
        outlet.pause()
        outlet.seek(100)
        outlet.go_on()
    assert moved[-1] == 350
    assert outlet.hearing() is Hearing.NOTHING


def test_by_the_clock_a_sound_without_a_length_cannot_be_played(qtbot: QtBot) -> None:
    outlet = SilentOutlet()
    with qtbot.waitSignal(outlet.failed, timeout=PATIENCE):
        outlet.start(b"", "audio/mpeg", 0)


def test_without_a_backend_waves_are_played_and_nothing_else(qtbot: QtBot) -> None:
    device = Device()
    outlet = WaveOutlet(device)
    assert outlet.can_play("audio/wav")
    assert not outlet.can_play("audio/mpeg")
    with qtbot.waitSignal(outlet.moved, timeout=PATIENCE, check_params_cb=lambda at: at == 120):
        outlet.start(silence(), "audio/wav", 400)
        device.at = 120
    with qtbot.waitSignal(outlet.ended, timeout=PATIENCE):
        device.at = 400
    assert device.doing == "silent"


def test_a_wave_is_played_on_from_where_the_candidate_goes_to(qtbot: QtBot) -> None:
    device = Device()
    outlet = WaveOutlet(device)
    outlet.start(silence(400), "audio/wav", 400)
    outlet.pause()
    outlet.seek(300)
    assert (device.doing, len(device.samples)) == ("paused", 100 * 16)
    outlet.go_on()
    with qtbot.waitSignal(outlet.moved, timeout=PATIENCE, check_params_cb=lambda at: at == 350):
        device.at = 50
    outlet.stop()


@pytest.mark.parametrize("sound", [b"ID3 no wave", silence()], ids=["no wave", "a device that fails"])
def test_what_is_no_wave_and_a_device_that_fails_are_told(qtbot: QtBot, sound: bytes) -> None:
    device = Device()
    device.broken = True
    outlet: Outlet = WaveOutlet(device)
    with qtbot.waitSignal(outlet.failed, timeout=PATIENCE):
        outlet.start(sound, "audio/wav", 400)
