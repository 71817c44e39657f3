"""Answers leave a machine by a drive: in mid-exam, after handing in failed, after a restart, much later."""

import logging
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from jwcrypto.jwk import JWK
from msgspec.structs import replace as with_changes

from examclient.domain.export import Permit
from examclient.domain.phases import Phase
from examclient.errors import ExportError, ExportFault, ExportStoppedError, SpareHeldError
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.ui import presenter
from examclient.usecases import attempt as attempt_module
from examclient.usecases import packing
from examclient.usecases.export_notes import exports_in
from examclient.usecases.labels import WHOSE
from examclient.usecases.sitting import GRANT, RECEIPT
from examprotocol.events import EXPORT, Answered, Event, ProctorActed, Submitted, WriterLog
from examprotocol.grants import Grant, sign_grant
from examprotocol.merge import fold
from examprotocol.package import Package
from examprotocol.package_seal import LARGEST, seal_package
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.services.import_verdicts import Verdict
from examserver.services.keys import signing_key
from tests.client.broken_disk import BrokenDisk
from tests.client.exam_site import ANN, ZHANG, ExamSite
from tests.client.exporting import export, exporter_of, never, only, opened, quietly, take_in
from tests.client.moving import NewSeat, at_the_site, code_of, type_code
from tests.client.restarts import Rebooted
from tests.client.seat import Seat

A, B = ChoiceResponse("a"), ChoiceResponse("b")


@pytest.fixture(autouse=True)
def _room(site: ExamSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    site.set_room_password()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "stick"
    path.mkdir()
    return path


@pytest.fixture
def cut_off(site: ExamSite, seat: Seat) -> Seat:
    """A candidate who has answered twice, the second time without a network."""
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    seat.wait(seat.has_card)
    site.cable.pull()
    seat.answer("q5", TextResponse("only here"))
    return seat


def fail_to_hand_in(seat: Seat) -> None:
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)


def _hands_in(log: WriterLog) -> bool:
    return any(isinstance(event.body, Submitted) for event in log.events)


def journal_of(seat: Seat, attempt: str = "") -> tuple[Event, ...]:
    journals = Journals(seat.data, Setting())
    (name,) = [attempt] if attempt else journals.attempts()
    return tuple(event for log in journals.left(name).logs() for event in log.events)


# -- the attempt that runs ------------------------------------------------------------------------------


def test_what_could_not_be_handed_in_is_carried_to_the_site_and_completes_the_attempt(
    site: ExamSite, cut_off: Seat, stick: Path
) -> None:
    fail_to_hand_in(cut_off)
    listed = only(cut_off)
    assert (listed.name, listed.admission_number, listed.seat) == ("张三", ZHANG[0], "12")
    assert (listed.answered, listed.questions, listed.exam_title) == (2, 5, "大学英语（二）")
    assert (listed.is_running, listed.is_handed_in, listed.is_acknowledged) == (True, True, False)
    exported = export(cut_off, stick)
    assert [path.name for path in stick.iterdir()] == [exported.path.name]
    assert exported.path.name.startswith(f"第一考点-{site.exam.id}-{ZHANG[0]}-")
    assert exported.size == exported.path.stat().st_size
    result = take_in(site, exported.path)
    assert (result.verdict, result.handed_in, result.notes) == (Verdict.TAKEN, True, ())
    assert result.receipt
    assert at_the_site(site, cut_off.attempt).response("q5") == TextResponse("only here")
    site.cable.plug()
    cut_off.presenter.retry()
    assert cut_off.reach(Phase.DONE).receipt is not None
    assert take_in(site, exported.path).verdict is Verdict.SAME_AGAIN


def test_the_record_says_whose_it_is_with_the_whole_identity_number(cut_off: Seat, stick: Path) -> None:
    exported = export(cut_off, stick)
    record = exported.record
    assert (record.name, record.admission_number, record.identity_number) == ("张三", *ZHANG)
    assert (record.seat, record.exam, record.answered, record.questions) == ("12", "大学英语（二）", 2, 5)
    assert record.files == exported.files
    assert len(exported.code) == len("XXXXX-XXXXX")


