"""What a journal says of its exports: each use of the room password for one, and which were found good."""

import logging

import msgspec

from examclient.usecases.labels import Labelled, Noted

log = logging.getLogger(__name__)

EXPORTS = "exports"


class KeptExport(msgspec.Struct, frozen=True, omit_defaults=True):
    """One export: begun at this site time in ms, as this file, after so many wrong passwords.

    `code` is the short code of what was found good on the drive, `""` where it did not come so far; `events`
    how many events were in it.
    """

    at: int
    file: str
    wrong_tries: int = 0
    code: str = ""
    events: int = 0


def exports_in(journal: Noted) -> tuple[KeptExport, ...]:
    """All of them, as they began; what cannot be read counts as none."""
    text = journal.noted(EXPORTS)
    try:
        return msgspec.json.decode(text, type=tuple[KeptExport, ...]) if text else ()
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        log.warning("what a journal says of its exports cannot be read: %s", error)
        return ()


def note_export(journal: Labelled, one: KeptExport) -> None:
    """Keep that it began, or what came of it: the same file at the same time is the same export.

    Raises JournalError.
    """
    others = tuple(other for other in exports_in(journal) if (other.at, other.file) != (one.at, one.file))
    journal.note(EXPORTS, msgspec.json.encode((*others, one)).decode())
