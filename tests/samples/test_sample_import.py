"""The sample exam as the site service takes it in."""

from decimal import Decimal

import pytest

from examprotocol.paper import (
    Essay,
    Info,
    Number,
    Question,
    Section,
    answerable_questions,
    questions_of,
    total_points,
)
from examprotocol.richtext import plain_text
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
from examserver.scoring.best import best_response
from examserver.scoring.score import score
from resources.samples.build_sample import BUILT
from resources.samples.make_pictures import FIGURES

# Question number to what is right: read off by hand, not from the file.
RIGHT_CHOICES = {
    1: {"彳亍（chì chù） 耄耋（mào dié） 龃龉（jǔ yǔ）"},
    2: {"56%"},
    3: {"东北方向"},
    4: {"《本草纲目》——李时珍"},
    5: {"先乘 G611，再乘 D307"},
    6: {"14"},
    7: {
        "二十四节气根据太阳在黄道上的位置划分",
        "春分日和秋分日，太阳直射赤道",
        "夏至日，北京的白昼是一年中最长的",
    },
    8: {"只闭合 S1，L1 发光，L2 不发光", "两个开关都闭合后，L1 与 L2 并联"},
    9: {"在不同网站使用不同的密码", "开启登录时的两步验证", "及时为操作系统和浏览器安装安全更新"},
    10: {"true"},
    11: {"false"},
    12: {"false"},
    13: {"true"},
    21: {"The reader does not want to be disturbed."},
}


@pytest.fixture(scope="module")
def draft() -> PaperDraft:
    return import_paper(BUILT, "sample")


def _best_points(draft: PaperDraft, question: Question) -> Decimal | None:
    key = draft.keys.keys[question.id]
    return score(question, key, best_response(question, key)).points


def _right_bodies(draft: PaperDraft, question: Question) -> set[str]:
    """What the key gives points for, in words; a true/false choice by its id."""
    bodies = {choice.id: plain_text(choice.body) for choice in getattr(question, "choices", ())}
    shares: dict[str, Decimal] = getattr(draft.keys.keys[question.id], "shares", {})
    return {bodies.get(choice, choice) for choice, share in shares.items() if share > 0}


def test_every_question_comes_in_without_a_remark(draft: PaperDraft) -> None:
    assert draft.remarks == ()
    assert len(answerable_questions(draft.paper)) == 25
    assert sum(isinstance(question, Info) for question in questions_of(draft.paper)) == 2


def test_the_paper_gives_one_hundred_points_in_seven_sections(draft: PaperDraft) -> None:
    def points(section: Section) -> Decimal:
        return sum((question.points for question in section.questions), Decimal(0))

    expected = [Decimal(value) for value in (15, 12, 6, 19, 9, 15, 24)]
    assert [points(section) for section in draft.paper.sections] == expected
    assert total_points(draft.paper) == 100


def test_all_five_pictures_come_in(draft: PaperDraft) -> None:
    assert len(draft.pictures) == len(FIGURES)


def test_the_best_answers_get_every_point_that_needs_no_scorer(draft: PaperDraft) -> None:
    for question in answerable_questions(draft.paper):
        if not isinstance(question, Essay):
            assert _best_points(draft, question) == question.points


@pytest.mark.parametrize("number", RIGHT_CHOICES)
def test_the_key_of_a_choice_question_names_what_is_right(draft: PaperDraft, number: int) -> None:
    question = answerable_questions(draft.paper)[number - 1]
    assert _right_bodies(draft, question) == RIGHT_CHOICES[number]


def test_numbers_come_with_their_units(draft: PaperDraft) -> None:
    numbers = [question for question in questions_of(draft.paper) if isinstance(question, Number)]
    assert [question.unit for question in numbers] == ["°", "m"]


def test_comparisons_in_the_text_arrive_whole(draft: PaperDraft) -> None:
    stems = [plain_text(question.stem) for question in questions_of(draft.paper)]
    assert sum("If 5 < 6 and 7 > 3" in stem for stem in stems) == 2
