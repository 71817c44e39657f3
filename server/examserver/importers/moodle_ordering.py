"""Moodle XML: ordering. Source: Moodle's ordering question type, its words for how it is graded."""

from collections.abc import Mapping
from typing import Literal

from lxml import etree

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import ByHandItem, Item, OrderingItem
from examserver.importers.moodle_stem import points_in, question_fields, stem_of
from examserver.importers.question_texts import QuestionTexts

_ALL_ITEMS = ("", "ALL", "0")
_BY: Mapping[str, Literal["exact", "position", "adjacent"]] = {
    "ALL_OR_NOTHING": "exact",
    "-1": "exact",
    "ABSOLUTE_POSITION": "position",
    "0": "position",
    "": "position",
    "RELATIVE_NEXT_EXCLUDE_LAST": "adjacent",
    "1": "adjacent",
}


def read_ordering(question: etree._Element, texts: QuestionTexts) -> Item:
    """The answers stand in their right order; a way of grading that is not ours is left to a person."""
    fields = question_fields(question)
    bodies = tuple(texts.rich_line(fields.own_text(answer)) for answer in question.findall("answer"))
    if len(bodies) < 2:
        raise QuestionRefusedError("CHOICE_MISSING", "It has fewer than two things to bring into order.")
    if fields.word("selecttype").upper() not in _ALL_ITEMS and 0 < fields.whole("selectcount") < len(bodies):
        texts.note("SELECTION_WHOLE", "Moodle shows some of its items; here all of them are asked.")
    graded = fields.word("gradingtype").upper()
    item = OrderingItem(stem_of(question, texts), points_in(fields), bodies, _BY.get(graded, "exact"))
    if graded in _BY:
        return item
    texts.note("SCORING_BY_HAND", f"Its grading “{graded}” is not carried: a person scores it.")
    order = "".join(f"<li>{body}</li>" for body in bodies)
    return ByHandItem(item, f"<ol>{order}</ol>")
