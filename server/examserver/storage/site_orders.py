"""What the staff want of stations: a row for each order, which stands until it is ended.

Rule: a row is never removed. That one attempt is done with an order, or that it counts for this attempt no
more, is a row of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from sqlalchemy import Connection, Row, bindparam, case, func, insert, literal_column, or_, select, update

from examserver.storage import schema_actions
from examserver.storage.prepared import Prepared

_ORDERS, _DONE = schema_actions.site_orders, schema_actions.site_orders_done

LONGEST_TEXT = 500


class OrderKind(StrEnum):
    """What is ordered. REOPEN: a candidate was let in again after the attempt had ended."""

    NOTICE = "notice"
    PAUSE = "pause"
    CLOSE = "close"
    EXPORT = "export"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom something is ordered: all of a sitting, an exam, a room, a seat, or one attempt.

    What is not `""` has to fit, all of it: an exam and a room mean the candidates of that exam in that room.
    """

    sitting: str = ""
    exam: str = ""
    room: str = ""
    seat: str = ""
    attempt: str = ""

    def covers(self, whom: "Scope") -> bool:
        """Whether somebody, of whom all is said, is among them."""
        return (
            (not self.attempt or self.attempt == whom.attempt)
            and (not self.room or self.room == whom.room)
            and (not self.seat or self.seat == whom.seat)
            and (not self.exam or self.exam == whom.exam)
            and (not self.sitting or self.sitting == whom.sitting)
        )


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order. `at` is when it was given, `since` from when on it counts (a pause may begin before it was
    given), `ended` when it was taken back, 0 while it stands: site times in milliseconds.

    `text` is what candidates are shown, `by` who gave it, `reason` why, for the staff.
    """

    id: str
    kind: OrderKind
    at: int
    since: int
    scope: Scope
    text: str
    by: str
    ended: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Dealt:
    """The attempts that are done with an order, and among them those for which it counts no more, each with
    the site time since when.
    """

    done: frozenset[str] = frozenset()
    lifted: Mapping[str, int] = field(default_factory=dict)

    def joined(self, other: "Dealt") -> "Dealt":
        """What is said here or there."""
        return Dealt(self.done | other.done, {**other.lifted, **self.lifted})

    def leaves(self, order: OrderRow, attempt: str) -> OrderRow | None:
        """What is left of an order for an attempt: None where it counts no more. A pause counts for as long
        as it did: it ends then.
        """
        if attempt not in self.lifted:
            return order
        return replace(order, ended=self.lifted[attempt]) if order.kind is OrderKind.PAUSE else None


NOBODY = Dealt()


_TOUCHING = Prepared(
    select(_ORDERS).where(
        _ORDERS.c.ended == literal_column("0"),
        _ORDERS.c.kind.in_([literal_column("'pause'"), literal_column("'close'")]),
        or_(_ORDERS.c.attempt == literal_column("''"), _ORDERS.c.attempt == bindparam("attempt")),
        or_(_ORDERS.c.exam == literal_column("''"), _ORDERS.c.exam == bindparam("exam")),
    ),
    "attempt",
)
"""Asked at each submit: what may move an attempt's end."""


def add_order(connection: Connection, row: OrderRow) -> None:
    """Store an order that was just given."""
    values = asdict(row)
    connection.execute(insert(_ORDERS).values(values | values.pop("scope")))


def find_order(connection: Connection, order_id: str) -> OrderRow | None:
    """The order with this id."""
    row = connection.execute(select(_ORDERS).where(_ORDERS.c.id == order_id)).one_or_none()
    return _order(row) if row else None


def end_order(connection: Connection, order_id: str, now: int) -> None:
    """From now on it stands no more."""
    connection.execute(update(_ORDERS).where(_ORDERS.c.id == order_id).values(ended=now))


def standing_orders(connection: Connection, given_after: int = 0) -> tuple[OrderRow, ...]:
    """All that stand, the oldest first: those given after this time, and pauses whenever they were given."""
    newer = or_(_ORDERS.c.at > given_after, _ORDERS.c.kind == OrderKind.PAUSE)
    query = select(_ORDERS).where(_ORDERS.c.ended == 0, newer).order_by(_ORDERS.c.at, _ORDERS.c.id)
    return tuple(_order(row) for row in connection.execute(query))


