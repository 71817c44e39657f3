"""What the quiet bar says, what is shown before it is saved, and the numbers on the question map."""

from decimal import Decimal

import pytest

from examclient.domain.news import BACK_SHOWN, Passing, choose_news
from examclient.domain.progress import Mark, answered_count, marks_of
from examclient.domain.state import ExamState, News
from examclient.domain.unsaved import NOT_YET, with_unsaved
from examprotocol.events import Epoch, Stamp
from examprotocol.merge import Answers, Current
from examprotocol.messages import Exam
from examprotocol.paper import Cloze, Essay, Info, Matching, Paper, Section, ShortText, Single
from examprotocol.paper_parts import Choice, TextGap
from examprotocol.responses import ChoiceResponse, GapsResponse, PairsResponse, Response, TextResponse

NOW = 5_000_000
MINUTE = 60_000


def news(
    *, online: bool = True, passing: Passing | None = None, time_left: int = 0, outside: bool = False
) -> News | None:
    return choose_news(online=online, passing=passing, now=NOW, time_left=time_left, outside=outside)


def test_with_nothing_to_tell_the_bar_is_empty() -> None:
    assert news() is None
    assert news(time_left=90 * MINUTE) is None


def test_a_network_that_is_gone_is_said_before_anything_but_the_time_that_runs_out() -> None:
    just_now = Passing(News.REFRESHED, NOW + BACK_SHOWN)
    assert news(online=False, passing=just_now) is News.NETWORK_GONE
    assert news(online=False, passing=just_now, time_left=MINUTE) is News.TIME_1
    assert news(online=False, time_left=2 * MINUTE) is News.NETWORK_GONE


def test_what_just_happened_is_said_for_some_seconds_and_then_goes_by_itself() -> None:
    assert news(passing=Passing(News.NETWORK_BACK, NOW + 1), time_left=MINUTE) is News.NETWORK_BACK
    assert news(passing=Passing(News.NETWORK_BACK, NOW)) is None


def test_an_address_that_is_not_registered_is_said_as_long_as_nothing_shorter_is() -> None:
    assert news(outside=True) is News.OUTSIDE
    assert news(outside=True, time_left=5 * MINUTE) is News.TIME_5
    assert news(outside=True, passing=Passing(News.MENDED, NOW + 1)) is News.MENDED
    assert news(outside=True, online=False) is News.NETWORK_GONE


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (15 * 60 + 1, None),
        (15 * 60, News.TIME_15),
        (15 * 60 - 19, News.TIME_15),
        (15 * 60 - 20, None),
        (5 * 60, News.TIME_5),
        (5 * 60 - 20, None),
        (60, News.TIME_1),
        (41, News.TIME_1),
        (40, None),
        (0, None),
    ],
)
def test_the_time_is_told_at_15_at_5_and_at_1_minute_for_twenty_seconds(
    seconds: int, expected: News | None
) -> None:
    assert news(time_left=seconds * 1000) is expected


def current(response: Response) -> Current:
    return Current(response, Stamp(Epoch(1, 1), 1, 2, "w"))


def test_the_candidate_sees_what_was_typed_last_before_it_is_saved() -> None:
    on_disk = {"q1": current(ChoiceResponse("a")), "q2": current(TextResponse("old"))}
    saved = Answers(on_disk, frozenset({"q2"}))
    shown = with_unsaved(saved, {"q2": TextResponse("new"), "q3": TextResponse("first")})
    assert shown.response("q1") == ChoiceResponse("a")
    assert shown.response("q2") == TextResponse("new")
    assert shown.response("q3") == TextResponse("first")
    assert shown.flagged == {"q2"}
    assert shown.current["q3"].stamp == NOT_YET
    assert saved.response("q2") == TextResponse("old")


def test_what_is_not_saved_orders_nothing() -> None:
    assert current(ChoiceResponse("a")).stamp > NOT_YET


