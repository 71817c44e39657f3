"""`user.ini` as people leave it: any encoding, any case; what cannot be used is named."""

import codecs
import os
import sys
from pathlib import Path

import pytest

from examclient.domain.config import Config
from examclient.domain.ini import parse_ini
from examclient.places import default_data_folder, default_spare_folder, settings_file
from examclient.storage.config_file import read_config
from examclient.storage.settings_text import LARGEST
from tests.client.settings_files import read, sentences, written

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
Theme = dark
FullScreen = yes
[OpenGL]
Level = 2
"""


def full(folder: Path) -> Config:
    """What FULL says."""
    return Config(
        data_folder=folder / "数据",
        enrol_file=folder / "考点\\site.enrol",
        seat="甲 12",
        language="en",
        zoom=1.5,
        full_screen=True,
        drawing_level=2,
        spare_folder=folder / "备用",
        mirror_folder=folder / "镜像",
        theme="dark",
    )


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert read_config(None, tmp_path) == Config(data_folder=tmp_path)
    assert read_config(None, tmp_path) == Config(
        tmp_path, None, "", "zh_CN", 1.0, False, 0, (), theme="light"
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
def test_every_encoding_that_people_save_in_is_read(tmp_path: Path, encoding: str, line_end: str) -> None:
    path = written(tmp_path, FULL.replace("\n", line_end), encoding)
    assert read_config(path, tmp_path / "data") == full(tmp_path)


def test_utf_16_of_either_byte_order_is_read(tmp_path: Path) -> None:
    path = tmp_path / "user.ini"
    for mark, encoding in ((codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le")):
        path.write_bytes(mark + FULL.encode(encoding))
        assert read_config(path, tmp_path / "data") == full(tmp_path)


def test_upper_and_lower_case_and_spaces_do_not_matter(tmp_path: Path) -> None:
    display = "[display]\nlanguage=EN\nfullscreen = ON\n[DISPLAY]\nzoom=2\ntheme=High Contrast\n"
    config = read(tmp_path, f"\t[OPENGL] \n LEVEL =  1 \n{display}")
    assert (config.drawing_level, config.language, config.full_screen, config.zoom) == (1, "en", True, 2.0)
    assert config.theme == "high_contrast"
    assert config.problems == ()


def test_an_indented_line_is_a_line_of_its_own(tmp_path: Path) -> None:
    config = read(tmp_path, "[Display]\nLanguage=en\n    Zoom=150%\n  ; nothing\n\tFullScreen=yes\n")
    assert (config.language, config.zoom, config.full_screen, config.problems) == ("en", 1.5, True, ())


def test_what_stands_behind_a_semicolon_is_a_comment(tmp_path: Path) -> None:
    text = (
        '[OpenGL] ; how\nLevel = 1 ; software\n[Data]\nDir="a; b" ; folder\nMirrorDir=c;d\nSpareDir=; none\n'
    )
    config = read(tmp_path, text)
    assert (config.drawing_level, config.problems) == (1, ())
    assert config.data_folder == tmp_path / "a; b"
    assert (config.mirror_folder, config.spare_folder) == (tmp_path / "c;d", None)


def test_a_number_sign_is_a_comment_behind_words_and_a_sign_in_a_path(tmp_path: Path) -> None:
    config = read(tmp_path, "# all\n[Display]\nZoom = 150% # larger\n[Data]\nDir = Exam #1\n")
    assert (config.zoom, config.data_folder, config.problems) == (1.5, tmp_path / "Exam #1", ())


def test_what_a_chinese_keyboard_types_is_understood(tmp_path: Path) -> None:
    config = read(
        tmp_path, "；注释\n[Display]\nZoom＝１５０％\nFullScreen = 是 ；全屏\n[OpenGL]\nLevel = １\n"
    )
    assert (config.zoom, config.full_screen, config.drawing_level, config.problems) == (1.5, True, 1, ())


@pytest.mark.parametrize(
    "text",
    [
        "［OpenGL］\nLevel=1\n",
        "【OpenGL】\nLevel=1\n",
        "[ＯｐｅｎＧＬ]\nＬｅｖｅｌ＝１\n",
        "[OpenGL] Level=1\n",
        "[OpenGL]\nLevel=“1”\n",
        "[OpenGL]\nLevel='1'\n",
        "[OpenGL]\nLevel=＂１＂\n",
        "[OpenGL]\nLevel=1;软件\n",
        "[OpenGL]\nLevel=1；软件\n",
        "[OpenGL]\nLevel=1 // software\n",
        "＃注释\n[OpenGL]　；注释\nLevel　=　1　；软件\n",
        "\ufeff[OpenGL]\n\u200bLevel=1\u200b\n",
        "[OpenGL]\nLev\0el=1\n",
    ],
)
def test_whatever_form_the_level_is_typed_in_it_is_the_level(tmp_path: Path, text: str) -> None:
    config = read(tmp_path, text)
    assert (config.drawing_level, config.problems) == (1, ())


def test_a_full_width_sign_in_a_folders_name_stays_in_it(tmp_path: Path) -> None:
    assert read(tmp_path, "[Data]\nDir=a＝b\n").data_folder == tmp_path / "a＝b"


def test_a_seat_is_called_as_the_service_calls_it(tmp_path: Path) -> None:
    assert read(tmp_path, "[Site]\nSeat = Ａ１２ # by the window\n").seat == "A12"


def test_a_spare_folder_that_cannot_be_used_is_named_with_what_is_used_instead(tmp_path: Path) -> None:
    path = written(tmp_path, "[Data]\nSpareDir=%ProgramData%\\ExamClient\n")
    config = read_config(path, tmp_path / "data", spare_folder=tmp_path / "spare")
    assert config.spare_folder == tmp_path / "spare"
    (sentence,) = sentences(config)
    assert sentence.endswith(f"Using {tmp_path / 'spare'}.")


@pytest.mark.parametrize("zoom", ["150%", "150 %", "150", "1.5"])
def test_a_size_is_a_factor_or_percents(tmp_path: Path, zoom: str) -> None:
    assert read(tmp_path, f"[Display]\nZoom={zoom}\n").zoom == 1.5


def test_a_percent_sign_in_a_value_is_a_percent_sign(tmp_path: Path) -> None:
    config = read(tmp_path, "[Data]\nDir = 100% data %(x)s %PATH%\n")
    assert config.data_folder == tmp_path / "100% data %(x)s %PATH%"


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
        ("OpenGL", "Level", "-1", "0"),
        ("OpenGL", "Level", "1.5", "0"),
        ("OpenGL", "Level", "9" * 50, "0"),
        ("Display", "Language", "fr", "zh_CN"),
        ("Display", "Theme", "pink", "light"),
        ("Display", "Zoom", "big", "100%"),
        ("Display", "Zoom", "10", "100%"),
        ("Display", "Zoom", "nan", "100%"),
        ("Display", "Zoom", "inf", "100%"),
        ("Display", "Zoom", "0", "100%"),
        ("Display", "FullScreen", "maybe", "no"),
        ("Site", "Seat", "by the window, on the left", "none"),
        ("Data", "MirrorDir", "x" * 1001, "none"),
        ("Data", "MirrorDir", "%LOCALAPPDATA%\\copy", "none"),
        ("OpenGL", "Level", "1_0", "0"),
        ("OpenGL", "Level", "9" * 10_000, "0"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_file_line_section_and_key(
    tmp_path: Path, section: str, key: str, value: str, default: str
) -> None:
    config = read(tmp_path, f"\n[{section}]\n{key} = {value}\n")
    (sentence,) = sentences(config)
    assert sentence.startswith(f"{tmp_path / 'user.ini'}, line 3: [{section}] {key}={value[:60]}")
    assert sentence.endswith(f"Using {default}.")
    assert config == Config(tmp_path / "data", problems=config.problems)


def test_every_bad_value_is_named_and_the_good_ones_are_taken(tmp_path: Path) -> None:
    config = read(tmp_path, "[OpenGL]\nLevel=x\n[Display]\nZoom=x\nLanguage=en\nFullScreen=x\n")
    assert len(config.problems) == 3
    assert config.language == "en"


@pytest.mark.parametrize("level", ["", "   ", " ; none", '""'])
def test_an_empty_value_is_no_value(tmp_path: Path, level: str) -> None:
    config = read(tmp_path, f"[OpenGL]\nLevel={level}\n")
    assert (config.drawing_level, config.problems) == (0, ())


def test_lines_that_are_no_settings_are_named_and_the_others_are_taken(tmp_path: Path) -> None:
    config = read(tmp_path, "Zoom=2\n[Display\nhello\n= 3\n[Display]\nZoom=2\nZoon=3\n[Server]\nPort=1\n")
    assert config.zoom == 2.0
    file = tmp_path / "user.ini"
    assert sentences(config) == [
        f"{file}, line 1: there is no such setting: Zoom=2",
        f"{file}, line 2: this is no setting: [Display",
        f"{file}, line 3: this is no setting: hello",
        f"{file}, line 4: this is no setting: = 3",
        f"{file}, line 7: there is no such setting: [Display] Zoon=3",
        f"{file}, line 9: there is no such setting: [Server] Port=1",
    ]


def test_of_two_values_the_last_counts_and_is_named_where_they_differ(tmp_path: Path) -> None:
    config = read(tmp_path, "[OpenGL]\nLevel=1\n[Display]\nZoom=2\n[opengl]\nlevel=2\n[Display]\nZoom=2\n")
    assert (config.drawing_level, config.zoom) == (2, 2.0)
    assert [sentence.partition(": ")[2] for sentence in sentences(config)] == [
        "[opengl] level=2: was given before with another value. The last one is used."
    ]


def test_a_million_bad_lines_are_not_named_one_by_one(tmp_path: Path) -> None:
    config = read(tmp_path, "x\n" * 100_000)
    assert len(config.problems) == 21
    assert sentences(config)[-1].endswith("99980 more problems.")


def test_what_a_power_cut_leaves_of_a_file_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "user.ini"
    for damage in (b"\0" * 4096, b"\0" * 4097, b"\0", b"\xff\xfe\xff", b"\x80\x81"):
        path.write_bytes(b"[Display]\r\nZoom=2\r\n[OpenGL]\r\nLevel=1\r\n" + damage)
        config = read_config(path, tmp_path)
        assert (config.zoom, config.drawing_level) == (2.0, 1), damage


def test_a_file_in_two_encodings_is_read_where_it_is_plain(tmp_path: Path) -> None:
    path = tmp_path / "user.ini"
    path.write_bytes(b"[Display]\r\nZoom=2\r\n" + "[OpenGL]\r\nLevel=1\r\n".encode("utf-16-le"))
    assert read_config(path, tmp_path).zoom == 2.0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"\xff\xfe[\x00D",
        b"\x00\x01\x02",
        b"\xef\xbb\xbf",
        b"\x00" * 1000,
        bytes(range(256)) * 20,
    ],
)
def test_a_file_that_is_no_settings_file_leaves_every_default(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "user.ini"
    path.write_bytes(content)
    config = read_config(path, tmp_path)
    assert config == Config(tmp_path, problems=config.problems)


def not_read(path: Path, data_folder: Path) -> str:
    """The one sentence about a file that is not read at all."""
    config = read_config(path, data_folder)
    (sentence,) = sentences(config)
    assert config == Config(data_folder, problems=config.problems)
    assert sentence.startswith(f"{path}: the file cannot be read: ")
    assert sentence.endswith(". Nothing in it is used.")
    return sentence


def test_a_folder_in_its_place_a_missing_file_and_a_file_in_the_way_are_named(tmp_path: Path) -> None:
    assert "it is not a file" in not_read(tmp_path, tmp_path)
    assert not_read(tmp_path / "none.ini", tmp_path)
    assert not_read(written(tmp_path, "") / "user.ini", tmp_path)
    assert read_config(Path("\0"), tmp_path).problems


def test_a_file_of_100_mb_is_named_and_not_read(tmp_path: Path) -> None:
    path = written(tmp_path, "[OpenGL]\nLevel=1\n")
    os.truncate(path, 100_000_000)
    assert f"more than {LARGEST // 1024} KB" in not_read(path, tmp_path)


def test_a_refused_read_is_named_by_what_the_system_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, FULL)

    def refuse(*_words: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    assert "Permission denied" in not_read(path, tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_in_its_place_does_not_keep_the_client_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "user.ini")
    assert "it is not a file" in not_read(tmp_path / "user.ini", tmp_path)


def test_a_long_line_is_read_at_once(tmp_path: Path) -> None:
    blanks = " " * (LARGEST - 100)
    config = read(tmp_path, f"[OpenGL]\nLevel=1{blanks}2\n")
    assert len(config.problems) == 1
    assert len(sentences(config)[0]) < 300
    assert parse_ini("[" * 200_000).stray


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


def test_something_beside_the_program_that_cannot_be_read_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examclient.places.program_folder", lambda: tmp_path)
    (tmp_path / "user.ini").mkdir()
    assert settings_file(None) == tmp_path / "user.ini"
