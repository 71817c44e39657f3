"""The journal of one attempt: every event, on disk before anyone is told that it is saved.

Rule: append-only, encrypted, SQLite in WAL with `synchronous=FULL`; the hash chain is checked at open, since
SQLite's own check misses most single flipped bits. What cannot be saved in one place is saved in another.
"""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import RLock

from examclient.domain.worries import LOST, Worry
from examclient.errors import JournalError
from examclient.storage.attached_files import NOTE
from examclient.storage.ballast import DiskRoom
from examclient.storage.journal_content import Content, Kept, joined
from examclient.storage.journal_errors import DiskError
from examclient.storage.journal_mirror import Mirror, what_is_mirrored
from examclient.storage.journal_opening import Opened, open_place, what_is_left
from examclient.storage.journal_places import Places
from examclient.storage.journal_safe import data_folder_of
from examclient.storage.journal_setting import Setting
from examprotocol.events import Event, Writer, WriterLog

log = logging.getLogger(__name__)


class Journal:
    """Owns what is saved of an attempt, wherever it lies; may be called from any thread. Knows no answers."""

    def __init__(
        self,
        places: Places,
        kept: Kept,
        mirror: Mirror | None = None,
        worries: frozenset[Worry] = frozenset(),
        room: DiskRoom | None = None,
    ) -> None:
        self._places = places
        self._kept = kept
        self._mirror = mirror
        self._worries = worries
        self._room = room
        self._lock = RLock()

    def append(self, writer: Writer, events: Sequence[Event]) -> None:
        """Store events of a writer, all or none; they are on disk when this returns. Raises JournalError."""
        with self._lock:
            self._places.write(lambda file: file.add(writer, events))
            self._kept.take(writer, events)
        self._copy()

    def logs(self) -> tuple[WriterLog, ...]:
        """All events, as they are on disk."""
        return self._kept.content().logs

    def content(self) -> Content:
        """All events and notes, as they are on disk."""
        return self._kept.content()

    def found(self) -> tuple[WriterLog, ...]:
        """What has turned up in the mirror since the last call, and is not here: it came back only later."""
        offered = self._mirror.take_offered() if self._mirror is not None else Content()
        here = self._kept.content()
        self._take_notes_of_files(offered.notes)
        return tuple(one for one in offered.logs if not Content((one,)).is_in(here))

    def _take_notes_of_files(self, notes: Mapping[str, str]) -> None:
        """Without what is noted of it a file cannot be opened, wherever its chunks are."""
        for key in sorted(notes):
            if key.startswith(NOTE) and not self.noted(key):
                try:
                    self.note(key, notes[key])
                except JournalError as error:
                    log.warning("what has turned up of a file cannot be noted: %s", error)

    def is_whole(self) -> bool:
        """Whether nothing was lost of it when it was opened, as far as can be told."""
        return not self._worries & LOST

    def check(self) -> None:
        """Read the disk; raise JournalError where events are damaged or missing there."""
        with self._lock:
            self._places.check()

    def note(self, key: str, value: str) -> None:
        """Keep a short text beside the events, such as the receipt. Raises JournalError."""
        with self._lock:
            self._places.write(lambda file: file.note(key, value))
            self._kept.note(key, value)
        self._copy()

    def noted(self, key: str) -> str:
        """A text that was kept, or `""`."""
        return self._kept.noted(key)

    def worries(self) -> frozenset[Worry]:
        """What a person should hear of; asks no disk. What was shown as saved is safe all the same."""
        mirror = {Worry.MIRROR} if self._mirror is not None and self._mirror.has_failed else set()
        return self._worries | self._places.worries | mirror

    def look_for_room(self) -> None:
        """See how much room the disk has now: what has come back worries nobody, and is kept again."""
        if self._room is None:
            return
        self._room.take_ballast()
        scarce = {Worry.LITTLE_ROOM} if self._room.is_scarce() else set()
        over = {Worry.LITTLE_ROOM} | ({Worry.BALLAST_GONE} if self._room.has_ballast() else set())
        with self._lock:
            self._worries = (self._worries - over) | scarce
            self._places.worries -= over

    def close(self) -> None:
        """Close the files; what is written after that raises JournalError."""
        with self._lock:
            self._places.close()
        if self._mirror is not None:
            self._mirror.close()

    def _copy(self) -> None:
        if self._mirror is not None:
            self._mirror.wake()


def open_journal(path: Path, setting: Setting = Setting()) -> Journal:  # noqa: B008 - frozen
    """Open or begin the journal at `path`, with all that lies of it in the other places.

    A damaged file is moved aside with a dated name, and what can be read of it goes on. Raises JournalError
    where this machine cannot save, or where another version or another program has the file.
    """
    worries = set[Worry]()
    paths = setting.places(path)
    opened = _first_that_opens(paths, setting, worries)
    kept = Kept(joined(_all_copies(path, opened, setting, worries)))
    places = Places(paths, kept, setting.recipients, setting.room)
    places.begin_with(opened.file)
    try:
        if kept.content() != opened.content:
            places.write(lambda file: file.hold(kept.content()))
    except JournalError:
        places.close()
        raise
    return Journal(places, kept, _mirror(path, kept, setting), opened.worries | worries, setting.room)


def _first_that_opens(paths: tuple[Path, ...], setting: Setting, worries: set[Worry]) -> Opened:
    trouble = None
    is_new = not any(map(_may_have_begun, paths))
    for place in paths:
        try:
            if setting.room is not None:
                is_first = place == paths[0]
                room = setting.room if is_first else setting.room.elsewhere(data_folder_of(place))
                _look_for_room(room, worries, is_new=is_new)
            return _opened_with_all_room(place, setting, worries)
        except DiskError as error:
            log.error("journal %s cannot be written in %s: %s", place.name, place.parent, error)
            trouble = trouble or error
    assert trouble is not None, "there is a first place"
    raise trouble


def _may_have_begun(place: Path) -> bool:
    """A disk that does not say counts as one where it has."""
    try:
        return place.exists()
    except OSError:
        return True


def _look_for_room(room: DiskRoom, worries: set[Worry], *, is_new: bool) -> None:
    """Only a new attempt is refused, and only a disk that could not hold it to its end."""
    if is_new:
        room.require()
    room.take_ballast()
    if room.is_scarce():
        worries.add(Worry.LITTLE_ROOM)


def _opened_with_all_room(place: Path, setting: Setting, worries: set[Worry]) -> Opened:
    try:
        return open_place(place, setting.recipients)
    except DiskError as error:
        if not error.is_full or setting.room is None or not setting.room.drop_ballast():
            raise
    worries.add(Worry.BALLAST_GONE)
    return open_place(place, setting.recipients)


def _all_copies(path: Path, opened: Opened, setting: Setting, worries: set[Worry]) -> list[Content]:
    """The mirror is read only where the first place had not everything, and no longer than it may hang."""
    others = [what_is_left(place) for place in setting.places(path) if place != opened.file.path]
    mirrored = setting.mirrored(path)
    is_whole = opened.file.path == path and opened.content.logs and not opened.worries
    if mirrored is not None and not is_whole:
        found = what_is_mirrored(mirrored)
        if found is None:
            worries.add(Worry.MIRROR)
        else:
            others.insert(0, found)
    return [*others, opened.content]


def _mirror(path: Path, kept: Kept, setting: Setting) -> Mirror | None:
    mirrored = setting.mirrored(path)
    if mirrored is None:
        return None
    mirror = Mirror(mirrored, kept.content, setting.recipients)
    mirror.wake()
    return mirror
