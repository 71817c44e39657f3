"""What the site's staff order of a seat, from its beginning to what the site hears of it."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from examclient.domain.phases import Phase
from examclient.domain.state import LocalSaving, News, PasswordTrouble
from examclient.ui import presenter
from examclient.ui.pages.builders import builder_for
from examprotocol.events import LIFT_PAUSE
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.site_orders import Ended, Notice, Pause, SiteOrders, Trouble, TroubleKind
from tests.client.cards import PASSWORD
from tests.client.exam_site import MINUTE, SECOND, ExamSite, Times
from tests.client.ordering_site import Staff, ordering_staff
from tests.client.restarts import Rebooted
from tests.client.seat import Seat

A, B = ChoiceResponse("a"), ChoiceResponse("b")
NOTICE, PAUSE, ENDED, EXPORT, TROUBLE = (digit * 32 for digit in "12345")


@pytest.fixture
def staff(monkeypatch: pytest.MonkeyPatch) -> Staff:
    """The staff of this site."""
    return ordering_staff(monkeypatch)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machines of a room hand in at the same moment."""
    monkeypatch.setattr(presenter, "SPREAD", 0.05)


def page(seat: Seat) -> str:
    """Which page is on the screen."""
    return builder_for(seat.state).__name__


def hear(seat: Seat, is_so: Callable[[], bool]) -> None:
    """The next word of the site comes now."""
    seat.hear_from_the_site()
    seat.wait(is_so)


def told(seat: Seat) -> tuple[str, ...]:
    """What the seat is done with and the site still sends."""
    assert seat._sitting is not None
    assert seat._sitting.orders is not None
    return seat._sitting.orders.told()


def hear_once(seat: Seat, staff: Staff) -> None:
    """The site speaks once more."""
    seen = len(staff.told)
    hear(seat, lambda: len(staff.told) > seen)


def begin_pause(site: ExamSite, staff: Staff, *seats: Seat, minutes_ago: int = 0) -> Pause:
    pause = Pause(PAUSE, site.time.now() - minutes_ago * MINUTE, "停电")
    staff.pause(pause)
    for seat in seats:
        hear(seat, lambda seat=seat: seat.state.is_paused)  # type: ignore[misc]
    return pause


def is_about(value: int, wanted: int, within: int = 2 * SECOND) -> bool:
    """Two times of the site's clock as two machines have it."""
    return abs(value - wanted) <= within


def test_a_message_stands_until_it_is_put_away_and_no_restart_shows_it_again(
    site: ExamSite, staff: Staff, seat: Seat, new_seat: Callable[..., Seat]
) -> None:
    seat.sit_down()
    first, second = Notice(NOTICE, 1000, "第 3 题有误"), Notice("9" * 32, 2000, "the second")
    staff.orders = SiteOrders(notices=(first, second))
    hear(seat, lambda: seat.state.orders.notices == (second, first))
    seat.presenter.obeying.put_away(NOTICE)
    assert seat.state.orders.notices == (second,)
    seat.wait(lambda: staff.done() == (NOTICE,))
    seat.crash()
    site.cable.pull()
    again = new_seat(seat.data)
    again.reach(Phase.ANSWERING)
    assert again.state.orders.notices == (second,), "without a network, too"


def test_a_pause_covers_the_paper_saves_what_is_typed_and_lets_the_time_stand_still(
    site: ExamSite, staff: Staff, seat: Seat
) -> None:
    before = seat.sit_down()
    seat.presenter.composition_wanted.connect(
        lambda: seat.presenter.answer("q5", TextResponse("half a word"))
    )
    begin_pause(site, staff, seat, minutes_ago=2)
    assert page(seat) == "_paused"
    seat.wait(lambda: seat.state.lights.local is LocalSaving.SAVED)
    seat.all_sent()
    assert before.exam is not None
    assert seat.state.time_left == before.exam.end - seat.state.orders.pause.since  # type: ignore[union-attr]
    left = seat.state.time_left
    site.time.put_forward(90 * MINUTE)
    for _ in range(4):
        hear_once(seat, staff)
    assert (seat.state.phase, page(seat)) == (Phase.ANSWERING, "_paused"), "the old end has passed"
    assert is_about(seat.state.time_left, left)
    assert PAUSE in staff.done()


