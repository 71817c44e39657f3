"""Several exams in one sitting: set up, moved before the start, and adjusted while they run."""

from collections.abc import Callable

import pytest

from examserver.errors import SiteError
from examserver.services.exam_orders import ExtendExam
from examserver.services.exams import key_release_of
from examserver.services.sittings.accident_orders import ExtendSitting, MoveSitting, ShortenSitting
from examserver.services.sittings.clashes import clashes
from examserver.services.sittings.setup_orders import (
    AddExam,
    MakeSitting,
    PutExamIn,
    SetExamRooms,
    TakeExamOut,
)
from examserver.serving import SiteServer
from examserver.storage.sittings import acts_on, exams_in, find_sitting, rehearsed_exams, rooms_of_exam
from examserver.storage.store import reading, writing
from examserver.storage.upstream import UpstreamPaper, put_upstream_paper
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sample import PAPER_ID
from tests.server.sittings import ANN, ANN_IDENTITY, MINUTE, THIRD, WHY, Morning, heard, morning_of
from tests.server.station import ROOM, Station

END = START + 60 * MINUTE


@pytest.fixture
def morning(server: SiteServer, prepared: Prepared) -> Morning:
    return morning_of(prepared)


def times(morning: Morning, exam_id: str) -> tuple[int, int, int, int]:
    exam = morning.exam(exam_id)
    return exam.key_release, exam.starts, exam.ends, exam.closes


def test_a_sitting_has_its_exams_by_their_start_and_each_its_rooms(morning: Morning) -> None:
    morning.order(SetExamRooms(morning.first, ("r1",)))
    with reading(morning.prepared.folder) as connection:
        assert [exam.id for exam in exams_in(connection, morning.sitting)] == [morning.first, morning.second]
        assert rooms_of_exam(connection, morning.first) == (ROOM,)
        assert rooms_of_exam(connection, morning.second) == ()
        assert clashes(connection, morning.sitting) == (THIRD,)


def test_who_would_sit_two_exams_at_once_is_named_when_an_exam_is_put_in(morning: Morning) -> None:
    lines = morning.order(PutExamIn(morning.second, morning.sitting))
    assert lines[-1] == f"These candidates have two exams at once: {THIRD}."


def test_an_exam_can_stand_alone_again(morning: Morning) -> None:
    morning.order(TakeExamOut(morning.second))
    with reading(morning.prepared.folder) as connection:
        assert [exam.id for exam in exams_in(connection, morning.sitting)] == [morning.first]


def test_what_somebody_sits_already_never_becomes_a_rehearsal(morning: Morning, seated: Station) -> None:
    assert seated.login.exam.exam_id == morning.first
    morning.order(MakeSitting("演练", rehearsal=True))
    with pytest.raises(SiteError, match="it stays what it is"):
        morning.order(PutExamIn(morning.first, "sitting-2"))
    morning.order(PutExamIn(morning.second, "sitting-2"))
    with reading(morning.prepared.folder) as connection:
        assert rehearsed_exams(connection) == {morning.second}


def test_a_delay_moves_all_times_of_all_exams_and_a_waiting_station_hears_the_new_start(
    morning: Morning, seated: Station
) -> None:
    pen = seated.pen()
    before = [times(morning, exam) for exam in (morning.first, morning.second)]
    assert heard(seated, pen).orders.starts == 0
    morning.order(MoveSitting(morning.sitting, WHY, "王主考", 20))
    after = [times(morning, exam) for exam in (morning.first, morning.second)]
    assert after == [tuple(one + 20 * MINUTE for one in exam) for exam in before]
    reply = heard(seated, pen)
    assert (reply.orders.starts, reply.end) == (START + 20 * MINUTE, END + 20 * MINUTE)
    with reading(morning.prepared.folder) as connection:
        act = acts_on(connection, morning.sitting)[0]
    assert (act.what, act.minutes, act.until, act.by, act.reason) == (
        "move",
        20,
        START + 20 * MINUTE,
        "王主考",
        WHY,
    )


