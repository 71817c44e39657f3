"""A formula as one line of text, for people who cannot see it and for places that show only text.

It is written as mathematicians type it, "x=(-b±√(b^2-4ac))/(2a)", which reads the same in every language.
"""

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
    parts = [_said(child) for child in element]
    match element.tag:
        case "mi" | "mn" | "mtext":
            text = element.text or ""
            return f" {text} " if element.tag == "mi" and len(text) > 1 and text.isascii() else text
        case "mo":
            return _sign(element.text or "")
        case "mspace":
            return " "
        case "mphantom" | "none" | "mprescripts":
            return ""
        case "mfrac" if (element.get("linethickness") or "").startswith("0"):
            return f"({parts[0]} over {parts[1]})"
        case "mfrac":
            return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
        case "mtable":
            return "[" + "; ".join(parts) + "]"
        case "mtr":
            return ", ".join(parts)
        case _:
            return _said_scripts(element, parts)


def _said_scripts(element: Element, parts: list[str]) -> str:
    match element.tag:
        case "msqrt":
            return f"√{_grouped(''.join(parts))}"
        case "mroot":
            return f"{_grouped(parts[1])}√{_grouped(parts[0])}"
        case "msup":
            return parts[0] + _raised(parts[1])
        case "msub" | "msubsup":
            return f"{parts[0]}_{_grouped(parts[1])}" + (_raised(parts[2]) if len(parts) > 2 else "")
        case "mover":
            return _over(parts[0], parts[1].strip())
        case "munder":
            return parts[0] if parts[1].strip() in _BRACES else f"{_under(parts[0], parts[1].strip())}"
        case "munderover":
            return f"{parts[0]}_{_grouped(parts[1])}^{_grouped(parts[2])} "
        case "arrow":
            labels = ", ".join(part.strip() for part in parts[1:] if part.strip())
            return f" {parts[0].strip()}[{labels}] "
        case "mmultiscripts":
            return _multiscripts(element, parts)
        case _:
            return "".join(parts)


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


def _over(base: str, sign: str) -> str:
    bare = base.strip()
    if sign in _BRACES:
        return base
    if len(bare) == 1 and sign in _COMBINING:
        return bare + _COMBINING[sign]
    if sign in _NAMES:
        return f" {_NAMES[sign]}({bare})"
    return f"{base}^{_grouped(sign)}"


def _under(base: str, sign: str) -> str:
    return f" underline({base.strip()})" if sign == "\u2015" else f"{base}_{_grouped(sign)} "


def _multiscripts(element: Element, parts: list[str]) -> str:
    tags = [child.tag for child in element]
    split = tags.index("mprescripts") if "mprescripts" in tags else len(parts)
    before, after = parts[split + 1 :], parts[1:split]
    return _pairs(before) + parts[0] + _pairs(after)


def _pairs(scripts: list[str]) -> str:
    signs = ("_", "^") * (len(scripts) // 2 + 1)
    return "".join(f"{sign}{_grouped(text)}" for sign, text in zip(signs, scripts, strict=False) if text)
