"""What a paper gives for an answer is what the item's own rule gives for it, from file to score."""

import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from examprotocol.paper import Cloze, Matching, Multiple, Ordering, Question, Single, questions_of
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    GapsResponse,
    LinksResponse,
    OrderResponse,
    PairsResponse,
    Response,
)
from examserver.errors import PaperFileError
from examserver.importers.archive import with_folder
from examserver.importers.errors import QuestionRefusedError, RuleError
from examserver.importers.qti.choosing import AskedChoice, read_choice, read_hottext
from examserver.importers.qti.connecting import AskedLinks, read_match
from examserver.importers.qti.declarations import read_declarations
from examserver.importers.qti.documents import Documents
from examserver.importers.qti.gap_matching import AskedGaps, read_gap_match
from examserver.importers.qti.item_source import ItemSource
from examserver.importers.qti.ordering import AskedOrder, read_order
from examserver.importers.qti.package import has_qti_root
from examserver.importers.qti.package_files import FilesBeside
from examserver.importers.qti.processing.answers import Answer, some_answers
from examserver.importers.qti.processing.compiling import value_of
from examserver.importers.qti.processing.program import read_program
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.registry import import_paper
from examserver.scoring.keys import Key, ManualKey
from examserver.scoring.score import score

pytestmark = pytest.mark.corpora

SETS = ("pie-qti", "pie-qti-i18n", "citolab-qti3", "kennisnet-qti3", "qtiworks-samples", "learnosity-qti")
READERS: dict[str, Callable[[etree._Element, ItemSource], "Asked"]] = {
    "choiceInteraction": read_choice,
    "hottextInteraction": read_hottext,
    "matchInteraction": read_match,
    "gapMatchInteraction": read_gap_match,
    "orderInteraction": read_order,
}
MOST_TRIES = 60
NEAR = Decimal("0.0001")
Asked = AskedChoice | AskedLinks | AskedGaps | AskedOrder


def _keyed(path: Path) -> tuple[Question, Key] | None:
    """The only question of an item that a machine scores."""
    try:
        draft = import_paper(path, "paper1")
    except PaperFileError:
        return None
    if len(questions_of(draft.paper)) != 1:
        return None
    (question,) = questions_of(draft.paper)
    key = draft.keys.keys.get(question.id)
    return None if key is None or isinstance(key, ManualKey) else (question, key)


def _asked(path: Path) -> tuple[etree._Element, Asked] | None:
    """What an item with one question below its text asks, by the identifiers of the file."""
    documents = Documents(with_folder(path))
    try:
        root = documents.read(path.name)
        blocks = list(root.iter(*READERS))
        rule = root.find("responseProcessing")
        if len(blocks) != 1 or rule is None or not (len(rule) or rule.get("template")):
            return None
        source = ItemSource(root, FilesBeside(documents, path.name), QuestionTexts())
        return root, READERS[str(blocks[0].tag)](blocks[0], source)
    except QuestionRefusedError:
        return None


def _ids(choices: object, bodies: Mapping[str, str]) -> dict[str, str]:
    """The paper's id of each identifier of the file, by what both show."""
    id_of = {one.body: one.id for one in choices}  # type: ignore[attr-defined] # choices of any kind
    return {identifier: id_of[body] for identifier, body in bodies.items()}


def _response(question: Question, asked: Asked, answer: Answer) -> Response:
    """The answer of the file as the candidate's response."""
    if isinstance(asked, AskedChoice):
        assert isinstance(question, Single | Multiple)
        chosen = tuple(_ids(question.choices, asked.bodies)[one] for one in answer)
        return ChoiceResponse(chosen[0]) if isinstance(question, Single) else ChoicesResponse(chosen)
    if isinstance(asked, AskedOrder):
        assert isinstance(question, Ordering)
        return OrderResponse(tuple(_ids(question.choices, asked.bodies)[one] for one in answer))
    pairs = [tuple(pair.split()) for pair in answer]
    if isinstance(asked, AskedGaps):
        assert isinstance(question, Cloze)
        ids = _ids(question.pool, asked.pool)
        return GapsResponse({f"g{asked.gaps.index(gap) + 1}": ids[word] for word, gap in pairs})
    assert isinstance(question, Matching)
    left, right = _ids(question.left, asked.left), _ids(question.right, asked.right)
    turned = [(two, one) if asked.is_turned else (one, two) for one, two in pairs]
    links = tuple((left[one], right[two]) for one, two in turned)
    return PairsResponse(dict(links)) if question.left_max == 1 else LinksResponse(links)


def _has_twins(asked: Asked) -> bool:
    """Whether two choices look the same, so that nobody can say which is which."""
    sides = [asked.left, asked.right] if isinstance(asked, AskedLinks) else []
    sides += [asked.pool] if isinstance(asked, AskedGaps) else []
    sides += [asked.bodies] if isinstance(asked, AskedChoice | AskedOrder) else []
    return any(len(set(side.values())) < len(side) for side in sides)


def _by_the_rule(
    root: etree._Element, response: str, answers: list[Answer]
) -> Iterator[tuple[Answer, Decimal]]:
    declared = read_declarations(root)
    processing = root.find("responseProcessing")
    assert processing is not None
    program = read_program(processing, declared)
    for answer in answers:
        outcomes = program.run({response: value_of(declared.responses[response], answer)})
        value = outcomes.get("SCORE")
        assert value is not None
        assert isinstance(value.item, Decimal)
        yield answer, value.item


def test_every_answer_gets_the_points_of_the_item_s_own_rule(corpora: Path) -> None:
    dice = random.Random(7)
    compared = set()
    for path in (one for name in SETS for one in sorted((corpora / name).rglob("*.xml"))):
        if not has_qti_root(path.read_bytes()) or (keyed := _keyed(path)) is None:
            continue
        found = _asked(path)
        if found is None or _has_twins(found[1]):
            continue
        (question, key), (root, asked) = keyed, found
        answers, _ = some_answers(asked.space, (), dice)
        tried = [answer for answer in dice.sample(answers, min(len(answers), MOST_TRIES)) if answer]
        try:
            worths = list(_by_the_rule(root, asked.space.response, tried))
        except RuleError:
            continue
        for answer, points in worths:
            scored = score(question, key, _response(question, asked, answer)).points
            assert scored is not None
            assert abs(scored - points) <= NEAR, (path, answer)
        compared.add(path)
    assert len(compared) > 60
