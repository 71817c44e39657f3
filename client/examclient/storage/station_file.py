"""What this machine holds of its enrolment, in `station.json`: whose service it trusts, and its place there.

Rule: it is written last, and only what the service has accepted. Without it a machine is not enrolled.
"""

import hashlib
import os
from pathlib import Path

import msgspec

from examclient.domain.site import FORMAT, Membership
from examclient.errors import ConfigError, StationError
from examclient.storage.files import read_if_there, set_aside, write_whole

STATION_FILE = "station.json"
ENROL_AGAIN = "Set this machine up again with an enrolment file of the site (examserver enrol)."


def read_membership(data_folder: Path) -> Membership | None:
    """What this machine is at its site, None where it is not enrolled; raises StationError."""
    path = data_folder / STATION_FILE
    data = read_if_there(path)
    if data is None:
        if path.exists():
            raise StationError(f"The station file {path} cannot be read.", ENROL_AGAIN)
        return None
    try:
        return _read(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise StationError(f"The station file {path} is damaged: {error}.", ENROL_AGAIN) from error


def keep_membership(data_folder: Path, membership: Membership) -> None:
    """Keep what this machine is from now on; raises ConfigError. A damaged file is set aside first."""
    path = data_folder / STATION_FILE
    try:
        if path.exists() and _is_damaged(path):
            set_aside(path)
        write_whole(path, msgspec.json.format(msgspec.json.encode(membership)) + b"\n")
    except OSError as error:
        raise not_writable(data_folder, error) from error


def keep_authority(data_folder: Path, authority: str) -> Path | None:
    """Put the authority's certificate where TLS can read it; None where there is none. Raises ConfigError.

    Each has a file of its own: a machine that is being enrolled at another service still has its first.
    """
    if not authority:
        return None
    content = authority.encode()
    path = data_folder / f"authority-{hashlib.sha256(content).hexdigest()[:16]}.pem"
    try:
        if read_if_there(path) != content:
            write_whole(path, content)
    except OSError as error:
        raise not_writable(data_folder, error) from error
    return path


def require_writable(data_folder: Path) -> None:
    """Raise ConfigError where this user cannot write into the data folder: better now than in the exam."""
    probe = data_folder / f"probe.{os.getpid()}.new"
    try:
        data_folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise not_writable(data_folder, error) from error


def not_writable(data_folder: Path, error: OSError) -> ConfigError:
    """The data folder cannot be written."""
    return ConfigError(
        f"The data folder {data_folder} cannot be written: {error.strerror}",
        "Give this Windows user the right to write there, or name another folder in [Data] Dir.",
    )


def _read(data: bytes) -> Membership:
    membership = msgspec.json.decode(data, type=Membership)
    if membership.format != FORMAT:
        raise msgspec.ValidationError(f"it is of format {membership.format}, not {FORMAT}")
    return membership


def _is_damaged(path: Path) -> bool:
    try:
        _read(path.read_bytes())
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return True
    return False
