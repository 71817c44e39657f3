"""The proctor's stick and visits: only the signer's word counts, and a cut file is told apart."""

import base64
import hashlib
from datetime import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto import jwk

from examprotocol.errors import ForgedError, UnreadableError, VersionError, VisitError, VisitFault
from examprotocol.signing import new_signing_key, sign
from examprotocol.station_proof import station_id_of
from examprotocol.stick import (
    LARGEST_STICK,
    STICK,
    Stick,
    is_stick_name,
    is_visit_name,
    open_stick,
    sign_stick,
    stick_name,
    visit_name,
)
from examprotocol.visit import (
    LARGEST_VISIT,
    VISIT,
    Visit,
    VisitedPackage,
    open_visit,
    sign_visit,
)

SERVICE, STATION, STRANGER = new_signing_key(), new_signing_key(), new_signing_key()
WHEN = datetime(2030, 1, 7, 11, 30, 5)  # noqa: DTZ001  (a name has the room's own time)

A_STICK = Stick("a" * 32, "d" * 32, "机房301", 1_800_000_000_000, ("a.room.card",), {"kty": "OKP"})


def a_package(number: int) -> VisitedPackage:
    """The `number`-th package of a visit."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return VisitedPackage(f"Site-math-{number}.examanswers", digest, f"{number:032x}", f"A-{number}", 7)


def a_visit(by: jwk.JWK = STATION, **changes: object) -> Visit:
    """What the station with this key says."""
    visit = Visit(
        stick="a" * 32,
        site="d" * 32,
        room="机房301",
        station=station_id_of(by),
        key=str(by.thumbprint()),
        seat="12",
        at=1_800_000_000_000,
        packages=(a_package(1), a_package(2)),
        done=True,
    )
    return msgspec.structs.replace(visit, **changes)


def known(station: str) -> jwk.JWK | None:
    """The keys of the one station that is enrolled."""
    return STATION if station == station_id_of(STATION) else None


def refusal(data: bytes) -> VisitFault:
    """Why a file is no visit."""
    with pytest.raises(VisitError) as refused:
        open_visit(data, known)
    return refused.value.fault


def test_a_station_reads_the_stick_of_its_service() -> None:
    data = sign_stick(A_STICK, SERVICE)
    assert open_stick(data, SERVICE) == A_STICK
    assert data.isascii()


def test_a_stick_that_another_service_made_is_refused() -> None:
    with pytest.raises(ForgedError):
        open_stick(sign_stick(A_STICK, STRANGER), SERVICE)


def test_a_visit_cannot_pass_for_a_stick_and_a_stick_not_for_a_visit() -> None:
    with pytest.raises(ForgedError):
        open_stick(sign(A_STICK, SERVICE, VISIT).encode(), SERVICE)
    assert refusal(sign(a_visit(), STATION, STICK).encode()) is VisitFault.FORGED


def test_a_stick_of_a_later_version_is_told_apart_from_a_forged_one() -> None:
    later = msgspec.structs.replace(A_STICK, version=2)
    with pytest.raises(VersionError):
        open_stick(sign_stick(later, SERVICE), SERVICE)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * (LARGEST_STICK + 1), "机房".encode()])
def test_another_file_under_a_sticks_name_is_no_stick(data: bytes) -> None:
    with pytest.raises((UnreadableError, ForgedError)):
        open_stick(data, SERVICE)


def test_a_stick_with_more_cards_than_a_station_reads_is_not_written() -> None:
    with pytest.raises(UnreadableError):
        sign_stick(msgspec.structs.replace(A_STICK, cards=("x" * 1000,) * 60), SERVICE)


@given(st.data())
def test_a_flipped_bit_anywhere_in_a_stick_is_refused(data: st.DataObject) -> None:
    with pytest.raises((UnreadableError, ForgedError)):
        open_stick(flipped(data, sign_stick(A_STICK, SERVICE)), SERVICE)


def test_the_service_reads_the_visit_of_a_station() -> None:
    assert open_visit(sign_visit(a_visit(), STATION), known) == a_visit()


def test_a_visit_at_a_station_that_holds_nothing_is_a_visit_too() -> None:
    nothing = a_visit(packages=(), seat="")
    assert open_visit(sign_visit(nothing, STATION), known) == nothing


@given(st.data())
def test_a_flipped_bit_anywhere_in_a_visit_is_refused(data: st.DataObject) -> None:
    assert refusal(flipped(data, sign_visit(a_visit(), STATION))) in {
        VisitFault.NOT_A_VISIT,
        VisitFault.TRUNCATED,
        VisitFault.FORGED,
        VisitFault.UNKNOWN_STATION,
        VisitFault.UNKNOWN_VERSION,
    }


@given(st.integers(min_value=0))
def test_the_beginning_of_a_visit_is_called_truncated(length: int) -> None:
    token = sign_visit(a_visit(), STATION).strip()
    assert refusal(token[: length % len(token)]) is VisitFault.TRUNCATED


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"\xff\xd8\xff", b"a.b.c", b"\0" * 900, "机房".encode()])
def test_another_file_under_a_visits_name_is_no_visit(data: bytes) -> None:
    assert refusal(data) is VisitFault.NOT_A_VISIT


def test_a_visit_that_is_too_large_is_neither_written_nor_read() -> None:
    with pytest.raises(VisitError) as refused:
        sign_visit(a_visit(packages=tuple(a_package(number) for number in range(1500))), STATION)
    assert refused.value.fault is VisitFault.TOO_LARGE
    assert refusal(b"x" * (LARGEST_VISIT + 1)) is VisitFault.TOO_LARGE


def test_five_hundred_packages_fit_into_a_visit() -> None:
    many = a_visit(packages=tuple(a_package(number) for number in range(500)))
    assert open_visit(sign_visit(many, STATION), known) == many


def test_a_visit_of_a_station_that_nobody_knows_is_refused() -> None:
    assert refusal(sign_visit(a_visit(STRANGER), STRANGER)) is VisitFault.UNKNOWN_STATION


def test_a_visit_in_another_stations_name_is_forged() -> None:
    assert refusal(sign(a_visit(), STRANGER, VISIT).encode()) is VisitFault.FORGED


def test_a_visit_of_a_later_version_is_told_apart() -> None:
    later = a_visit(version=2)
    assert refusal(sign(later, STATION, VISIT).encode()) is VisitFault.UNKNOWN_VERSION


def test_a_rightly_signed_visit_that_says_what_cannot_be_is_refused() -> None:
    assert refusal(sign(a_visit(at=-1), STATION, VISIT).encode()) is VisitFault.UNREADABLE


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"left": ("f" * 32,)}, "done"),
        ({"key": "another"}, "station"),
        ({"packages": (a_package(1), a_package(1))}, "packages"),
    ],
)
def test_a_visit_that_contradicts_itself_is_neither_written_nor_read(
    changes: dict[str, object], about: str
) -> None:
    visit = a_visit(STATION, **changes)
    for act in (
        lambda: sign_visit(visit, STATION),
        lambda: open_visit(sign(visit, STATION, VISIT).encode(), known),
    ):
        with pytest.raises(VisitError) as refused:
            act()
        assert (refused.value.fault, refused.value.about) == (VisitFault.CONTRADICTION, about)


@pytest.mark.parametrize("bit", [1, 2, 4, 8])
def test_the_last_letters_idle_bits_count_too(bit: int) -> None:
    stick, visit = bytearray(sign_stick(A_STICK, SERVICE).strip()), sign_visit(a_visit(), STATION).strip()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    stick[-1] = ord(alphabet[alphabet.index(chr(stick[-1])) ^ bit])
    with pytest.raises(UnreadableError):
        open_stick(bytes(stick), SERVICE)
    last = alphabet[alphabet.index(chr(visit[-1])) ^ bit]
    assert refusal(visit[:-1] + last.encode()) is VisitFault.NOT_A_VISIT


def test_the_files_have_names_that_every_drive_takes() -> None:
    assert stick_name("考点 一", "机房/301") == "考点_一-机房_301.examstick"
    assert visit_name("", "../x" * 8, WHEN) == "_-___x___x-20300107-113005.examvisit"
    assert visit_name("12", "5" * 32, WHEN) == "12-55555555-20300107-113005.examvisit"
    assert is_stick_name("A-B.EXAMSTICK")
    assert is_visit_name("12-55555555-20300107-113005(1).examvisit")
    assert not is_visit_name("12.examanswers")


def flipped(data: st.DataObject, content: bytes) -> bytes:
    """The content without its line end, one bit of it changed."""
    changed = bytearray(content.strip())
    place = data.draw(st.integers(0, 8 * len(changed) - 1))
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def test_a_visit_that_names_its_station_in_bytes_that_are_no_text_is_refused() -> None:
    head, _, rest = sign_visit(a_visit(), STATION).strip().partition(b".")
    odd = base64.urlsafe_b64encode(b'{"station":"\xb1"}').rstrip(b"=")
    assert refusal(b".".join((head, odd, rest.partition(b".")[2])) + b"\n") is VisitFault.NOT_A_VISIT
