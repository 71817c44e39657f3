"""The proctor's stick: what the service puts on it, and where stations put what they hold.

Rule: it holds nothing that the stations of its room do not hold anyway, and it opens nothing without the room
password. It counts only with the service's signature: a drive lies about where candidates sit.
"""

from datetime import datetime
from typing import Annotated

import msgspec
from jwcrypto import jwk

from examprotocol.package_name import name_part
from examprotocol.package_seal import Label
from examprotocol.signed_file import SignedFile

STICK = "exam-stick+jws"
VERSION = 1
LARGEST_STICK = 64 << 10
"""The most bytes that a stick's file may have: about 40 cards."""

STICK_SUFFIX, VISIT_SUFFIX = ".examstick", ".examvisit"
ANSWERS, VISITS = "answers", "visits"
"""The folders beside the stick's file: for packages, and for what stations say of their visit."""

StickId = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]


class Stick(msgspec.Struct, frozen=True):
    """A stick for one room. `id` is 32 hex digits, `site` the site's id, `at` the site time in milliseconds.

    `cards` are the room's signed cards (`examprotocol.room`), for a station that has none yet; `opening` is
    the service's public opening key.
    """

    id: StickId
    site: Label
    room: Label
    at: int
    cards: tuple[str, ...]
    opening: dict[str, str]
    version: int = VERSION


_FILE = SignedFile(STICK, Stick, VERSION, LARGEST_STICK, "a stick's file")


def sign_stick(stick: Stick, key: jwk.JWK) -> bytes:
    """The content of the stick's file, signed by the service; raises UnreadableError: too many cards."""
    return _FILE.sign(stick, key)


def open_stick(data: bytes, key: jwk.JWK) -> Stick:
    """Read a stick's file, and check by the service's public key that it is the service's.

    Raises UnreadableError, ForgedError and VersionError as SignedFile does. Whether it is of this site, and
    which of its cards count, the caller has to see.
    """
    return _FILE.open(data, key)


def stick_name(site: str, room: str) -> str:
    """What the stick's file is called: `SITE-ROOM.examstick`, by the site's name as people know it."""
    return f"{name_part(site)}-{name_part(room)}{STICK_SUFFIX}"


def visit_name(seat: str, station: str, when: datetime) -> str:
    """What a visit's file is called: `SEAT-STATION-TIME.examvisit`, the time as the room's clocks say it."""
    return f"{name_part(seat)}-{name_part(station[:8])}-{when.strftime('%Y%m%d-%H%M%S')}{VISIT_SUFFIX}"


def is_stick_name(name: str) -> bool:
    """Whether a file may be a stick's by its name."""
    return name.lower().endswith(STICK_SUFFIX)


def is_visit_name(name: str) -> bool:
    """Whether a file may be a visit by its name; Windows puts `(1)` before the ending."""
    return name.lower().endswith(VISIT_SUFFIX)
