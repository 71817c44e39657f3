"""Who asks: the station that has proven itself, the session's token, and the address it was seen at."""

from dataclasses import dataclass

from examprotocol.messages import Refusal
from examprotocol.place import INSIDE, Place
from examserver.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Caller:
    """One request's sender. `station` is its id, proven by its key; `token` is `""` without a session.

    `address` is the one that the service saw, in its shortest form; `place` is what the site check says.
    """

    station: str
    token: str
    address: str
    place: Place = INSIDE

    @property
    def is_inside(self) -> bool:
        """Whether the site check lets the station log in and fetch its paper."""
        return not self.place.outside


def require_inside(caller: Caller) -> None:
    """Raise RefusedError for a station outside the exam site. Never asked where events come in."""
    if not caller.is_inside:
        raise RefusedError(
            Refusal.OUTSIDE,
            f"{caller.place.outside} is in none of the exam site's networks.",
            about=caller.place.outside,
            contact=caller.place.contact,
        )
