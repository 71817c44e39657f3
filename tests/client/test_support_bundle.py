"""What goes to whoever helps: logs and a self-check, and nothing of anybody who sat here."""

import base64
import io
import json
import logging
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import quote

import pytest

from examclient import app
from examclient.domain.phases import Phase
from examclient.storage.log_file import BLOT, FILE, LARGEST, LogFile, keep_log, log_folder
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

ESSAY, WORD, NAME = "我的作文里有一句话", "gapword", "张三"


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


def fail_at_everything() -> None:
    """Faults whose exceptions hold what nobody may read: one in another, in a group, with notes."""
    try:
        try:
            raise OSError(2, "no such file", f"/{ZHANG[0]}/{NAME}")
        except OSError as error:
            raise ExceptionGroup(ESSAY, [ValueError(WORD), KeyError(ZHANG[1])]) from error
    except ExceptionGroup as fault:
        fault.add_note(ESSAY)
        for _ in range(200):
            logging.getLogger("examclient").critical("fault", exc_info=True, stack_info=True)
        app._log_fault(type(fault), fault, fault.__traceback__)


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
    seat.presenter.exports.export_to(str(stick / "none" / NAME))
    seat.presenter.proctor.leave()
    attempt, login = seat.attempt, seat.presenter.arrivals.login
    site.cable.plug()
    seat.presenter.retry()
    seat.reach(Phase.DONE)
    fail_at_everything()
    logging.getLogger("examclient").warning("%s cannot be written", exported.path)
    assert login is not None
    secrets = [*ZHANG, *ANN, NAME, "O'Neil", ESSAY, WORD, PASSWORD, login.token, site.receipt(attempt)]
    key = read_station_key(seat.data).export(as_dict=True)["d"]
    return [*secrets, key, exported.path.name, login.candidate.identity_masked]


def forms_of(secret: str) -> set[bytes]:
    """How a text may stand in a file: in several encodings, escaped, quoted, and in base64 and hex."""
    plain = secret.encode()
    encoded = {secret.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")}
    escaped = {json.dumps(secret)[1:-1].encode(), quote(secret).encode(), ascii(secret)[1:-1].encode()}
    packed = {base64.b64encode(plain).rstrip(b"="), base64.urlsafe_b64encode(plain).rstrip(b"=")}
    return encoded | escaped | packed | {plain.hex().encode()}


def bytes_of(bundle: Path) -> dict[str, bytes]:
    """The file itself, and each member as it was before it was packed, whatever is packed in it again."""
    found = {"": bundle.read_bytes()}
    with zipfile.ZipFile(bundle) as packed:
        assert packed.testzip() is None
        for name in packed.namelist():
            found[name] = packed.read(name)
            assert not zipfile.is_zipfile(io.BytesIO(found[name]))
    return found


def packed_logs(data_folder: Path) -> dict[str, bytes]:
    """The logs in a bundle of this data folder, by their names."""
    bundle = data_folder / "support.zip"
    write_bundle(bundle, data_folder, b"{}")
    with zipfile.ZipFile(bundle) as packed:
        return {name.removeprefix("logs/"): packed.read(name) for name in packed.namelist()[1:]}


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
    content = bytes_of(bundle)
    logs = [f"logs/{FILE}.1", f"logs/{FILE}"]  # that many faults do not go into one file
    assert set(content) == {"", SELF_CHECK, *logs}
    log = "".join(content[name].decode() for name in logs)
    assert "was exported" in log
    assert log.count("CRITICAL examclient: fault") == 200
    assert json.loads(content[SELF_CHECK])["results"]
    everything = b"\n".join([*content.values(), done.stdout.encode(), done.stderr.encode()])
    for secret in secrets:
        assert secret
        assert [form for form in forms_of(secret) if form in everything] == []
    with reading(site.folder) as connection:
        assert seat.station in all_self_checks(connection)


def test_what_somebody_has_put_beside_the_logs_is_not_taken_along(tmp_path: Path) -> None:
    folder = log_folder(tmp_path)
    folder.mkdir()
    (tmp_path / "station.key").write_text("KEY")
    (folder / FILE).write_bytes(b"line\n" * 300_000 + b"the end, by 110101199003070417\n")
    (folder / f"{FILE}.2").symlink_to(tmp_path / "station.key")
    (folder / f"{FILE}.3").mkdir()
    (folder / f"{FILE}.key").write_text("KEY")
    assert write_bundle(tmp_path / "one.zip", tmp_path, b"{}") == [SELF_CHECK, f"logs/{FILE}"]
    log = bytes_of(tmp_path / "one.zip")[f"logs/{FILE}"].decode()
    assert len(log) <= LARGEST
    assert log.endswith(f"the end, by {BLOT}\n")


def test_a_log_that_cannot_be_read_keeps_no_other_from_whoever_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_folder(tmp_path).mkdir()
    for name in (FILE, f"{FILE}.1"):
        (log_folder(tmp_path) / name).write_text("line\n")
    can_open, can_look = Path.open, Path.lstat

    def refused(path: Path) -> None:
        if path.name in (FILE, f"{FILE}.3"):
            raise PermissionError(13, "Permission denied")

    def open_or_not(path: Path, mode: str = "r") -> IO[bytes]:
        refused(path)
        return can_open(path, mode)

    def look_or_not(path: Path) -> os.stat_result:
        refused(path)
        return can_look(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", open_or_not)
        patched.setattr(Path, "lstat", look_or_not)
        content = packed_logs(tmp_path)
    said = b"This file cannot be read: Permission denied.\n"
    assert content == {FILE: said, f"{FILE}.1": b"line\n", f"{FILE}.3": said}


def test_a_file_that_is_there_already_stays_as_it_is(tmp_path: Path) -> None:
    there = tmp_path / "user.ini"
    there.write_text("[OpenGL]\nLevel=0\n")
    for place in (there, tmp_path):
        done = started("--support-bundle", place, "--data", tmp_path / "data")
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{place} is there already: name another file." in done.stderr
    assert there.read_text() == "[OpenGL]\nLevel=0\n"


def test_a_bundle_is_whole_or_not_there(tmp_path: Path) -> None:
    assert write_bundle(tmp_path / "one.zip", tmp_path, b"{}") == [SELF_CHECK]
    (tmp_path / "in-the-way").write_text("a file")
    with pytest.raises(OSError, match="in-the-way"):
        write_bundle(tmp_path / "in-the-way" / "two.zip", tmp_path, b"{}")
    done = started("--support-bundle", tmp_path / "in-the-way" / "two.zip", "--data", tmp_path / "data")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
