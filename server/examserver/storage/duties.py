"""Which proctors have which rooms at a sitting, and the changes of it that somebody wants approved.

All times are site times in milliseconds; 0 means never.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from examserver.storage import schema

_DUTIES, _WISHES = schema.duties, schema.duty_wishes
DAY = 24 * 3_600_000


class WishState(StrEnum):
    """What became of a wish."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Duty:
    """A proctor has a room at a sitting."""

    sitting: str
    room: str
    member: str


@dataclass(frozen=True, slots=True)
class DutyWish:
    """Somebody wants a proctor to have a room at a sitting (`joins`), or to have it no more, and why."""

    id: str
    sitting: str
    room: str
    member: str
    joins: bool
    state: WishState
    at: int
    by: str
    reason: str
    decided: int = 0
    decided_by: str = ""


def duties_at(connection: Connection, sitting: str) -> tuple[Duty, ...]:
    """Who has which room at a sitting."""
    query = select(_DUTIES).where(_DUTIES.c.sitting == sitting).order_by(_DUTIES.c.room, _DUTIES.c.member)
    return tuple(Duty(**row._mapping) for row in connection.execute(query))


def set_duty_at(connection: Connection, duty: Duty, *, joins: bool) -> None:
    """Let a proctor have a room at a sitting, or have it no more."""
    where = (_DUTIES.c.sitting == duty.sitting, _DUTIES.c.room == duty.room, _DUTIES.c.member == duty.member)
    connection.execute(delete(_DUTIES).where(*where))
    if joins:
        connection.execute(insert(_DUTIES).values(asdict(duty)))


def forget_duties_of(connection: Connection, member: str) -> None:
    """Somebody is not of the staff any more."""
    for table in (_DUTIES, _WISHES):
        connection.execute(delete(table).where(table.c.member == member))


def rooms_on_duty(connection: Connection, member: str, now: int) -> tuple[str, ...]:
    """The rooms that somebody has at a sitting of these hours: from a day before its start on, until half a
    day after its closing.
    """
    exams = schema.exams
    near = (exams.c.starts - DAY <= now, exams.c.closes + DAY // 2 > now)
    query = (
        select(_DUTIES.c.room)
        .join(exams, exams.c.sitting == _DUTIES.c.sitting)
        .where(_DUTIES.c.member == member, *near)
        .distinct()
    )
    return tuple(sorted(connection.execute(query).scalars()))


def add_wish(connection: Connection, wish: DutyWish) -> None:
    """Store a wish."""
    connection.execute(insert(_WISHES).values(asdict(wish)))


def find_wish(connection: Connection, wish_id: str) -> DutyWish | None:
    """The wish with this id."""
    row = connection.execute(select(_WISHES).where(_WISHES.c.id == wish_id)).one_or_none()
    return _wish(row._mapping) if row else None


def wishes_at(connection: Connection, sittings: Collection[str]) -> tuple[DutyWish, ...]:
    """All wishes for these sittings, the newest first."""
    query = select(_WISHES).where(_WISHES.c.sitting.in_(sittings)).order_by(_WISHES.c.at.desc(), _WISHES.c.id)
    return tuple(_wish(row._mapping) for row in connection.execute(query))


def decide_wish(connection: Connection, wish_id: str, state: WishState, by: str, now: int) -> None:
    """Note what became of a wish."""
    values = {"state": state, "decided_by": by, "decided": now}
    connection.execute(update(_WISHES).where(_WISHES.c.id == wish_id).values(values))


def _wish(values: RowMapping) -> DutyWish:
    wish = DutyWish(**values)
    return replace(wish, state=WishState(wish.state))
