"""The rooms' signed cards: one for each password that a room ever had.

Rule: of a room's cards for one exam, the one with the highest number is in force.
"""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, insert, select

from examserver.storage import schema

STAYS = 24 * 3_600_000
"""Milliseconds after an exam's close in which its room password still counts: what could not be sent by then
is exported with it.
"""


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card as it is kept: `token` is the signed `RoomCard`, `made` the site time in milliseconds."""

    room: str
    number: int
    exam: str
    made: int
    token: str


_TABLE = schema.room_cards


def cards_of(connection: Connection, room: str, now: int) -> tuple[str, ...]:
    """The cards in force in a room, sorted: one for each exam for which it still counts at `now`."""
    newest = (
        select(func.max(_TABLE.c.number).label("number"))
        .where(_TABLE.c.room == room)
        .group_by(_TABLE.c.exam)
        .subquery()
    )
    query = (
        select(_TABLE.c.token)
        .join(newest, _TABLE.c.number == newest.c.number)
        .join(schema.exams, _TABLE.c.exam == schema.exams.c.id)
        .where(_TABLE.c.room == room, schema.exams.c.closes + STAYS > now)
    )
    return tuple(sorted(connection.execute(query).scalars()))


def newest_card(connection: Connection, room: str, exam: str) -> str | None:
    """The card of a room for an exam that is in force, as long as it counts."""
    query = (
        select(_TABLE.c.token)
        .where(_TABLE.c.room == room, _TABLE.c.exam == exam)
        .order_by(_TABLE.c.number.desc())
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def exams_with_card(connection: Connection, room: str) -> tuple[str, ...]:
    """The ids of the exams for which the room has had a password, sorted."""
    query = select(_TABLE.c.exam).where(_TABLE.c.room == room).distinct().order_by(_TABLE.c.exam)
    return tuple(connection.execute(query).scalars())


def rooms_with_card(connection: Connection, exam: str) -> frozenset[str]:
    """The rooms that have had a password for an exam."""
    query = select(_TABLE.c.room).where(_TABLE.c.exam == exam).distinct()
    return frozenset(connection.execute(query).scalars())


def highest_number(connection: Connection, room: str) -> int:
    """How many passwords the room has had."""
    query = select(func.max(_TABLE.c.number)).where(_TABLE.c.room == room)
    return connection.execute(query).scalar_one() or 0


def add_card(connection: Connection, card: CardRow) -> None:
    """Store a card."""
    connection.execute(insert(_TABLE).values(asdict(card)))
