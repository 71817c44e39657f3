"""The site's staff: who may log in at the web page, in which role, for which rooms, and who is logged in.

Rule: of a password only its slow hash is here, of a session only the hash of its token.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from examserver.storage import schema
from examserver.storage.duties import forget_duties_of


class Role(StrEnum):
    """What somebody is at the site. What each may do stands in `services.permissions`."""

    SITE_ADMIN = "site_admin"
    HEAD_PROCTOR = "head_proctor"
    PROCTOR = "proctor"


@dataclass(frozen=True, slots=True)
class Member:
    """One of the staff. `password` is an Argon2id hash; the times are site times in milliseconds.

    `rooms` are those that a proctor was given, by name; the other roles have none, since all are theirs.
    """

    name: str
    password: str
    role: Role
    added: int
    changed: int
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffSession:
    """One login, by the hash of its token: since when, and when it was last used (site time in ms)."""

    token_hash: str
    member: str
    began: int
    seen: int


_STAFF, _SESSIONS, _ROOMS = schema.staff, schema.staff_sessions, schema.staff_rooms
_COLUMNS = (_STAFF.c.name, _STAFF.c.password, _STAFF.c.role, _STAFF.c.added, _STAFF.c.changed)


def all_staff(connection: Connection) -> tuple[Member, ...]:
    """Everybody, by name."""
    given: dict[str, list[str]] = {}
    for member, room in connection.execute(select(_ROOMS.c.member, _ROOMS.c.room).order_by(_ROOMS.c.room)):
        given.setdefault(member, []).append(room)
    rows = connection.execute(select(*_COLUMNS).order_by(_STAFF.c.name))
    return tuple(_member(row, given.get(row.name, ())) for row in rows)


def find_member(connection: Connection, name: str) -> Member | None:
    """The one of this name."""
    row = connection.execute(select(*_COLUMNS).where(_STAFF.c.name == name)).one_or_none()
    if row is None:
        return None
    rooms = select(_ROOMS.c.room).where(_ROOMS.c.member == name).order_by(_ROOMS.c.room)
    return _member(row, connection.execute(rooms).scalars())


def add_member(connection: Connection, member: Member) -> None:
    """Store one whose name is new."""
    columns = {column.name: getattr(member, column.name) for column in _COLUMNS}
    connection.execute(insert(_STAFF).values(columns))
    _give_rooms(connection, member.name, member.rooms)


def change_password(connection: Connection, name: str, password: str, now: int) -> None:
    """Replace the hash of a password; every session of this member ends."""
    end_sessions_of(connection, name)
    connection.execute(update(_STAFF).where(_STAFF.c.name == name).values(password=password, changed=now))


def change_duty(connection: Connection, name: str, role: Role, rooms: Iterable[str]) -> None:
    """Replace role and rooms; whoever is logged in goes on with the new ones."""
    connection.execute(update(_STAFF).where(_STAFF.c.name == name).values(role=role))
    connection.execute(delete(_ROOMS).where(_ROOMS.c.member == name))
    _give_rooms(connection, name, rooms)


def remove_member(connection: Connection, name: str) -> None:
    """Remove somebody with all sessions."""
    end_sessions_of(connection, name)
    connection.execute(delete(_ROOMS).where(_ROOMS.c.member == name))
    forget_duties_of(connection, name)
    connection.execute(delete(_STAFF).where(_STAFF.c.name == name))


def add_session(connection: Connection, session: StaffSession) -> None:
    """Store a session."""
    columns = {column.name: getattr(session, column.name) for column in _SESSIONS.columns}
    connection.execute(insert(_SESSIONS).values(columns))


def find_session(connection: Connection, token_hash: str) -> StaffSession | None:
    """The session of this token."""
    row = connection.execute(select(_SESSIONS).where(_SESSIONS.c.token_hash == token_hash)).one_or_none()
    return StaffSession(**row._mapping) if row else None


def note_use(connection: Connection, token_hash: str, now: int) -> None:
    """Remember that a session was used."""
    connection.execute(update(_SESSIONS).where(_SESSIONS.c.token_hash == token_hash).values(seen=now))


def end_session(connection: Connection, token_hash: str) -> None:
    """End one session."""
    connection.execute(delete(_SESSIONS).where(_SESSIONS.c.token_hash == token_hash))


def end_sessions_of(connection: Connection, name: str) -> None:
    """End all sessions of a member."""
    connection.execute(delete(_SESSIONS).where(_SESSIONS.c.member == name))


def end_all_sessions(connection: Connection) -> None:
    """Everybody of the staff has to log in again."""
    connection.execute(delete(_SESSIONS))


def end_old_sessions(connection: Connection, began_before: int, seen_before: int) -> None:
    """Forget the sessions that have ended by themselves."""
    old = or_(_SESSIONS.c.began < began_before, _SESSIONS.c.seen < seen_before)
    connection.execute(delete(_SESSIONS).where(old))


def _give_rooms(connection: Connection, name: str, rooms: Iterable[str]) -> None:
    rows = [{"member": name, "room": room} for room in sorted(set(rooms))]
    if rows:
        connection.execute(insert(_ROOMS), rows)


def _member(row: Row[*tuple[object, ...]], rooms: Iterable[str]) -> Member:
    member = Member(**row._mapping)
    return replace(member, role=Role(member.role), rooms=tuple(rooms))
