"""The common part of `\\ce` (mhchem) and `\\pu` as plain LaTeX: formulas, charges, isotopes, arrows, units.

Rule: what is not understood for certain stays as `\\ce`, which is then refused by its name.
Source: the mhchem manual, version 4.
"""

import re

_COMMAND = re.compile(r"\\(ce|pu)\s*\{")
_ARROWS = {
    "<=>": r"\xrightleftharpoons",
    "<-->": r"\xrightleftharpoons",
    "<->": r"\xleftrightarrow",
    "->": r"\xrightarrow",
    "<-": r"\xleftarrow",
    "=": r"\xlongequal",
}
_TOKEN = re.compile(
    r"(?P<arrow><=>|<-->|<->|->|<-|={2,}|(?<=\s)=(?=[\s\[]))(?P<labels>(?:\[[^\[\]]*\]){0,2})"
    r"|(?P<isotope>\^\{?\d+\}?_\{?-?\d+\}?)"
    r"|(?P<gas>(?<=\s)\^(?=\s|$)|(?<=\s)v(?=\s|$))"
    r"|(?P<charge>\^\{?[0-9n]*[+-]?\}?)"
    r"|(?P<state>\((?:s|l|g|aq)\))"
    r"|(?P<element>[A-Z][a-z]?)"
    r"|(?P<number>\d+(?:\.\d+)?(?:/\d+)?)"
    r"|(?P<under>_\{?[0-9A-Za-z+-]+\}?)"
    r"|(?P<plus>(?<=\s)\+(?=\s))"
    r"|(?P<sign>[+-](?=$|[\s\])]))"
    r"|(?P<bond>[-=#](?=[A-Z(]))"
    r"|(?P<bracket>[\[\]()])"
    r"|(?P<dot>\s*[*.·]\s*(?=[0-9A-Z]))"
    r"|(?P<electron>e(?=\^|-))"
    r"|(?P<comma>,)"
    r"|(?P<space>\s+)"
)
_BONDS = {"-": "-", "=": "=", "#": r"\equiv "}
_QUANTITY = re.compile(
    r"\s*(?P<value>[+-]?\d+(?:[.,]\d+)?)?(?:(?:e|E|x10\^)(?P<power>[+-]?\d+))?\s*"
    r"(?P<unit>[A-Za-z%°Ωμµ/^0-9 .*-]*)"
)
_UNIT = re.compile(r"(?P<name>[A-Za-z%°Ωμµ]+)(?:\^?(?P<power>-?\d+))?|(?P<join>[/ .*]+)")


def without_chemistry(latex: str) -> str:
    """The formula with each `\\ce{..}` and `\\pu{..}` that is understood written out."""
    parts: list[str] = []
    at = 0
    for found in _COMMAND.finditer(latex):
        end = _closing(latex, found.end())
        if found.start() < at or end < 0:
            continue
        inner = latex[found.end() : end]
        written = _reaction(inner) if found.group(1) == "ce" else _quantity(inner)
        if written is not None:
            parts += [latex[at : found.start()], "{", written, "}"]
            at = end + 1
    return "".join([*parts, latex[at:]])


def _closing(text: str, at: int) -> int:
    depth = 1
    for place in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if not depth:
            return place
    return -1


def _reaction(text: str) -> str | None:
    """A formula or reaction; None where a part of it is not understood."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.end() == at:
            return None
        written = _token(found, parts)
        if written is None:
            return None
        parts.append(written)
        at = found.end()
    return "".join(parts)


def _token(found: re.Match[str], before: list[str]) -> str | None:
    text, kind = found.group(), found.lastgroup or ""
    if kind in ("arrow", "labels"):
        return _arrow(found)
    if kind == "isotope":
        above, below = re.findall(r"-?\d+", text)
        return rf"{{}}_{{{below}}}^{{{above}}}"
    if kind == "charge":
        inner = text[1:].strip("{}")
        return rf"^{{{inner}}}" if inner and before else _mass(inner)
    return _number(text, before) if kind == "number" else _plain(kind, text)


def _plain(kind: str, text: str) -> str:
    if kind in ("element", "electron", "state", "under"):
        letters = rf"\mathrm {{{text.lstrip('_').strip('{}')}}}"
        return {"state": rf"\,{letters}", "under": f"_{{{letters}}}"}.get(kind, letters)
    if kind == "gas":
        return r"\uparrow " if text == "^" else r"\downarrow "
    if kind == "sign":
        return f"^{{{text}}}"
    fixed = {"dot": r"\cdot ", "comma": r",\ ", "space": r"\ "}
    return _BONDS[text] if kind == "bond" else fixed.get(kind, text)


def _mass(inner: str) -> str | None:
    """A mass number with no atomic number, as in `^{14}C`."""
    return rf"{{}}^{{{inner}}}" if inner.isdigit() else None


def _number(text: str, before: list[str]) -> str:
    """A number after an element or a bracket counts atoms, else it counts molecules."""
    last = before[-1] if before else ""
    if last.startswith(r"\mathrm ") or last in (")", "]"):
        return rf"_{{{text}}}"
    numerator, _, denominator = text.partition("/")
    return (rf"\frac{{{numerator}}}{{{denominator}}}" if denominator else text) + r"\,"


def _arrow(found: re.Match[str]) -> str | None:
    labels = re.findall(r"\[([^\[\]]*)\]", found.group("labels"))
    written = [_label(label) for label in labels]
    over = written[0] if written else r"\ \ "
    under = f"[{written[1]}]" if len(written) > 1 else ""
    return rf"{_ARROWS[re.sub('=+$', '=', found.group('arrow'))]}{under}{{{over}}}"


def _label(text: str) -> str:
    """What stands at an arrow: words, a formula in dollars, or a chemical formula."""
    if text.startswith("$") and text.endswith("$"):
        return text.strip("$")
    if text.startswith("\\"):
        return text
    reaction = _reaction(text) if text.isascii() and not re.fullmatch(r"[a-z ]+", text) else None
    return reaction if reaction is not None else rf"\text{{{text}}}"


def _quantity(text: str) -> str | None:
    """A number with its unit; None where it is not understood."""
    found = _QUANTITY.fullmatch(text)
    if found is None:
        return None
    parts = [found.group("value") or ""]
    if found.group("power"):
        parts.append((r"\times " if parts[0] else "") + rf"10^{{{found.group('power')}}}")
    unit = found.group("unit").strip()
    written = "".join(_unit(part) for part in _UNIT.finditer(unit))
    if "".join(part.group() for part in _UNIT.finditer(unit)) != unit:
        return None
    return "".join(parts) + (r"\," if any(parts) and unit else "") + written


def _unit(part: re.Match[str]) -> str:
    if join := part.group("join"):
        return "/" if "/" in join else r"\cdot "
    name = part.group("name").replace("%", r"\%")
    power = part.group("power")
    return rf"\mathrm {{{name}}}" + (rf"^{{{power}}}" if power else "")
