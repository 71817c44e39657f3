"""What this machine is at its site, as its disk has it; and what Qt is told before it is imported."""

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from examclient.domain.drawing import SOFTWARE, environment_for
from examclient.domain.site import Membership
from examclient.errors import ConfigError, StationError
from examclient.storage.station_file import (
    keep_authority,
    keep_membership,
    read_membership,
    require_writable,
)

KEY = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
MEMBER = Membership(
    site="第一考点",
    site_id="id",
    address="https://10.0.0.1:8460",
    signing_key=KEY,
    opening_key=KEY,
    authority="PEM",
    station="0123456789abcdef" * 2,
    name="PC-07",
    room="A",
    seat="12",
    credential="a.b.c",
)


def test_a_machine_without_a_station_file_is_not_enrolled(tmp_path: Path) -> None:
    assert read_membership(tmp_path) is None
    assert read_membership(tmp_path / "nothing here") is None


def test_a_data_folder_of_an_old_version_counts_as_not_enrolled(tmp_path: Path) -> None:
    (tmp_path / "station.id").write_bytes(b"0123456789abcdef" * 2)
    (tmp_path / "site.json").write_bytes(b'{"site":"S","site_id":"s","address":"https://x","signing_key":{}}')
    assert read_membership(tmp_path) is None


def test_a_station_knows_after_a_restart_what_it_is(tmp_path: Path) -> None:
    keep_membership(tmp_path / "data", MEMBER)
    assert read_membership(tmp_path / "data") == MEMBER
    other = msgspec.structs.replace(MEMBER, seat="13")
    keep_membership(tmp_path / "data", other)
    assert read_membership(tmp_path / "data") == other
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["station.json"]


DAMAGED = [
    b"",
    b"{",
    b"[]",
    b"\xff\xfe",
    b'{"site": "S"}',
    b'{"site": ' + b"[" * 100_000,
    msgspec.json.encode(msgspec.structs.replace(MEMBER, format=2)),
]


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_station_file_is_named_with_what_to_do_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "station.json"
    path.write_bytes(content)
    with pytest.raises(StationError, match="is damaged") as refused:
        read_membership(tmp_path)
    assert str(path) in refused.value.title
    assert "enrolment file" in refused.value.advice
    assert path.read_bytes() == content
    keep_membership(tmp_path, MEMBER)
    assert read_membership(tmp_path) == MEMBER
    (kept,) = tmp_path.glob("station.json.unusable-*")
    assert kept.read_bytes() == content


def test_a_station_file_that_cannot_be_opened_is_no_machine_without_one(tmp_path: Path) -> None:
    (tmp_path / "station.json").mkdir()
    with pytest.raises(StationError, match="cannot be read"):
        read_membership(tmp_path)


def test_a_data_folder_that_cannot_be_written_is_named_with_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("a file")
    sentence = re.escape(f"The data folder {folder} cannot be written")
    attempts: tuple[Callable[[], object], ...] = (
        lambda: require_writable(folder),
        lambda: keep_membership(folder, MEMBER),
        lambda: keep_authority(folder, "PEM"),
    )
    for attempt in attempts:
        with pytest.raises(ConfigError, match=sentence) as refused:
            attempt()
        assert "[Data] Dir" in refused.value.advice


def test_looking_whether_a_folder_can_be_written_leaves_nothing_there(tmp_path: Path) -> None:
    require_writable(tmp_path / "new" / "folder")
    assert list((tmp_path / "new" / "folder").iterdir()) == []


def test_two_services_have_their_authorities_beside_each_other(tmp_path: Path) -> None:
    one, other = keep_authority(tmp_path, "PEM 1"), keep_authority(tmp_path, "PEM 2")
    assert one is not None
    assert other is not None
    assert (one.read_text(), other.read_text()) == ("PEM 1", "PEM 2")
    one.write_text("changed by somebody")
    assert keep_authority(tmp_path, "PEM 1") == one
    assert one.read_text() == "PEM 1"


def test_a_service_on_this_machine_needs_no_authority(tmp_path: Path) -> None:
    assert keep_authority(tmp_path, "") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("level", [0, -1, -99])
def test_below_level_one_no_graphics_device_is_ever_created(level: int) -> None:
    environment = environment_for(level)
    assert environment.items() >= SOFTWARE.items()
    assert environment["QT_WIDGETS_RHI"] == "0"
    assert environment["QT_OPENGL"] == "software"


def test_on_linux_level_zero_has_no_opengl_either() -> None:
    assert environment_for(0, "linux")["QT_XCB_GL_INTEGRATION"] == "none"
    assert environment_for(0, "win32") == SOFTWARE


def test_level_one_draws_windows_in_software_and_leaves_recordings_to_the_device() -> None:
    assert environment_for(1) == {"QT_WIDGETS_RHI": "0"}


@pytest.mark.parametrize(("platform", "backend"), [("win32", "d3d11"), ("linux", "opengl")])
def test_from_level_two_on_the_graphics_device_composes_the_windows(platform: str, backend: str) -> None:
    for level in (2, 3, 99):
        environment = environment_for(level, platform)
        assert environment == {"QT_WIDGETS_RHI": "1", "QT_WIDGETS_RHI_BACKEND": backend}
