"""`user.ini` as people leave it: any encoding, any case; what cannot be used is named."""

import codecs
from pathlib import Path

import pytest

from examclient.domain.config import Config
from examclient.errors import ConfigError
from examclient.places import default_data_folder, default_spare_folder, program_folder, settings_file
from examclient.storage.config_file import read_config

DATA = Path("/data")


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "user.ini"
    path.write_bytes(text.encode(encoding))
    return path


def read(folder: Path, text: str) -> Config:
    return read_config(written(folder, text), DATA)


def test_without_a_file_everything_has_its_default() -> None:
    assert read_config(None, DATA) == Config(data_folder=DATA)
    assert read_config(None, DATA) == Config(DATA, None, "", "zh_CN", 1.0, False, 0, ())


def test_the_example_file_says_the_defaults(tmp_path: Path) -> None:
    example = (program_folder() / "config" / "user.ini.example").read_text(encoding="utf-8")
    assert read(tmp_path, example) == read_config(None, DATA)
    active = example.replace("\n;Zoom", "\nZoom").replace("\n;Level", "\nLevel")
    active = active.replace("\n;Language", "\nLanguage").replace("\n;FullScreen", "\nFullScreen")
    assert read(tmp_path, active) == Config(data_folder=DATA)


def test_the_example_file_shows_how_a_machine_enrols_by_itself(tmp_path: Path) -> None:
    example = (program_folder() / "config" / "user.ini.example").read_text(encoding="utf-8")
    config = read(tmp_path, example.replace("\n;EnrolFile", "\nEnrolFile").replace("\n;Seat", "\nSeat"))
    assert config.enrol_file is not None
    assert config.enrol_file.name.endswith("site.enrol")
    assert config.seat == "12"


FULL = """[Site]
EnrolFile = 考点\\site.enrol
Seat = 甲 12
[Data]
Dir = 数据
SpareDir = 备用
MirrorDir = 镜像
[Display]
Language = en
Zoom = 150%
FullScreen = yes
[OpenGL]
Level = 2
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_that_windows_writes_is_read(tmp_path: Path, encoding: str) -> None:
    config = read_config(written(tmp_path, FULL, encoding), DATA)
    assert config == Config(
        data_folder=tmp_path / "数据",
        enrol_file=tmp_path / "考点\\site.enrol",
        seat="甲 12",
        language="en",
        zoom=1.5,
        full_screen=True,
        drawing_level=2,
        spare_folder=tmp_path / "备用",
        mirror_folder=tmp_path / "镜像",
    )


def test_utf_16_of_either_byte_order_is_read(tmp_path: Path) -> None:
    path = tmp_path / "user.ini"
    for mark, encoding in ((codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le")):
        path.write_bytes(mark + FULL.encode(encoding))
        assert read_config(path, DATA).data_folder == tmp_path / "数据"


def test_upper_and_lower_case_and_spaces_do_not_matter(tmp_path: Path) -> None:
    display = "[display]\nlanguage=EN\nfullscreen = ON\n[DISPLAY]\nzoom=2\n"
    config = read(tmp_path, f"[OPENGL]\n LEVEL =  1 \n{display}")
    assert (config.drawing_level, config.language, config.full_screen, config.zoom) == (1, "en", True, 2.0)
    assert config.problems == ()


def test_a_percent_sign_in_a_value_is_a_percent_sign(tmp_path: Path) -> None:
    config = read(tmp_path, "[Data]\nDir = 100% data %(x)s %PATH%\n")
    assert config.data_folder == tmp_path / "100% data %(x)s %PATH%"


def test_the_example_file_shows_where_answers_are_kept_besides(tmp_path: Path) -> None:
    example = (program_folder() / "config" / "user.ini.example").read_text(encoding="utf-8")
    active = example.replace("\n;SpareDir", "\nSpareDir").replace("\n;MirrorDir", "\nMirrorDir")
    config = read(tmp_path, active)
    assert str(config.spare_folder).endswith("ExamClient")
    assert str(config.mirror_folder).endswith("ExamClient-copy")


def test_the_second_place_is_another_one_than_the_first() -> None:
    assert default_spare_folder() != default_data_folder()
    assert default_spare_folder().is_absolute()


def test_an_enrolment_file_is_looked_for_beside_the_settings_or_where_they_say(tmp_path: Path) -> None:
    assert read(tmp_path, "[Site]\nEnrolFile=s.enrol\n").enrol_file == tmp_path / "s.enrol"
    absolute = tmp_path / "elsewhere" / "s.enrol"
    assert read(tmp_path, f"[Site]\nEnrolFile={absolute}\n").enrol_file == absolute


@pytest.mark.parametrize(
    ("section", "key", "value", "default"),
    [
        ("OpenGL", "Level", "high", "0"),
        ("OpenGL", "Level", "1 ; software", "0"),
        ("Display", "Language", "fr", "zh_CN"),
        ("Display", "Zoom", "big", "1.0"),
        ("Display", "Zoom", "10", "1.0"),
        ("Display", "Zoom", "nan", "1.0"),
        ("Display", "Zoom", "0", "1.0"),
        ("Display", "FullScreen", "maybe", "False"),
        ("Site", "Seat", "by the window, on the left", "none"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_file_section_and_key(
    tmp_path: Path, section: str, key: str, value: str, default: str
) -> None:
    config = read(tmp_path, f"[{section}]\n{key} = {value}\n")
    (problem,) = config.problems
    assert str(tmp_path / "user.ini") in problem
    assert f"[{section}] {key}={value}:" in problem
    assert problem.endswith(f"Using {default}.")
    assert config == Config(DATA, problems=config.problems)


def test_every_bad_value_is_named_and_the_good_ones_are_taken(tmp_path: Path) -> None:
    config = read(tmp_path, "[OpenGL]\nLevel=x\n[Display]\nZoom=x\nLanguage=en\nFullScreen=x\n")
    assert len(config.problems) == 3
    assert config.language == "en"


@pytest.mark.parametrize("level", ["", "   "])
def test_an_empty_value_is_no_value(tmp_path: Path, level: str) -> None:
    config = read(tmp_path, f"[OpenGL]\nLevel={level}\n")
    assert (config.drawing_level, config.problems) == (0, ())


@pytest.mark.parametrize(
    "content",
    [b"Level = 1\n", b"[Display\nZoom=1\n", b"\xff\xfe[\x00D", b"[Display]\n\x80\xff\x80\n", b"\x00\x01\x02"],
)
def test_a_file_that_is_no_settings_file_is_named_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "user.ini"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as refused:
        read_config(path, DATA)
    assert str(path) in refused.value.title
    assert "cannot be read" in refused.value.title
    assert "user.ini.example" in refused.value.advice


def test_a_settings_file_that_was_named_and_is_not_there_is_an_error(tmp_path: Path) -> None:
    for path in (tmp_path / "none.ini", tmp_path):
        with pytest.raises(ConfigError, match="cannot be read") as refused:
            read_config(path, DATA)
        assert str(path) in refused.value.title


def test_the_named_settings_file_comes_before_the_one_beside_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examclient.places.program_folder", lambda: tmp_path)
    named = tmp_path / "named.ini"
    assert settings_file(None) is None
    assert settings_file(named) == named
    beside = written(tmp_path, FULL)
    assert settings_file(None) == beside
    assert settings_file(named) == named
