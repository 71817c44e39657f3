"""A disk that takes nothing more, or hangs, until it is mended."""

import threading
from collections.abc import Sequence

import pytest

from examclient.errors import JournalError
from examclient.storage.journal import Journal
from examprotocol.events import Event, Writer


class BrokenDisk:
    """A real journal in front of which writing fails (`is_full`) or waits (`hang`)."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_full = True
        self._moves = threading.Event()
        self._moves.set()
        append = Journal.append

        def refuse(journal: Journal, writer: Writer, events: Sequence[Event]) -> None:
            assert self._moves.wait(30)
            if self.is_full:
                raise JournalError("The journal cannot be written (SQLITE_FULL).")
            append(journal, writer, events)

        monkeypatch.setattr(Journal, "append", refuse)

    def hang(self) -> None:
        """From now on nothing comes back from the disk, neither success nor failure."""
        self._moves.clear()

    def refuse_all(self) -> None:
        """What hangs comes back as refused."""
        self._moves.set()

    def mend(self) -> None:
        """Everything can be written again, what hangs first."""
        self.is_full = False
        self._moves.set()
