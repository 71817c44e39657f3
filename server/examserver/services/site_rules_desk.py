"""What the page of the site's addresses shows: networks, what the site has chosen, and refused logins."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.errors import SiteRuleError
from examserver.services.refused_logins import KEPT_FOR, RefusedThere, refused_there
from examserver.services.site_check import Network, inside, read_address, read_network
from examserver.storage.networks import NetworkRow, all_networks
from examserver.storage.settings import SiteSettings, read_settings
from examserver.storage.store import Store


@dataclass(frozen=True, slots=True)
class SiteRulesView:
    """All of it at one moment. `refused` are the logins of a day, the newest first."""

    networks: tuple[NetworkRow, ...]
    settings: SiteSettings
    refused: tuple[RefusedThere, ...]


class SiteRulesDesk:
    """Owns nothing but the way to the tables."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def view(self) -> SiteRulesView:
        """What is registered and chosen, and who was refused."""
        return await self._store.read(partial(_view, self._clock.now() - KEPT_FOR))

    async def require_still_inside(self, address: str, cidr: str) -> None:
        """Raise SiteRuleError where whoever removes this network from `address` could not come back."""
        networks = [read_network(row.cidr) for row in await self._store.read(all_networks)]
        require_inside_without(address, read_network(cidr), networks)


def require_inside_without(address: str, gone: Network, networks: Sequence[Network]) -> None:
    """Raise SiteRuleError where the address is inside by this network alone; the own machine always is."""
    at = read_address(address)
    left = [one for one in networks if one != gone]
    if at is None or at.is_loopback or not inside(at, networks) or inside(at, left):
        return
    raise SiteRuleError(
        f"You are at {address} yourself: without {gone} this page would shut you out.",
        "Register your own address first, or remove it on the service's machine: examserver site networks.",
    )


def _view(since: int, connection: Connection) -> SiteRulesView:
    return SiteRulesView(
        all_networks(connection), read_settings(connection), refused_there(connection, since)
    )
