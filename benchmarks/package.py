"""The answer package: what it costs to make one and to open it, against the key derivation alone.

The reference derives a key from the password once, as every package and every opening by password has to.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from jwcrypto import jwk
from msgspec.structs import replace

from benchmarks.essays import essay_logs
from benchmarks.exporting import ExportingStation
from benchmarks.measuring import Figure, Reference, at_least_one, figure, in_turn, new_parser, report
from examprotocol.chain import chained
from examprotocol.events import Answered, Body, Epoch, Event, Head, Started, Writer, WriterLog
from examprotocol.key_wrapping import ROUNDS, SALT_BYTES
from examprotocol.package import Package, heads_of
from examprotocol.package_attachments import seal_attachment
from examprotocol.package_name import chunk_name, package_name
from examprotocol.package_reading import open_package, read_package, unlock_by_key, unlock_by_password
from examprotocol.package_seal import seal_package
from examprotocol.responses import ChoiceResponse
from examprotocol.signing import new_signing_key
from examprotocol.station_proof import station_id_of

PASSWORD = "7K0M1P2QR5ST"  # noqa: S105  (of the benchmark's own packages)
AIM_OF_DERIVATION, AIM_MS = 1.5, 2_000.0
ATTACHED_BYTES = 5_000_000
DERIVATION = "key derivation alone"
EXPORT = "export at the station"
IN_TIME = ("long: make and write", f"long: {EXPORT}")


@dataclass(frozen=True, slots=True)
class Keys:
    """The station that signs, and the service that opens."""

    station: jwk.JWK
    service: jwk.JWK

    @property
    def opening(self) -> dict[str, str]:
        """The service's public opening key."""
        return {name: str(value) for name, value in self.service.export_public(as_dict=True).items()}


class Trial:
    """One attempt, packed and opened in every way. `folder` is where the file is written."""

    def __init__(self, folder: Path, logs: tuple[WriterLog, ...], attached: int) -> None:
        self._folder = folder
        self._keys = Keys(new_signing_key(), jwk.JWK.generate(kty="OKP", crv="X25519"))
        self._attached = os.urandom(attached)
        self._package = _package_of(logs, self._keys.station)
        self._station = ExportingStation(folder, self._keys.station, self._keys.service, logs)
        self.data = self._make()

    def subjects(self) -> dict[str, Callable[[], float]]:
        """What is measured in turn, each in milliseconds."""
        subjects = {
            "make": self._make,
            "make and write": self._write,
            "open by key": lambda: self._open(by_password=False),
            "open by password": lambda: self._open(by_password=True),
            EXPORT: lambda: self._station.export(PASSWORD),
        }
        return {name: _timed(act) for name, act in subjects.items()}

    def _make(self) -> bytes:
        return seal_package(self._package, self._keys.station, PASSWORD, self._keys.opening)

    def _write(self) -> None:
        """As a station does: what is attached is sealed and written first, then the package that names it."""
        name = self._package.name
        if self._attached:
            attachment, chunks = seal_attachment("recording.wav", self._attached)
            for number, chunk in enumerate(chunks, 1):
                _written(self._folder / chunk_name(name, number), chunk)
            self._package = replace(self._package, attachments=(attachment,))
        _written(self._folder / name, self._make())

    def _open(self, *, by_password: bool) -> None:
        sealed = read_package(self.data)
        if by_password:
            key = unlock_by_password(sealed, PASSWORD)
        else:
            key = unlock_by_key(sealed, self._keys.service)
        opened = open_package(sealed, key, lambda _station: self._keys.station)
        assert opened.heads == self._package.heads, "another package came back"


def measure(name: str, trial: Trial, runs: int, aims: dict[str, float]) -> list[Figure]:
    """The lines for one attempt; `aims` are ratios to the key derivation, by what is measured."""
    values = in_turn({DERIVATION: _timed(_derive), **trial.subjects()}, runs)
    lines = [figure(f"{name}: {DERIVATION}", "ms", values.pop(DERIVATION))]
    reference = Reference(DERIVATION, lines[0].median)
    for act, times in values.items():
        lines.append(figure(f"{name}: {act}", "ms", times, reference, aims.get(act)))
    return lines


def main() -> None:
    """Measure an ordinary attempt and a long one."""
    options = _parse()
    with tempfile.TemporaryDirectory(prefix="bench-package-", dir=options.dir) as place:
        ordinary = Trial(Path(place), ordinary_logs(), 0)
        long = Trial(Path(place), essay_logs(2, options.saves // 2), ATTACHED_BYTES)
        aims = {"make": AIM_OF_DERIVATION, "open by password": AIM_OF_DERIVATION}
        figures = measure("ordinary", ordinary, options.runs, aims)
        lines = measure("long", long, options.runs, {})
    figures += [_in_time(one) if one.name in IN_TIME else one for one in lines]
    report(figures, _notes(options, ordinary, long), options.json)


def ordinary_logs() -> tuple[WriterLog, ...]:
    """100 questions, each answered three times: what most candidates leave."""
    writer = Writer("a" * 32, "d" * 32, Epoch(1, 1), 1)
    bodies: list[Body] = [Started("c" * 32, "1")]
    bodies += [Answered(f"q{number % 100}", ChoiceResponse("abc"[number // 100])) for number in range(300)]
    events = [Event(0, "", 1_800_000_000_000, 40, body) for body in bodies]
    return (WriterLog(writer, chained(writer, Head(0), events)),)


def _package_of(logs: tuple[WriterLog, ...], station: jwk.JWK) -> Package:
    return Package(
        name=package_name("site", "exam", "A-0017", datetime(2030, 1, 7)),  # noqa: DTZ001  (the room's own time)
        site="e" * 32,
        exam="exam",
        attempt="a" * 32,
        candidate="A-0017",
        manifest="f" * 64,
        station=station_id_of(station),
        key=str(station.thumbprint()),
        at=1_800_000_000_000,
        give=40,
        heads=heads_of(logs),
        logs=logs,
    )


def _in_time(line: Figure) -> Figure:
    """The same line with the greatest median that is asked for, in place of a ratio."""
    return Figure(line.name, line.unit, line.runs, line.median, line.p99, aim=AIM_MS)


def _derive() -> None:
    PBKDF2HMAC(SHA512(), 32, os.urandom(SALT_BYTES), ROUNDS).derive(PASSWORD.encode())


def _written(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _timed(act: Callable[[], object]) -> Callable[[], float]:
    def milliseconds() -> float:
        start = time.perf_counter()
        act()
        return (time.perf_counter() - start) * 1e3

    return milliseconds


def _notes(options: argparse.Namespace, ordinary: Trial, long: Trial) -> list[str]:
    return [
        f"Ordinary: 100 questions answered three times, a package of {len(ordinary.data):,} bytes.",
        f"Long: two essays of 20,000 characters in {options.saves} saves, {len(long.data):,} bytes.",
        "*export at the station* reads the journal, seals, writes, reads back, opens by password: two keys.",
        f"*make and write* of it seals and writes an attached file of {ATTACHED_BYTES:,} bytes besides.",
    ]


def _parse() -> argparse.Namespace:
    parser = new_parser(__doc__, runs=20)
    parser.add_argument("--dir", type=Path, default=Path(), help="the disk to write to (default: here)")
    parser.add_argument("--saves", type=at_least_one, default=5_000, help="of both essays (default: 5000)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
