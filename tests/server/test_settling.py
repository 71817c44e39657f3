"""One answer is let count: late, or disputed, with no more rulings than it takes."""

from pathlib import Path

import pytest

from examprotocol.events import Answered, Edited, Submitted
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import RulingError
from examserver.services.choosing_orders import PreferAnswers
from examserver.services.counting import answers_that_count
from examserver.services.import_orders import ImportContent
from examserver.services.import_verdicts import Offered
from examserver.storage.receipts import newest_receipt
from examserver.storage.rulings import rulings_of
from examserver.storage.store import reading
from tests.server.conftest import START, Prepared
from tests.server.packing import Carrier, attempt_of, pen_of
from tests.server.station import ADMISSION, Pen

MINUTE = 60_000
LATE = START + 200 * MINUTE


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


def bring(carrier: Carrier, *pens: Pen) -> None:
    data = carrier.seal(carrier.package(*pens))
    give(carrier.prepared.folder.root, ImportContent(Offered("x", data, "admin")))


def prefer(carrier: Carrier, question: str, pen: Pen, seq: int) -> tuple[str, ...]:
    order = PreferAnswers(
        attempt_of(carrier.prepared), {question: f"{pen.writer.id[:8]}:{seq}"}, "主考", "why"
    )
    return give(carrier.prepared.folder.root, order).lines


def state(carrier: Carrier, question: str) -> tuple[object, bool]:
    """What counts for a question, and whether that is in dispute."""
    with reading(carrier.prepared.folder) as connection:
        current = answers_that_count(connection, attempt_of(carrier.prepared)).current.get(question)
    return (current.response, current.conflict) if current else (None, False)


def rulings(carrier: Carrier) -> list[tuple[str, list[tuple[int, int]]]]:
    with reading(carrier.prepared.folder) as connection:
        found = rulings_of(connection, attempt_of(carrier.prepared))
    assert all((one.by, one.reason) == ("主考", "why") for one in found)
    return [(one.verdict.value, [(span.first, span.last) for span in one.spans]) for one in found]


@pytest.mark.parametrize("wanted", ["a", "b"])
def test_either_side_of_a_conflict_can_be_let_count(carrier: Carrier, wanted: str) -> None:
    pens = {choice: pen_of(carrier.prepared) for choice in ("a", "b")}
    for choice, pen in pens.items():
        pen.choose("q1", "c")
        pen.choose("q2", choice)
        pen.choose("q1", choice)
    bring(carrier, *pens.values())
    assert state(carrier, "q1")[1]
    prefer(carrier, "q1", pens[wanted], 4)
    assert state(carrier, "q1") == (ChoiceResponse(wanted), False)
    assert state(carrier, "q2")[1], "only the one question was decided"
    assert rulings(carrier) == [("leave_out", [(2, 2), (4, 4)])]


def test_who_decided_for_one_side_can_decide_for_the_other(carrier: Carrier) -> None:
    one, other = pen_of(carrier.prepared), pen_of(carrier.prepared)
    one.choose("q1", "a")
    other.choose("q1", "b")
    bring(carrier, one, other)
    for pen, choice in ((one, "a"), (other, "b"), (one, "a")):
        prefer(carrier, "q1", pen, 2)
        assert state(carrier, "q1") == (ChoiceResponse(choice), False)


def test_a_late_answer_is_counted_and_nothing_else_changes(carrier: Carrier) -> None:
    pen = pen_of(carrier.prepared)
    pen.choose("q1", "a")
    pen.write(Answered("q1", ChoiceResponse("b")), at=LATE)
    bring(carrier, pen)
    assert state(carrier, "q1") == (ChoiceResponse("a"), False)
    prefer(carrier, "q1", pen, 3)
    assert state(carrier, "q1") == (ChoiceResponse("b"), False)
    assert rulings(carrier) == [("count", [(3, 3)])]


def test_an_earlier_answer_of_the_same_hand_can_be_let_count(carrier: Carrier) -> None:
    pen = pen_of(carrier.prepared)
    for choice in ("a", "b", "c"):
        pen.choose("q1", choice)
    bring(carrier, pen)
    prefer(carrier, "q1", pen, 2)
    assert state(carrier, "q1") == (ChoiceResponse("a"), False)
    assert rulings(carrier) == [("leave_out", [(3, 4)])]


