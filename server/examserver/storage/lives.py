"""The lives of this service that began from a backup, and the newest life of each service that was met.

Of this service itself that is one which is newer than the folder: another machine has taken over. Of others,
at the authority, it is the life in which the site's service reports. Times are site times in milliseconds.
"""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select, update

from examserver.storage.schema_alive import lives, met_lives


@dataclass(frozen=True, slots=True)
class BegunLife:
    """A life that `began` from a backup `made` then (0 where it is not known); `seen` is when somebody of the
    staff had read what may be missing since, 0 where nobody has.
    """

    generation: int
    began: int
    made: int
    seen: int = 0

    @property
    def was_clock_behind(self) -> bool:
        """Whether the machine's clock was wrong for certain, and so may be the generation that it gave."""
        return self.began < self.made


@dataclass(frozen=True, slots=True)
class MetLife:
    """The newest life of a service (its id) that was shown, by which word, and when."""

    site: str
    generation: int
    word: str
    at: int


def add_life(connection: Connection, life: BegunLife) -> None:
    """Note that a life began."""
    connection.execute(delete(lives).where(lives.c.generation == life.generation))
    connection.execute(insert(lives).values(asdict(life)))


def newest_life(connection: Connection) -> BegunLife | None:
    """The last that began from a backup; None where none did."""
    row = connection.execute(select(lives).order_by(lives.c.generation.desc()).limit(1)).one_or_none()
    return BegunLife(**row._mapping) if row else None


def note_seen(connection: Connection, now: int) -> int:
    """Somebody has read what may be missing; returns in how many lives nobody had."""
    return connection.execute(update(lives).where(lives.c.seen == 0).values(seen=now)).rowcount


def met_life(connection: Connection, site: str) -> MetLife | None:
    """The newest life of a service that was shown."""
    row = connection.execute(select(met_lives).where(met_lives.c.site == site)).one_or_none()
    return MetLife(**row._mapping) if row else None


def put_met(connection: Connection, met: MetLife) -> None:
    """Note a life in place of the one that was known."""
    forget_met(connection, met.site)
    connection.execute(insert(met_lives).values(asdict(met)))


def forget_met(connection: Connection, site: str) -> None:
    """Know of no life of a service any more."""
    connection.execute(delete(met_lives).where(met_lives.c.site == site))
