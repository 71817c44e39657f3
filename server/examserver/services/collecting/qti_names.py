"""Names and values as QTI Results Reporting takes them (QTI 3.0 Results Reporting: identifiers are NCNames).

Rule: a name that is an NCName stays; of any other each character that must not stand there becomes `_xHEX_`,
so two names never become the same one, and the first name can be read out of it.
"""

import re
from datetime import UTC, datetime, timedelta

PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
ESCAPED = re.compile(r"_x[0-9a-f]+_")
FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = 253_402_300_799_999
"""The end of the year 9999 in milliseconds: a station may claim any time, and a date has four digits here."""


def identifier(text: str) -> str:
    """A text as an identifier: `2026A001` becomes `_x32_026A001`."""
    if PLAIN.match(text) and not ESCAPED.search(text):
        return text
    safe = "".join(_safe(letter, at) for at, letter in enumerate(text))
    return safe or "_x_"


def stamp(milliseconds: int) -> str:
    """A site time as an `xs:dateTime` in UTC, to the millisecond."""
    known = min(max(milliseconds, 0), LAST)
    moment = EPOCH + timedelta(milliseconds=known)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{known % 1000:03d}Z"


def printable(text: str) -> str:
    """The text with what XML cannot hold as �."""
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _safe(letter: str, at: int) -> str:
    """An underscore is escaped too, so that nothing looks like an escape by chance."""
    if re.match(r"[A-Za-z]" if at == 0 else r"[A-Za-z0-9.-]", letter):
        return letter
    return f"_x{ord(letter):x}_"
