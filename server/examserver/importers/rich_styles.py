"""What of an author's looks has meaning: alignment, indent, frame, bold, italic, lines, dots, sub and sup.

Rule: fonts, sizes and colours are the client's, so that every seat shows the same paper.
"""

import re

_ALIGNMENTS = frozenset({"left", "right", "center", "justify"})
_LENGTH = re.compile(r"([0-9]{1,4})(?:\.[0-9]+)?(?:px)?")
_BOLD = re.compile(r"bold|bolder|[6-9]00")
_INDENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]+)?)(em|px|pt)")
_UNITS = {"em": 1, "px": 16, "pt": 12}
"""How much of each is one character of the usual size."""

_LARGEST_PIXELS = 4000


def style_of(text: str | None) -> dict[str, str]:
    """The properties of a `style` attribute, in lower case."""
    pairs = (part.partition(":") for part in (text or "").casefold().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}


def alignment(style: dict[str, str], align: str | None) -> str | None:
    """The alignment by `style` or by the old `align` attribute."""
    asked = style.get("text-align", (align or "").casefold().strip())
    return asked if asked in _ALIGNMENTS else None


def inline_looks(style: dict[str, str]) -> list[tuple[str, str]]:
    """The inline elements, each with its class, that say the same as the style, outermost first."""
    decoration = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    is_wavy = "wavy" in f"{decoration} {style.get('text-decoration-style', '')}"
    font = style.get("font", "")
    wanted = {
        ("b", ""): bool(_BOLD.fullmatch(style.get("font-weight", "")) or re.search(r"\bbold", font)),
        ("i", ""): style.get("font-style", "") in ("italic", "oblique") or "italic" in font,
        ("u", "wavy"): "underline" in decoration and is_wavy,
        ("u", ""): "underline" in decoration and not is_wavy,
        ("em", "dots"): has_emphasis_dots(style),
        ("s", ""): "line-through" in decoration,
        ("sub", ""): style.get("vertical-align") == "sub",
        ("sup", ""): style.get("vertical-align") == "super",
    }
    return [look for look, is_wanted in wanted.items() if is_wanted]


def indent(style: dict[str, str]) -> int:
    """How many characters the first line begins in, from 0 to 9; a line that begins further out has none."""
    found = _INDENT.fullmatch(style.get("text-indent", ""))
    ems = float(found[1]) / _UNITS[found[2]] if found else 0
    return min(9, round(ems))


def is_framed(style: dict[str, str]) -> bool:
    """Whether there is a line around the element, on every side."""
    border = style.get("border") or style.get("border-style") or ""
    return bool(re.search(r"solid|dashed|dotted|double", border)) and not border.startswith("0")


def has_emphasis_dots(style: dict[str, str]) -> bool:
    """Whether the text has dots under its characters (着重号)."""
    names = ("text-emphasis", "text-emphasis-style", "-webkit-text-emphasis", "-webkit-text-emphasis-style")
    return any(style.get(name, "none") != "none" for name in names)


def is_hidden(style: dict[str, str]) -> bool:
    """Whether the author hid the element."""
    return style.get("display") == "none" or style.get("visibility") == "hidden"


def pixels(attribute: str | None, style_value: str | None) -> str | None:
    """A width or height in whole pixels; None where it is no such number."""
    for value in (style_value, attribute):
        found = _LENGTH.fullmatch((value or "").strip())
        if found and 0 < int(found.group(1)) <= _LARGEST_PIXELS:
            return str(int(found.group(1)))
    return None
