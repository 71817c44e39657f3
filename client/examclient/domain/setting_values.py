"""How the value of each kind of setting is read. ValueError says what is wrong with it, for a sentence."""

import re
import unicodedata
from pathlib import Path

from examclient.domain.lockdown import LEVELS
from examclient.domain.zoom import LARGEST, SMALLEST

LANGUAGES = ("zh_CN", "en")
THEMES = ("light", "dark", "high_contrast", "system")
YES, NO = ("1", "true", "yes", "on", "是"), ("0", "false", "no", "off", "否")
HIGHEST_LEVEL = 99
LONGEST_SEAT = 20
LONGEST_PATH = 1000
WHOLE = re.compile(r"[+-]?\d+")
LONGEST_NUMBER = 9
"""Characters; Python refuses to count thousands of digits."""

VARIABLE = re.compile(r"%\w+%")
BEHIND = re.compile(r";| #| //")
"""What begins a comment behind a value that is no path."""


def read_path(text: str) -> Path:
    """A path, relative to the file where it stands."""
    if len(text) > LONGEST_PATH:
        raise ValueError(f"has more than {LONGEST_PATH} characters")
    if VARIABLE.match(text):
        raise ValueError("begins with a variable, for which nothing is put in here")
    return Path(text)


def read_seat(text: str) -> str:
    """The name of a seat, in the letters by which the service keeps it."""
    seat = _word(text)
    if len(seat) > LONGEST_SEAT:
        raise ValueError(f"has more than {LONGEST_SEAT} characters")
    return seat


def read_language(text: str) -> str:
    """One of LANGUAGES; `zh-cn` is zh_CN as well."""
    return _one_of(LANGUAGES, text)


def read_theme(text: str) -> str:
    """One of THEMES; `High Contrast` is high_contrast as well."""
    return _one_of(THEMES, text)


def read_level(text: str) -> int:
    """A whole number from 0 on."""
    word = _word(text)
    if not WHOLE.fullmatch(word):
        raise ValueError("is not a whole number")
    if len(word) > LONGEST_NUMBER or not 0 <= int(word) <= HIGHEST_LEVEL:
        raise ValueError("is not a level")
    return int(word)


def read_lockdown(text: str) -> int:
    """A level of what is held while a candidate sits."""
    level = read_level(text)
    if level >= len(LEVELS):
        raise ValueError(f"is not between 0 and {len(LEVELS) - 1}")
    return level


def read_zoom(text: str) -> float:
    """A factor, `1.5`, or percents, `150%` or `150`."""
    word = _word(text)
    try:
        number = float(word.rstrip("% "))
    except ValueError:
        raise ValueError("is not a number") from None
    zoom = number / 100 if word.endswith("%") or number >= 50 else number
    if not SMALLEST <= zoom <= LARGEST:
        raise ValueError("is not between 50% and 300%")
    return zoom


def read_volume(text: str) -> int:
    """Percent, `80%` or `80`."""
    word = _word(text).rstrip("% ")
    if not WHOLE.fullmatch(word):
        raise ValueError("is not a whole number of percent")
    if len(word) > LONGEST_NUMBER or not 0 <= int(word) <= 100:
        raise ValueError("is not between 0% and 100%")
    return int(word)


def read_yes_or_no(text: str) -> bool:
    """Yes or no, in the words that people use."""
    word = _word(text).casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError("is not yes or no")


def shown(value: object) -> str:
    """A value as one would write it into the file."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value * 100:g}%"
    return "none" if value is None or value == "" else str(value)


def _word(text: str) -> str:
    """Without a comment behind it, and with full-width characters as the plain ones that they mean."""
    return BEHIND.split(unicodedata.normalize("NFKC", text), maxsplit=1)[0].strip()


def _one_of(words: tuple[str, ...], text: str) -> str:
    asked = _word(text).casefold().replace("-", "_").replace(" ", "_")
    for word in words:
        if asked == word.casefold():
            return word
    raise ValueError(f"is not one of {', '.join(words)}")
