# ruff: noqa: T201 - the test reads what it prints
"""A process that writes a journal until something stops it: `python -m tests.client.journal_child HOW PATH`.

It prints `saved N` for each event that the journal took, `refused WHY` for one that it did not, and at the
end `held N WHOLE` for what the next start finds.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from examclient.errors import JournalError
from examclient.storage.ballast import DiskRoom
from examclient.storage.journal import Journal, open_journal
from examclient.storage.journal_setting import Setting
from tests.client.writing import Pen

ROOM = 600_000
"""Bytes that the limited disk still has."""

MANY = 900
"""Events that do not fit on it."""


def save(journal: Journal, pen: Pen) -> bool:
    """Append one event and say what came of it; a refused event is forgotten and its number used again."""
    event = pen.type("essay", f"{len(pen.events)}: " + "长" * 300)
    try:
        journal.append(pen.writer, event)
    except JournalError as error:
        pen.events.pop()
        print("refused", type(error.__cause__).__name__, error.title, flush=True)
        return False
    print("saved", len(pen.events), flush=True)
    return True


def for_ever(path: Path) -> None:
    """Save until the process is killed."""
    journal, pen = open_journal(path), Pen()
    while True:
        save(journal, pen)


def until_full(path: Path, make_room: Callable[[], None]) -> None:
    """Save until the disk is full, try three times more, then make room and save again."""
    journal, pen = open_journal(path), Pen()
    while save(journal, pen):
        pass
    for _ in range(3):
        save(journal, pen)
    make_room()
    for _ in range(5):
        save(journal, pen)
    journal.close()
    (log,) = open_journal(path).logs()
    print("held", len(log.events), log == pen.log, flush=True)


def with_a_file_size_limit(path: Path) -> None:
    """A disk quota: no file may grow beyond ROOM, until somebody lifts it."""
    import resource  # noqa: PLC0415 - not on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
    until_full(path, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard)))


def with_a_ballast(path: Path) -> None:
    """A small disk that is really full, until somebody deletes another file there."""
    ballast = path.with_name("ballast")
    ballast.write_bytes(bytes(ROOM))
    until_full(path, ballast.unlink)


def with_a_second_place(path: Path) -> None:
    """A small disk that gets full, and a second place beside the program that runs this."""
    setting = Setting(spare=path.parent.parent / "spare")
    journal, pen = open_journal(path, setting), Pen()
    while len(pen.events) < MANY:
        assert save(journal, pen)
    tell_worries(journal)
    journal.close()
    tell_held(path, setting, pen)


def with_a_real_ballast(path: Path) -> None:
    """A small disk whose ballast is thrown off when it is full."""
    setting = Setting(room=DiskRoom(path.parent, wanted=0, least=0, ballast=ROOM))
    journal, pen = open_journal(path, setting), Pen()
    while save(journal, pen):
        pass
    tell_worries(journal)
    journal.close()
    tell_held(path, setting, pen)


def tell_worries(journal: Journal) -> None:
    print("worries", *sorted(journal.worries()), flush=True)


def tell_held(path: Path, setting: Setting, pen: Pen) -> None:
    """What the next start finds."""
    again = open_journal(path, setting)
    (log,) = again.logs()
    print("held", len(log.events), log.events == tuple(pen.events[: len(log.events)]), flush=True)
    again.close()


def once(path: Path) -> None:
    """Save a single event, or say why not."""
    try:
        save(open_journal(path), Pen())
    except JournalError as error:
        print("refused", type(error.__cause__).__name__, error.title, flush=True)


WAYS: dict[str, Callable[[Path], None]] = {
    "for_ever": for_ever,
    "file_size_limit": with_a_file_size_limit,
    "ballast": with_a_ballast,
    "once": once,
    "second_place": with_a_second_place,
    "real_ballast": with_a_real_ballast,
}


def command(how: str, path: Path) -> list[str]:
    """The command that runs this as a process of its own; its working folder is the checkout."""
    return [sys.executable, "-m", "tests.client.journal_child", how, str(path)]


def said(lines: str) -> Iterator[tuple[str, str]]:
    """What it printed, as pairs of a line's first word and the rest."""
    for line in lines.splitlines():
        word, _, rest = line.partition(" ")
        yield word, rest


if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]))
