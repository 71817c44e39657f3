"""A request counts only when the station that it names has signed it, as it is."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import msgspec
import pytest

from examprotocol.messages import (
    API,
    EnrolRequest,
    LoginRequest,
    ReadmitRequest,
    StationReply,
)
from examprotocol.station_proof import PROOF, STATION, Asked, asked, prove
from examserver.cli.ordering import give
from examserver.services.station_orders import ReleaseStation, RevokeStation
from examserver.serving import SiteServer
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import (
    ADMISSION,
    IDENTITY,
    ROOM,
    RefusedByServiceError,
    Station,
    station_key,
)

LOGIN = msgspec.json.encode(LoginRequest(ADMISSION, IDENTITY, "test 1"))
OTHER = msgspec.json.encode(LoginRequest("2026A002", "110101199003070425", "test 1"))
SESSION_ROUTES = [("GET", "/manifest"), ("GET", f"/parts/{'0' * 64}"), ("GET", "/key"), ("GET", "/events")]
BODIES = [("POST", "/sync"), ("POST", "/submit")]
ROUTES = [
    *SESSION_ROUTES,
    *BODIES,
    ("POST", "/login"),
    ("GET", "/station"),
    ("GET", "/sample"),
    ("POST", "/self-check"),
]


def refusal_of(act: Callable[[], object]) -> str:
    """The status and name of the refusal that an act meets."""
    with pytest.raises(RefusedByServiceError) as refused:
        act()
    return f"{refused.value.status} {refused.value.reply.error}"


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_without_a_proof_nothing_is_answered(seated: Station, method: str, path: str) -> None:
    session = ("Authorization", f"Bearer {seated.token}")
    named = (STATION, seated.key.id)
    for headers in (
        [session],
        [session, named],
        [session, named, (PROOF, "")],
        [session, named, (PROOF, "A" * 86)],
        [session, named, (PROOF, "no base64 é")],
        [session, (STATION, "not hex"), (PROOF, "A" * 86)],
        [session, (STATION, seated.key.id.upper()), (PROOF, "A" * 86)],
    ):
        assert refusal_of(partial(seated.send_with, headers, method, API + path)) == "401 not_proven"


def test_another_stations_key_proves_nothing(seated: Station) -> None:
    seated.key = replace(seated.key, private=station_key(2).private)
    for method, path in ROUTES:
        assert refusal_of(partial(seated.raw, method, path)) == "401 not_proven"


def test_a_station_that_never_enrolled_is_told_so(seated: Station) -> None:
    seated.key = station_key(99)
    for method, path in ROUTES:
        assert refusal_of(partial(seated.raw, method, path)) == "401 unknown_station"


@pytest.mark.parametrize(
    ("proven", "path", "body"),
    [
        (asked("POST", API + "/login", "", OTHER), "/login", LOGIN),
        (asked("POST", API + "/login", "", LOGIN[:-1]), "/login", LOGIN),
        (asked("POST", API + "/login", "", b""), "/login", LOGIN),
        (asked("POST", API + "/sync", "", LOGIN), "/login", LOGIN),
        (asked("POST", API + "/login?", "", LOGIN), "/login", LOGIN),
        (asked("POST", API + "/login", "", LOGIN), "/login?x=1", LOGIN),
        (asked("POST", API + "/login", "", LOGIN), "/lo%67in", LOGIN),
        (asked("POST", API + "/login", "a token", LOGIN), "/login", LOGIN),
        (msgspec.structs.replace(asked("POST", API + "/login", "", LOGIN), purpose="other"), "/login", LOGIN),
    ],
)
def test_a_request_that_was_changed_on_its_way_is_refused(
    station: Station, proven: Asked, path: str, body: bytes
) -> None:
    assert refusal_of(lambda: station.send(proven, API + path, body)) == "401 not_proven"


def test_a_request_is_proven_as_it_was_sent(station: Station) -> None:
    """With its query, and with characters that did not need to be encoded."""
    for path in (API + "/login?again=1", API + "/lo%67in"):
        station.send(asked("POST", path, "", LOGIN), path, LOGIN)


def test_a_proof_for_one_method_does_not_serve_another(seated: Station) -> None:
    proof = prove(asked("POST", API + "/events", seated.token, b""), seated.key.private)
    headers = [(STATION, seated.key.id), (PROOF, proof), ("Authorization", f"Bearer {seated.token}")]
    assert refusal_of(lambda: seated.send_with(headers, "GET", API + "/events")) == "401 not_proven"


def test_a_proof_without_its_token_is_none(seated: Station) -> None:
    proof = prove(asked("GET", API + "/events", seated.token, b""), seated.key.private)
    headers = [(STATION, seated.key.id), (PROOF, proof)]
    assert refusal_of(lambda: seated.send_with(headers, "GET", API + "/events")) == "401 not_proven"


def test_a_copied_token_is_worth_nothing_at_another_station(
    seated: Station, new_station: Callable[[], Station]
) -> None:
    pen = seated.pen()
    thief = new_station()
    thief.token, thief.login = seated.token, seated.login
    acts: list[Callable[[], object]] = [partial(thief.raw, method, path) for method, path in SESSION_ROUTES]
    acts += [partial(act, pen) for act in (thief.sync, thief.heartbeat, thief.submit)]
    assert {refusal_of(act) for act in acts} == {"401 session_ended"}
    assert seated.sync(pen).head == pen.head


def test_a_station_without_a_session_is_told_to_log_in(station: Station) -> None:
    assert refusal_of(station.events) == "401 session_ended"


def test_a_revoked_station_is_refused_everything_at_once(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    clock.time = START
    pen = seated.pen()
    seated.sync(pen)
    give(prepared.folder.root, RevokeStation(seated.key.id, reason="a power cut"))
    acts: list[Callable[[], object]] = [partial(seated.raw, "GET", path) for _, path in SESSION_ROUTES]
    acts += [partial(act, pen) for act in (seated.sync, seated.heartbeat, seated.submit)]
    acts += [partial(seated.raw, "GET", "/station"), seated.log_in]
    assert {refusal_of(act) for act in acts} == {"403 station_revoked"}


def test_a_released_station_hands_over_what_it_holds_and_logs_nobody_in(
    seated: Station, prepared: Prepared
) -> None:
    pen = seated.pen()
    pen.choose("q1", "a")
    give(prepared.folder.root, ReleaseStation(seated.key.id, reason="a power cut"))
    assert seated.sync(pen).head == pen.head
    assert seated.heartbeat(pen).head == pen.head
    assert seated.events().logs[0].events == tuple(pen.events)
    assert seated.submit(pen).receipt
    assert refusal_of(seated.log_in) == "403 station_released"
    assert refusal_of(lambda: seated.log_in(identity="wrong")) == "403 station_released"


def test_a_released_station_gets_nothing_of_a_paper(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    clock.time = START
    give(prepared.folder.root, ReleaseStation(seated.key.id, reason="a power cut"))
    for path in ("/manifest", f"/parts/{'0' * 64}", "/key"):
        assert refusal_of(partial(seated.raw, "GET", path)) == "403 station_released"


def test_the_keys_of_stations_are_found_again_after_a_restart(prepared: Prepared, clock: FakeClock) -> None:
    for number in (1, 2):
        with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
            station = Station(running.port, number)
            assert station.call("GET", "/station", StationReply).seat == str(number)
            station.close()


# -- stations that are not registered yet, or not any more


def enrolment(key: dict[str, str]) -> bytes:
    return msgspec.json.encode(EnrolRequest("no such token", key, "PC-99", "99", "0.1.0"))


def test_who_enrols_proves_the_key_that_he_brings(station: Station) -> None:
    station.key = station_key(99)
    known = enrolment(station.key.members)
    assert refusal_of(lambda: station.raw("POST", "/enrol", known)) == "403 enrolment_unknown"
    station.key = replace(station.key, private=station_key(98).private)
    assert refusal_of(lambda: station.raw("POST", "/enrol", known)) == "401 not_proven"


def test_nobody_enrols_under_another_stations_id(station: Station) -> None:
    station.key = replace(station_key(99), id=station_key(2).id)
    assert (
        refusal_of(lambda: station.raw("POST", "/enrol", enrolment(station.key.members))) == "401 not_proven"
    )


@pytest.mark.parametrize(
    "key",
    [
        {},
        {"kty": "OKP", "crv": "Ed25519"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519", "x": "é"},
        {"kty": "OKP", "crv": "X25519", "x": station_key(1).members["x"]},
        {"kty": "oct", "k": "AAAA"},
    ],
)
def test_a_key_that_is_none_is_refused(station: Station, key: dict[str, str]) -> None:
    assert refusal_of(lambda: station.raw("POST", "/enrol", enrolment(key))) == "400 unreadable"


def test_a_credential_serves_only_the_station_that_it_names(
    station: Station, new_station: Callable[[], Station]
) -> None:
    credential = station.call("GET", "/station", StationReply).credential
    shown = msgspec.json.encode(ReadmitRequest(credential, "0.1.0"))
    assert station.call("POST", "/station", StationReply, ReadmitRequest(credential, "0.1.0")).room == ROOM
    assert refusal_of(lambda: new_station().raw("POST", "/station", shown)) == "401 not_proven"
    forged = msgspec.json.encode(ReadmitRequest(credential[:-4] + "AAAA", "0.1.0"))
    assert refusal_of(lambda: station.raw("POST", "/station", forged)) == "401 unknown_station"
