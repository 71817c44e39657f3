"""The key backup: with the file and the code a new machine is the same service, with less it is none."""

import io
import re
import stat
import sys
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from cryptography import x509
from jwcrypto import jwe, jwk

from examprotocol.signing import RECEIPT, read_key, sign, verify
from examserver.cli.command_line import main
from examserver.errors import KeyBackupError
from examserver.services.authority import issue_server_identity
from examserver.services.key_backup import read_sealed, unseal
from examserver.services.keys import opening_key, signing_key, tls_authority
from examserver.services.recovery_code import new_recovery_code, plain_code
from examserver.services.setup import SiteCard
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.site import SiteIdentity, read_site
from examserver.storage.store import reading

CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}")


@dataclass(frozen=True)
class BackedUp:
    """A service that the command set up, its backup, and the code that it printed."""

    folder: ServiceFolder
    file: Path
    code: str
    printed: str

    def card(self) -> SiteCard:
        return msgspec.json.decode(self.folder.card.read_bytes(), type=SiteCard)

    def identity(self) -> SiteIdentity:
        with reading(self.folder) as connection:
            return read_site(connection)


def init(capsys: pytest.CaptureFixture[str], root: Path, file: Path, *words: str) -> BackedUp:
    assert main(["init", str(root), "--key-backup", str(file), *words]) == 0
    printed = capsys.readouterr().out
    (code,) = CODE.findall(printed)
    return BackedUp(open_folder(root), file, code, printed)


