"""What an order of the site's staff is: a value that can be carried out here, or sent to the running service.

Rule: one process writes. While the service runs, commands send their orders to it; else they carry them out
themselves, in one transaction either way. The audit log gets a row for each in that same transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol, TypeVar

import msgspec
from jwcrypto import jwk
from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.errors import OrderError
from examserver.services.alive.newer_life import require_newest_life
from examserver.services.audit import Deed, Giver, note_deed, require_new, told
from examserver.services.receipt_book import ReceiptBook
from examserver.services.seal import Seal
from examserver.storage.folder import ServiceFolder
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.site import SiteIdentity

T = TypeVar("T")

LONGEST_BY = 100
"""Characters: the tables and the reports to the authority keep no longer name."""


class Outcome(msgspec.Struct, frozen=True):
    """What came of an order: lines for the terminal, and the number that was given where it gives one.

    `content` is what a program reads: a file where one was asked for, or a value as JSON. `unfinished` names
    what is stored, but takes more transactions until all of it is done; `""` where nothing does.
    """

    lines: tuple[str, ...] = ()
    content: bytes = b""
    number: int = 0
    unfinished: str = ""


class Reading(Protocol):
    """Runs a query on one state of the tables."""

    def __call__(self, query: Callable[[Connection], T], /) -> T:
        """What the query gives."""
        ...


def reading_by(connection: Connection) -> Reading:
    """Reads by a connection that is there."""

    def read(query: Callable[[Connection], T], /) -> T:
        return query(connection)

    return read


@dataclass(frozen=True, slots=True)
class Preparation:
    """What an order may look at, and copy, before its transaction: nothing of that holds saves up."""

    folder: ServiceFolder
    identity: SiteIdentity
    clock: Clock
    read: Reading


@dataclass(frozen=True, slots=True)
class Bench:
    """What an order works with. `now` is the site time in milliseconds, `key` the service's signing key."""

    connection: Connection
    folder: ServiceFolder
    identity: SiteIdentity
    key: jwk.JWK
    now: int

    @property
    def book(self) -> ReceiptBook:
        """Signs what an order changes of receipts."""
        return ReceiptBook(PaperShelf(self.folder.papers, self.key), Seal(self.identity, self.key))


class StaffOrder(msgspec.Struct, frozen=True, tag_field="order", forbid_unknown_fields=True):
    """Base of all orders; each has a tag, and says itself how it is carried out and what is noted of it.

    `RECORDED` names the fields that the audit log keeps; `by` and `reason` go into it besides, where an order
    has them. What is secret or of a person (hashes, names, identity numbers) is never among them.
    """

    RECORDED: ClassVar[tuple[str, ...]] = ()
    IN_ANY_LIFE: ClassVar[bool] = False
    """Whether it is carried out also where another machine has taken over the service."""

    def prepare(self, preparation: Preparation) -> "StaffOrder":  # noqa: ARG002 - most orders need none
        """Do what takes long, outside of the transaction; returns the order that is then carried out."""
        return self

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SiteError with what to do, and then nothing is changed."""
        raise NotImplementedError

    def deed(self) -> Deed | None:
        """What the audit log keeps; None for what changes nothing."""
        about = {name: told(getattr(self, name)) for name in self.RECORDED}
        reason, by = (str(getattr(self, name, "")) for name in ("reason", "by"))
        return Deed(str(self.__struct_config__.tag), about, reason, by)

    def go_on(self, bench: Bench, outcome: Outcome) -> Outcome:
        """Do more of what is unfinished; returns what has come of the whole order by now."""
        raise NotImplementedError


def _require_who(order: StaffOrder) -> None:
    by = str(getattr(order, "by", ""))
    if len(by) > LONGEST_BY or not by.isprintable():
        raise OrderError(
            f"The name of who orders it has more than {LONGEST_BY} characters, or some that cannot be seen.",
            "Give a shorter one with --by.",
        )


def carry_out(order: StaffOrder, bench: Bench, giver: Giver) -> Outcome:
    """Carry an order out and note it in the audit log; raises SiteError, and then nothing is changed."""
    if not order.IN_ANY_LIFE:
        require_newest_life(bench.connection)
    require_new(bench.connection, giver, bench.now)
    _require_who(order)
    outcome = order.carry_out(bench)
    if (deed := order.deed()) is not None:
        note_deed(bench.connection, deed, giver, bench.now)
    return outcome
