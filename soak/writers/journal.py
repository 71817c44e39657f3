"""The client's journal, written as the client writes it: with a second place and a ballast."""

from collections.abc import Iterable
from pathlib import Path

from examclient.errors import JournalError
from examclient.storage.ballast import DiskRoom
from examclient.storage.journal import Journal, open_journal
from examclient.storage.journal_setting import Setting
from examprotocol.events import Writer
from soak.writers.subject import MOST_TRIES, Finished, Held, Order, Refused, Saved, Tell, Trying
from soak.writing import batches, new_writer

ONE_FILE = 10
"""So many starts write into one journal; then comes the next attempt."""

BALLAST = 1 << 18
"""Bytes: a small one, since it is written anew for every run."""

ASIDE = ("*.damaged-*", "*.locked-*")
"""How a journal is called that could not be read as a whole and was set aside."""


class JournalSubject:
    """A journal in a folder: one writer for each start."""

    name = "journal"

    def prepare(self, folder: Path) -> None:
        """Nothing: the client begins its journals by itself."""

    def write(self, order: Order, tell: Tell) -> None:
        """Open the journal and append; a refused portion is offered again."""
        journal = _opened(order, tell)
        if journal is not None:
            writer = new_writer(_attempt(order.number), order.number)
            if _append_all(journal, writer, order.events, tell):
                tell(Finished())
            journal.close()

    def read(self, folder: Path, numbers: Iterable[int]) -> Held:
        """What the journals of these starts hold, checked link by link."""
        logs, damage = [], []
        for file in sorted({_file(folder, number) for number in numbers}):
            try:
                journal = open_journal(file, _setting(folder))
                logs += [(log.writer, log.events) for log in journal.logs()]
                journal.close()
            except JournalError as error:
                damage.append(error.title)
        damage += [f"{file.name} was set aside" for name in ASIDE for file in folder.rglob(name)]
        return Held(tuple(logs), tuple(damage))


def _opened(order: Order, tell: Tell) -> Journal | None:
    for _ in range(MOST_TRIES):
        try:
            return open_journal(_file(order.folder, order.number), _setting(order.folder))
        except JournalError as error:
            tell(Refused(error.title, plainly=True))
    return None


def _append_all(journal: Journal, writer: Writer, limit: int, tell: Tell) -> bool:
    for events in batches(writer):
        for _ in range(MOST_TRIES):
            tell(Trying(writer.id))
            try:
                journal.append(writer, events)
            except JournalError as error:
                tell(Refused(error.title, plainly=True))
            else:
                tell(Saved(writer.id, events[-1].seq))
                break
        else:
            return False
        if events[-1].seq >= limit:
            return True
    return False


def _setting(folder: Path) -> Setting:
    return Setting(spare=folder / "spare", room=DiskRoom(folder, ballast=BALLAST))


def _attempt(number: int) -> str:
    return f"{number // ONE_FILE:032x}"


def _file(folder: Path, number: int) -> Path:
    return folder / "journals" / f"{_attempt(number)}.journal"