def test_when_the_site_goes_on_the_paper_is_back_at_the_same_place_with_the_new_end(
    site: ExamSite, staff: Staff, seat: Seat
) -> None:
    before = seat.sit_down()
    seat.presenter.choose("q3")
    begin_pause(site, staff, seat, minutes_ago=3)
    staff.resume(site.time.now())
    hear(seat, lambda: not seat.state.is_paused)
    assert (page(seat), seat.state.current, seat.state.news) == ("_exam", "q3", News.MORE_TIME)
    assert before.exam is not None
    assert seat.state.exam is not None
    assert is_about(seat.state.exam.end - before.exam.end, 3 * MINUTE, 10 * SECOND)
    assert seat.answer("q1", A).phase is Phase.ANSWERING


def test_a_restart_in_the_pause_without_a_network_stays_in_it(
    site: ExamSite, staff: Staff, seat: Seat, new_seat: Callable[..., Seat]
) -> None:
    seat.sit_down()
    begin_pause(site, staff, seat, minutes_ago=2)
    seat.all_sent()
    left = seat.state.time_left
    seat.crash()
    site.cable.pull()
    again = new_seat(seat.data)
    again.reach(Phase.ANSWERING)
    again.wait(lambda: again.state.is_paused)
    assert page(again) == "_paused"
    assert is_about(again.state.time_left, left)


def test_a_pause_stands_before_whoever_logs_in_meanwhile(site: ExamSite, staff: Staff, seat: Seat) -> None:
    begin_pause(site, staff, minutes_ago=5)
    state = seat.sit_down()
    assert (page(seat), state.orders.pause is not None) == ("_paused", True)
    assert is_about(state.time_left, 64 * MINUTE), "the exam began a minute ago, after the pause"


def test_without_a_network_a_proctor_ends_the_pause_with_the_room_password(
    site: ExamSite, staff: Staff, seat: Seat, new_seat: Callable[..., Seat]
) -> None:
    site.set_room_password()
    before = seat.sit_down()
    assert before.exam is not None
    seat.hear_from_the_site()
    seat.wait(seat.has_card)
    begin_pause(site, staff, seat, minutes_ago=1)
    seat.presenter.obeying.lift(PASSWORD)
    assert seat.state.is_paused, "with a network only the site ends it"
    site.cable.pull()
    seat.hear_from_the_site()
    seat.wait(lambda: not seat.state.online)
    seat.presenter.obeying.lift("wrong")
    seat.wait(lambda: seat.state.password.trouble is PasswordTrouble.WRONG and not seat.state.password.wait)
    seat.presenter.obeying.lift(PASSWORD)
    seat.wait(lambda: not seat.state.is_paused)
    assert page(seat) == "_exam"
    lent = seat.state.exam.end - before.exam.end  # type: ignore[union-attr]
    assert is_about(lent, MINUTE, 20 * SECOND), "the time that it took until now"
    seat.crash()
    again = new_seat(seat.data)
    again.reach(Phase.ANSWERING)
    assert not again.state.is_paused
    assert again.state.exam is not None
    assert again.state.exam.end - before.exam.end == lent
    site.cable.plug()
    again.hear_from_the_site()
    again.all_sent()
    assert [act.action for act in site.acts(again.attempt)] == [LIFT_PAUSE]
    assert (again.state.is_paused, again.state.exam.end - before.exam.end) == (False, lent)
    staff.resume(site.time.now())
    hear(again, lambda: again.state.exam.end - before.exam.end == staff.given)  # type: ignore[union-attr]


def test_an_exam_that_the_site_ends_is_handed_in_and_says_who_ended_it(
    site: ExamSite, staff: Staff, seat: Seat, new_seat: Callable[..., Seat]
) -> None:
    seat.sit_down()
    seat.presenter.answer("q1", A)
    ended = Ended(ENDED, site.time.now(), "消防警报")
    staff.orders = SiteOrders(ended=ended)
    seat.hear_from_the_site()
    done = seat.reach(Phase.DONE)
    assert (done.by_deadline, done.orders.ended, done.receipt is not None) == (True, ended, True)
    assert done.receipt is not None
    assert done.receipt.answered == 1, "what was typed last is in it"
    hear(seat, lambda: staff.done() == (ENDED,))
    staff.orders = SiteOrders()
    hear(seat, lambda: told(seat) == ())
    assert seat.state.orders.ended == ended, "the site says it once only"
    seat.crash()
    site.cable.pull()
    again = new_seat(seat.data)
    assert again.reach(Phase.DONE).receipt == done.receipt
    assert again.wait(lambda: again.state.orders.ended is not None).orders.ended == ended


