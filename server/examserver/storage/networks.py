"""The registered networks: one row each, by their CIDR in its shortest form."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select, update

from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A network such as `10.1.0.0/16`. `note` is the staff's own word for it, `added` the site time in ms."""

    cidr: str
    note: str
    added: int


_TABLE = schema.networks


def all_networks(connection: Connection) -> tuple[NetworkRow, ...]:
    """All networks, in the order in which they were added."""
    rows = connection.execute(select(_TABLE).order_by(_TABLE.c.added, _TABLE.c.cidr))
    return tuple(NetworkRow(**row._mapping) for row in rows)


def add_network(connection: Connection, network: NetworkRow) -> None:
    """Store a network that is not there yet."""
    connection.execute(insert(_TABLE).values(asdict(network)))


def change_note(connection: Connection, cidr: str, note: str) -> None:
    """Replace what the staff calls a network."""
    connection.execute(update(_TABLE).where(_TABLE.c.cidr == cidr).values(note=note))


def remove_network(connection: Connection, cidr: str) -> None:
    """Remove a network."""
    connection.execute(delete(_TABLE).where(_TABLE.c.cidr == cidr))
