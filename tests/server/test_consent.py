"""An exam moves from station to station by consent, by a release, or where the first has left its seat."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from examprotocol.events import Epoch
from examprotocol.room_password import PasswordHash, fits
from examserver.cli.ordering import give
from examserver.errors import OrderError
from examserver.services import consents, seating
from examserver.services.attempt_orders import ReleaseAttempt
from examserver.services.exam_orders import ExtendExam
from examserver.services.exams import MINUTE
from examserver.services.room_orders import AddRoom
from examserver.services.station_orders import ReleaseStation, RevokeStation
from examserver.storage.releases import releases_of
from examserver.storage.room_cards import STAYS
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared, release
from tests.server.moving import OTHER_PASSWORD, PASSWORD, put_password, refused
from tests.server.station import ADMISSION, Station

NewStation = Callable[[], Station]
ANN = ("2026A002", "110101199003070425")


@pytest.fixture
def other(seated: Station, new_station: NewStation) -> Station:
    """A second station, while the candidate sits at the first."""
    return new_station()


def test_without_consent_the_exam_stays_where_it_is_open(seated: Station, other: Station) -> None:
    assert refused(other.log_in) == "409 elsewhere 1"
    assert seated.heartbeat(seated.pen()).epoch == Epoch(1, 1)


def test_with_the_room_password_it_moves_and_the_first_station_hears_of_it(
    seated: Station, other: Station, prepared: Prepared, caplog: pytest.LogCaptureFixture
) -> None:
    put_password(prepared)
    with caplog.at_level(logging.DEBUG):
        login = other.log_in(consent=PASSWORD)
    assert (login.attempt, login.epoch) == (seated.login.attempt, Epoch(1, 2))
    assert seated.heartbeat(seated.pen()).epoch == Epoch(1, 2)
    assert f"from station {seated.key.id} (seat 1) to station {other.key.id} (seat 2)" in caplog.text
    assert PASSWORD not in caplog.text
    assert refused(seated.log_in) == "409 elsewhere 2"


@pytest.mark.parametrize("typed", ["k7qm2xw9abcd", " K7QM 2XW9 ABCD ", "Ｋ７ＱＭ－２ＸＷ９－ＡＢＣＤ"])
def test_the_password_counts_however_it_is_written(
    seated: Station, other: Station, prepared: Prepared, typed: str
) -> None:
    put_password(prepared)
    assert other.log_in(consent=typed).epoch == Epoch(1, 2)


def test_a_wrong_password_moves_nothing_and_stands_in_no_log(
    seated: Station, other: Station, prepared: Prepared, caplog: pytest.LogCaptureFixture
) -> None:
    put_password(prepared)
    with caplog.at_level(logging.DEBUG):
        for typed in ("wrong-7QM-2XW9", "x" * 100_000):
            assert refused(partial(other.log_in, consent=typed)) == "403 wrong_consent"
    assert "wrong-7QM" not in caplog.text
    assert "xxx" not in caplog.text
    assert seated.heartbeat(seated.pen()).epoch == Epoch(1, 1)


def test_a_station_that_tries_passwords_must_wait_and_another_need_not(
    seated: Station, other: Station, new_station: NewStation, prepared: Prepared, clock: FakeClock
) -> None:
    put_password(prepared)
    tries = [refused(lambda: other.log_in(consent="guess")) for _ in range(6)]
    assert tries == ["403 wrong_consent"] * 5 + ["429 too_often"]
    assert refused(lambda: other.log_in(consent=PASSWORD)) == "429 too_often"
    assert new_station().log_in(consent=PASSWORD).epoch == Epoch(1, 2)
    clock.advance(MINUTE)
    assert other.log_in(consent=PASSWORD).epoch == Epoch(1, 3)


def test_guesses_sent_all_at_once_are_looked_at_one_after_the_other(
    seated: Station, prepared: Prepared, new_station: NewStation
) -> None:
    put_password(prepared)
    same = [new_station() for _ in range(12)]
    for station in same:
        station.key = same[0].key
    with ThreadPoolExecutor(12) as pool:
        tries = list(pool.map(lambda one: refused(lambda: one.log_in(consent="guess")), same[1:]))
    assert (tries.count("403 wrong_consent"), tries.count("429 too_often")) == (5, 6)


def test_wrong_passwords_slow_no_login_that_needs_none(
    seated: Station, other: Station, prepared: Prepared
) -> None:
    put_password(prepared)
    for _ in range(6):
        refused(lambda: other.log_in(consent="guess"))
    assert other.log_in(*ANN).epoch == Epoch(1, 1)


def test_the_password_of_another_room_is_wrong(seated: Station, other: Station, prepared: Prepared) -> None:
    put_password(prepared)
    give(prepared.folder.root, AddRoom("R2"))
    put_password(prepared, OTHER_PASSWORD, "R2")
    assert refused(lambda: other.log_in(consent=OTHER_PASSWORD)) == "403 wrong_consent"
    assert other.log_in(consent=PASSWORD).epoch == Epoch(1, 2)


def test_of_two_passwords_of_a_room_the_newer_counts(
    seated: Station, other: Station, prepared: Prepared
) -> None:
    put_password(prepared)
    put_password(prepared, OTHER_PASSWORD)
    assert refused(lambda: other.log_in(consent=PASSWORD)) == "403 wrong_consent"
    assert other.log_in(consent=OTHER_PASSWORD).epoch == Epoch(1, 2)


def test_a_room_without_a_password_is_named_and_that_is_no_wrong_try(
    seated: Station, other: Station, prepared: Prepared
) -> None:
    for _ in range(10):
        assert refused(lambda: other.log_in(consent=PASSWORD)) == "403 wrong_consent R1"
    put_password(prepared)
    assert other.log_in(consent=PASSWORD).epoch == Epoch(1, 2)


def test_a_password_that_has_run_out_lets_nothing_move(
    seated: Station, other: Station, prepared: Prepared, clock: FakeClock
) -> None:
    put_password(prepared)
    clock.time = prepared.exam.closes + STAYS
    named = seated.login.attempt
    assert refused(lambda: other.log_in(attempt=named, consent=PASSWORD)) == "403 wrong_consent R1"
    clock.time -= 1
    assert other.log_in(attempt=named, consent=PASSWORD).epoch == Epoch(1, 2)


def test_at_the_same_station_nobody_has_to_consent(seated: Station) -> None:
    assert seated.log_in().epoch == Epoch(1, 2)


def test_a_released_seat_is_free_for_one_login_from_anywhere(
    seated: Station, other: Station, new_station: NewStation, prepared: Prepared, clock: FakeClock
) -> None:
    release(prepared)
    assert other.log_in().epoch == Epoch(1, 2)
    assert refused(new_station().log_in) == "409 elsewhere 2"
    with reading(prepared.folder) as connection:
        (kept,) = releases_of(connection, seated.login.attempt)
    assert (kept.station, kept.by, kept.reason) == (seated.key.id, "proctor", "another machine")
    assert kept.at == clock.now()


def test_the_first_station_may_come_back_to_a_released_seat_too(seated: Station, prepared: Prepared) -> None:
    release(prepared)
    assert seated.log_in().epoch == Epoch(1, 2)


def test_a_seat_that_is_free_already_is_not_released_once_more(seated: Station, prepared: Prepared) -> None:
    release(prepared)
    outcome = give(prepared.folder.root, ReleaseAttempt(prepared.exam.id, ADMISSION, "me", "again"))
    assert outcome.lines == (f"Candidate {ADMISSION} is free to log in at any machine already.",)
    with reading(prepared.folder) as connection:
        assert len(releases_of(connection, seated.login.attempt)) == 1


@pytest.mark.parametrize(
    ("order", "title"),
    [
        (ReleaseAttempt("exam-9", ADMISSION, "me", "why"), "no exam with the id exam-9"),
        (ReleaseAttempt("exam-1", "2026A002", "me", "why"), "2026A002 has not logged in"),
        (ReleaseAttempt("exam-1", ADMISSION, " ", "why"), "needs a name"),
        (ReleaseAttempt("exam-1", ADMISSION, "me", " "), "needs a reason"),
        (ReleaseAttempt("exam-1", ADMISSION, "me", "\x1b[31m"), "needs a reason"),
    ],
)
def test_a_release_that_makes_no_sense_is_refused(
    seated: Station, other: Station, prepared: Prepared, order: ReleaseAttempt, title: str
) -> None:
    with pytest.raises(OrderError, match=title):
        give(prepared.folder.root, order)
    assert refused(other.log_in) == "409 elsewhere 1"


@pytest.mark.parametrize("order", [ReleaseStation, RevokeStation])
def test_a_station_that_has_left_its_seat_holds_nothing(
    seated: Station, other: Station, prepared: Prepared, order: type[ReleaseStation | RevokeStation]
) -> None:
    give(prepared.folder.root, order(seated.key.id, reason="a power cut"))
    assert other.log_in().epoch == Epoch(1, 2)


def test_where_a_receipt_stands_nobody_has_to_consent(seated: Station, other: Station) -> None:
    pen = seated.pen()
    seated.sync(pen)
    receipt = seated.submit(pen).receipt
    assert other.log_in().receipt == receipt


def test_an_exam_that_an_extension_opened_again_is_held_again(
    seated: Station, other: Station, prepared: Prepared, clock: FakeClock
) -> None:
    pen = seated.pen()
    seated.sync(pen)
    assert seated.submit(pen).receipt
    clock.time = START + 60 * MINUTE
    give(prepared.folder.root, ExtendExam(prepared.exam.id, 30, reason="a power cut"))
    assert refused(other.log_in) == "409 elsewhere 1"


def test_two_stations_with_consent_at_once_get_an_epoch_each(
    seated: Station, new_station: NewStation, prepared: Prepared
) -> None:
    put_password(prepared)
    stations = [new_station() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        logins = list(pool.map(lambda one: one.log_in(consent=PASSWORD), stations))
    assert sorted(login.epoch for login in logins) == [Epoch(1, grant) for grant in range(2, 8)]
    last = max(logins, key=lambda login: login.epoch).epoch
    assert {one.heartbeat(one.pen()).epoch for one in [seated, *stations]} == {last}


def test_who_holds_the_exam_is_asked_once_more_when_it_is_granted(
    seated: Station, other: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When it was looked up the seat was free: another station was quicker."""
    monkeypatch.setattr(seating, "held_elsewhere", lambda *_: None)
    assert refused(other.log_in) == "409 elsewhere 1"
    assert refused(lambda: other.log_in(consent="not looked at")) == "409 elsewhere 1"


def test_of_many_stations_that_want_a_free_seat_at_once_one_has_it(
    seated: Station, new_station: NewStation, prepared: Prepared
) -> None:
    release(prepared)
    stations = [new_station() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda one: refused(one.log_in), stations))
    assert outcomes.count("granted") == 1
    assert {outcome[:13] for outcome in outcomes} == {"granted", "409 elsewhere"}


def test_while_a_password_is_checked_others_save_and_log_in(
    seated: Station, new_station: NewStation, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_password(prepared)
    neighbour, asking = new_station(), new_station()
    began, free = threading.Event(), threading.Event()

    def slow(plain: str, known: PasswordHash) -> bool:
        began.set()
        assert free.wait(20)
        return fits(plain, known)

    monkeypatch.setattr(consents, "fits", slow)
    with ThreadPoolExecutor(1) as pool:
        moved = pool.submit(lambda: asking.log_in(consent=PASSWORD))
        assert began.wait(20)
        neighbour.log_in(*ANN)
        pen = neighbour.pen()
        assert neighbour.sync(pen).head == pen.head
        assert refused(neighbour.log_in) == "409 elsewhere 1"
        free.set()
        assert moved.result().epoch == Epoch(1, 2)
