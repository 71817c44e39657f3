"""Moodle XML: shortanswer, numerical, essay and description."""

import re
from decimal import Decimal

from lxml import etree

from examprotocol.richtext import plain_text
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import (
    CompositeItem,
    EssayItem,
    FileItem,
    InfoItem,
    Item,
    NumberItem,
    ShortTextItem,
)
from examserver.importers.moodle_fields import Fields, words_of
from examserver.importers.moodle_stem import points_in, question_fields, stem_of
from examserver.importers.number_keys import accepted_around
from examserver.importers.question_texts import QuestionTexts, rubric
from examserver.importers.shares import share_of_percent
from examserver.scoring.keys import AcceptedNumber, AcceptedText, NumberKey, TextKey
from examserver.scoring.numbers import read_number

_NO_UNITS = "3"
_FILE_ONLY = "noinline"
_ANY_NUMBER, _MANY_FILES, _LARGEST_FILE = "-1", 10, 20 * 2**20
_BY_TEXT, _BY_FILES = "<p>1.</p>", "<p>2.</p>"


def read_shortanswer(question: etree._Element, texts: QuestionTexts) -> Item:
    """A typed text; the first accepted one that fits counts, so that wrong ones are kept too."""
    fields = question_fields(question)
    accepted = tuple(
        AcceptedText(words_of(answer), share_of_percent(answer.get("fraction") or "0"))
        for answer in question.findall("answer")
        if words_of(answer)
    )
    key = TextKey(accepted, case_matters=fields.flag("usecase", default=False))
    return ShortTextItem(stem_of(question, texts), points_in(fields), key)


def read_numerical(question: etree._Element, texts: QuestionTexts) -> Item:
    """A typed number; grading the unit is refused, one single unit is shown behind the field."""
    fields = question_fields(question)
    unit = _unit(fields)
    accepted = tuple(_number(answer, unit) for answer in question.findall("answer") if words_of(answer))
    return NumberItem(stem_of(question, texts), points_in(fields), NumberKey(accepted), unit)


def read_essay(question: etree._Element, texts: QuestionTexts) -> Item:
    """A long text; what the scorer should know goes to the key."""
    fields = question_fields(question)
    stem, points = stem_of(question, texts), points_in(fields)
    if fields.word("responseformat") == _FILE_ONLY:
        return _files(fields, stem, points)
    if not fields.whole("attachments") and fields.word("attachments") != _ANY_NUMBER:
        return _essay(fields, stem, points)
    text, files = _essay(fields, _BY_TEXT, points), _files(fields, _BY_FILES, Decimal(0))
    texts.note("ESSAY_ATTACHMENTS", "Text and files are two parts of it; all its points stand at the text.")
    return CompositeItem(stem, (text, files))


def _files(fields: Fields, stem: str, points: Decimal) -> FileItem:
    """Hand in files; -1 attachments are any number."""
    is_any = fields.word("attachments") == _ANY_NUMBER
    types = [kind.strip().casefold() for kind in re.split(r"[,;\s]+", fields.word("filetypeslist"))]
    return FileItem(
        stem=stem,
        points=points,
        max_files=_MANY_FILES if is_any else max(fields.whole("attachments"), 1),
        max_bytes=fields.whole("maxbytes", digits=10) or _LARGEST_FILE,
        types=tuple(kind for kind in types if kind.startswith(".")),
        rubric=rubric(fields.text("graderinfo")),
    )


def _essay(fields: Fields, stem: str, points: Decimal) -> EssayItem:
    return EssayItem(
        stem=stem,
        points=points,
        lines=max(fields.whole("responsefieldlines", 15), 3),
        min_words=fields.whole("minwordlimit"),
        max_words=fields.whole("maxwordlimit"),
        template=plain_text(rubric(fields.text("responsetemplate"))),
        rubric=rubric(fields.text("graderinfo")),
    )


def read_description(question: etree._Element, texts: QuestionTexts) -> Item:
    """A page to read."""
    return InfoItem(stem_of(question, texts))


def _number(answer: etree._Element, unit: str) -> AcceptedNumber:
    fields = Fields(answer)
    share = share_of_percent(answer.get("fraction") or "0")
    return accepted_around(words_of(answer), fields.word("tolerance"), share, unit)


def _unit(fields: Fields) -> str:
    if fields.whole("unitgradingtype"):
        raise QuestionRefusedError("SCORING_UNSUPPORTED", "It gives points for the unit, which is not taken.")
    units = [Fields(unit) for unit in fields.element.iterfind("units/unit")]
    names = {
        unit.word("unit_name"): unit.word("multiplier") or "1" for unit in units if unit.word("unit_name")
    }
    if not names or fields.word("showunits") == _NO_UNITS:
        return ""
    if len(names) > 1 or read_number(next(iter(names.values()))) != 1:
        raise QuestionRefusedError("SCORING_UNSUPPORTED", "It may be answered in several units.")
    return next(iter(names))
