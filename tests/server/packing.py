"""Answer packages of a prepared service: what its stations sign and a proctor carries."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from jwcrypto import jwk

from examprotocol.attempt_ids import attempt_id
from examprotocol.events import Epoch, Submitted, WriterLog
from examprotocol.package import Package, heads_of
from examprotocol.package_name import package_name
from examprotocol.package_seal import seal_package
from examprotocol.room_password import plain_password
from examserver.cli.ordering import give
from examserver.services.import_orders import ImportFile, result_in
from examserver.services.import_verdicts import ImportResult
from examserver.services.keys import opening_key
from examserver.services.setup import public_part
from tests.server.conftest import Prepared
from tests.server.moving import PASSWORD
from tests.server.station import ADMISSION, Pen, new_pen, station_key

WHEN = datetime(2027, 1, 15, 16, 5, 9)  # noqa: DTZ001  (a name has the room's own time)
BY = "主考"


@cache
def signing_jwk(number: int) -> jwk.JWK:
    """The key of the station with this number, as packages are signed by it."""
    key = station_key(number)
    secret = urlsafe_b64encode(key.private.private_bytes_raw()).decode().rstrip("=")
    whole = jwk.JWK(**key.members, d=secret)
    return jwk.JWK(**key.members, d=secret, kid=whole.thumbprint())


def attempt_of(prepared: Prepared, candidate: str = ADMISSION) -> str:
    """The id of a candidate's attempt, whether anybody has logged in or not."""
    return attempt_id(prepared.card.site_id, prepared.exam.id, prepared.exam.paper, candidate)


def pen_of(prepared: Prepared, candidate: str = ADMISSION, grant: int = 1, hop: int = 0) -> Pen:
    """A writer in a candidate's attempt, in the first generation."""
    return new_pen(attempt_of(prepared, candidate), Epoch(1, grant, hop))


def hand_in(*pens: Pen, by_deadline: bool = False) -> None:
    """The candidate hands in at the last of these."""
    pens[-1].write(Submitted({pen.writer.id: pen.head for pen in pens}, by_deadline))


@dataclass
class Carrier:
    """Makes packages at station `number` and puts them into a folder, as on a stick."""

    prepared: Prepared
    stick: Path
    number: int = 1
    made: list[Path] = field(default_factory=list)

    def package(self, *pens: Pen, candidate: str = ADMISSION, **changes: Any) -> Package:
        """What the station says of the attempt that these pens wrote in."""
        key, card, exam = signing_jwk(self.number), self.prepared.card, self.prepared.exam
        logs = tuple(WriterLog(pen.writer, tuple(pen.events)) for pen in pens)
        package = Package(
            name=package_name("第一考点", exam.id, candidate, WHEN),
            site=card.site_id,
            exam=exam.id,
            attempt=attempt_of(self.prepared, candidate),
            candidate=candidate,
            manifest="",
            station=station_key(self.number).id,
            key=str(key.thumbprint()),
            at=1_800_000_000_000,
            give=40,
            heads=heads_of(logs),
            logs=logs,
        )
        return msgspec.structs.replace(package, **changes)

    def seal(self, package: Package) -> bytes:
        """The package's file."""
        public = public_part(opening_key(self.prepared.folder))
        return seal_package(package, signing_jwk(self.number), plain_password(PASSWORD), public)

    def pack(self, *pens: Pen, candidate: str = ADMISSION, called: str = "", **changes: Any) -> Path:
        """Put a package on the stick; `called` is the file's name there, by default its own."""
        package = self.package(*pens, candidate=candidate, **changes)
        return self.put(called or package.name, self.seal(package))

    def put(self, name: str, data: bytes) -> Path:
        """Put any file on the stick, in a folder of its own."""
        folder = self.stick / str(len(self.made))
        folder.mkdir(parents=True)
        (folder / name).write_bytes(data)
        self.made.append(folder / name)
        return folder / name


def bring(
    prepared: Prepared, file: Path, *passwords: str, dry_run: bool = False, by: str = BY
) -> ImportResult:
    """Have a file taken in, whether the service runs or not."""
    order = ImportFile(bytes(file.absolute()), by, passwords, dry_run)
    return result_in(give(prepared.folder.root, order))
