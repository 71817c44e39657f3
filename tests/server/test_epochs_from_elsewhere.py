"""A station comes back with its epoch, and writers go on by offline codes: what is granted later is above."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from examprotocol.events import Epoch
from examprotocol.merge import fold
from examprotocol.offline_code import MOST_HOPS
from examprotocol.responses import ChoiceResponse
from examserver.cli.ordering import give
from examserver.services.backup_orders import MakeBackup
from examserver.services.exams import MINUTE
from examserver.services.generations import HIGHEST, highest_claim
from examserver.services.old_folder import service_in
from examserver.services.responses import append_events
from examserver.services.restoring import restore
from examserver.services.station_orders import ReleaseStation, RevokeStation
from examserver.serving import SiteServer
from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.folder import open_folder
from examserver.storage.site import read_site
from examserver.storage.store import reading, writing
from tests.server.conftest import START, FakeClock, Prepared, release
from tests.server.moving import PASSWORD, put_password, refused
from tests.server.station import Pen, Station, new_pen

NewStation = Callable[[], Station]
ANN = ("2026A002", "110101199003070425")


@pytest.fixture
def moved(seated: Station, new_station: NewStation, prepared: Prepared) -> tuple[Station, Station]:
    """The candidate sat at the first station, and sits at the second now."""
    second = new_station()
    release(prepared)
    second.log_in()
    return seated, second


def chosen(station: Station, epoch: Epoch, choice: str) -> Pen:
    """A writer that began at this epoch, with one answer."""
    pen = new_pen(station.login.attempt, epoch)
    pen.choose("q1", choice)
    return pen


def current(station: Station) -> object:
    return fold(station.events().logs).response("q1")


def test_a_station_comes_back_to_send_and_nothing_is_granted(moved: tuple[Station, Station]) -> None:
    first, second = moved
    late = chosen(first, first.login.epoch, "late")
    back = first.come_back(first.login.attempt, first.login.epoch)
    assert back.epoch == Epoch(1, 2), "it hears that the exam has moved"
    assert first.sync(late).head == late.head
    assert second.heartbeat(second.pen()).epoch == Epoch(1, 2)
    assert second.log_in().epoch == Epoch(1, 3), "the second still holds it"


def test_who_has_not_moved_hears_that_its_epoch_counts(seated: Station) -> None:
    assert seated.come_back(seated.login.attempt, Epoch(1, 1)).epoch == Epoch(1, 1)


def test_who_comes_back_does_so_after_the_exam_has_closed_too(seated: Station, clock: FakeClock) -> None:
    clock.time = START + 1000 * MINUTE
    late = chosen(seated, Epoch(1, 1), "late")
    assert seated.come_back(seated.login.attempt, Epoch(1, 1)).epoch == Epoch(1, 1)
    assert seated.sync(late).head == late.head


@pytest.mark.parametrize("order", [ReleaseStation, RevokeStation])
def test_a_station_that_has_left_its_seat_does_not_come_back(
    seated: Station, prepared: Prepared, order: type[ReleaseStation | RevokeStation]
) -> None:
    """What a released one holds it hands over without a session."""
    give(prepared.folder.root, order(seated.key.id, reason="a power cut"))
    outcome = refused(lambda: seated.come_back(seated.login.attempt, Epoch(1, 1)))
    assert outcome.startswith("403 station_re")


def test_the_numbers_are_checked_as_ever(seated: Station) -> None:
    come_back = partial(seated.log_in, attempt=seated.login.attempt, epoch=Epoch(1, 1))
    assert refused(lambda: come_back(identity="wrong")) == "403 wrong_identity"
    assert refused(lambda: come_back(*ANN)) == "403 no_exam"
    assert refused(lambda: seated.log_in(epoch=Epoch(1, 1))) == "400 unreadable"


@pytest.mark.parametrize(
    "epoch",
    [
        Epoch(0, 1),
        Epoch(1, 0),
        Epoch(1, -1, 1),
        Epoch(1, 1, MOST_HOPS + 1),
        Epoch(1, 1, -1),
        Epoch(HIGHEST + 1, 2),
        Epoch(1, HIGHEST + 1),
    ],
)
def test_an_epoch_that_was_never_granted_is_not_come_back_with(seated: Station, epoch: Epoch) -> None:
    assert refused(lambda: seated.come_back(seated.login.attempt, epoch)) == "400 unreadable"
    assert seated.log_in().epoch == Epoch(1, 2)


def test_a_grant_of_another_station_is_an_alarm_and_takes_nothing_away(
    moved: tuple[Station, Station], caplog: pytest.LogCaptureFixture
) -> None:
    """A machine that was enrolled anew has the answers of its former self; a forger looks the same."""
    first, second = moved
    with caplog.at_level(logging.WARNING):
        first.come_back(first.login.attempt, Epoch(1, 1))
        assert "alarm" not in caplog.text
        first.come_back(first.login.attempt, Epoch(1, 2))
    assert f"alarm: attempt {first.login.attempt}: station {first.key.id}" in caplog.text
    assert first.leave()
    assert second.heartbeat(second.pen()).epoch == Epoch(1, 2)
    assert refused(first.log_in) == "409 elsewhere 2"


def test_an_offline_code_moves_the_exam_and_the_machine_left_behind_hears_of_it(
    seated: Station, new_station: NewStation, prepared: Prepared, caplog: pytest.LogCaptureFixture
) -> None:
    second, third = new_station(), new_station()
    with caplog.at_level(logging.WARNING):
        assert second.come_back(seated.login.attempt, Epoch(1, 1, 1)).epoch == Epoch(1, 1, 1)
        here = chosen(second, Epoch(1, 1, 1), "by code")
        assert second.sync(here).epoch == Epoch(1, 1, 1)
    assert f"goes on by an offline code: writer {here.writer.id}, epoch 1.1.1" in caplog.text
    assert "alarm" in caplog.text
    before = chosen(seated, Epoch(1, 1), "before")
    assert seated.sync(before).epoch == Epoch(1, 1, 1)
    assert seated.heartbeat(before).epoch == Epoch(1, 1, 1)
    assert current(seated) == ChoiceResponse("by code")
    assert refused(third.log_in) == "409 elsewhere 2"
    assert refused(seated.log_in) == "409 elsewhere 2"
    with reading(prepared.folder) as connection:
        assert read_site(connection).generation == 1, "that is no restored service"


def test_a_code_typed_at_a_station_with_a_session_counts_with_its_first_events(
    moved: tuple[Station, Station],
) -> None:
    """From the first to the second with a network, and back by a code: the old session is still there."""
    first, second = moved
    back = chosen(first, Epoch(1, 2, 1), "back")
    assert first.heartbeat(back).epoch == Epoch(1, 2)
    assert first.sync(back).epoch == Epoch(1, 2, 1)
    assert refused(second.log_in) == "409 elsewhere 1"
    assert first.log_in().epoch == Epoch(1, 3)


@pytest.mark.parametrize("hop", [1, MOST_HOPS])
def test_a_new_login_is_above_all_hops(
    seated: Station, new_station: NewStation, prepared: Prepared, hop: int
) -> None:
    second, third = new_station(), new_station()
    second.come_back(seated.login.attempt, Epoch(1, 1, hop))
    put_password(prepared)
    assert third.log_in(consent=PASSWORD).epoch == Epoch(1, 2)
    third.sync(chosen(third, Epoch(1, 2), "last"))
    late = chosen(second, Epoch(1, 1, hop), "hop")
    assert second.sync(late).epoch == Epoch(1, 2)
    assert current(third) == ChoiceResponse("last")


def test_an_old_code_moves_nothing_away_from_who_logged_in_later(moved: tuple[Station, Station]) -> None:
    first, _ = moved
    assert first.come_back(first.login.attempt, Epoch(1, 1, 5)).epoch == Epoch(1, 2)
    assert refused(first.log_in) == "409 elsewhere 2"


def test_events_of_a_code_that_come_by_a_package_leave_the_seat_where_it_was(
    prepared: Prepared, clock: FakeClock
) -> None:
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        station = Station(running.port)
        attempt = station.log_in().attempt
        station.close()
    pen = new_pen(attempt, Epoch(1, 1, 1))
    with writing(prepared.folder) as connection:
        append_events(connection, pen.writer, pen.events, START)
        known = find_attempt_by_id(connection, attempt)
    assert known is not None
    assert (known.epoch, known.holder) == (Epoch(1, 1, 1), station.key.id)


def test_a_station_that_claims_what_no_clock_explains_is_refused(seated: Station, clock: FakeClock) -> None:
    for generation in (HIGHEST, highest_claim(1, clock.now()) + 1):
        come_back = partial(seated.come_back, seated.login.attempt, Epoch(generation, 1, 1))
        assert refused(come_back) == "400 unreadable"
    assert seated.log_in().epoch == Epoch(1, 2)


def test_a_restored_service_learns_where_the_exam_is_and_grants_above_it(
    seated: Station, server: SiteServer, prepared: Prepared, tmp_path: Path, clock: FakeClock
) -> None:
    """After the backup the candidate moved to the second station, and by a code to the third."""
    give(prepared.folder.root, MakeBackup(str(tmp_path / "one")))
    attempt = seated.login.attempt
    server.stop()
    restored = restore(tmp_path / "one", tmp_path / "new", service_in(prepared.folder.root), START)
    with SiteServer(tmp_path / "new", port=0, clock=clock) as again:
        first, second, third, fourth = (Station(again.port, number) for number in (1, 2, 3, 4))
        assert second.come_back(attempt, Epoch(1, 2)).epoch == Epoch(1, 2)
        assert refused(fourth.log_in) == "409 elsewhere 2"
        assert third.come_back(attempt, Epoch(1, 2, 1)).epoch == Epoch(1, 2, 1)
        assert second.come_back(attempt, Epoch(1, 2)).epoch == Epoch(1, 2, 1)
        first.token, first.login = seated.token, seated.login
        assert first.heartbeat(first.pen()).epoch == Epoch(1, 2, 1)
        for station, epoch in ((second, Epoch(1, 2)), (third, Epoch(1, 2, 1))):
            station.sync(chosen(station, epoch, f"{epoch.hop}"))
        assert current(third) == ChoiceResponse("1")
        put_password(Prepared(open_folder(tmp_path / "new"), prepared.card, prepared.exam))
        login = fourth.log_in(consent=PASSWORD)
        assert login.epoch == Epoch(restored.generation, 2) > Epoch(1, 2, 1)
        for station in (first, second, third, fourth):
            station.close()


def test_a_code_of_a_grant_that_the_restored_service_forgot_begins_no_grant_twice(
    seated: Station, prepared: Prepared
) -> None:
    """Its disk was put back, without a new generation: the grant after the forgotten one may be out too."""
    seated.come_back(seated.login.attempt, Epoch(1, 3, 1))
    assert seated.log_in().epoch == Epoch(2, 2)


def test_a_rebuilt_service_takes_an_attempt_back_from_the_station_that_has_it(
    prepared: Prepared, tmp_path: Path, clock: FakeClock
) -> None:
    """Nobody has logged in there yet."""
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running:
        one = Station(running.port)
        give(prepared.folder.root, MakeBackup(str(tmp_path / "empty")))
        attempt = one.log_in().attempt
        one.close()
    restore(tmp_path / "empty", tmp_path / "new", service_in(prepared.folder.root), START)
    with SiteServer(tmp_path / "new", port=0, clock=clock) as again:
        one, two = Station(again.port), Station(again.port, 2)
        assert one.come_back(attempt, Epoch(1, 1)).epoch == Epoch(1, 1)
        assert refused(two.log_in) == "409 elsewhere 1"
        pen = chosen(one, Epoch(1, 1), "kept")
        assert one.sync(pen).head == pen.head
        assert one.log_in().epoch.generation > 1
        one.close()
        two.close()
