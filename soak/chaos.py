"""Rooms full of candidates over a bad network, with the service and the rooms killed again and again.

Candidates of a killed room move to their other machine and back, the machines that they left send by
themselves, and once the service is lost and restored from a backup that was made while all went on.

Rule: at the end every attempt is on the site's disk complete and in order, the answers that count are those
that were given last, and no acknowledgement was ever wrong: also not one that the lost service gave, since no
machine loses its disk here.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from soak.bad_network import BAD_WEATHERS, CALM, BadNetwork
from soak.memory import Judgement, SeatMemory, judge
from soak.reporting import Findings, Soak
from soak.seats.process import RoomProcess
from soak.seats.words import RoomOrder, SeatOrder
from soak.site import PASSWORD, SoakSite

ROOMS = 2
PACE = 1.0
"""Answers a second at each seat: some ten times what candidates do."""

SERVICE_KILLS, ROOM_KILLS = 0.3, 0.06
"""How often a change of the weather comes with a kill."""

MOVING = 0.4
"""The share of a killed room's candidates who go on at their other machine."""

BACKUP_AT, LOSS_AT = 0.35, 0.6
"""When the backup is made and when the service is lost, as shares of the bad weather."""

SHORTEST, LONGEST = 0.3, 1.5
"""Seconds between two changes."""

EXTENSION, TELLING_SECONDS = 7, 30.0
"""Minutes of more time, and how long it may take until all have heard of it."""

SEATING_SECONDS, HEALING_SECONDS = 120.0, 180.0


@dataclass(slots=True)
class Havoc:
    """What was done to everybody. Mutable: it grows while it is done."""

    kills: int = 0
    room_kills: int = 0
    weathers: int = 0
    moves: int = 0
    restores: int = 0
    extended: bool = False


class Chaos:
    """Owns site, network and rooms of one run."""

    def __init__(self, place: Path, seats: int) -> None:
        self.site = SoakSite(place / "site", seats)
        self.questions = tuple(self.site.questions())
        self.memories = {seat: SeatMemory(seat) for seat in range(seats)}
        self.network = BadNetwork(self.site.port)
        self.havoc = Havoc()
        self._chance = random.Random(7)
        self._place = place
        self._backup: Path | None = None
        self.rooms: list[RoomProcess] = []

    def seat_everybody(self) -> None:
        """Enrol, log in and begin to answer, while all is well."""
        enrolment = self.site.enrolment(self._place / "site.enrol", self.network.port, 2 * len(self.memories))
        seats = [SeatOrder(seat, self.site.candidates[seat], 1) for seat in self.memories]
        for room in range(min(ROOMS, len(seats))):
            mine = tuple(seats[room::ROOMS])
            order = RoomOrder(str(self._place), str(enrolment), self.questions, mine, PACE, PASSWORD)
            self.rooms.append(RoomProcess(order, self.memories, self._place / "rooms.log"))
            self.rooms[-1].start()
        self.wait_for(lambda memory: bool(memory.stored and memory.acknowledged), SEATING_SECONDS)

    def rage(self, seconds: float) -> None:
        """Change the weather and kill for so long; the service is killed in the middle in any case."""
        began = time.monotonic()
        end, middle = began + seconds, began + seconds / 2
        backup_at, loss_at = began + BACKUP_AT * seconds, began + LOSS_AT * seconds
        while time.monotonic() < end:
            if self._backup is None and time.monotonic() > backup_at:
                self._back_up()
            if self._backup is not None and not self.havoc.restores and time.monotonic() > loss_at:
                self._lose_service(self._backup)
            self.network.change(self._chance.choice(BAD_WEATHERS))
            self.havoc.weathers += 1
            if self._chance.random() < SERVICE_KILLS or (not self.havoc.kills and time.monotonic() > middle):
                self._kill_service()
            if self._chance.random() < ROOM_KILLS or (
                not self.havoc.room_kills and time.monotonic() > middle
            ):
                self._kill_room()
            time.sleep(self._chance.uniform(SHORTEST, LONGEST))

    def heal(self) -> float:
        """All is well again and the time is over; returns the seconds until the site has everything."""
        self.network.change(CALM)
        began = time.monotonic()
        for room in self.rooms:
            room.end_exam()
        self.wait_for(lambda memory: memory.is_clean and memory.is_left, HEALING_SECONDS)
        return time.monotonic() - began

    def wait_for(self, is_so: Callable[[SeatMemory], bool], seconds: float) -> bool:
        """Wait until something is so at every seat; returns whether it is."""
        end = time.monotonic() + seconds
        while not all(is_so(memory) for memory in self.memories.values()):
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    def close(self) -> None:
        """End everything that was started."""
        for room in self.rooms:
            room.kill()
        self.site.stop()

    def _kill_service(self) -> None:
        self.site.kill()
        self.site.start()
        self.havoc.kills += 1

    def _back_up(self) -> None:
        """While the service serves; it may be killed just now, so that nothing answers."""
        self.site.wait_until_it_answers()
        self._backup = self._place / "site.exambackup"
        self.site.back_up(self._backup)

    def _extend(self) -> None:
        """Only the service that is lost next gives more time; the machines have to tell the one after it."""
        self.network.change(CALM)
        self.site.wait_until_it_answers()
        self.site.extend(EXTENSION)
        end = self.site.ends()
        self.havoc.extended = self.wait_for(lambda memory: memory.end >= end, TELLING_SECONDS)

    def _lose_service(self, backup: Path) -> None:
        """It is gone with its folder, and made anew as it was some time ago."""
        self._extend()
        self.site.kill()
        now = round(time.time() * 1000)
        for memory in self.memories.values():
            memory.restored(now)
        self.site.restore(backup)
        self.site.start()
        for room in self.rooms:
            room.look_through()
        self.havoc.restores += 1

    def _kill_room(self) -> None:
        """Some of those who sat there go on at their other machine, where they may have been before."""
        room = self._chance.choice(self.rooms)
        room.kill()
        first, *others = room.seats
        moving = [first, *(seat for seat in others if self._chance.random() < MOVING)]
        room.start(moving)
        self.havoc.room_kills += 1
        self.havoc.moves += len(moving)


