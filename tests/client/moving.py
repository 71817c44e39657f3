"""An exam that moves from seat to seat, as candidate and proctor do it."""

from collections.abc import Callable

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examprotocol.events import Epoch, ProctorActed, Started
from examprotocol.merge import Answers, fold
from examprotocol.responses import ChoiceResponse
from tests.client.cards import PASSWORD
from tests.client.exam_site import ANN, ExamSite
from tests.client.restarts import is_left
from tests.client.seat import Seat

NewSeat = Callable[..., Seat]


def at_the_site(site: ExamSite, attempt: str) -> Answers:
    return fold(site.held(attempt).values())


def move_here(seat: Seat) -> ExamState:
    """The candidate logs in where the exam is not open, and the proctor types the room password."""
    assert seat.log_in().phase is Phase.ELSEWHERE
    seat.presenter.arrivals.consent(PASSWORD)
    seat.reach(Phase.CONFIRMING)
    seat.presenter.confirm()
    return seat.reach(Phase.ANSWERING)


def unlock(seat: Seat) -> None:
    """The proctor opens the menu."""
    seat.wait(seat.has_card)
    seat.presenter.proctor.open()
    seat.presenter.proctor.unlock(PASSWORD)
    seat.wait(lambda: seat.state.proctor is not None and seat.state.proctor.is_open)


def code_of(seat: Seat) -> str:
    """The proctor has the code shown by which another machine goes on, and closes the menu."""
    unlock(seat)
    seat.presenter.proctor.show_code()
    seat.wait(lambda: seat.state.proctor is not None and seat.state.proctor.code != "")
    assert seat.state.proctor is not None
    code = seat.state.proctor.code
    seat.presenter.proctor.close()
    assert seat.state.proctor is None
    return code


def type_code(seat: Seat, code: str) -> ExamState:
    """The proctor types it together with the room password, where the site cannot be reached."""
    seat.presenter.arrivals.go_on_by_code(PASSWORD, code)
    seat.reach(Phase.CONFIRMING, Phase.ANSWERING)
    seat.presenter.confirm()
    return seat.reach(Phase.ANSWERING)


def at_a_spare(site: ExamSite, new_seat: NewSeat) -> tuple[Seat, Seat]:
    """The candidate's first machine, where q1 is A, and a spare with the paper only at which they want to log
    in now: the cable was pulled, and the spare has never been theirs.
    """
    first, spare, other = new_seat(), new_seat(), new_seat()
    spare.sit_down(ANN)
    spare.all_sent()
    site.release(ANN[0])
    other.sit_down(ANN)
    spare.hear_from_the_site()
    spare.reach(Phase.MOVED)
    spare.wait(lambda: is_left(spare))
    spare.presenter.leave()
    first.sit_down()
    first.answer("q1", ChoiceResponse("a"))
    first.all_sent()
    first.wait(first.has_card)
    site.cable.pull()
    return first, spare


def acts_of_this_start(site: ExamSite, seat: Seat) -> list[ProctorActed]:
    """What the first writer of the epoch that runs here has of proctors, right after its first event."""
    logs = [log for log in site.held(seat.attempt).values() if log.writer.epoch == epoch_of(seat)]
    first = min(logs, key=lambda log: log.writer.inc)
    assert isinstance(first.events[0].body, Started)
    return [event.body for event in first.events[1:2] if isinstance(event.body, ProctorActed)]


def epoch_of(seat: Seat) -> Epoch:
    assert seat.presenter._sitting is not None
    return seat.presenter._sitting.attempt.epoch
