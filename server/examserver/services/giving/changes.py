"""What a list from the authority would change at a site: item by item, what becomes of what."""

from dataclasses import dataclass
from enum import StrEnum


class Item(StrEnum):
    """What can differ. Times are in milliseconds, yes and no `1` and `0`."""

    NAME = "name"
    IDENTITY = "identity"
    ROOM = "room"
    SEAT = "seat"
    TITLE = "title"
    PAPER = "paper"
    LOOK_THROUGH = "look_through"
    SECONDS = "show_seconds"
    STARTS = "starts"
    ENDS = "ends"
    KEY_RELEASE = "key_release"
    CLOSES = "closes"

    @property
    def is_time(self) -> bool:
        """Whether its values are site times in milliseconds."""
        return self in (Item.STARTS, Item.ENDS, Item.KEY_RELEASE, Item.CLOSES)

    @property
    def is_switch(self) -> bool:
        """Whether its values are yes or no."""
        return self in (Item.LOOK_THROUGH, Item.SECONDS)


class Stays(StrEnum):
    """Why something stays as it is at the site, whatever the list says."""

    MOVED = "moved"
    BEGUN = "begun"
    ENDED = "ended"
    CANCELLED = "cancelled"
    ENTERED = "entered"
    REHEARSED = "rehearsed"


@dataclass(frozen=True, slots=True)
class Difference:
    """What of whom (`number` and `name`, both `""` for the exam) is `old` here and `new` in the list.

    `why` is None where it comes in, else the reason for which it never does by a list.
    """

    number: str
    name: str
    item: Item
    old: str
    new: str
    why: Stays | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a list would do. `added` comes in by itself where there is nothing else, `joining` would sit an
    exam that is set up here; `gone` is here, and not in the list any more. `staying` is what the authority
    wants otherwise and the site's own orders decide.
    """

    added: tuple[str, ...] = ()
    changed: tuple[Difference, ...] = ()
    gone: tuple[str, ...] = ()
    staying: tuple[Difference, ...] = ()
    joining: tuple[str, ...] = ()

    @property
    def is_only_new(self) -> bool:
        """Whether nothing that is here would change, and nothing stays that a person should know of."""
        return not (self.changed or self.gone or self.staying or self.joining)
