"""The station's Ed25519 key, in `station.key`: by it the service knows this machine again.

Rule: a key is made when the machine is enrolled and never replaced in silence: one that cannot be used is set
aside with a dated name. Wrapped by Windows for this machine, elsewhere a file for its owner only.
"""

import logging
from pathlib import Path

from jwcrypto import jwk

from examclient.errors import StationError
from examclient.storage import dpapi
from examclient.storage.files import set_aside, write_whole
from examclient.storage.station_file import ENROL_AGAIN, not_writable
from examprotocol.errors import UnreadableError
from examprotocol.signing import load_key, new_signing_key

log = logging.getLogger(__name__)

STATION_KEY = "station.key"
OWNER_ONLY = 0o600


def read_station_key(data_folder: Path) -> jwk.JWK:
    """The key that this machine proves itself by.

    Raises StationError where there is none, or where it is damaged or was brought from another machine.
    """
    path = data_folder / STATION_KEY
    try:
        data = path.read_bytes()
        key = load_key((dpapi.unwrap(data) if dpapi.IS_HERE else data).decode("ascii"))
    except FileNotFoundError as error:
        raise StationError(f"The station key {path} is missing.", ENROL_AGAIN) from error
    except OSError as error:
        said = f"The station key {path} cannot be read on this machine: {error.strerror}".rstrip(".") + "."
        raise StationError(said, ENROL_AGAIN) from error
    except (UnicodeDecodeError, UnreadableError):
        # no cause: what the library says of a damaged key could hold a part of it
        raise StationError(f"The station key {path} is damaged.", ENROL_AGAIN) from None
    if not _is_station_key(key):
        raise StationError(f"The station key {path} is no such key.", ENROL_AGAIN)
    return key


def make_station_key(data_folder: Path) -> jwk.JWK:
    """A new key, on the disk when this returns; one that was there is set aside. Raises ConfigError."""
    path = data_folder / STATION_KEY
    key = new_signing_key()
    secret = str(key.export()).encode("ascii")
    try:
        if path.exists():
            log.warning("the station key was kept as %s; a new one is made", set_aside(path).name)
        write_whole(path, dpapi.wrap(secret) if dpapi.IS_HERE else secret, OWNER_ONLY)
    except OSError as error:
        raise not_writable(data_folder, error) from error
    return key


def _is_station_key(key: jwk.JWK) -> bool:
    return key.get("kty") == "OKP" and key.get("crv") == "Ed25519" and key.has_private
