"""The paper of an exam is seen in no rehearsal before it, whatever is named and whatever is moved."""

import msgspec
import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import ExamSetupError, SittingError
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.rehearsals.copying import Rehearsed, RehearseExam
from examserver.services.rehearsals.practice_paper import PRACTICE_ID
from examserver.services.sittings.accident_orders import CancelSitting, MoveSitting, PostponeSitting
from examserver.services.sittings.setup_orders import MakeSitting, PutExamIn
from examserver.storage.exams import Exam, find_exam
from examserver.storage.store import reading, writing
from examserver.storage.upstream import UpstreamPaper, put_upstream_paper
from tests.server.conftest import START, Prepared
from tests.server.sample import PAPER_ID
from tests.server.sittings import WHY, order_at

HOUR = 60 * MINUTE
DAY = 24 * HOUR
AFTER = START + DAY


def rehearse(prepared: Prepared, start: int, paper: str = "", *, own_paper: bool = False) -> Rehearsed:
    outcome = give(prepared.folder.root, RehearseExam(prepared.exam.id, start, paper, own_paper))
    return msgspec.json.decode(outcome.content, type=Rehearsed)


def exam(prepared: Prepared, wanted: str) -> Exam:
    with reading(prepared.folder) as connection:
        found = find_exam(connection, wanted)
    assert found is not None
    return found


@pytest.fixture
def sitting(prepared: Prepared) -> str:
    """The sitting of the real exam."""
    made = give(prepared.folder.root, MakeSitting("上午")).content.decode()
    give(prepared.folder.root, PutExamIn(prepared.exam.id, made))
    return made


def test_the_exams_own_paper_is_not_opened_by_naming_it(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SittingError, match=f"{PAPER_ID} is the paper of {prepared.exam.id}"):
        rehearse(prepared, START - DAY, PAPER_ID)
    root = str(prepared.folder.root)
    order = ["sitting", "rehearse", root, prepared.exam.id, "--start", "+5", "--paper", PAPER_ID]
    assert main(order) != 0
    assert "add --own-paper" in capsys.readouterr().err
    assert main([*order, "--own-paper"]) == 0


def test_nor_is_one_that_the_authority_has_not_released_though_somebody_says_so(prepared: Prepared) -> None:
    with writing(prepared.folder) as connection:
        put_upstream_paper(connection, UpstreamPaper(PAPER_ID, "0" * 64, START, 0, answer_keys=False))
    with pytest.raises(ExamSetupError, match="would open it before"):
        rehearse(prepared, START - DAY, PAPER_ID, own_paper=True)


def test_after_the_exam_its_paper_is_sat_unless_another_exam_is_still_to_come_with_it(
    prepared: Prepared,
) -> None:
    assert exam(prepared, rehearse(prepared, AFTER).exam).paper == PAPER_ID
    with writing(prepared.folder) as connection:
        create_exam(connection, ExamPlan("英语，第二场", PAPER_ID, START + 2 * DAY, 60), 0)
    assert exam(prepared, rehearse(prepared, AFTER).exam).paper == PRACTICE_ID


def test_an_exam_is_not_put_off_past_the_rehearsal_that_sits_its_paper_until_that_is_cancelled(
    prepared: Prepared, sitting: str
) -> None:
    made = rehearse(prepared, AFTER)
    later = PostponeSitting(sitting, WHY, "王主考", AFTER + HOUR)
    with pytest.raises(SittingError, match=f"The rehearsal {made.exam} sits the paper of {prepared.exam.id}"):
        order_at(prepared, later, START - DAY)
    assert exam(prepared, prepared.exam.id).starts == START
    order_at(prepared, CancelSitting(made.sitting, WHY), START - DAY)
    order_at(prepared, later, START - DAY)
    assert exam(prepared, prepared.exam.id).starts == AFTER + HOUR


def test_nor_is_the_rehearsal_moved_or_put_on_before_the_exam(prepared: Prepared) -> None:
    made = rehearse(prepared, START + 2 * HOUR)
    for earlier in (
        MoveSitting(made.sitting, WHY, "", -3 * 60),
        PostponeSitting(made.sitting, WHY, "", START - DAY + MINUTE),
    ):
        with pytest.raises(SittingError, match="and would open it before"):
            order_at(prepared, earlier, START - DAY)
    order_at(prepared, MoveSitting(made.sitting, WHY, "", -30), START - DAY)
    assert exam(prepared, made.exam).starts == START + 90 * MINUTE


def test_what_somebody_wished_to_be_seen_before_stays_so_and_hinders_no_delay(
    prepared: Prepared, sitting: str
) -> None:
    rehearse(prepared, START - DAY, own_paper=True)
    order_at(prepared, MoveSitting(sitting, WHY, "", 60), START - 2 * DAY)
    assert exam(prepared, prepared.exam.id).starts == START + HOUR


def test_a_rehearsal_that_has_opened_the_paper_already_hinders_nothing(
    prepared: Prepared, sitting: str
) -> None:
    rehearse(prepared, START + 3 * HOUR)
    order_at(prepared, PostponeSitting(sitting, WHY, "王主考", START + 2 * DAY), START + 3 * HOUR)
    assert exam(prepared, prepared.exam.id).starts == START + 2 * DAY
