"""The sittings, their exams, and what was done with them. All times are site times in milliseconds."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, select, update

from examserver.storage import schema
from examserver.storage.exams import Exam, exam_from


@dataclass(frozen=True, slots=True)
class Sitting:
    """A time of a day with several exams. `ended` and `cancelled` are when the staff did that, `moved` when
    they moved its times last; 0 where they did not. What is sat in a `rehearsal` counts for nothing;
    `rehearses` is the real exam of which it was made, `""` where it was not made of one.
    """

    id: str
    title: str
    rehearsal: bool
    made: int
    ended: int = 0
    cancelled: int = 0
    moved: int = 0
    rehearses: str = ""


class Act(StrEnum):
    """What the staff do with a sitting when something went wrong."""

    MOVE = "move"
    EXTEND = "extend"
    SHORTEN = "shorten"
    END = "end"
    CANCEL = "cancel"
    POSTPONE = "postpone"


@dataclass(frozen=True, slots=True)
class ActRow:
    """One of these acts. `minutes` is by how much, `until` the new start where it was moved, else 0."""

    sitting: str
    number: int
    at: int
    what: str
    minutes: int
    until: int
    by: str
    reason: str


_TABLE, _ACTS, _ROOMS = schema.sittings, schema.sitting_acts, schema.exam_rooms


def add_sitting(connection: Connection, sitting: Sitting) -> None:
    """Store a sitting."""
    connection.execute(insert(_TABLE).values(asdict(sitting)))


def find_sitting(connection: Connection, sitting_id: str) -> Sitting | None:
    """The sitting with this id."""
    row = connection.execute(select(_TABLE).where(_TABLE.c.id == sitting_id)).one_or_none()
    return Sitting(**row._mapping) if row else None


def all_sittings(connection: Connection) -> tuple[Sitting, ...]:
    """All sittings, in the order in which they were made."""
    rows = connection.execute(select(_TABLE).order_by(_TABLE.c.made, _TABLE.c.id))
    return tuple(Sitting(**row._mapping) for row in rows)


def rename_sitting(connection: Connection, sitting_id: str, title: str) -> None:
    """Give a sitting another title."""
    connection.execute(update(_TABLE).where(_TABLE.c.id == sitting_id).values(title=title))


def mark_sitting(connection: Connection, sitting_id: str, **times: int) -> None:
    """Note when it was `ended`, `cancelled` or `moved`."""
    connection.execute(update(_TABLE).where(_TABLE.c.id == sitting_id).values(times))


def exams_in(connection: Connection, sitting_id: str) -> tuple[Exam, ...]:
    """The exams of a sitting by their start, with the times that they were given, whatever was ended."""
    exams = schema.exams
    query = select(exams).where(exams.c.sitting == sitting_id).order_by(exams.c.starts, exams.c.id)
    return tuple(exam_from(row) for row in connection.execute(query))


def put_exam(connection: Connection, exam_id: str, sitting_id: str) -> None:
    """Put an exam into a sitting, with `""` into none."""
    exams = schema.exams
    connection.execute(update(exams).where(exams.c.id == exam_id).values(sitting=sitting_id))


def change_exam(connection: Connection, exam_id: str, **values: int | bool) -> None:
    """Give an exam other times: `starts`, `ends`, `key_release`, `closes`, `ended`, `cancelled`."""
    exams = schema.exams
    connection.execute(update(exams).where(exams.c.id == exam_id).values(values))


def note_act(connection: Connection, row: ActRow) -> None:
    """Store what was done; its number is given here."""
    highest = select(func.max(_ACTS.c.number)).where(_ACTS.c.sitting == row.sitting)
    number = (connection.execute(highest).scalar() or 0) + 1
    connection.execute(insert(_ACTS).values(asdict(row) | {"number": number}))


def acts_on(connection: Connection, sitting_id: str) -> tuple[ActRow, ...]:
    """What was done with a sitting, in that order."""
    query = select(_ACTS).where(_ACTS.c.sitting == sitting_id).order_by(_ACTS.c.number)
    return tuple(ActRow(**row._mapping) for row in connection.execute(query))


def last_reasons(connection: Connection) -> dict[str, str]:
    """Why the staff did what they did last with each sitting, by its id."""
    query = select(_ACTS.c.sitting, _ACTS.c.reason).order_by(_ACTS.c.sitting, _ACTS.c.number)
    return dict(iter(connection.execute(query)))


def given_rooms(connection: Connection, exam_id: str) -> tuple[str, ...]:
    """The rooms that an exam was given by name, sorted; none where nobody said any."""
    given = select(_ROOMS.c.room).where(_ROOMS.c.exam == exam_id).order_by(_ROOMS.c.room)
    return tuple(connection.execute(given).scalars())


def rooms_of_exam(connection: Connection, exam_id: str) -> tuple[str, ...]:
    """The rooms in which an exam is sat: those that it was given, else those of its seats; sorted.

    None where neither is known: then it may be sat in any.
    """
    if rooms := given_rooms(connection, exam_id):
        return rooms
    entries = schema.entries
    seats = (entries.c.exam == exam_id) & (entries.c.room != "")
    return tuple(sorted(connection.execute(select(entries.c.room).where(seats).distinct()).scalars()))


def give_rooms(connection: Connection, exam_id: str, rooms: tuple[str, ...]) -> None:
    """An exam is sat in these rooms, and in no others."""
    connection.execute(delete(_ROOMS).where(_ROOMS.c.exam == exam_id))
    if rooms:
        connection.execute(insert(_ROOMS), [{"exam": exam_id, "room": room} for room in rooms])


def rehearsed_exams(connection: Connection) -> frozenset[str]:
    """The ids of the exams that are run as a rehearsal: what is sat there counts for nothing."""
    exams = schema.exams
    query = select(exams.c.id).join(_TABLE, exams.c.sitting == _TABLE.c.id).where(_TABLE.c.rehearsal)
    return frozenset(connection.execute(query).scalars())