def count_changes(connection: Connection) -> int:
    """How many orders were ever given and ended: of two states of the tables the later one has more."""
    query = select(func.count(), func.count(case((_ORDERS.c.ended > 0, 1)))).select_from(_ORDERS)
    given, ended = connection.execute(query).one()
    return int(given + ended)


def ended_pauses(connection: Connection, since: int) -> tuple[OrderRow, ...]:
    """The pauses that ended after a site time in milliseconds."""
    query = select(_ORDERS).where(_ORDERS.c.kind == OrderKind.PAUSE, _ORDERS.c.ended > since)
    return tuple(_order(row) for row in connection.execute(query.order_by(_ORDERS.c.at, _ORDERS.c.id)))


def expect_touching(connection: Connection, exam: str, attempt: str) -> None:
    """Say that they will be asked for."""
    _TOUCHING.ask(connection, {"exam": exam, "attempt": attempt})


def touching(connection: Connection, exam: str, attempt: str) -> tuple[OrderRow, ...]:
    """The pauses and closings that may be about an attempt: rooms and sittings are not looked at."""
    rows = _TOUCHING.all(connection, {"exam": exam, "attempt": attempt})
    return tuple(_order(row) for row in rows)


def reopened_at(connection: Connection, attempt: str) -> int:
    """When the candidate was let in again last, 0 where never: a site time in milliseconds."""
    query = select(func.max(_ORDERS.c.at)).where(
        _ORDERS.c.attempt == attempt, _ORDERS.c.kind == OrderKind.REOPEN
    )
    return connection.execute(query).scalar_one() or 0


def dealt_with(connection: Connection, given_after: int = 0) -> dict[str, Dealt]:
    """Who is done with what, of the orders that stand and were given after this time."""
    newer = or_(_ORDERS.c.at > given_after, _ORDERS.c.kind == OrderKind.PAUSE)
    query = select(_DONE).join(_ORDERS, _DONE.c.site_order == _ORDERS.c.id).where(_ORDERS.c.ended == 0, newer)
    done: defaultdict[str, set[str]] = defaultdict(set)
    lifted: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(query):
        done[row.site_order].add(row.attempt)
        if row.lifted:
            lifted[row.site_order][row.attempt] = row.at
    return {order: Dealt(frozenset(done[order]), lifted[order]) for order in done}


def lifts_of(connection: Connection, orders: Iterable[str]) -> dict[str, dict[str, int]]:
    """The attempts for which these orders count no more, each with the site time since when, by the order."""
    named = tuple(orders)
    if not named:
        return {}
    query = select(_DONE).where(_DONE.c.site_order.in_(named), _DONE.c.lifted.is_(True))
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(query):
        found[row.site_order][row.attempt] = row.at
    return dict(found)


def lifted_from(connection: Connection, orders: Iterable[OrderRow]) -> dict[str, Dealt]:
    """For whom these orders count no more."""
    lifts = lifts_of(connection, [one.id for one in orders])
    return {order: Dealt(frozenset(since), since) for order, since in lifts.items()}


def dealt_by(connection: Connection, order_id: str, attempt: str) -> Dealt:
    """What one attempt has of an order."""
    query = select(_DONE).where(_DONE.c.site_order == order_id, _DONE.c.attempt == attempt)
    row = connection.execute(query).one_or_none()
    if row is None:
        return NOBODY
    return Dealt(frozenset({attempt}), {attempt: row.at} if row.lifted else {})


def deal_with(connection: Connection, order_id: str, attempt: str, now: int, *, lifted: bool = False) -> None:
    """Note that an attempt is done with an order; with `lifted`, that it counts for this attempt no more
    since `now`, a site time in milliseconds.
    """
    wanted = (_DONE.c.site_order == order_id) & (_DONE.c.attempt == attempt)
    known = connection.execute(select(_DONE.c.lifted).where(wanted)).one_or_none()
    if known is None:
        row = {"site_order": order_id, "attempt": attempt, "at": now, "lifted": lifted}
        connection.execute(insert(_DONE).values(row))
    elif lifted and not known.lifted:
        connection.execute(update(_DONE).where(wanted).values(lifted=True, at=now))


def _order(row: Row[*tuple[object, ...]]) -> OrderRow:
    return OrderRow(
        id=row.id,
        kind=OrderKind(row.kind),
        at=row.at,
        since=row.since,
        scope=Scope(row.sitting, row.exam, row.room, row.seat, row.attempt),
        text=row.text,
        by=row.by,
        ended=row.ended,
        reason=row.reason,
    )
