"""Whatever stands in the settings files: the client has settings that it can start with."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.app import Client
from examclient.domain.config import Config
from examclient.domain.setting_values import LANGUAGES, THEMES
from examclient.domain.settings import EVERY_KEY
from examclient.storage.chosen_file import CHOSEN_FILE
from examclient.storage.config_file import read_config
from examclient.ui.translation import LANGUAGES as SPOKEN

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030")

words = st.text(max_size=20) | st.sampled_from(
    [
        "1",
        "yes",
        "150%",
        "en",
        "dark",
        "２",
        '"',
        ";",
        "0.5",
        "-1",
        "nan",
        "“1”",
        "'",
        "1；",
        "%A%",
        "9" * 5000,
    ]
)
lines = st.one_of(
    st.text(max_size=40),
    st.tuples(
        st.sampled_from(["[{}]", "［{}］", "【{}】", "[{}] Level="]),
        st.sampled_from([key.section for key in EVERY_KEY]),
    ).map(lambda pair: pair[0].format(pair[1])),
    st.tuples(st.sampled_from([key.name for key in EVERY_KEY]), st.sampled_from("=＝"), words).map("".join),
)
texts = st.lists(lines, max_size=12).map("\r\n".join)
saved = st.tuples(texts, st.sampled_from(ENCODINGS)).map(
    lambda pair: pair[0].encode(pair[1], "surrogatepass" if "16" in pair[1] else "replace")
)
contents = st.binary(max_size=300) | saved | st.tuples(saved, st.binary(max_size=20), saved).map(b"".join)


def read_from(folder: Path, content: bytes) -> Config:
    """The settings with such a `user.ini`, and the same in the data folder."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    (folder / "user.ini").write_bytes(content)
    (data / CHOSEN_FILE).write_bytes(content)
    return read_config(folder / "user.ini", data)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


@given(contents)
@example(b"[Data]\nDir=" + b"../" * 300)
@example("[Data]\nDir=\ud800".encode("utf-16-le", "surrogatepass"))
@example(b"[Data]\nDir=con\nSpareDir=nul\nMirrorDir=\\\\?\\x\n[Site]\nEnrolFile=|\n")
@settings(max_examples=400)
def test_every_setting_has_a_value_that_the_client_can_start_with(folder: Path, content: bytes) -> None:
    config = read_from(folder, content)
    assert config.language in LANGUAGES
    assert config.theme in THEMES
    assert 0.5 <= config.zoom <= 3
    assert 0 <= config.drawing_level <= 99
    assert config.data_folder.is_dir()
    for problem in (*config.problems, *config.ignored):
        assert str(problem).isprintable()
        assert str(problem).encode()


@given(contents)
@settings(max_examples=30)
def test_the_first_page_is_shown_whatever_the_settings_say(
    dressed: QApplication, folder: Path, content: bytes
) -> None:
    client = Client(dressed, read_from(folder, content))
    client.window.grab()
    client.close()
    client.window.deleteLater()


def test_what_may_be_set_is_what_the_screen_can_do(qtbot: QtBot) -> None:
    from examclient.ui.theme import THEMES as COLOURS  # noqa: PLC0415 - beside the other's name

    assert LANGUAGES == SPOKEN
    assert {*COLOURS, "system"} == set(THEMES)
