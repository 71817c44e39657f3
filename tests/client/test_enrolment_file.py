"""An enrolment file as people bring it: whatever is wrong with it has a name, and nothing is believed."""

import base64
from pathlib import Path

import msgspec
import pytest

from examclient.domain.enrolling import seat_of
from examclient.domain.export import Drive
from examclient.errors import EnrolmentFileError, Flaw
from examclient.storage.enrolment_file import fingerprint_of, read_enrolment
from examclient.ui.likely_folder import likely_folder
from examclient.usecases.open_enrolment import OpenEnrolment
from examprotocol.enrolment import ENROLMENT, LARGEST, Enrolment, seal_enrolment
from examprotocol.signing import RECEIPT, new_signing_key, sign
from tests.client.test_station_files import MEMBER

KEY = new_signing_key()
PUBLIC = {name: str(value) for name, value in KEY.export_public(as_dict=True).items()}
GOOD = Enrolment(
    site="第一考点",
    site_id="1" * 32,
    address="https://10.0.0.5:8460",
    signing_key=PUBLIC,
    opening_key=PUBLIC,
    authority="-----BEGIN CERTIFICATE-----",
    room="A",
    token="secret",
    expires=1,
    seats={"pc-07": "12"},
)
SEALED = seal_enrolment(GOOD, KEY)
HEADER, PAYLOAD, SIGNATURE = SEALED.decode().strip().split(".")


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(value)).decode().rstrip("=")


def changed(**fields: object) -> bytes:
    """The file with other content under the old signature."""
    return f"{HEADER}.{encoded({**msgspec.to_builtins(GOOD), **fields})}.{SIGNATURE}".encode()


def sealed(**fields: object) -> bytes:
    """Another file of the same service."""
    return seal_enrolment(msgspec.structs.replace(GOOD, **fields), KEY)


def written(folder: Path, content: bytes) -> Path:
    path = folder / "site.enrol"
    path.write_bytes(content)
    return path


def flaw_of(path: Path) -> Flaw:
    with pytest.raises(EnrolmentFileError) as refused:
        read_enrolment(path)
    assert str(path) in refused.value.title
    assert GOOD.token not in refused.value.title
    return refused.value.flaw


