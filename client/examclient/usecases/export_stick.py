"""A proctor's stick takes all that this machine still holds, and a signed word of what it took.

Rule: a stick counts only with the service's signature, and only in its own room. One attempt that cannot be
exported stops no other, and the word that is left on the stick says so.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from jwcrypto import jwk

from examclient.domain.clock import SiteClock
from examclient.domain.export import Exportable, Exported, NotExported, Permit, StickVisit
from examclient.domain.site import Membership
from examclient.errors import ExportError, ExportFault, ExportStoppedError
from examclient.storage.drive_errors import told_of
from examclient.storage.drives import stick_files
from examclient.storage.export_folder import BESIDE, Watcher, put_file
from examclient.usecases.export_one import Errand, ExportOne
from examprotocol.errors import ForgedError, ProtocolError, VisitError
from examprotocol.signing import read_key
from examprotocol.station_proof import station_id_of
from examprotocol.stick import ANSWERS, LARGEST_STICK, VISITS, Stick, open_stick, visit_name
from examprotocol.visit import Visit, VisitedPackage, open_visit, sign_visit

log = logging.getLogger(__name__)

BatchTold = Callable[[Exportable, int, int], None]
"""Told which attempt is begun with, and that it is the n-th of so many, from 1. Several are under way at a
time, but only one call of this."""

ENDS_IT = (ExportFault.GONE, ExportFault.READ_ONLY, ExportFault.FAILING, ExportFault.STOPPED)
"""With these the others need not be tried. One that does not fit on a full drive may be the largest."""


@dataclass(frozen=True, slots=True)
class Round:
    """The folder of the stick, by whose permission, who is told, and who may stop it."""

    folder: Path
    permit: Permit
    told: BatchTold
    is_stopped: Callable[[], bool]


AT_ONCE = 4
"""Attempts: each costs two key derivations of 0.1 s, for which the machine's other cores do nothing."""


@dataclass(slots=True)
class Tally:
    """What came of the attempts so far, in any order; `ended` is why no more are tried."""

    exported: list[Exported] = field(default_factory=list)
    failed: list[NotExported] = field(default_factory=list)
    ended: ExportError | None = None
    begun: int = 0
    lock: Lock = field(default_factory=Lock)


class ExportAll:
    """Serves one stick after the other. `key` is the station's private one; `take_cards` learns what a stick
    brings.
    """

    def __init__(
        self,
        export: ExportOne,
        site: Membership,
        key: jwk.JWK,
        clock: SiteClock,
        take_cards: Callable[[tuple[str, ...]], None],
    ) -> None:
        self._export = export
        self._site = site
        self._key = key
        self._clock = clock
        self._take_cards = take_cards

    def begin(self, folder: Path) -> Stick:
        """Read the stick in this folder and know the room's cards that it brings, so that its password can be
        judged. Raises ExportError (NO_STICK, FORGED_STICK).
        """
        stick = self._stick(folder)
        self._take_cards(stick.cards)
        return stick

    def __call__(self, asked: Round) -> StickVisit:
        """Export all; raises ExportError where there is no stick, or nothing can be put on it at all."""
        stick = self.begin(asked.folder)
        answers, visits = asked.folder / ANSWERS, asked.folder / VISITS
        with told_of(asked.folder, BESIDE):
            answers.mkdir(exist_ok=True)
            visits.mkdir(exist_ok=True)
        tally, listed = Tally(), self._export.exportable()
        errand = Errand(
            answers, asked.permit, is_stopped=asked.is_stopped, opening_key=dict(stick.opening) or None
        )

        def serve(what: Exportable) -> None:
            with tally.lock:
                tally.begun += 1
                asked.told(what, tally.begun, len(listed))
            self._try(what, errand, tally)

        with ThreadPoolExecutor(AT_ONCE, "stick") as helpers:
            for _ in helpers.map(serve, listed):
                pass
        file = self._leave_word(visits, stick, tally)
        return StickVisit(tuple(tally.exported), tuple(tally.failed), file, tally.ended)

    def _try(self, what: Exportable, errand: Errand, tally: Tally) -> None:
        """What is not held any more is in a verified backup of the site by now."""
        if errand.is_stopped():
            tally.ended = tally.ended or ExportStoppedError()
        try:
            _require_possible(what, tally.ended)
            exported = self._export(what.attempt, errand)
        except ExportError as error:
            if error.fault is ExportFault.NOT_HELD:
                return
            log.warning("attempt %s is not on the stick: %s", what.attempt, error)
            with tally.lock:
                tally.failed.append(NotExported(what, error))
                tally.ended = tally.ended or (error if error.fault in ENDS_IT else None)
        else:
            with tally.lock:
                tally.exported.append(exported)

    def _stick(self, folder: Path) -> Stick:
        """The newest that is this room's; of others the first one says why not."""
        found, refused = list[Stick](), list[ExportError]()
        for path in stick_files(folder):
            try:
                found.append(self._read(path))
            except ExportError as error:
                refused.append(error)
        if found:
            return max(found, key=lambda stick: stick.at)
        raise refused[0] if refused else ExportError(ExportFault.NO_STICK, f"There is no stick in {folder}.")

    def _read(self, path: Path) -> Stick:
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST_STICK + 1)
            stick = open_stick(data, read_key(self._site.signing_key))
        except ForgedError as error:
            raise ExportError(
                ExportFault.FORGED_STICK, f"{path.name} is not this site's: {error}."
            ) from error
        except (OSError, ProtocolError) as error:
            raise ExportError(ExportFault.NO_STICK, f"{path.name} cannot be read: {error}.") from error
        if (stick.site, stick.room) != (self._site.site_id, self._site.room):
            raise ExportError(ExportFault.FORGED_STICK, f"{path.name} is for room {stick.room}.")
        return stick

    def _leave_word(self, folder: Path, stick: Stick, tally: Tally) -> Path | None:
        """The signed word of it; where it cannot be written, the stick is as good without."""
        visit = self._visit(stick, tally)
        when = datetime.fromtimestamp(visit.at / 1000, UTC).astimezone()

        def found_good(data: bytes) -> None:
            try:
                open_visit(data, lambda _station: self._key)
            except VisitError as error:
                raise ExportError(ExportFault.WRONG, f"The visit does not open again: {error}.") from error

        try:
            name = visit_name(self._site.seat, self._site.station, when)
            word = sign_visit(visit, self._key)
            return put_file(folder, name, word, Watcher(found_good=found_good), beside=0)
        except (ExportError, VisitError) as error:
            log.warning("the stick does not say what it took: %s", error)
            tally.ended = tally.ended or (error if isinstance(error, ExportError) else None)
            return None

    def _visit(self, stick: Stick, tally: Tally) -> Visit:
        return Visit(
            stick=stick.id,
            site=self._site.site_id,
            room=self._site.room,
            station=station_id_of(self._key),
            key=str(self._key.thumbprint()),
            seat=self._site.seat,
            at=self._clock.now(),
            packages=tuple(package for one in tally.exported for package in _visited(one)),
            left=tuple(one.what.attempt for one in tally.failed),
            done=not tally.failed,
        )


def _require_possible(what: Exportable, ended: ExportError | None) -> None:
    if what.fault is not None:
        raise ExportError(what.fault, f"Attempt {what.attempt} cannot be exported here: {what.fault}.")
    if ended is not None:
        raise ended


def _visited(one: Exported) -> list[VisitedPackage]:
    """Each file with its signed name, which Windows' kind of number is no part of."""
    return [
        VisitedPackage(file.signed_name, file.sha256, one.attempt, one.record.admission_number, file.events)
        for file in one.files
    ]
