"""The gaps of Moodle's cloze syntax: `{2:SHORTANSWER:=Berlin#yes~%50%Bonn}`.

Rule: what looks like a gap but is none is refused, never shown: its text holds the answers. Feedback is
dropped here. Source: Moodle's multianswer question type.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from examserver.importers.errors import QuestionRefusedError


class GapKind(Enum):
    """What a gap asks for."""

    TEXT = auto()
    TEXT_WITH_CASE = auto()
    NUMBER = auto()
    CHOICE = auto()
    SEVERAL_CHOICES = auto()


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative of a gap: its percentage and its text, both as written, escapes resolved."""

    percent: str
    text: str


@dataclass(frozen=True, slots=True)
class ClozeField:
    """One gap. `weight` is as written, and may be empty."""

    weight: str
    kind: GapKind
    alternatives: tuple[Alternative, ...]
    is_shuffled: bool = False


_NAMES = {
    GapKind.TEXT: "SHORTANSWER SA MW",
    GapKind.TEXT_WITH_CASE: "SHORTANSWER_C SAC MWC",
    GapKind.NUMBER: "NUMERICAL NM",
    GapKind.CHOICE: "MULTICHOICE MC MULTICHOICE_V MCV MULTICHOICE_H MCH "
    "MULTICHOICE_S MCS MULTICHOICE_VS MCVS MULTICHOICE_HS MCHS",
    GapKind.SEVERAL_CHOICES: "MULTIRESPONSE MR MULTIRESPONSE_H MRH MULTIRESPONSE_S MRS MULTIRESPONSE_HS MRHS",
}
_SHUFFLED = frozenset("MULTICHOICE_S MCS MULTICHOICE_VS MCVS MULTICHOICE_HS MCHS".split()) | frozenset(
    "MULTIRESPONSE_S MRS MULTIRESPONSE_HS MRHS".split()
)
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_START = re.compile(r"\{\s*([0-9.,]*)\s*:\s*([A-Za-z][A-Za-z_]*)(\s*:)?")
_TAG = re.compile(r"<[^<>]*>")
_PIECE = re.compile(r"\\.|&(?:amp;)?#?\w{1,10};|[~#}{]|[^\\&~#}{]+|.", re.DOTALL)
_ESCAPED = re.compile(r"\\([}{#~/\"])")
_SHARE = re.compile(r"\s*(?:<br ?/?>\s*)*(?:(=)|%\s*([^%~#}]{1,20}?)\s*%)?")


def cloze_parts(text: str) -> list[str | ClozeField]:
    """The text between the gaps, and the gaps; raises QuestionRefusedError."""
    parts: list[str | ClozeField] = []
    at = 0
    while start := _next_start(text, at):
        alternatives, end = _alternatives(text, start)
        is_shuffled = start.group(2).upper() in _SHUFFLED
        field = ClozeField(start.group(1), _kind(start), alternatives, is_shuffled)
        parts += [text[at : start.start()], field]
        at = end
    parts.append(text[at:])
    if any(isinstance(part, str) and _next_start(_TAG.sub("", part), 0) for part in parts):
        raise QuestionRefusedError("CLOZE_SYNTAX", "A gap is broken up by HTML tags.")
    return parts


def begins_gap(text: str, at: int) -> bool:
    """Whether a gap of a known kind begins exactly here."""
    start = _START.match(text, at)
    return start is not None and start.group(2).upper() in _KINDS


def _next_start(text: str, at: int) -> re.Match[str] | None:
    """The next thing that begins like a gap; other braces are text."""
    starts = _START.finditer(text, at)
    return next((s for s in starts if s.group(3) or s.group(2).upper() in _KINDS), None)


def _kind(start: re.Match[str]) -> GapKind:
    kind = _KINDS.get(start.group(2).upper())
    if kind is None:
        raise QuestionRefusedError("CLOZE_SYNTAX", f"“{start.group(2)}” is no kind of gap.")
    return kind


def _alternatives(text: str, start: re.Match[str]) -> tuple[tuple[Alternative, ...], int]:
    """The alternatives of a gap, and where it ends."""
    shown = start.group().strip()
    if not start.group(3):
        raise QuestionRefusedError("CLOZE_SYNTAX", f"The gap “{shown}” has no answers.")
    answers: list[list[str]] = [[]]
    is_feedback = False
    for end, piece in _pieces(text, start.end()):
        if piece == "}":
            return tuple(_alternative("".join(answer)) for answer in answers), end
        if piece == "~":
            answers.append([])
            is_feedback = False
        elif piece == "#":
            is_feedback = True
        elif piece == "{" and _next_start(text[end - 1 : end + 60], 0):
            break
        elif not is_feedback:
            answers[-1].append(piece)
    raise QuestionRefusedError("CLOZE_SYNTAX", f"The gap “{shown}” is not closed by “}}”.")


def _pieces(text: str, at: int) -> Iterator[tuple[int, str]]:
    for piece in _PIECE.finditer(text, at):
        yield piece.end(), piece.group()


def _alternative(raw: str) -> Alternative:
    share = _SHARE.match(raw)
    assert share is not None
    percent = "100" if share.group(1) else share.group(2) or "0"
    return Alternative(percent, _ESCAPED.sub(r"\1", raw[share.end() :]).strip())
