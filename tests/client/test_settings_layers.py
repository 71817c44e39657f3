"""Who may set what: the command line for one start, admins in `user.ini`, everybody only the look."""

import logging
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from examclient.domain.config import Config
from examclient.domain.settings import CHOSEN, DATA_DIR, KEYS, LANGUAGE, LEVEL, SEAT, THEME, ZOOM
from examclient.storage.chosen_file import CHOSEN_FILE, keep_chosen
from examclient.storage.config_file import read_config
from examclient.storage.settings_text import LARGEST
from examclient.storage.station_file import STATION_FILE
from examclient.ui import look
from tests.client.settings_files import sentences, written

EVERYTHING = {
    "[Site] EnrolFile": "a.enrol",
    "[Site] Seat": "12",
    "[Data] Dir": "data",
    "[Data] SpareDir": "spare",
    "[Data] MirrorDir": "mirror",
    "[Display] Language": "en",
    "[Display] Zoom": "150%",
    "[Display] Theme": "dark",
    "[Display] FullScreen": "yes",
    "[Papers] MirrorDir": "papers",
    "[Sound] Volume": "35%",
    "[OpenGL] Level": "2",
}
"""A value for each key that is not its default. A new key needs one."""

NOT_SETTINGS = {"problems", "ignored", "lockdown"}


def as_text() -> str:
    """All of EVERYTHING."""
    return "".join(
        f"{label.partition(' ')[0]}\n{label.partition(' ')[2]}={v}\n" for label, v in EVERYTHING.items()
    )


def chosen(data_folder: Path, text: str) -> None:
    """What lies in the data folder."""
    data_folder.mkdir(parents=True, exist_ok=True)
    (data_folder / CHOSEN_FILE).write_text(text, encoding="utf-8")


def test_every_field_has_a_key_and_every_key_reads_the_type_of_its_field(tmp_path: Path) -> None:
    assert {key.field for key in KEYS} == {field.name for field in fields(Config)} - NOT_SETTINGS
    assert {key.label for key in KEYS} == set(EVERYTHING)
    default, config = Config(tmp_path / "x"), read_config(written(tmp_path, as_text()), tmp_path / "x")
    assert config.problems == ()
    for key in KEYS:
        before, value = getattr(default, key.field), getattr(config, key.field)
        assert value != before, key.label
        assert isinstance(value, type(before) if before is not None else Path), key.label


def test_the_data_folder_sets_nothing_but_language_zoom_theme_and_volume(tmp_path: Path) -> None:
    chosen(tmp_path, as_text())
    config = read_config(None, tmp_path)
    assert config == Config(
        tmp_path, language="en", zoom=1.5, theme="dark", volume=35, ignored=config.ignored
    )
    said = [str(problem) for problem in config.ignored]
    mine = {key.label for key in CHOSEN}
    assert [sentence.partition(": ")[2] for sentence in said] == [
        f"{label}={value}: can only be set in user.ini beside the program."
        for label, value in EVERYTHING.items()
        if label not in mine
    ]
    assert mine == {"[Display] Language", "[Display] Zoom", "[Display] Theme", "[Sound] Volume"}


def test_what_a_candidate_writes_there_is_not_shown_to_anybody(tmp_path: Path) -> None:
    chosen(tmp_path, "nonsense\n[Display]\nZoom=big\n[OpenGL]\nLevel=2\n")
    config = read_config(None, tmp_path)
    assert config.problems == ()
    assert len(config.ignored) == 3
    assert config == Config(tmp_path, ignored=config.ignored)


@pytest.mark.parametrize(
    "content", [b"\0" * (LARGEST + 1), b"\xff\xfe\x00", b"[Display]\nTheme=" + b"x" * 9999]
)
def test_nothing_in_the_data_folder_stops_the_start(tmp_path: Path, content: bytes) -> None:
    (tmp_path / CHOSEN_FILE).write_bytes(content)
    config = read_config(None, tmp_path)
    assert config == Config(tmp_path, ignored=config.ignored)
    (tmp_path / CHOSEN_FILE).unlink()
    (tmp_path / CHOSEN_FILE).mkdir()
    assert read_config(None, tmp_path).ignored


