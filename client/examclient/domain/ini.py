"""The lines of an INI file as people leave them: whatever stands in it, what can be understood is.

Rule: no text makes this fail. A line that is none of `[section]`, `key = value`, comment or empty is stray,
and nothing else in the file suffers for it. Why not configparser: docs/decisions/0013.
"""

import re
from dataclasses import dataclass

COMMENTS = (";", "#", "；", "//")
SECTION = re.compile(r"\[([^\[\]]*)\]\s*(?:[;#；].*)?")
BEHIND = re.compile(r"(?<!\s)\s+[;；].*")
QUOTED = re.compile(r"\"([^\"]*)\"\s*(?:[;#；].*)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key = value`; `line` counts from 1. `section` is empty before the first section."""

    section: str
    key: str
    value: str
    line: int = 0

    @property
    def name(self) -> tuple[str, str]:
        """What it is known by: upper and lower case do not matter."""
        return self.section.casefold(), self.key.casefold()


@dataclass(frozen=True, slots=True)
class Ini:
    """The entries in their order, and the lines that are nothing of an INI file: entries without a key."""

    entries: tuple[Entry, ...]
    stray: tuple[Entry, ...]


def parse_ini(text: str) -> Ini:
    """Read all lines. NUL characters are taken for nothing."""
    entries: list[Entry] = []
    stray: list[Entry] = []
    section = ""
    for number, line in enumerate(text.replace("\0", "").splitlines(), start=1):
        words = line.strip("\ufeff \t\v\f\u00a0\u3000")
        head = SECTION.fullmatch(words)
        key, sign, value = words.replace("＝", "=", 1).partition("=")
        if not words or words.startswith(COMMENTS):
            continue
        if head:
            section = head[1].strip()
        elif sign and key.strip():
            entries.append(Entry(section, key.strip(), _plain(value.strip()), number))
        else:
            stray.append(Entry(section, "", words, number))
    return Ini(tuple(entries), tuple(stray))


def _plain(value: str) -> str:
    """Without the comment behind it and without quotation marks, which keep a semicolon in the value."""
    quoted = QUOTED.fullmatch(value)
    if quoted:
        return quoted[1].strip()
    return "" if value.startswith((";", "；")) else BEHIND.sub("", value)
