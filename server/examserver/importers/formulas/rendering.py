"""The one way to draw a formula: LaTeX or MathML in, a picture with its measures out."""

import re
from dataclasses import replace
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from examserver.importers.errors import FormulaError
from examserver.importers.formulas.alternative import alternative
from examserver.importers.formulas.drawing import draw
from examserver.importers.formulas.drawn import DrawnFormula
from examserver.importers.formulas.latex import latex_tree
from examserver.importers.formulas.mathml import normalised
from examserver.importers.formulas.mathml_source import shown_source
from examserver.importers.xml_entities import without_html_entities

_PREFIX = re.compile(r"(</?)[A-Za-z][\w.-]*:(?=[A-Za-z])")
_ONLY_SPACE = re.compile(r"(?:\\q?quad\b|\\[ ,;:!>]|~|\s)+")
_KEPT = 4096
"""How many drawings are kept: a formula takes 10 to 30 ms, and papers repeat them in every choice."""


@lru_cache(_KEPT)
def render_latex(source: str) -> DrawnFormula:
    """Draw a formula written in LaTeX, without its dollars; raises FormulaError.

    Always in display style: in a line of text TeX makes fractions too small for a screen.
    """
    return _drawn(latex_tree(source), source)


def render_mathml(math: Element | str) -> DrawnFormula:
    """Draw a formula given as `<math>`; raises FormulaError."""
    return _render_text(math if isinstance(math, str) else ElementTree.tostring(math, encoding="unicode"))


@lru_cache(_KEPT)
def _render_text(text: str) -> DrawnFormula:
    text = _PREFIX.sub(r"\1", text)
    if "<!" in text.replace("<!--", "").replace("<![CDATA[", ""):
        raise FormulaError(text, "it holds a declaration")
    try:
        math = ElementTree.fromstring(without_html_entities(text))  # noqa: S314 - no declaration gets here
    except ElementTree.ParseError as error:
        raise FormulaError(text, "it is not well-formed") from error
    return replace(_drawn(math, text), source=shown_source(math))


def _drawn(math: Element, source: str) -> DrawnFormula:
    tree = normalised(math, source)
    return draw(tree, alternative(tree), source)


def is_only_space(latex: str) -> bool:
    r"""Whether a formula is only room, as `$\quad$` between the brackets of an answer."""
    return _ONLY_SPACE.fullmatch(latex) is not None
