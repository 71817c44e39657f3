"""The tokens with which stations may enrol, of each the hash only."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """A token that counts until `expires` (site time in milliseconds) for so many `machines` of a room."""

    token_hash: str
    room: str
    made: int
    expires: int
    machines: int


def find_enrolment(connection: Connection, token_hash: str) -> EnrolmentRow | None:
    """The enrolment whose token has this hash."""
    table = schema.enrolments
    row = connection.execute(select(table).where(table.c.token_hash == token_hash)).one_or_none()
    return EnrolmentRow(**row._mapping) if row else None


def add_enrolment(connection: Connection, enrolment: EnrolmentRow) -> None:
    """Store an enrolment."""
    connection.execute(insert(schema.enrolments).values(asdict(enrolment)))
