"""What of an author's looks has meaning: alignment, bold, italic, underline, strike, sub and sup.

Rule: fonts, sizes and colours are the client's, so that every seat shows the same paper.
"""

import re

_ALIGNMENTS = frozenset({"left", "right", "center", "justify"})
_LENGTH = re.compile(r"([0-9]{1,4})(?:\.[0-9]+)?(?:px)?")
_BOLD = re.compile(r"bold|bolder|[6-9]00")
_LARGEST_PIXELS = 4000


def style_of(text: str | None) -> dict[str, str]:
    """The properties of a `style` attribute, in lower case."""
    pairs = (part.partition(":") for part in (text or "").casefold().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}


def alignment(style: dict[str, str], align: str | None) -> str | None:
    """The alignment by `style` or by the old `align` attribute."""
    asked = style.get("text-align", (align or "").casefold().strip())
    return asked if asked in _ALIGNMENTS else None


def inline_tags(style: dict[str, str]) -> list[str]:
    """The inline elements that say the same as the style, outermost first."""
    decoration = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    font = style.get("font", "")
    wanted = {
        "b": bool(_BOLD.fullmatch(style.get("font-weight", "")) or re.search(r"\bbold", font)),
        "i": style.get("font-style", "") in ("italic", "oblique") or "italic" in font,
        "u": "underline" in decoration or has_emphasis_dots(style),
        "s": "line-through" in decoration,
        "sub": style.get("vertical-align") == "sub",
        "sup": style.get("vertical-align") == "super",
    }
    return [tag for tag, is_wanted in wanted.items() if is_wanted]


def has_emphasis_dots(style: dict[str, str]) -> bool:
    """Whether the text has dots under its characters (着重号), which no Qt text can draw."""
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
