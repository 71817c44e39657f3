"""Who the service is: one row."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import NoResultFound

from examserver.storage import schema
from examserver.storage.prepared import Prepared


@dataclass(frozen=True, slots=True)
class SiteIdentity:
    """The site's id (32 hex digits), its name, and how often it was set up anew from a backup."""

    id: str
    name: str
    generation: int


_ONE = Prepared(select(schema.site))


def expect_site(connection: Connection) -> None:
    """Say that it will be asked for."""
    _ONE.ask(connection, {})


def add_site(connection: Connection, identity: SiteIdentity) -> None:
    """Store the one row."""
    row = {"id": identity.id, "name": identity.name, "generation": identity.generation}
    connection.execute(insert(schema.site).values(row))


def read_site(connection: Connection) -> SiteIdentity:
    """The one row."""
    row = _ONE.first(connection, {})
    if row is None:
        raise NoResultFound
    return SiteIdentity(row.id, row.name, row.generation)


def set_generation(connection: Connection, generation: int) -> None:
    """Begin another generation: all that is granted from now on counts as later."""
    connection.execute(update(schema.site).values(generation=generation))
