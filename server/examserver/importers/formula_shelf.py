"""The formulas of one question: found in its texts, drawn, and kept with their pictures.

Rule: TeX that cannot be drawn is shown as it was typed, which is complete, and remarked on. MathML that
cannot be drawn refuses its question: without its layout `x/2` would read `x2`.
"""

import hashlib
import re
from collections.abc import Callable

from examprotocol.paper_parts import Formula
from examserver.importers.author_text import TextFormat
from examserver.importers.collected import Collected
from examserver.importers.draft import Picture
from examserver.importers.errors import FormulaError, QuestionRefusedError
from examserver.importers.formulas.drawn import DrawnFormula
from examserver.importers.formulas.finding import FoundFormula, replace_formulas
from examserver.importers.formulas.rendering import is_only_space, render_latex, render_mathml
from examserver.importers.formulas.tabular import with_tables
from examserver.importers.rich_tree import formula_mark

SVG = "image/svg+xml"
_PIXELS = 18
"""An em on a screen without zoom, for the sizes in pixels that every picture of a paper has."""
_MARKDOWN_ESCAPED = re.compile(r"\\\\([()\[\]])")
_INVISIBLE = re.compile(r"phantom|\\label\b")
_SHOWN = 60
_ROOM = "\N{NO-BREAK SPACE}" * 4
_LONGEST_SOURCE = 4000


class FormulaShelf:
    """Owns the formulas drawn for one text. It does not know whether the text shows them all."""

    def __init__(self, note: Callable[[str, str], None]) -> None:
        self._note = note
        self._drawn = Collected()

    def with_marks(self, text: str, text_format: TextFormat) -> str:
        """The text with a mark for each formula; raises QuestionRefusedError for MathML that is not drawn."""
        if text_format is TextFormat.MARKDOWN:
            text = _MARKDOWN_ESCAPED.sub(r"\\\1", text)
        is_html = text_format is not TextFormat.PLAIN
        return replace_formulas(with_tables(text) if is_html else text, self._mark, is_html=is_html)

    def alternatives(self) -> dict[str, str]:
        """The alternative text of each formula, by its id."""
        return {formula.id: formula.alt for formula in self._drawn.formulas.values()}

    def shown_in(self, rich: str) -> Collected:
        """The formulas that stand in a rich text: one in a part that was hidden or removed goes nowhere."""
        shown = {
            name: formula for name, formula in self._drawn.formulas.items() if f'src="formula:{name}"' in rich
        }
        pictures = {formula.asset_id: self._drawn.pictures[formula.asset_id] for formula in shown.values()}
        return Collected(pictures=pictures, formulas=shown)

    def _mark(self, found: FoundFormula) -> str | None:
        if not found.is_mathml and is_only_space(found.source):
            return _ROOM
        try:
            drawn = render_mathml(found.source) if found.is_mathml else render_latex(found.source)
        except FormulaError as error:
            if found.is_mathml:
                raise QuestionRefusedError(
                    "FORMULA_UNSUPPORTED", f"It has a MathML formula that cannot be drawn: {error.reason}."
                ) from error
            shown = " ".join(found.whole.split())[:_SHOWN]
            self._note("FORMULA_AS_TEXT", f"The formula “{shown}” is shown as it was typed: {error.reason}.")
            return None
        return formula_mark(self._kept(drawn))

    def _kept(self, drawn: DrawnFormula) -> str:
        asset_id = hashlib.sha256(drawn.svg).hexdigest()
        # What an author made invisible to leave room, or wrote for nobody to see, is perhaps the answer.
        source = drawn.alt if _INVISIBLE.search(drawn.source) else drawn.source[:_LONGEST_SOURCE]
        name = "f" + hashlib.sha256(f"{asset_id}{source}".encode()).hexdigest()[:16]
        measures = drawn.width, drawn.ascent, drawn.descent
        self._drawn.formulas[name] = Formula(name, asset_id, *measures, drawn.alt, source)
        width, height = (max(1, round(size * _PIXELS / 1000)) for size in _size(drawn))
        self._drawn.pictures[asset_id] = Picture(drawn.svg, SVG, width, height)
        return name


def _size(drawn: DrawnFormula) -> tuple[int, int]:
    return drawn.width, drawn.ascent + drawn.descent


def without_mathml(text: str) -> str:
    """The text with each `<math>` in one line of text, for those who see no pictures: scorers' notes."""
    return re.sub(
        r"<(?:\w+:)?math\b.*?</(?:\w+:)?math\s*>", _in_one_line, text, flags=re.DOTALL | re.IGNORECASE
    )


def _in_one_line(found: re.Match[str]) -> str:
    try:
        alt = render_mathml(found.group()).alt
    except FormulaError:
        return found.group()
    return alt.replace("&", "&amp;").replace("<", "&lt;")