def test_with_everything_saved_the_answers_are_those_of_the_journal() -> None:
    saved = Answers({"q1": current(ChoiceResponse("a"))})
    assert with_unsaved(saved, {}) is saved


TWO = (Choice("a", "A"), Choice("b", "B"))
ZERO, ONE = Decimal(0), Decimal(1)
PAPER = Paper(
    "p",
    1,
    "Paper",
    "en",
    (
        Section(
            "s1",
            "One",
            (
                Info(id="read", stem="Read this.", points=ZERO),
                Single(id="q1", stem="?", points=ONE, choices=TWO),
                Cloze(
                    id="q2",
                    stem="?",
                    points=ONE,
                    gaps=(TextGap(id="g1", points=ONE), TextGap(id="g2", points=ONE)),
                ),
            ),
        ),
        Section(
            "s2",
            "Two",
            (
                Matching(id="q3", stem="?", points=ONE, left=TWO, right=TWO),
                Essay(id="q4", stem="?", points=ONE, template="Dear Sir,"),
                ShortText(id="q5", stem="?", points=ONE),
            ),
        ),
    ),
)


def mark_of(question: str, response: Response) -> tuple[bool, bool]:
    """Whether the map shows it as answered, and whether as begun."""
    marks = marks_of(PAPER, Answers({question: current(response)}))
    mark = next(mark for mark in marks if mark.question == question)
    return mark.answered, mark.begun


def test_the_map_numbers_what_can_be_answered_through_all_sections() -> None:
    marks = marks_of(PAPER, Answers())
    assert [(mark.question, mark.number) for mark in marks] == [(f"q{n}", n) for n in range(1, 6)]
    assert marks[0] == Mark("q1", 1, answered=False, begun=False, flagged=False)


@pytest.mark.parametrize(
    ("question", "response", "expected"),
    [
        ("q1", ChoiceResponse("a"), (True, False)),
        ("q1", ChoiceResponse(""), (False, False)),
        ("q2", GapsResponse({"g1": "x"}), (False, True)),
        ("q2", GapsResponse({"g1": "x", "g2": "  "}), (False, True)),
        ("q2", GapsResponse({"g1": "x", "g2": "y"}), (True, False)),
        ("q3", PairsResponse({"a": "b"}), (False, True)),
        ("q3", PairsResponse({"a": "b", "b": "b"}), (True, False)),
        ("q4", TextResponse("Dear Sir,"), (False, True)),
        ("q4", TextResponse("Dear Sir, no."), (True, False)),
        ("q5", TextResponse(" \n"), (False, False)),
        ("q5", TextResponse("x"), (True, False)),
    ],
)
def test_a_question_counts_as_answered_when_every_part_of_it_is(
    question: str, response: Response, expected: tuple[bool, bool]
) -> None:
    assert mark_of(question, response) == expected


def test_flags_and_the_count_of_answered_questions_stand_beside_each_other() -> None:
    answers = Answers({"q1": current(ChoiceResponse("a"))}, frozenset({"q1", "q5"}))
    assert [mark.question for mark in marks_of(PAPER, answers) if mark.flagged] == ["q1", "q5"]
    assert answered_count(PAPER, answers) == 1


def test_time_left_never_shows_less_than_nothing() -> None:
    exam = Exam("e", "Exam", "Site", key_release=0, start=NOW, end=NOW + MINUTE)
    before, in_it = ExamState(now=NOW - 10, exam=exam), ExamState(now=NOW + 10, exam=exam)
    after = ExamState(now=NOW + 2 * MINUTE, exam=exam)
    assert (before.time_to_start, before.time_left) == (10, MINUTE + 10)
    assert (in_it.time_to_start, in_it.time_left) == (0, MINUTE - 10)
    assert (after.time_to_start, after.time_left) == (0, 0)
    assert (ExamState(now=NOW).time_left, ExamState(now=NOW).time_to_start) == (0, 0)
