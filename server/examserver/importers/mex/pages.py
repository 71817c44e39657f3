"""A question of an exam as one page of the paper: its text, its parts, its sounds and materials.

Rule: questions in questions are flattened, whatever the depth: what stands before an inner group becomes a
page to read among the parts. A part that cannot be taken is named; the others come in.
"""

from dataclasses import dataclass

from lxml import etree

from examserver.importers.author_text import AuthorText
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import (
    AccompaniedItem,
    ByHandItem,
    ClozeItem,
    CompositeItem,
    InfoItem,
    Item,
    MaterialItem,
    PlainItem,
    SoundItem,
)
from examserver.importers.mex.answer_key import MexKey
from examserver.importers.mex.answers import Answers
from examserver.importers.mex.attachments import Attachments
from examserver.importers.mex.flow import Flow, text_as_html, titled
from examserver.importers.mex.found import Found
from examserver.importers.mex.materials import materials_of, sounds_of
from examserver.importers.mex.names import ANSWERS, INLINE_ANSWERS, below, child, name_of
from examserver.importers.mex.numbering import number_of
from examserver.importers.question_texts import QuestionTexts, is_blank

PartItem = PlainItem | ByHandItem | AccompaniedItem
_PAGE_TITLE, _PART_TITLE = "h3", "p"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text between questions, or a question."""

    html: str
    found: Found
    question: etree._Element | None = None


class Page:
    """One question at the top of a section, on its way to an item."""

    def __init__(
        self, question: etree._Element, texts: QuestionTexts, attachments: Attachments, key: MexKey
    ) -> None:
        self._question = question
        self._texts = texts
        self._attachments = attachments
        self._key = key
        self._refused: list[QuestionRefusedError] = []

    def item(self) -> Item:
        """The whole page; raises QuestionRefusedError where nothing of it can be taken."""
        materials = materials_of(self._question, self._texts, self._attachments)
        parts = self._parts(self._question, _PAGE_TITLE)
        self._check_something_is_left(parts)
        if len(parts) == 1:
            return _accompanied(parts[0], materials)
        opening, rest = _opened(parts)
        limit = self._answer_limit(self._question)
        whole = CompositeItem(opening.item.stem, rest, limit)
        return AccompaniedItem(whole, materials, opening.sounds) if materials or opening.sounds else whole

    def _check_something_is_left(self, parts: list[PartItem]) -> None:
        """A page of which every question was left out is left out itself, for the first one's reason."""
        if self._refused and not any(map(_asks, parts)):
            first = self._refused[0]
            raise QuestionRefusedError(first.code, f"None of its questions can be taken. {first.sentence}")

    def _parts(self, question: etree._Element, tag: str) -> list[PartItem]:
        """The question and what is in it, one after the other."""
        pieces = self._pieces(question)
        if all(piece.question is None for piece in pieces):
            return self._leaf(question, tag)
        parts: list[PartItem] = []
        for position, piece in enumerate(pieces):
            if piece.question is not None:
                parts += self._tried(piece.question)
                continue
            html = self._opening(question, tag) + piece.html if position == 0 else piece.html
            stem = self._rich(html)
            if not is_blank(stem) or piece.found.sounds:
                parts.append(self._with_sounds(InfoItem(stem), piece.found))
        return parts

    def _tried(self, question: etree._Element) -> list[PartItem]:
        """The parts of an inner question; none, and a remark, where it cannot be taken."""
        try:
            return self._parts(question, _PART_TITLE)
        except QuestionRefusedError as refused:
            self._refused.append(refused)
            self._texts.note(
                refused.code, f"Its question {number_of(question)} was left out. {refused.sentence}"
            )
            return []

    def _pieces(self, question: etree._Element) -> list[Piece]:
        """Texts and inner questions in their order, whatever groups of sounds they stand in."""
        pieces = [Piece("", Found())]
        for one in question:
            if name_of(one) == "question":
                pieces += [Piece("", Found(), one), Piece("", Found())]
            elif any(True for _ in below(one, frozenset({"question"}))):
                inner = self._pieces(one)
                pieces += [*inner, Piece("", Found())]
            else:
                flow = Flow(found=pieces[-1].found)
                pieces[-1] = Piece(pieces[-1].html + flow.element(one) + text_as_html(one.tail), flow.found)
        first, *others = pieces
        return [
            first,
            *(one for one in others if one.question is not None or one.html.strip() or one.found.sounds),
        ]

    def _leaf(self, question: etree._Element, tag: str) -> list[PartItem]:
        """A question without others in it: its answers under its text."""
        answers = list(below(question, ANSWERS))
        inline = [one for one in answers if name_of(one) in INLINE_ANSWERS]
        if (answers and inline == answers) or (len(answers) > 1 and _is_cloze(question)):
            return [self._cloze(question, tag)]
        flow = Flow(number_answers=len(answers) > 1)
        stem = self._rich(self._opening(question, tag) + flow.inside(question))
        if not answers:
            return [self._with_sounds(InfoItem(stem), flow.found)]
        reader = Answers(self._texts, self._attachments, self._key, flow.found)
        if len(answers) == 1:
            return [self._with_sounds(reader.item(answers[0], stem), flow.found)]
        parts: list[PartItem] = [reader.item(one, f"<p><b>{number_of(one)}</b></p>") for one in answers]
        return [self._with_sounds(InfoItem(stem), flow.found), *parts]

    def _cloze(self, question: etree._Element, tag: str) -> PartItem:
        flow = Flow(mark_gaps=True)
        stem = self._rich(self._opening(question, tag) + flow.inside(question))
        reader = Answers(self._texts, self._attachments, self._key, flow.found)
        read = [reader.gap(one) for one in flow.found.gaps]
        item = ClozeItem(stem, tuple(gap for gap, _ in read))
        if all(known for _, known in read):
            return self._with_sounds(item, flow.found)
        if any(
            not known and name_of(one) != "text-answer"
            for one, (_, known) in zip(flow.found.gaps, read, strict=True)
        ):
            reader.no_key()
        return self._with_sounds(ByHandItem(item), flow.found)

    def _opening(self, question: etree._Element, tag: str) -> str:
        """Number, title and instruction."""
        flow = Flow()
        title = titled(question, flow, tag)
        instruction = flow.inside(child(question, "question-instruction")).strip()
        return title + (f"<div>{instruction}</div>" if instruction else "")

    def _rich(self, html: str) -> str:
        return self._texts.rich(AuthorText(html, files=self._attachments))

    def _with_sounds(self, item: PlainItem | ByHandItem, found: Found) -> PartItem:
        for note in found.notes:
            self._texts.note(note.code, note.sentence)
        sounds = sounds_of(found.sounds, self._texts, self._attachments)
        return AccompaniedItem(item, sounds=sounds) if sounds else item

    def _answer_limit(self, question: etree._Element) -> int:
        """How many parts count, from the limit on questions; where they are not one for one, it is named."""
        limits = [one for one in question.iter() if name_of(one) == "question" and one.get("max-answers")]
        if not limits:
            return 0
        inner = [piece.question for piece in self._pieces(question) if piece.question is not None]
        is_one_for_one = all(len(list(below(one, ANSWERS))) <= 1 or _is_cloze(one) for one in inner)
        limit = question.get("max-answers") or ""
        if limits == [question] and inner and is_one_for_one and limit.isdecimal():
            return int(limit)
        self._texts.note(
            "LIMIT_NOT_CARRIED", "Only some of its questions were to be answered; here all of them count."
        )
        return 0


