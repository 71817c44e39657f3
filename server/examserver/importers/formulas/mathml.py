"""MathML by anyone to the tree that is drawn: known elements with the right children, safe attributes.

Rule: what would be drawn as something else than it says stops the formula. Source: MathML Core and
MathML 3, presentation elements.
"""

import re
from xml.etree.ElementTree import Element, SubElement

from ziamath.styles import MathVariant, styledstr

from examserver.importers.errors import FormulaError

_NAMESPACE = re.compile(r"^\{[^}]*\}|^[A-Za-z][\w.-]*:")
_CHILDREN = {
    "mfrac": 2,
    "mroot": 2,
    "msup": 2,
    "msub": 2,
    "mover": 2,
    "munder": 2,
    "msubsup": 3,
    "munderover": 3,
    "arrow": 3,
}
TOKENS = frozenset("mi mn mo mtext ms".split())
_ROWS = frozenset("math mrow mstyle mpadded merror mtd".split())
_AS_ROW = frozenset("mstyle mpadded mtd merror".split())
_OTHERS = frozenset("mspace msqrt menclose mphantom mmultiscripts mprescripts none mtable mtr".split())
KEPT_ATTRIBUTES = frozenset(
    "displaystyle mathvariant stretchy fence form minsize maxsize lspace rspace linethickness accent "
    "accentunder width height depth largeop symmetric columnalign rowspacing columnspacing notation "
    "linebreak columnlines rowlines frame colrules rowrules".split()
)
_VARIANTS = {
    "normal": "normal",
    "bold": "normal bold",
    "italic": "italic",
    "bold-italic": "bold italic",
}
_ALPHABETS = {
    "double-struck": MathVariant("double"),
    "script": MathVariant("script"),
    "bold-script": MathVariant("script", bold=True),
    "fraktur": MathVariant("fraktur"),
    "bold-fraktur": MathVariant("fraktur", bold=True),
    "sans-serif": MathVariant("sans"),
    "bold-sans-serif": MathVariant("sans", bold=True),
    "sans-serif-italic": MathVariant("sans", italic=True),
    "sans-serif-bold-italic": MathVariant("sans", bold=True, italic=True),
    "monospace": MathVariant("mono"),
}
"""Alphabets of their own in Unicode: the letters are written in them, so that the text alone says it too."""
_NOTATIONS = frozenset(
    "box roundedbox circle top bottom left right horizontalstrike verticalstrike updiagonalstrike "
    "downdiagonalstrike longdiv actuarial".split()
)
_LENGTH = re.compile(r"-?[0-9]*\.?[0-9]+(em|ex|mu)?|(negative)?(very){0,2}(thin|medium|thick)mathspace")
_ABSOLUTE = re.compile(r"(-?[0-9]*\.?[0-9]+)(pt|px|mm|cm|in)")
_ABSOLUTE_EMS = {"pt": 0.1, "px": 0.1, "mm": 0.285, "cm": 2.85, "in": 7.2}
_LENGTHS = frozenset("minsize maxsize lspace rspace width height depth rowspacing columnspacing".split())
_INVISIBLE = re.compile("[\u2061-\u2064\u200b-\u200f\u00ad\ufe00-\ufe0f]")
_BARS = frozenset("\u00af\u203e\u0305\u2015\u2014\u2013\u2012_\u0332")
_RULE = "\u2015"  # what ziamath draws as a rule as long as what it stands over
_SIGNS = str.maketrans({"-": "\u2212", "\u00a0": " ", "\u2010": "\u2212", "\u2011": "\u2212"})
_DEEPEST, _MOST = 60, 3000


def local_name(element: Element) -> str:
    """The element's name without its namespace or prefix."""
    return _NAMESPACE.sub("", str(element.tag))


