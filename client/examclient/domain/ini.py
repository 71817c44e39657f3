"""The lines of an INI file as people leave them: whatever stands in it, what can be understood is.

Rule: no text makes this fail. A line that is none of `[section]`, `key = value`, comment or empty is stray,
and nothing else in the file suffers for it. Why not configparser: docs/decisions/0013.
"""

import re
import unicodedata
from dataclasses import dataclass

COMMENTS = (";", "#", "；", "＃", "//")
SECTION = re.compile(r"[\[［【]([^\[\]［］【】]*)[\]］】]\s*(.*)")
SIGN = re.compile(r"[=＝]")
BEHIND = re.compile(r"(?<!\s)\s+[;；].*")
QUOTED = re.compile(r"(?:\"([^\"]*)\"|'([^']*)'|[“”＂]([^“”＂]*)[“”＂])\s*(?:[;#；＃].*)?")
EDGES = "\ufeff \t\v\f\u00a0\u3000\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060"
"""What stands around words without being seen: spaces of all kinds, and what web pages and messengers add."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key = value`; `line` counts from 1. `section` is empty before the first section."""

    section: str
    key: str
    value: str
    line: int = 0

    @property
    def name(self) -> tuple[str, str]:
        """What it is known by: neither upper and lower case nor full-width letters matter."""
        return _known_by(self.section), _known_by(self.key)


@dataclass(frozen=True, slots=True)
class Ini:
    """The entries in their order, and the lines that are nothing of an INI file: entries without a key."""

    entries: tuple[Entry, ...]
    stray: tuple[Entry, ...]


def parse_ini(text: str) -> Ini:
    """Read all lines. NUL characters are taken for nothing, and a setting may stand behind its section."""
    entries: list[Entry] = []
    stray: list[Entry] = []
    section = ""
    for number, line in enumerate(text.replace("\0", "").splitlines(), start=1):
        words = line.strip(EDGES)
        head = SECTION.fullmatch(words)
        if head:
            section, words = head[1].strip(EDGES), head[2]
        if not words or words.startswith(COMMENTS):
            continue
        key, *values = SIGN.split(words, maxsplit=1)
        if values and key.strip(EDGES):
            entries.append(Entry(section, key.strip(EDGES), _plain(values[0].strip(EDGES)), number))
        else:
            stray.append(Entry(section, "", words, number))
    return Ini(tuple(entries), tuple(stray))


def _known_by(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _plain(value: str) -> str:
    """Without the comment behind it and without quotation marks, which keep a semicolon in the value."""
    quoted = QUOTED.fullmatch(value)
    if quoted:
        return (quoted[1] or quoted[2] or quoted[3] or "").strip()
    return "" if value.startswith((";", "；")) else BEHIND.sub("", value)
