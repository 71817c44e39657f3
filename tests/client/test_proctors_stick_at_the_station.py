"""The bell with no network: a stick and the room password carry out everything that a machine holds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from examclient.domain.export import Drive
from examclient.domain.export_view import Aim
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, ProctorMenu
from examclient.errors import ExportError, ExportFault
from examclient.storage.room_cards import CARDS
from examclient.storage.station_key import read_station_key
from examclient.ui import presenter
from examprotocol.merge import fold
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.stick import ANSWERS, VISITS
from examprotocol.visit import open_visit
from tests.client.cards import OLD_PASSWORD, PASSWORD
from tests.client.exam_site import ANN, ExamSite
from tests.client.exporting import opened
from tests.client.moving import unlock
from tests.client.proctor_hands import SlowDrive, exports_in, fail_to_hand_in, stick_for, view_of
from tests.client.restarts import Rebooted
from tests.client.seat import Seat

NewSeat = Callable[..., Seat]

A = ChoiceResponse("a")


@pytest.fixture(autouse=True)
def _room(site: ExamSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    site.set_room_password()


def menu_of(seat: Seat) -> ProctorMenu | None:
    return seat.state.proctor


def asked_for_the_stick(seat: Seat) -> ExamState:
    """The stick was noticed, and the password is asked for."""
    wanted = ProctorMenu(aim=Aim.STICK, has_attempt=seat._sitting is not None)
    return seat.wait(lambda: seat.state.proctor == wanted)


def fill(seat: Seat) -> ExamState:
    """The proctor types the password and presses Enter."""
    asked_for_the_stick(seat)
    seat.presenter.proctor.unlock(PASSWORD)
    return seat.wait(lambda: seat.state.export is not None and seat.state.export.visit is not None)


def foreign_stick(site: ExamSite, path: Path) -> Drive:
    """One that another site has signed."""
    stick = stick_for(site, path)
    (file,) = stick.path.iterdir()
    file.write_bytes(file.read_bytes()[:-20] + b"A" * 19 + b"\n")
    return stick


def test_everything_of_earlier_candidates_goes_onto_a_stick_that_is_put_in_at_the_login(
    site: ExamSite, left: Seat, new_seat: NewSeat, tmp_path: Path
) -> None:
    (left.data / CARDS).unlink()
    seat = new_seat(left.data, Rebooted())
    seat.wait(lambda: not seat.state.busy)
    assert seat.state.phase is Phase.LOGIN
    assert not seat.has_card(), "it has heard of no password: the stick brings the card"
    seat.drives = (stick_for(site, tmp_path / "E"),)
    fill(seat)
    visit = view_of(seat).visit
    assert visit is not None
    assert visit.is_complete
    (package,) = [opened(path, seat.data) for path in (tmp_path / "E" / ANSWERS).iterdir()]
    assert fold(package.logs).response("q5") == TextResponse("never sent")
    (file,) = (tmp_path / "E" / VISITS).iterdir()
    said = open_visit(file.read_bytes(), lambda _station: read_station_key(seat.data))
    assert [one.attempt for one in said.packages] == [package.attempt]
    assert said.done
    seat.drives = ()
    seat.wait(lambda: view_of(seat).stick is None)
    assert view_of(seat).visit is visit, "the result stays when the stick is out"
    seat.presenter.exports.done()
    assert menu_of(seat) is None


def test_a_stick_that_stays_in_after_it_was_filled_asks_for_nothing_more(
    site: ExamSite, seat: Seat, tmp_path: Path
) -> None:
    looks: list[int] = []

    def look() -> tuple[Drive, ...]:
        looks.append(1)
        return (stick,)

    stick = stick_for(site, tmp_path / "E")
    seat.drives = (stick,)
    fill(seat)
    seat.presenter.exports.done()
    assert menu_of(seat) is None
    seat.presenter._sticks._drives = look
    seat.wait(lambda: len(looks) > 2)
    assert menu_of(seat) is None


def test_after_a_failed_submit_the_stick_is_enough(site: ExamSite, seat: Seat, tmp_path: Path) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    fail_to_hand_in(site, seat)
    seat.drives = (stick_for(site, tmp_path / "E"),)
    fill(seat)
    assert seat.state.is_exported
    (path,) = (tmp_path / "E" / ANSWERS).iterdir()
    assert len(exports_in(opened(path, seat.data))) == 1, "the use of the password is in the package"
    seat.presenter.exports.done()
    seat.presenter.leave()
    assert seat.state.phase is Phase.LOGIN


def test_while_somebody_answers_a_stick_is_no_more_than_a_hint_in_the_menu(
    site: ExamSite, seat: Seat, tmp_path: Path
) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    seat.drives = (stick_for(site, tmp_path / "E"),)
    unlock(seat)
    seat.wait(lambda: view_of(seat).stick is not None)
    assert menu_of(seat) == ProctorMenu(is_open=True)
    seat.presenter.proctor.leave()
    assert all(one.proctor is None or one.proctor.aim is Aim.MENU for one in seat.seen)
    unlock(seat)
    seat.wait(lambda: view_of(seat).stick is not None)
    seat.presenter.exports.fill_stick()
    seat.wait(lambda: view_of(seat).visit is not None)
    seat.presenter.exports.done()
    assert menu_of(seat) is not None, "it was not the stick that opened the menu"


def test_a_stick_that_is_taken_out_before_the_password_takes_its_question_along(
    site: ExamSite, seat: Seat, tmp_path: Path
) -> None:
    seat.drives = (stick_for(site, tmp_path / "E"),)
    asked_for_the_stick(seat)
    seat.drives = ()
    seat.wait(lambda: menu_of(seat) is None)
    seat.drives = (stick_for(site, tmp_path / "E"),)
    asked_for_the_stick(seat)


def test_a_wrong_password_puts_nothing_on_the_stick(site: ExamSite, seat: Seat, tmp_path: Path) -> None:
    seat.sit_down()
    fail_to_hand_in(site, seat)
    seat.drives = (stick_for(site, tmp_path / "E"),)
    asked_for_the_stick(seat)
    seat.presenter.proctor.unlock(OLD_PASSWORD)
    seat.wait(lambda: seat.state.password.trouble is not None)
    assert [path.name for path in (tmp_path / "E").iterdir() if path.is_dir()] == []
    seat.wait(lambda: seat.state.password.wait == 0)
    seat.presenter.proctor.unlock(PASSWORD)
    seat.wait(lambda: view_of(seat).visit is not None)
    (path,) = (tmp_path / "E" / ANSWERS).iterdir()
    (use,) = exports_in(opened(path, seat.data))
    assert use.wrong_tries == 1


def test_a_stick_of_another_room_says_so_and_the_password_opens_the_menu_only(
    site: ExamSite, seat: Seat, tmp_path: Path
) -> None:
    stick = foreign_stick(site, tmp_path / "E")
    seat.sit_down()
    seat.wait(seat.has_card)
    seat.hand_in()
    seat.reach(Phase.DONE)
    seat.drives = (stick,)
    asked_for_the_stick(seat)
    trouble = view_of(seat).stick_trouble
    assert isinstance(trouble, ExportError)
    assert trouble.fault is ExportFault.FORGED_STICK
    seat.presenter.proctor.unlock(PASSWORD)
    seat.wait(lambda: view_of(seat).held is not None)
    assert view_of(seat).visit is None
    seat.presenter.exports.fill_stick()
    assert view_of(seat).work is None, "nothing is carried onto it"


def test_of_two_sticks_the_one_of_this_room_is_asked_for(
    site: ExamSite, left: Seat, new_seat: NewSeat, tmp_path: Path
) -> None:
    seat = new_seat(left.data, Rebooted())
    foreign = foreign_stick(site, tmp_path / "D")
    seat.drives = (foreign,)
    asked_for_the_stick(seat)
    assert view_of(seat).stick_trouble is not None
    ours = stick_for(site, tmp_path / "E")
    seat.drives = (foreign, ours)
    seat.wait(lambda: view_of(seat).stick == ours)
    assert view_of(seat).stick_trouble is None
    fill(seat)
    visit = view_of(seat).visit
    assert visit is not None
    assert visit.is_complete
    assert not (foreign.path / ANSWERS).exists()


def test_the_stick_is_filled_in_sight_until_it_is_stopped(site: ExamSite, seat: Seat, tmp_path: Path) -> None:
    seat.sit_down(ANN)
    fail_to_hand_in(site, seat)
    slow = SlowDrive(seat)
    seat.drives = (stick_for(site, tmp_path / "E"),)
    asked_for_the_stick(seat)
    seat.presenter.proctor.unlock(PASSWORD)
    seat.wait(slow.begun.is_set)
    assert view_of(seat).work is not None
    seat.presenter.exports.stop()
    slow.go_on()
    seat.wait(lambda: view_of(seat).visit is not None)
    visit = view_of(seat).visit
    assert visit is not None
    assert not visit.is_complete
    assert len(visit.failed) == 1
    assert not seat.state.is_exported
