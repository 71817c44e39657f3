"""The ways in which a service's machine dies in mid-exam: each is done to a whole site and put right again.

Rule: what is put right is what the pages for the staff say, by the service's own commands, and no more.
"""

import copy
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from soak.disk import CuttableDisk
from soak.machines import SeveralMachines
from soak.memory import SeatMemory
from soak.seats.process import RoomProcess
from soak.seats.words import RoomOrder, SeatOrder
from soak.site import PASSWORD, SoakSite

PACE = 1.0
SEATING_SECONDS, HEALING_SECONDS = 120.0, 180.0
DOWN_SECONDS = 2.0
"""So long nobody notices, or somebody walks to the machine."""


class Exam:
    """Owns a site, its stations and what is remembered of them. With a disk its power can be cut, and with
    `is_whole_room` that of the stations too.
    """

    def __init__(
        self,
        place: Path,
        seats: int,
        disk: CuttableDisk | None = None,
        *,
        is_whole_room: bool = False,
        make: Callable[[Path, int], SoakSite] = SoakSite,
    ) -> None:
        self.place = place
        self.disk = disk
        self.away = 0.0
        self._mount = ExitStack()
        self._home = self._mount.enter_context(disk.mounted()) if disk else place
        self._stations = self._home if is_whole_room else place
        self._is_whole_room = is_whole_room
        self.site = make(self._home / "site", seats)
        self.questions = tuple(self.site.questions())
        self.memories = {seat: SeatMemory(seat) for seat in range(seats)}
        self._room: RoomProcess | None = None

    @property
    def room(self) -> RoomProcess:
        """The machines of the candidates."""
        assert self._room is not None, "they sit"
        return self._room

    def begin(self) -> None:
        """Serve, and seat everybody; returns when each has had an answer acknowledged."""
        self.site.start()
        self.site.wait_until_it_answers()
        enrolment = self.site.enrolment(self._stations / "site.enrol", self.site.port, 2 * len(self.memories))
        seats = tuple(SeatOrder(seat, self.site.candidates[seat], 1) for seat in self.memories)
        order = RoomOrder(str(self._stations), str(enrolment), self.questions, seats, PACE, PASSWORD)
        self._room = RoomProcess(order, self.memories, self.place / "room.log")
        self._room.start()
        self.wait_for(lambda memory: bool(memory.stored and memory.acknowledged), SEATING_SECONDS)

    def wait_for(self, is_so: Callable[[SeatMemory], bool], seconds: float) -> bool:
        """Wait until something is so at every seat; returns whether it is."""
        end = time.monotonic() + seconds
        while not all(is_so(memory) for memory in self.memories.values()):
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    def heard(self) -> dict[int, int]:
        """How much has been acknowledged to each seat."""
        return {
            seat: sum(head.seq for head in one.acknowledged.values()) for seat, one in self.memories.items()
        }

    @contextmanager
    def power_cut(self) -> Iterator[None]:
        """The power goes, and each disk is as it was last synced; inside, it is off.

        Only what was heard before counts: a sync that is under way may say yes while the disk goes. Without a
        disk that can be cut the processes are killed, and their page cache stays.
        """
        before = copy.deepcopy(self.memories)
        if self.disk is not None:
            self.disk.cut()
        if self._is_whole_room:
            self.room.kill()
        self.site.kill()
        time.sleep(DOWN_SECONDS / 4)
        for seat, memory in self.memories.items():
            _forget_since(memory, before[seat], of_stations=self._is_whole_room)
        self._mount.close()
        yield
        if self.disk is not None:
            self._mount.enter_context(self.disk.mounted())

    def close(self) -> None:
        """End everything that was started."""
        if self._room is not None:
            self._room.kill()
        self.site.stop()
        self._mount.close()


def _forget_since(memory: SeatMemory, before: SeatMemory, *, of_stations: bool) -> None:
    memory.acknowledged, memory.in_this_life = before.acknowledged, before.in_this_life
    if of_stations:
        memory.stored, memory.troubles = before.stored, before.troubles


def stopped(exam: Exam) -> None:
    """Somebody ends the service, and starts it again."""
    exam.site.stop()
    time.sleep(DOWN_SECONDS)
    exam.site.start()


def rebooted(exam: Exam) -> None:
    """The machine loses its power, and comes back."""
    with exam.power_cut():
        time.sleep(DOWN_SECONDS)
    exam.site.start()


def replaced(exam: Exam) -> None:
    """The machine is gone with its disk; the spare one has the backups and the key backup."""
    exam.site.kill()
    shutil.rmtree(exam.site.root)
    now = round(time.time() * 1000)
    for memory in exam.memories.values():
        memory.restored(now)
    time.sleep(DOWN_SECONDS)
    exam.site.take_over()
    exam.room.look_through()


def dark(exam: Exam) -> None:
    """The whole room loses its power: service and stations at once."""
    with exam.power_cut():
        time.sleep(DOWN_SECONDS)
    exam.site.start()
    exam.room.start()


def web_machine_dies(exam: Exam) -> None:
    """One of two web machines is killed; nobody does anything."""
    machines_of(exam).kill_one()


def database_dies(exam: Exam) -> None:
    """PostgreSQL crashes, and its machine starts it again."""
    machines_of(exam).crash_database()


def machines_of(exam: Exam) -> SeveralMachines:
    """The site of several machines at which this exam is sat."""
    assert isinstance(exam.site, SeveralMachines), "the situation says so"
    return exam.site


@dataclass(frozen=True, slots=True)
class Situation:
    """One way to die: what is done, whether it takes a disk whose power can be cut, and several machines."""

    name: str
    play: Callable[[Exam], None]
    cuts_power: bool = False
    is_whole_room: bool = False
    has_several_machines: bool = False


SITUATIONS = (
    Situation("service stopped", stopped),
    Situation("machine reboots", rebooted, cuts_power=True),
    Situation("spare takes over", replaced),
    Situation("power to the room", dark, cuts_power=True, is_whole_room=True),
    Situation("a web machine dies", web_machine_dies, has_several_machines=True),
    Situation("database restarts", database_dies, has_several_machines=True),
)
