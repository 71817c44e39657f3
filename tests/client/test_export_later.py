"""Answers leave a machine by a drive after a restart, after their candidate has gone, and from a spare."""

import shutil
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace as with_changes

from examclient.domain.phases import Phase
from examclient.errors import ExportError, ExportFault, SpareHeldError
from examclient.places import hostname
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.storage.kept_sessions import KeptSessions
from examclient.usecases.export_notes import exports_in
from examclient.usecases.labels import WHOSE
from examclient.usecases.sitting import GRANT, RECEIPT
from examprotocol.events import ProctorActed
from examprotocol.grants import Grant, sign_grant
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.services.import_verdicts import Verdict
from examserver.services.keys import signing_key
from tests.client.exam_site import ANN, ZHANG, ExamSite
from tests.client.exporting import export, exporter_of, fail_to_hand_in, journal_of, only, opened, take_in
from tests.client.moving import NewSeat, at_the_site, code_of, type_code
from tests.client.restarts import Rebooted
from tests.client.seat import Seat

A, B = ChoiceResponse("a"), ChoiceResponse("b")


# -- who has gone --------------------------------------------------------------------------------------------


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


def test_what_the_kept_session_does_not_say_the_journal_does(
    cut_off: Seat, new_seat: NewSeat, stick: Path
) -> None:
    cut_off.wait(lambda: only(cut_off).questions == 5)
    attempt = cut_off.attempt
    cut_off.crash()
    (kept,) = KeptSessions(cut_off.data).all()
    KeptSessions(cut_off.data).keep(with_changes(kept, identity_number="", manifest="", key=b""))
    back = new_seat(cut_off.data, Rebooted())
    back.reach(Phase.LOGIN)
    exported = export(back, stick, attempt)
    assert (exported.record.identity_number, exported.record.questions) == (ZHANG[1], 5)
    assert len(opened(exported.path, back.data).manifest) == 64, "the paper is named"


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


# -- journals that went through something --------------------------------------------------------------------


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
    kept_there = mirror / hostname()
    shutil.move(cut_off.data / "journals", kept_there / "journals")
    if sys.platform != "win32":  # there each journal has its key itself, wrapped by DPAPI
        shutil.copy(cut_off.data / "journal.key", kept_there)
    forgetful = new_seat(cut_off.data, Rebooted())
    forgetful.reach(Phase.LOGIN)
    assert exporter_of(forgetful).exportable() == ()
    forgetful.close()
    back = new_seat(cut_off.data, Rebooted(), mirror)
    back.reach(Phase.LOGIN)
    assert only(back).name == "张三"
    exported = export(back, stick, attempt)
    assert take_in(site, exported.path).verdict is Verdict.TAKEN
    assert at_the_site(site, attempt).response("q5") == TextResponse("only here")


@pytest.mark.skipif(sys.platform == "win32", reason="DPAPI opens it, without a key on disk to spoil")
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


# -- other machines ------------------------------------------------------------------------------------------


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