def test_the_admin_comes_before_what_was_chosen_and_the_command_line_before_the_admin(tmp_path: Path) -> None:
    data = tmp_path / "data"
    chosen(data, "[Display]\nLanguage=en\nZoom=200%\nTheme=dark\n")
    path = written(tmp_path, "[Display]\nZoom=150%\nTheme=high_contrast\n[Site]\nSeat=1\n")
    words = {THEME: "light", SEAT: "2", LEVEL: "1"}
    config = read_config(path, data, words)
    assert (config.language, config.zoom, config.theme) == ("en", 1.5, "light")
    assert (config.seat, config.drawing_level, config.problems) == ("2", 1, ())


def test_where_the_stronger_word_is_senseless_the_next_one_counts_and_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    chosen(data, "[Display]\nLanguage=en\n")
    path = written(tmp_path, "[Display]\nLanguage=fr\nZoom=x\n")
    config = read_config(path, data, {ZOOM: "y", LANGUAGE: "de"})
    assert (config.language, config.zoom) == ("en", 1.0)
    assert sentences(config) == [
        "the command line: [Display] Language=de: is not one of zh_CN, en. Using en.",
        f"{path}, line 2: [Display] Language=fr: is not one of zh_CN, en. Using en.",
        "the command line: [Display] Zoom=y: is not a number. Using 100%.",
        f"{path}, line 3: [Display] Zoom=x: is not a number. Using 100%.",
    ]


def test_what_was_chosen_lies_in_the_data_folder_that_counts(tmp_path: Path) -> None:
    chosen(tmp_path / "usual", "[Display]\nLanguage=en\n")
    chosen(tmp_path / "other", "[Display]\nZoom=2\n")
    path = written(tmp_path, "[Data]\nDir=other\n")
    config = read_config(path, tmp_path / "usual")
    assert (config.data_folder, config.language, config.zoom) == (tmp_path / "other", "zh_CN", 2.0)
    config = read_config(path, tmp_path / "usual", {DATA_DIR: str(tmp_path / "usual")})
    assert (config.data_folder, config.language, config.zoom) == (tmp_path / "usual", "en", 1.0)


def test_a_data_folder_that_cannot_be_written_is_a_senseless_value(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = written(tmp_path, "[Data]\nDir=file\n")
    config = read_config(path, tmp_path / "data")
    (sentence,) = sentences(config)
    assert config == Config(tmp_path / "data", problems=config.problems)
    assert sentence.startswith(f"{path}, line 2: [Data] Dir=file: cannot be written (")
    assert sentence.endswith(f"Using {tmp_path / 'data'}.")


def test_a_folder_in_which_this_machine_is_enrolled_stays_although_its_disk_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / STATION_FILE).touch()
    path = written(tmp_path, "[Data]\nDir=home\n")

    def full(*_words: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "touch", full)
    config = read_config(path, tmp_path / "data")
    assert (config.data_folder, config.problems) == (home, ())


def test_what_is_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    keep_chosen(tmp_path, {LANGUAGE: "en"})
    keep_chosen(tmp_path, {ZOOM: "112.5%"})
    keep_chosen(tmp_path, {THEME: "dark"})
    keep_chosen(tmp_path, {LANGUAGE: "zh_CN"})
    config = read_config(None, tmp_path)
    assert (config.language, config.zoom, config.theme) == ("zh_CN", 1.125, "dark")
    assert (config.problems, config.ignored) == ((), ())


def test_choosing_mends_a_file_that_somebody_wrote_into(tmp_path: Path) -> None:
    chosen(tmp_path, "[OpenGL]\nLevel=2\n[Display]\nZoom=2\nTheme=dark\n")
    keep_chosen(tmp_path, {ZOOM: "150%"})
    config = read_config(None, tmp_path)
    assert (config.zoom, config.theme, config.ignored) == (1.5, "dark", ())


def test_a_choice_that_cannot_be_kept_disturbs_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / CHOSEN_FILE).mkdir()
    with caplog.at_level(logging.WARNING):
        keep_chosen(tmp_path, {LANGUAGE: "en"})
    assert "what was chosen cannot be kept" in caplog.text


def test_what_the_command_line_says_is_for_one_start_and_not_kept(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "apply_theme", lambda *_: None)
    words = {LANGUAGE: "en", ZOOM: "150%", LEVEL: "2"}
    config = read_config(None, tmp_path, words)
    assert (config.language, config.zoom, config.drawing_level) == ("en", 1.5, 2)
    look_of_client = look.Look(qapp, config)
    look_of_client.choose_theme("dark")
    look_of_client.close()
    assert read_config(None, tmp_path) == Config(tmp_path, theme="dark")
