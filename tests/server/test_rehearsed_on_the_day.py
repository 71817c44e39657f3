"""A rehearsal takes nobody from the real exam, whatever the hour: who logs in near that sits that."""

import pytest

from examserver.cli.ordering import give
from examserver.errors import SittingError
from examserver.services.exams import MINUTE
from examserver.services.rehearsals.copying import RehearseExam
from examserver.services.seating import AT_HAND, choose_exam
from examserver.services.sittings.setup_orders import AddExam, MakeSitting
from examserver.serving import SiteServer
from examserver.storage.exams import all_exams
from examserver.storage.sittings import all_sittings, change_exam
from examserver.storage.store import reading, writing
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sample import PAPER_ID
from tests.server.sittings import ANN, ZHANG
from tests.server.station import ADMISSION, IDENTITY, Station
from tests.server.visitor import Visitor, add_admin

DAY = 24 * 60 * MINUTE


@pytest.mark.parametrize("minutes", [-129, -30, 0, 30, 69])
def test_a_rehearsal_is_refused_that_would_take_the_candidates_of_the_exam_it_rehearses(
    prepared: Prepared, minutes: int
) -> None:
    with pytest.raises(SittingError, match=f"Who logs in for {prepared.exam.id} would come into the rehe"):
        give(prepared.folder.root, RehearseExam(prepared.exam.id, START + minutes * MINUTE))
    with reading(prepared.folder) as connection:
        assert (all_sittings(connection), len(all_exams(connection))) == ((), 1)


@pytest.mark.parametrize("minutes", [-130, 70])
def test_one_that_closes_an_hour_before_or_begins_after_it_leaves_them_alone(
    prepared: Prepared, minutes: int
) -> None:
    give(prepared.folder.root, RehearseExam(prepared.exam.id, START + minutes * MINUTE))
    with reading(prepared.folder) as connection:
        assert len(all_exams(connection)) == 2


def test_a_cancelled_exam_is_rehearsed_at_any_time(prepared: Prepared) -> None:
    with writing(prepared.folder) as connection:
        change_exam(connection, prepared.exam.id, cancelled=True)
    give(prepared.folder.root, RehearseExam(prepared.exam.id, START))


def add(prepared: Prepared, start: int, *, rehearsal: bool = True, candidates: tuple[str, ...] = ()) -> str:
    """Another exam of two hours, by hand: a rehearsal that looks at no other exam, or a real one."""
    root = prepared.folder.root
    sitting = give(root, MakeSitting("演练", rehearsal)).content.decode()
    return give(root, AddExam(sitting, "演练", PAPER_ID, start, 120, candidates=candidates)).content.decode()


@pytest.mark.parametrize("minutes", [-20, -1, 5, 30])
def test_who_logs_in_near_the_real_exam_comes_into_that_and_not_into_a_rehearsal_that_goes_on(
    prepared: Prepared, station: Station, clock: FakeClock, minutes: int
) -> None:
    add(prepared, START - 30 * MINUTE)
    clock.time = START + minutes * MINUTE
    assert station.log_in(ADMISSION, IDENTITY).exam.exam_id == prepared.exam.id


def test_before_that_the_rehearsal_is_what_they_come_for(
    prepared: Prepared, station: Station, clock: FakeClock
) -> None:
    drill = add(prepared, START - 100 * MINUTE)
    clock.time = START - AT_HAND - MINUTE
    assert station.log_in(ADMISSION, IDENTITY).exam.exam_id == drill


def test_a_rehearsal_gives_way_only_to_an_exam_that_is_still_to_be_sat(prepared: Prepared) -> None:
    drill = add(prepared, START - 30 * MINUTE)
    with reading(prepared.folder) as connection:
        exams = all_exams(connection)
    chosen = choose_exam(exams, START, frozenset({prepared.exam.id}), frozenset({drill}))
    assert chosen.id == drill


def test_the_page_names_who_has_another_exam_at_that_time(
    prepared: Prepared, server: SiteServer, clock: FakeClock
) -> None:
    clock.time = START - 2 * DAY
    add(prepared, START - DAY, rehearsal=False, candidates=(ANN, ZHANG))
    add_admin(prepared)
    admin = Visitor(server.port, headers={"Accept-Language": "en"})
    assert admin.log_in().status == 303
    made = admin.post("/web/rehearse", {"exam": prepared.exam.id, "start": f"+{24 * 60}"})
    assert f"Candidates who have two exams at once: {ZHANG}, {ANN}" in made.text
