"""Who the service is: one row."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class SiteIdentity:
    """The site's id (32 hex digits), its name, and how often it was set up anew from a backup."""

    id: str
    name: str
    generation: int


def add_site(connection: Connection, identity: SiteIdentity) -> None:
    """Store the one row."""
    row = {"id": identity.id, "name": identity.name, "generation": identity.generation}
    connection.execute(insert(schema.site).values(row))


def read_site(connection: Connection) -> SiteIdentity:
    """The one row."""
    row = connection.execute(select(schema.site)).one()
    return SiteIdentity(row.id, row.name, row.generation)


def set_generation(connection: Connection, generation: int) -> None:
    """Begin another generation: all that is granted from now on counts as later."""
    connection.execute(update(schema.site).values(generation=generation))
