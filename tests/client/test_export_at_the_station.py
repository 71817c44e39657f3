"""When handing in fails: the proctor carries the answers out, and only then somebody may leave."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from examclient.domain.handed_in import submitted_in
from examclient.domain.phases import Phase
from examclient.domain.state import PasswordTrouble
from examclient.errors import DriveGoneError, ExportFault
from examclient.ui import presenter
from examprotocol.merge import fold
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.client.cards import OLD_PASSWORD, PASSWORD
from tests.client.exam_site import ANN, ZHANG, ExamSite
from tests.client.exporting import opened
from tests.client.moving import unlock
from tests.client.proctor_hands import (
    SlowDrive,
    drive,
    export_to,
    exports_in,
    fail_to_hand_in,
    unlock_to_export,
    view_of,
)
from tests.client.seat import Seat
from tests.client.time_travel import MovedClock

NewSeat = Callable[..., Seat]

A, B = ChoiceResponse("a"), ChoiceResponse("b")


@pytest.fixture(autouse=True)
def _room(site: ExamSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    site.set_room_password()


@pytest.fixture
def failed(site: ExamSite, seat: Seat, tmp_path: Path) -> Seat:
    """Handing in has failed; a drive is in."""
    seat.drives = (drive(tmp_path / "E"),)
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    seat.wait(seat.has_card)
    site.cable.pull()
    seat.answer("q5", TextResponse("never sent"))
    fail_to_hand_in(site, seat)
    return seat


def test_password_drive_verified_and_only_then_somebody_may_leave(
    site: ExamSite, failed: Seat, new_seat: NewSeat, tmp_path: Path
) -> None:
    attempt = failed.attempt
    failed.presenter.leave()
    assert failed.state.phase is Phase.SUBMIT_FAILED, "nothing was carried out yet"
    state = unlock_to_export(failed)
    assert state.export is not None
    assert state.export.chosen is not None
    assert state.export.chosen.name == "张三"
    assert state.export.drives == failed.drives
    exported = export_to(failed, tmp_path / "E")
    assert exported.record.identity_number == ZHANG[1]
    assert exported.record.answered == 2
    package = opened(exported.path, failed.data)
    answers = fold(package.logs)
    assert answers.response("q5") == TextResponse("never sent")
    assert [act.detail for act in exports_in(package)] == [exported.path.name], "the use is in the package"
    assert failed.state.phase is Phase.SUBMIT_FAILED
    assert failed.state.is_exported
    failed.presenter.exports.done()
    assert failed.state.proctor is None
    failed.presenter.leave()
    assert [failed.state.phase, failed.state.is_exported] == [Phase.LOGIN, False]
    failed.close()
    again = new_seat(failed.data)
    again.wait(lambda: not again.state.busy)
    assert again.state.phase is Phase.LOGIN, "who has left does not sit here again"
    site.cable.plug()
    again.wait(lambda: "q5" in fold(site.held(attempt).values()).current)


def test_who_comes_back_after_leaving_goes_on_here(site: ExamSite, failed: Seat, tmp_path: Path) -> None:
    unlock_to_export(failed)
    export_to(failed, tmp_path / "E")
    failed.presenter.exports.done()
    failed.presenter.leave()
    failed.log_in()
    failed.presenter.arrivals.go_on_here()
    failed.presenter.confirm()
    back = failed.reach(Phase.SUBMIT_FAILED)
    assert back.answers.response("q5") == TextResponse("never sent")
    site.cable.plug()
    failed.reach(Phase.DONE)


def test_after_leaving_the_next_candidate_sits_down_at_the_same_machine(
    site: ExamSite, failed: Seat, tmp_path: Path
) -> None:
    unlock_to_export(failed)
    export_to(failed, tmp_path / "E")
    failed.presenter.exports.done()
    failed.presenter.leave()
    site.cable.plug()
    state = failed.sit_down(ANN)
    assert not state.is_exported
    assert "q5" not in state.answers.current


def test_a_wrong_password_is_slowed_and_its_count_is_in_the_package(
    site: ExamSite, new_seat: NewSeat, tmp_path: Path
) -> None:
    clock = MovedClock()
    seat = new_seat(None, clock)
    seat.drives = (drive(tmp_path / "E"),)
    seat.sit_down()
    fail_to_hand_in(site, seat)
    seat.presenter.proctor.open_to_export()
    seat.presenter.proctor.unlock(OLD_PASSWORD)
    state = seat.wait(lambda: seat.state.password.trouble is not None)
    assert state.password.trouble is PasswordTrouble.WRONG
    assert state.password.wait > 0
    seat.presenter.proctor.unlock(PASSWORD)
    seat.wait(lambda: not seat.state.password.checking)
    assert state.proctor is not None
    assert not state.proctor.is_open, "not before its time"
    clock.advance(2_000)
    seat.presenter.proctor.unlock(PASSWORD)
    seat.wait(lambda: view_of(seat).drives is not None)
    exported = export_to(seat, tmp_path / "E")
    (use,) = exports_in(opened(exported.path, seat.data))
    assert use.wrong_tries == 1


def test_the_network_comes_back_and_the_result_stays_until_it_was_read(
    site: ExamSite, failed: Seat, tmp_path: Path
) -> None:
    slow = SlowDrive(failed)
    unlock_to_export(failed)
    failed.presenter.exports.export_to(str(tmp_path / "E"))
    failed.wait(slow.begun.is_set)
    site.cable.plug()
    failed.reach(Phase.DONE)
    assert view_of(failed).work is not None, "the work is still in sight"
    failed.presenter.proctor.leave()
    failed.presenter.proctor._timer.timeout.emit()
    assert failed.state.proctor is not None, "nobody closes it meanwhile"
    slow.go_on()
    failed.wait(lambda: view_of(failed).exported is not None)
    failed.presenter.proctor.leave()
    failed.presenter.proctor._timer.timeout.emit()
    assert view_of(failed).exported is not None
    failed.presenter.exports.done()
    assert failed.state.proctor is None
    assert failed.state.phase is Phase.DONE


def test_where_the_network_is_back_before_anything_is_exported_the_menu_goes_by_itself(
    site: ExamSite, failed: Seat
) -> None:
    unlock_to_export(failed)
    site.cable.plug()
    failed.wait(lambda: failed.state.phase is Phase.DONE and failed.state.proctor is None)
    assert failed.state.export is None


def test_the_candidate_answers_while_an_export_runs_and_what_is_new_is_not_taken_for_exported(
    site: ExamSite, seat: Seat, tmp_path: Path
) -> None:
    seat.sit_down()
    slow = SlowDrive(seat)
    unlock(seat)
    seat.wait(lambda: bool(view_of(seat).held))
    seat.presenter.exports.choose(seat.attempt)
    seat.presenter.exports.export_to(str(drive(tmp_path / "E").path))
    seat.wait(slow.begun.is_set)
    seat.answer("q1", A)
    seat.all_sent()
    assert view_of(seat).work is not None, "saved and sent while the drive is still at work"
    slow.go_on()
    seat.wait(lambda: view_of(seat).exported is not None)
    assert seat.state.is_exported, "it was saved before the package was made"
    seat.answer("q1", B)
    assert not seat.state.is_exported
    seat.presenter.exports.done()
    assert view_of(seat).held is not None, "back in the menu"
    seat.wait(lambda: len(site.acts(seat.attempt)) == 1)


def test_what_is_saved_after_the_package_was_made_and_before_that_is_shown_is_not_taken_for_exported(
    failed: Seat, tmp_path: Path
) -> None:
    attempt = failed.presenter._sitting.attempt if failed.presenter._sitting else None
    assert attempt is not None
    late = SlowDrive(failed, then=lambda: attempt.answer("q1", B))
    late.go_on()
    unlock_to_export(failed)
    export_to(failed, tmp_path / "E")
    assert not failed.state.is_exported


def test_what_is_saved_while_the_result_is_on_its_way_to_the_screen_counts_as_new(
    seat: Seat, tmp_path: Path
) -> None:
    seat.sit_down()
    slow, saved = SlowDrive(seat), threading.Event()
    slow.go_on()
    unlock(seat)
    seat.wait(lambda: bool(view_of(seat).held))
    seat.presenter.exports.choose(seat.attempt)
    seat.presenter._saver.saved.connect(lambda _: saved.set())

    def answer_meanwhile() -> None:
        seat.presenter._lanes.drives.call(lambda: seat.presenter.answer("q1", A))
        assert saved.wait(30)

    slow.after_looking = answer_meanwhile
    export_to(seat, drive(tmp_path / "E").path)
    assert not seat.state.is_exported


def test_what_was_exported_before_handing_in_lacks_that_it_was_handed_in(
    site: ExamSite, seat: Seat, tmp_path: Path
) -> None:
    """The site could not complete the attempt by that package: nobody may leave on it."""
    seat.sit_down()
    seat.answer("q1", A)
    unlock(seat)
    seat.wait(lambda: bool(view_of(seat).held))
    seat.presenter.exports.choose(seat.attempt)
    export_to(seat, drive(tmp_path / "E").path)
    assert seat.state.is_exported
    seat.presenter.exports.done()
    seat.presenter.proctor.leave()
    fail_to_hand_in(site, seat)
    assert not seat.state.is_exported
    seat.drives = (drive(tmp_path / "E"),)
    unlock_to_export(seat)
    exported = export_to(seat, tmp_path / "E")
    assert submitted_in(opened(exported.path, seat.data).logs) is not None
    assert seat.state.is_exported


def test_what_is_typed_is_on_disk_before_it_is_exported(site: ExamSite, seat: Seat, tmp_path: Path) -> None:
    seat.sit_down()
    unlock(seat)
    seat.wait(lambda: bool(view_of(seat).held))
    seat.presenter.exports.choose(seat.attempt)
    composed: list[int] = []
    seat.presenter.composition_wanted.connect(lambda: composed.append(1))
    seat.presenter.answer("q5", TextResponse("half a sen"))
    exported = export_to(seat, drive(tmp_path / "E").path)
    assert fold(opened(exported.path, seat.data).logs).response("q5") == TextResponse("half a sen")
    assert composed, "also what an input method has open"


def test_stopped_in_the_middle_nothing_is_on_the_drive_and_another_try_works(
    failed: Seat, tmp_path: Path
) -> None:
    slow = SlowDrive(failed)
    unlock_to_export(failed)
    failed.presenter.exports.export_to(str(tmp_path / "E"))
    failed.wait(slow.begun.is_set)
    failed.presenter.exports.stop()
    work = view_of(failed).work
    assert work is not None
    assert work.is_stopping
    slow.go_on()
    failed.wait(lambda: view_of(failed).trouble is not None)
    assert list((tmp_path / "E").iterdir()) == []
    assert not failed.state.is_exported
    export_to(failed, tmp_path / "E")


def test_a_drive_that_is_gone_says_so_and_the_choice_stays(failed: Seat, tmp_path: Path) -> None:
    unlock_to_export(failed)
    failed.presenter.exports.export_to(str(tmp_path / "pulled out"))
    failed.wait(lambda: view_of(failed).trouble is not None)
    assert isinstance(view_of(failed).trouble, DriveGoneError)
    assert view_of(failed).chosen is not None
    failed.presenter.leave()
    assert failed.state.phase is Phase.SUBMIT_FAILED
    failed.drives = (*failed.drives, drive(tmp_path / "F"))
    failed.wait(lambda: view_of(failed).drives == failed.drives)
    export_to(failed, tmp_path / "F")


def test_a_result_that_was_left_standing_opens_no_menu(seat: Seat, tmp_path: Path) -> None:
    seat.sit_down()
    unlock(seat)
    seat.wait(lambda: bool(view_of(seat).held))
    seat.presenter.exports.choose(seat.attempt)
    export_to(seat, drive(tmp_path / "E").path)
    seat.presenter.proctor.serve(seat.presenter._sitting)  # as when somebody is let in meanwhile
    seat.presenter.proctor._timer.timeout.emit()
    assert view_of(seat).exported is not None, "it is still to be read"
    seat.presenter.exports.done()
    assert seat.state.proctor is None, "but whoever does so is not the proctor for sure"


def test_the_record_is_saved_beside_the_package(failed: Seat, tmp_path: Path) -> None:
    unlock_to_export(failed)
    exported = export_to(failed, tmp_path / "E")
    failed.presenter.exports.save_record()
    failed.wait(lambda: view_of(failed).record is not None)
    path = view_of(failed).record
    assert path == exported.path.with_suffix(".txt")
    text = path.read_text("utf-8-sig")
    for words in ("张三", ZHANG[0], ZHANG[1], exported.code, exported.path.name):
        assert words in text
    (tmp_path / "E").rename(tmp_path / "gone")
    failed.presenter.exports.save_record()
    trouble = failed.wait(lambda: view_of(failed).record_trouble is not None).export
    assert trouble is not None
    assert view_of(failed).exported is not None, "the result stays"


def test_earlier_candidates_are_listed_after_a_restart_and_exported_without_them(
    site: ExamSite, left: Seat, new_seat: NewSeat, tmp_path: Path
) -> None:
    left.data.joinpath("kept").rename(tmp_path / "kept")  # as after a week: nobody goes on with it
    seat = new_seat(left.data)
    seat.wait(lambda: not seat.state.busy)
    assert seat.state.phase is Phase.LOGIN
    unlock(seat)
    seat.wait(lambda: bool(view_of(seat).held))
    (held,) = view_of(seat).held or ()
    assert (held.name, held.is_running, held.is_acknowledged) == ("张三", False, False)
    seat.presenter.exports.choose(held.attempt)
    exported = export_to(seat, drive(tmp_path / "E").path)
    assert fold(opened(exported.path, seat.data).logs).response("q5") == TextResponse("never sent")
    seat.presenter.exports.done()
    seat.wait(lambda: [bool(one.exported_at) for one in view_of(seat).held or ()] == [True])
    seat.presenter.proctor.leave()
    assert seat.state.proctor is None
    assert seat.state.export is None


def test_what_this_machine_cannot_open_is_listed_and_cannot_be_chosen(seat: Seat, left: Seat) -> None:
    shutil.copytree(left.data / "journals", seat.data / "journals")  # without the keys of that machine
    seat.wait(seat.has_card)
    unlock(seat)
    seat.wait(lambda: view_of(seat).held is not None)
    (held,) = view_of(seat).held or ()
    assert held.fault is ExportFault.LOCKED
    seat.presenter.exports.choose(held.attempt)
    assert view_of(seat).chosen is None


def test_the_password_is_forgotten_when_the_menu_closes(failed: Seat, tmp_path: Path) -> None:
    unlock_to_export(failed)
    failed.presenter.exports.give_up()
    assert failed.state.proctor is None
    assert failed.presenter.exports._permit is None
    failed.presenter.exports.export_to(str(tmp_path / "E"))
    assert failed.state.export is None
