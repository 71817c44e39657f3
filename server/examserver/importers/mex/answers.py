"""The answers of an exam as items: choices, gaps, things to connect, texts.

Rule: options without points and without a key beside the exam (a mastered one holds none) become questions
that people score; nothing is guessed. Points are those of `max-score`, else the best that the options give.
"""

from decimal import Decimal

from lxml import etree

from examserver.importers.author_text import AuthorText
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import (
    ByHandItem,
    ChoiceItem,
    EssayItem,
    LinksItem,
    SelectGapItem,
    ShortTextItem,
    TypedGapItem,
    WeightedChoice,
)
from examserver.importers.mex.answer_key import MexKey
from examserver.importers.mex.attachments import Attachments
from examserver.importers.mex.flow import Flow
from examserver.importers.mex.found import Found
from examserver.importers.mex.names import child, children, name_of, words
from examserver.importers.mex.numbering import number_of
from examserver.importers.question_texts import QuestionTexts, is_blank, rubric
from examserver.importers.shares import points_of
from examserver.scoring.keys import AcceptedText, TextKey

_NO_KEY = "The exam holds no key for it: people score it."
_ANY_TEXT = TextKey((AcceptedText("*"),))
_SHORT_LINES, _LINES, _MOST_LINES = 3, 12, 24
_CHARACTERS_IN_A_LINE = 80


