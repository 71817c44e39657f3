"""What goes to whoever helps: logs and a self-check, and nothing of anybody who sat here."""

import json
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from examclient.domain.phases import Phase
from examclient.storage.log_file import FILE, LogFile, keep_log
from examclient.storage.station_key import read_station_key
from examclient.storage.support_bundle import SELF_CHECK, write_bundle
from examclient.ui import presenter
from examprotocol.responses import ChoiceResponse, GapsResponse, TextResponse
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
