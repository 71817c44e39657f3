"""From a formula's tree, made safe by `mathml`, to its SVG and its measures."""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import ziamath
from ziamath.zmath import loadedfonts

from examserver.importers.errors import FormulaError
from examserver.importers.formulas import own_nodes  # noqa: F401 - registers them
from examserver.importers.formulas.drawn import DrawnFormula
from examserver.importers.formulas.math_font import EM, math_font

_FONT = "examserver"
_MOST_EMS = 200
_MOST_BYTES = 400_000
_ALLOWED = frozenset({"svg", "g", "path", "rect", "ellipse"})
# What ziamath raises on a tree that it does not expect; it has no errors of its own.
_BROKEN = (
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    ArithmeticError,
    ElementTree.ParseError,
)

ziamath.config.svg2 = False  # `use` and `symbol` are not in SVG Tiny, which is what Qt draws
ziamath.config.precision = 1


def draw(math: Element, alt: str, source: str) -> DrawnFormula:
    """Draw a formula; raises FormulaError where it cannot be drawn whole."""
    loadedfonts.setdefault(_FONT, math_font())
    try:
        drawing = ziamath.Math(math, size=EM, font=_FONT, margin=0)
        root = drawing.svgxml()
        box = drawing.node.bbox
    except FormulaError as error:
        raise FormulaError(source, error.reason) from error
    except RecursionError as error:
        raise FormulaError(source, "it is nested too deep") from error
    except _BROKEN as error:
        raise FormulaError(source, "its parts do not fit together") from error
    _check_size(source, float(box.xmax - box.xmin), float(box.ymax), float(box.ymin))
    return DrawnFormula(
        _written(root, source),
        width=_thousandths(box.xmax - box.xmin),
        ascent=max(_thousandths(box.ymax), 0),
        descent=max(_thousandths(-box.ymin), 0),
        alt=alt,
        source=source,
    )


def _check_size(source: str, width: float, top: float, bottom: float) -> None:
    if not (0 < width < _MOST_EMS * EM and bottom < top < _MOST_EMS * EM and bottom > -_MOST_EMS * EM):
        raise FormulaError(source, "there is nothing to draw, or it is far too large")


def _thousandths(length: float) -> int:
    return round(length * 1000 / EM)


def _written(root: Element, source: str) -> bytes:
    """The SVG, its height from the ascent to the descent also where these were cut off at the baseline."""
    for element in root.iter():
        if element.tag not in _ALLOWED:
            raise FormulaError(source, f"its drawing needs <{element.tag}>")
        if element.get("fill") == "black":
            del element.attrib["fill"]
    left, top, width, height = (float(part) for part in (root.get("viewBox") or "").split())
    upper, lower = min(top, 0.0), max(top + height, 0.0)
    root.set("viewBox", f"{left:g} {upper:g} {width:g} {lower - upper:g}")
    root.set("height", f"{lower - upper:g}")
    root.attrib.pop("xmlns:xlink", None)
    text = re.sub(r"(?<=\d) (?=[A-Za-z])|(?<=[A-Za-z]) (?=[-\d])", "", _text(root))
    if len(text) > _MOST_BYTES:
        raise FormulaError(source, "its drawing is far too large")
    return text.encode()


def _text(root: Element) -> str:
    return ElementTree.tostring(root, encoding="unicode")
