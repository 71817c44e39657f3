"""The audit log: what is noted of what the staff does, and how the log is checked.

Rule: whatever changes something at the order of a person is noted in the same transaction. Kept are ids,
numbers, rooms and admission numbers; never a password or its hash, nor a candidate's name or identity number.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from enum import Enum

from sqlalchemy import Connection

from examserver.errors import SentTwiceError
from examserver.storage.audit import (
    GENESIS,
    LONGEST_WHO,
    AuditHead,
    AuditRow,
    Told,
    add_audit,
    audit_head,
    audit_rows,
    has_about,
)

ONCE = "once"
"""The field of what an order is about under which it stands by what it is known if it is sent again."""

DAY = 24 * 3_600_000

CONSOLE_WAY, WEB_WAY, SERVICE_WAY = "console", "web", "service"


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gives an order: from where, and as whom where that is known for certain. At the console that is
    the machine's `account`, which may act for somebody.

    `once` is what the order is known by if it is sent again, `""` where it may come as often as it likes.
    """

    way: str
    name: str = ""
    once: str = ""
    account: str = ""


AT_THE_CONSOLE = Giver(CONSOLE_WAY)
"""Whoever uses the service's account on its machine: what such an order says of itself in `by` is taken."""


def at_the_console(account: str) -> Giver:
    """Whoever uses this account on the service's machine."""
    return Giver(CONSOLE_WAY, account=account[:LONGEST_WHO])


def on_the_page(name: str, once: str = "") -> Giver:
    """Somebody who is logged in at the web page."""
    return Giver(WEB_WAY, name, once)


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done (`what` is the tag of the order), on what, and why. `by` is who it says gave it."""

    what: str
    about: Mapping[str, Told] = field(default_factory=dict)
    why: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """What came of checking the log: how far it goes, and the first thing that is wrong with it, or `""`."""

    head: AuditHead
    fault: str = ""


def note_deed(connection: Connection, deed: Deed, giver: Giver, now: int) -> None:
    """Add a row, within the transaction of what it tells of; `now` is the site time in milliseconds.

    An account that acts for somebody stands beside that name.
    """
    about = dict(deed.about) | ({ONCE: giver.once} if giver.once else {})
    who = giver.name or deed.by or giver.account
    if giver.account and who != giver.account:
        about["account"] = giver.account
    add_audit(connection, AuditRow(0, now, giver.way, who, deed.what, about, deed.why))


def require_new(connection: Connection, giver: Giver, now: int) -> None:
    """Raise SentTwiceError where this very order was noted within the last day: it came a second time."""
    if giver.once and has_about(connection, ONCE, giver.once, now - DAY):
        raise SentTwiceError(
            "This was sent twice, and done once.", "If it is to be done once more, open its form anew."
        )


def shown_about(row: AuditRow) -> Iterator[tuple[str, Told]]:
    """What a row was about, for people."""
    return ((name, value) for name, value in row.about.items() if name != ONCE)


def told(value: object) -> Told:
    """A field's value as the log keeps it."""
    match value:
        case Enum():
            return str(value.value)
        case str() | int():
            return value
        case list() | tuple():
            return tuple(str(one) for one in value)
        case _:
            return str(value)


def check_audit(connection: Connection, signed: AuditHead | None = None) -> AuditCheck:
    """Go through the whole log; `signed` is a row that must be in it, by a backup's word."""
    fault, number, last = "", 0, GENESIS
    with closing(audit_rows(connection)) as rows:
        for row in rows:
            number += 1
            fault = _fault_of(row, number, signed)
            if fault:
                return AuditCheck(AuditHead(number - 1, last), fault)
            last = row.hash
    if signed is not None and signed.number > number:
        fault = f"Row {number + 1} is missing: the backup has seen rows up to {signed.number}."
    return AuditCheck(audit_head(connection), fault)


def _fault_of(row: AuditRow, number: int, signed: AuditHead | None) -> str:
    """What is wrong with the row that should be the one of this number."""
    if row.number != number:
        return f"Row {number} is missing: after row {number - 1} comes row {row.number}."
    if row.hash != row.hashed():
        return f"Row {number} does not fit: it was changed, or the row before it was."
    if signed is not None and number == signed.number and row.hash != signed.hash:
        return f"Row {number} is not the one that the backup has signed: the log was written anew."
    return ""
