"""Who was checked in at which exam, who waits for the head proctor, and what was handed in besides.

All times are site times in milliseconds; 0 means never. A photo is the SHA-256 of its file, `""` for none.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from examserver.storage import schema, schema_reporting
from examserver.storage.exams import Exam
from examserver.storage.settings import read_settings

_TABLE, _RULES, _MATERIALS = schema.checkins, schema.sitting_checkins, schema.materials
_WITH_PHOTOS = (_TABLE, _MATERIALS, schema_reporting.reported_doors, schema_reporting.reported_materials)


class CheckInState(StrEnum):
    """Where somebody is: in by the proctor's look, waiting for the head proctor, allowed or refused."""

    IN = "in"
    WAITING = "waiting"
    ALLOWED = "allowed"
    REFUSED = "refused"


PRESENT = (CheckInState.IN, CheckInState.ALLOWED)


@dataclass(frozen=True, slots=True)
class CheckInRow:
    """What is known of one candidate at one exam. `reason` is why the head proctor was asked, `answer` what
    that one wrote. `by` has checked in, or has asked, at `at`.
    """

    exam: str
    candidate: str
    room: str
    state: CheckInState
    at: int
    by: str
    photo: str = ""
    reason: str = ""
    decided: int = 0
    decided_by: str = ""
    answer: str = ""

    @property
    def is_in(self) -> bool:
        """Whether the candidate may sit the exam."""
        return self.state in PRESENT


@dataclass(frozen=True, slots=True)
class Material:
    """A photo with a reason that belongs to the record of a room at an exam (辅助材料)."""

    id: str
    exam: str
    room: str
    at: int
    by: str
    photo: str
    reason: str


def checkin_of(connection: Connection, exam: str, candidate: str) -> CheckInRow | None:
    """What is known of a candidate at an exam."""
    query = select(_TABLE).where(_TABLE.c.exam == exam, _TABLE.c.candidate == candidate)
    row = connection.execute(query).one_or_none()
    return _row(row._mapping) if row else None


def entries_at(connection: Connection, exam: str) -> dict[str, CheckInState]:
    """Where those are of whom something is known, by admission number."""
    query = select(_TABLE.c.candidate, _TABLE.c.state).where(_TABLE.c.exam == exam)
    return {candidate: CheckInState(state) for candidate, state in connection.execute(query)}


def checkins_at(connection: Connection, exams: Collection[str]) -> tuple[CheckInRow, ...]:
    """All that is known at these exams."""
    query = select(_TABLE).where(_TABLE.c.exam.in_(exams)).order_by(_TABLE.c.exam, _TABLE.c.candidate)
    return tuple(_row(row._mapping) for row in connection.execute(query))


def asked_for(connection: Connection, *states: CheckInState) -> tuple[CheckInRow, ...]:
    """Those of whom the head proctor was asked, in these states, the oldest first."""
    wanted = _TABLE.c.state.in_(states) & (_TABLE.c.reason != "")
    query = select(_TABLE).where(wanted).order_by(_TABLE.c.at, _TABLE.c.candidate)
    return tuple(_row(row._mapping) for row in connection.execute(query))


def count_waiting(connection: Connection) -> int:
    """How many wait for the head proctor."""
    waiting = (_TABLE.c.state == CheckInState.WAITING) & (_TABLE.c.reason != "")
    return connection.execute(select(func.count()).select_from(_TABLE).where(waiting)).scalar_one()


def put_checkin(connection: Connection, row: CheckInRow) -> None:
    """Store what is known of a candidate, instead of what was."""
    remove_checkin(connection, row.exam, row.candidate)
    connection.execute(insert(_TABLE).values(asdict(row)))


def remove_checkin(connection: Connection, exam: str, candidate: str) -> None:
    """Nothing is known of the candidate any more."""
    where = (_TABLE.c.exam == exam, _TABLE.c.candidate == candidate)
    connection.execute(delete(_TABLE).where(*where))


def add_material(connection: Connection, material: Material) -> None:
    """Store what was handed in."""
    connection.execute(insert(_MATERIALS).values(asdict(material)))


def materials_at(connection: Connection, exams: Collection[str]) -> tuple[Material, ...]:
    """What was handed in at these exams, the oldest first."""
    query = select(_MATERIALS).where(_MATERIALS.c.exam.in_(exams)).order_by(_MATERIALS.c.at, _MATERIALS.c.id)
    return tuple(Material(**row._mapping) for row in connection.execute(query))


def rooms_of_photo(connection: Connection, photo: str) -> frozenset[str]:
    """The rooms in whose records a photo stands."""
    found = set[str]()
    for table in (_TABLE, _MATERIALS):
        found.update(connection.execute(select(table.c.room).where(table.c.photo == photo)).scalars())
    return frozenset(found)


def sitting_rule(connection: Connection, sitting: str) -> bool | None:
    """Whether a sitting's logins need a check-in, by its own rule; None where it has none."""
    return connection.execute(select(_RULES.c.needed).where(_RULES.c.sitting == sitting)).scalar()


def set_sitting_rule(connection: Connection, sitting: str, *, needed: bool | None) -> None:
    """Give a sitting a rule of its own, with None the site's."""
    connection.execute(delete(_RULES).where(_RULES.c.sitting == sitting))
    if needed is not None:
        connection.execute(insert(_RULES).values(sitting=sitting, needed=needed))


def is_needed(connection: Connection, exam: Exam) -> bool:
    """Whether somebody has to be checked in before the first login to an exam."""
    own = sitting_rule(connection, exam.sitting) if exam.sitting else None
    return read_settings(connection).needs_checkin if own is None else own


def take_photos_out(connection: Connection, exams: Collection[str]) -> int:
    """Name no photo any more at these exams, reported ones too; returns how many rows did."""
    count = 0
    for table in _WITH_PHOTOS:
        of_these = (table.c.exam.in_(exams), table.c.photo != "")
        count += connection.execute(update(table).where(*of_these).values(photo="")).rowcount
    return count


def exams_with_photos(connection: Connection) -> frozenset[str]:
    """The exams of which some photo of the door or of a room is named."""
    found = set[str]()
    for table in _WITH_PHOTOS:
        found.update(connection.execute(select(table.c.exam).where(table.c.photo != "").distinct()).scalars())
    return frozenset(found)


def named_photos(connection: Connection) -> frozenset[str]:
    """All photos that are named somewhere."""
    found = set[str]()
    for table in _WITH_PHOTOS:
        found.update(connection.execute(select(table.c.photo).where(table.c.photo != "")).scalars())
    return frozenset(found)


def forget_checkins(connection: Connection, exam: str, candidates: Collection[str]) -> None:
    """They sit the exam no more; what the head proctor was asked stays in the record."""
    wanted = (_TABLE.c.exam == exam, _TABLE.c.candidate.in_(candidates), _TABLE.c.reason == "")
    connection.execute(delete(_TABLE).where(*wanted))


def _row(values: RowMapping) -> CheckInRow:
    row = CheckInRow(**values)
    return replace(row, state=CheckInState(row.state))
