"""The site's admins, and the sessions in which they use the web page.

Rule: of a password only its slow hash is here, of a session only the hash of its token.
"""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, or_, select, update

from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class Admin:
    """Who may log in. `password` is an Argon2id hash; the times are site times in milliseconds."""

    name: str
    password: str
    added: int
    changed: int


@dataclass(frozen=True, slots=True)
class AdminSession:
    """One login, by the hash of its token: since when, and when it was last used (site time in ms)."""

    token_hash: str
    admin: str
    began: int
    seen: int


_ADMINS, _SESSIONS = schema.admins, schema.admin_sessions


def all_admins(connection: Connection) -> tuple[Admin, ...]:
    """All admins, by name."""
    rows = connection.execute(select(_ADMINS).order_by(_ADMINS.c.name))
    return tuple(Admin(**row._mapping) for row in rows)


def find_admin(connection: Connection, name: str) -> Admin | None:
    """The admin of this name."""
    row = connection.execute(select(_ADMINS).where(_ADMINS.c.name == name)).one_or_none()
    return Admin(**row._mapping) if row else None


def add_admin(connection: Connection, admin: Admin) -> None:
    """Store an admin whose name is new."""
    connection.execute(insert(_ADMINS).values(asdict(admin)))


def change_password(connection: Connection, name: str, password: str, now: int) -> None:
    """Replace the hash of a password; every session of the admin ends."""
    end_sessions_of(connection, name)
    connection.execute(update(_ADMINS).where(_ADMINS.c.name == name).values(password=password, changed=now))


def remove_admin(connection: Connection, name: str) -> None:
    """Remove an admin with all sessions."""
    end_sessions_of(connection, name)
    connection.execute(delete(_ADMINS).where(_ADMINS.c.name == name))


def add_session(connection: Connection, session: AdminSession) -> None:
    """Store a session."""
    connection.execute(insert(_SESSIONS).values(asdict(session)))


def find_session(connection: Connection, token_hash: str) -> AdminSession | None:
    """The session of this token."""
    row = connection.execute(select(_SESSIONS).where(_SESSIONS.c.token_hash == token_hash)).one_or_none()
    return AdminSession(**row._mapping) if row else None


def note_use(connection: Connection, token_hash: str, now: int) -> None:
    """Remember that a session was used."""
    connection.execute(update(_SESSIONS).where(_SESSIONS.c.token_hash == token_hash).values(seen=now))


def end_session(connection: Connection, token_hash: str) -> None:
    """End one session."""
    connection.execute(delete(_SESSIONS).where(_SESSIONS.c.token_hash == token_hash))


def end_sessions_of(connection: Connection, name: str) -> None:
    """End all sessions of an admin."""
    connection.execute(delete(_SESSIONS).where(_SESSIONS.c.admin == name))


def end_old_sessions(connection: Connection, began_before: int, seen_before: int) -> None:
    """Forget the sessions that have ended by themselves."""
    old = or_(_SESSIONS.c.began < began_before, _SESSIONS.c.seen < seen_before)
    connection.execute(delete(_SESSIONS).where(old))
