"""The staff's orders about the site: its networks, its proxies, and what it has chosen."""

import re
import unicodedata
from collections.abc import Sequence
from typing import ClassVar

import msgspec

from examserver.errors import SiteRuleError
from examserver.services.client_version import version_numbers
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.site_check import Network, admits_everybody, containing, read_network
from examserver.storage.networks import NetworkRow, add_network, all_networks, change_note, remove_network
from examserver.storage.settings import SiteSettings, read_settings, write_settings
from examserver.version import VERSION

LONGEST_TEXT = 200
A_VERSION = re.compile(r"[0-9]{1,5}(\.[0-9]{1,5}){0,3}")
ANY_VERSION = NO_FRONT = "none"
A_FRONT = re.compile(r"/([A-Za-z0-9_-]+/){1,4}")


class AddNetwork(StaffOrder, tag="add_network", frozen=True):
    """Stations in this network are inside from now on."""

    RECORDED: ClassVar = ("cidr", "note")

    cidr: str
    note: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Register it, or change its note where it is registered."""
        network, note = read_network(self.cidr), _one_line(self.note, "note")
        before = {read_network(row.cidr): row for row in all_networks(bench.connection)}
        if network in before:
            change_note(bench.connection, str(network), note or before[network].note)
            return Outcome((f"{network} was registered already.", _count(len(before))))
        add_network(bench.connection, NetworkRow(str(network), note, bench.now))
        return Outcome((f"{network} is registered.", _count(len(before) + 1), *_warnings(network, [*before])))


class RemoveNetwork(StaffOrder, tag="remove_network", frozen=True):
    """Stations in this network are outside from now on, unless another one has them."""

    RECORDED: ClassVar = ("cidr",)

    cidr: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Remove it; raises SiteRuleError where it is not registered."""
        network = read_network(self.cidr)
        before = [read_network(row.cidr) for row in all_networks(bench.connection)]
        if network not in before:
            raise SiteRuleError(f"{network} is not registered.", _registered(before))
        remove_network(bench.connection, str(network))
        return Outcome((f"{network} is removed.", _count(len(before) - 1)))


class AddProxy(StaffOrder, tag="add_proxy", frozen=True):
    """What these addresses say in `X-Forwarded-For` is believed from now on."""

    RECORDED: ClassVar = ("cidr",)

    cidr: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Believe it; raises SiteRuleError for a network of all addresses: anybody could claim any then."""
        network, settings = read_network(self.cidr), read_settings(bench.connection)
        before = [read_network(proxy) for proxy in settings.proxies]
        if network in before:
            return Outcome((f"{network} is a proxy already.",))
        if admits_everybody([network, *before]):
            raise SiteRuleError(
                f"With {network} every address would be a proxy, and any station could claim any address.",
                "Give the proxy's own address, such as 10.0.0.2.",
            )
        _write(bench, settings, proxies=(*settings.proxies, str(network)))
        return Outcome((f"{network} is a proxy: what it says in X-Forwarded-For is believed.",))


class RemoveProxy(StaffOrder, tag="remove_proxy", frozen=True):
    """What these addresses say in `X-Forwarded-For` is not believed any more."""

    RECORDED: ClassVar = ("cidr",)

    cidr: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Remove it; raises SiteRuleError where it is none."""
        network, settings = read_network(self.cidr), read_settings(bench.connection)
        left = tuple(proxy for proxy in settings.proxies if proxy != str(network))
        if left == settings.proxies:
            known = ", ".join(settings.proxies)
            raise SiteRuleError(f"{network} is no proxy.", f"Proxies are: {known}." if known else "")
        _write(bench, settings, proxies=left)
        return Outcome((f"{network} is no proxy any more.",))


