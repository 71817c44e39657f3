"""From a question in our own JSON to the item that every importer makes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from examserver.importers.author_text import AuthorText
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import (
    AccompaniedItem,
    ByHandItem,
    ChoiceItem,
    ClozeItem,
    CompositeItem,
    DragGapItem,
    EssayItem,
    FileItem,
    InfoItem,
    Item,
    LinksItem,
    MaterialItem,
    NumberItem,
    OrderingItem,
    PlainItem,
    PoolItem,
    SelectGapItem,
    ShortTextItem,
    SoundItem,
    TrueFalseItem,
    TypedGapItem,
    WeightedChoice,
)
from examserver.importers.own_json.files import Files
from examserver.importers.own_json.keys import (
    as_choices,
    choice_shares,
    link_shares,
    number_key,
    text_key,
)
from examserver.importers.own_json.structure import (
    AnyQuestionText,
    ClozeText,
    CompositeText,
    EssayText,
    FileText,
    GapText,
    InfoText,
    MatchingText,
    MaterialText,
    MultipleText,
    NumberText,
    OrderingText,
    PartText,
    ShortTextText,
    SingleText,
    SoundText,
    TrueFalseText,
)
from examserver.importers.question_texts import QuestionTexts, rubric
from examserver.importers.rich_tree import gap_mark
from examserver.importers.shares import points_of
from examserver.scoring.keys import AcceptedNumber, AcceptedText, NumberKey, TextKey

_MOST_DIGITS = 20
_GAP = re.compile(r"\[\[([^\[\]]{1,40})\]\]")
_ANY_TEXT = TextKey((AcceptedText("*"),))
_ANY_NUMBER = NumberKey((AcceptedNumber(Decimal(-(10**9)), Decimal(10**9)),))


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads the questions of one page: its texts, the materials and files, and how texts are written."""

    texts: QuestionTexts
    files: Files
    materials: Mapping[str, MaterialText]
    written: AuthorText

    def item(self, question: AnyQuestionText) -> Item:
        """A question with what accompanies it; raises QuestionRefusedError."""
        inner = self._composite(question) if isinstance(question, CompositeText) else self._scored(question)
        materials = tuple(self._material(name) for name in question.materials)
        sounds = self._sounds(question.sounds)
        return AccompaniedItem(inner, materials, sounds) if materials or sounds else inner

    def _composite(self, question: CompositeText) -> CompositeItem:
        parts = tuple(self._part(part, number) for number, part in enumerate(question.parts, 1))
        joint = _points(question.points) if question.joint else None
        if question.steps and (question.joint or question.answer_limit):
            raise QuestionRefusedError("JSON_STRUCTURE", "`steps` excludes `joint` and `answer_limit`.")
        asked = sum(not isinstance(part, InfoText) for part in question.parts)
        steps = tuple(range(asked)) if question.steps else ()
        return CompositeItem(self._rich(question.text), parts, question.answer_limit, joint, steps)

    def _part(self, part: PartText, number: int) -> PlainItem | ByHandItem | AccompaniedItem:
        try:
            item = self.item(part)
        except QuestionRefusedError as refused:
            raise QuestionRefusedError(refused.code, f"parts[{number - 1}]: {refused.sentence}") from refused
        assert not isinstance(item, CompositeItem)
        return item

    def _scored(self, question: PartText) -> PlainItem | ByHandItem:
        item = self._plain(question)
        told = rubric(self._author(question.rubric)) if question.rubric else ""
        if isinstance(item, EssayItem | FileItem):
            return replace(item, rubric=told)
        return ByHandItem(item, told) if question.by_hand else item

    def _plain(self, question: PartText) -> PlainItem:
        match question:
            case SingleText() | MultipleText():
                return self._choice(question)
            case ClozeText():
                return self._cloze(question)
            case MatchingText():
                return self._links(question)
            case ShortTextText() | NumberText():
                return self._typed(question)
            case TrueFalseText() | OrderingText() | EssayText() | FileText() | InfoText():
                return self._simple(question)

    def _simple(self, question: TrueFalseText | OrderingText | EssayText | FileText | InfoText) -> PlainItem:
        stem, points = self._rich(question.text), _points(question.points)
        match question:
            case TrueFalseText():
                return TrueFalseItem(stem, points, question.answer)
            case OrderingText():
                return OrderingItem(stem, points, tuple(map(self._line, question.items)), question.by)
            case FileText():
                return FileItem(stem, points, question.max_files, question.max_bytes, question.types)
            case EssayText(lines=lines, min_words=low, max_words=high, template=template):
                return EssayItem(stem, points, lines, low, high, template)
            case InfoText():
                return InfoItem(stem)

    def _typed(self, question: ShortTextText | NumberText) -> ShortTextItem | NumberItem:
        stem, points = self._rich(question.text), _points(question.points)
        if isinstance(question, NumberText):
            numbers = _ANY_NUMBER if question.by_hand and not question.accept else number_key(question.accept)
            return NumberItem(stem, points, numbers, question.unit)
        words = _ANY_TEXT if question.by_hand and not question.accept else None
        return ShortTextItem(stem, points, words or text_key(question.accept, case_matters=question.case))

    def _choice(self, question: SingleText | MultipleText) -> ChoiceItem:
        several = isinstance(question, MultipleText)
        choices = as_choices(question.choices)
        shares = choice_shares(choices, several=several)
        item = ChoiceItem(
            stem=self._rich(question.text),
            points=_points(question.points),
            choices=tuple(
                WeightedChoice(self._line(choice.text), share)
                for choice, share in zip(choices, shares, strict=True)
            ),
            several=several,
            shuffle=False,
            for_each=question.shuffle,
            fixed=frozenset(place for place, choice in enumerate(choices) if choice.fixed),
        )
        if isinstance(question, MultipleText):
            return replace(item, exact=question.exact, min_choices=question.min, max_choices=question.max)
        return item

    def _links(self, question: MatchingText) -> LinksItem:
        left, right = [one.id for one in question.left], [one.id for one in question.right]
        return LinksItem(
            stem=self._rich(question.text),
            points=_points(question.points),
            left=tuple(self._line(one.text) for one in question.left),
            right=tuple(self._line(one.text) for one in question.right),
            shares=link_shares(question.links, left, right),
            left_max=question.left_max,
            right_max=question.right_max,
            exact=question.exact,
            for_each=question.shuffle,
        )

    def _cloze(self, question: ClozeText) -> ClozeItem:
        names = _GAP.findall(question.text)
        if sorted(names) != sorted(question.gaps):
            raise QuestionRefusedError(
                "CLOZE_SYNTAX",
                f"The text has the gaps {', '.join(names) or 'none'}; “gaps” has "
                f"{', '.join(question.gaps) or 'none'}.",
            )
        numbers = iter(range(1, len(names) + 1))
        stem = self._rich(_GAP.sub(lambda _: gap_mark(next(numbers)), question.text))
        pool = [one.id for one in question.pool]
        return ClozeItem(
            stem=stem,
            gaps=tuple(self._gap(question.gaps[name], name, pool, question) for name in names),
            pool=tuple(PoolItem(self._line(one.text), one.uses) for one in question.pool),
            exact=question.exact,
            for_each=question.shuffle,
        )

    def _gap(
        self, gap: GapText, name: str, pool: list[str], question: ClozeText
    ) -> SelectGapItem | TypedGapItem | DragGapItem:
        points = _points(gap.points)
        if gap.choices:
            choices = as_choices(gap.choices)
            shares = choice_shares(choices, several=False)
            words = [self.texts.words(self._author(choice.text)) for choice in choices]
            return SelectGapItem(points, tuple(map(WeightedChoice, words, shares)), gap.shuffle)
        if gap.accept:
            return TypedGapItem(points, text_key(gap.accept, case_matters=gap.case))
        if gap.numbers:
            return TypedGapItem(points, number_key(gap.numbers))
        if gap.pool:
            shares_of = link_shares([(name, one) for one in gap.pool], [name], pool)
            return DragGapItem(points, {place: Decimal(1) for _, place in shares_of})
        if question.by_hand:
            return DragGapItem(points, {}) if pool else TypedGapItem(points, _ANY_TEXT)
        raise QuestionRefusedError("KEY_MISSING", f"The gap {name} has nothing that is right.")

    def _material(self, name: str) -> MaterialItem:
        material = self.materials.get(name)
        if material is None:
            raise QuestionRefusedError("MATERIAL_MISSING", f"There is no material with the id “{name}”.")
        return MaterialItem(
            name,
            self.texts.words(self._author(material.title)),
            self._rich(material.text),
            self._sounds(material.sounds),
        )

    def _sounds(self, sounds: tuple[SoundText, ...]) -> tuple[SoundItem, ...]:
        return tuple(
            SoundItem(
                self.files.sound(sound.file, self.texts), sound.title, sound.plays, sound.seek, sound.pause
            )
            for sound in sounds
        )

    def _author(self, text: str) -> AuthorText:
        return replace(self.written, text=self.files.with_sources(text))

    def _rich(self, text: str) -> str:
        return self.texts.rich(self._author(text))

    def _line(self, text: str) -> str:
        return self.texts.rich_line(self._author(text))


def _points(points: Decimal) -> Decimal:
    is_plain = points.is_finite() and abs(points.adjusted()) < _MOST_DIGITS
    return points_of(format(points, "f") if is_plain else str(points))
