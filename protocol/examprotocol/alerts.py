"""What a site reports upward while an exam is on: many candidates cannot get in, and it is not solved.

    POST sites/alerts  AlertsRequest -> AlertsReply  (proven by the site as `site_messages` says)

Rule: the site tells it again until the authority has said that it is there, and for a day after that, to hear
when somebody there has seen it. The same one is known by its id, whichever way it came. While the line is
down it goes by a file that the site has signed. Times are milliseconds, of the site where nothing else is
said.
"""

import msgspec
from jwcrypto import jwk

from examprotocol.errors import UnreadableError
from examprotocol.place import INSIDE, Place
from examprotocol.signed_file import SignedFile, text_in
from examprotocol.signing import claimed, is_exact_token

FILE, SUFFIX, VERSION = "exam-alerts+jws", ".examalert", 1
LARGEST_FILE = 256 << 10
MOST_AT_ONCE, MOST_COUNTS = 20, 20
LONGEST_TEXT, LONGEST_NAME = 1_000, 100


class Count(msgspec.Struct, frozen=True):
    """How many of an exam's candidates came and got in: `checked_in` at the door, `logged_in` at a seat."""

    exam: str
    title: str
    starts: int
    candidates: int
    checked_in: int
    logged_in: int


class Alert(msgspec.Struct, frozen=True):
    """What somebody at the site says, and the counts at that moment `at`; the id is 32 hex digits."""

    id: str
    at: int
    by: str
    text: str
    counts: tuple[Count, ...] = ()


class AlertsRequest(msgspec.Struct, frozen=True):
    """Alerts that the authority may not have, or that nobody there has seen."""

    alerts: tuple[Alert, ...]


class AlertThere(msgspec.Struct, frozen=True, omit_defaults=True):
    """The authority has this alert since `came`; somebody there has `seen` it then, 0 where not yet. Both by
    the authority's clock.
    """

    id: str
    came: int
    seen: int = 0


class AlertsReply(msgspec.Struct, frozen=True):
    """What the authority has of those that were told."""

    now: int
    there: tuple[AlertThere, ...]
    place: Place = INSIDE


class AlertFile(msgspec.Struct, frozen=True):
    """Alerts in a file: `site` is the site's proving key's id, `authority` whom they are for."""

    authority: str
    site: str
    alerts: tuple[Alert, ...]
    version: int = VERSION


class _Whose(msgspec.Struct, frozen=True):
    site: str


_FILE = SignedFile(FILE, AlertFile, VERSION, LARGEST_FILE, "a site's message to the authority")


def seal_alerts(alerts: AlertFile, key: jwk.JWK) -> bytes:
    """The file, signed by the site's service; raises UnreadableError where it would be too large."""
    return _FILE.sign(alerts, key)


def site_of(data: bytes) -> str:
    """Whose file it says it is, believed by nobody yet; raises UnreadableError."""
    token = text_in(data, LARGEST_FILE)
    if not is_exact_token(token):
        raise UnreadableError("no message of a site to the authority")
    return claimed(token, _Whose).site


def open_alerts(data: bytes, key: jwk.JWK) -> AlertFile:
    """Read what the site with this key reports; raises UnreadableError, ForgedError and VersionError."""
    return _FILE.open(data, key)
