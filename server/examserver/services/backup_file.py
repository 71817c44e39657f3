"""The file of a backup: a ZIP of sealed members, and a signed list of what they are.

Rule: members are found by the signed list and never extracted by the names in the ZIP; what comes out is
counted and compared with the list before it is used.
Sources: RFC 7516 (JWE) for the content key; the members are AES-256-GCM in chunks, each with its place and
whether it is the last in its nonce (the STREAM construction), so none can be left out, doubled or moved.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from jwcrypto import jwe, jwk
from jwcrypto.common import JWException

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ProtocolError
from examprotocol.signing import sign, verify
from examserver.errors import BackupError
from examserver.storage.audit import AuditHead
from examserver.storage.snapshot import Counts

TYP, FORMAT = "exam-backup+jws", 1
LIST = "backup.jws"
LARGEST_LIST = 16 << 20
CHUNK, TAG = 1 << 20, 16
"""Bytes of a chunk before it is sealed, and what sealing adds."""

CHANGED = (InvalidTag, KeyError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, UnicodeDecodeError)
"""What reading raises where somebody changed the file, or it never was a backup."""


class Member(msgspec.Struct, frozen=True):
    """A file in the service's folder: its path there, its bytes and their SHA-256 before sealing."""

    name: str
    size: int
    sha256: str


class BackupList(msgspec.Struct, frozen=True):
    """What a backup states of itself. `made` is the site time in milliseconds, `key` a JWE to the service.

    `audit` is how far the audit log goes in it; backups from before there was one have None. So
    is it with `generation`, the life of the service that made it, and with `number`, which counts on from one
    backup to the next whatever the clock says: those have 0.
    """

    id: str
    site_id: str
    site: str
    made: int
    counts: Counts
    key: str
    members: tuple[Member, ...]
    format: int = FORMAT
    audit: AuditHead | None = None
    generation: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class BackupKeys:
    """The service's own: it signs the list, and opens the content key."""

    signing: jwk.JWK
    opening: jwk.JWK


class BackupWriter:
    """Seals files into a ZIP; the list goes in at the end."""

    def __init__(self, archive: zipfile.ZipFile, keys: BackupKeys) -> None:
        self._archive = archive
        self._keys = keys
        self._content_key = AESGCM.generate_key(256)
        self._members: list[Member] = []

    def add(self, name: str, source: Path) -> None:
        """Seal a file under the name that it has in the service's folder."""
        digest, size = hashlib.sha256(), 0
        seal, place = AESGCM(self._content_key), len(self._members)
        with source.open("rb") as plain, self._archive.open(_called(place), "w", force_zip64=True) as sealed:
            for number, chunk, last in _chunks(plain):
                digest.update(chunk)
                size += len(chunk)
                sealed.write(seal.encrypt(_nonce(place, number, last=last), chunk, None))
        self._members.append(Member(name, size, digest.hexdigest()))

    def finish(self, stated: BackupList) -> None:
        """Sign the list: `stated` without the key and the members, which are filled in here."""
        token = jwe.JWE(self._content_key, protected=_header(self._keys.opening))
        token.add_recipient(self._keys.opening)
        whole = msgspec.structs.replace(
            stated, key=token.serialize(compact=True), members=tuple(self._members)
        )
        self._archive.writestr(LIST, sign(whole, self._keys.signing, TYP))


class BackupReader:
    """Opens what a backup's list names."""

    def __init__(self, archive: zipfile.ZipFile, keys: BackupKeys) -> None:
        self._archive = archive
        self.list = _read_list(archive, keys.signing)
        self._content_key = _content_key(self.list, keys.opening)

    def check(self, member: Member) -> None:
        """Raise BackupError where a member cannot be read, or is not what the list says."""
        for _ in self._compared(member):
            pass

    def copy(self, member: Member, target: IO[bytes]) -> None:
        """Write a member's plain bytes; raises BackupError as `check` does, OSError for the target alone."""
        for chunk in self._compared(member):
            target.write(chunk)

    def _compared(self, member: Member) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        for chunk in self._opened(self.list.members.index(member)):
            digest.update(chunk)
            size += len(chunk)
            if size > member.size:
                raise damaged()
            yield chunk
        if (size, digest.hexdigest()) != (member.size, member.sha256):
            raise damaged()

    def _opened(self, place: int) -> Iterator[bytes]:
        seal = AESGCM(self._content_key)
        try:
            with self._archive.open(_called(place)) as sealed:
                for number, chunk, last in _chunks(sealed, TAG):
                    yield seal.decrypt(_nonce(place, number, last=last), chunk, None)
        except CHANGED as error:
            raise damaged() from error
        except OSError as error:
            raise _unreadable(self._archive.filename, error) from error


@contextmanager
def open_backup(file: Path, keys: BackupKeys) -> Iterator[BackupReader]:
    """A backup to read; raises BackupError where it is none, or not of the service with these keys.

    What goes wrong with other files meanwhile is not the backup's doing, and is left to the caller.
    """
    with ExitStack() as stack:
        try:
            backup = BackupReader(stack.enter_context(zipfile.ZipFile(file)), keys)
        except CHANGED as error:
            raise damaged() from error
        except OSError as error:
            raise _unreadable(file, error) from error
        yield backup


def damaged() -> BackupError:
    """The refusal of a file that is no backup any more, or never was."""
    return BackupError("This is no backup of a site service, or it is damaged.", "Use another backup.")


def _unreadable(file: Path | str | None, error: OSError) -> BackupError:
    return BackupError(
        f"{file} cannot be read: {error.strerror}.", "Check its name and that this account may read it."
    )


def _read_list(archive: zipfile.ZipFile, key: jwk.JWK) -> BackupList:
    with archive.open(LIST) as member:
        token = member.read(LARGEST_LIST + 1)
    if len(token) > LARGEST_LIST:
        raise damaged()
    try:
        stated = verify(token.decode("ascii"), key, TYP, BackupList)
    except ProtocolError as error:
        raise BackupError(
            "This backup is not signed by the service whose keys were given, or it is damaged.",
            "Give the keys of the service that wrote it.",
        ) from error
    if stated.format != FORMAT:
        raise BackupError(
            f"This backup has format {stated.format}, and this program reads {FORMAT}.",
            "Restore it with the version of the service that wrote it.",
        )
    return stated


def _content_key(stated: BackupList, opening: jwk.JWK) -> bytes:
    token = jwe.JWE()
    token.allowed_algs = ["ECDH-ES+A256KW", "A256GCM"]
    try:
        token.deserialize(stated.key, opening)
    except (JWException, ValueError) as error:
        raise BackupError(
            "The opening key that was given does not open this backup.",
            "Give the keys of the service that wrote it.",
        ) from error
    return bytes(token.payload)


def _header(opening: jwk.JWK) -> str:
    header = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "kid": opening["kid"]}
    return canonical_bytes(header).decode()


def _chunks(stream: IO[bytes], extra: int = 0) -> Iterator[tuple[int, bytes, bool]]:
    """The chunks of a stream with their number, and whether each is the last; at least one."""
    number, chunk = 0, stream.read(CHUNK + extra)
    while True:
        following = stream.read(CHUNK + extra)
        yield number, chunk, not following
        if not following:
            return
        number, chunk = number + 1, following


def _nonce(place: int, number: int, *, last: bool) -> bytes:
    return place.to_bytes(4) + number.to_bytes(7) + bytes([last])


def _called(place: int) -> str:
    return f"{place:06}.sealed"
