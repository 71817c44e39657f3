"""A proctor's stick in a folder, and stations that write on it."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from examprotocol.package import Package
from examprotocol.stick import ANSWERS, VISITS, Stick, open_stick, stick_name, visit_name
from examprotocol.visit import Visit, VisitedPackage, sign_visit
from examserver.cli.ordering import give
from examserver.services.keys import signing_key
from examserver.services.room_orders import MakeStick
from tests.server.conftest import START, Prepared
from tests.server.packing import Carrier, signing_jwk
from tests.server.station import ROOM, Pen, station_key

MINUTE = 60_000


@dataclass
class Round:
    """A proctor who goes from station to station with one stick."""

    prepared: Prepared
    drive: Path
    made: list[Path] = field(default_factory=list)
    stick: Stick = field(init=False)

    def __post_init__(self) -> None:
        content = give(self.prepared.folder.root, MakeStick(ROOM, "", "主考")).content
        self.stick = open_stick(content, signing_key(self.prepared.folder))
        for folder in (ANSWERS, VISITS):
            (self.drive / folder).mkdir(parents=True)
        (self.drive / stick_name(self.prepared.card.site, ROOM)).write_bytes(content)

    def export(self, number: int, pen: Pen, candidate: str, **changes: Any) -> VisitedPackage:
        """Station `number` puts a package on the stick; returns what its visit says of it."""
        carrier = Carrier(self.prepared, self.drive, number)
        package = carrier.package(pen, candidate=candidate, **changes)
        data = carrier.seal(package)
        (self.drive / ANSWERS / package.name).write_bytes(data)
        return visited(package, data)

    def visit(self, number: int, *packages: VisitedPackage, minute: int = 0, **changes: Any) -> Path:
        """Station `number` signs what it put there, `minute` minutes after the exam's start."""
        visit = self.said(number, *packages, minute=minute, **changes)
        moment = datetime.fromtimestamp(visit.at / 1000, UTC)
        return self.put(visit_name(visit.seat, visit.station, moment), sign_visit(visit, signing_jwk(number)))

    def said(self, number: int, *packages: VisitedPackage, minute: int = 0, **changes: Any) -> Visit:
        """What station `number` says of a visit."""
        visit = Visit(
            stick=self.stick.id,
            site=self.prepared.card.site_id,
            room=ROOM,
            station=station_key(number).id,
            key=str(signing_jwk(number).thumbprint()),
            seat=str(number),
            at=START + minute * MINUTE,
            packages=packages,
            done=True,
        )
        return msgspec.structs.replace(visit, **changes)

    def put(self, name: str, data: bytes) -> Path:
        """Put a file among the visits."""
        file = self.drive / VISITS / name
        file.write_bytes(data)
        return file


def visited(package: Package, data: bytes) -> VisitedPackage:
    """What a visit says of a package."""
    events = sum(len(log.events) for log in package.logs)
    digest = hashlib.sha256(data).hexdigest()
    return VisitedPackage(package.name, digest, package.attempt, package.candidate, events)
