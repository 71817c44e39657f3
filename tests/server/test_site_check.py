"""Who is inside the exam site, and what somebody outside is told."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from examprotocol.messages import StationReply
from examserver.cli.command_line import main
from examserver.errors import SiteRuleError
from examserver.services.site_check import admits_everybody, inside, read_address, read_network
from examserver.serving import SiteServer
from tests.server.conftest import CONTACT, START, FakeClock, Prepared, choose
from tests.server.station import ROOM, RefusedByServiceError, Station

MAPPED = 0xFFFF
"""The bits before the IPv4 address in an IPv4-mapped one."""


def admits(address: str, *networks: str) -> bool:
    return inside(read_address(address), [read_network(network) for network in networks])


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.7", IPv4Address("192.0.2.7")),
        ("::ffff:192.0.2.7", IPv4Address("192.0.2.7")),
        ("::FFFF:c000:0207", IPv4Address("192.0.2.7")),
        ("2001:DB8:0::7", IPv6Address("2001:db8::7")),
        ("fe80::1%eth0", IPv6Address("fe80::1")),
        ("fe80::1%12", IPv6Address("fe80::1")),
        ("::192.0.2.7", IPv6Address("::c000:207")),
        ("", None),
        ("localhost", None),
        ("192.0.2", None),
        ("192.0.2.256", None),
        ("192.0.2.07", None),
        ("192.0.2.7/32", None),
        ("1", None),
    ],
)
def test_an_address_counts_in_its_shortest_form(text: str, address: IPv4Address | IPv6Address | None) -> None:
    assert read_address(text) == address
    assert str(read_address(text)) == str(address)


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("10.1.0.0/16", "10.1.0.0/16"),
        (" 10.1.2.3 ", "10.1.2.3/32"),
        ("１０.１.０.０／１６", "10.1.0.0/16"),
        ("10.1.0.0/255.255.0.0", "10.1.0.0/16"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("10.1.2.2/31", "10.1.2.2/31"),
        ("2001:DB8::/32", "2001:db8::/32"),
        ("2001:db8::7", "2001:db8::7/128"),
        ("fe80::1%eth0", "fe80::1/128"),
        ("fe80::%eth0/64", "fe80::/64"),
        ("::ffff:10.1.0.0/112", "10.1.0.0/16"),
        ("::ffff:10.1.2.3", "10.1.2.3/32"),
        ("::ffff:0:0/96", "0.0.0.0/0"),
        ("::/0", "::/0"),
    ],
)
def test_a_network_is_kept_in_its_shortest_form(text: str, network: str) -> None:
    assert str(read_network(text)) == network


@pytest.mark.parametrize(
    ("text", "network", "address"),
    [
        ("10.1.2.3/16", "10.1.0.0/16", "10.1.2.3"),
        ("10.1.2.1/31", "10.1.2.0/31", "10.1.2.1"),
        ("2001:db8::7/64", "2001:db8::/64", "2001:db8::7"),
        ("::ffff:10.1.2.3/112", "10.1.0.0/16", "10.1.2.3"),
    ],
)
def test_an_address_with_a_prefix_is_refused_with_the_network_that_was_meant(
    text: str, network: str, address: str
) -> None:
    with pytest.raises(SiteRuleError, match="not a network") as refused:
        read_network(text)
    assert network in refused.value.title
    assert f"Give {network} for all of the network, or {address} for" in refused.value.advice


@pytest.mark.parametrize(
    "text", ["", "/", "/8", "10.1.0.0/33", "10.1.0.0/-1", "10.1.0.0/x", "10.1/16", "::/129", "room", "1/0"]
)
def test_what_is_no_network_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SiteRuleError, match="is not a network") as refused:
        read_network(text)
    assert "203.0.113.0/24" in refused.value.advice


@pytest.mark.parametrize(
    ("address", "is_inside"),
    [
        ("10.1.0.0", True),
        ("10.1.255.255", True),
        ("10.0.255.255", False),
        ("10.2.0.0", False),
        ("::ffff:10.1.0.9", True),
        ("::10.1.0.9", False),
        ("203.0.113.7", True),
        ("203.0.113.8", False),
        ("2001:db8:1::", True),
        ("2001:db8:1:ffff:ffff:ffff:ffff:ffff", True),
        ("2001:db8:2::", False),
        ("2001:db8:0:ffff::", False),
        ("127.0.0.1", False),
        ("::1", False),
        ("", False),
    ],
)
def test_with_networks_only_they_are_inside(address: str, is_inside: bool) -> None:
    assert admits(address, "10.1.0.0/16", "203.0.113.7", "2001:db8:1::/48") == is_inside


@pytest.mark.parametrize(
    ("address", "is_inside"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("128.0.0.1", False),
        ("10.0.0.1", False),
        ("::2", False),
        ("", False),
    ],
)
def test_without_networks_only_this_machine_is_inside(address: str, is_inside: bool) -> None:
    assert admits(address) == is_inside


def test_every_ipv6_address_is_none_of_ipv4() -> None:
    assert admits("2001:db8::7", "::/0")
    assert not admits("::ffff:192.0.2.7", "::/0")
    assert admits("::ffff:192.0.2.7", "0.0.0.0/0")


@given(st.integers(0, 2**128 - 1), st.integers(0, 127), st.integers(0, 128))
def test_one_other_bit_leads_out_of_a_network_when_it_is_one_of_the_first(
    number: int, bit: int, prefix: int
) -> None:
    free = 128 - prefix
    first = number >> free << free
    other = number ^ 1 << bit
    assume(MAPPED not in (first >> 32, number >> 32, other >> 32))  # those are IPv4: the table has them
    network = read_network(f"{IPv6Address(first)}/{prefix}")
    assert inside(read_address(str(IPv6Address(number))), [network])
    assert inside(read_address(str(IPv6Address(other))), [network]) == (bit < free)


@pytest.mark.parametrize(
    ("networks", "everybody"),
    [
        (["0.0.0.0/0"], True),
        (["::/0"], True),
        (["0.0.0.0/1", "128.0.0.0/1"], True),
        (["0.0.0.0/1", "128.0.0.0/2"], False),
        (["0.0.0.0/1", "8000::/1"], False),
        ([], False),
    ],
)
def test_networks_that_admit_everybody_are_known(networks: list[str], everybody: bool) -> None:
    assert admits_everybody([ip_network(network) for network in networks]) == everybody


def test_a_network_that_is_more_than_the_mapped_addresses_stays_what_it_is() -> None:
    assert read_network("::fffe:0:0/95") == IPv6Network("::fffe:0:0/95")


# -- in the service


def test_from_outside_nobody_logs_in_and_hears_where_he_was_seen(
    fenced: Prepared, station: Station, caplog: pytest.LogCaptureFixture
) -> None:
    station.come_from("203.0.113.7")
    with pytest.raises(RefusedByServiceError) as refused:
        station.log_in()
    assert (refused.value.status, refused.value.reply.error) == (403, "outside")
    assert (refused.value.reply.about, refused.value.reply.contact) == ("203.0.113.7", CONTACT)
    assert f"station {station.key.id} wants to log in from outside, at 203.0.113.7" in caplog.text


@pytest.mark.parametrize("address", ["10.1.0.9", "::ffff:10.1.0.9", "2001:db8:1::9", "10.1.0.9:4711"])
def test_from_each_registered_line_a_candidate_logs_in(
    fenced: Prepared, station: Station, address: str
) -> None:
    station.come_from(address)
    assert station.log_in().place.outside == ""


def test_an_address_is_admitted_as_soon_as_it_is_registered(
    fenced: Prepared, station: Station, capsys: pytest.CaptureFixture[str]
) -> None:
    station.come_from("203.0.113.7")
    with pytest.raises(RefusedByServiceError, match="outside"):
        station.log_in()
    assert main(["site", "networks", str(fenced.folder.root), "add", "203.0.113.7"]) == 0
    assert "3 networks are registered now." in capsys.readouterr().out
    assert station.log_in().place.outside == ""
    assert main(["site", "networks", str(fenced.folder.root), "remove", "203.0.113.7"]) == 0
    with pytest.raises(RefusedByServiceError, match="outside"):
        station.log_in()


def test_the_paper_is_given_out_inside_only(fenced: Prepared, station: Station, clock: FakeClock) -> None:
    clock.time = START
    station.come_from("10.1.0.9")
    station.log_in()
    assert (station.manifest(), station.content_key()) != ("", b"")
    station.come_from("203.0.113.7")
    for path in ("/manifest", "/key", f"/parts/{'0' * 64}"):
        with pytest.raises(RefusedByServiceError, match="403 outside") as refused:
            station.raw("GET", path)
        assert refused.value.reply.about == "203.0.113.7"


def test_without_networks_this_machine_is_inside_and_others_are_not(
    prepared: Prepared, clock: FakeClock
) -> None:
    choose(prepared.folder, proxies=("127.0.0.1/32",))
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        station = Station(running.port)
        assert station.log_in().place.outside == ""
        station.come_from("10.1.0.9")
        with pytest.raises(RefusedByServiceError, match="403 outside"):
            station.log_in()
        station.close()


def test_with_networks_this_machine_is_outside_unless_it_is_registered(
    prepared: Prepared, clock: FakeClock
) -> None:
    choose(prepared.folder, "127.0.0.2/32")
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        near, far = Station(running.port, source="127.0.0.2"), Station(running.port, source="127.0.0.3")
        assert near.log_in().place.outside == ""
        with pytest.raises(RefusedByServiceError, match="403 outside") as refused:
            far.log_in()
        assert refused.value.reply.about == "127.0.0.3"
        near.close()
        far.close()


def test_where_it_stands_a_station_hears_also_outside(fenced: Prepared, station: Station) -> None:
    station.come_from("203.0.113.7")
    reply = station.call("GET", "/station", StationReply)
    assert (reply.room, reply.place.outside, reply.place.contact) == (ROOM, "203.0.113.7", CONTACT)
