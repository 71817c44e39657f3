"""GIFT's control characters, escaped and not: afterwards a `{` in the text is one that means something.

Rule: an escaped character travels as a noncharacter until its text is cut out, then it is itself again.
Source: Moodle's GIFT filter. Beyond it, the attributes of well-formed HTML tags need no escapes.
"""

import re

_ESCAPED = {
    ":": "\ufdd2",
    "#": "\ufdd3",
    "=": "\ufdd4",
    "{": "\ufdd5",
    "}": "\ufdd6",
    "~": "\ufdd7",
    "n": "\ufdd8",
}
COMMENT = "\ufdd9"  # stands for a comment's line, so that lines can still be counted
_MEANING = str.maketrans({mark: "\n" if sign == "n" else sign for sign, mark in _ESCAPED.items()})
_IN_MARKUP = str.maketrans({sign: _ESCAPED[sign] for sign in ":#=~"})
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_MARKUP = re.compile(
    r"""<[A-Za-z][A-Za-z0-9]*(?:\s+[\w:-]+=(?:"[^"{}]*"|'[^'{}]*'|[\w./#:-]+))+\s*/?>|&\#x?[0-9A-Fa-f]{1,6};"""
)


def with_marks(text: str) -> str:
    """The text with each escaped control character as its mark."""
    marked = _ESCAPE.sub(lambda found: _ESCAPED.get(found.group(1), "\\"), text)
    return _MARKUP.sub(lambda found: found.group().translate(_IN_MARKUP), marked)


def without_marks(text: str) -> str:
    """The text as its author meant it."""
    return text.translate(_MEANING)


def without_comments(text: str) -> str:
    """The text without the lines that stand for comments."""
    return text.replace(f"{COMMENT}\n", "").replace(COMMENT, "")
