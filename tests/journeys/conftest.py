"""An exam room of two machines, each with a cable of its own, and the service: all of them real processes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from examclient.enrolling import enrol_without_hands
from examdemo.cable import Cable
from soak.site import ROOM, SoakSite, command
from tests.journeys.station_process import StationProcess

PASSWORD = "violet anchor seventeen bakeries"


class Machine:
    """An exam machine and its own cable to the site."""

    def __init__(self, site: SoakSite, data: Path, seat: str) -> None:
        self.cable = Cable(site.port)
        self.cable.start()
        file = site.enrolment(data.with_suffix(".enrol"), self.cable.port, 1)
        assert enrol_without_hands(data, file, seat) == 0
        self.client = StationProcess(data)
        self.client.start()

    def end(self) -> None:
        """The machine goes off."""
        self.client.kill()
        self.cable.stop()


@dataclass(frozen=True)
class Room:
    """The service, with one candidate, and two machines."""

    site: SoakSite
    first: Machine
    second: Machine


NewRoom = Callable[[int, int], Room]
"""How many questions the paper has, and how many minutes the exam lasts."""


@pytest.fixture
def new_room(tmp_path: Path) -> Iterator[NewRoom]:
    """A room that begins its exam at once."""
    made: list[Room] = []

    def make(questions: int, minutes: int) -> Room:
        site = SoakSite(tmp_path / "site", 1, questions=questions, minutes=minutes)
        password = tmp_path / "password.txt"
        password.write_text(PASSWORD, encoding="utf-8")
        command("room", "password", str(site.root), "--room", ROOM, "--own-from", str(password))
        site.start()
        site.wait_until_it_answers()
        room = Room(site, Machine(site, tmp_path / "first", "1"), Machine(site, tmp_path / "second", "2"))
        made.append(room)
        return room

    yield make
    for room in made:
        room.first.end()
        room.second.end()
        room.site.stop()
