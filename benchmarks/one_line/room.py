"""A site with one large sealed paper and a room of enrolled stations, and the room taking it all at once."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random
from subprocess import PIPE, Popen

import msgspec

from benchmarks.one_line.line import NETWORK, SITE_ADDRESS, Line, inside
from benchmarks.one_line.stations import READY, Taken
from benchmarks.service.site import ROOT, serving
from benchmarks.service.stations import ROOM, Seat
from examclient.domain.site import Membership
from examclient.storage.station_file import keep_membership
from examclient.storage.station_key import make_station_key
from examprotocol.bundle import open_manifest
from examprotocol.paper import Paper, Section, ShortText
from examprotocol.station_proof import station_id_of
from examserver.importers.draft import PaperDraft, Sound
from examserver.scoring.keys import AnswerKeys
from examserver.services.candidates import import_candidates
from examserver.services.exams import ExamPlan, create_exam
from examserver.services.keys import signing_key
from examserver.services.papers import add_draft
from examserver.services.setup import SiteCard, public_part, set_up
from examserver.storage.folder import open_folder
from examserver.storage.networks import NetworkRow, add_network
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.rooms import Room, add_room
from examserver.storage.stations import add_station
from examserver.storage.store import writing

PAPER_ID = "benchmark"
RECORDING = 1_000_000
"""Bytes of each recording of the paper, at most."""

AN_HOUR = 3_600_000


@dataclass(frozen=True, slots=True)
class Filled:
    """One room that has its paper: bytes of the sealed paper, seconds to each station, bytes on the line."""

    sealed: int
    seconds: tuple[float, ...]
    carried: int
    failures: int
    service_cpu: float


class Site:
    """The folders of a service and of its stations, all below `root`; `address` is where it listens."""

    def __init__(self, root: Path, stations: int, address: str = SITE_ADDRESS) -> None:
        root.mkdir()
        self.service = root / "site"
        self.address = address
        self._stations = [root / f"station-{number}" for number in range(1, stations + 1)]
        self._card = set_up(self.service, "Benchmark", f"https://{address}:8460")
        self._ids = [_new_station(folder) for folder in self._stations]

    def put_paper(self, paper_bytes: int) -> None:
        """Have a paper of so many bytes of one's own."""
        place = open_folder(self.service)
        with writing(place) as connection:
            add_draft(connection, place.papers, listening_draft(paper_bytes), signing_key(place))

    def seat_room(self) -> None:
        """Set an exam up over the paper, and the room whose stations are enrolled."""
        now = time.time_ns() // 1_000_000
        with writing(open_folder(self.service)) as connection:
            import_candidates(connection, [Seat(number).candidate for number in range(len(self._ids))])
            create_exam(connection, ExamPlan("Benchmark", PAPER_ID, now + AN_HOUR, 60), now)
            add_network(connection, NetworkRow(NETWORK, "the room", now))
            add_room(connection, Room(ROOM, now))
            for number, (station, key) in enumerate(self._ids):
                add_station(connection, replace(Seat(number).station, id=station, key=key))

    def sealed(self) -> int:
        """Bytes of all sealed parts."""
        place = open_folder(self.service)
        manifest = PaperShelf(place.papers, signing_key(place)).manifest_token(PAPER_ID)
        return sum(part.size for part in open_manifest(manifest, signing_key(place)).parts)

    def fill_room(self, line: Line, processes: int, namespace: str = "") -> Filled:
        """All stations begin at the same moment; returns when the last one has all of the paper.

        The service runs in `namespace`, by default at the site's end of the line.
        """
        with serving(self.service, before=inside(namespace or line.site), host=self.address) as service:
            for number, folder in enumerate(self._stations):
                place = _membership(
                    self._card, f"https://{self.address}:{service.port}", self._ids[number], number
                )
                keep_membership(folder, place)
            with ExitStack() as stack:
                children = [
                    stack.enter_context(_Child(folders, line)) for folders in dealt(self._stations, processes)
                ]
                before, cpu = line.carried(), service.cpu_seconds()
                began = time.monotonic()
                for child in children:
                    child.begin()
                taken = [one for child in children for one in child.taken()]
                carried, used = line.carried() - before, service.cpu_seconds() - cpu
        sealed = self.sealed()
        assert all(one.here == sealed for one in taken), "a station has not got all of the paper"
        seconds = tuple(sorted(one.ended - began for one in taken))
        return Filled(sealed, seconds, carried, sum(one.failures for one in taken), used)


class _Child:
    """A process with some of the stations, in the room's namespace; Ctrl+C reaches it by us alone."""

    def __init__(self, folders: Sequence[Path], line: Line) -> None:
        module = ("-m", "benchmarks.one_line.stations")
        self._command = [*inside(line.room), sys.executable, *module, *map(str, folders)]

    def __enter__(self) -> "_Child":
        self._process = Popen(
            self._command, stdin=PIPE, stdout=PIPE, text=True, cwd=ROOT, start_new_session=True
        )
        try:
            said = self._line()
            assert said == READY, f"a process with stations says {said!r}"
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def begin(self) -> None:
        """Give the word."""
        assert self._process.stdin is not None, "the child's input is a pipe"
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def taken(self) -> list[Taken]:
        """Wait until all its stations have all."""
        return msgspec.json.decode(self._line(), type=list[Taken])

    def _line(self) -> str:
        assert self._process.stdout is not None, "the child's output is a pipe"
        words = self._process.stdout.readline().strip()
        if not words:
            raise subprocess.CalledProcessError(self._process.wait(), self._command)
        return words


def dealt(folders: Sequence[Path], processes: int) -> list[Sequence[Path]]:
    """The stations dealt out to so many processes, and to no more than there are stations."""
    count = min(processes, len(folders))
    return [folders[start::count] for start in range(count)]


def listening_draft(paper_bytes: int) -> PaperDraft:
    """A paper that is little but recordings: so many bytes, which nothing makes smaller."""
    starts = range(0, paper_bytes, RECORDING)
    sounds = [Random(start).randbytes(min(RECORDING, paper_bytes - start)) for start in starts]
    question = ShortText(id="q1", stem="<p>1</p>", points=Decimal(1))
    paper = Paper(PAPER_ID, 1, "Benchmark", "en", (Section("s1", "1", (question,)),))
    named = {hashlib.sha256(data).hexdigest(): Sound(data, "audio/wav", 1_000) for data in sounds}
    return PaperDraft(paper, AnswerKeys(PAPER_ID, 1, {}), sounds=named)


def _new_station(folder: Path) -> tuple[str, dict[str, str]]:
    folder.mkdir()
    key = make_station_key(folder)
    return station_id_of(key), public_part(key)


def _membership(card: SiteCard, address: str, station: tuple[str, dict[str, str]], number: int) -> Membership:
    seat = Seat(number).station
    return Membership(
        site=card.site,
        site_id=card.site_id,
        address=address,
        signing_key=card.signing_key,
        opening_key=card.opening_key,
        authority=card.authority,
        station=station[0],
        name=seat.name,
        room=seat.room,
        seat=seat.seat,
    )
