"""What is left of a service's old folder: its keys, and how far its generation had come."""

from pathlib import Path

from examserver.errors import SiteError
from examserver.services.keys import ServiceKeys, opening_key, signing_key, tls_authority
from examserver.services.setup import Service, read_card
from examserver.storage.folder import ServiceFolder, named_server
from examserver.storage.site import SiteIdentity, read_site
from examserver.storage.store import reading


def service_in(root: Path) -> Service:
    """The service whose keys lie in this folder, also where its database is gone; raises FolderError."""
    folder = ServiceFolder(root, named_server(root))
    card = read_card(folder)
    keys = ServiceKeys(signing_key(folder), opening_key(folder), tls_authority(folder))
    return Service(SiteIdentity(card.site_id, card.site, _generation(folder)), card.address, keys)


def _generation(folder: ServiceFolder) -> int:
    """The one that the database names, the first where it cannot be read any more."""
    try:
        with reading(folder) as connection:
            return read_site(connection).generation
    except SiteError:
        return 1