class SetContact(StaffOrder, tag="set_contact", frozen=True):
    """Whom a candidate outside is told to call."""

    RECORDED: ClassVar = ("contact",)

    contact: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Keep it."""
        contact = _one_line(self.contact, "contact")
        _write(bench, read_settings(bench.connection), contact=contact)
        said = f"Who is outside is told to call: {contact}" if contact else "Nobody is named to call."
        return Outcome((said,))


class SetCover(StaffOrder, tag="set_cover", frozen=True):
    """Whether the paper is covered while a station is outside."""

    RECORDED: ClassVar = ("on",)

    on: bool

    def carry_out(self, bench: Bench) -> Outcome:
        """Keep it."""
        _write(bench, read_settings(bench.connection), covers_outside=self.on)
        covered = "The paper is covered while a station is outside; the proctor can lift the cover."
        return Outcome((covered if self.on else "The paper stays visible also where a station is outside.",))


class SetMinimumClient(StaffOrder, tag="set_minimum_client", frozen=True):
    """The oldest client that may log in; `none` takes any."""

    RECORDED: ClassVar = ("version",)

    version: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Keep it; raises SiteRuleError for what is not a version."""
        version = unicodedata.normalize("NFKC", self.version).strip()
        if version == ANY_VERSION:
            _write(bench, read_settings(bench.connection), minimum_client="")
            return Outcome(("Any client may log in.",))
        if A_VERSION.fullmatch(version) is None:
            raise SiteRuleError(f"“{version}” is not a version.", "Write 1.4.0, or none for any client.")
        _write(bench, read_settings(bench.connection), minimum_client=version)
        return Outcome((f"Clients older than {version} cannot log in.", *_doubts(version)))


class SetFront(StaffOrder, tag="set_front", frozen=True):
    """Where a front server finds the sealed papers, so that it sends their parts itself; `none` ends that."""

    RECORDED: ClassVar = ("address",)

    address: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Keep it; raises SiteRuleError for what is no address inside a front server."""
        settings, address = read_settings(bench.connection), self.address.strip()
        if address == NO_FRONT:
            _write(bench, settings, front="")
            return Outcome(("The service sends sealed parts itself.",))
        if A_FRONT.fullmatch(address) is None:
            raise SiteRuleError(
                f"“{address}” is no address inside a front server.", "Write it as /sealed/, or none for none."
            )
        _write(bench, settings, front=address)
        return Outcome(
            (f"Proxies are told to send sealed parts from {address} themselves.", *_no_proxy(settings))
        )


SiteOrder = (
    AddNetwork | RemoveNetwork | AddProxy | RemoveProxy | SetContact | SetCover | SetMinimumClient | SetFront
)


def _write(bench: Bench, settings: SiteSettings, **changes: object) -> None:
    write_settings(bench.connection, msgspec.structs.replace(settings, **changes))


def _no_proxy(settings: SiteSettings) -> tuple[str, ...]:
    """Without a proxy nobody is told anything."""
    if settings.proxies:
        return ()
    return ("Name the front server too, or nothing changes: examserver site proxies DIR add ADDRESS",)


def _warnings(network: Network, others: Sequence[Network]) -> tuple[str, ...]:
    """What somebody may not have meant who registers a network."""
    lines = []
    if admits_everybody([network, *others]):
        lines.append("Take care: every address of this kind is inside now, wherever a station stands.")
    if network.is_loopback:
        lines.append("Take care: stations behind a proxy on this machine are inside now, unless it is named.")
        lines.append("Name such a proxy: examserver site proxies DIR add ADDRESS")
    if outer := containing(network, others):
        lines.append(f"Nothing changes by it: {outer} has all of its addresses already.")
    return tuple(lines)


def _doubts(version: str) -> tuple[str, ...]:
    """A minimum above the newest version shuts every station out."""
    if (version_numbers(version) or ()) <= (version_numbers(VERSION) or ()):
        return ()
    return (f"Take care: this service came with clients of version {VERSION}, which are older.",)


def _count(networks: int) -> str:
    match networks:
        case 0:
            return "No network is registered now: only this machine itself is inside."
        case 1:
            return "1 network is registered now."
        case _:
            return f"{networks} networks are registered now."


def _registered(networks: Sequence[Network]) -> str:
    return f"Registered are: {', '.join(map(str, networks))}." if networks else "No network is registered."


def _one_line(text: str, what: str) -> str:
    """A text that people will read on one line; raises SiteRuleError."""
    plain = " ".join(text.split())
    if len(plain) > LONGEST_TEXT or not plain.isprintable():
        raise SiteRuleError(
            f"The {what} has more than {LONGEST_TEXT} characters, or some that cannot be shown.",
            "Make it one short line.",
        )
    return plain
