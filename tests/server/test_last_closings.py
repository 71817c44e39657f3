"""An exam is over for the last of its candidates, whoever that is, and not for the first."""

import pytest

from examserver.cli.ordering import give
from examserver.errors import SiteError
from examserver.services.actions.orders import PauseExams
from examserver.services.actions.resuming import ResumeExams
from examserver.services.collecting.closing_time import last_closing
from examserver.services.collecting.orders import FinishCollection
from examserver.services.sittings.accident_orders import CancelSitting
from examserver.services.sittings.own_times import store_used
from examserver.storage.exams import candidates_of, find_exam
from examserver.storage.places import withdraw
from examserver.storage.store import reading, writing
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import ANN, MINUTE, THIRD, WHY, ZHANG, morning_of, order_at
from tests.server.station import Station


def over_for_the_last(prepared: Prepared, exam_id: str) -> int:
    with reading(prepared.folder) as connection:
        exam = find_exam(connection, exam_id)
        assert exam is not None
        return last_closing(connection, exam)


@pytest.mark.parametrize("fresh", [ZHANG, ANN, THIRD])
def test_collecting_waits_for_who_had_used_nothing_before_the_exam_was_postponed(
    prepared: Prepared, fresh: str
) -> None:
    closes = prepared.exam.closes
    with writing(prepared.folder) as connection:
        store_used(
            connection, prepared.exam.id, {who: 40 * MINUTE for who in (ZHANG, ANN, THIRD) if who != fresh}
        )
    finish = FinishCollection(prepared.exam.id, "李老师", {})
    with pytest.raises(SiteError, match="not closed yet"):
        order_at(prepared, finish, closes - 1)
    order_at(prepared, finish, closes)


def test_who_has_used_time_is_not_waited_for_longer_than_that(prepared: Prepared) -> None:
    with writing(prepared.folder) as connection:
        store_used(connection, prepared.exam.id, dict.fromkeys((ZHANG, ANN, THIRD), 40 * MINUTE))
    assert over_for_the_last(prepared, prepared.exam.id) == prepared.exam.closes - 40 * MINUTE


def test_no_collection_is_finished_while_a_pause_keeps_somebody_in_the_exam(
    prepared: Prepared, seated: Station, clock: FakeClock
) -> None:
    assert seated.pen()
    root, finish = prepared.folder.root, FinishCollection(prepared.exam.id, "李老师", {ZHANG: WHY})
    clock.time = START + 10 * MINUTE
    pause = (
        give(root, PauseExams(exam=prepared.exam.id, by="王主考", reason=WHY)).lines[0].split()[1].strip(":")
    )
    clock.time = prepared.exam.closes + MINUTE
    with pytest.raises(SiteError, match="stands still for somebody"):
        give(root, finish)
    give(root, ResumeExams(pause, by="王主考", reason=WHY))
    with pytest.raises(SiteError, match="not closed yet"):
        give(root, finish)
    clock.time = over_for_the_last(prepared, prepared.exam.id)
    give(root, finish)


def test_an_exam_that_was_cancelled_with_nobody_in_it_is_over_after_its_grace(prepared: Prepared) -> None:
    morning = morning_of(prepared)
    with writing(prepared.folder) as connection:
        everybody = [one.admission_number for one in candidates_of(connection, morning.second)]
        withdraw(connection, morning.second, everybody)
    exam = morning.exam(morning.second)
    grace, now = exam.closes - exam.ends, START - 10 * MINUTE
    order_at(prepared, CancelSitting(morning.sitting, WHY), now)
    assert over_for_the_last(prepared, morning.second) == now + grace
    order_at(prepared, FinishCollection(morning.second, "李老师", {}), now + grace)
