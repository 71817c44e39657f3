"""Takes journals away that are not needed any more.

Rule: a journal stays until the service has confirmed a verified backup that holds all of its events. What was
moved aside, is open, or cannot be read stays.
"""

import logging
from collections.abc import Mapping
from pathlib import Path

from examclient.errors import JournalError
from examclient.storage.journal_aside import remove
from examclient.storage.journal_content import Content, joined
from examclient.storage.journal_errors import translated
from examclient.storage.journal_file import JournalFile
from examclient.storage.journal_safe import JOURNALS
from examprotocol.events import Head, WriterLog, event_hash

log = logging.getLogger(__name__)

Confirmed = Mapping[str, Head]
"""How far the backup holds each writer of an attempt, by the writer's id."""


def purge(data_folders: tuple[Path, ...], confirmed: Mapping[str, Confirmed]) -> tuple[str, ...]:
    """Remove the attempts that a backup holds whole, all copies of each; returns those that were removed.

    `data_folders` are those of the first place, the second and the mirror. What cannot be removed stays.
    """
    done = []
    for attempt, heads in confirmed.items():
        paths = [folder / JOURNALS / f"{attempt}.journal" for folder in data_folders]
        try:
            if _purged(paths, heads):
                done.append(attempt)
        except JournalError as error:
            log.warning("the journal of attempt %s stays: %s", attempt, error)
    return tuple(done)


def _purged(paths: list[Path], heads: Confirmed) -> bool:
    copies = {path: _content_of(path) for path in paths if _is_there(path)}
    whole = joined(copies.values())
    if not copies or not _is_held(whole, heads) or not all(copy.is_in(whole) for copy in copies.values()):
        return False
    for path in copies:
        with translated(path):
            remove(path)
    log.info("journal %s is in a verified backup and was purged", paths[0].name)
    return True


def _is_there(path: Path) -> bool:
    with translated(path):
        return path.exists()


def _content_of(path: Path) -> Content:
    """All of it; raises JournalError where it is damaged, or in use."""
    file = JournalFile(path)
    try:
        file.check()
        return file.content()
    finally:
        file.close()


def _is_held(content: Content, heads: Confirmed) -> bool:
    return all(_head_of(one) == heads.get(one.writer.id) for one in content.logs if one.events)


def _head_of(one: WriterLog) -> Head:
    return Head(len(one.events), event_hash(one.writer, one.events[-1]))
