"""At the authority: a report from its signed index to the acknowledgement, step by step.

Rule: an index counts only with the signature of a site that has joined, for this authority, sealed to its
key. Each content part is taken in by one transaction, which also says that it is done: a break costs at most
one.
"""

import logging
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import DataError

from examprotocol.errors import ForgedError, ProtocolError, VersionError
from examprotocol.report_messages import Acknowledgement, EntryFault, sign_acknowledgement
from examprotocol.result_package import Content, ResultIndex, ResultPart, Summary
from examprotocol.result_seal import PartSealer, claimed_index, index_id, open_index, open_sealer
from examprotocol.signing import read_key
from examserver.errors import ExamSiteError
from examserver.services.audit import Deed, Giver, note_deed
from examserver.services.keys import opening_key
from examserver.services.order import Bench
from examserver.services.reporting.faults import ReportFault, ReportFaultError
from examserver.services.reporting.merging import Arrived, check_content, take_content
from examserver.services.reporting.records import held_photos, settled_record
from examserver.storage.audit import Told
from examserver.storage.came_reports import (
    CameReport,
    ReportedExam,
    find_came_report,
    find_reported_exam,
    forget_unfinished,
    put_came_report,
    reported_entries,
    shed_indexes,
)
from examserver.storage.exam_sites import (
    ExamSite,
    ExamSiteState,
    all_exam_sites,
    change_exam_site,
    find_exam_site,
)
from examserver.storage.folder import ServiceFolder
from examserver.storage.gathering import files_in
from examserver.storage.handed_files import missing_chunks
from examserver.storage.result_parts import read_part
from examserver.storage.site import read_site

log = logging.getLogger(__name__)

NETWORK, FILE = "network", "file"


@dataclass(frozen=True, slots=True)
class Opened:
    """A report whose index is right: of which site it is, and what opens its content."""

    token: str
    index: ResultIndex
    site: ExamSite
    sealer: PartSealer

    @property
    def report(self) -> str:
        """The SHA-256 of the index."""
        return index_id(self.token)

    @property
    def contents(self) -> tuple[ResultPart, ...]:
        """The sealed content parts, in their order."""
        return tuple(part for part in self.index.parts if part.kind == "content")


def open_report(connection: Connection, folder: ServiceFolder, token: str) -> Opened:
    """Check the index of a report; raises ExamSiteError, which says what is wrong with it."""
    data = token.encode()
    try:
        claimed = claimed_index(data).about
    except ProtocolError as error:
        raise ExamSiteError("This is no result package.", "Take the file that the site has made.") from error
    site = find_exam_site(connection, claimed.site)
    if site is None or site.key is None or site.state is not ExamSiteState.JOINED:
        raise _not_joined()
    try:
        index = open_index(data, read_key(site.key))
        sealer = open_sealer(index, opening_key(folder))
    except VersionError as error:
        raise ExamSiteError(f"This is {error}.", "Use this program in the site's version.") from error
    except ForgedError as error:
        raise ExamSiteError(
            f"The result package of {site.name} was changed, or is sealed to another authority's key.",
            "Have the site make it once more.",
        ) from error
    except ProtocolError as error:
        raise ExamSiteError("This is no result package.", "Take the file that the site has made.") from error
    opened = Opened(token, index, site, sealer)
    _require_for_us(connection, opened)
    return opened


def require_still_joined(connection: Connection, opened: Opened) -> None:
    """Raise ExamSiteError where a site was removed since its report was looked at."""
    known = find_exam_site(connection, opened.index.about.site)
    if known is None or known.state is not ExamSiteState.JOINED:
        raise _not_joined()


def _not_joined() -> ExamSiteError:
    return ExamSiteError(
        "This result package is of a site that has not joined, or was removed.",
        "See which have: examserver sites DIR list",
    )


def begin(connection: Connection, opened: Opened, way: str, now: int) -> CameReport:
    """Note that a report is arriving; one that was kept without being taken in is tried once more."""
    about, site = opened.index.about, opened.site
    if not site.service:
        change_exam_site(connection, replace(site, service=about.service))
    known = find_came_report(connection, opened.report)
    if known is None:
        known = CameReport(
            opened.report, site.id, about.exam, about.generation, about.number, now, way, opened.token
        )
    elif known.fault:
        known = replace(known, way=way, done=0, fault="", acknowledgement="", acknowledged=0)
    else:
        return known
    put_came_report(connection, known)
    if forgotten := forget_unfinished(connection, known):
        log.warning("%s: %d reports that never became whole are forgotten", site.id, forgotten)
    return known