@pytest.fixture
def old(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> BackedUp:
    words = ["--name", "第一考点", "--address", "https://10.0.0.1:8460"]
    return init(capsys, tmp_path / "site", tmp_path / "site.backup", *words)


@pytest.fixture
def new(old: BackedUp, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> BackedUp:
    """The service on another machine."""
    (tmp_path / "code.txt").write_text(f"{old.code}\n", encoding="utf-8")
    words = ["--from-key-backup", str(old.file), "--code-from", str(tmp_path / "code.txt")]
    return init(capsys, tmp_path / "new", tmp_path / "new.backup", *words)


def refusal(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """The two lines of a command that is refused, and that left nothing."""
    assert main(["init", *map(str, words)]) == 1
    title, advice = capsys.readouterr().err.splitlines()
    assert advice
    return f"{title} {advice}"


def test_a_service_from_a_backup_is_the_same_to_its_stations(old: BackedUp, new: BackedUp) -> None:
    assert new.card() == old.card()
    assert new.identity().generation > old.identity().generation
    assert (new.identity().id, new.identity().name) == (old.identity().id, "第一考点")


def test_what_the_new_machine_signs_verifies_with_the_old_card(old: BackedUp, new: BackedUp) -> None:
    token = sign({"answers": "41"}, signing_key(new.folder), RECEIPT)
    assert verify(token, read_key(old.card().signing_key), RECEIPT, dict[str, str]) == {"answers": "41"}


def test_what_was_encrypted_to_the_old_card_opens_on_the_new_machine(old: BackedUp, new: BackedUp) -> None:
    header = '{"alg":"ECDH-ES+A256KW","enc":"A256GCM"}'
    token = jwe.JWE(b"an answer", protected=header)
    token.add_recipient(jwk.JWK(**old.card().opening_key))
    opened = jwe.JWE()
    opened.deserialize(token.serialize(), opening_key(new.folder))
    assert opened.payload == b"an answer"


def test_a_station_that_trusts_the_old_authority_trusts_the_new_machine(old: BackedUp, new: BackedUp) -> None:
    identity = issue_server_identity(tls_authority(new.folder), ["10.0.0.2"])
    trusted = x509.load_pem_x509_certificate(old.card().authority.encode())
    x509.load_pem_x509_certificates(identity.chain_pem)[0].verify_directly_issued_by(trusted)


def test_a_new_machine_gets_a_backup_of_its_own_that_counts_on(
    new: BackedUp, old: BackedUp, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new.code != old.code
    assert f"take the place of {old.file}" in new.printed
    (tmp_path / "code.txt").write_text(new.code, encoding="utf-8")
    words = ["--from-key-backup", str(new.file), "--code-from", str(tmp_path / "code.txt")]
    third = init(capsys, tmp_path / "third", tmp_path / "x.backup", *words, "--address", "https://10.0.0.3:1")
    assert third.identity().generation > new.identity().generation
    assert third.card().address == "https://10.0.0.3:1"
    assert third.card().signing_key == old.card().signing_key


def test_the_code_is_printed_once_and_stored_nowhere(old: BackedUp, tmp_path: Path) -> None:
    stored = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert len(stored) > 5
    spellings = (old.code, old.code.lower(), plain_code(old.code))
    assert not [data for data in stored for code in spellings if code.encode() in data]
    assert "apart from this machine" in old.printed
    assert "with both, a new machine becomes this service." in old.printed


def test_the_backup_has_no_key_in_clear(old: BackedUp) -> None:
    data = old.file.read_bytes()
    decoded = data + b"".join(urlsafe_b64decode(value + "===") for value in members(data).values())
    signing, opening = (
        msgspec.json.decode(file.read_bytes(), type=dict[str, str])["d"]
        for file in (old.folder.signing_key, old.folder.opening_key)
    )
    lines = old.folder.authority_key.read_text(encoding="ascii").splitlines()[1:-1]
    raw = [urlsafe_b64decode(signing + "="), urlsafe_b64decode(opening + "="), b64decode("".join(lines))]
    assert [len(key) for key in raw[:2]] == [32, 32]
    texts = [signing.encode(), opening.encode(), *(line.encode() for line in lines)]
    assert not [key for key in (*raw, *texts) if key in decoded]
    assert old.card().site_id.encode() not in decoded


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_the_backup_can_be_read_by_its_owner_only(old: BackedUp) -> None:
    assert stat.S_IMODE(old.file.stat().st_mode) == 0o600


def test_the_backup_lies_beside_the_folder_and_never_replaces_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a-keys.backup").write_text("another service's")
    assert main(["init", str(tmp_path / "a")]) == 0
    assert f"Key backup: {tmp_path / 'a-keys-2.backup'}" in capsys.readouterr().out
    assert (tmp_path / "a-keys.backup").read_text() == "another service's"
    words = (tmp_path / "b", "--key-backup", tmp_path / "a-keys.backup")
    assert "exists already" in refusal(capsys, *words)
    assert (tmp_path / "a-keys.backup").read_text() == "another service's"
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize(
    ("place", "sentence"), [("missing/x.backup", "cannot be written"), ("b/x.backup", "service's own folder")]
)
def test_without_a_backup_no_service_is_set_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str, sentence: str
) -> None:
    assert sentence in refusal(capsys, tmp_path / "b", "--key-backup", tmp_path / place)
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_neither_backup_nor_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(file: Path) -> None:
        assert file.stat().st_size > 1000
        raise KeyboardInterrupt

    monkeypatch.setattr("examserver.services.key_backup.read_sealed", interrupt)
    assert main(["init", str(tmp_path / "site")]) == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ABCD-EFGH-JKMN-PQRS-TVWX-YZ01", "does not open"),
        ("ABCD-EFGH", "is no recovery code"),
        ("ABCD-EFGH-JKMN-PQRS-TVWX-YZ0U", "is no recovery code"),
        ("", "is no recovery code"),
        (None, "No recovery code was given"),
    ],
)
def test_a_code_that_does_not_fit_is_refused_with_a_sentence(
    old: BackedUp,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    typed: str | None,
    sentence: str,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("" if typed is None else f"{typed}\n"))
    root = old.folder.root.with_name("new")
    assert sentence in refusal(capsys, root, "--from-key-backup", old.file)
    assert sorted(path.name for path in root.parent.iterdir()) == ["site", "site.backup"]


def test_the_code_is_asked_for_and_taken_as_people_type_it(
    old: BackedUp, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f" {old.code.lower().replace('-', ' ')} \n"))
    assert main(["init", str(old.folder.root.with_name("new")), "--from-key-backup", str(old.file)]) == 0
    assert "Recovery code: " in capsys.readouterr().out


@pytest.mark.parametrize(
    "typed",
    [
        "01AB-01CD-11EF-GHJK-MNPQ-RSTV",
        "o1ab oicd lief ghjk mnpq rstv",
        "OLABOLCDILEFGHJKMNPQRSTV\r\n",
        "０１ａｂ－０１ＣＤ　11EF – GHJK — MNPQ\u200bRSTV",
    ],
)
def test_a_code_is_read_as_freely_as_a_room_password(typed: str) -> None:
    assert plain_code(typed) == "01AB01CD11EFGHJKMNPQRSTV"


