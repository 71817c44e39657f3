"""What number a person meant: full-width digits, decimal comma, thousands separators, powers of ten, a unit.

Rule: what can be read in two ways is read as Chinese and English writing has it (`1,234` is 1234); what
cannot be read at all is no number, never a guess.
"""

import re
import unicodedata
from decimal import Decimal

_MAX_LENGTH = 100
_MINUS_SIGNS = str.maketrans("\u2212\u2010\u2011\u2012\u2013\ufe63", "------")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_RAISED_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")
_POWER = re.compile(r" ?[x*×] ?10 ?(?:\^|\*\*) ?(?=[+-]?[0-9])")
_NUMBER = re.compile(r"([+-]?)([0-9][0-9., ]*|[.,][0-9]+)(?:[eE]([+-]?[0-9]{1,3}))?")
_GROUPED = re.compile(r"[0-9]{1,3}([., ])[0-9]{3}(?:\1[0-9]{3})*")


def read_number(text: str, unit: str = "") -> Decimal | None:
    """The number in a text, or None where there is none. Only `unit` itself may stand behind it."""
    if len(text) > _MAX_LENGTH:
        return None
    cleaned = _without_unit(_plain(text), _plain(unit))
    found = _NUMBER.fullmatch(_POWER.sub("e", cleaned))
    if found is None:
        return None
    sign, digits, power = found.groups()
    plain = _plain_digits(digits.strip())
    return Decimal(f"{sign}{plain}e{power or 0}") if plain else None


def _plain(text: str) -> str:
    raised = _RAISED_RUN.sub(lambda run: "^" + run.group().translate(_RAISED), text)
    folded = unicodedata.normalize("NFKC", raised).translate(_MINUS_SIGNS)
    return re.sub(r"^([+-]) ", r"\1", " ".join(folded.split()))


def _without_unit(text: str, unit: str) -> str:
    return text.removesuffix(unit).rstrip() if unit else text


def _plain_digits(digits: str) -> str:
    """The digits with `.` as the decimal point and no separators; "" where the writing makes no sense."""
    point = max(digits.rfind("."), digits.rfind(","))
    whole, mark, rest = digits[:point], digits[point : point + 1], digits[point + 1 :]
    if point < 0:
        return _ungrouped(digits)
    if " " in rest or _is_thousands(digits, mark):
        return _ungrouped(digits)
    if mark in whole or not (ungrouped := _ungrouped(whole) if whole else "0"):
        return ""
    return f"{ungrouped}.{rest or '0'}"


def _is_thousands(digits: str, mark: str) -> bool:
    """Whether the last mark parts thousands: a comma before three digits, or any mark that comes twice."""
    grouped = _GROUPED.fullmatch(digits)
    if grouped is None or grouped.group(1) != mark or digits.startswith("0"):
        return False
    return mark == "," or digits.count(mark) > 1


def _ungrouped(digits: str) -> str:
    if digits.isdigit():
        return digits
    return re.sub("[., ]", "", digits) if _GROUPED.fullmatch(digits) else ""