def test_without_a_network_an_ended_exam_stays_sealed_over_a_restart(
    site: ExamSite, staff: Staff, seat: Seat, new_seat: Callable[..., Seat]
) -> None:
    seat.sit_down()
    staff.orders = SiteOrders(ended=Ended(ENDED, site.time.now(), "消防警报"))
    seat.hear_from_the_site()
    seat.reach(Phase.SUBMITTING, Phase.DONE)
    site.cable.pull()
    seat.crash()
    again = new_seat(seat.data)
    assert again.reach(Phase.SUBMITTING, Phase.SUBMIT_FAILED, Phase.DONE).by_deadline
    assert Phase.ANSWERING not in again.phases


def test_who_was_let_in_again_after_handing_in_goes_on_and_hands_in_anew(
    site: ExamSite, staff: Staff, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    sitting = seat._sitting
    assert sitting is not None
    sitting.attempt.submit(by_deadline=False)
    assert not sitting.attempt.handed_in().by_deadline  # type: ignore[union-attr]
    staff.orders = SiteOrders(reopened=site.time.now() + SECOND)
    hear_once(seat, staff)
    seat.wait(lambda: sitting.attempt.handed_in().by_deadline)  # type: ignore[union-attr]
    monkeypatch.setattr(type(sitting.attempt._clock), "now", lambda _clock: site.time.now() + 2 * SECOND)
    assert sitting.attempt.submit(by_deadline=False), "it is written once more"
    assert not sitting.attempt.handed_in().by_deadline  # type: ignore[union-attr]


def test_whoever_handed_in_and_was_let_in_again_logs_in_answers_and_hands_in_once_more(
    staff: Staff, site: ExamSite, seat: Seat
) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    seat.hand_in()
    first = seat.reach(Phase.DONE).receipt
    seat.presenter.leave()
    site.time.put_forward(3 * SECOND)
    staff.orders = SiteOrders(reopened=site.time.now() - SECOND)
    state = seat.sit_down()
    assert state.answers.current["q1"].response == A
    seat.answer("q5", TextResponse("more"))
    seat.hand_in()
    second = seat.reach(Phase.DONE).receipt
    assert first is not None
    assert second is not None
    assert (first.answered, second.answered) == (1, 2)


def test_answers_that_the_site_asks_for_are_done_with_once_they_are_exported(
    site: ExamSite, staff: Staff, seat: Seat, stick: object
) -> None:
    site.set_room_password()
    seat.sit_down()
    seat.answer("q1", A)
    seat.wait(seat.has_card)
    staff.orders = SiteOrders(export=EXPORT)
    hear(seat, lambda: seat.state.orders.export == EXPORT)
    seat.presenter.proctor.open_to_export()
    seat.presenter.proctor.unlock(PASSWORD)
    seat.wait(lambda: seat.state.export is not None and seat.state.export.chosen is not None)
    seat.presenter.exports.export_to(str(stick))
    seat.wait(lambda: seat.state.export is not None and seat.state.export.has_result)
    seat.wait(lambda: not seat.state.orders.export)
    hear(seat, lambda: staff.done() == (EXPORT,))


@pytest.mark.parametrize("times", [Times(start=30 * MINUTE)], ids=["in half an hour"])
def test_a_start_that_was_moved_is_the_one_that_the_waiting_page_shows(
    site: ExamSite, staff: Staff, seat: Seat, new_seat: Callable[..., Seat]
) -> None:
    seat.log_in()
    seat.presenter.confirm()
    seat.reach(Phase.PREPARING)
    starts = site.time.now() + 50 * MINUTE
    staff.orders = SiteOrders(starts=starts)
    hear(seat, lambda: seat.state.exam is not None and seat.state.exam.start == starts)
    seat.close()
    site.cable.pull()
    again = new_seat(seat.data)
    assert again.wait(lambda: again.state.exam is not None).exam.start == starts  # type: ignore[union-attr]


def trouble(kind: TroubleKind, *, rehearsal: bool = True) -> SiteOrders:
    return SiteOrders(trouble=Trouble(TROUBLE, kind, 600), rehearsal=rehearsal)


def test_a_rehearsal_cuts_the_line_of_a_seat(site: ExamSite, staff: Staff, seat: Seat) -> None:
    staff.is_rehearsal = True
    assert seat.sit_down().is_rehearsal
    staff.orders = trouble(TroubleKind.CUT_NETWORK)
    seat.hear_from_the_site()
    seat.wait(lambda: not seat.state.online)
    assert seat.answer("q1", A).lights.waiting == 1
    seat.presenter._helpers.orders._play._cut(0)
    seat.hear_from_the_site()
    seat.all_sent()
    assert staff.done() == (TROUBLE,)


def test_a_rehearsal_fills_the_disk_of_a_seat_and_the_answer_is_saved_afterwards(
    site: ExamSite, staff: Staff, seat: Seat
) -> None:
    staff.is_rehearsal = True
    seat.sit_down()
    staff.orders = trouble(TroubleKind.FILL_DISK)
    hear(seat, lambda: staff.done() == (TROUBLE,))
    ballast = seat.data / "ballast.bin"
    assert ballast.exists()
    seat.answer("q1", B)
    assert not ballast.exists(), "its room is for answers"
    seat.presenter._helpers.orders._play._disk.fill(600)
    seat.presenter.answer("q1", A)
    seat.presenter.save_typing()
    seat.wait(lambda: seat.state.lights.local is LocalSaving.FAILED)
    assert seat.state.unsaved == {"q1"}
    seat.presenter._helpers.orders._play._disk.fill(0)
    seat.presenter.save_typing()
    seat.wait(lambda: seat.state.lights.local is LocalSaving.SAVED)
    assert not list(seat.data.rglob("*.bin")), "nothing takes room from answers"


def test_a_rehearsal_crashes_a_client_once(
    site: ExamSite, staff: Staff, seat: Seat, new_seat: Callable[..., Seat], monkeypatch: pytest.MonkeyPatch
) -> None:
    crashes: list[str] = []
    staff.is_rehearsal = True
    seat.sit_down()
    monkeypatch.setattr(seat.presenter._helpers.orders._play, "_crash", lambda: crashes.append("crash"))
    staff.orders = trouble(TroubleKind.CRASH)
    hear(seat, lambda: crashes == ["crash"])
    seat.crash()
    again = new_seat(seat.data)
    monkeypatch.setattr(again.presenter._helpers.orders._play, "_crash", lambda: crashes.append("again"))
    again.reach(Phase.ANSWERING)
    hear(again, lambda: staff.done() == (TROUBLE,))
    assert crashes == ["crash"], "a restart knows that it was done"


@pytest.mark.parametrize("kind", TroubleKind)
@pytest.mark.parametrize(("login", "orders"), [(False, True), (True, False)], ids=["login", "orders"])
def test_no_real_exam_obeys_a_trouble(
    kind: TroubleKind, login: bool, orders: bool, staff: Staff, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[Trouble] = []
    staff.is_rehearsal = login
    seat.sit_down()
    monkeypatch.setattr(seat.presenter._helpers.orders, "_play", played.append)
    staff.orders = trouble(kind, rehearsal=orders)
    for _ in range(2):
        hear_once(seat, staff)
    assert played == []
    assert staff.done() == ()


def test_a_crash_kills_the_process_at_once() -> None:
    program = "from examclient.usecases.rehearsed_troubles import crash\ntry: crash()\nfinally: print('on')"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (ended.returncode == 0, ended.stdout) == (False, b""), "no last word, no last step"


def test_after_a_reboot_the_pause_is_still_there(
    site: ExamSite, staff: Staff, seat: Seat, new_seat: Callable[..., Seat]
) -> None:
    seat.sit_down()
    begin_pause(site, staff, seat)
    seat.all_sent()
    seat.crash()
    again = new_seat(seat.data, Rebooted())
    again.sit_down()
    assert again.wait(lambda: again.state.is_paused).phase is Phase.ANSWERING
