"""A file is an answer package to the last bit, or is refused with a reason before any key is derived."""

import zipfile
from io import BytesIO

import msgspec
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import example, given
from hypothesis import strategies as st
from jwcrypto import jwa

from examprotocol.errors import PackageError, PackageFault
from examprotocol.exact_base64 import exact_bytes, exact_text
from examprotocol.package_form import BEGINNING
from examprotocol.package_reading import open_package, read_package, unlock_by_key, unlock_by_password
from examprotocol.package_seal import LARGEST, seal_package
from examprotocol.password_seal import SealKind, seal_by_password
from tests.protocol.packages import (
    PASSWORD,
    SERVICE,
    STATION,
    make_package,
    noise,
    public,
    rewritten,
    stations,
)

DATA = seal_package(make_package(), STATION, PASSWORD, public(SERVICE))
SMALL = seal_package(make_package(logs=(), heads={}), STATION, PASSWORD, public(SERVICE))
MEMBERS = msgspec.json.decode(DATA)
ROOM, KEY = MEMBERS["recipients"]
LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture
def derivations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the library was asked to unwrap, by either way."""
    asked: list[str] = []
    lookup = jwa.JWA.keymgmt_alg

    def counted(name: str) -> jwa.JWAAlgorithm:
        asked.append(name)
        return lookup(name)

    monkeypatch.setattr(jwa.JWA, "keymgmt_alg", counted)
    return asked


def fault(data: bytes) -> PackageFault:
    with pytest.raises(PackageError) as caught:
        read_package(data)
    return caught.value.fault


def is_taken(data: bytes) -> bool:
    """By whoever has the key: the password's part is never used here."""
    try:
        sealed = read_package(data)
        open_package(sealed, unlock_by_key(sealed, SERVICE), stations())
    except PackageError:
        return False
    return True


