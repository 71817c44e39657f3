"""What a candidate's file is called on somebody's disk: a name that no system takes for anything else."""

import re

STRANGE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
LONGEST = 120
"""Characters; the ending stays."""

MOST_BYTES = 240
"""In UTF-8, in which file systems count: 255 is the most, and a number comes before the name."""


def visible_name(name: str) -> str:
    """The name without folders, control characters and what turns the direction of writing."""
    plain = STRANGE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ") or "file"
    plain = f"_{plain}" if DEVICES.match(plain) else plain
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return _cut(plain, LONGEST, MOST_BYTES)
    if len(plain) <= LONGEST and len(plain.encode()) <= MOST_BYTES:
        return plain
    ending = ending[:20]
    rest = MOST_BYTES - len(ending.encode()) - 1
    return f"{_cut(stem, LONGEST - len(ending) - 1, rest)}.{ending}"


def _cut(text: str, characters: int, most_bytes: int) -> str:
    return text[:characters].encode()[:most_bytes].decode(errors="ignore")
