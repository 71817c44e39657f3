"""The key of a journal as its header carries it: wrapped for this machine, for the service, and for the room.

Rule: a journal that was copied alone opens for the service and the room only. This machine's wrap is Windows'
own (DPAPI); elsewhere it needs a file for its owner only, in the data folder rather than with the journals.
"""

import logging
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from examclient.storage import dpapi
from examclient.storage.files import set_aside, write_whole
from examclient.storage.journal_errors import LockedError
from examprotocol.errors import ProtocolError
from examprotocol.journal_keys import KEY_BYTES, wrap_journal_key, wrapped_for
from examprotocol.key_wrapping import key_id

log = logging.getLogger(__name__)

JOURNALS = "journals"
KEY_FILE, OWNER_ONLY = "journal.key", 0o600
LOCAL = "machine"
PURPOSE = b"exam-journal-key"
NONCE_BYTES = 12

Wraps = Mapping[str, str]
"""A journal's key by who may open it: `machine`, and the names of the recipients."""

Recipients = Callable[[], Mapping[str, dict[str, str]]]
"""Whose public X25519 keys, by name, a journal is wrapped for now."""


def nobody() -> Mapping[str, dict[str, str]]:
    """No recipients: only this machine opens the journal."""
    return {}


def data_folder_of(path: Path) -> Path:
    """The data folder that a journal belongs to: above `journals`, else where it lies."""
    return path.parent.parent if path.parent.name == JOURNALS else path.parent


def wrap_for_all(key: bytes, folder: Path, recipients: Mapping[str, dict[str, str]]) -> dict[str, str]:
    """The key for this machine and for each of the recipients; raises OSError."""
    return {LOCAL: _wrap_here(key, folder), **wrap_for(key, recipients)}


def wrap_for(key: bytes, recipients: Mapping[str, dict[str, str]]) -> dict[str, str]:
    """The key for each of the recipients; one whose key is none is left out, and logged."""
    wraps = {}
    for name, public in recipients.items():
        try:
            wraps[name] = wrap_journal_key(key, public)
        except ProtocolError as error:
            log.warning("the journal is not wrapped for %s: %s", name, error)
    return wraps


def lacking(wraps: Wraps, recipients: Mapping[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The recipients that have no wrap yet, or one for another key than they have now."""
    return {name: public for name, public in recipients.items() if not _is_for(wraps.get(name, ""), public)}


def open_here(found: Iterable[Wraps], folder: Path) -> bytes:
    """The key, by the first wrap that this machine opens; raises LockedError."""
    for wraps in found:
        try:
            return _unwrap_here(wraps.get(LOCAL, ""), folder)
        except (OSError, ValueError, InvalidTag) as error:
            log.warning("a journal's key does not open on this machine: %s", type(error).__name__)
    raise LockedError("The journal cannot be opened with the keys of this machine.")


def _is_for(token: str, public: dict[str, str]) -> bool:
    try:
        return bool(token) and wrapped_for(token) == key_id(public)
    except ProtocolError:
        return False


def _wrap_here(key: bytes, folder: Path) -> str:
    if dpapi.IS_HERE:
        return f"dpapi.{b64encode(dpapi.wrap(key)).decode()}"
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + AESGCM(_machine_key(folder)).encrypt(nonce, key, PURPOSE)
    return f"file.{b64encode(sealed).decode()}"


def _unwrap_here(wrapped: str, folder: Path) -> bytes:
    kind, _, text = wrapped.partition(".")
    sealed = b64decode(text, validate=True)
    if kind == "dpapi":
        return dpapi.unwrap(sealed)
    machine_key = (folder / KEY_FILE).read_bytes()
    return AESGCM(machine_key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], PURPOSE)


def _machine_key(folder: Path) -> bytes:
    """The key in the file; made where there is none. One that cannot be a key is set aside."""
    path = folder / KEY_FILE
    if path.exists() and path.stat().st_size != KEY_BYTES:
        log.error("the journals' key %s is damaged and was kept as %s", path, set_aside(path).name)
    if not path.exists():
        _put(path, secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()


def _put(path: Path, key: bytes) -> None:
    """Whole or not at all, and of two programs that make one at once the first one's stays."""
    made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    write_whole(made, key, OWNER_ONLY)
    try:
        os.link(made, path)
    except FileExistsError:
        log.info("another program has just made the journals' key")
    finally:
        made.unlink(missing_ok=True)