def test_a_late_text_is_what_it_had_become(carrier: Carrier) -> None:
    pen = pen_of(carrier.prepared)
    pen.type("q8", "in time")
    pen.write(Edited("q8", 7, 7, ", then late", 18), at=LATE)
    pen.write(Edited("q8", 18, 18, ", later", 25), at=LATE)
    bring(carrier, pen)
    assert state(carrier, "q8") == (TextResponse("in time"), False)
    prefer(carrier, "q8", pen, 4)
    assert state(carrier, "q8") == (TextResponse("in time, then late, later"), False)


def test_what_counts_already_is_not_ruled_on(carrier: Carrier) -> None:
    pen = pen_of(carrier.prepared)
    pen.choose("q1", "a")
    bring(carrier, pen)
    assert prefer(carrier, "q1", pen, 2) == ("That answer counts already: nothing was ruled.",)
    assert rulings(carrier) == []


@pytest.mark.parametrize(("question", "seq"), [("q1", 1), ("q2", 2), ("q1", 0), ("q1", 9), ("", 2)])
def test_what_is_no_answer_to_the_question_is_refused(carrier: Carrier, question: str, seq: int) -> None:
    pen = pen_of(carrier.prepared)
    pen.choose("q1", "a")
    bring(carrier, pen)
    with pytest.raises(RulingError):
        prefer(carrier, question, pen, seq)
    assert rulings(carrier) == []


def test_of_several_answers_all_are_ruled_on_or_none(carrier: Carrier) -> None:
    pen = pen_of(carrier.prepared)
    for question in ("q1", "q3"):
        for choice in ("true", "false"):
            pen.choose(question, choice)
    bring(carrier, pen)
    name, attempt = pen.writer.id, attempt_of(carrier.prepared)
    with pytest.raises(RulingError):
        give(
            carrier.prepared.folder.root,
            PreferAnswers(attempt, {"q1": f"{name}:2", "q3": f"{name}:2"}, "主考", "why"),
        )
    assert rulings(carrier) == []
    both = {"q1": f"{name}:2", "q3": f"{name}:4"}
    give(carrier.prepared.folder.root, PreferAnswers(attempt, both, "主考", "why"))
    assert rulings(carrier) == [("leave_out", [(3, 3)]), ("leave_out", [(5, 5)])]


def test_the_command_line_settles_too(carrier: Carrier, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = pen_of(carrier.prepared), pen_of(carrier.prepared)
    one.choose("q1", "a")
    other.choose("q1", "b")
    bring(carrier, one, other)
    who = ["--exam", carrier.prepared.exam.id, "--candidate", ADMISSION, "--by", "主考", "--reason", "why"]
    what = ["--question", "q1", "--answer", f"{one.writer.id[:8]}:2"]
    assert main(["packages", "settle", str(carrier.prepared.folder.root), *who, *what]) == 0
    assert "Ruling 1 leaves out 1 event." in capsys.readouterr().out
    assert state(carrier, "q1") == (ChoiceResponse("a"), False)


def test_several_answers_that_are_settled_at_once_take_one_supplement(carrier: Carrier) -> None:
    one, other = pen_of(carrier.prepared), pen_of(carrier.prepared)
    for question in ("q1", "q2"):
        one.choose(question, "a")
        other.choose(question, "b")
    one.write(Submitted({pen.writer.id: pen.head for pen in (one, other)}))
    bring(carrier, one, other)
    with reading(carrier.prepared.folder) as connection:
        before = newest_receipt(connection, attempt_of(carrier.prepared))
    answers = {"q1": f"{one.writer.id[:8]}:2", "q2": f"{other.writer.id[:8]}:3"}
    order = PreferAnswers(attempt_of(carrier.prepared), answers, "主考", "why")
    give(carrier.prepared.folder.root, order)
    with reading(carrier.prepared.folder) as connection:
        after = newest_receipt(connection, attempt_of(carrier.prepared))
    assert before is not None
    assert after is not None
    assert after.number == before.number + 1
    assert state(carrier, "q1") == (ChoiceResponse("a"), False)
    assert state(carrier, "q2") == (ChoiceResponse("b"), False)
