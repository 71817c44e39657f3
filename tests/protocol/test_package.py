"""The answer package: who may open it reads what the station signed, and nobody else reads or changes it."""

from collections.abc import Callable

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from jwcrypto import jwk

from examprotocol.errors import PackageError, PackageFault, UnreadableError
from examprotocol.events import Head, WriterLog
from examprotocol.exact_base64 import exact_bytes, exact_text
from examprotocol.package import SIGNED_AS, Package, heads_of
from examprotocol.package_reading import (
    SealedPackage,
    open_package,
    read_package,
    unlock_by_key,
    unlock_by_password,
)
from examprotocol.package_seal import LARGEST, authenticated, seal_package
from examprotocol.signing import RECEIPT, new_signing_key, sign
from tests.protocol.packages import (
    FIRST,
    PASSWORD,
    SERVICE,
    STATION,
    make_package,
    new_opening_key,
    public,
    rewritten,
    stations,
)
from tests.protocol.strategies import attempts, chain

OTHER_STATION = new_signing_key()
FIRST_LOG, SECOND_LOG = make_package().logs
GAP = WriterLog(FIRST, (FIRST_LOG.events[0], FIRST_LOG.events[2]))
CHANGED = WriterLog(FIRST, (msgspec.structs.replace(FIRST_LOG.events[0], at=1), *FIRST_LOG.events[1:]))
SHORT = WriterLog(FIRST, FIRST_LOG.events[:2])
MOVED = chain(msgspec.structs.replace(FIRST, attempt="b" * 32), [event.body for event in FIRST_LOG.events])
HEADS = make_package().heads


@pytest.fixture(scope="module")
def package() -> Package:
    return make_package()


@pytest.fixture(scope="module")
def data(package: Package) -> bytes:
    return seal_package(package, STATION, PASSWORD, public(SERVICE))


@pytest.fixture(scope="module")
def sealed(data: bytes) -> SealedPackage:
    return read_package(data)


def refusal(act: Callable[[], object]) -> tuple[PackageFault, str]:
    with pytest.raises(PackageError) as caught:
        act()
    return caught.value.fault, caught.value.about


def resealed(data: bytes, token: str) -> SealedPackage:
    """The package with other content under the same keys and header."""
    members = msgspec.json.decode(data)
    key = unlock_by_key(read_package(data), SERVICE)
    outside = authenticated(members["protected"], members["aad"])
    content = AESGCM(key).encrypt(exact_bytes(members["iv"]), token.encode(), outside)
    changed = {"ciphertext": exact_text(content[:-16]), "tag": exact_text(content[-16:])}
    return read_package(rewritten(data, **changed))


def opened(sealed: SealedPackage, known: jwk.JWK = STATION) -> Package:
    return open_package(sealed, unlock_by_key(sealed, SERVICE), stations(known))


def test_room_password_and_service_key_open_the_same(package: Package, sealed: SealedPackage) -> None:
    by_key, by_password = unlock_by_key(sealed, SERVICE), unlock_by_password(sealed, PASSWORD)
    assert by_key == by_password
    assert open_package(sealed, by_key, stations()) == package


def test_it_says_outside_what_it_is_before_anybody_opens_it(package: Package, sealed: SealedPackage) -> None:
    said = (sealed.header.site, sealed.header.exam, sealed.header.candidate, sealed.header.name)
    assert said == (package.site, package.exam, package.candidate, package.name)


def test_no_answer_stands_in_the_open(data: bytes) -> None:
    assert "春眠".encode() not in data
    assert exact_text("春眠不".encode()).encode() not in data


def test_two_packages_of_the_same_attempt_share_no_key(package: Package, sealed: SealedPackage) -> None:
    again = read_package(seal_package(package, STATION, PASSWORD, public(SERVICE)))
    assert unlock_by_key(again, SERVICE) != unlock_by_key(sealed, SERVICE)


def test_a_wrong_password_is_told_from_damage(sealed: SealedPackage) -> None:
    wrong = refusal(lambda: unlock_by_password(sealed, PASSWORD.lower()))
    assert wrong == (PackageFault.WRONG_PASSWORD, "")


def test_another_services_key_is_told_whose_package_it_is(sealed: SealedPackage) -> None:
    other = refusal(lambda: unlock_by_key(sealed, new_opening_key()))
    assert other == (PackageFault.NOT_FOR_THIS_KEY, SERVICE["kid"])
    with pytest.raises(UnreadableError):
        unlock_by_key(sealed, STATION)


def test_a_station_that_nobody_knows_is_named(sealed: SealedPackage, package: Package) -> None:
    unknown = refusal(lambda: opened(sealed, OTHER_STATION))
    assert unknown == (PackageFault.UNKNOWN_STATION, package.station)


def test_who_has_the_password_cannot_write_answers_in_the_stations_name(
    data: bytes, package: Package
) -> None:
    forged = resealed(data, sign(package, OTHER_STATION, SIGNED_AS))
    assert refusal(lambda: opened(forged)) == (PackageFault.FORGED, package.station)


