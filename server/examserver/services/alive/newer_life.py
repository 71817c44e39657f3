"""Whether another machine has taken over this service, and what this one does then: nothing for anybody.

Rule: a newer life is proven by its word, which only a service with our own key can have signed. Who was taken
over neither takes events nor signs anything more; it can still be looked at, copied and backed up. A service
whose clock was wrong for certain when it was restored may only have numbered itself too low: it begins anew.
"""

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.errors import ProtocolError
from examprotocol.life import Life, open_life
from examserver.errors import OrderError
from examserver.services.generations import HIGHEST
from examserver.storage.lives import MetLife, forget_met, met_life, newest_life, put_met
from examserver.storage.site import SiteIdentity, read_site, set_generation
from examserver.storage.told_times import forget_told


def taken_over() -> OrderError:
    """The refusal of everything where another machine is the service now."""
    return OrderError(
        "Another machine has taken over this service: this one takes nothing any more.",
        "Stop it, and take its network cable out. If this machine is the right one and the other is not: "
        "examserver site begin-generation DIR --reason ..",
    )


def newer_life(connection: Connection) -> MetLife | None:
    """The life of this service that was met and is above its own; None where it is the newest itself."""
    site = read_site(connection)
    met = met_life(connection, site.id)
    return met if met is not None and met.generation > site.generation else None


def require_newest_life(connection: Connection) -> None:
    """Raise OrderError where another machine has taken over."""
    if newer_life(connection) is not None:
        raise taken_over()


def read_word(token: str, site: SiteIdentity, key: jwk.JWK) -> Life | None:
    """A life of this very service that somebody shows; None for anything else."""
    try:
        life = open_life(token, key)
    except ProtocolError:
        return None
    return life if life.site == site.id and 0 < life.generation <= HIGHEST else None


def note_newer(connection: Connection, life: Life, token: str, now: int) -> MetLife | None:
    """Note a life that was proven; returns it where it is above this one, so that this one has to stop.

    One restored by a clock that was behind raises its own generation instead.
    """
    site, begun = read_site(connection), newest_life(connection)
    if life.generation <= site.generation:
        return newer_life(connection)
    if begun is not None and begun.generation == site.generation and begun.was_clock_behind:
        set_generation(connection, min(HIGHEST, life.generation + 1))
        return None
    known = met_life(connection, site.id)
    if known is None or known.generation < life.generation:
        put_met(connection, MetLife(site.id, life.generation, token, now))
    return newer_life(connection)


def begin_above(connection: Connection, least: int) -> int:
    """Begin a generation above all that are known here, `least` at least; returns it."""
    site = read_site(connection)
    met = met_life(connection, site.id)
    known = max(site.generation, met.generation if met else 0)
    generation = min(HIGHEST, max(known + 1, least))
    set_generation(connection, generation)
    forget_met(connection, site.id)
    forget_told(connection)
    return generation