def normalised(math: Element, source: str) -> Element:
    """The tree to draw; raises FormulaError where an element or its children cannot be drawn rightly."""
    if sum(1 for _ in math.iter()) > _MOST:
        raise FormulaError(source, f"it has more than {_MOST} parts")
    rest = _Rewriting(source)
    root = Element("math", {"display": "block"})
    rest.fill(root, math, 0)
    if not len(root):
        raise FormulaError(source, "there is nothing in it")
    return root


class _Rewriting:
    """One walk through a tree. Owns nothing but the source that errors name."""

    def __init__(self, source: str) -> None:
        self._source = source

    def fill(self, target: Element, element: Element, depth: int) -> None:
        """Add what stands in `element` to `target`."""
        if depth > _DEEPEST:
            raise self._error(f"it is nested more than {_DEEPEST} deep")
        self._check_no_text(element)
        for child in element:
            if isinstance(child.tag, str):
                self._add(target, child, depth + 1)

    def _add(self, target: Element, element: Element, depth: int) -> None:
        name = local_name(element)
        match name:
            case "semantics" | "maction":
                first = next(iter(element), None)
                if first is None:
                    raise self._error(f"<{name}> is empty")
                self._add(target, first, depth)
            case "annotation" | "annotation-xml" | "maligngroup" | "malignmark":
                return
            case "mfenced":
                self._add_fenced(target, element, depth)
            case _ if name in TOKENS:
                self._add_token(target, element, name)
            case _ if name in _CHILDREN or name in _ROWS or name in _OTHERS:
                self._add_part(target, element, name, depth)
            case _:
                raise self._error(f"it has <{name}>, which cannot be drawn")

    def _add_part(self, target: Element, element: Element, name: str, depth: int) -> None:
        tag = "mrow" if name in _AS_ROW and target.tag != "mtr" else "mtd" if name == "mtd" else name
        part = SubElement(target, "mrow" if name == "math" else tag, self._attributes(element, name))
        if name == "mpadded":
            part.attrib.clear()
        self.fill(part, element, depth)
        if name in _CHILDREN and len(part) != _CHILDREN[name]:
            raise self._error(f"<{name}> has {len(part)} parts where it needs {_CHILDREN[name]}")
        if name in ("mover", "munder", "munderover"):
            _mend_accents(part)
        if name in ("mtable", "mtr") and not len(part):
            target.remove(part)
        elif name == "mtable":
            _rule(part)
        if name in ("msqrt", "menclose", "mtd", "mphantom") and not len(part):
            SubElement(part, "mspace")
        if tag == "mrow" and not len(part):
            part.tag = "mspace"
            part.attrib.clear()

    def _add_token(self, target: Element, element: Element, name: str) -> None:
        if len(element):
            raise self._error(f"<{name}> holds an element where only text can be drawn")
        text = _INVISIBLE.sub("", element.text or "")
        if name in ("mtext", "ms"):
            text = re.sub(r"[\s\u00a0]+", " ", text)
        else:
            text = text.strip().translate(_SIGNS if name in ("mo", "mn") else {})
        if name == "mi" and any(ord(sign) > 0x2E7F and ord(sign) < 0xFFFF for sign in text):
            name = "mtext"
        if not text:
            SubElement(target, "mo" if name == "mo" else "mspace")
            return
        if alphabet := _ALPHABETS.get(element.get("mathvariant", "")):
            text = styledstr(text, alphabet)
        SubElement(target, "mtext" if name == "ms" else name, self._attributes(element, name)).text = text

    def _add_fenced(self, target: Element, element: Element, depth: int) -> None:
        row = SubElement(target, "mrow")
        _fence(row, element.get("open", "("), "prefix")
        separators = "".join(element.get("separators", ",").split())
        inner = SubElement(row, "mrow")
        for number, child in enumerate(element):
            if number and separators:
                SubElement(inner, "mo").text = separators[min(number, len(separators)) - 1]
            self._add(inner, child, depth + 1)
        if not len(inner):
            row.remove(inner)
        _fence(row, element.get("close", ")"), "postfix")

    def _attributes(self, element: Element, name: str) -> dict[str, str]:
        found = {
            local_name_of(key): value.strip() for key, value in element.attrib.items() if value is not None
        }
        kept = {key: value for key, value in found.items() if key in KEPT_ATTRIBUTES}
        for key in _LENGTHS & kept.keys():
            kept[key] = " ".join(_in_ems(length) for length in kept[key].split())
            if not all(_LENGTH.fullmatch(length) for length in kept[key].split()):
                del kept[key]
        if "mathvariant" in kept:
            kept["mathvariant"] = _VARIANTS.get(kept["mathvariant"], "normal")
        if re.fullmatch(r"[0-3]", found.get("scriptlevel", "")):
            kept["scriptlevel"] = found["scriptlevel"]
        if name == "menclose" and not set(kept.setdefault("notation", "longdiv").split()) <= _NOTATIONS:
            raise self._error(f"it is enclosed by “{kept['notation']}”, which cannot be drawn")
        if name == "mfrac" and "linethickness" in kept and not re.match(r"0", kept["linethickness"]):
            del kept["linethickness"]
        return kept

    def _check_no_text(self, element: Element) -> None:
        loose = [element.text, *(child.tail for child in element)]
        if any(text and text.strip() for text in loose):
            raise self._error(f"<{local_name(element)}> holds text outside of a <mtext>")

    def _error(self, reason: str) -> FormulaError:
        return FormulaError(self._source, reason)


