"""Choosing one or several: choiceInteraction, and hottextInteraction with its words listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from examprotocol.richtext import plain_text
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import ChoiceItem, WeightedChoice
from examserver.importers.qti.asked import UnfitWorthError
from examserver.importers.qti.item_source import ItemSource, count, flag
from examserver.importers.qti.spaces import AnswerSpace, SpaceKind
from examserver.importers.qti.worths import ExactWorth, SharesWorth, Worth
from examserver.importers.question_texts import is_blank

_ONE, _NONE = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True)
class AskedChoice:
    """Choose among bodies, which are rich text."""

    space: AnswerSpace
    html: str
    answer: str
    bodies: Mapping[str, str]
    for_each: bool
    fixed: frozenset[int]

    def item(self, stem: str, points: Decimal, worth: Worth | None) -> ChoiceItem:
        """The question."""
        shares = shares_of(worth, self.bodies)
        several = self.space.kind is SpaceKind.SOME
        return ChoiceItem(
            stem=stem,
            points=points,
            choices=tuple(WeightedChoice(body, shares[one]) for one, body in self.bodies.items()),
            several=several,
            shuffle=self.for_each,
            exact=several and isinstance(worth, ExactWorth),
            min_choices=self.space.least if several else 0,
            max_choices=self.space.most if several else 0,
            for_each=self.for_each,
            fixed=self.fixed,
        )


def shares_of(worth: Worth | None, values: Mapping[str, str]) -> dict[str, Decimal]:
    """What each value is worth, as a share from -1 to 1; raises UnfitWorthError."""
    if isinstance(worth, ExactWorth):
        return {value: _ONE if value in worth.right else _NONE for value in values}
    if isinstance(worth, SharesWorth):
        shares = {value: worth.shares.get(value, worth.others) for value in values}
        if any(abs(share) > 1 for share in shares.values()):
            raise UnfitWorthError("one choice counts for more than the whole question")
        return shares
    return dict.fromkeys(values, _NONE)


def read_choice(element: etree._Element, source: ItemSource) -> AskedChoice:
    """A choiceInteraction."""
    choices = list(element.iterchildren("simpleChoice"))
    bodies = identified(choices, source)
    fixed = frozenset(place for place, choice in enumerate(choices) if flag(choice.get("fixed")))
    return _asked(element, source, bodies, source.prompt(element), flag(element.get("shuffle")), fixed)


def read_hottext(element: etree._Element, source: ItemSource) -> AskedChoice:
    """A hottextInteraction: the words are underlined in the text and listed below it."""
    words: dict[str, str] = {}

    def underline(hottext: etree._Element) -> str:
        html = source.html(hottext)
        words[_identifier(hottext, words)] = source.line(hottext)
        following = hottext.getnext()
        touches = following is not None and following.tag == "hottext" and not hottext.tail
        return f"<u>{html}</u> " if touches else f"<u>{html}</u>"

    writer = source.writer({"hottext": underline, "prompt": lambda _: ""})
    writer.write(element)
    piece = writer.pieces[0]
    if writer.blocks or piece.gaps or piece.sounds:
        raise QuestionRefusedError("TYPE_UNSUPPORTED", "Something else is asked inside its text.")
    source.texts.note(
        "HOTTEXT_LISTED", "The words to choose in the text are underlined, and listed below it."
    )
    html = f"{source.prompt(element)}<div>{piece.html}</div>"
    return _asked(element, source, words, html, for_each=False, fixed=frozenset())


def identified(elements: list[etree._Element], source: ItemSource) -> dict[str, str]:
    """The rich text of each choice by its identifier, in the order of the file."""
    bodies: dict[str, str] = {}
    for element in elements:
        bodies[_identifier(element, bodies)] = source.line(element)
    return bodies


def _identifier(element: etree._Element, known: Mapping[str, str]) -> str:
    identifier = (element.get("identifier") or "").strip()
    if not identifier or identifier in known:
        what = (
            f"Two choices are named “{identifier}”" if identifier else f"A <{element.tag}> has no identifier"
        )
        raise QuestionRefusedError("KEY_INVALID", f"{what}: its key cannot be read.")
    return identifier


def _asked(
    element: etree._Element,
    source: ItemSource,
    bodies: dict[str, str],
    html: str,
    for_each: bool,
    fixed: frozenset[int],
) -> AskedChoice:
    response = element.get("responseIdentifier") or ""
    declared = source.declared(response)
    if declared.cardinality not in ("single", "multiple"):
        raise QuestionRefusedError(
            "TYPE_UNSUPPORTED", f"Its choices are answered as “{declared.cardinality}”, which is not taken."
        )
    shown = {one: body for one, body in bodies.items() if not is_blank(body)}
    if len(shown) < len(bodies):
        raise QuestionRefusedError("CHOICE_EMPTY", "A choice has nothing to see in it.")
    several = declared.cardinality == "multiple"
    space = AnswerSpace(
        response=response,
        kind=SpaceKind.SOME if several else SpaceKind.ONE,
        values=tuple(bodies),
        least=min(count(element.get("minChoices")), len(bodies)),
        most=_most(element, len(bodies), len(declared.correct)) if several else 1,
    )
    return AskedChoice(space, html, right_words(declared.correct, bodies), bodies, for_each, fixed)


def _most(element: etree._Element, choices: int, right: int) -> int:
    """How many may be chosen; a limit that the key itself breaks is none."""
    most = count(element.get("maxChoices"))
    return most if right <= most < choices else 0


def right_words(correct: tuple[str, ...], bodies: Mapping[str, str]) -> str:
    """The right values in the words that the candidate sees."""
    return "; ".join(" ".join(plain_text(bodies[one]).split()) or one for one in correct if one in bodies)
