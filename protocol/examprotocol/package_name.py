"""What a package's file is called: `SITE-EXAM-NUMBER-TIME.examanswers`.

Rule: only what every file system takes, and not too long for any: letters and digits of all languages (of
Unicode's first plane), `_` and `-`; at most MOST_BYTES in UTF-8. Sources: Microsoft, "Naming Files, Paths,
and Namespaces"; VFAT (255 units of UTF-16); ext4 (255 bytes).
"""

import re
import unicodedata
from datetime import datetime
from itertools import accumulate

SUFFIX, CHUNK_SUFFIX = ".examanswers", ".examattachment"
MOST_BYTES = 180
MOST_PART_BYTES = 48
"""Of each of the three parts: 16 Chinese characters, or 48 digits."""

NAME = re.compile(r"[\w-]{1,170}\.examanswers")
"""What a reader takes for a package's own name. Its only dot has a dash before it: so it is none of Windows'
reserved names (CON, NUL, COM1), which are reserved with any ending."""

NOTHING = "_"


def package_name(site: str, exam: str, candidate: str, when: datetime) -> str:
    """The name for an attempt's package; `when` is the site time, in the zone of the room's clocks."""
    parts = [name_part(text) for text in (site, exam, candidate)]
    return "-".join([*parts, when.strftime("%Y%m%d-%H%M%S")]) + SUFFIX


def chunk_name(package: str, number: int) -> str:
    """What the `number`-th chunk beside a package is called, counted from 1 over all its attachments."""
    return f"{package.removesuffix(SUFFIX)}.{number:03}{CHUNK_SUFFIX}"


def is_package_name(name: str) -> bool:
    """Whether a package may be called so."""
    return NAME.fullmatch(name) is not None and "-" in name and len(name.encode()) <= MOST_BYTES


def is_renamed(file_name: str, own: str) -> bool:
    """Whether a package lies under another name than its own; macOS spells letters with accents in two."""
    return unicodedata.normalize("NFC", file_name) != unicodedata.normalize("NFC", own)


def name_part(text: str) -> str:
    """What is left of a text in a file's name: never empty, cut to MOST_PART_BYTES at a whole character."""
    plain = "".join(letter if _is_safe(letter) else NOTHING for letter in unicodedata.normalize("NFKC", text))
    sizes = accumulate(len(letter.encode()) for letter in plain)
    return (
        "".join(letter for letter, size in zip(plain, sizes, strict=True) if size <= MOST_PART_BYTES)
        or NOTHING
    )


def _is_safe(letter: str) -> bool:
    return letter == "-" or (re.fullmatch(r"\w", letter) is not None and ord(letter) <= 0xFFFF)
