"""The key by which a station proves itself: made once, kept for its owner, never replaced in silence."""

import os
import sys
from pathlib import Path

import pytest

from examclient.errors import ConfigError, StationError
from examclient.network.proof import StationSigner
from examclient.storage import dpapi
from examclient.storage.station_key import make_station_key, read_station_key
from examprotocol.signing import new_signing_key
from examprotocol.station_proof import PROOF, STATION, asked, is_proven, public_half, station_id_of

posix_only = pytest.mark.skipif(os.name != "posix", reason="Windows keeps owners elsewhere than in the mode")


def kept_aside(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.glob("station.key.unusable-*")]


def test_a_key_is_the_same_after_a_restart_and_on_no_other_machine(tmp_path: Path) -> None:
    made = make_station_key(tmp_path / "one")
    assert read_station_key(tmp_path / "one").export() == made.export()
    assert station_id_of(make_station_key(tmp_path / "other")) != station_id_of(made)


@posix_only
def test_the_key_is_its_owners_only(tmp_path: Path) -> None:
    make_station_key(tmp_path)
    assert (tmp_path / "station.key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["station.key"]


def test_a_machine_without_a_key_says_to_enrol(tmp_path: Path) -> None:
    with pytest.raises(StationError, match="is missing") as refused:
        read_station_key(tmp_path)
    assert "enrolment file" in refused.value.advice


RSA = b'{"kty":"RSA","n":"AQAB","e":"AQAB"}'
DAMAGED = [b"", b"{", b"\xff" * 40, b'{"kty":"OKP"}', RSA, b'{"kty":"oct","k":"AAAA"}', b"\x01\x00\x00\x00"]


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_a_key_that_cannot_be_used_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "station.key"
    path.write_bytes(content)
    with pytest.raises(StationError) as refused:
        read_station_key(tmp_path)
    assert str(path) in refused.value.title
    assert path.read_bytes() == content


def test_half_a_key_is_no_key_and_no_part_of_it_is_told(tmp_path: Path) -> None:
    secret = str(make_station_key(tmp_path)["d"])
    path = tmp_path / "station.key"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(StationError) as refused:
        read_station_key(tmp_path)
    assert isinstance(refused.value.__cause__, OSError | None), "a parser's error carries what it has read"
    assert secret[:8] not in f"{refused.value.title} {refused.value.__cause__}"


def test_a_public_key_alone_proves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dpapi, "IS_HERE", False)
    (tmp_path / "station.key").write_text(new_signing_key().export_public(), encoding="ascii")
    with pytest.raises(StationError, match="no such key"):
        read_station_key(tmp_path)


def test_a_new_key_sets_the_old_one_aside(tmp_path: Path) -> None:
    old = make_station_key(tmp_path)
    content = (tmp_path / "station.key").read_bytes()
    new = make_station_key(tmp_path)
    assert station_id_of(new) != station_id_of(old)
    assert station_id_of(read_station_key(tmp_path)) == station_id_of(new)
    assert kept_aside(tmp_path) == [content]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(ConfigError, match="cannot be written"):
        make_station_key(tmp_path / "data")


class Mask:
    """Stands for what Windows does: opens on the machine that wrapped, and nowhere else."""

    def __init__(self, machine: int) -> None:
        self.machine = machine

    def turn(self, content: bytes) -> bytes:
        return bytes(byte ^ self.machine for byte in content)

    def unwrap(self, wrapped: bytes) -> bytes:
        if self.turn(wrapped)[:1] != b"{":
            raise OSError(0, "Key not valid for use in specified state")
        return self.turn(wrapped)


def test_a_disk_that_was_moved_to_another_machine_says_to_enrol_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dpapi, "IS_HERE", True)
    here, elsewhere = Mask(0x55), Mask(0x33)
    monkeypatch.setattr(dpapi, "wrap", here.turn)
    monkeypatch.setattr(dpapi, "unwrap", here.unwrap)
    made = make_station_key(tmp_path)
    assert str(made["d"]).encode() not in (tmp_path / "station.key").read_bytes()
    assert station_id_of(read_station_key(tmp_path)) == station_id_of(made)
    monkeypatch.setattr(dpapi, "unwrap", elsewhere.unwrap)
    with pytest.raises(StationError, match="cannot be read on this machine"):
        read_station_key(tmp_path)


if sys.platform == "win32":  # not skipped elsewhere: there is nothing of it there

    def test_windows_wraps_a_key_and_opens_it_again(tmp_path: Path) -> None:
        made = make_station_key(tmp_path)
        content = (tmp_path / "station.key").read_bytes()
        assert str(made["d"]).encode() not in content
        assert dpapi.unwrap(content) == str(made.export()).encode()
        with pytest.raises(OSError, match=r".+"):
            dpapi.unwrap(content[:-1] + bytes([content[-1] ^ 1]))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has DPAPI")
def test_elsewhere_nothing_pretends_to_wrap() -> None:
    with pytest.raises(OSError, match="Windows only"):
        dpapi.wrap(b"secret")


def test_what_a_station_signs_is_its_own_and_exactly_this_request(tmp_path: Path) -> None:
    key = make_station_key(tmp_path)
    signer = StationSigner(key)
    headers = signer.headers("POST", "/api/1/sync?x=1", "token", b"body")
    assert headers[STATION] == station_id_of(key) == signer.station
    public = public_half({name: str(value) for name, value in key.export_public(as_dict=True).items()})
    assert is_proven(asked("POST", "/api/1/sync?x=1", "token", b"body"), headers[PROOF], public)
    for other in (
        asked("GET", "/api/1/sync?x=1", "token", b"body"),
        asked("POST", "/api/1/sync?x=2", "token", b"body"),
        asked("POST", "/api/1/sync?x=1", "other", b"body"),
        asked("POST", "/api/1/sync?x=1", "token", b"bodY"),
    ):
        assert not is_proven(other, headers[PROOF], public)
