"""Files handed in as an answer: sealed on this machine first, then at the site, and in every copy of it."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from examclient.domain.phases import Phase
from examclient.errors import ExamError, FileError, FileFault
from examclient.ui import presenter
from examclient.ui.main_window import MainWindow
from examclient.ui.questions.file_drop import FileDrop
from examclient.ui.wiring import connect
from examprotocol.messages import UPLOAD_CHUNK, FilesRequest, SubmitRequest
from examprotocol.responses import FileRef, FilesResponse
from examserver.cli import results
from examserver.cli.ordering import give
from examserver.services.file_limits import asked_in
from examserver.services.handed_files import handed_in_files
from examserver.services.import_verdicts import Note
from examserver.services.member_orders import AddMember
from examserver.services.staff_passwords import hashed
from examserver.storage.store import reading
from tests.client.exam_site import ZHANG, ExamSite, Times
from tests.client.exporting import take_in
from tests.client.homework import MOST, WORDS, at_the_site, chunks, files_draft, hand_in_file, keep, sending
from tests.client.moving import move_here
from tests.client.proctor_hands import drive, export_to, fail_to_hand_in, unlock_to_export
from tests.client.seat import PATIENCE, Seat
from tests.client.test_after_a_restore import back_up, put_back
from tests.server.visitor import ADMIN, SECRET, Visitor

NewSeat = Callable[..., Seat]


@pytest.fixture
def site(tmp_path: Path, times: Times, evening: Callable[[ExamSite], None]) -> Iterator[ExamSite]:
    running = ExamSite(tmp_path / "site", times, files_draft()).__enter__()
    running.set_room_password()
    yield running
    evening(running)


@pytest.fixture
def seat(new_seat: NewSeat, monkeypatch: pytest.MonkeyPatch) -> Seat:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    seat = new_seat()
    seat.sit_down()
    return seat


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    path = tmp_path / "Lösung 一.txt"
    path.write_bytes(WORDS)
    return path


def test_a_file_is_sealed_on_this_machine_before_an_answer_names_it(seat: Seat, homework: Path) -> None:
    kept = keep(seat, homework)
    assert kept == FileRef(hashlib.sha256(WORDS).hexdigest(), "Lösung 一.txt", len(WORDS))
    assert len(chunks(seat)) == 3
    everything = b"".join(path.read_bytes() for path in seat.data.rglob("*") if path.is_file())
    assert b"Meine Loesung" not in everything


def test_it_goes_to_the_site_by_itself_and_comes_out_as_it_went_in(
    site: ExamSite, seat: Seat, homework: Path
) -> None:
    file = hand_in_file(seat, homework)
    seat.wait(lambda: sending(seat).is_done())
    assert at_the_site(site, seat.attempt, file) == WORDS
    with reading(site.folder) as connection:
        (one,) = handed_in_files(connection, site.folder, seat.attempt, asked_in(files_draft().paper))
    assert (one.question, one.file, one.is_whole) == ("q1", file, True)


def test_handing_in_brings_the_files_first(site: ExamSite, seat: Seat, homework: Path) -> None:
    seat.presenter._helpers.files.stop()
    file = hand_in_file(seat, homework)
    seat.hand_in()
    seat.reach(Phase.DONE)
    assert at_the_site(site, seat.attempt, file) == WORDS


def test_without_a_network_handing_in_fails_and_goes_on_when_it_is_back(
    site: ExamSite, seat: Seat, homework: Path
) -> None:
    seat.presenter._helpers.files.stop()
    file = hand_in_file(seat, homework)
    seat.all_sent()
    site.cable.pull()
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)
    site.cable.plug()
    seat.presenter.retry()
    seat.reach(Phase.DONE)
    assert at_the_site(site, seat.attempt, file) == WORDS


def test_the_screen_knows_while_a_file_is_on_its_way_though_every_answer_is_there(
    site: ExamSite, seat: Seat, homework: Path
) -> None:
    sender = seat.presenter._helpers.files
    sender.stop()
    file = hand_in_file(seat, homework)
    seat.all_sent()
    site.cable.pull()
    sender.start(sending(seat))
    seat.wait(lambda: seat.state.files_unsent)
    site.cable.plug()
    sender.wake()
    seat.wait(lambda: not seat.state.files_unsent)
    assert at_the_site(site, seat.attempt, file) == WORDS


def test_what_broke_off_goes_on_with_the_chunk_that_is_missing(seat: Seat, homework: Path) -> None:
    seat.presenter._helpers.files.stop()
    hand_in_file(seat, homework)
    seat.all_sent()
    one = sending(seat)
    assert one.run_once()
    assert one.run_once()
    one.ask_again()
    assert one.run_once()
    assert len(one._missing) == 2
    assert one.send_all() == ()


def test_after_a_crash_the_file_is_there_and_goes_out(
    site: ExamSite, seat: Seat, new_seat: NewSeat, homework: Path
) -> None:
    seat.presenter._helpers.files.stop()
    file = hand_in_file(seat, homework)
    seat.all_sent()
    seat.crash()
    homework.unlink()
    again = new_seat(seat.data)
    again.reach(Phase.ANSWERING)
    again.wait(lambda: sending(again).is_done())
    assert at_the_site(site, again.attempt, file) == WORDS


def test_a_file_that_is_lost_here_too_is_named_and_keeps_nobody_from_handing_in(
    site: ExamSite, seat: Seat, homework: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seat.presenter._helpers.files.stop()
    hand_in_file(seat, homework)
    chunks(seat)[0].unlink()
    assert len(sending(seat).lost()) == 1
    seat.hand_in()
    seat.reach(Phase.DONE)
    assert "is lost" in caplog.text
    with reading(site.folder) as connection:
        (one,) = handed_in_files(connection, site.folder, seat.attempt, asked_in(files_draft().paper))
    assert not one.is_whole


def test_the_same_file_twice_is_sealed_once(seat: Seat, homework: Path) -> None:
    assert keep(seat, homework) == keep(seat, homework)
    assert len(chunks(seat)) == 3


def test_a_file_is_kept_while_another_one_waits_for_the_network(seat: Seat, homework: Path) -> None:
    gate = Event()
    seat.presenter._lanes.files.run(lambda: gate.wait(PATIENCE / 1000), lambda _: None, lambda _: None)
    assert isinstance(keep(seat, homework), FileRef)
    assert not gate.is_set()
    gate.set()


def test_a_file_that_is_kept_after_its_candidate_has_gone_is_told_to_nobody(
    seat: Seat, homework: Path
) -> None:
    kept_files, told, later = seat.presenter._helpers.kept_files, list[object](), list[None]()
    kept_files.keep(homework, MOST, told.append, told.append)
    kept_files.serve(None)
    seat.presenter._lanes.copies.run(lambda: None, later.append, lambda _: None)
    seat.wait(lambda: bool(later))
    assert told == []


@pytest.mark.parametrize(
    ("content", "most", "fault"),
    [(b"x" * 101, 100, FileFault.TOO_LARGE), (None, 100, FileFault.NOT_READ)],
    ids=["too large", "gone"],
)
def test_what_cannot_be_kept_is_said(
    seat: Seat, tmp_path: Path, content: bytes | None, most: int, fault: FileFault
) -> None:
    path = tmp_path / "some.txt"
    if content is not None:
        path.write_bytes(content)
    error = keep(seat, path, most)
    assert isinstance(error, FileError)
    assert error.fault is fault


def test_the_site_takes_no_file_that_no_answer_names(site: ExamSite, seat: Seat, homework: Path) -> None:
    kept = keep(seat, homework)
    assert isinstance(kept, FileRef)
    one = sending(seat)
    record = one._record(kept.sha256)
    assert record is not None
    reply = one._counter.offer_files(FilesRequest(seat.attempt, (record,)))
    assert (reply.missing, reply.held) == ((), ())
    with pytest.raises(ExamError):
        one._counter.put_chunk(seat.attempt, kept.sha256, record.chunks[0].sha256, b"anything")


def test_a_chunk_that_is_another_is_refused(seat: Seat, homework: Path) -> None:
    seat.presenter._helpers.files.stop()
    file = hand_in_file(seat, homework)
    seat.all_sent()
    one = sending(seat)
    assert one.run_once()
    record = one._record(file.sha256)
    assert record is not None
    with pytest.raises(ExamError):
        one._counter.put_chunk(seat.attempt, file.sha256, record.chunks[0].sha256, b"x" * UPLOAD_CHUNK)


def test_results_write_the_files_by_candidate(
    site: ExamSite, seat: Seat, homework: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_in_file(seat, homework)
    seat.wait(lambda: sending(seat).is_done())
    folder = tmp_path / "out"
    assert results.run([str(site.folder.root), "--exam", site.exam.id, "--files", str(folder)]) == 0
    (written,) = [path for path in folder.rglob("*") if path.is_file()]
    assert written.read_bytes() == WORDS
    assert ZHANG[0] in written.parts
    assert "Files written: 1" in capsys.readouterr().err


def test_an_old_client_asks_for_its_receipt_as_before() -> None:
    assert msgspec.json.decode(b'{"attempt":"a","heads":{}}', type=SubmitRequest).lost == ()


def test_a_package_carries_the_files_beside_it(
    site: ExamSite, seat: Seat, homework: Path, tmp_path: Path
) -> None:
    seat.presenter._helpers.files.stop()
    file = hand_in_file(seat, homework)
    seat.drives = (drive(tmp_path / "E"),)
    fail_to_hand_in(site, seat)
    unlock_to_export(seat)
    exported = export_to(seat, tmp_path / "E")
    assert len(list((tmp_path / "E").glob("*.examattachment"))) == 3
    result = take_in(site, exported.path)
    assert Note.ATTACHMENTS in result.notes
    assert result.handed_in
    assert at_the_site(site, seat.attempt, file) == WORDS


def test_a_backup_brings_the_files_back(site: ExamSite, seat: Seat, homework: Path, tmp_path: Path) -> None:
    file = hand_in_file(seat, homework)
    seat.wait(lambda: sending(seat).is_done())
    put_back(site, back_up(site, tmp_path / "backup.zip"))
    assert at_the_site(site, seat.attempt, file) == WORDS


def test_what_is_left_on_a_machine_goes_out_with_its_files(
    site: ExamSite, seat: Seat, new_seat: NewSeat, homework: Path
) -> None:
    seat.presenter._helpers.files.stop()
    file = hand_in_file(seat, homework)
    seat.all_sent()
    attempt = seat.attempt
    other = new_seat()
    move_here(other)
    other.reach(Phase.ANSWERING)
    seat.close()
    next_one = new_seat(seat.data)
    next_one.wait(lambda: at_the_site(site, attempt, file) == WORDS)


def test_the_web_page_lists_the_files_and_gives_them_out_to_be_saved(
    site: ExamSite, seat: Seat, homework: Path
) -> None:
    file = hand_in_file(seat, homework)
    seat.wait(lambda: sending(seat).is_done())
    give(site.folder.root, AddMember(ADMIN, hashed(SECRET)))
    admin = Visitor(site.cable.port)
    stranger = Visitor(site.cable.port)
    admin.log_in()
    page = f"/web/attempts/{seat.attempt}"
    assert "Lösung 一.txt" in admin.get(page).text
    given = admin.get(f"{page}/files/{file.sha256}")
    assert (given.status, given.body) == (200, WORDS)
    assert given.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''L%C3%B6sung")
    assert stranger.get(f"{page}/files/{file.sha256}").body != WORDS
    assert admin.get(f"{page}/files/{'0' * 64}").status == 404


def test_through_the_window_a_file_is_chosen_kept_and_handed_in(
    site: ExamSite, seat: Seat, homework: Path, qtbot: QtBot
) -> None:
    window = MainWindow(seat.pictures, files=seat.presenter._helpers.kept_files)
    qtbot.addWidget(window)
    connect(window, seat.presenter)
    window.show_state(seat.state)
    window.show()
    drop = window.findChild(FileDrop)
    assert drop is not None
    drop.offered.emit((homework,))
    seat.wait(lambda: seat.state.answers.response("q1") is not None and not seat.state.unsaved)
    response = seat.state.answers.response("q1")
    assert isinstance(response, FilesResponse)
    seat.hand_in()
    seat.reach(Phase.DONE)
    assert at_the_site(site, seat.attempt, response.files[0]) == WORDS
    window.disconnect(seat.presenter)
    seat.presenter.stage.state_changed.disconnect(window.show_state)
