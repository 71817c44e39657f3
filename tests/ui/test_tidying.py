"""Garbage goes on the GUI thread only: an object of Qt's must not die in a lane."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from examclient.ui import tidying
from examclient.ui.background import Background
from examclient.ui.tidying import Tidying

ALLOCATIONS = 30_000


class Circle(QObject):
    """Holds itself, and says on which thread it died."""

    def __init__(self, died: list[str]) -> None:
        super().__init__()
        self.me = self
        self._died = died

    def __del__(self) -> None:
        self._died.append(threading.current_thread().name)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The collector as the program finds it, and looks in quick succession."""
    monkeypatch.setattr(tidying, "INTERVAL", 10)
    was_on = gc.isenabled()
    gc.collect()
    gc.enable()
    yield
    if not was_on:
        gc.disable()


def allocate() -> None:
    """What a lane does all the time: makes objects, more of them than the collector waits for."""
    kept = [[number] for number in range(ALLOCATIONS)]
    assert len(kept) == ALLOCATIONS


def throw_away_and_allocate(qtbot: QtBot) -> list[str]:
    died: list[str] = []
    Circle(died)
    lane, done = Background("lane"), threading.Event()
    lane.run(allocate, lambda _: done.set(), lambda _: done.set())
    lane.close()
    qtbot.waitUntil(done.is_set)
    return died


def test_without_it_a_lane_takes_it_away(qtbot: QtBot, quick: None) -> None:
    assert throw_away_and_allocate(qtbot) == ["lane_0"]


def test_with_it_only_the_gui_thread_does(qtbot: QtBot, quick: None) -> None:
    tidying_up = Tidying()
    died = throw_away_and_allocate(qtbot)
    assert died == [], "it waits"
    kept = [[number] for number in range(ALLOCATIONS)]
    qtbot.waitUntil(lambda: bool(died))
    assert len(kept) == ALLOCATIONS
    assert died == [threading.main_thread().name]
    tidying_up.stop()
    assert gc.isenabled()
