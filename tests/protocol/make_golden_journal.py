"""Writes the golden files of a journal, once: `python -m tests.protocol.make_golden_journal FOLDER`.

Rule: a folder that is there is never written again; a new format gets a folder of its own.
"""

import sys
from pathlib import Path

from jwcrypto import jwk

from examprotocol.events import Answered, Epoch, Event, Writer
from examprotocol.journal_keys import wrap_journal_key
from examprotocol.journal_records import RecordSeal
from examprotocol.responses import TextResponse

KEY = bytes(range(32))
WRITER = Writer("a7" * 16, "1" * 32, Epoch(1, 2, 1), 3)
EVENT = Event(7, "c" * 64, 1_800_000_000_000, 40, Answered("q8", TextResponse("春眠不觉晓😀\nsecond line")))
NOTE = "a note, 第一"


def write_golden_journal(folder: Path) -> None:
    """Write what version 1 of the records and wraps can write."""
    folder.mkdir(parents=True)
    recipient = jwk.JWK.generate(kty="OKP", crv="X25519")
    recipient = jwk.JWK(**{**recipient.export(as_dict=True), "kid": recipient.thumbprint()})
    seal = RecordSeal(KEY)
    public = {name: str(value) for name, value in recipient.export_public(as_dict=True).items()}
    (folder / "recipient.jwk").write_text(recipient.export(), encoding="utf-8")
    (folder / "wrapped.jwe").write_text(wrap_journal_key(KEY, public), encoding="utf-8")
    (folder / "event.bin").write_bytes(seal.seal_event(WRITER, EVENT))
    (folder / "note.bin").write_bytes(seal.seal_note("receipt", NOTE))


if __name__ == "__main__":
    write_golden_journal(Path(sys.argv[1]))