def flipped(data: bytes, place: int, bit: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


def with_header(**changes: object) -> bytes:
    header = {**msgspec.json.decode(exact_bytes(MEMBERS["protected"])), **changes}
    return rewritten(DATA, protected=exact_text(msgspec.json.encode(header)))


def test_a_flipped_bit_anywhere_is_refused_by_who_opens_with_the_key() -> None:
    assert is_taken(SMALL)
    content = SMALL.index(b'"ciphertext":"') + 16
    flips = [(place, bit) for place in range(content) for bit in range(8)]
    flips += [(place, place % 8) for place in range(content, len(SMALL) - 8)]
    flips += [(place, bit) for place in range(len(SMALL) - 8, len(SMALL)) for bit in range(8)]
    assert [flip for flip in flips if is_taken(flipped(SMALL, *flip))] == []


@pytest.mark.parametrize("member", ["encrypted_key", "p2s"])
def test_a_change_in_the_passwords_part_is_refused_without_the_password(member: str) -> None:
    start = DATA.index(f'"{member}":"'.encode()) + len(member) + 4
    for letter in LETTERS:
        changed = DATA[: start + 5] + bytes([letter]) + DATA[start + 6 :]
        assert changed == DATA or fault(changed) == PackageFault.DAMAGED


@pytest.mark.parametrize("member", ["protected", "aad", "tag", "ciphertext"])
def test_bits_that_base64_would_overlook_count(member: str) -> None:
    text = MEMBERS[member]
    spellings = [text[:-1] + chr(letter) for letter in LETTERS if chr(letter) != text[-1]]
    assert not any(is_taken(rewritten(DATA, **{"aad": MEMBERS["aad"], member: one})) for one in spellings)
    for odd in ("=", " ", "\n", "!"):
        assert not is_taken(rewritten(DATA, **{member: text + odd}))


def test_json_has_one_spelling_only() -> None:
    text = DATA.decode()
    spellings = [
        text + "\n",
        text + " ",
        "\ufeff" + text,
        text.replace('":', '": ', 1),
        text.replace('","', '", "', 1),
        text.replace("210000", "2.1e5"),
        text.replace("210000", "210000.0"),
        text.replace("PBES2", "\\u0050BES2"),
        text.replace('"iv"', '"\\u0069v"'),
        text.replace('"iv":', '"iv":"","iv":'),
        text.replace('"p2c":', '"p2c":1,"p2c":'),
        text.replace('{"alg"', '{ "alg"'),
    ]
    assert [one for one in spellings if is_taken(one.encode())] == []


def test_the_order_of_the_members_is_free() -> None:
    turned = [dict(reversed(one.items())) for one in MEMBERS["recipients"]]
    data = rewritten(DATA, recipients=turned, aad=MEMBERS["aad"])
    members = msgspec.json.decode(data)
    assert is_taken(data)
    assert is_taken(msgspec.json.encode(dict(reversed(members.items()))))


@pytest.mark.parametrize("length", [0, 1, 10, len(BEGINNING), 200, 700, 2_000, len(DATA) - 1])
def test_a_file_that_stops_early_is_called_so(length: int) -> None:
    assert fault(DATA[:length]) == PackageFault.TRUNCATED


def test_a_file_of_zeros_after_its_beginning_is_called_damaged_or_short() -> None:
    assert fault(DATA[:512] + bytes(len(DATA) - 512)) == PackageFault.TRUNCATED
    assert fault(DATA[:512] + bytes(512) + DATA[1024:]) == PackageFault.DAMAGED


@pytest.mark.parametrize("place", [2, 5, 14, 30, 60, 500, len(DATA) // 2, len(DATA) - 2])
def test_a_changed_letter_is_called_damage(place: int) -> None:
    changed = flipped(DATA, place, 0)
    with pytest.raises(PackageError) as caught:
        open_package(read_package(changed), unlock_by_key(read_package(DATA), SERVICE), stations())
    assert caught.value.fault == PackageFault.DAMAGED


def a_zip() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("answers", DATA)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (a_zip(), "zip"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + noise(50), "jpeg"),
        (b"\x89PNG\r\n\x1a\n" + noise(50), "png"),
        (b"\x00\x00\x00\x18ftypheic" + noise(50), "mp4"),
        (b"%PDF-1.7\n", "pdf"),
    ],
    ids=["zip", "jpeg", "png", "mp4", "pdf"],
)
def test_another_kind_of_file_is_called_what_it_is(data: bytes, kind: str) -> None:
    with pytest.raises(PackageError) as caught:
        read_package(data)
    assert (caught.value.fault, caught.value.about) == (PackageFault.ANOTHER_KIND, kind)


OTHER_SEAL = msgspec.json.encode(seal_by_password(b"", PASSWORD, SealKind("exam-other", 1)))


@pytest.mark.parametrize(
    "data",
    [b"text", b"{}", b"[]", b"null", b"[" * 100_000, b'{"a":1}', b"\xef\xbb\xbf", bytes(100), OTHER_SEAL],
)
def test_anything_else_is_no_package(data: bytes) -> None:
    assert fault(data) == PackageFault.NOT_A_PACKAGE


@given(st.binary(max_size=200))
@example(b'{"protected":{}}')
@example(b'{"protected":"\xff"}')
def test_whatever_the_bytes_are_there_is_a_reason(data: bytes) -> None:
    assert fault(data) in PackageFault


def test_a_package_of_another_version_is_told_by_its_number() -> None:
    later = {"protected": exact_text(b'{"typ":"exam-answers+jwe","version":2}'), "more": 1}
    with pytest.raises(PackageError) as caught:
        read_package(msgspec.json.encode(later))
    assert (caught.value.fault, caught.value.about) == (PackageFault.UNKNOWN_VERSION, "2")


def test_a_header_that_is_nested_beyond_all_measure_is_damage() -> None:
    deep = b'{"typ":"exam-answers+jwe","version":1,"more":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert fault(rewritten(DATA, protected=exact_text(deep))) == PackageFault.DAMAGED


def test_size_is_looked_at_first() -> None:
    assert fault(DATA + b" " * LARGEST) == PackageFault.TOO_LARGE


@pytest.mark.parametrize(
    "recipients",
    [
        [],
        [ROOM],
        [KEY, ROOM],
        [ROOM, ROOM],
        [ROOM, KEY, KEY],
        [ROOM] * 50,
        [KEY] * 1_000,
        {},
        "none",
        [{**ROOM, "header": {**ROOM["header"], "p2c": 210_001}}, KEY],
        [{**ROOM, "header": {**ROOM["header"], "p2c": 1_000}}, KEY],
        [{**ROOM, "header": {**ROOM["header"], "alg": "PBES2-HS256+A128KW"}}, KEY],
        [{**ROOM, "header": {**ROOM["header"], "p2s": exact_text(bytes(16))}}, KEY],
        [{**ROOM, "header": {**ROOM["header"], "kid": "x"}}, KEY],
        [{**ROOM, "encrypted_key": exact_text(bytes(48))}, KEY],
        [ROOM, {**KEY, "header": {**KEY["header"], "kid": ""}}],
        [ROOM, {**KEY, "header": {**KEY["header"], "alg": "ECDH-ES"}}],
        [ROOM, {**KEY, "header": {**KEY["header"], "epk": {"kty": "OKP", "crv": "X448", "x": ""}}}],
        [ROOM, {**KEY, "header": {**KEY["header"], "apu": "AA"}}],
        [ROOM, {**KEY, "extra": 1}],
    ],
)
def test_other_recipients_or_parameters_cost_no_derivation(
    derivations: list[str], recipients: object
) -> None:
    data = rewritten(DATA, recipients=recipients)
    assert fault(data) == PackageFault.FOREIGN_RECIPIENTS
    assert derivations == []


def test_a_file_for_many_others_is_not_even_hashed(derivations: list[str]) -> None:
    assert fault(rewritten(DATA, recipients=[[]] * 1_000_000, aad="")) == PackageFault.FOREIGN_RECIPIENTS
    assert derivations == []


def test_reading_derives_nothing_and_opening_only_what_was_asked_for(derivations: list[str]) -> None:
    sealed = read_package(DATA)
    assert derivations == []
    unlock_by_key(sealed, SERVICE)
    assert derivations == ["ECDH-ES+A256KW"]
    unlock_by_password(sealed, PASSWORD)
    assert derivations == ["ECDH-ES+A256KW", "PBES2-HS512+A256KW"]


@pytest.mark.parametrize("member", list(MEMBERS))
def test_a_file_that_lacks_a_member_is_refused(member: str) -> None:
    data = msgspec.json.encode({name: text for name, text in MEMBERS.items() if name != member})
    lacks_header = PackageFault.NOT_A_PACKAGE, PackageFault.DAMAGED
    assert fault(data) in (lacks_header if member == "protected" else (PackageFault.DAMAGED,))


@pytest.mark.parametrize("extra", ["unprotected", "header", "encrypted_key", "x"])
def test_a_file_with_a_member_more_is_refused(extra: str) -> None:
    assert fault(rewritten(DATA, **{extra: {}})) == PackageFault.DAMAGED


@pytest.mark.parametrize(
    "changes",
    [
        {"zip": "DEF"},
        {"enc": "A128GCM"},
        {"alg": "dir"},
        {"crit": []},
        {"site": ""},
        {"site": "x" * 201},
        {"name": "../a-b.examanswers"},
        {"name": "a-b.exe"},
    ],
)
def test_a_header_that_no_station_writes_is_refused(
    derivations: list[str], changes: dict[str, object]
) -> None:
    assert fault(with_header(**changes)) == PackageFault.DAMAGED
    assert derivations == []


def test_another_candidates_header_does_not_open() -> None:
    sealed = read_package(with_header(candidate="A-0018"))
    with pytest.raises(PackageError) as caught:
        open_package(sealed, unlock_by_key(sealed, SERVICE), stations())
    assert caught.value.fault == PackageFault.DAMAGED
    assert isinstance(caught.value.__cause__, InvalidTag)


def test_an_ephemeral_key_that_gives_everybody_the_same_secret_is_refused() -> None:
    low = {
        **KEY,
        "header": {**KEY["header"], "epk": {"kty": "OKP", "crv": "X25519", "x": exact_text(bytes(32))}},
    }
    sealed = read_package(rewritten(DATA, recipients=[ROOM, low]))
    with pytest.raises(PackageError) as caught:
        unlock_by_key(sealed, SERVICE)
    assert caught.value.fault == PackageFault.NOT_FOR_THIS_KEY


def test_the_content_is_sealed_with_the_digest_of_the_recipients() -> None:
    sealed = read_package(DATA)
    content = exact_bytes(MEMBERS["ciphertext"]) + exact_bytes(MEMBERS["tag"])
    key = AESGCM(unlock_by_key(sealed, SERVICE))
    with pytest.raises(InvalidTag):
        key.decrypt(exact_bytes(MEMBERS["iv"]), content, MEMBERS["protected"].encode())