def local_name_of(attribute: str) -> str:
    """An attribute's name without its namespace."""
    return _NAMESPACE.sub("", attribute)


def _in_ems(length: str) -> str:
    """Absolute lengths count in a font of ten points: the drawing is made at one size and scaled."""
    found = _ABSOLUTE.fullmatch(length)
    return f"{float(found.group(1)) * _ABSOLUTE_EMS[found.group(2)]:g}em" if found else length


def _rule(table: Element) -> None:
    """Make a table with rules our own `<ruledtable>`; MathML repeats the last word for all further places."""
    columns, rows = max(len(row) for row in table), len(table)
    framed = table.attrib.pop("frame", "none") != "none"
    inner = [(table.attrib.pop("columnlines", "none"), columns), (table.attrib.pop("rowlines", "none"), rows)]
    for name, (words, count) in zip(("colrules", "rowrules"), inner, strict=True):
        lines = words.split() or ["none"]
        wanted = "".join("01"[lines[min(at, len(lines) - 1)] != "none"] for at in range(count - 1))
        edge = "01"[framed]
        table.attrib.setdefault(name, edge + wanted + edge)
    if "1" in table.attrib["colrules"] + table.attrib["rowrules"]:
        table.tag = "ruledtable"


def _fence(row: Element, sign: str, form: str) -> None:
    if sign.strip():
        fence = SubElement(row, "mo", {"stretchy": "true", "fence": "true", "form": form})
        fence.text = sign.strip()


def _mend_accents(part: Element) -> None:
    """Say by other characters what ziamath takes for something else over or under a base."""
    for label in part[1:]:
        sign = label.text or ""
        if label.tag != "mo" or len(sign) != 1:
            continue
        if sign in _BARS and not _is_one_letter(part[0]):
            label.text = _RULE
        elif sign in _BARS:
            label.text = "\u00af" if label is part[-1] and part.tag != "munder" else _RULE
        elif sign in "^\u02c6":
            label.text = "\u02c6" if label.get("stretchy") == "false" else "\u0302"
        elif sign in "~\u02dc":
            label.text = "~" if label.get("stretchy") == "false" else "\u0303"
        else:
            continue
        label.set("accent", "true")


def _is_one_letter(base: Element) -> bool:
    while base.tag == "mrow" and len(base) == 1:
        base = base[0]
    return base.tag in TOKENS and len(base.text or "") == 1
