"""Each candidate's own order of the paper: the same after a restart, elsewhere, and with no network."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from examclient.domain.phases import Phase
from examclient.domain.state import News
from examclient.ui import presenter
from examprotocol.paper import Composite, Matching, Paper, Section, Single, questions_of
from examprotocol.responses import ChoiceResponse
from examserver.importers.draft import PaperDraft
from examserver.scoring.keys import AnswerKeys, ChoiceKey
from examserver.services.keys import signing_key
from examserver.services.results import marked_of
from examserver.storage import schema
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import reading, writing
from tests.client.exam_site import ANN, PAPER_ID, ExamSite, Times, choices
from tests.client.moving import NewSeat, at_a_spare, code_of, move_here, type_code
from tests.client.seat import Seat

ONE = Decimal(1)
MANY = choices("one", "two", "three", "four", "five", "six")


def _single(question_id: str) -> Single:
    return Single(id=question_id, stem="<p>哪个？</p>", points=ONE, choices=MANY, shuffle=True)


def _draft() -> PaperDraft:
    """Four of eight questions in any order, and a passage that is the same for all but in its choices."""
    match = Matching(id="m", stem="<p>Match</p>", points=ONE, left=MANY, right=MANY, shuffle=True)
    passage = Composite(id="c", stem="<p>Read</p>", points=Decimal(2), parts=(_single("c1"), match))
    asked = tuple(_single(f"q{number}") for number in range(1, 9))
    drawn = Section("s2", "抽选", asked, shuffle=True, select=4)
    keys = dict.fromkeys([one.id for one in asked] + ["c1"], ChoiceKey({"a": ONE}))
    paper = Paper(PAPER_ID, 1, "样卷", "zh-CN", (Section("s1", "一", (passage,)), drawn))
    return PaperDraft(paper, AnswerKeys(PAPER_ID, 1, dict(keys)))


@pytest.fixture
def site(tmp_path: Path, times: Times, evening: Callable[[ExamSite], None]) -> Iterator[ExamSite]:
    running = ExamSite(tmp_path / "site", times, _draft()).__enter__()
    yield running
    evening(running)


@pytest.fixture(autouse=True)
def _room(site: ExamSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    site.set_room_password()


def _shown(seat: Seat) -> list[str]:
    """What the candidate has before them, in its order: questions, parts and choices by their ids."""
    assert seat.state.paper is not None
    ids: list[str] = []
    for question in questions_of(seat.state.paper):
        for part in question.parts if isinstance(question, Composite) else (question,):
            listed = (
                part.choices if isinstance(part, Single) else part.right if isinstance(part, Matching) else ()
            )
            ids += [part.id, *(f"{part.id}{choice.id}" for choice in listed)]
    return ids


def _asked(seat: Seat) -> list[str]:
    assert seat.state.paper is not None
    return [question.id for question in seat.state.paper.sections[1].questions]


def test_two_candidates_have_orders_of_their_own(seat: Seat, new_seat: NewSeat) -> None:
    seat.sit_down()
    other = new_seat()
    other.sit_down(ANN)
    assert len(_asked(seat)) == len(_asked(other)) == 4
    assert _shown(seat) != _shown(other)


def test_another_machine_and_a_restart_show_the_same(site: ExamSite, seat: Seat, new_seat: NewSeat) -> None:
    seat.sit_down()
    shown = _shown(seat)
    seat.all_sent()
    other = new_seat()
    move_here(other)
    assert _shown(other) == shown
    other.all_sent()
    site.cable.pull()
    other.crash()
    back = new_seat(other.data)
    back.reach(Phase.ANSWERING)
    assert _shown(back) == shown


def test_a_service_that_lost_the_form_makes_the_same_again(
    site: ExamSite, seat: Seat, new_seat: NewSeat
) -> None:
    seat.sit_down()
    shown = _shown(seat)
    seat.all_sent()
    with site.stopped() as folder, writing(folder) as connection:
        connection.execute(schema.forms.delete())
    other = new_seat()
    move_here(other)
    assert _shown(other) == shown


def test_a_spare_machine_without_the_site_makes_the_same(site: ExamSite, new_seat: NewSeat) -> None:
    first, spare = at_a_spare(site, new_seat)
    shown, code = _shown(first), code_of(first)
    spare.log_in()
    spare.presenter.arrivals.go_on_here()
    type_code(spare, code)
    assert _shown(spare) == shown


def test_refresh_and_clear_cache_shuffle_nothing(seat: Seat) -> None:
    seat.sit_down()
    shown = _shown(seat)
    seat.presenter.refresh()
    seat.wait(lambda: seat.state.news in (News.REFRESHED, News.MENDED))
    assert _shown(seat) == shown
    seat.presenter.clear_cache()
    seat.wait(lambda: seat.state.news is News.CACHE_CLEARED)
    assert _shown(seat) == shown


def test_results_and_receipts_count_what_the_candidate_was_asked(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    first = _asked(seat)[0]
    seat.answer(first, ChoiceResponse("a"))
    seat.answer("c1", ChoiceResponse("a"))
    seat.all_sent()
    with reading(site.folder) as connection:
        shelf = PaperShelf(site.folder.papers, signing_key(site.folder))
        marked = {one.result.admission_number: one for one in marked_of(connection, shelf, site.exam)}
    mine = marked["2026A001"]
    assert (mine.result.questions, mine.result.answered, mine.result.score) == (6, 2, Decimal(2))
    assert mine.result.max_score == 6
    assert mine.sheet is not None
    assert [line.question.id for line in mine.sheet.lines] == ["c1", "m", *_asked(seat)]
    assert [line.number for line in mine.sheet.lines if line.is_answered] == [1, 3]
    assert marked["2026A002"].result.max_score == 6
    seat.hand_in()
    receipt = seat.reach(Phase.DONE).receipt
    assert receipt is not None
    assert (receipt.questions, receipt.answered) == (6, 2)
