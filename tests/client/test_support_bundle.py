"""What goes to whoever helps: logs and a self-check, and nothing of anybody who sat here."""

import json
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from examclient import app, terminal_check
from examclient.domain.config import Config
from examclient.domain.machine_facts import DrawnAsSet
from examclient.domain.phases import Phase
from examclient.errors import InstallationError
from examclient.storage.log_file import FILE, LogFile, keep_log, log_files
from examclient.storage.station_key import read_station_key
from examclient.storage.support_bundle import SELF_CHECK, write_bundle
from examclient.ui import presenter
from examprotocol.responses import ChoiceResponse, GapsResponse, TextResponse
from examprotocol.self_check import Grade
from examserver.storage.self_checks import all_self_checks
from examserver.storage.store import reading
from tests.client.cards import PASSWORD
from tests.client.exam_site import ANN, ZHANG, ExamSite
from tests.client.proctor_hands import drive, export_to, fail_to_hand_in, unlock_to_export, view_of
from tests.client.seat import Seat
from tests.client.test_start_of_the_client import started

ESSAY, WORD = "我的作文里有一句话", "gapword"


@pytest.fixture
def kept_log() -> Iterator[list[Path]]:
    """The log as the client keeps it, of everything down to what only developers look at."""
    root, folders = logging.getLogger(), list[Path]()
    before, level = list(root.handlers), root.level
    root.setLevel(logging.DEBUG)
    yield folders
    root.setLevel(level)
    for handler in [one for one in root.handlers if isinstance(one, LogFile)]:
        handler.close()
    root.handlers[:] = before


def sit_an_exam(site: ExamSite, seat: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From a wrong login to the receipt, with all that can go wrong; returns what nobody may read."""
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    site.set_room_password()
    seat.log_in((ANN[0], ZHANG[1]))
    seat.sit_down()
    seat.answer("q1", ChoiceResponse("a"))
    seat.answer("q4", GapsResponse({"g1": WORD}))
    seat.answer("q5", TextResponse(ESSAY))
    seat.all_sent()
    fail_to_hand_in(site, seat)
    unlock_to_export(seat)
    seat.presenter.exports.choose(seat.attempt)
    seat.wait(lambda: view_of(seat).chosen is not None)
    exported = export_to(seat, drive(stick).path)
    seat.presenter.exports.export_to(str(stick / "none" / ZHANG[1]))
    seat.presenter.proctor.leave()
    attempt, login = seat.attempt, seat.presenter.arrivals.login
    site.cable.plug()
    seat.presenter.retry()
    seat.reach(Phase.DONE)
    try:
        raise ValueError(ESSAY)
    except ValueError:
        logging.getLogger("examclient").critical("fault", exc_info=True)
    logging.getLogger("examclient").warning("%s cannot be written", exported.path)
    assert login is not None
    secrets = [*ZHANG, *ANN, "张三", "O'Neil", ESSAY, WORD, PASSWORD, login.token, site.receipt(attempt)]
    key = read_station_key(seat.data).export(as_dict=True)["d"]
    return [*secrets, key, exported.path.name, login.candidate.identity_masked]


def test_a_bundle_of_a_whole_exam_has_nothing_of_the_candidate(
    site: ExamSite,
    seat: Seat,
    stick: Path,
    kept_log: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    keep_log(seat.data)
    secrets = sit_an_exam(site, seat, stick, monkeypatch)
    bundle = tmp_path / "support.zip"
    done = started("--support-bundle", bundle, "--data", seat.data)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(bundle) as packed:
        assert packed.testzip() is None
        content = {name: packed.read(name).decode() for name in packed.namelist()}
    assert set(content) == {SELF_CHECK, f"logs/{FILE}"}
    log = content[f"logs/{FILE}"]
    assert "was exported" in log
    assert "CRITICAL examclient: fault" in log
    assert json.loads(content[SELF_CHECK])["results"]
    everything = "".join(content.values()) + done.stdout + done.stderr
    for secret in secrets:
        assert secret
        assert secret not in everything.replace("raise ValueError(ESSAY)", "")
    with reading(site.folder) as connection:
        assert seat.station in all_self_checks(connection)


def test_a_bundle_is_whole_or_not_there(tmp_path: Path) -> None:
    assert write_bundle(tmp_path / "one.zip", tmp_path, b"{}") == [SELF_CHECK]
    (tmp_path / "in-the-way").write_text("a file")
    with pytest.raises(OSError, match="in-the-way"):
        write_bundle(tmp_path / "in-the-way" / "two.zip", tmp_path, b"{}")
    done = started("--support-bundle", tmp_path / "in-the-way" / "two.zip", "--data", tmp_path / "data")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_self_check_tells_terminal_and_site(site: ExamSite, seat: Seat, tmp_path: Path) -> None:
    settings = tmp_path / "other.ini"
    settings.write_text(f"[Data]\nDir={seat.data}\n[OpenGL]\nLevel=1\n[Display]\nLanguage=en\n")
    told = started("--self-check", "--config", settings)
    assert told.returncode == 1, "this platform has no sound, or a small screen"
    assert "Good\tSite\tThe site answers after" in told.stdout
    assert "Good\tAddress\tThe site sees this machine inside." in told.stdout
    as_json = started("--self-check", "--json", "--config", settings)
    report = json.loads(as_json.stdout)
    assert (report["level_requested"], report["level_effective"]) == (1, 1)
    by_check = {one["check"]: one for one in report["results"]}
    assert by_check["drawing"]["reason"] == "drawing_device"
    assert by_check["writing"]["facts"]["saves"] == 20
    with reading(site.folder) as connection:
        kept = all_self_checks(connection)[seat.station].report
    assert (kept.grade, kept.level_requested) == (Grade.AMBER, 1)
    assert log_files(seat.data) == [], "a self-check beside a running client leaves its log alone"


def test_a_machine_of_no_site_is_red(tmp_path: Path) -> None:
    told = started("--self-check", "--json", "--data", tmp_path / "data")
    assert told.returncode == 2
    report = json.loads(told.stdout)
    assert report["grade"] == "red"
    reds = [one["reason"] for one in report["results"] if one["grade"] == "red"]
    assert reds == ["reach_not_enrolled"]
    assert all(one["said"] for one in report["results"])


def test_where_a_font_is_missing_that_is_said_and_the_logs_still_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qapp: QApplication
) -> None:
    def without_fonts(_config: Config) -> QApplication:
        raise InstallationError("the font Noto Sans SC is missing", "Install the client again.")

    monkeypatch.setattr(app, "dressed", without_fonts)
    config, bundle = Config(tmp_path / "data"), tmp_path / "support.zip"
    assert terminal_check.self_check(config, DrawnAsSet(0), as_json=True) == 2
    assert "Install the client again." in capsys.readouterr().err
    assert terminal_check.support_bundle(config, DrawnAsSet(0), bundle) == 0
    with zipfile.ZipFile(bundle) as packed:
        assert json.loads(packed.read(SELF_CHECK)) == {"trouble": "the font Noto Sans SC is missing"}