def open_next(folder: ServiceFolder, opened: Opened, row: CameReport) -> Content | ReportFault:
    """The next content part, which is here; raises StorageError where it is not.

    Each comes twice: to be taken in, and when all are, to see whether what its entries name has come.
    """
    place = row.done % len(opened.contents)
    try:
        return opened.sealer.open(read_part(folder, opened.contents[place]), place + 1)
    except ProtocolError as error:
        log.warning("alarm: report %s: %s", row.report, error)
        return ReportFault.UNREADABLE


def take_next(
    bench: Bench, opened: Opened, expected: CameReport, content: Content | ReportFault
) -> CameReport:
    """Take a content part in, or look it through, and note that; what was done meanwhile is not done
    again.
    """
    row = find_came_report(bench.connection, opened.report)
    if row is None:  # the site has begun so many others since that this one was forgotten
        return expected
    if row.done != expected.done or row.fault:
        return row
    try:
        if isinstance(content, ReportFault):
            raise ReportFaultError(content)
        arrived, new = Arrived(opened.index.about, opened.site, row), 0
        with bench.connection.begin_nested():
            if row.done < len(opened.contents):
                new = take_content(bench, arrived, content)
            else:
                check_content(bench, arrived, content)
        row = replace(row, done=row.done + 1, new=row.new + new)
    except ReportFaultError as error:
        row = replace(row, fault=error.fault.value)
    except (OverflowError, DataError) as error:
        log.warning("alarm: report %s: what no table can hold: %s", row.report, type(error).__name__)
        row = replace(row, fault=ReportFault.UNREADABLE.value)
    put_came_report(bench.connection, row)
    return row


def is_at_end(opened: Opened, row: CameReport) -> bool:
    """Whether nothing of the content is left to be taken in."""
    return bool(row.fault) or row.done >= 2 * len(opened.contents)


def acknowledge(bench: Bench, opened: Opened, giver: Giver) -> CameReport:
    """Sign what the authority has of the report now; once it is signed it stays."""
    row = find_came_report(bench.connection, opened.report)
    assert row is not None, "it has begun"
    if row.acknowledgement:
        return row
    signed = sign_acknowledgement(_acknowledgement(bench, opened, row), bench.key)
    row = replace(row, acknowledgement=signed, acknowledged=bench.now)
    put_came_report(bench.connection, row)
    shed_indexes(bench.connection, row)
    about: dict[str, Told] = {
        "site": row.site,
        "exam": row.exam,
        "number": row.number,
        "fault": row.fault,
        "added": row.new,
    }
    note_deed(bench.connection, Deed("take_report", about), giver, bench.now)
    log.info("report %d of %s at %s: %d events new %s", row.number, row.exam, row.site, row.new, row.fault)
    return row


def _acknowledgement(bench: Bench, opened: Opened, row: CameReport) -> Acknowledgement:
    connection, about = bench.connection, opened.index.about
    said = Acknowledgement(
        about.authority, about.site, about.exam, about.number, row.report, bench.now, fault=row.fault
    )
    reported = find_reported_exam(connection, about.service, about.exam)
    if row.fault or reported is None:
        return said
    entries = reported_entries(connection, reported.exam).values()
    own = [one for one in entries if one.report == row.report]
    files = files_in(connection, reported.exam)
    return msgspec.structs.replace(
        said,
        taken={one.candidate: one.taken for one in own if one.taken and not one.fault},
        entries=sum(bool(one.taken) for one in entries),
        events=row.new,
        lacking=sum(bool(missing_chunks(bench.folder, file)) for file in files),
        faults=tuple(EntryFault(one.candidate, one.fault) for one in own if one.fault),
        record=_record(connection, reported, row),
        photos=held_photos(connection, bench.folder, reported.exam),
    )


def _record(connection: Connection, reported: ReportedExam, row: CameReport) -> str:
    """What it holds of door and rooms; an older report than the newest says nothing of it."""
    if (row.generation, row.number) != (reported.generation, reported.number):
        return ""
    told = msgspec.json.decode(reported.summary, type=Summary, strict=True).record
    return settled_record(connection, reported.exam, row.report, told)


def _require_for_us(connection: Connection, opened: Opened) -> None:
    about, site = opened.index.about, opened.site
    own = read_site(connection).id
    if about.authority != own:
        raise ExamSiteError("This result package is for another authority.", "Take it there.")
    if about.service == own:  # its attempts would stand in the way of this service's own
        raise ExamSiteError(f"{site.name} reports under this service's own id.", "Find out what it is.")
    if site.service and site.service != about.service:
        raise ExamSiteError(
            f"The result package of {site.name} names another service than the one that joined.",
            "Have that service join by a file of its own.",
        )
    for other in all_exam_sites(connection):
        is_other = other.id != site.id and other.state is ExamSiteState.JOINED
        if is_other and other.service == about.service:
            raise ExamSiteError(
                f"{site.name} reports under the id of {other.name}.", "Find out which of them it is."
            )
