"""Seals what this machine holds of an attempt into packages, and opens them again to see that they are good.

Rule: all that is held is in them. What is too large for one package goes into several, writer by writer: each
stands alone, and they are merged like any others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from jwcrypto import jwk
from msgspec.structs import replace

from examclient.domain.clock import SiteClock
from examclient.domain.site import Membership
from examclient.errors import ExportError, ExportFault
from examclient.usecases.holdings import HeldAttempt
from examprotocol.errors import PackageError, PackageFault, ProtocolError, UnreadableError
from examprotocol.events import WriterLog
from examprotocol.package import Package, heads_of
from examprotocol.package_name import SUFFIX, package_name
from examprotocol.package_reading import open_package, read_package, unlock_by_password
from examprotocol.package_seal import LARGEST, seal_package
from examprotocol.station_proof import station_id_of

MOST_BYTES = LARGEST * 9 // 16 - 200_000
"""Of events in one package: base64 is written over base64, and something stands around them."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A package and the bytes of its file."""

    package: Package
    data: bytes


class Packer:
    """Seals in this station's name. `key` is the station's private key, `clock` says when."""

    def __init__(self, site: Membership, key: jwk.JWK, clock: SiteClock) -> None:
        self._site = site
        self._key = key
        self._clock = clock

    def now(self) -> int:
        """Site time in milliseconds."""
        return self._clock.now()

    def name_of(self, held: HeldAttempt, at: int) -> str:
        """What a package of this attempt is called at this site time in ms, by the room's own clocks."""
        when = datetime.fromtimestamp(at / 1000, UTC).astimezone()
        return package_name(self._site.site, held.label.exam, held.label.candidate, when)

    def seal(
        self, held: HeldAttempt, name: str, password: str, opening_key: dict[str, str] | None = None
    ) -> tuple[Sealed, ...]:
        """All of the attempt; one package nearly always. `password` is the plain room password.

        Takes 0.1 s for each, and more for long attempts. Raises ExportError.
        """
        opening = self._site.opening_key or opening_key
        if not opening:
            raise ExportError(ExportFault.NO_KEY, "This machine does not know the service's opening key.")
        whole = self._package(held, name)
        try:
            return tuple(self._sealed(one, password, opening) for one in _parts(whole))
        except PackageError as error:
            fault = ExportFault.TOO_LARGE if error.fault is PackageFault.TOO_LARGE else ExportFault.WRONG
            raise ExportError(fault, f"The answers do not go into a package: {error}.") from error
        except UnreadableError as error:
            raise ExportError(ExportFault.NO_KEY, f"The service's opening key is none: {error}.") from error

    def check(self, sealed: Sealed, data: bytes, password: str) -> None:
        """Open what was read back, as whoever gets it will; raises ExportError for another content."""
        try:
            read = read_package(data)
            opened = open_package(read, unlock_by_password(read, password), self._public_key)
        except ProtocolError as error:
            raise ExportError(ExportFault.WRONG, f"The package does not open again: {error}.") from error
        if opened != sealed.package:
            raise ExportError(ExportFault.WRONG, "Something else is in the package than went in.")

    def _sealed(self, package: Package, password: str, opening: dict[str, str]) -> Sealed:
        return Sealed(package, seal_package(package, self._key, password, opening))

    def _public_key(self, station: str) -> jwk.JWK | None:
        return self._key if station == station_id_of(self._key) else None

    def _package(self, held: HeldAttempt, name: str) -> Package:
        logs, label = held.logs, held.label
        return Package(
            name=name,
            site=self._site.site_id,
            exam=label.exam,
            attempt=held.attempt,
            candidate=label.candidate,
            manifest=label.manifest,
            station=station_id_of(self._key),
            key=str(self._key.thumbprint()),
            at=self._clock.now(),
            give=self._clock.uncertainty(),
            heads=heads_of(logs),
            logs=logs,
            extensions=label.extensions,
            receipt=held.receipt,
            credential=self._site.credential,
            attachments=held.files,
        )


def _parts(whole: Package) -> Iterator[Package]:
    """The package, or several that hold its writers; these are called `NAME-1`, `NAME-2` and so on."""
    groups = list(_groups(whole.logs))
    if len(groups) < 2:
        yield whole
        return
    for number, logs in enumerate(groups, 1):
        heads = {log.writer.id: whole.heads[log.writer.id] for log in logs}
        name = f"{whole.name.removesuffix(SUFFIX)}-{number}{SUFFIX}"
        yield replace(whole, name=name, logs=logs, heads=heads)


def _groups(logs: Iterable[WriterLog]) -> Iterator[tuple[WriterLog, ...]]:
    """As many writers together as fit."""
    group, size = list[WriterLog](), 0
    for log in logs:
        more = len(msgspec.json.encode(log))
        if group and size + more > MOST_BYTES:
            yield tuple(group)
            group, size = [], 0
        group.append(log)
        size += more
    yield tuple(group)
