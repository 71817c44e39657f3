"""The points of a whole paper: passages, joint rules, and the best of what may be chosen."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examprotocol.paper import Composite, Essay, Info, Paper, Section, TrueFalse, total_points
from examprotocol.responses import ChoiceResponse, Response, TextResponse
from examserver.scoring.keys import AnswerKeys, ChoiceKey, JointKey, Key, ManualKey, StepsKey
from examserver.scoring.sheet import Sheet, score_paper

D = Decimal
RIGHT = ChoiceKey({"true": D(1), "false": D(0)})


def _question(question_id: str, points: int = 1) -> TrueFalse:
    return TrueFalse(id=question_id, stem="?", points=D(points))


def _paper(*questions: TrueFalse | Composite | Info | Essay, answer_limit: int = 0) -> Paper:
    sections = (
        Section("s1", "", questions, answer_limit=answer_limit),
        Section("s2", "", (_question("last"),)),
    )
    return Paper("p", 1, "", "en", sections)


def _passage(*parts: TrueFalse | Info | Essay, answer_limit: int = 0, points: int = 3) -> Composite:
    return Composite(id="c", stem="Read", points=D(points), parts=parts, answer_limit=answer_limit)


def _score(paper: Paper, right: str, **keys: Key) -> Sheet:
    """Score a paper of which the questions named in `right` are answered rightly."""
    known: dict[str, Response] = {one: ChoiceResponse("true") for one in right.split()}
    everything = dict.fromkeys(("a", "b", "d", "last"), RIGHT) | keys
    return score_paper(paper, AnswerKeys("p", 1, everything), known.get)


def test_parts_of_a_passage_are_numbered_and_added_one_by_one() -> None:
    paper = _paper(
        Info(id="i", stem="x", points=D(0)),
        _passage(Info(id="j", stem="x", points=D(0)), _question("a"), _question("b", 2)),
    )
    sheet = _score(paper, "a last")
    assert [(line.number, line.question.id) for line in sheet.lines] == [(1, "a"), (2, "b"), (3, "last")]
    assert (sheet.points, sheet.answered, sheet.waiting) == (D(2), 2, 0)


def test_of_a_passage_only_the_best_parts_count() -> None:
    paper = _paper(_passage(_question("a"), _question("b", 2), _question("d", 3), answer_limit=2, points=5))
    assert _score(paper, "a b d").points == 5
    assert _score(paper, "a b").points == 3
    assert total_points(paper) == 6


def test_of_a_section_only_the_best_questions_count() -> None:
    paper = _paper(_question("a"), _question("b", 2), _question("d", 3), answer_limit=1)
    assert _score(paper, "a b last").points == 3
    assert total_points(paper) == 4


def test_a_joint_rule_gives_its_points_where_every_part_is_right() -> None:
    paper = _paper(_passage(_question("a"), _question("b"), points=5))
    joint = JointKey(("a", "b"))
    assert _score(paper, "a b", c=joint).points == 5
    assert _score(paper, "a", c=joint).points == 0
    assert [line.scored.points for line in _score(paper, "a", c=joint).lines[:2]] == [D(1), D(0)]


@pytest.mark.parametrize(("right", "points"), [("a b", 3), ("a", 1), ("b", 0), ("", 0)])
def test_a_step_counts_only_where_the_one_before_it_is_right(right: str, points: int) -> None:
    paper = _paper(_passage(_question("a"), _question("b", 2), points=3))
    assert _score(paper, right, c=StepsKey(("a", "b"))).points == points


def test_a_joint_rule_waits_with_the_part_that_a_person_scores() -> None:
    paper = _paper(_passage(_question("a"), Essay(id="e", stem="Why?", points=D(1)), points=5))
    answers: dict[str, Response] = {"a": ChoiceResponse("true"), "e": TextResponse("So.")}
    keys = AnswerKeys("p", 1, {"a": RIGHT, "e": ManualKey(), "c": JointKey(("a", "e")), "last": RIGHT})
    sheet = score_paper(paper, keys, answers.get)
    assert (sheet.points, sheet.waiting) == (D(0), 1)


def test_a_question_without_a_key_waits_for_a_person() -> None:
    sheet = score_paper(_paper(_question("a")), AnswerKeys("p", 1, {"last": RIGHT}), lambda _: None)
    assert sheet.waiting == 1


@given(st.sets(st.sampled_from(["a", "b", "d", "last"])), st.integers(0, 3), st.integers(0, 3), st.booleans())
def test_nobody_gets_more_than_the_paper_gives(right: set[str], limit: int, parts: int, joint: bool) -> None:
    passage = _passage(_question("a"), _question("b", 2), answer_limit=parts, points=3 if parts != 1 else 2)
    paper = _paper(passage, _question("d"), answer_limit=limit)
    keys: dict[str, Key] = {"c": JointKey(("a", "b"))} if joint else {}
    assert 0 <= _score(paper, " ".join(sorted(right)), **keys).points <= total_points(paper)
