"""Carries an attempt out of this machine, sealed for the room password and the service, and verified there.

Rule: nobody is told that a package exists before it was read back from the drive, opened and compared. The
journal says of each use of the room password before anything is sealed; a disk that does not take that stands
in no way, for then the drive is what saves the answers.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from examclient.domain.export import Exportable, Exported, ExportRecord, ExportStep, PackageFile, Permit
from examclient.errors import JournalError
from examclient.storage.export_folder import Watcher, put_file, take_away
from examclient.usecases.attempt import Attempt
from examclient.usecases.export_notes import KeptExport, note_export
from examclient.usecases.handed_files import ChunkShelf
from examclient.usecases.holdings import HeldAttempt, Holdings
from examclient.usecases.packing import Packer, Sealed
from examprotocol.events import EXPORT, ProctorActed
from examprotocol.package import Package
from examprotocol.package_name import chunk_name
from examprotocol.room_password import plain_password
from examprotocol.short_code import short_code

log = logging.getLogger(__name__)

Told = Callable[[ExportStep, int, int], None]
"""Told what is being done, how much of how much."""

IsStopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Errand:
    """Where packages go, by whose permission; who is told, who may stop it.

    `opening_key` is the service's, for a machine that does not know it by itself.
    """

    folder: Path
    permit: Permit
    told: Told = lambda _step, _done, _total: None
    is_stopped: IsStopped = lambda: False
    opening_key: dict[str, str] | None = None


class ExportOne:
    """May be called from any thread; takes its time, so off the GUI thread. `running` is who writes here."""

    def __init__(
        self,
        holdings: Holdings,
        packer: Packer,
        running: Callable[[], Attempt | None],
        chunks: ChunkShelf | None = None,
    ) -> None:
        self._chunks = chunks
        self._holdings = holdings
        self._packer = packer
        self._running = running

    def exportable(self) -> tuple[Exportable, ...]:
        """All that this machine still holds, the running attempt first, then what nobody has signed for.

        Takes some 20 ms for each.
        """
        running = self._running()
        return self._holdings.all(running.id if running is not None else "")

    def __call__(self, attempt: str, errand: Errand) -> Exported:
        """Bring one attempt into a folder; raises ExportError, and then there is nothing of it there."""
        errand.told(ExportStep.READING, 0, 1)
        held, at = self._holdings.held(attempt), self._packer.now()
        name = self._packer.name_of(held, at)
        if self._say_who_asked(held, KeptExport(at, name, errand.permit.wrong_tries)):
            held = self._holdings.held(attempt)
        errand.told(ExportStep.SEALING, 0, 1)
        password = plain_password(errand.permit.password)
        sealed = self._packer.seal(held, name, password, errand.opening_key)
        files = self._put(sealed, password, errand)
        done = Exported(attempt, held.events, files, _record(held, at, files))
        self._say_what_came_of_it(
            held, KeptExport(at, name, errand.permit.wrong_tries, done.code, done.events)
        )
        log.info("attempt %s was exported: %d events, package %s", attempt, done.events, done.code)
        return done

    def _say_who_asked(self, held: HeldAttempt, use: KeptExport) -> bool:
        """Say it as an event, which is in the package then, where the candidate sits here and the site has
        not signed yet: what is signed for stays as it is. Returns whether there is a new event.
        """
        attempt = self._running()
        try:
            if attempt is not None and attempt.id == held.attempt and not held.receipt:
                attempt.act(ProctorActed(EXPORT, use.file, use.wrong_tries))
                return True
            note_export(held.journal, use)
        except JournalError as error:
            log.warning("attempt %s is exported; its journal does not say so: %s", held.attempt, error)
        return False

    def _say_what_came_of_it(self, held: HeldAttempt, use: KeptExport) -> None:
        try:
            note_export(held.journal, use)
        except JournalError as error:
            log.warning("the journal of %s does not say that it was exported: %s", held.attempt, error)

    def _put(self, sealed: tuple[Sealed, ...], password: str, errand: Errand) -> tuple[PackageFile, ...]:
        """All of them or none."""
        total, files = sum(len(one.data) for one in sealed), list[PackageFile]()
        beside = list[Path]()
        try:
            self._put_chunks(sealed[0].package, errand, beside)
            for one in sealed:
                before = sum(file.size for file in files)
                files.append(self._put_one(one, password, errand, Share(before, total)))
        except BaseException:
            for path in (*beside, *(file.path for file in files)):
                take_away(path)
            raise
        errand.told(ExportStep.CHECKING, 1, 1)
        return tuple(files)

    def _put_chunks(self, package: Package, errand: Errand, written: list[Path]) -> None:
        """The files of the answers, sealed as they lie here, beside the package that names them. One that is
        not here any more is missing there as well, and whoever takes the package in is told.
        """
        chunks = [chunk for one in package.attachments for chunk in one.chunks]
        for number, chunk in enumerate(chunks, 1) if self._chunks is not None else ():
            sealed = self._chunks.read(package.attempt, chunk.sha256) if self._chunks is not None else None
            if sealed is None:
                log.error("attempt %s: a chunk of a file is not here: %s", package.attempt, chunk.sha256)
                continue
            errand.told(ExportStep.WRITING, number - 1, len(chunks))
            watcher = Watcher(is_stopped=errand.is_stopped)
            written.append(put_file(errand.folder, chunk_name(package.name, number), sealed, watcher))

    def _put_one(self, sealed: Sealed, password: str, errand: Errand, share: "Share") -> PackageFile:
        def found_good(data: bytes) -> None:
            errand.told(ExportStep.CHECKING, 0, 1)
            self._packer.check(sealed, data, password)

        watcher = Watcher(partial(share.tell, errand.told), errand.is_stopped, found_good)
        path = put_file(errand.folder, sealed.package.name, sealed.data, watcher)
        digest, events = hashlib.sha256(sealed.data).hexdigest(), sealed.package.logs
        return PackageFile(
            path,
            len(sealed.data),
            short_code(sealed.data),
            digest,
            sealed.package.name,
            sum(len(one.events) for one in events),
        )


@dataclass(frozen=True, slots=True)
class Share:
    """The place of one file among all that are written, in bytes."""

    before: int
    total: int

    def tell(self, told: Told, done: int, _of_this: int) -> None:
        """Tell how far all of them are."""
        told(ExportStep.WRITING, self.before + done, self.total)


def _record(held: HeldAttempt, at: int, files: tuple[PackageFile, ...]) -> ExportRecord:
    label = held.label
    return ExportRecord(
        name=label.name,
        admission_number=label.candidate,
        identity_number=label.identity_number,
        seat=label.seat,
        exam=label.title,
        answered=held.answered,
        questions=held.questions,
        at=at,
        files=files,
    )
