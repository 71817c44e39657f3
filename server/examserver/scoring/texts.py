"""Whether a text fits an accepted one: `*` stands for any characters, `\\*` for a star.

Source: Moodle's shortanswer. Both sides are compared in Unicode NFC, outer space cut, inner space folded.
"""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_PIECES = re.compile(r"\\\*|\*+|[^\\*]+|\\")


def text_fits(pattern: str, text: str, *, case_matters: bool) -> bool:
    """Whether the whole text fits the pattern. An empty text fits nothing."""
    folded = _folded(text.strip(), case_matters=case_matters)
    if not folded:
        return False
    return _fits(_parts(pattern.strip(), case_matters=case_matters), folded)


def pattern_as_text(pattern: str, filling: str = "") -> str:
    """A text that fits the pattern: `filling` in the place of each wildcard."""
    return filling.join(_literals(pattern.strip()))


def _fits(parts: list[str], text: str) -> bool:
    """Match literal parts with anything between them; linear, so that no pattern can hang the scoring."""
    if len(parts) == 1:
        return text == parts[0]
    first, *middle, last = parts
    at, end = len(first), len(text) - len(last)
    if at > end or not text.startswith(first) or not text.endswith(last):
        return False
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _parts(pattern: str, *, case_matters: bool) -> list[str]:
    return [_folded(literal, case_matters=case_matters) for literal in _literals(pattern)]


def _literals(pattern: str) -> list[str]:
    """What stands between the wildcards, stars unescaped; always at least one."""
    literals = [""]
    for piece in _PIECES.findall(pattern):
        if piece.startswith("*"):
            literals.append("")
        else:
            literals[-1] += "*" if piece == "\\*" else piece
    return literals


def _folded(text: str, *, case_matters: bool) -> str:
    folded = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    return folded if case_matters else unicodedata.normalize("NFC", folded.casefold())
