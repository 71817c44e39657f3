"""Whose address a request comes from, also behind proxies.

Rule: the address is the socket's peer. `X-Forwarded-For` counts only where the peer is a configured proxy,
and only from the right: each proxy adds what it saw at the end, so all further left may be forged.
"""

import re
from collections.abc import Sequence

from examserver.services.site_check import Address, Network, read_address

MOST_HOPS = 16
"""No site has more proxies in a row; what lies further left is not looked at."""

IN_BRACKETS = re.compile(r"\[([^\]]*)\](?::\d{1,5})?", re.ASCII)
WITH_PORT = re.compile(r"([^:]*):\d{1,5}", re.ASCII)


def seen_address(peer: str, forwarded: Sequence[str], proxies: Sequence[Network]) -> Address | None:
    """The address that a request comes from; None where not even the peer's is known.

    `forwarded` has the header's lines in their order. The walk ends at the first address that is no proxy,
    and at an entry that is no address: then it is the last proxy's, which was known.
    """
    address = read_address(peer)
    for entry in _from_the_right(forwarded):
        if address is None or not any(address in proxy for proxy in proxies):
            break
        before = _entry_address(entry)
        if before is None:
            break
        address = before
    return address


def _from_the_right(lines: Sequence[str]) -> list[str]:
    entries = ",".join(lines).split(",") if lines else []
    return entries[: -MOST_HOPS - 1 : -1]


def _entry_address(entry: str) -> Address | None:
    """`192.0.2.7`, `192.0.2.7:4711`, `2001:db8::7`, `[2001:db8::7]` or `[2001:db8::7]:4711`."""
    text = entry.strip()
    bare = IN_BRACKETS.fullmatch(text) or WITH_PORT.fullmatch(text)
    return read_address(bare[1] if bare else text)
