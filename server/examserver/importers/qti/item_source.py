"""One item while it is read: its declarations, the files beside it, and the texts that it brings.

Source: QTI 2.2, `assessmentItem`; QTI 3.0 has the same under other names.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml import etree

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.qti.html_writer import HtmlWriter, Special
from examserver.importers.qti.package_files import FilesBeside
from examserver.importers.question_texts import QuestionTexts


@dataclass(frozen=True, slots=True)
class Declared:
    """A response variable as declared. `correct` are the values of its right answer, in their order."""

    cardinality: str
    base_type: str
    correct: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemSource:
    """The root of an item, names normalised, and what belongs to it."""

    root: etree._Element
    files: FilesBeside
    texts: QuestionTexts

    def declared(self, identifier: str) -> Declared:
        """The declaration of a response variable; raises QuestionRefusedError where there is none."""
        for found in self.root.iterchildren("responseDeclaration"):
            if found.get("identifier") == identifier:
                values = found.findall("correctResponse/value")
                correct = tuple(" ".join("".join(map(str, value.itertext())).split()) for value in values)
                return Declared(found.get("cardinality", "single"), found.get("baseType", ""), correct)
        raise QuestionRefusedError("KEY_INVALID", f"It asks for “{identifier}”, which it does not declare.")

    def declared_for_people(self, identifier: str) -> Declared:
        """The same for what only people score: they need no declaration."""
        try:
            return self.declared(identifier)
        except QuestionRefusedError as refused:
            self.texts.note("SCORING_BY_HAND", f"{refused.sentence} People score it all the same.")
            return Declared("single", "", ())

    def writer(self, special: dict[str, Special] | None = None) -> HtmlWriter:
        """A new walk through a part of the item."""
        return HtmlWriter(self.files, self.texts, special)

    def html(self, element: etree._Element) -> str:
        """The content of an element in which nothing is asked."""
        writer = self.writer()
        writer.write(element)
        if writer.blocks or writer.passages or writer.pieces[0].gaps or writer.pieces[0].sounds:
            raise QuestionRefusedError(
                "TYPE_UNSUPPORTED", f"Something is asked or played inside a <{element.tag}>."
            )
        return writer.pieces[0].html

    def line(self, element: etree._Element) -> str:
        """The content of a choice as rich text."""
        return self.texts.rich_line(self.files.text(self.html(element)))

    def words(self, element: etree._Element) -> str:
        """The content of a choice as plain text."""
        return self.texts.words(self.files.text(self.html(element)))

    def prompt(self, interaction: etree._Element) -> str:
        """The HTML of an interaction's prompt; empty without one. Its sounds are found with the body."""
        prompt = interaction.find("prompt")
        if prompt is None:
            return ""
        writer = self.writer()
        writer.write(prompt)
        if writer.blocks or writer.pieces[0].gaps:
            raise QuestionRefusedError("TYPE_UNSUPPORTED", "Something is asked inside its prompt.")
        return f"<div>{writer.pieces[0].html}</div>"

    def max_score(self) -> Decimal | None:
        """The most points that the item says it gives: MAXSCORE, else the normal maximum of SCORE."""
        for name in ("MAXSCORE", "SCORE"):
            for found in self.root.iterchildren("outcomeDeclaration"):
                if found.get("identifier") == name:
                    told = (
                        found.findtext("defaultValue/value")
                        if name == "MAXSCORE"
                        else found.get("normalMaximum")
                    )
                    points = positive(told)
                    if points is not None:
                        return points
        return None


def positive(text: str | None) -> Decimal | None:
    """A number over zero with at most four places; None for all else."""
    try:
        number = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 < number <= 10_000:
        return None
    rounded = number.quantize(Decimal("0.0001")).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def count(text: str | None, default: int = 0) -> int:
    """A whole number from 0 on in an attribute; the default for all else."""
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 6 else default


def flag(text: str | None) -> bool:
    """A truth value as real files write it."""
    return (text or "").strip().casefold() in ("true", "1")