@pytest.mark.parametrize(
    "content",
    [SEALED, SEALED.strip(), b"\xef\xbb\xbf" + SEALED, SEALED.replace(b"\n", b"\r\n\r\n"), b"  " + SEALED],
    ids=["as written", "without line end", "BOM", "Windows", "spaces"],
)
def test_a_file_is_read_as_editors_and_copying_leave_it(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    assert read_enrolment(path) == GOOD
    assert len(fingerprint_of(GOOD)) == 23


HUGE = b"a" * (LARGEST + 1)
NESTED = base64.urlsafe_b64encode(b'{"x":' + b"[" * 100_000).rstrip(b"=")
OTHER_KINDS = {
    "empty": b"",
    "a text": b"Dear colleague, here is the file.",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "UTF-16": SEALED.decode().encode("utf-16"),
    "too large": HUGE,
    "half": SEALED[: len(SEALED) // 2],
    "two": SEALED + SEALED,
    "another JSON": f"{HEADER}.{encoded([1, 2])}.{SIGNATURE}".encode(),
    "no key": f"{HEADER}.{encoded({'format': 1})}.{SIGNATURE}".encode(),
    "a key that is none": changed(signing_key={"kty": "OKP"}),
    "not whole": sign({"signing_key": PUBLIC, "format": 1}, KEY, ENROLMENT).encode(),
    "nested": HEADER.encode() + b"." + NESTED + b"." + SIGNATURE.encode(),
}


@pytest.mark.parametrize("content", OTHER_KINDS.values(), ids=OTHER_KINDS.keys())
def test_what_is_no_enrolment_file_is_named_as_such(tmp_path: Path, content: bytes) -> None:
    assert flaw_of(written(tmp_path, content)) is Flaw.OTHER_KIND


FORGED = {
    "another address": changed(address="https://10.6.6.6:8460"),
    "another room": changed(room="B"),
    "another authority": changed(authority="theirs"),
    "another's key": changed(signing_key=dict(new_signing_key().export_public(as_dict=True))),
    "a password for a key": changed(signing_key={"kty": "oct", "k": "c2VjcmV0"}),
    "cut": SEALED.strip()[:-4],
    "a receipt": sign(GOOD, KEY, RECEIPT).encode(),
    "signed by another": seal_enrolment(GOOD, new_signing_key()),
}


@pytest.mark.parametrize("content", FORGED.values(), ids=FORGED.keys())
def test_a_file_that_somebody_changed_is_not_believed(tmp_path: Path, content: bytes) -> None:
    assert flaw_of(written(tmp_path, content)) is Flaw.CHANGED


@pytest.mark.parametrize("content", [sealed(format=2), changed(format=2), changed(format=0)])
def test_a_file_of_another_version_is_named_as_such(tmp_path: Path, content: bytes) -> None:
    assert flaw_of(written(tmp_path, content)) is Flaw.OTHER_VERSION


@pytest.mark.parametrize(
    ("address", "authority"),
    [
        ("http://10.0.0.5:8460", "PEM"),
        ("http://exam.example", "PEM"),
        ("http://127.0.0.1.evil.example", "PEM"),
        ("http://[::1", "PEM"),
        ("https://10.0.0.5:8460", ""),
        ("https://", "PEM"),
        ("10.0.0.5:8460", "PEM"),
        ("file:///etc/passwd", "PEM"),
        ("ftp://127.0.0.1", "PEM"),
        ("", "PEM"),
    ],
)
def test_an_address_that_anyone_could_answer_at_is_refused(
    tmp_path: Path, address: str, authority: str
) -> None:
    assert flaw_of(written(tmp_path, sealed(address=address, authority=authority))) is Flaw.IN_THE_CLEAR


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"])
def test_a_service_on_this_very_machine_needs_no_tls(tmp_path: Path, address: str) -> None:
    assert read_enrolment(written(tmp_path, sealed(address=address, authority=""))).address == address


def test_a_file_that_is_gone_or_a_folder_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "pulled out.enrol", tmp_path):
        assert flaw_of(path) is Flaw.NOT_READ


SEATS = {
    "pc-07": "7",
    "pc-08.exam.local": "8",
    "pc-09": "9",
    "pc-09.exam.local": "99",
    "twin.a": "1",
    "twin.b": "2",
}


@pytest.mark.parametrize(
    ("hostname", "seat"),
    [
        ("pc-07", "7"),
        ("PC-07", "7"),
        (" Pc-07 ", "7"),
        ("PC-07.exam.local", "7"),
        ("PC-08", "8"),
        ("pc-08.EXAM.local", "8"),
        ("pc-08.other.local", ""),
        ("pc-09", "9"),
        ("pc-09.exam.local", "99"),
        ("twin", ""),
        ("twin.b", "2"),
        ("pc-0", ""),
        ("", ""),
        (".local", ""),
    ],
)
def test_a_machine_finds_its_seat_by_short_or_full_name_in_any_case(hostname: str, seat: str) -> None:
    assert seat_of(SEATS, hostname) == seat


def test_people_see_whose_file_it_is_and_where_this_machine_sits(tmp_path: Path) -> None:
    path = written(tmp_path, SEALED)
    opened = OpenEnrolment(tmp_path, "PC-07")(path)
    assert opened.enrolment == GOOD
    shown = opened.summary
    assert (shown.file, shown.site, shown.room, shown.seat) == ("site.enrol", "第一考点", "A", "12")
    assert shown.fingerprint == fingerprint_of(GOOD)
    assert OpenEnrolment(tmp_path, "PC-07", "3")(path).summary.seat == "3", "a seat that is given comes first"
    assert OpenEnrolment(tmp_path, "laptop")(path).summary.seat == ""


def test_a_station_that_is_set_up_again_is_offered_the_seat_that_it_has(tmp_path: Path) -> None:
    path = written(tmp_path, SEALED)
    held = msgspec.structs.replace(MEMBER, site_id=GOOD.site_id, seat="40")
    for membership, seat in ((held, "40"), (msgspec.structs.replace(held, room="B"), "")):
        (tmp_path / "station.json").write_bytes(msgspec.json.encode(membership))
        assert OpenEnrolment(tmp_path, "laptop")(path).summary.seat == seat
    (tmp_path / "station.json").write_bytes(b"damaged")
    assert OpenEnrolment(tmp_path, "laptop")(path).summary.seat == ""


def test_the_dialog_begins_where_the_file_probably_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "E", tmp_path / "F"
    for stick in (first, second):
        stick.mkdir()
    there = [Drive(first, is_removable=True), Drive(second, is_removable=True), Drive(tmp_path)]
    monkeypatch.setattr("examclient.ui.likely_folder.drives", lambda: there)
    assert likely_folder("*.enrol") == first, "a stick without one is better than none"
    written(second, SEALED)
    assert likely_folder("*.enrol") == second
    monkeypatch.setattr("examclient.ui.likely_folder.drives", list)
    assert likely_folder("*.enrol") == Path.home()
