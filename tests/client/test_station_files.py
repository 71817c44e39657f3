"""What this machine is called and whose service it trusts; and what Qt is told before it is imported."""

import os
import re
from pathlib import Path

import msgspec
import pytest

from examclient.__main__ import prepare_environment
from examclient.domain.drawing import FOREIGN, SOFTWARE, environment_for
from examclient.domain.site import SiteFile
from examclient.errors import ConfigError
from examclient.storage.station_file import read_site_file, station_id
from examserver.services.logins import STATION
from examserver.services.setup import set_up

KEY = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
GOOD = SiteFile("Site", "id", "http://10.0.0.1:8460", KEY)


def test_a_station_names_itself_once_and_keeps_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    name = station_id(folder)
    assert STATION.fullmatch(name)
    assert station_id(folder) == name
    assert station_id(tmp_path / "another machine") != name


@pytest.mark.parametrize("content", [b"", b"short", b"z" * 32, b"A" * 32, b"\xff" * 32, b"0" * 31 + b"\n"])
def test_a_name_that_the_service_would_not_take_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "station.id").write_bytes(content)
    name = station_id(tmp_path)
    assert STATION.fullmatch(name)
    assert station_id(tmp_path) == name


def test_a_name_with_a_line_end_behind_it_is_kept(tmp_path: Path) -> None:
    (tmp_path / "station.id").write_bytes(b"0123456789abcdef" * 2 + b"\r\n")
    assert station_id(tmp_path) == "0123456789abcdef" * 2


def test_a_data_folder_that_cannot_be_written_is_named_with_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("a file")
    sentence = re.escape(f"The data folder {folder} cannot be written")
    with pytest.raises(ConfigError, match=sentence) as refused:
        station_id(folder)
    assert "[Data] Dir" in refused.value.advice


def test_the_site_file_is_the_one_that_the_service_writes(tmp_path: Path) -> None:
    card = set_up(tmp_path / "site", "第一考点", "https://10.0.0.1:8460")
    site = read_site_file(tmp_path / "site" / "public" / "site.json")
    written = msgspec.to_builtins(card)
    assert msgspec.to_builtins(site).items() <= written.items()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is damaged"),
        (b"{", "is damaged"),
        (b"[]", "is damaged"),
        (b"\xff\xfe", "is damaged"),
        (b'{"site": "S"}', "is damaged"),
        (msgspec.json.encode(msgspec.structs.replace(GOOD, format=2)), "of another version"),
        (msgspec.json.encode(msgspec.structs.replace(GOOD, address="10.0.0.1")), "no usable address"),
        (msgspec.json.encode(msgspec.structs.replace(GOOD, address="file:///etc")), "no usable address"),
    ],
)
def test_a_site_file_that_cannot_be_used_is_named_with_what_to_do(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "site.json"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=sentence) as refused:
        read_site_file(path)
    assert str(path) in refused.value.title
    assert "public/site.json" in refused.value.advice


def test_a_site_file_that_is_missing_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="knows no exam site") as refused:
        read_site_file(tmp_path / "site.json")
    assert "[Site] File" in refused.value.advice


@pytest.mark.parametrize("level", [0, -1, -99])
def test_below_level_one_no_graphics_device_is_ever_created(level: int) -> None:
    environment = environment_for(level)
    assert environment == SOFTWARE
    assert environment["QT_WIDGETS_RHI"] == "0"
    assert environment["QT_OPENGL"] == "software"


def test_level_one_draws_windows_in_software_and_leaves_recordings_to_the_device() -> None:
    assert environment_for(1) == {"QT_WIDGETS_RHI": "0"}


@pytest.mark.parametrize(("platform", "backend"), [("win32", "d3d11"), ("linux", "opengl")])
def test_from_level_two_on_the_graphics_device_composes_the_windows(platform: str, backend: str) -> None:
    for level in (2, 3, 99):
        environment = environment_for(level, platform)
        assert environment == {"QT_WIDGETS_RHI": "1", "QT_WIDGETS_RHI_BACKEND": backend}


def test_what_other_qt_programs_left_behind_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*FOREIGN, *SOFTWARE):
        monkeypatch.setenv(name, "left behind")
    prepare_environment(0)
    assert not set(FOREIGN) & set(os.environ)
    assert {name: os.environ[name] for name in SOFTWARE} == SOFTWARE