def test_the_use_of_the_password_is_in_the_package_itself(site: ExamSite, cut_off: Seat, stick: Path) -> None:
    exported = export(cut_off, stick, permit=Permit("k7pq 2m9x rt4v", wrong_tries=2))
    package = opened(exported.path, cut_off.data)
    acts = [e.body for one in package.logs for e in one.events if isinstance(e.body, ProctorActed)]
    assert acts == [ProctorActed(EXPORT, exported.path.name, 2)]
    site.cable.plug()
    cut_off.hear_from_the_site()
    cut_off.all_sent()
    assert site.acts(cut_off.attempt) == acts, "and the site hears of it"


def test_the_candidate_goes_on_and_a_later_package_has_everything_again(
    site: ExamSite, cut_off: Seat, stick: Path
) -> None:
    first = export(cut_off, stick)
    exported_once = only(cut_off)
    assert exported_once.exported_at == first.record.at
    assert not exported_once.is_newer
    cut_off.answer("q1", B)
    assert only(cut_off).is_newer
    cut_off.hand_in()
    cut_off.reach(Phase.SUBMIT_FAILED)
    second = export(cut_off, stick)
    assert second.path != first.path
    early, late = (opened(one.path, cut_off.data) for one in (first, second))
    assert early.logs[0].events == late.logs[0].events[: len(early.logs[0].events)]
    assert fold(late.logs).response("q1") == B
    assert _hands_in(late.logs[0])
    assert take_in(site, second.path).handed_in
    assert take_in(site, first.path).verdict is Verdict.NOTHING_NEW, "an older one changes nothing"
    assert at_the_site(site, cut_off.attempt).response("q1") == B


