"""Sets up a service's folder: identity, keys, tables, and the card by which clients know the service."""

from pathlib import Path

import msgspec
from jwcrypto import jwk

from examprotocol.signing import new_signing_key
from examserver.errors import FolderError
from examserver.ids import new_id
from examserver.storage.files import new_directory, write_file
from examserver.storage.folder import ServiceFolder, not_allowed
from examserver.storage.site import SiteIdentity, add_site
from examserver.storage.store import writing

CARD_FORMAT = 1


class SiteCard(msgspec.Struct, frozen=True):
    """What a client is pointed at to know its service; `signing_key` is the public JWK."""

    site: str
    site_id: str
    address: str
    signing_key: dict[str, str]
    format: int = CARD_FORMAT


def set_up(root: Path, name: str, address: str) -> SiteCard:
    """Set up a new service in a folder that does not exist or is empty; raises FolderError.

    The folder gets its name last, so an interrupted set-up leaves nothing.
    """
    _require_room(root)
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        with new_directory(root) as building:
            return _fill(ServiceFolder(building), name, address)
    except PermissionError as error:
        raise not_allowed(root) from error


def _require_room(root: Path) -> None:
    if root.exists() and not root.is_dir():
        raise FolderError(f"{root} is a file.", "Name a folder that is empty or does not exist yet.")
    if root.is_dir() and any(root.iterdir()):
        raise FolderError(f"{root} is not empty.", "Name a folder that is empty or does not exist yet.")


def _fill(folder: ServiceFolder, name: str, address: str) -> SiteCard:
    for directory in (folder.database.parent, folder.signing_key.parent, folder.papers):
        directory.mkdir(mode=0o700)
    folder.card.parent.mkdir(mode=0o755)
    key, identity = new_signing_key(), SiteIdentity(new_id(), name, 1)
    write_file(folder.signing_key, str(key.export_private()).encode(), secret=True)
    with writing(folder) as connection:
        add_site(connection, identity)
    folder.database.chmod(0o600)
    folder.root.chmod(0o755)
    card = SiteCard(name, identity.id, address, public_part(key))
    write_file(folder.card, msgspec.json.format(msgspec.json.encode(card)) + b"\n")
    return card


def public_part(key: jwk.JWK) -> dict[str, str]:
    """The public JWK of a signing key."""
    return {name: str(value) for name, value in key.export_public(as_dict=True).items()}
