"""The records of a journal as they lie on a disk: AES-256-GCM under the key of the attempt.

Rule: each record has a nonce of its own, 96 random bits (NIST SP 800-38D, 8.2.2: up to 2^32 records a key; an
attempt has some thousands), and is bound to its place: writer and number, or the name of a note. So a record
that was moved, exchanged or changed does not open.
"""

import secrets

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.events import Event, Writer

NONCE_BYTES = 12

_EVENT = msgspec.json.Decoder(Event)


class RecordSeal:
    """Seals and opens the records of one journal. Holds its key; a sealed record is nonce, text and tag."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal_event(self, writer: Writer, event: Event) -> bytes:
        """An event for the disk."""
        return self._seal(canonical_bytes(event), _place_of(writer, event.seq))

    def open_event(self, writer: Writer, seq: int, sealed: bytes) -> Event:
        """The writer's `seq`-th event; raises ForgedError or UnreadableError."""
        try:
            event = _EVENT.decode(self._open(sealed, _place_of(writer, seq)))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise UnreadableError(f"a journal's event that cannot be read: {error}") from error
        if event.seq != seq:
            raise UnreadableError("a journal's event under another number")
        return event

    def seal_note(self, name: str, text: str) -> bytes:
        """A short text that stands beside the events, such as the receipt."""
        return self._seal(text.encode(), _place_of_note(name))

    def open_note(self, name: str, sealed: bytes) -> str:
        """The text; raises ForgedError or UnreadableError."""
        try:
            return self._open(sealed, _place_of_note(name)).decode()
        except UnicodeDecodeError as error:
            raise UnreadableError("a journal's note that is no text") from error

    def _seal(self, content: bytes, place: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, place)

    def _open(self, sealed: bytes, place: bytes) -> bytes:
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
        except (InvalidTag, ValueError) as error:
            raise ForgedError("a journal's record was changed, or belongs elsewhere") from error


def _place_of(writer: Writer, seq: int) -> bytes:
    return canonical_bytes(("event", writer, seq))


def _place_of_note(name: str) -> bytes:
    return canonical_bytes(("note", name))
