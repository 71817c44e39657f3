"""Who guesses numbers is slowed down; a room that logs in all at once is not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from examserver.services import try_pace
from examserver.services.candidates import import_candidates
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.roster import read_roster
from examserver.services.try_pace import TryPace, trying_numbers
from examserver.serving import SiteServer
from examserver.storage.store import writing
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sample import PAPER_ID
from tests.server.station import (
    ADMISSION,
    IDENTITY,
    RefusedByServiceError,
    Station,
    register_stations,
)

PLACES = 50
FIRST_STATION = 101


def outcome(station: Station, admission: str = ADMISSION, identity: str = "wrong") -> str:
    """What a login comes to: the refusal's name, or `in`."""
    try:
        station.log_in(admission, identity)
    except RefusedByServiceError as refused:
        return refused.reply.error
    return "in"


def test_after_five_wrong_tries_in_a_minute_the_right_one_must_wait_too(
    station: Station, clock: FakeClock
) -> None:
    for _ in range(5):
        assert outcome(station) == "wrong_identity"
        clock.advance(1000)
    with pytest.raises(RefusedByServiceError) as refused:
        station.log_in()
    assert (refused.value.status, refused.value.reply.error) == (429, "too_often")
    assert refused.value.reply.until == clock.now() + 55_000
    assert refused.value.headers["Retry-After"] == "55"
    clock.advance(54_999)
    assert outcome(station, identity=IDENTITY) == "too_often"
    clock.advance(1)
    assert outcome(station, identity=IDENTITY) == "in"


def test_asking_while_it_must_wait_makes_nobody_wait_longer(station: Station, clock: FakeClock) -> None:
    for _ in range(5):
        outcome(station)
    for _ in range(100):
        assert outcome(station) == "too_often"
    clock.advance(MINUTE)
    assert outcome(station) == "wrong_identity"


def test_another_candidate_at_the_same_station_need_not_wait(station: Station) -> None:
    for _ in range(6):
        outcome(station)
    assert outcome(station, "2026A002", "110101199003070425") == "in"


def test_the_same_candidate_at_another_station_need_not_wait(new_station: Callable[[], Station]) -> None:
    first, second = new_station(), new_station()
    for _ in range(6):
        outcome(first)
    assert outcome(second, identity=IDENTITY) == "in"


def test_one_candidate_is_not_guessed_from_many_stations(new_station: Callable[[], Station]) -> None:
    outcomes = [outcome(station) for station in [new_station() for _ in range(5)] for _ in range(5)]
    assert outcomes == ["wrong_identity"] * 20 + ["too_often"] * 5
    assert outcome(new_station(), identity=IDENTITY) == "too_often"


def test_one_station_does_not_try_one_number_after_the_other(station: Station) -> None:
    outcomes = [outcome(station, f"2099X{number:03}") for number in range(25)]
    assert outcomes == ["unknown_candidate"] * 20 + ["too_often"] * 5
    assert outcome(station, identity=IDENTITY) == "too_often"


def test_another_way_to_write_a_number_is_no_other_number(station: Station) -> None:
    written = [ADMISSION, ADMISSION.lower(), f" {ADMISSION}", "２０２６A001", "2026a００1", ADMISSION]
    assert [outcome(station, number) for number in written] == ["wrong_identity"] * 5 + ["too_often"]


def test_what_is_no_guess_does_not_count(station: Station, clock: FakeClock) -> None:
    clock.time = START + 71 * MINUTE
    assert [outcome(station, identity=IDENTITY) for _ in range(30)] == ["no_exam"] * 30


def test_right_logins_are_never_counted(station: Station) -> None:
    assert {outcome(station, identity=IDENTITY) for _ in range(40)} == {"in"}
    assert outcome(station) == "wrong_identity"


def test_guesses_sent_all_at_once_are_looked_at_one_after_the_other(server: SiteServer) -> None:
    """Else all of them would be answered before the first one counts."""

    def guess(_: int) -> str:
        with closing(Station(server.port)) as station:
            return outcome(station)

    with ThreadPoolExecutor(30) as pool:
        outcomes = list(pool.map(guess, range(30)))
    assert (outcomes.count("wrong_identity"), outcomes.count("too_often")) == (5, 25)


def test_a_room_that_logs_in_all_at_once_is_not_slowed(prepared: Prepared, clock: FakeClock) -> None:
    numbers = range(FIRST_STATION, FIRST_STATION + PLACES)
    rows = [f"2027B{number},考生,ID{number}" for number in numbers]
    roster = read_roster("\n".join(["admission_number,name,identity_number", *rows]).encode())
    with writing(prepared.folder) as connection:
        import_candidates(connection, roster)
        plan = ExamPlan("all at once", PAPER_ID, START, 60)
        create_exam(connection, plan, clock.now(), [f"2027B{number}" for number in numbers])
        register_stations(connection, *numbers)
    with SiteServer(prepared.folder.root, port=0, clock=clock) as running, ThreadPoolExecutor(PLACES) as pool:

        def log_in(number: int) -> str:
            with closing(Station(running.port, number)) as station:
                return outcome(station, f"2027B{number}", f"ID{number}")

        assert list(pool.map(log_in, numbers)) == ["in"] * PLACES


def test_what_is_remembered_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(try_pace, "MOST_KEYS", 30)
    pace = TryPace()
    for number in range(1000):
        pace.count_failure(trying_numbers(f"station {number}", f"{number}"), now=number)
    assert len(pace._tries) == 30
    assert {len(tries) for tries in pace._tries.values()} == {1}
    for _ in range(1000):
        pace.count_failure(trying_numbers("station", "x" * 1_000_000), now=1000)
    assert max(len(tries) for tries in pace._tries.values()) == 20
    pace.count_failure(trying_numbers("later", "x"), now=1000 + MINUTE)
    assert len(pace._tries) == 3
    assert max(map(len, pace._tries)) < 200
