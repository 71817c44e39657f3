"""Builds the running service out of its folder: the only place that does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from jwcrypto import jwk

from examprotocol.errors import UnreadableError
from examprotocol.signing import load_key
from examserver.clock import Clock
from examserver.errors import FolderError
from examserver.services.delivery import Delivery
from examserver.services.logins import Logins
from examserver.services.responses import Responses
from examserver.services.submissions import Seal, Submissions
from examserver.storage.folder import ServiceFolder, locked, not_allowed
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.site import SiteIdentity, read_site
from examserver.storage.store import Store


@dataclass(frozen=True, slots=True)
class Site:
    """The running service: what the API calls."""

    identity: SiteIdentity
    clock: Clock
    logins: Logins
    delivery: Delivery
    responses: Responses
    submissions: Submissions


@contextmanager
def running_site(folder: ServiceFolder, clock: Clock) -> Iterator[Site]:
    """Hold the folder and run its services; at the end all that waits is stored. Raises FolderError."""
    key = signing_key(folder)
    with locked(folder):
        store = Store(folder)
        try:
            yield _build(store, PaperShelf(folder.papers, key), key, clock)
        finally:
            store.close()


def signing_key(folder: ServiceFolder) -> jwk.JWK:
    """The service's private key; raises FolderError."""
    try:
        return load_key(folder.signing_key.read_text(encoding="utf-8"))
    except PermissionError as error:
        raise not_allowed(folder.root) from error
    except (UnreadableError, UnicodeDecodeError, FileNotFoundError) as error:
        raise FolderError(
            f"The service's signing key {folder.signing_key} cannot be read.",
            "Put it back from the key backup.",
        ) from error


def _build(store: Store, shelf: PaperShelf, key: jwk.JWK, clock: Clock) -> Site:
    identity = store.read_now(read_site)
    return Site(
        identity=identity,
        clock=clock,
        logins=Logins(store, identity, clock),
        delivery=Delivery(store, shelf, clock),
        responses=Responses(store, identity, clock),
        submissions=Submissions(store, shelf, Seal(identity, key), clock),
    )
