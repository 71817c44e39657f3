"""While the site lets the exam stand still nothing of the paper is heard, and no play is lost for it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from examclient import assembly
from examprotocol.site_orders import Pause, SiteOrders
from tests.client.exam_site import ExamSite, Times
from tests.client.listening import TWICE, HandOutlet, listening_draft
from tests.client.ordering_site import Staff, ordering_staff
from tests.client.seat import Seat


@pytest.fixture
def site(tmp_path: Path, times: Times, evening: Callable[[ExamSite], None]) -> Iterator[ExamSite]:
    running = ExamSite(tmp_path / "site", times, listening_draft()).__enter__()
    yield running
    evening(running)


@pytest.fixture
def staff(monkeypatch: pytest.MonkeyPatch) -> Staff:
    """The staff of this site."""
    return ordering_staff(monkeypatch)


def test_a_recording_stops_with_the_pause_and_goes_on_where_it_was(
    staff: Staff, site: ExamSite, new_seat: Callable[..., Seat], monkeypatch: pytest.MonkeyPatch
) -> None:
    outlet = HandOutlet()
    monkeypatch.setattr(assembly, "choose_outlet", lambda: outlet)
    seat = new_seat()
    seat.sit_down()
    desk = seat.presenter.sounds
    seat.wait(lambda: desk.state.may_play)
    desk.play(TWICE)
    seat.wait(lambda: desk.state.is_playing(TWICE.id))
    outlet.run_to(120)
    staff.orders = SiteOrders(pause=Pause("1" * 32, site.time.now()))
    seat.hear_from_the_site()
    seat.wait(lambda: outlet.doing == "paused")
    seat.wait(lambda: not desk.state.may_play)
    staff.orders = SiteOrders()
    seat.hear_from_the_site()
    seat.wait(lambda: outlet.doing == "playing")
    assert desk.state.playing is not None
    assert (desk.state.playing.at, outlet.played[1:]) == (120, [])
