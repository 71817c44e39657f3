"""Any exam can be rehearsed: a copy with its candidates and seats, on a paper that may be opened."""

import re

import msgspec
import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import SittingError
from examserver.services.exams import MINUTE
from examserver.services.rehearsals.copying import Rehearsed, RehearseExam
from examserver.services.rehearsals.practice_paper import PRACTICE_ID
from examserver.services.room_orders import AddRoom
from examserver.services.sittings.setup_orders import SetExamRooms
from examserver.serving import SiteServer
from examserver.storage.exams import Exam, find_exam
from examserver.storage.paper_rows import find_paper
from examserver.storage.places import Place, places_at, seat
from examserver.storage.room_cards import rooms_with_card
from examserver.storage.sittings import Sitting, find_sitting, rooms_of_exam
from examserver.storage.store import reading, writing
from examserver.storage.upstream import UpstreamPaper, put_upstream_paper
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import ANN, ZHANG
from tests.server.visitor import Visitor, add_admin

SOON = START - 24 * 60 * MINUTE
HALL = "机房301"


@pytest.fixture
def real(prepared: Prepared) -> Exam:
    """The exam is sat in one room, where two have seats that the roster does not say."""
    give(prepared.folder.root, AddRoom(HALL))
    give(prepared.folder.root, SetExamRooms(prepared.exam.id, (HALL,)))
    with writing(prepared.folder) as connection:
        seat(connection, [Place(prepared.exam.id, ZHANG, HALL, "2"), Place(prepared.exam.id, ANN, HALL, "1")])
    return prepared.exam


def rehearse(prepared: Prepared, **wish: object) -> Rehearsed:
    order = RehearseExam(prepared.exam.id, SOON, **wish)  # type: ignore[arg-type]  # fields by their names
    outcome = give(prepared.folder.root, order)
    return msgspec.json.decode(outcome.content, type=Rehearsed)


def kept(prepared: Prepared, made: Rehearsed) -> tuple[Sitting, Exam]:
    with reading(prepared.folder) as connection:
        sitting, exam = find_sitting(connection, made.sitting), find_exam(connection, made.exam)
    assert sitting is not None
    assert exam is not None
    return sitting, exam


def test_the_copy_has_candidates_rooms_seats_minutes_and_settings_of_the_real_exam(
    real: Exam, prepared: Prepared
) -> None:
    made = rehearse(prepared, own_paper=True)
    sitting, copy = kept(prepared, made)
    assert (sitting.rehearsal, sitting.rehearses, made.rooms) == (True, real.id, (HALL,))
    assert (copy.title, copy.paper, copy.sitting) == (real.title, real.paper, sitting.id)
    assert (copy.starts, copy.ends - copy.starts) == (SOON, real.ends - real.starts)
    assert copy.starts - copy.key_release == real.starts - real.key_release
    assert copy.closes - copy.ends == real.closes - real.ends
    with reading(prepared.folder) as connection:
        assert rooms_of_exam(connection, copy.id) == (HALL,)
        seats = [(one.candidate, one.room, one.seat) for one in places_at(connection, copy.id)]
        assert seats == [(one.candidate, one.room, one.seat) for one in places_at(connection, real.id)]
        assert find_exam(connection, real.id) == real


def test_a_paper_that_the_authority_has_not_released_is_never_opened(real: Exam, prepared: Prepared) -> None:
    with writing(prepared.folder) as connection:
        put_upstream_paper(
            connection, UpstreamPaper(real.paper, "0" * 64, real.key_release, 0, answer_keys=False)
        )
    made = rehearse(prepared, own_paper=True)
    assert (kept(prepared, made)[1].paper, made.release) == (PRACTICE_ID, real.key_release)


def test_the_paper_of_an_exam_to_come_stays_closed_unless_somebody_says_so(
    real: Exam, prepared: Prepared
) -> None:
    made = rehearse(prepared)
    assert made.is_sample
    assert kept(prepared, made)[1].paper == PRACTICE_ID


def test_an_exam_that_is_not_there_cannot_be_rehearsed(prepared: Prepared) -> None:
    with pytest.raises(SittingError, match="There is no exam"):
        give(prepared.folder.root, RehearseExam("exam-9", SOON))


def test_the_command_makes_it_with_room_passwords_and_its_report_leads_back(
    real: Exam, prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(prepared.folder.root)
    assert main(["sitting", "rehearse", root, real.id, "--start", "+5", "--by", "李老师"]) == 0
    said = capsys.readouterr().out
    assert "the sample paper is sat instead" in said
    assert re.search(rf"Room password of {HALL} for exam-2:  \S+", said)
    assert main(["sitting", "report", root, "sitting-1"]) == 0
    assert f"a rehearsal of {real.id}" in capsys.readouterr().out


def test_the_page_makes_it_and_shows_the_passwords_once(
    real: Exam, prepared: Prepared, server: SiteServer, clock: FakeClock
) -> None:
    clock.time = SOON - 10 * MINUTE
    add_admin(prepared)
    admin = Visitor(server.port, headers={"Accept-Language": "en"})
    assert admin.log_in().status == 303
    assert f"/web/rehearse?exam={real.id}" in admin.get(f"/web/act/exam?exam={real.id}").text
    assert "Make the rehearsal" in admin.get(f"/web/rehearse?exam={real.id}").text
    made = admin.post("/web/rehearse", {"exam": real.id, "start": "+5"})
    assert made.status == 200, made.text
    assert "The exam&#39;s paper stays closed until the real exam" in made.text
    with reading(prepared.folder) as connection:
        assert rooms_with_card(connection, "exam-2") == {HALL}
        assert rooms_with_card(connection, real.id) == frozenset()
        assert find_paper(connection, PRACTICE_ID) is not None
    back = admin.get("/web/rehearsal?id=sitting-1").text
    assert f'href="/web/act/exam?exam={real.id}"' in back