def test_what_the_station_signed_for_another_purpose_is_no_package(data: bytes, package: Package) -> None:
    other = resealed(data, sign(package, STATION, RECEIPT))
    assert refusal(lambda: opened(other)) == (PackageFault.FORGED, package.station)


@pytest.mark.parametrize("token", ["", "no token", "a.b.c", "e30.e30.e30"])
def test_content_that_is_no_statement_is_refused(data: bytes, token: str) -> None:
    assert refusal(lambda: opened(resealed(data, token)))[0] == PackageFault.UNREADABLE


@pytest.mark.parametrize("station", ["x", make_package().station], ids=["no station", "a station"])
def test_content_that_is_nested_beyond_all_measure_is_refused(data: bytes, station: str) -> None:
    """Who has the public opening key can make this, without any station."""
    deep = msgspec.Raw(b"[" * 100_000 + b"]" * 100_000)
    token = sign({"more": deep, "station": station}, STATION, SIGNED_AS)
    assert refusal(lambda: opened(resealed(data, token)))[0] == PackageFault.UNREADABLE


def test_an_event_of_a_newer_kind_is_refused_as_what_it_is(data: bytes, package: Package) -> None:
    newer = msgspec.to_builtins(package)
    newer["logs"][0]["events"][1]["body"]["what"] = "sang"
    unread = resealed(data, sign(newer, STATION, SIGNED_AS))
    assert refusal(lambda: opened(unread)) == (PackageFault.UNREADABLE, "")


def test_a_member_that_a_later_program_adds_stops_nobody(data: bytes, package: Package) -> None:
    newer = {**msgspec.to_builtins(package), "weather": "rain"}
    assert opened(resealed(data, sign(newer, STATION, SIGNED_AS))) == package


@pytest.mark.parametrize("field", ["site", "exam", "candidate", "name"])
def test_another_header_than_what_is_signed_is_refused(data: bytes, field: str) -> None:
    other = make_package(**{field: "other-.examanswers"})
    assert refusal(lambda: opened(resealed(data, sign(other, STATION, SIGNED_AS)))) == (
        PackageFault.CONTRADICTION,
        field,
    )


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"logs": (GAP, SECOND_LOG)}, FIRST.id),
        ({"logs": (CHANGED, SECOND_LOG)}, FIRST.id),
        ({"logs": (SHORT, SECOND_LOG)}, FIRST.id),
        ({"logs": (MOVED, SECOND_LOG), "heads": heads_of([MOVED, SECOND_LOG])}, FIRST.id),
        ({"logs": (SECOND_LOG, SECOND_LOG), "heads": heads_of([SECOND_LOG])}, "heads"),
        ({"logs": (SECOND_LOG,)}, "heads"),
        ({"heads": {**HEADS, FIRST.id: Head(2, HEADS[FIRST.id].hash)}}, FIRST.id),
        ({"heads": {**HEADS, "3" * 32: Head(0)}}, "heads"),
        ({"key": "A" * 43}, "station"),
        ({"version": 2}, "version"),
    ],
)
def test_a_package_that_contradicts_itself_is_neither_written_nor_taken(
    data: bytes, changes: dict[str, object], about: str
) -> None:
    bad = make_package(**changes)
    refused = (PackageFault.CONTRADICTION, about)
    assert refusal(lambda: seal_package(bad, STATION, PASSWORD, public(SERVICE))) == refused
    assert refusal(lambda: opened(resealed(data, sign(bad, STATION, SIGNED_AS)))) == refused


def test_nobody_signs_for_another_station(package: Package) -> None:
    act = lambda: seal_package(package, OTHER_STATION, PASSWORD, public(SERVICE))  # noqa: E731
    assert refusal(act) == (PackageFault.CONTRADICTION, "station")


@pytest.mark.parametrize("name", ["", "a.examanswers", "a-b.txt", "../a-b.examanswers", "a-\n.examanswers"])
def test_a_name_that_is_none_of_ours_is_not_signed(name: str) -> None:
    bad = make_package(name=name)
    act = lambda: seal_package(bad, STATION, PASSWORD, public(SERVICE))  # noqa: E731
    assert refusal(act) == (PackageFault.CONTRADICTION, "name")


def test_what_no_reader_would_take_is_not_written() -> None:
    heavy = make_package(extensions=("x" * LARGEST,))
    act = lambda: seal_package(heavy, STATION, PASSWORD, public(SERVICE))  # noqa: E731
    assert refusal(act)[0] == PackageFault.TOO_LARGE


@given(attempts())
def test_any_attempt_comes_back_whole(logs: list[WriterLog]) -> None:
    package = make_package(logs=tuple(logs), heads=heads_of(logs))
    token = sign(package, STATION, SIGNED_AS)
    assert opened(resealed(SEALED_ONCE, token)) == package


SEALED_ONCE = seal_package(make_package(), STATION, PASSWORD, public(SERVICE))
