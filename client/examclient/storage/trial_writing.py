"""How fast this disk takes answers: a real journal, written and synced as in an exam, and then taken away.

Rule: it lies in a folder of its own, so that nobody takes it for somebody's answers.
"""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

from examclient.domain.machine_facts import Writing
from examclient.storage.journal_file import JournalFile
from examclient.storage.journal_safe import JOURNALS
from examprotocol.events import GENESIS, Answered, Epoch, Event, Writer, event_hash
from examprotocol.responses import TextResponse

FOLDER = "self-check"
SAVES, LONG_ENOUGH = 20, 5_000
"""How many saves are made, and the milliseconds after which fewer do: nobody waits for a slow disk."""

TEXT = "x" * 400


def write_on_trial(data_folder: Path, saves: int = SAVES) -> Writing:
    """Save so many times, or for LONG_ENOUGH; raises JournalError and OSError. Nothing of it stays."""
    own = data_folder / FOLDER / str(os.getpid())
    shutil.rmtree(own, ignore_errors=True)
    (own / JOURNALS).mkdir(parents=True)
    try:
        times = _times(own / JOURNALS / "trial.journal", saves)
    finally:
        shutil.rmtree(own, ignore_errors=True)
        with suppress(OSError):  # another program may be at its own trial
            own.parent.rmdir()
    return Writing(median(times), max(times), len(times))


def _times(path: Path, saves: int) -> list[float]:
    file, writer, prev, times = JournalFile(path), Writer("trial", "0" * 32, Epoch(0, 0), 1), GENESIS, []
    try:
        for seq in range(1, saves + 1):
            event = Event(seq, prev, 0, 5, Answered("trial", TextResponse(TEXT)))
            began = time.perf_counter()
            file.add(writer, [event])
            times.append((time.perf_counter() - began) * 1000)
            if sum(times) > LONG_ENOUGH:
                break
            prev = event_hash(writer, event)
    finally:
        file.close()
    return times
