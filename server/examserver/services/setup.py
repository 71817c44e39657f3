"""Sets up a service's folder: identity, keys, tables, and the card by which clients know the service."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from jwcrypto import jwk

from examprotocol.signing import new_signing_key
from examserver.errors import FolderError
from examserver.ids import new_id
from examserver.services.authority import new_authority
from examserver.services.keys import ServiceKeys, new_opening_key, write_keys
from examserver.storage.files import new_directory, write_file
from examserver.storage.folder import ServiceFolder, not_allowed
from examserver.storage.site import SiteIdentity, add_site
from examserver.storage.store import writing

CARD_FORMAT = 1


class SiteCard(msgspec.Struct, frozen=True):
    """What a client is pointed at to know its service; the keys are public JWKs.

    `authority` is the PEM certificate that its TLS rests on. Services that were set up before there was an
    opening key and an authority have neither in their card.
    """

    site: str
    site_id: str
    address: str
    signing_key: dict[str, str]
    opening_key: dict[str, str] = {}
    authority: str = ""
    format: int = CARD_FORMAT


@dataclass(frozen=True, slots=True)
class Service:
    """All that a service is before it has papers and candidates."""

    identity: SiteIdentity
    address: str
    keys: ServiceKeys

    def card(self) -> SiteCard:
        """What its stations get."""
        return SiteCard(
            site=self.identity.name,
            site_id=self.identity.id,
            address=self.address,
            signing_key=public_part(self.keys.signing),
            opening_key=public_part(self.keys.opening),
            authority=self.keys.authority.certificate_pem.decode("ascii"),
        )


def new_service(name: str, address: str) -> Service:
    """A service that never was before, with new keys."""
    keys = ServiceKeys(new_signing_key(), new_opening_key(), new_authority(name))
    return Service(SiteIdentity(new_id(), name, 1), address, keys)


def set_up(root: Path, name: str, address: str) -> SiteCard:
    """Set up a new service in a folder that does not exist or is empty; raises FolderError."""
    service = new_service(name, address)
    with setting_up(root, service):
        return service.card()


@contextmanager
def setting_up(root: Path, service: Service) -> Iterator[None]:
    """Fill the folder of a service, which gets its name at the end; raises FolderError.

    So a set-up that is interrupted, also by what runs inside, leaves nothing.
    """
    require_room(root)
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        with new_directory(root) as building:
            _fill(ServiceFolder(building), service)
            yield
    except PermissionError as error:
        raise not_allowed(root) from error


def require_room(root: Path) -> None:
    """Raise FolderError where no service can be set up because something is there."""
    advice = "Name a folder that is empty or does not exist yet."
    if root.exists() and not root.is_dir():
        raise FolderError(f"{root} is a file.", advice)
    if ServiceFolder(root).database.exists():
        raise FolderError(f"{root} is not empty: a service is set up in it.", advice)
    if root.is_dir() and any(root.iterdir()):
        raise FolderError(f"{root} is not empty.", advice)


def read_card(folder: ServiceFolder) -> SiteCard:
    """What the service has published of itself; raises FolderError."""
    try:
        return msgspec.json.decode(folder.card.read_bytes(), type=SiteCard)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FolderError(
            f"{folder.card} cannot be read, so the service does not know its own address.",
            "Put back the file that `examserver init` wrote.",
        ) from error


def read_whole_card(folder: ServiceFolder) -> SiteCard:
    """The card of a service that stations can enrol at; raises FolderError."""
    card = read_card(folder)
    if not card.opening_key or not card.authority:
        raise FolderError(
            "This service was set up before stations could enrol: its keys are not complete.",
            "Set up a new one: examserver init NEW",
        )
    return card


def _fill(folder: ServiceFolder, service: Service) -> None:
    lay_out(folder)
    with writing(folder) as connection:
        add_site(connection, service.identity)
    folder.database.chmod(0o600)
    publish(folder, service)


def lay_out(folder: ServiceFolder) -> None:
    """Make the directories of a new folder, all but the card's for the owner only."""
    for directory in (folder.database.parent, folder.signing_key.parent, folder.papers):
        directory.mkdir(mode=0o700)
    folder.card.parent.mkdir(mode=0o755)


def publish(folder: ServiceFolder, service: Service) -> None:
    """Put the service's keys in place, and its card, which others may read."""
    write_keys(folder, service.keys)
    folder.root.chmod(0o755)
    write_file(folder.card, msgspec.json.format(msgspec.json.encode(service.card())) + b"\n")


def public_part(key: jwk.JWK) -> dict[str, str]:
    """The public JWK of a key."""
    return {name: str(value) for name, value in key.export_public(as_dict=True).items()}