def test_a_disk_that_takes_nothing_more_does_not_keep_the_answers_here(
    cut_off: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    BrokenDisk(monkeypatch)
    with caplog.at_level(logging.WARNING):
        exported = export(cut_off, stick)
    assert fold(opened(exported.path, cut_off.data).logs).response("q5") == TextResponse("only here")
    assert "its journal does not say so" in caplog.text


def test_no_word_of_the_candidate_is_logged(
    cut_off: Seat, stick: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        exported = export(cut_off, stick)
    assert exported.code in caplog.text
    for word in (*ZHANG, "张三", "K7PQ", "only here"):
        assert word not in caplog.text


def test_whoever_stops_the_export_leaves_the_drive_and_the_exam_as_they_were(
    cut_off: Seat, stick: Path
) -> None:
    with pytest.raises(ExportStoppedError):
        export(cut_off, stick, is_stopped=lambda: True)
    assert list(stick.iterdir()) == []
    assert only(cut_off).exported_at == 0
    assert export(cut_off, stick).path.exists()


# -- who has gone ---------------------------------------------------------------------------------------


def test_after_a_restart_nobody_is_needed_but_the_proctor(
    site: ExamSite, cut_off: Seat, new_seat: NewSeat, stick: Path
) -> None:
    attempt = cut_off.attempt
    cut_off.wait(lambda: only(cut_off).questions == 5)
    cut_off.crash()
    back = new_seat(cut_off.data, Rebooted())
    back.reach(Phase.LOGIN)
    listed = only(back)
    assert (listed.attempt, listed.name, listed.is_running) == (attempt, "张三", False)
    assert (listed.answered, listed.questions) == (2, 5)
    before = journal_of(back)
    exported = export(back, stick, attempt)
    assert exported.record.identity_number == ZHANG[1]
    assert journal_of(back) == before, "nobody writes in an attempt that is open to nobody"
    assert take_in(site, exported.path).verdict is Verdict.TAKEN
    assert at_the_site(site, attempt).response("q5") == TextResponse("only here")
    (use,) = exports_in(Journals(back.data, Setting()).left(attempt))
    assert (use.file, use.code) == (exported.path.name, exported.code), (
        "its journal has the use of the password"
    )


def test_an_earlier_candidate_is_known_while_the_next_one_sits_here(
    site: ExamSite, cut_off: Seat, new_seat: NewSeat, stick: Path
) -> None:
    first = cut_off.attempt
    cut_off.crash()
    site.cable.plug()
    back = new_seat(cut_off.data, Rebooted())
    back.presenter._helpers.backlog.stop()
    back.log_in(ANN)
    back.presenter.confirm()
    back.reach(Phase.ANSWERING)
    site.cable.pull()
    running, earlier = exporter_of(back).exportable()
    assert (running.admission_number, running.is_running) == (ANN[0], True)
    assert (earlier.admission_number, earlier.attempt) == (ZHANG[0], first)
    exported = export(back, stick, first)
    assert exported.record.identity_number == ZHANG[1]
    ours = [e.body for e in journal_of(back, back.attempt) if isinstance(e.body, ProctorActed)]
    assert ours == [], "it is none of the running attempt's business"


def test_a_finished_attempt_is_exported_with_its_receipt_and_stays_finished(
    site: ExamSite, seat: Seat, stick: Path
) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    seat.wait(lambda: only(seat).questions == 5)
    seat.hand_in()
    seat.reach(Phase.DONE)
    attempt = seat.attempt
    before = journal_of(seat)
    for _ in ("while it is shown", "after the candidate has gone"):
        assert only(seat).is_acknowledged
        exported = export(seat, stick, attempt)
        package = opened(exported.path, seat.data)
        assert package.receipt == site.receipt(attempt)
        assert journal_of(seat) == before, "what is signed for stays as it is"
        result = take_in(site, exported.path)
        assert (result.verdict, result.handed_in) == (Verdict.NOTHING_NEW, True)
        assert exported.record.identity_number == ZHANG[1]
        assert (exported.record.answered, exported.record.questions) == (1, 5)
        if seat.state.phase is Phase.DONE:
            seat.presenter.leave()
            seat.reach(Phase.LOGIN)
    seat.wait(lambda: not list((seat.data / "kept").glob("*.session")))
    assert only(seat).name == "张三", "its journal says whose it is"
    assert only(seat).questions == 5


def test_a_journal_without_a_label_is_known_by_what_the_site_has_signed(
    site: ExamSite, cut_off: Seat, new_seat: NewSeat, stick: Path
) -> None:
    """As one that an earlier version began, whose candidate has left."""
    attempt = cut_off.attempt
    cut_off.crash()
    shutil.rmtree(cut_off.data / "kept")
    journals = Journals(cut_off.data, Setting())
    for name in (WHOSE, GRANT, RECEIPT):
        journals.left(attempt).note(name, "")
    back = new_seat(cut_off.data, Rebooted())
    back.reach(Phase.LOGIN)
    assert only(back).fault is ExportFault.NOBODYS
    with pytest.raises(ExportError) as caught:
        export(back, stick, attempt)
    assert caught.value.fault is ExportFault.NOBODYS
    (log,) = journals.left(attempt).logs()
    word = Grant(site.file.site_id, cut_off.station, attempt, site.exam.id, ZHANG[0], log.writer.epoch)
    grant = sign_grant(word, signing_key(site.folder))
    journals.left(attempt).note(GRANT, grant)
    listed = only(back)
    assert (listed.fault, listed.admission_number, listed.exam, listed.name) == (
        None,
        ZHANG[0],
        site.exam.id,
        "",
    )
    exported = export(back, stick, attempt)
    assert exported.record.identity_number == ""
    assert take_in(site, exported.path).verdict is Verdict.TAKEN


# -- journals that went through something ---------------------------------------------------------------


def test_what_is_left_of_a_damaged_journal_is_exported(
    site: ExamSite, cut_off: Seat, new_seat: NewSeat, stick: Path
) -> None:
    for number in range(200):
        cut_off.answer("q5", TextResponse(f"number {number} " * 20))
    attempt = cut_off.attempt
    cut_off.crash()
    path = cut_off.data / "journals" / f"{attempt}.journal"
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 5000] = bytes(5000)
    path.write_bytes(data)
    back = new_seat(cut_off.data, Rebooted())
    back.reach(Phase.LOGIN)
    left = journal_of(back)
    assert 2 < len(left) < 200, "a part of it is lost"
    exported = export(back, stick, attempt)
    assert exported.events == len(left)
    assert take_in(site, exported.path).verdict is Verdict.TAKEN


def test_an_attempt_that_lies_in_the_mirror_only_is_exported(
    site: ExamSite, cut_off: Seat, new_seat: NewSeat, stick: Path, tmp_path: Path
) -> None:
    attempt = cut_off.attempt
    cut_off.crash()
    mirror = tmp_path / "mirror"
    shutil.move(cut_off.data / "journals", mirror / "journals")
    shutil.copy(cut_off.data / "journal.key", mirror)
    back = new_seat(cut_off.data, Rebooted())
    back.reach(Phase.LOGIN)
    assert exporter_of(back).exportable() == ()
    here = back.presenter._desk.exporter.one._holdings._journals
    assert isinstance(here, Journals)
    here._setting = replace(here._setting, mirror=mirror)
    here._mirrored = None
    assert only(back).name == "张三"
    exported = export(back, stick, attempt)
    assert take_in(site, exported.path).verdict is Verdict.TAKEN
    assert at_the_site(site, attempt).response("q5") == TextResponse("only here")


def test_a_journal_that_does_not_open_here_is_listed_and_says_so(
    cut_off: Seat, new_seat: NewSeat, stick: Path
) -> None:
    attempt = cut_off.attempt
    cut_off.crash()
    (cut_off.data / "journal.key").write_bytes(bytes(32))
    back = new_seat(cut_off.data, Rebooted())
    back.reach(Phase.LOGIN)
    listed = only(back)
    assert (listed.attempt, listed.fault, listed.events) == (attempt, ExportFault.LOCKED, 0)
    with pytest.raises(ExportError) as caught:
        export(back, stick, attempt)
    assert caught.value.fault is ExportFault.LOCKED
    assert list(stick.iterdir()) == []


def test_an_attempt_that_is_not_here_says_so(seat: Seat, stick: Path) -> None:
    with pytest.raises(ExportError) as caught:
        export(seat, stick, "f" * 32)
    assert caught.value.fault is ExportFault.NOT_HELD
    assert exporter_of(seat).exportable() == ()


# -- other machines -------------------------------------------------------------------------------------


def test_an_exam_that_went_on_by_an_offline_code_is_exported_from_both_machines(
    site: ExamSite, cut_off: Seat, new_seat: NewSeat, stick: Path
) -> None:
    site.cable.plug()
    cut_off.hear_from_the_site()
    spare = new_seat()
    spare.sit_down(ANN)
    spare.wait(spare.has_card)
    spare.all_sent()
    spare.crash()
    site.cable.pull()
    cut_off.answer("q1", B)
    code = code_of(cut_off)
    here = new_seat(spare.data, Rebooted())
    here.reach(Phase.LOGIN)
    assert isinstance(here.log_in(ZHANG).trouble, SpareHeldError)
    here.presenter.arrivals.go_on_here()
    type_code(here, code)
    here.answer("q2", TextResponse("written on the spare"))
    fail_to_hand_in(here)
    attempt = here.attempt
    there, taken = export(cut_off, stick, attempt), export(here, stick, attempt)
    assert taken.record.identity_number == ZHANG[1]
    assert (taken.record.name, taken.record.admission_number) == ("", ZHANG[0])
    assert take_in(site, taken.path).verdict is Verdict.TAKEN
    assert take_in(site, there.path).verdict is Verdict.TAKEN
    answers = at_the_site(site, attempt)
    assert answers.response("q1") == B
    assert answers.response("q2") == TextResponse("written on the spare")


# -- too large for one package --------------------------------------------------------------------------


def write_much(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages that hold little, and a candidate who has written more."""
    monkeypatch.setattr(attempt_module, "MOST_WRITTEN", 3_000)
    monkeypatch.setattr(packing, "MOST_BYTES", 12_000)
    for number in range(40):
        seat.answer("q5", TextResponse(f"{number} " * 100))


def test_what_is_too_large_for_one_package_goes_into_several_and_nothing_is_left_out(
    site: ExamSite, cut_off: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_much(cut_off, monkeypatch)
    fail_to_hand_in(cut_off)
    exported = export(cut_off, stick)
    assert len(exported.files) > 2
    stems = [one.path.stem for one in exported.files]
    assert [stem.rpartition("-")[2] for stem in stems] == [str(n) for n in range(1, len(stems) + 1)]
    packages = [opened(one.path, cut_off.data) for one in exported.files]
    found = {one.writer.id: one for package in packages for one in package.logs}
    assert sum(len(one.events) for one in found.values()) == exported.events
    assert all(any(_hands_in(one) for one in package.logs) for package in packages)
    results = [take_in(site, one.path) for one in reversed(exported.files)]
    assert [one.verdict for one in results] == [Verdict.TAKEN] * len(results)
    assert [one.handed_in for one in results] == [False] * (len(results) - 1) + [True]
    assert at_the_site(site, cut_off.attempt).response("q5") == TextResponse("39 " * 100)


def test_where_the_second_of_several_cannot_be_written_the_first_is_taken_away(
    cut_off: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_much(cut_off, monkeypatch)
    asked: list[Path] = []

    def is_stopped() -> bool:
        asked.extend(stick.glob("*-1.examanswers"))
        return bool(asked)

    with pytest.raises(ExportStoppedError):
        export(cut_off, stick, is_stopped=is_stopped)
    assert asked, "the first was there"
    assert list(stick.iterdir()) == []


def test_one_start_that_fits_into_no_package_says_so_and_leaves_nothing(
    cut_off: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examprotocol.package_seal.LARGEST", 2_000)
    with pytest.raises(ExportError) as caught:
        export(cut_off, stick)
    assert caught.value.fault is ExportFault.TOO_LARGE
    assert list(stick.iterdir()) == []
    monkeypatch.setattr("examprotocol.package_seal.LARGEST", LARGEST)
    assert export(cut_off, stick).path.exists()


def test_a_long_attempt_goes_on_under_a_new_writer_and_nobody_sees_it(
    site: ExamSite, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.sit_down()
    write_much(seat, monkeypatch)
    seat.all_sent()
    writers = site.held(seat.attempt)
    assert len(writers) > 3
    assert not at_the_site(site, seat.attempt).conflicts
    for held in writers.values():
        assert sum(isinstance(event.body, Answered) for event in held.events) < 20
    seat.hand_in()
    assert seat.reach(Phase.DONE).receipt is not None


# -- what must never be called exported -----------------------------------------------------------------


def test_a_package_that_holds_something_else_is_never_called_exported(
    cut_off: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seal_another(package: Package, key: JWK, password: str, service: dict[str, str]) -> bytes:
        return seal_package(with_changes(package, receipt="another"), key, password, service)

    monkeypatch.setattr(packing, "seal_package", seal_another)
    with pytest.raises(ExportError) as caught:
        export(cut_off, stick)
    assert caught.value.fault is ExportFault.WRONG
    assert list(stick.iterdir()) == []
    assert only(cut_off).exported_at == 0


def test_a_package_that_the_password_does_not_open_is_never_called_exported(
    cut_off: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seal_otherwise(package: Package, key: JWK, _password: str, service: dict[str, str]) -> bytes:
        return seal_package(package, key, "OTHER", service)

    monkeypatch.setattr(packing, "seal_package", seal_otherwise)
    with pytest.raises(ExportError) as caught:
        export(cut_off, stick)
    assert caught.value.fault is ExportFault.WRONG
    assert list(stick.iterdir()) == []


def test_a_machine_that_does_not_know_the_services_key_says_so(cut_off: Seat, stick: Path) -> None:
    packer = exporter_of(cut_off).one._packer
    packer._site = with_changes(packer._site, opening_key={})
    with pytest.raises(ExportError) as caught:
        exporter_of(cut_off).export(cut_off.attempt, Permit("K7PQ"), stick, quietly, never)
    assert caught.value.fault is ExportFault.NO_KEY
