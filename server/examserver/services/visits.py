"""Takes visits in: what stations say of the proctor's stick that was there.

Rule: each file is one transaction and is logged, also where it is refused. A visit changes no answer.
"""

import logging
from dataclasses import replace

import msgspec
from sqlalchemy import Connection

from examprotocol.visit import Visit
from examserver.services.import_opening import Refused
from examserver.services.import_verdicts import ImportResult, Kind, Verdict, VisitSaid, VisitSiteFault
from examserver.services.order import Bench
from examserver.services.sticks import take_stick_back
from examserver.services.visit_opening import OpenedVisit
from examserver.storage.imports import was_taken
from examserver.storage.sticks import find_stick
from examserver.storage.visits import VisitRow, add_visit, next_visit_number, was_noted

log = logging.getLogger(__name__)


def take_visit(bench: Bench, looked: OpenedVisit | Refused, by: str) -> ImportResult:
    """Take a visit in, or note why not, and log it. `by` says who brought it."""
    number = next_visit_number(bench.connection)
    result = msgspec.structs.replace(judge_visit(bench, looked), number=number)
    row = VisitRow(
        number=number,
        at=bench.now,
        by=by,
        file=result.file.name,
        sha256=result.file.sha256,
        verdict=result.verdict,
        station=result.station,
        fault=result.fault,
        about=result.about,
    )
    log.info("visit %d: %s %s", number, result.verdict, result.fault)
    if isinstance(looked, Refused) or result.visit is None:
        add_visit(bench.connection, row)
        return result
    if looked.stick:
        take_stick_back(bench.connection, looked.stick, by)
    add_visit(bench.connection, _with_what_was_said(row, looked.visit))
    missing = _missing(bench.connection, looked.visit)
    return msgspec.structs.replace(result, visit=msgspec.structs.replace(result.visit, missing=missing))


def judge_visit(bench: Bench, looked: OpenedVisit | Refused) -> ImportResult:
    """What `take_visit` would do, without a word about packages that are not here; nothing is written."""
    if isinstance(looked, Refused):
        return _refused(looked)
    visit = looked.visit
    if looked.stick is None and find_stick(bench.connection, visit.stick) is None:
        refused = Refused(looked.file, VisitSiteFault.UNKNOWN_STICK, visit.stick)
        return msgspec.structs.replace(_refused(refused), station=visit.station)
    said = VisitSaid(
        visit.stick, visit.room, visit.seat, visit.at, len(visit.packages), len(visit.left), visit.done
    )
    is_known = was_noted(bench.connection, looked.file.sha256)
    verdict = Verdict.SAME_AGAIN if is_known else Verdict.TAKEN
    return ImportResult(0, looked.file, verdict, station=visit.station, kind=Kind.VISIT, visit=said)


def _with_what_was_said(row: VisitRow, visit: Visit) -> VisitRow:
    return replace(
        row,
        stick=visit.stick,
        room=visit.room,
        seat=visit.seat,
        visited=visit.at,
        done=visit.done,
        packages=visit.packages,
        left=visit.left,
    )


def _missing(connection: Connection, visit: Visit) -> tuple[str, ...]:
    """The candidates whose packages of this visit are not here."""
    missing = {one.candidate for one in visit.packages if not was_taken(connection, one.sha256)}
    return tuple(sorted(missing))


def _refused(refused: Refused) -> ImportResult:
    return ImportResult(
        0, refused.file, Verdict.REFUSED, fault=str(refused.fault), about=refused.about, kind=Kind.VISIT
    )