class Answers:
    """Reads the answers of one page. Knows its texts, the exam's files and its key."""

    def __init__(self, texts: QuestionTexts, attachments: Attachments, key: MexKey, found: Found) -> None:
        self._texts = texts
        self._attachments = attachments
        self._key = key
        self._found = found

    def item(self, answer: etree._Element, stem: str) -> ChoiceItem | LinksItem | EssayItem | ByHandItem:
        """An answer that is no gap, under this stem; raises QuestionRefusedError."""
        match name_of(answer):
            case "choice-answer":
                return self._choice(answer, stem)
            case "dnd-answer-container":
                return self._links(answer, stem)
            case "text-answer":
                return self._text(answer, stem)
            case _:
                raise QuestionRefusedError("TYPE_UNSUPPORTED", "Answers that are spoken are not taken.")

    def gap(self, answer: etree._Element) -> tuple[SelectGapItem | TypedGapItem, bool]:
        """A gap, and whether its key is known."""
        if name_of(answer) == "dropdown-answer":
            return self._select_gap(answer)
        accepted = self._accepted(answer)
        points = _points(answer, [score for _, score in accepted])
        if not accepted:
            return TypedGapItem(points, _ANY_TEXT), False
        texts = tuple(AcceptedText(_literal(text), _share(score, points)) for text, score in accepted)
        return TypedGapItem(points, TextKey(texts, case_matters=True)), True

    def no_key(self) -> None:
        """Say that people score it."""
        self._texts.note("SCORED_BY_HAND", _NO_KEY)

    def _choice(self, answer: etree._Element, stem: str) -> ChoiceItem | ByHandItem:
        options = children(answer, "choice-answer-option")
        scores, known = self._scores(answer, options)
        points = _points(answer, scores)
        choices = tuple(
            WeightedChoice(self._body(option), _share(score, points))
            for option, score in zip(options, scores, strict=True)
        )
        item = ChoiceItem(stem, points, choices, several=False, shuffle=_shuffled(answer, options))
        return item if known else self._by_hand(item, answer)

    def _select_gap(self, answer: etree._Element) -> tuple[SelectGapItem, bool]:
        options = children(answer, "dropdown-answer-option")
        scores, known = self._scores(answer, options)
        points = _points(answer, scores)
        choices = tuple(
            WeightedChoice(words(option), _share(score, points))
            for option, score in zip(options, scores, strict=True)
        )
        return SelectGapItem(points, choices, shuffle=_shuffled(answer, options)), known

    def _links(self, container: etree._Element, stem: str) -> LinksItem | ByHandItem:
        answers = children(container, "dnd-answer")
        loose = children(container, "dnd-answer-option")
        options = [one for answer in answers for one in children(answer, "dnd-answer-option")] + loose
        left = tuple(self._title(answer) for answer in answers)
        right = tuple(self._body(option) for option in options)
        points = [_points(answer, self._own_scores(answer)) for answer in answers]
        total = sum(points, Decimal(0))
        shares = {
            (row, place): _score(option) / total
            for row, answer in enumerate(answers)
            for place, option in enumerate(options)
            if total and option.getparent() is answer and _score(option)
        }
        known = self._keyed_links(answers, options, points)
        shares |= {pair: score / total for pair, score in known.items() if total}
        item = LinksItem(stem, total, left, right, shares, left_max=1, right_max=1)
        return (
            item if {row for row, _ in shares} == set(range(len(answers))) else self._by_hand(item, container)
        )

    def _keyed_links(
        self, answers: list[etree._Element], options: list[etree._Element], points: list[Decimal]
    ) -> dict[tuple[int, int], Decimal]:
        return {
            (row, place): points[row]
            for row, answer in enumerate(answers)
            for place, option in enumerate(options)
            if option.get("option-id") in self._key.options.get(answer.get("question-id") or "", ())
        }

    def _text(self, answer: etree._Element, stem: str) -> EssayItem | ByHandItem:
        points = _points(answer, [])
        told = self._rubric(answer)
        if (answer.get("type") or "single-line") == "single-line":
            return ByHandItem(ShortTextItem(stem, points, _ANY_TEXT), told)
        length = int(answer.get("max-length") or 0) if (answer.get("max-length") or "").isdecimal() else 0
        lines = min(max(length // _CHARACTERS_IN_A_LINE, _SHORT_LINES), _MOST_LINES) if length else _LINES
        if length:
            self._texts.note(
                "LENGTH_NOT_CARRIED", f"The advice to write at most {length} characters is not shown."
            )
        return EssayItem(stem, points, lines, rubric=told)

    def _accepted(self, answer: etree._Element) -> list[tuple[str, Decimal]]:
        own = [(words(one), _score(one)) for one in children(answer, "accepted-answer")]
        return [row for row in own if row[0]] or list(
            self._key.texts.get(answer.get("question-id") or "", ())
        )

    def _scores(self, answer: etree._Element, options: list[etree._Element]) -> tuple[list[Decimal], bool]:
        """What each option gives, and whether that is known at all."""
        own = [_score(option) for option in options]
        if any(score > 0 for score in own):
            return own, True
        right = self._key.options.get(answer.get("question-id") or "", frozenset())
        points = _points(answer, [])
        keyed = [points if option.get("option-id") in right else Decimal(0) for option in options]
        return keyed, any(score > 0 for score in keyed)

    def _own_scores(self, answer: etree._Element) -> list[Decimal]:
        return [_score(option) for option in children(answer, "dnd-answer-option")]

    def _by_hand(self, item: ChoiceItem | LinksItem, answer: etree._Element) -> ByHandItem:
        self.no_key()
        return ByHandItem(item, self._rubric(answer))

    def _rubric(self, answer: etree._Element) -> str:
        told = child(answer, "answer-grading-instruction")
        return "" if told is None else rubric(AuthorText(Flow().inside(told)))

    def _title(self, answer: etree._Element) -> str:
        """The left side of a connection, with its number: sounds of it are played above."""
        body = self._with_sounds(child(answer, "dnd-answer-title"), number_of(answer))
        return body if not is_blank(body) else number_of(answer) or "?"

    def _body(self, option: etree._Element) -> str:
        return self._with_sounds(option, words(option))

    def _with_sounds(self, element: etree._Element | None, called: str) -> str:
        """The text of an option. Sounds in it are played above the stem under the option's words."""
        flow = Flow(in_line=True)
        body = self._texts.rich_line(AuthorText(flow.inside(element).strip(), files=self._attachments))
        for sound in flow.found.sounds:
            named = sound if sound.title else type(sound)(sound.name, called, sound.times, sound.restricted)
            self._found.sounds.append(named)
        for note in flow.found.notes:
            self._texts.note(note.code, note.sentence)
        return body


def _shuffled(answer: etree._Element, options: list[etree._Element]) -> bool:
    """An author's file has the right one where it was written; a mastered one is shuffled already."""
    return answer.get("ordering") != "fixed" and not all(option.get("option-id") for option in options)


def _score(element: etree._Element) -> Decimal:
    text = (element.get("score") or "0").strip()
    return -points_of(text[1:]) if text.startswith("-") else points_of(text)


def _points(answer: etree._Element, scores: list[Decimal]) -> Decimal:
    written = answer.get("max-score")
    return points_of(written) if written else max(scores, default=Decimal(0))


def _share(score: Decimal, points: Decimal) -> Decimal:
    return score / points if points else Decimal(0)


def _literal(text: str) -> str:
    return text.replace("*", "\\*")
