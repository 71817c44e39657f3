"""Which way of playing this machine has: a media backend, else WAV by Windows itself, else the clock."""

import logging

from examclient.storage.machine.windows_wave_out import WaveOut, wave_devices
from examclient.ui.sound.outlet import Outlet
from examclient.ui.sound.silent_outlet import SilentOutlet
from examclient.ui.sound.wave_outlet import WaveOutlet

log = logging.getLogger(__name__)


def choose_outlet() -> Outlet:
    """The best that works here. Loads Qt's multimedia."""
    outlet = _by_backend()
    if outlet is not None:
        return outlet
    if wave_devices():
        log.warning("no media backend loads: only WAV can be heard on this machine")
        return WaveOutlet(WaveOut())
    log.warning("no media backend loads and there is no sound device: nothing can be heard on this machine")
    return SilentOutlet()


def _by_backend() -> Outlet | None:
    try:
        from examclient.ui.sound.qt_outlet import QtOutlet  # noqa: PLC0415 - may not load, and takes its time
    except ImportError as error:
        log.warning("Qt's multimedia does not load: %s", error)
        return None
    outlet = QtOutlet()
    return outlet if outlet.works() else None
