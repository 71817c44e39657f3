"""What a restart needs of each session that ran here, sealed for this machine: `kept/ATTEMPT.session`.

Rule: written whole or not at all. A file that cannot be opened is set aside with a dated name and counts as
none: then the candidate logs in as usual.
"""

import logging
import secrets
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from examclient.domain.kept_session import KeptSession
from examclient.errors import JournalError
from examclient.storage.files import read_if_there, set_aside, write_whole
from examclient.storage.journal_errors import LockedError
from examclient.storage.journal_safe import NONCE_BYTES, open_here, wrap_for_all

log = logging.getLogger(__name__)

FOLDER, ENDING = "kept", ".session"
OWNER_ONLY = 0o600
PURPOSE = b"exam-kept-session"
FORMAT = 1


class _Sealed(msgspec.Struct, frozen=True):
    """A file: its own key, wrapped by this machine, and what that key seals."""

    wraps: dict[str, str]
    nonce: bytes
    content: bytes
    format: int = FORMAT


class KeptSessions:
    """Owns the folder. Not for two threads at once."""

    def __init__(self, data_folder: Path) -> None:
        self._data_folder = data_folder
        self._folder = data_folder / FOLDER

    def is_empty(self) -> bool:
        """Whether nothing is kept here; reads no file."""
        return not self._paths()

    def all(self) -> tuple[KeptSession, ...]:
        """Every session that is kept and can be opened on this machine."""
        opened = (self._opened(path) for path in self._paths())
        return tuple(kept for kept in opened if kept is not None)

    def keep(self, kept: KeptSession) -> None:
        """Keep this state of the session and no older one; on disk when it returns. Raises JournalError."""
        try:
            write_whole(self._path(kept.attempt), self._sealed(kept), OWNER_ONLY)
        except OSError as error:
            raise JournalError(f"The session cannot be kept over a restart: {error.strerror}.") from error

    def remove(self, attempt: str) -> None:
        """Keep nothing of this attempt's session any more. Raises JournalError."""
        try:
            self._path(attempt).unlink(missing_ok=True)
        except OSError as error:
            raise JournalError(f"The kept session cannot be removed: {error.strerror}.") from error

    def _path(self, attempt: str) -> Path:
        return self._folder / f"{attempt}{ENDING}"

    def _paths(self) -> list[Path]:
        try:
            return sorted(self._folder.glob(f"*{ENDING}"))
        except OSError:
            return []

    def _sealed(self, kept: KeptSession) -> bytes:
        key, nonce = secrets.token_bytes(32), secrets.token_bytes(NONCE_BYTES)
        content = AESGCM(key).encrypt(nonce, msgspec.json.encode(kept), PURPOSE)
        return msgspec.json.encode(_Sealed(wrap_for_all(key, self._data_folder, {}), nonce, content))

    def _opened(self, path: Path) -> KeptSession | None:
        data = read_if_there(path)
        if data is None:
            return None
        try:
            return self._read(data)
        except (LockedError, InvalidTag, ValueError, RecursionError) as error:  # msgspec's are ValueErrors
            log.warning("the kept session %s cannot be opened: %s", path.name, type(error).__name__)
        try:
            set_aside(path)
        except OSError as error:
            log.warning("%s cannot be set aside: %s", path.name, error.strerror)
        return None

    def _read(self, data: bytes) -> KeptSession:
        sealed = msgspec.json.decode(data, type=_Sealed)
        if sealed.format != FORMAT:
            raise ValueError(f"it is of format {sealed.format}, not {FORMAT}")
        key = open_here([sealed.wraps], self._data_folder)
        content = AESGCM(key).decrypt(sealed.nonce, sealed.content, PURPOSE)
        return msgspec.json.decode(content, type=KeptSession)
