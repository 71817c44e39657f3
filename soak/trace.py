"""Reads a trace of system calls: was what was called stored also synced?

Rule: the word that events are stored is good only where, since they were offered, a database's log was
written and then synced without failure. The page cache makes everything look stored until the power goes; and
a sync after a failed one says yes to pages that never reached the disk, unless they are written again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LOG = "-wal"
"""How the name of SQLite's log ends, in which commits become durable."""

CALL = re.compile(r"^(?P<call>\w+)\((?P<rest>.*)\) += (?P<result>-?\d+)")
PATH = re.compile(r"^\d+<(?P<path>[^>]*)>")
WORD = re.compile(r"(?P<word>trying|saved) (?P<writer>[0-9a-f]{32})")
UNFINISHED, HIT = " <unfinished ...>", "(INJECTED)"
RESUMED = re.compile(r"<\.\.\. \w+ resumed>")


@dataclass(frozen=True, slots=True)
class Reading:
    """How many calls failed on purpose, and how many words that something is stored were not covered."""

    hits: int
    unsynced: int


def read_trace(trace: str) -> Reading:
    """Go through the trace of one process, in the order in which its calls ended."""
    hits, watch = 0, _Watch()
    for line in _whole_lines(trace):
        hits += HIT in line
        call = CALL.match(line)
        if call is not None:
            watch.see(call["call"], call["rest"], failed=int(call["result"]) < 0)
    return Reading(hits, watch.unsynced)


class _Watch:
    """What is known of the logs and of each writer's last offer, call by call."""

    def __init__(self) -> None:
        self.unsynced = 0
        self._written: set[str] = set()
        self._covered: dict[str, bool] = {}

    def see(self, call: str, rest: str, *, failed: bool) -> None:
        """Take the next call."""
        word = WORD.search(rest) if call == "write" else None
        if word is not None:
            self._hear(word["word"], word["writer"])
            return
        path = PATH.match(rest)
        if path is not None and path["path"].endswith(LOG):
            self._see_log(call, path["path"], failed=failed)

    def _hear(self, word: str, writer: str) -> None:
        if word == "trying":
            self._covered[writer] = False
        else:
            self.unsynced += not self._covered.get(writer, False)

    def _see_log(self, call: str, path: str, *, failed: bool) -> None:
        if call in ("fdatasync", "fsync"):
            if path in self._written and not failed:
                self._covered = dict.fromkeys(self._covered, True)
            self._written.discard(path)
        elif call == "pwrite64" and not failed:
            self._written.add(path)


def _whole_lines(trace: str) -> Iterator[str]:
    """The calls without the number of their thread; one that another interrupted is put together again."""
    begun: dict[str, str] = {}
    for line in trace.splitlines():
        thread, _, rest = line.partition(" ")
        rest = rest.strip()
        if rest.endswith(UNFINISHED):
            begun[thread] = rest.removesuffix(UNFINISHED)
        elif RESUMED.match(rest):
            yield begun.pop(thread, "") + RESUMED.sub("", rest, count=1)
        else:
            yield rest
