"""A formula as one line of text, for people who cannot see it and for places that show only text.

It is written as mathematicians type it, "x=(-b±√(b^2-4ac))/(2a)", which reads the same in every language.
"""

from collections.abc import Callable
from xml.etree.ElementTree import Element

_COMBINING = {
    "\u02c6": "\u0302",
    "\u0302": "\u0302",
    "~": "\u0303",
    "\u0303": "\u0303",
    "\u00af": "\u0304",
    "\u02d9": "\u0307",
    "\u00a8": "\u0308",
    "\u2192": "\u20d7",
    "\u00b4": "\u0301",
    "`": "\u0300",
    "\u02d8": "\u0306",
    "\u02c7": "\u030c",
    "\u02da": "\u030a",
}
_NAMES = {"\u2015": "bar", "\u2192": "vec", "\u02c6": "hat", "\u0302": "hat", "~": "tilde", "\u0303": "tilde"}
_SPACED = frozenset("=≠<>≤≥⩽⩾≈≡∼∝→⇒⇔⇌⟶∈∉⊂⊆⊊∪∩∧∨±×÷∴∵⊥∥")
_PRIMES = frozenset("′″‴")
_BRACES = frozenset("⏞⏟⎴⎵⏜⏝")


def alternative(element: Element) -> str:
    """The formula as one line."""
    return " ".join(_said(element).split())


def _said(element: Element) -> str:
    if element.tag in ("mi", "mn", "mtext"):
        return _word(element)
    if element.tag == "mo":
        return _sign(element.text or "")
    write = _WRITERS.get(element.tag, _row)
    return write(element, [_said(child) for child in element])


def _word(element: Element) -> str:
    text = element.text or ""
    if element.tag == "mi" and text in _SPACED:  # latex2mathml takes many operators for identifiers
        return _sign(text)
    return f" {text} " if element.tag == "mi" and len(text) > 1 and text.isascii() else text


def _row(_: Element, parts: list[str]) -> str:
    return "".join(parts)


def _fraction(element: Element, parts: list[str]) -> str:
    if (element.get("linethickness") or "").startswith("0"):
        return f"({parts[0]} over {parts[1]})"
    return f"{_grouped(parts[0])}/{_grouped(parts[1])}"


def _scripts(element: Element, parts: list[str]) -> str:
    raised = _raised(parts[2]) if len(parts) > 2 else ""
    return f"{_braced(element[0], parts[0])}_{_grouped(parts[1])}{raised}"


def _arrow(_: Element, parts: list[str]) -> str:
    labels = ", ".join(part.strip() for part in parts[1:] if part.strip())
    return f" {parts[0].strip()}[{labels}] " if labels else f" {parts[0].strip()} "


def _sign(text: str) -> str:
    if len(text) > 1 and text.isalpha():
        return f" {text} "
    return f" {text} " if text in _SPACED else text


def _grouped(text: str) -> str:
    """In brackets, unless it is one number or one sign."""
    bare = text.strip()
    return bare if len(bare) == 1 or bare.isdigit() else f"({bare})"


def _raised(text: str) -> str:
    bare = text.strip()
    return bare if bare and set(bare) <= _PRIMES | {"°"} else f"^{_grouped(text)}"


def _braced(element: Element, text: str) -> str:
    """In brackets where a brace lies over or under it, which has no other sign in a line."""
    while element.tag == "mrow" and len(element) == 1:
        element = element[0]
    has_brace = element.tag in ("mover", "munder") and (element[1].text or "") in _BRACES
    return _grouped(text) if has_brace else text


def _over(element: Element, parts: list[str]) -> str:
    base, sign = parts[0], parts[1].strip()
    bare = base.strip()
    if sign in _BRACES:
        return base
    if len(bare) == 1 and sign in _COMBINING:
        return bare + _COMBINING[sign]
    if sign in _NAMES:
        return f" {_NAMES[sign]}({bare})"
    return f"{_braced(element[0], base)}^{_grouped(sign)}"


def _under(element: Element, parts: list[str]) -> str:
    base, sign = parts[0], parts[1].strip()
    if sign in _BRACES:
        return base
    if sign == "\u2015":
        return f" underline({base.strip()})"
    return f"{_braced(element[0], base)}_{_grouped(sign)} "


def _multiscripts(element: Element, parts: list[str]) -> str:
    tags = [child.tag for child in element]
    split = tags.index("mprescripts") if "mprescripts" in tags else len(parts)
    before, after = parts[split + 1 :], parts[1:split]
    return _pairs(before) + parts[0] + _pairs(after)


def _pairs(scripts: list[str]) -> str:
    signs = ("_", "^") * (len(scripts) // 2 + 1)
    return "".join(f"{sign}{_grouped(text)}" for sign, text in zip(signs, scripts, strict=False) if text)


_WRITERS: dict[str, Callable[[Element, list[str]], str]] = {
    "mspace": lambda _, __: " ",
    "mphantom": lambda _, __: "",
    "none": lambda _, __: "",
    "mprescripts": lambda _, __: "",
    "mfrac": _fraction,
    "mtable": lambda _, rows: "[" + "; ".join(rows) + "]",
    "ruledtable": lambda _, rows: "[" + "; ".join(rows) + "]",
    "mtr": lambda _, cells: ", ".join(cells),
    "msqrt": lambda _, parts: f"√{_grouped(''.join(parts))}",
    "mroot": lambda _, parts: f"{_grouped(parts[1])}√{_grouped(parts[0])}",
    "msup": lambda element, parts: _braced(element[0], parts[0]) + _raised(parts[1]),
    "msub": _scripts,
    "msubsup": _scripts,
    "mover": _over,
    "munder": _under,
    "munderover": lambda _, parts: f"{parts[0]}_{_grouped(parts[1])}^{_grouped(parts[2])} ",
    "arrow": _arrow,
    "mmultiscripts": _multiscripts,
}
