"""What this machine is called, and whose service it trusts."""

import re
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

import msgspec

from examclient.domain.site import SiteFile
from examclient.errors import ConfigError
from examclient.storage.files import read_if_there, write_whole

STATION_ID = re.compile("[0-9a-f]{32}")


def station_id(data_folder: Path) -> str:
    """This station's id, 32 hex digits; made at the first start and kept."""
    path = data_folder / "station.id"
    known = (read_if_there(path) or b"").decode("ascii", "replace").strip()
    if STATION_ID.fullmatch(known):
        return known
    made = token_hex(16)
    try:
        write_whole(path, made.encode())
    except OSError as error:
        raise ConfigError(
            f"The data folder {data_folder} cannot be written: {error.strerror}",
            "Give this Windows user the right to write there, or name another folder in [Data] Dir.",
        ) from error
    return made


def read_site_file(path: Path) -> SiteFile:
    """Read the site file; raises ConfigError with what to do."""
    advice = "Copy public/site.json from the service's folder and name it in user.ini, [Site] File."
    data = read_if_there(path)
    if data is None:
        raise ConfigError(f"The site file {path} cannot be read, so this machine knows no exam site.", advice)
    try:
        site = msgspec.json.decode(data, type=SiteFile)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ConfigError(f"The site file {path} is damaged: {error}.", advice) from error
    if site.format != 1 or not site.address.startswith(("http://", "https://")):
        raise ConfigError(f"The site file {path} is of another version or has no usable address.", advice)
    if not _is_safe(site):
        raise ConfigError(
            f"The site file {path} names an address that anyone in the network could answer at.", advice
        )
    return site


def keep_authority(data_folder: Path, site: SiteFile) -> Path | None:
    """Put the authority's certificate where TLS can read it; None where the service is on this machine."""
    if not site.authority:
        return None
    path = data_folder / "authority.pem"
    if read_if_there(path) != site.authority.encode():
        write_whole(path, site.authority.encode())
    return path


def _is_safe(site: SiteFile) -> bool:
    """TLS by the service's own authority, or an address that nobody but this machine can answer at."""
    address = urlsplit(site.address)
    if address.scheme == "https":
        return bool(site.authority)
    return address.hostname in ("127.0.0.1", "::1", "localhost")
