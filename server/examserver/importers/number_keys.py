"""Accepted numbers as authors write them: a value with a tolerance, a range, or a star for any number."""

import re
from decimal import Decimal

from examserver.importers.errors import QuestionRefusedError
from examserver.scoring.keys import AcceptedNumber
from examserver.scoring.numbers import read_number

_TWO_READINGS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_ANY = "*"
_ENDLESS = Decimal("Infinity")


def accepted_around(value: str, tolerance: str, share: Decimal, unit: str = "") -> AcceptedNumber:
    """A value and how far an answer may be from it; raises QuestionRefusedError."""
    if value.strip() == _ANY:
        return AcceptedNumber(-_ENDLESS, _ENDLESS, share)
    middle = number_of(value, unit)
    distance = abs(number_of(tolerance, unit)) if tolerance.strip() else Decimal(0)
    return AcceptedNumber(middle - distance, middle + distance, share)


def accepted_between(low: str, high: str, share: Decimal) -> AcceptedNumber:
    """A range with both its ends; raises QuestionRefusedError."""
    accepted = AcceptedNumber(number_of(low), number_of(high), share)
    if accepted.low > accepted.high:
        raise QuestionRefusedError("KEY_INVALID", f"The range {low.strip()} to {high.strip()} is empty.")
    return accepted


def number_of(text: str, unit: str = "") -> Decimal:
    """A number of a key; raises QuestionRefusedError, also where it can be read in two ways."""
    if _TWO_READINGS.fullmatch(text.strip()):
        raise QuestionRefusedError(
            "KEY_INVALID", f"“{text.strip()}” in its key may be a thousand or a fraction: write no comma."
        )
    number = read_number(text, unit)
    if number is None:
        raise QuestionRefusedError("KEY_INVALID", f"“{text.strip()}” in its key is no number.")
    return number