@dataclass(frozen=True, slots=True)
class _Opening:
    """What stands above the parts of a composite."""

    item: InfoItem
    sounds: tuple[SoundItem, ...] = ()


def _opened(parts: list[PartItem]) -> tuple["_Opening", tuple[PartItem, ...]]:
    first = parts[0]
    if isinstance(first, InfoItem):
        return _Opening(first), tuple(parts[1:])
    if isinstance(first, AccompaniedItem) and isinstance(first.item, InfoItem):
        return _Opening(first.item, first.sounds), tuple(parts[1:])
    return _Opening(InfoItem("")), tuple(parts)


def _accompanied(part: PartItem, materials: tuple[MaterialItem, ...]) -> Item:
    if not materials:
        return part
    if isinstance(part, AccompaniedItem):
        return AccompaniedItem(part.item, materials, part.sounds)
    return AccompaniedItem(part, materials)


def _asks(part: PartItem) -> bool:
    return not isinstance(part.item if isinstance(part, AccompaniedItem) else part, InfoItem)


def _is_cloze(question: etree._Element) -> bool:
    """Whether all its answers are gaps of one text."""
    answers = list(below(question, ANSWERS))
    is_one = not any(True for _ in below(question, frozenset({"question"})))
    return is_one and all(map(_is_line, answers))


def _is_line(answer: etree._Element) -> bool:
    """Whether it is a field in a line of text."""
    name = name_of(answer)
    return name in INLINE_ANSWERS or (
        name == "text-answer" and (answer.get("type") or "single-line") == "single-line"
    )
