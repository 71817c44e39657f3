"""Moodle XML: shortanswer, numerical, essay and description."""

from lxml import etree

from examprotocol.richtext import plain_text
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import EssayItem, InfoItem, Item, NumberItem, ShortTextItem
from examserver.importers.moodle_fields import Fields, words_of
from examserver.importers.moodle_stem import points_in, question_fields, stem_of
from examserver.importers.number_keys import accepted_around
from examserver.importers.question_texts import QuestionTexts, rubric
from examserver.importers.shares import share_of_percent
from examserver.scoring.keys import AcceptedNumber, AcceptedText, NumberKey, TextKey
from examserver.scoring.numbers import read_number

_NO_UNITS = "3"
_FILE_ONLY = "noinline"


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
    if fields.word("responseformat") == _FILE_ONLY or fields.whole("attachmentsrequired"):
        raise QuestionRefusedError("TYPE_UNSUPPORTED", "It asks for a file, which cannot be handed in yet.")
    if fields.whole("attachments"):
        texts.note("ESSAY_ATTACHMENTS", "Files could be attached to it in Moodle; here they cannot.")
    return EssayItem(
        stem=stem_of(question, texts),
        points=points_in(fields),
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
