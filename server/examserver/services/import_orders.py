"""What the staff can order about a stick's files: take one in, by its file or by its content.

Rule: reading and opening are done before the transaction, beside the saves of stations.
"""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import msgspec

from examprotocol.stick import is_visit_name
from examserver.errors import OrderError
from examserver.services.audit import Deed
from examserver.services.import_attachments import attachment_notes
from examserver.services.import_files import limit_of, read_offered, sticks_beside
from examserver.services.import_opening import Opened, Refused, look_at, shown_name
from examserver.services.import_verdicts import FileFacts, ImportResult, Note, Offered, file_told
from examserver.services.imports import look_ahead, take_in
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.services.visit_orders import TakeVisit, prepared_visit
from examserver.storage.kept_packages import keep_package


class ImportFile(StaffOrder, frozen=True, tag="import_file"):
    """Take in the package or visit in a file: its whole path as the system has it, in bytes.

    `passwords` are room passwords as typed, `by` says who offers it. A dry run only says what would happen.
    The outcome's content is an ImportResult as JSON.
    """

    path: bytes
    by: str
    passwords: tuple[str, ...] = ()
    dry_run: bool = False

    def prepare(self, preparation: Preparation) -> StaffOrder:
        """Read and open it; a file that cannot be is logged with its reason."""
        file = Path(os.fsdecode(self.path))
        data = read_offered(file)
        if isinstance(data, Refused):
            return _refused(data, file.name, self.by, dry_run=self.dry_run)
        sticks = sticks_beside(file) if is_visit_name(file.name) else ()
        offered = Offered(file.name, data, self.by, self.passwords, sticks, file.parent)
        return prepared(preparation, offered, dry_run=self.dry_run)


class ImportContent(StaffOrder, frozen=True, tag="import_content"):
    """The same for content that is in memory: only the service can order it, in its own process.

    `expected` is the SHA-256 that somebody has looked at, `""` for any.
    """

    offered: Offered
    dry_run: bool = False
    expected: str = ""

    def prepare(self, preparation: Preparation) -> StaffOrder:
        """Open it; raises OrderError for another content than expected."""
        if self.expected and hashlib.sha256(self.offered.data).hexdigest() != self.expected:
            raise OrderError("This is another file than was looked at.", "Look at it again.")
        return prepared(preparation, self.offered, dry_run=self.dry_run)


class ImportTooLarge(StaffOrder, frozen=True, tag="import_too_large"):
    """Refuse, and log, a file that nobody reads since it is larger than any package: `size` in bytes."""

    name: str
    size: int
    by: str
    dry_run: bool = False

    def prepare(self, preparation: Preparation) -> StaffOrder:  # noqa: ARG002 - there is nothing to read
        """Say why."""
        facts, (_, fault) = FileFacts(shown_name(self.name), "", "", self.size), limit_of(self.name)
        refused = Refused(facts, fault, str(self.size))
        return _refused(refused, self.name, self.by, dry_run=self.dry_run)


class _TakeIn(StaffOrder, frozen=True, tag="take_in"):
    """Take in what was opened; nobody can send this."""

    looked: Opened | Refused
    by: str
    dry_run: bool

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; a refusal is a result like others."""
        result = look_ahead(bench, self.looked) if self.dry_run else take_in(bench, self.looked, self.by)
        return Outcome(content=msgspec.json.encode(result))

    def deed(self) -> Deed | None:
        """The file by its content, and whose package it is where that was found to be true."""
        if self.dry_run:
            return None
        about = file_told(self.looked.file)
        if isinstance(self.looked, Refused):
            about["fault"] = self.looked.fault
        else:
            about |= {"exam": self.looked.package.exam, "candidate": self.looked.package.candidate}
        return Deed("take_in", about, by=self.by)


def _refused(refused: Refused, name: str, by: str, *, dry_run: bool) -> StaffOrder:
    """Log it where it belongs, by its name."""
    return TakeVisit(refused, by, dry_run) if is_visit_name(name) else _TakeIn(refused, by, dry_run)


def prepared(preparation: Preparation, offered: Offered, *, dry_run: bool) -> StaffOrder:
    """Open what is offered, by its name a visit or else a package; keep what is to be taken in."""
    if is_visit_name(offered.name):
        return prepared_visit(preparation, offered, dry_run=dry_run)
    looked = look_at(preparation, offered)
    if isinstance(looked, Refused):
        return _TakeIn(looked, offered.by, dry_run)
    folder = preparation.folder
    notes = [*looked.notes, *attachment_notes(folder, looked.package, offered.beside, dry_run=dry_run)]
    is_kept = dry_run or keep_package(folder, looked.file.sha256, offered.data)
    if not is_kept and Note.NOT_KEPT not in notes:
        notes.append(Note.NOT_KEPT)
    return _TakeIn(replace(looked, notes=tuple(notes)), offered.by, dry_run)


def result_in(outcome: Outcome) -> ImportResult:
    """The result that the outcome of one of these orders holds."""
    return msgspec.json.decode(outcome.content, type=ImportResult)
