"""Whose address counts behind proxies: what somebody writes into the header himself never does."""

from collections.abc import Sequence

import pytest

from examserver.services.forwarded import MOST_HOPS, seen_address
from examserver.services.site_check import read_network
from examserver.serving import SiteServer
from tests.server.conftest import CONTACT, FakeClock, Prepared, choose
from tests.server.station import RefusedByServiceError, Station

NEAR, FAR, STATION, FORGED = "10.0.0.2", "10.0.0.3", "198.51.100.9", "10.1.0.9"
PROXIES = (f"{NEAR}/32", f"{FAR}/32", "2001:db8:ff::/64")


def seen(peer: str, forwarded: Sequence[str], proxies: Sequence[str] = PROXIES) -> str:
    return str(seen_address(peer, forwarded, [read_network(proxy) for proxy in proxies]))


@pytest.mark.parametrize(
    "forwarded", [[], [FORGED], [f"{FORGED}, {NEAR}"], [FORGED, NEAR], [""], ["x" * 9999], [NEAR] * 99]
)
def test_from_a_peer_that_is_no_proxy_the_header_says_nothing(forwarded: list[str]) -> None:
    assert seen(STATION, forwarded) == STATION
    assert seen(NEAR, forwarded, proxies=()) == NEAR


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ([], NEAR),
        ([STATION], STATION),
        ([f"{FORGED}, {STATION}"], STATION),
        ([f"{FORGED},{STATION}"], STATION),
        ([FORGED, STATION], STATION),
        ([f"{FORGED}, {STATION}", FAR], STATION),
        ([f"{FORGED}, {FORGED}, {STATION}, {FAR}"], STATION),
        ([f"{STATION}, {FAR}", f"{NEAR}, {FAR}"], STATION),
        ([f"{FAR}, {NEAR}"], FAR),
        ([f"{STATION}, 2001:db8:ff::2"], STATION),
        ([f"{STATION}, ::ffff:{FAR}"], STATION),
    ],
)
def test_behind_proxies_the_address_is_the_first_from_the_right_that_is_none(
    forwarded: list[str], address: str
) -> None:
    assert seen(NEAR, forwarded) == address


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("198.51.100.9:4711", STATION),
        ("  198.51.100.9\t", STATION),
        ("::ffff:198.51.100.9", STATION),
        ("[::ffff:198.51.100.9]:443", STATION),
        ("2001:db8::9", "2001:db8::9"),
        ("[2001:db8::9]", "2001:db8::9"),
        ("[2001:db8::9]:443", "2001:db8::9"),
        ("[2001:DB8:0::9%eth0]:443", "2001:db8::9"),
    ],
)
def test_an_entry_may_have_a_port_and_brackets(entry: str, address: str) -> None:
    assert seen(NEAR, [f"{FORGED}, {entry}"]) == address


@pytest.mark.parametrize(
    "garbage", ["", "unknown", "_hidden", "198.51.100", "198.51.100.9:x", "[2001:db8::9", "[]", "1", "é", "-"]
)
def test_garbage_ends_the_walk_at_the_last_address_that_is_known(garbage: str) -> None:
    assert seen(NEAR, [f"{FORGED}, {garbage}, {FAR}"]) == FAR
    assert seen(NEAR, [f"{FORGED}, {garbage}"]) == NEAR
    assert seen(NEAR, [garbage, STATION]) == STATION


def test_a_chain_longer_than_any_real_one_is_not_walked_to_its_end() -> None:
    chain = ", ".join([STATION, *[FAR] * (MOST_HOPS - 1)])
    assert seen(NEAR, [chain]) == STATION
    assert seen(NEAR, [f"{chain}, {FAR}"]) == FAR


def test_a_peer_that_is_gone_has_no_address() -> None:
    assert seen("", [STATION]) == "None"


# -- in the service


def test_a_forged_header_lets_nobody_in(
    prepared: Prepared, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    """With networks and without proxies, as a site is that has the service on its own network."""
    choose(prepared.folder, "10.1.0.0/16", contact=CONTACT)
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        station = Station(running.port)
        for forged in (["10.1.0.9"], ["10.1.0.9, 127.0.0.1"], ["127.0.0.1", "10.1.0.9"]):
            station.come_from(*forged)
            with pytest.raises(RefusedByServiceError, match="403 outside") as refused:
                station.log_in()
            assert refused.value.reply.about == "127.0.0.1"
        station.close()
    assert caplog.text.count("X-Forwarded-For from 127.0.0.1 is not believed") == 1


@pytest.mark.parametrize("lines", [["10.1.0.9, 203.0.113.7"], ["10.1.0.9", "203.0.113.7"]])
def test_behind_a_proxy_what_a_station_adds_itself_lets_nobody_in(
    fenced: Prepared, station: Station, lines: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    station.come_from(*lines)
    with pytest.raises(RefusedByServiceError, match="403 outside") as refused:
        station.log_in()
    assert refused.value.reply.about == "203.0.113.7"
    assert "not believed" not in caplog.text


def test_only_from_the_proxy_itself_is_the_header_believed(prepared: Prepared, clock: FakeClock) -> None:
    choose(prepared.folder, "10.1.0.0/16", proxies=("127.0.0.2/32",))
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        through, beside = Station(running.port, source="127.0.0.2"), Station(running.port, source="127.0.0.3")
        for station in (through, beside):
            station.come_from("10.1.0.9")
        assert through.log_in().place.outside == ""
        with pytest.raises(RefusedByServiceError, match="403 outside") as refused:
            beside.log_in()
        assert refused.value.reply.about == "127.0.0.3"
        through.close()
        beside.close()


def test_behind_a_proxy_that_nobody_has_named_nobody_counts_as_this_machine(
    prepared: Prepared, clock: FakeClock
) -> None:
    """With no network registered loopback is inside, but not the world through a proxy on this machine."""
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        station = Station(running.port)
        station.come_from("203.0.113.7")
        with pytest.raises(RefusedByServiceError, match="403 outside"):
            station.log_in()
        station.come_from()
        assert station.log_in().place.outside == ""
        station.close()
