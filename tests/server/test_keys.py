"""What the service signs, opens and vouches with: made once, for the owner only."""

import stat
import sys
from pathlib import Path

import msgspec
import pytest
from jwcrypto import jwk

from examserver.errors import FolderError
from examserver.services.authority import load_authority
from examserver.services.keys import new_opening_key, opening_key, tls_authority
from examserver.services.setup import SiteCard, public_part, set_up
from examserver.serving import SiteServer
from examserver.storage.folder import ServiceFolder, open_folder
from tests.server.conftest import FakeClock, Prepared
from tests.server.station import Station

KEY_FILES = ["authority.key", "authority.pem", "opening.jwk", "signing.jwk"]


@pytest.fixture
def folder(tmp_path: Path) -> ServiceFolder:
    set_up(tmp_path / "site", "第一考点", "http://127.0.0.1:8460")
    return open_folder(tmp_path / "site")


def test_the_card_has_the_public_half_of_every_key(folder: ServiceFolder) -> None:
    card = msgspec.json.decode(folder.card.read_bytes(), type=SiteCard)
    assert card.format == 1
    assert card.opening_key == public_part(opening_key(folder))
    assert card.authority.encode() == tls_authority(folder).certificate_pem
    assert {name: card.opening_key[name] for name in ("kty", "crv")} == {"kty": "OKP", "crv": "X25519"}
    assert set(card.opening_key) == {"kty", "crv", "x", "kid"}


def test_an_opening_key_is_named_by_its_thumbprint_and_never_made_twice() -> None:
    one, other = new_opening_key(), new_opening_key()
    assert one["kid"] == jwk.JWK(**public_part(one)).thumbprint()
    assert one["kid"] != other["kid"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_the_keys_can_be_read_by_their_owner_only(folder: ServiceFolder) -> None:
    files = sorted((folder.root / "keys").iterdir())
    assert [file.name for file in files] == KEY_FILES
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((folder.root / "keys").stat().st_mode) == 0o700


def test_nothing_secret_is_in_what_is_meant_for_others(folder: ServiceFolder) -> None:
    public = [file.read_text(encoding="utf-8") for file in folder.card.parent.iterdir()]
    assert len(public) == 1
    signing = msgspec.json.decode(folder.signing_key.read_bytes(), type=dict[str, str])
    opening = msgspec.json.decode(folder.opening_key.read_bytes(), type=dict[str, str])
    pem = folder.authority_key.read_text(encoding="ascii").splitlines()[1:-1]
    assert signing["x"] in public[0]
    assert not [secret for secret in (signing["d"], opening["d"], *pem) if secret in public[0]]
    assert "PRIVATE" not in public[0]


@pytest.mark.parametrize("name", ["opening.jwk", "authority.pem", "authority.key"])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"\xff"])
def test_a_key_that_is_gone_or_broken_is_named_with_what_to_do(
    folder: ServiceFolder, name: str, content: bytes | None
) -> None:
    file = folder.root / "keys" / name
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    with pytest.raises(FolderError, match="backup"):
        opening_key(folder) if name == "opening.jwk" else tls_authority(folder)


def test_a_key_of_another_service_is_noticed(folder: ServiceFolder, tmp_path: Path) -> None:
    set_up(tmp_path / "other", "other", "http://127.0.0.1:1")
    other = tls_authority(open_folder(tmp_path / "other"))
    with pytest.raises(FolderError, match="do not belong together"):
        load_authority(tls_authority(folder).certificate_pem, other.key_pem)


def test_a_service_that_was_set_up_before_there_were_these_keys_still_serves(
    prepared: Prepared, clock: FakeClock
) -> None:
    for name in KEY_FILES[:3]:
        (prepared.folder.root / "keys" / name).unlink()
    members = msgspec.json.decode(prepared.folder.card.read_bytes(), type=dict[str, object])
    old = {name: members[name] for name in ("site", "site_id", "address", "signing_key", "format")}
    card = msgspec.json.decode(msgspec.json.encode(old), type=SiteCard)
    assert (card.opening_key, card.authority) == ({}, "")
    with SiteServer(prepared.folder.root, port=0, clock=clock) as server:
        station = Station(server.port)
        station.log_in()
        station.close()


def test_an_interruption_in_the_midst_of_a_set_up_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        assert len(list(tmp_path.glob("*/keys/*"))) == 4
        raise KeyboardInterrupt

    monkeypatch.setattr("examserver.services.setup.write_file", interrupt)
    with pytest.raises(KeyboardInterrupt):
        set_up(tmp_path / "site", "x", "http://127.0.0.1:1")
    assert list(tmp_path.iterdir()) == []
