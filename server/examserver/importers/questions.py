"""From an author's question to the question of the paper and its key, and the proof that the key works.

Rule: nothing in a question tells the key: ids are given after shuffling, alternative texts of pictures
that hold an answer are dropped.
"""

from decimal import Decimal

from examprotocol.paper import FALSE, TRUE, Essay, FileUpload, Info, Number, ShortText, TrueFalse
from examserver.importers.answer_words import words_of
from examserver.importers.choice_questions import choice_question
from examserver.importers.cloze_questions import cloze_question
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import (
    ByHandItem,
    ChoiceItem,
    ClozeItem,
    EssayItem,
    FileItem,
    InfoItem,
    LinksItem,
    MatchingItem,
    NumberItem,
    OrderingItem,
    PlainItem,
    ShortTextItem,
    TrueFalseItem,
)
from examserver.importers.key_checks import check_key
from examserver.importers.keyed_question import KeyedQuestion
from examserver.importers.link_questions import links_question, matching_question, ordering_question
from examserver.importers.rich_output import without_alternative_texts
from examserver.importers.shuffler import Shuffler
from examserver.scoring.best import reaches_full_points
from examserver.scoring.keys import ChoiceKey, ManualKey

_SHORT_CHARS, _LONG_CHARS = 500, 2000


def build_part(item: PlainItem | ByHandItem, question_id: str, shuffler: Shuffler) -> KeyedQuestion:
    """Give an author's question its ids, its order and its key; raises QuestionRefusedError."""
    if isinstance(item, ByHandItem):
        return _by_hand(item, question_id, shuffler)
    built = _build(item, question_id, shuffler)
    if built.key is not None:
        check_key(built.key)
        if not reaches_full_points(built.question, built.key):
            raise QuestionRefusedError(
                "SCORE_INVALID", "No answer gets all its points, in the order of its key."
            )
    return built


def _by_hand(item: ByHandItem, question_id: str, shuffler: Shuffler) -> KeyedQuestion:
    """The same question for the candidate; whatever key it has is left out."""
    built = _build(item.item, question_id, shuffler)
    if built.key is None:
        return built
    own = built.key.rubric if isinstance(built.key, ManualKey) else ""
    return KeyedQuestion(built.question, ManualKey(item.rubric or own))


def _build(  # noqa: PLR0911 - one line for each kind
    item: PlainItem, question_id: str, shuffler: Shuffler
) -> KeyedQuestion:
    match item:
        case ChoiceItem():
            return choice_question(item, question_id, shuffler)
        case MatchingItem():
            return matching_question(item, question_id, shuffler)
        case LinksItem():
            return links_question(item, question_id, shuffler)
        case OrderingItem():
            return ordering_question(item, question_id, shuffler)
        case ClozeItem():
            return cloze_question(item, question_id, shuffler)
        case ShortTextItem() | NumberItem():
            return _typed_question(item, question_id)
        case TrueFalseItem() | EssayItem() | FileItem() | InfoItem():
            return _plain_question(item, question_id)


def _plain_question(item: TrueFalseItem | EssayItem | FileItem | InfoItem, question_id: str) -> KeyedQuestion:
    match item:
        case TrueFalseItem():
            shares = {TRUE: Decimal(item.is_true), FALSE: Decimal(not item.is_true)}
            question = TrueFalse(id=question_id, stem=item.stem, points=item.points)
            return KeyedQuestion(question, ChoiceKey(shares))
        case EssayItem():
            return _essay_question(item, question_id)
        case FileItem():
            return _file_question(item, question_id)
        case InfoItem():
            return KeyedQuestion(Info(id=question_id, stem=item.stem, points=Decimal(0)), None)


def _typed_question(item: ShortTextItem | NumberItem, question_id: str) -> KeyedQuestion:
    stem = without_alternative_texts(item.stem, words_of(item.key))
    if isinstance(item, NumberItem):
        number = Number(id=question_id, stem=stem, points=item.points, unit=item.unit)
        return KeyedQuestion(number, item.key)
    longest = max((len(accepted.pattern) for accepted in item.key.accepted), default=0)
    max_chars = _SHORT_CHARS if longest * 2 <= _SHORT_CHARS else max(_LONG_CHARS, longest * 2)
    short = ShortText(id=question_id, stem=stem, points=item.points, max_chars=max_chars)
    return KeyedQuestion(short, item.key)


def _essay_question(item: EssayItem, question_id: str) -> KeyedQuestion:
    essay = Essay(
        id=question_id,
        stem=item.stem,
        points=item.points,
        lines=item.lines,
        min_words=item.min_words,
        max_words=item.max_words,
        template=item.template,
    )
    return KeyedQuestion(essay, ManualKey(item.rubric))


def _file_question(item: FileItem, question_id: str) -> KeyedQuestion:
    """Endings in lower case and with their dot, each once."""
    types = tuple(
        dict.fromkeys(f".{one.strip().lstrip('.').casefold()}" for one in item.types if one.strip())
    )
    upload = FileUpload(
        id=question_id,
        stem=item.stem,
        points=item.points,
        max_files=item.max_files,
        max_bytes=item.max_bytes,
        types=types,
    )
    return KeyedQuestion(upload, ManualKey(item.rubric))