def run(place: Path, options: argparse.Namespace, findings: Findings) -> None:
    """Run it all and note what was found."""
    chaos = Chaos(place, options.seats)
    with ExitStack() as stack:
        stack.callback(chaos.close)
        chaos.site.start()
        chaos.site.wait_until_it_answers()
        stack.enter_context(chaos.network)
        chaos.seat_everybody()
        print(f"{options.seats} seats write; {options.seconds} s of bad weather ...", flush=True)
        chaos.rage(options.seconds)
        healed = chaos.heal()
        chaos.wait_for(lambda memory: memory.done is not None, HEALING_SECONDS)
    judgements = [judge(memory, chaos.site, chaos.questions) for memory in chaos.memories.values()]
    _note(findings, chaos, judgements, healed)


def _note(findings: Findings, chaos: Chaos, judgements: Sequence[Judgement], healed: float) -> None:
    findings.figures = {
        "seats": len(judgements),
        "acknowledged": sum(one.stored for one in judgements),
        "acknowledged_by_site": sum(one.acknowledged for one in judgements),
        "lost": sum(one.lost for one in judgements),
        "wrong": sum(len(one.wrong) for one in judgements),
        "kills": chaos.havoc.kills,
        "room_kills": chaos.havoc.room_kills,
        "moves": chaos.havoc.moves,
        "restores": chaos.havoc.restores,
        "broken_connections": chaos.network.broken,
        "healed_seconds": round(healed, 1),
    }
    for seat, one in enumerate(judgements):
        findings.problems += [f"seat {seat}: {problem}" for problem in one.wrong]
        findings.require(one.stored > 0, f"seat {seat}: never saved anything: nothing is proven.")
        findings.require(not one.lost, f"seat {seat}: {one.lost} answers that were shown as saved are lost")
    findings.require(chaos.havoc.kills > 0, "the service was never killed: nothing is proven.")
    findings.require(chaos.havoc.restores > 0, "the service was never restored: nothing is proven of that.")
    findings.require(chaos.havoc.extended, "not everybody heard of more time.")
    findings.require(chaos.havoc.moves > 0, "nobody ever moved: nothing is proven of that.")
    left = [seat for seat, memory in chaos.memories.items() if not memory.is_left]
    findings.require(not left, f"seats {left}: the machine that was left never got rid of everything.")


def main() -> int:
    """Run the soak and return its exit code."""
    soak = Soak("chaos", __doc__)
    soak.add_number("--seconds", 120, "seconds of bad weather")
    soak.add_number("--seats", 50, "candidates")
    options, findings = soak.begin(), Findings()
    with tempfile.TemporaryDirectory(prefix="exam-soak-chaos-") as place:
        run(Path(place), options, findings)
    return soak.finish(findings)


if __name__ == "__main__":
    sys.exit(main())