def test_an_extension_that_was_given_before_a_delay_stays_on_top_of_it(
    morning: Morning, seated: Station
) -> None:
    morning.order(ExtendExam(morning.first, 15, "2026A001", reason="a power cut"))
    morning.order(MoveSitting(morning.sitting, WHY, "", 20))
    assert heard(seated, seated.pen()).end == END + 35 * MINUTE


@pytest.mark.parametrize(
    ("minutes", "why"),
    [(0, "cannot be moved by 0"), (1441, "cannot be moved by 1441"), (-60, "would have begun already")],
)
def test_a_sitting_is_moved_by_a_sensible_time(morning: Morning, minutes: int, why: str) -> None:
    with pytest.raises(SiteError, match=why):
        morning.order(MoveSitting(morning.sitting, WHY, "", minutes))
    assert morning.exam(morning.first).starts == START


def test_a_sitting_that_has_begun_is_not_moved_any_more(morning: Morning, clock: FakeClock) -> None:
    clock.advance(31 * MINUTE)
    with pytest.raises(SiteError, match="have begun already: exam-1"):
        morning.order(MoveSitting(morning.sitting, WHY, "", 10))


def test_no_order_is_carried_out_without_a_reason(morning: Morning) -> None:
    with pytest.raises(SiteError, match="Say why"):
        morning.order(MoveSitting(morning.sitting, " ", "", 10))
    assert morning.exam(morning.first).starts == START


def test_a_paper_opens_no_earlier_than_the_authority_allows_whatever_is_moved(prepared: Prepared) -> None:
    with writing(prepared.folder) as connection:
        release = START - 10 * MINUTE
        put_upstream_paper(connection, UpstreamPaper(PAPER_ID, "", release, release, answer_keys=True))
    alone = morning_of(prepared)
    with pytest.raises(SiteError, match="and exam-1 would open it before"):
        alone.order(MoveSitting(alone.sitting, WHY, "", -5))
    assert alone.exam(alone.first).starts == START
    alone.order(MoveSitting(alone.sitting, WHY, "", 5))
    with reading(prepared.folder) as connection:
        assert key_release_of(connection, alone.exam(alone.first)) == release + 5 * MINUTE


def test_extending_a_sitting_gives_each_exam_a_signed_extension(morning: Morning, seated: Station) -> None:
    pen = seated.pen()
    morning.order(ExtendSitting(morning.sitting, WHY, "", 25))
    reply = heard(seated, pen)
    assert (reply.end, len(reply.extensions)) == (END + 25 * MINUTE, 1)
    assert morning.exam_of(ANN).ends == END + 25 * MINUTE


def test_a_sitting_that_runs_can_end_earlier_but_not_before_now(
    morning: Morning, seated: Station, clock: FakeClock
) -> None:
    pen = seated.pen()
    morning.order(ExtendExam(morning.first, 5, "2026A001", reason="a power cut"))
    clock.advance(60 * MINUTE)
    with pytest.raises(SiteError, match="over already"):
        morning.order(ShortenSitting(morning.sitting, WHY, "", 30))
    morning.order(ShortenSitting(morning.sitting, WHY, "", 20))
    assert heard(seated, pen).end == END - 15 * MINUTE
    assert morning.exam(morning.first).closes == END - 10 * MINUTE


def test_who_is_done_with_one_exam_of_the_day_logs_in_to_the_next(
    morning: Morning, new_station: Callable[[], Station], clock: FakeClock
) -> None:
    morning.order(AddExam(morning.sitting, "物理", PAPER_ID, END + 5 * MINUTE, 60, candidates=(ANN,)))
    station = new_station()
    assert station.log_in(ANN, ANN_IDENTITY).exam.exam_id == morning.first
    pen = station.pen()
    station.sync(pen)
    assert station.submit(pen).receipt
    assert station.log_in(ANN, ANN_IDENTITY).exam.exam_id == morning.first
    clock.advance(85 * MINUTE)
    assert station.log_in(ANN, ANN_IDENTITY).exam.exam_id == "exam-3"


def test_a_sitting_is_found_by_its_id_alone(morning: Morning) -> None:
    with pytest.raises(SiteError, match="No sitting has the id sitting-9"):
        morning.order(ExtendSitting("sitting-9", WHY, "", 5))
    with reading(morning.prepared.folder) as connection:
        assert find_sitting(connection, "sitting-9") is None
