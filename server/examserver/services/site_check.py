"""The site check: which addresses lie inside the exam site.

Rule: an address counts in its shortest form, so nobody is shut out, or let in, by another way to write it:
IPv4-mapped IPv6 (RFC 4291, 2.5.5.2) is IPv4, and the zone of an IPv6 address (RFC 4007) says nothing.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    collapse_addresses,
    ip_address,
    ip_network,
)

from examserver.errors import SiteRuleError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

ALL_OF_IPV4, ALL_OF_IPV6 = IPv4Network("0.0.0.0/0"), IPv6Network("::/0")

MAPPED_BITS = 96
"""So many bits of an IPv4-mapped address come before the IPv4 one."""


def read_address(text: str) -> Address | None:
    """The address that a text is, or None."""
    try:
        return _shortest(ip_address(text.partition("%")[0]))
    except ValueError:
        return None


def read_network(text: str) -> Network:
    """The network that a person has written, full-width digits and all; raises SiteRuleError.

    An address alone is the network of this one address.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    address, slash, prefix = plain.partition("/")
    written = address.partition("%")[0] + slash + prefix
    try:
        network = ip_network(written, strict=False)
        first = ip_address(written.partition("/")[0])
    except ValueError as error:
        raise SiteRuleError(
            f"“{plain}” is not a network.",
            "Write it as 203.0.113.0/24, 2001:db8::/32, or as a single address such as 203.0.113.7.",
        ) from error
    if first != network.network_address:
        raise _host_bits_set(plain, _shortest(first), _unmapped(network))
    return _unmapped(network)


def inside(address: Address | None, networks: Sequence[Network]) -> bool:
    """Whether a station at this address is inside: in a registered network.

    Where none is registered, only this machine itself is. An address that is not known never is.
    """
    if address is None:
        return False
    if not networks:
        return address.is_loopback
    return any(address in network for network in networks)


def containing(network: Network, others: Iterable[Network]) -> Network | None:
    """One of the other networks that has all of this network's addresses, or None."""
    return next((other for other in others if other != network and _contains(other, network)), None)


def admits_everybody(networks: Iterable[Network]) -> bool:
    """Whether the networks, taken together, have every address of IPv4 or every one of IPv6."""
    every = list(networks)
    four = collapse_addresses([one for one in every if isinstance(one, IPv4Network)])
    six = collapse_addresses([one for one in every if isinstance(one, IPv6Network)])
    return ALL_OF_IPV4 in four or ALL_OF_IPV6 in six


def _contains(outer: Network, inner: Network) -> bool:
    if isinstance(outer, IPv4Network):
        return isinstance(inner, IPv4Network) and inner.subnet_of(outer)
    return isinstance(inner, IPv6Network) and inner.subnet_of(outer)


def _shortest(address: Address) -> Address:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _unmapped(network: Network) -> Network:
    first = _shortest(network.network_address)
    if network.version == first.version or network.prefixlen < MAPPED_BITS:
        return network
    return ip_network((first, network.prefixlen - MAPPED_BITS))


def _host_bits_set(plain: str, address: Address, meant: Network) -> SiteRuleError:
    return SiteRuleError(
        f"“{plain}” is an address within a network, not a network: that would be {meant}.",
        f"Give {meant} for all of the network, or {address} for this one address.",
    )
