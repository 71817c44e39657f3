"""Opens a package that is offered, as far as this needs no transaction: form, key, signature, whose it is.

Rule: what says of itself that it is another site's or another exam's is refused before any key is derived.
Passwords are tried only where the service's own key does not open it.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import partial

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.errors import PackageError, PackageFault
from examprotocol.package import Package
from examprotocol.package_name import is_renamed
from examprotocol.package_reading import (
    SealedPackage,
    open_package,
    read_package,
    unlock_by_key,
    unlock_by_password,
)
from examprotocol.package_seal import Header
from examprotocol.room_password import plain_password
from examprotocol.short_code import short_code
from examprotocol.signing import read_key
from examserver.errors import FolderError, ImportRefusedError
from examserver.services.counting import Grounds
from examserver.services.foreseeing import foresee
from examserver.services.forgotten import NamedAttempt, fits
from examserver.services.import_verdicts import FileFacts, Note, Offered, SiteFault
from examserver.services.keys import opening_key, signing_key
from examserver.services.order import Preparation
from examserver.storage.attempts import find_attempt, find_attempt_by_id
from examserver.storage.exams import exam_for, find_exam
from examserver.storage.folder import ServiceFolder
from examserver.storage.stations import Station, StationState, find_station

WRITER_ID = re.compile(r"[0-9a-f]{32}")
MOST_PASSWORDS = 20
"""Each costs 0.1 s for each package."""


LONGEST_ABOUT = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is refused; `header` is what it says of itself, where it says anything."""

    file: FileFacts
    fault: str
    about: str = ""
    header: Header | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A package of a station that is known here, about an attempt that is one of ours.

    `foreseen` is what its attempt comes to by it, if nothing else comes before it is taken in.
    """

    file: FileFacts
    package: Package
    notes: tuple[Note, ...]
    foreseen: Grounds | None = None

    @property
    def named(self) -> NamedAttempt:
        """The attempt that it is of."""
        package = self.package
        return NamedAttempt(package.site, package.attempt, package.exam, package.candidate)


def look_at(preparation: Preparation, offered: Offered) -> Opened | Refused:
    """Open what is offered, or say why not; raises StorageError alone. Takes up to seconds."""
    facts, header = facts_of(offered), None
    try:
        sealed = read_package(offered.data)
        header = sealed.header
        preparation.read(partial(_require_ours, preparation.identity.id, header))
        key, notes = _unlocked(preparation.folder, sealed, offered.passwords)
        service = signing_key(preparation.folder)
        package = open_package(sealed, key, partial(key_of_station, preparation), service)
        preparation.read(partial(_require_attempt, package))
        foreseen = preparation.read(partial(foresee, package=package))
    except (PackageError, ImportRefusedError) as error:
        return Refused(facts, error.fault, shortened(error.about), header)
    renamed = (Note.RENAMED,) if is_renamed(offered.name, package.name) else ()
    return Opened(facts, package, (*renamed, *notes), foreseen)


def facts_of(offered: Offered) -> FileFacts:
    """What can be said of any file."""
    digest = hashlib.sha256(offered.data).hexdigest()
    return FileFacts(shown_name(offered.name), digest, short_code(offered.data), len(offered.data))


def shown_name(name: str) -> str:
    """A file's name that can be stored and shown: a name may hold anything but a slash."""
    plain = name.encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in plain)


def shortened(about: str) -> str:
    """What a refusal names, as long as people read: who made the file could name anything."""
    return about if len(about) <= LONGEST_ABOUT else f"{about[: LONGEST_ABOUT - 1]}…"


def _require_ours(site: str, header: Header, connection: Connection) -> None:
    """The header may lie: then it is refused when it is opened."""
    if header.site != site:
        raise ImportRefusedError(SiteFault.ANOTHER_SITE, header.site)
    if find_exam(connection, header.exam) is None:
        raise ImportRefusedError(SiteFault.ANOTHER_EXAM, header.exam)
    if exam_for(connection, header.exam, header.candidate) is None:
        raise ImportRefusedError(SiteFault.ANOTHER_CANDIDATE, header.candidate)


def _unlocked(
    folder: ServiceFolder, sealed: SealedPackage, passwords: tuple[str, ...]
) -> tuple[bytes, tuple[Note, ...]]:
    """The content's key, by the service's own key or else by a password."""
    try:
        return unlock_by_key(sealed, opening_key(folder)), ()
    except (PackageError, FolderError) as error:
        if not passwords:
            raise ImportRefusedError(SiteFault.PASSWORD_NEEDED) from error
    return _by_password(sealed, passwords), (Note.BY_PASSWORD,)


def _by_password(sealed: SealedPackage, passwords: tuple[str, ...]) -> bytes:
    for typed in passwords[:MOST_PASSWORDS]:
        try:
            return unlock_by_password(sealed, plain_password(typed))
        except PackageError as error:
            if error.fault is not PackageFault.WRONG_PASSWORD:
                raise
    raise PackageError(PackageFault.WRONG_PASSWORD)


def key_of_station(
    preparation: Preparation, station_id: str, revoked: str = SiteFault.REVOKED_STATION
) -> jwk.JWK | None:
    """The public key of a station that is known here; raises ImportRefusedError for one that was `revoked`.

    A released station still hands over what it holds; a revoked one may be somebody else by now.
    """

    def find(connection: Connection) -> Station | None:
        return find_station(connection, station_id)

    station = preparation.read(find)
    if station is None:
        return None
    if station.state is StationState.REVOKED:
        raise ImportRefusedError(revoked, station_id)
    return read_key(station.key)


def _require_attempt(package: Package, connection: Connection) -> None:
    """The attempt is this candidate's at this exam, and its writers are named as writers are."""
    if any(WRITER_ID.fullmatch(one.writer.id) is None for one in package.logs):
        raise PackageError(PackageFault.UNREADABLE)
    known = find_attempt_by_id(connection, package.attempt)
    of_candidate = find_attempt(connection, package.exam, package.candidate)
    named = NamedAttempt(package.site, package.attempt, package.exam, package.candidate)
    if known != of_candidate or (known is None and not fits(connection, named)):
        raise ImportRefusedError(SiteFault.ANOTHER_ATTEMPT, package.attempt)