def test_codes_are_in_six_groups_and_differ() -> None:
    codes = {new_recovery_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(CODE.fullmatch(code) for code in codes)
    assert len(set("".join(codes))) == 33


def test_a_folder_that_is_set_up_is_refused_before_the_code_is_asked_for(
    old: BackedUp, capsys: pytest.CaptureFixture[str]
) -> None:
    before = old.folder.signing_key.read_bytes()
    said = refusal(capsys, old.folder.root, "--from-key-backup", old.file)
    assert "a service is set up in it. Name a folder that is empty" in said
    assert old.folder.signing_key.read_bytes() == before


@pytest.mark.parametrize("words", [["--code-from", "x"], ["--from-key-backup", "x", "--name", "y"]])
def test_options_that_do_not_go_together_are_refused(tmp_path: Path, words: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(["init", str(tmp_path / "site"), *words])


@pytest.mark.parametrize("code_file", ["missing.txt", "bytes.txt"])
def test_a_file_without_a_code_is_named(
    old: BackedUp, capsys: pytest.CaptureFixture[str], code_file: str
) -> None:
    file = old.file.with_name(code_file)
    file.with_name("bytes.txt").write_bytes(b"\xff\xfe\xff")
    words = (old.file.with_name("new"), "--from-key-backup", old.file, "--code-from", file)
    assert f"cannot be read from {file}" in refusal(capsys, *words)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read"),
        (b"", "is no key backup"),
        (b"\xff" * 500, "is no key backup"),
        (b"[]", "is no key backup"),
        (b'{"ciphertext":"","encrypted_key":"","iv":"","protected":"!","tag":""}', "is no key backup"),
        (b" " * 70_000, "is no key backup"),
    ],
)
def test_a_foreign_file_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    assert sentence in refusal(capsys, tmp_path / "new", "--from-key-backup", file)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("member", "value", "sentence"),
    [
        ("version", 2, r"another version.*format 2, not 1"),
        ("typ", "exam-answers", "is no key backup"),
        ("p2c", 100_000_000, "is damaged"),
        ("p2c", 1000, "is damaged"),
        ("p2s", "AAAAAAAAAAA", "is damaged"),
        ("alg", "dir", "is damaged"),
        ("enc", "A128GCM", "is damaged"),
        ("zip", "DEF", "is damaged"),
    ],
)
def test_other_parameters_are_refused_before_any_key_is_derived(
    old: BackedUp, member: str, value: object, sentence: str
) -> None:
    sealed = members(old.file.read_bytes())
    header = msgspec.json.decode(urlsafe_b64decode(sealed["protected"] + "==="), type=dict[str, object])
    changed = msgspec.json.encode(dict(sorted({**header, member: value}.items())))
    sealed["protected"] = urlsafe_b64encode(changed).decode().rstrip("=")
    old.file.write_bytes(msgspec.json.encode(sealed))
    with pytest.raises(KeyBackupError, match=sentence):
        read_sealed(old.file)


def test_damage_in_any_region_of_the_file_is_refused(old: BackedUp) -> None:
    whole, damaged = old.file.read_bytes(), old.file.with_name("damaged")
    for place in damaged_places(whole):
        damaged.write_bytes(whole[:place] + other_letter(whole[place]) + whole[place + 1 :])
        with pytest.raises(KeyBackupError):
            unseal(read_sealed(damaged), old.code)
    for length in range(0, len(whole), 97):
        damaged.write_bytes(whole[:length])
        with pytest.raises(KeyBackupError):
            read_sealed(damaged)
    damaged.write_bytes(whole + b"\r\n")
    assert unseal(read_sealed(damaged), old.code).card() == old.card()


def test_the_spare_bits_of_base64_and_letters_that_it_overlooks_count_as_damage(old: BackedUp) -> None:
    sealed = members(old.file.read_bytes())
    tag = sealed["tag"]
    for spoilt in (tag[:-1] + chr(ord(tag[-1]) + 1), tag + "=", tag[:5] + "\n" + tag[5:], tag + "!!!!"):
        old.file.write_bytes(msgspec.json.encode({**sealed, "tag": spoilt}))
        with pytest.raises(KeyBackupError, match="is damaged"):
            read_sealed(old.file)


def members(data: bytes) -> dict[str, str]:
    return msgspec.json.decode(data, type=dict[str, str])


def damaged_places(whole: bytes) -> list[int]:
    """Every byte outside of the values (no key is derived for those), and six places in each value."""
    values = [(whole.index(value.encode()), len(value)) for value in members(whole).values()]
    inside = {place for start, length in values for place in range(start, start + length)}
    chosen = {start + length * part // 5 - part // 5 for start, length in values for part in range(6)}
    assert chosen <= inside
    return sorted(set(range(len(whole))) - inside | chosen)


def other_letter(letter: int) -> bytes:
    return b"B" if letter == ord("A") else b"A"
