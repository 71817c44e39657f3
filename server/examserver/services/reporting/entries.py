"""At the authority: takes one entry of a report in: the candidate, the attempt, and what was decided of it.

Rule: who a candidate is, is what the authority knows; a site cannot change it. Each receipt and the attempt's
id are checked, rulings are only ever added.
"""

from dataclasses import dataclass

import msgspec
from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.attempt_ids import attempt_id
from examprotocol.errors import ProtocolError
from examprotocol.events import Epoch
from examprotocol.package_attachments import SHA256, is_consistent
from examprotocol.receipts import open_receipt
from examprotocol.result_package import EntryRecord, ReportAbout
from examprotocol.rulings import Ruling
from examprotocol.short_code import short_code
from examserver.services.order import Bench
from examserver.services.reporting.faults import ReportFault, ReportFaultError
from examserver.services.rulings import OWN_FIRST
from examserver.storage.attempts import Attempt, add_attempt, find_attempt_by_id
from examserver.storage.came_reports import add_entry, change_attempt
from examserver.storage.candidates import Registered, add_candidates, comparable, find_candidate
from examserver.storage.forms import add_form, find_form
from examserver.storage.handed_files import missing_chunks, put_record, record_of
from examserver.storage.receipts import SignedReceipt, add_receipt, has_receipt
from examserver.storage.rulings import add_ruling, rulings_of

LONGEST_NUMBER, LONGEST_NAME, LONGEST_SEAT = 40, 100, 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a report goes: the exam's id here, what the report is, the site's key, and whether it is
    newest.
    """

    exam: str
    about: ReportAbout
    key: jwk.JWK
    is_newest: bool


def take_entry(bench: Bench, place: Place, record: EntryRecord) -> None:
    """Take it in, in the caller's transaction; raises ReportFaultError."""
    _take_candidate(bench.connection, record)
    room, seat = _plain(record.room)[:LONGEST_NUMBER], _plain(record.seat)[:LONGEST_SEAT]
    add_entry(bench.connection, place.exam, record.candidate, room, seat)
    if record.attempt:
        _take_attempt(bench, place, record)


def _take_candidate(connection: Connection, record: EntryRecord) -> None:
    number = record.candidate
    is_number = number and comparable(number) == number and len(number) <= LONGEST_NUMBER
    if not is_number or "\0" in number + record.identity or len(record.identity) > LONGEST_NUMBER:
        raise ReportFaultError(ReportFault.UNREADABLE)
    known = find_candidate(connection, number)
    if known is None:
        name, seat = _plain(record.name)[:LONGEST_NAME], _plain(record.seat)[:LONGEST_SEAT]
        add_candidates(connection, [Registered(number, name, record.identity, seat)])
    elif known.identity_number != record.identity:
        raise ReportFaultError(ReportFault.ANOTHER_PERSON)


def _take_attempt(bench: Bench, place: Place, record: EntryRecord) -> None:
    connection, about = bench.connection, place.about
    if attempt_id(about.service, about.exam, about.paper, record.candidate) != record.attempt:
        raise ReportFaultError(ReportFault.ANOTHER_ATTEMPT)
    told = _attempt(place, record)
    known = find_attempt_by_id(connection, record.attempt)
    if known is None:
        add_attempt(connection, told)
    elif (known.exam, known.candidate) != (told.exam, told.candidate):
        raise ReportFaultError(ReportFault.ANOTHER_ATTEMPT)
    elif place.is_newest:
        change_attempt(connection, told)
    for token in record.receipts:
        _take_receipt(connection, place, record.attempt, token)
    _take_rulings(connection, record)
    _take_files(bench, record)
    if record.form is not None and find_form(connection, record.attempt) is None:
        add_form(connection, record.attempt, record.form)


def _attempt(place: Place, record: EntryRecord) -> Attempt:
    if not can_be_stored(record.claimed):
        raise ReportFaultError(ReportFault.UNREADABLE)
    return Attempt(
        record.attempt,
        place.exam,
        record.candidate,
        granted=record.granted,
        submitted=record.submitted,
        generation=max(1, record.generation),
        closed=record.closed,
        claimed=record.claimed,
    )


def _take_receipt(connection: Connection, place: Place, attempt: str, token: str) -> None:
    """A receipt that the site did not sign, or of something else, makes the entry untrue."""
    try:
        receipt = open_receipt(token, place.key)
    except ProtocolError as error:
        raise ReportFaultError(ReportFault.UNREADABLE) from error
    if (receipt.attempt, receipt.site) != (attempt, place.about.service):
        raise ReportFaultError(ReportFault.ANOTHER_ATTEMPT)
    if not 1 <= receipt.number < 1 << 31 or SHA256.fullmatch(receipt.answers) is None:
        raise ReportFaultError(ReportFault.UNREADABLE)
    if not has_receipt(connection, attempt, token):
        code = short_code(token.encode())
        add_receipt(connection, SignedReceipt(attempt, receipt.number, code, receipt.answers, token))


def _take_rulings(connection: Connection, record: EntryRecord) -> None:
    """In the site's order, after those of the site that are here, and below those that were made here: what
    the authority has ruled holds, whenever the site's ruling was made or came.
    """
    known = rulings_of(connection, record.attempt)
    here = {_unnumbered(one) for one in known}
    number = max((one.number for one in known if one.number < OWN_FIRST), default=0)
    for ruling in sorted(record.rulings, key=lambda one: one.number):
        if ruling.attempt != record.attempt:
            raise ReportFaultError(ReportFault.ANOTHER_ATTEMPT)
        if _unnumbered(ruling) not in here:
            number += 1
            if number >= OWN_FIRST:
                raise ReportFaultError(ReportFault.UNREADABLE)
            add_ruling(connection, msgspec.structs.replace(ruling, number=number))
            here.add(_unnumbered(ruling))


def _unnumbered(ruling: Ruling) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(ruling, number=0))


def _take_files(bench: Bench, record: EntryRecord) -> None:
    """How the attached files are sealed; of one that is here whole nothing is changed."""
    for file in record.files:
        if SHA256.fullmatch(file.sha256) is None or not is_consistent(file):
            raise ReportFaultError(ReportFault.UNREADABLE)
        known = record_of(bench.connection, record.attempt, file.sha256)
        if known is None or (known != file and missing_chunks(bench.folder, known)):
            put_record(bench.connection, record.attempt, file)


def can_be_stored(epoch: Epoch) -> bool:
    """Whether the tables of every database can hold it."""
    return all(0 <= one < 1 << 31 for one in (epoch.generation, epoch.grant, epoch.hop))


def _plain(text: str) -> str:
    return text.replace("\0", "")
