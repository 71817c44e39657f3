"""A machine that was installed without anybody before it: its `user.ini` says all that the first start needs.

The texts are those that WritePrivateProfileString leaves, by which Windows Installer writes: no space around
the sign, paths in quotation marks, UTF-16 where the file has its mark and ANSI elsewhere. Group policy writes
in the same way, and leaves a key with nothing behind it where nothing was given.
"""

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.app import Client
from examclient.domain.config import Config
from examclient.places import hostname
from examclient.storage.config_file import read_config
from examclient.storage.station_file import read_membership
from examclient.storage.station_key import read_station_key
from examclient.ui.pages.enrol import EnrolPage
from examclient.ui.pages.login import LoginPage
from examprotocol.enrolment import Enrolment
from examprotocol.station_proof import station_id_of
from examserver.services.station_orders import MakeEnrolment
from tests.client.exam_site import ROOM, WEEK, ExamSite
from tests.client.seat import PATIENCE

FIRST_START = Callable[[Config], Client]


def in_utf_16(text: str) -> bytes:
    return codecs.BOM_UTF16_LE + text.encode("utf-16-le")


def in_ansi(text: str) -> bytes:
    """As a Chinese Windows writes it."""
    return text.encode("gb18030")


@pytest.fixture
def table(site: ExamSite, tmp_path: Path) -> Path:
    """One file for the whole room, which has this machine at seat 7, in a folder with an awkward name."""
    seats = {"another": "1", hostname().lower(): "7"}
    made: Enrolment = site.along_the_cable(site.order(MakeEnrolment(ROOM, WEEK, seats=seats)))
    path = tmp_path / "机房 ;301" / "site.enrol"
    path.parent.mkdir()
    path.write_bytes(site.sealed(made))
    return path


@pytest.fixture
def start(qtbot: QtBot, dressed: QApplication) -> Iterator[FIRST_START]:
    clients: list[Client] = []

    def begin(config: Config) -> Client:
        client = Client(dressed, config)
        qtbot.addWidget(client.window)
        client.window.show()
        client.begin()
        clients.append(client)

        def is_ready() -> None:
            assert isinstance(client.window.page(), LoginPage)
            assert client.presenter is not None

        qtbot.waitUntil(is_ready, timeout=PATIENCE)
        return client

    yield begin
    for client in clients:
        client.close()


def written(folder: Path, file: Path, seat: str = "", encode: Callable[[str], bytes] = in_utf_16) -> Path:
    """The settings as they are installed, with a data folder of their own."""
    lines = (
        "[Site]",
        f'EnrolFile="{file}"',
        f"Seat={seat}",
        "[Data]",
        f'Dir="{folder / "数据"}"',
        "[Display]",
        "Language=en",
        "[OpenGL]",
        "Level=1",
    )
    path = folder / "user.ini"
    path.write_bytes(encode("".join(f"{line}\r\n" for line in lines)))
    return path


def test_the_log_says_what_was_waited_for_once_and_what_became_of_it(
    table: Path, tmp_path: Path, start: FIRST_START, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "examclient.ui.enrolling")
    content = table.read_bytes()
    table.unlink()
    late = QTimer(singleShot=True, interval=1500)  # the third try is behind it by then
    late.timeout.connect(lambda: table.write_bytes(content))
    late.start()
    start(read_config(written(tmp_path, table), tmp_path / "default"))
    waited, became = (record.getMessage() for record in caplog.records)
    assert waited.startswith(f"not enrolled: {table} cannot be read")
    assert became.endswith(f"room {ROOM}, seat 7")


@pytest.mark.parametrize("encode", [in_utf_16, in_ansi])
def test_the_first_start_enrols_at_the_seat_of_the_table(
    table: Path, tmp_path: Path, start: FIRST_START, encode: Callable[[str], bytes]
) -> None:
    config = read_config(written(tmp_path, table, encode=encode), tmp_path / "default")
    assert config.problems == (), "what was not given is no mistake"
    assert (config.language, config.drawing_level) == ("en", 1)
    start(config)
    member = read_membership(tmp_path / "数据")
    assert member is not None
    assert (member.room, member.seat) == (ROOM, "7")
    assert not (tmp_path / "default").exists()


def test_in_a_stand_in_for_the_data_folder_a_person_is_asked(
    table: Path, tmp_path: Path, dressed: QApplication, qtbot: QtBot
) -> None:
    """A disk that comes late must not find the machine enrolled somewhere else, and its seat taken."""
    settings = written(tmp_path, table)
    (tmp_path / "数据").write_text("a file where the folder should be", encoding="utf-8")
    client = Client(dressed, read_config(settings, tmp_path / "default"))
    qtbot.addWidget(client.window)
    client.window.show()
    client.begin()
    page = client.window.page()
    assert isinstance(page, EnrolPage)
    assert page.chooser.choose.isVisible(), "nothing is under way"
    assert client.window.settings_line.isVisible(), "and why not, it says"
    qtbot.waitUntil(lambda: client.enrolling is not None, timeout=PATIENCE)
    assert client.enrolling is not None
    assert not client.enrolling.state.is_alone
    client.close()


def test_a_seat_that_was_given_comes_before_the_table(
    table: Path, tmp_path: Path, start: FIRST_START
) -> None:
    start(read_config(written(tmp_path, table, "１２"), tmp_path / "default"))
    member = read_membership(tmp_path / "数据")
    assert member is not None
    assert member.seat == "12"


def test_a_machine_that_is_installed_again_is_the_same_station_whatever_the_settings_name_now(
    table: Path, tmp_path: Path, start: FIRST_START
) -> None:
    """The data folder outlives removal; its enrolment counts, and the new file is not even looked at."""
    start(read_config(written(tmp_path, table), tmp_path / "default"))
    before = read_membership(tmp_path / "数据")
    start(read_config(written(tmp_path, tmp_path / "gone.enrol", "9"), tmp_path / "default"))
    assert read_membership(tmp_path / "数据") == before


def test_a_machine_whose_station_file_was_lost_comes_back_with_the_same_key(
    table: Path, tmp_path: Path, start: FIRST_START
) -> None:
    config = read_config(written(tmp_path, table), tmp_path / "default")
    start(config)
    station = station_id_of(read_station_key(tmp_path / "数据"))
    (tmp_path / "数据" / "station.json").unlink()
    start(config)
    member = read_membership(tmp_path / "数据")
    assert member is not None
    assert (member.station, member.seat) == (station, "7"), "its own seat is not taken for another's"
