"""What the running service admits by: the registered networks, the proxies and the site's settings.

Rule: read in memory for each request, and anew from the database after each order, so an admin who registers
an address needs no restart.
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.place import INSIDE, Place
from examserver.services.forwarded import seen_address
from examserver.services.site_check import Address, Network, inside, read_address, read_network
from examserver.storage.networks import all_networks
from examserver.storage.settings import SiteSettings, read_settings

log = logging.getLogger(__name__)

UNKNOWN = "unknown"
"""Stands for the address of a connection that is gone already."""

MOST_NAMED = 100
"""So many peers are named once each for a header that is not believed; stations can send it too."""


@dataclass(frozen=True, slots=True)
class SiteRules:
    """One state of what the site has registered and chosen."""

    networks: tuple[Network, ...]
    proxies: tuple[Network, ...]
    settings: SiteSettings


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a request comes from, and what the site check says of it."""

    address: str
    place: Place


def read_rules(connection: Connection) -> SiteRules:
    """The rules as they are stored."""
    settings = read_settings(connection)
    return SiteRules(
        networks=tuple(read_network(network.cidr) for network in all_networks(connection)),
        proxies=tuple(read_network(proxy) for proxy in settings.proxies),
        settings=settings,
    )


class Gate:
    """Owns the rules in force. Knows nothing of stations and sessions."""

    def __init__(self, rules: SiteRules) -> None:
        self._rules = rules
        self._reading = threading.Lock()
        self._named: set[str] = set()

    @property
    def settings(self) -> SiteSettings:
        """What the site has chosen."""
        return self._rules.settings

    def reload(self, connection: Connection) -> None:
        """Read the rules anew; one reader after the other, so that the newest state stays."""
        with self._reading:
            self._rules = read_rules(connection)

    def look(self, peer: str, forwarded: Sequence[str]) -> Whereabouts:
        """Where a request comes from: `peer` is the socket's, `forwarded` its `X-Forwarded-For` lines.

        With no network registered loopback alone is inside; what a proxy that nobody has named passes on from
        there may have come from anywhere.
        """
        rules = self._rules
        address = seen_address(peer, forwarded, rules.proxies)
        shown = str(address) if address else UNKNOWN
        disbelieved = bool(forwarded) and address == read_address(peer)
        if disbelieved:
            self._name(shown)
        if disbelieved and not rules.networks:
            return Whereabouts(shown, _outside(rules, shown))
        return Whereabouts(shown, _place(rules, address, shown))

    def front_for(self, peer: str) -> str:
        """Where the front server that passes a request on finds sealed papers; `""` where none sends them.

        A station that asks the service itself gets the bytes from it, whatever else is configured.
        """
        rules, address = self._rules, read_address(peer)
        is_proxy = address is not None and any(address in proxy for proxy in rules.proxies)
        return rules.settings.front if is_proxy else ""

    def look_for_staff(self, peer: str, forwarded: Sequence[str]) -> Whereabouts:
        """The same for the staff's page: who sits at the service's own machine is inside in any case."""
        seen, address = self.look(peer, forwarded), read_address(peer)
        is_here = address is not None and address.is_loopback and not forwarded
        return Whereabouts(seen.address, INSIDE) if is_here else seen

    def _name(self, peer: str) -> None:
        """Behind a proxy that nobody has named all stations would have its address."""
        if peer not in self._named and len(self._named) < MOST_NAMED:
            self._named.add(peer)
            log.warning("X-Forwarded-For from %s is not believed: it is no proxy of ours, or garbage", peer)


def _place(rules: SiteRules, address: Address | None, shown: str) -> Place:
    if inside(address, rules.networks):
        return INSIDE
    return _outside(rules, shown)


def _outside(rules: SiteRules, shown: str) -> Place:
    return Place(shown, rules.settings.covers_outside, rules.settings.contact)
