"""Identity numbers of 18 digits: their check digit, and what a spreadsheet makes of one.

Source: GB 11643-1999, and ISO 7064 MOD 11-2 for the check digit.
"""

import re

SHAPE = re.compile(r"\d{17}[\dX]")
CHECKS = "10X98765432"
CUT_OFF = "000"
"""A spreadsheet keeps 15 digits of 18."""


def is_citizen_number(number: str) -> bool:
    """Whether it has the shape of a citizen's number: 17 digits, and a digit or X."""
    return SHAPE.fullmatch(number) is not None


def has_right_check(number: str) -> bool:
    """Whether the last character of a citizen's number follows from the others."""
    weighed = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(number[:17]))
    return number[17] == CHECKS[weighed % 11]


def looks_cut(number: str) -> bool:
    """Whether the last three digits are the zeros of a rounded number."""
    return is_citizen_number(number) and number.endswith(CUT_OFF) and not has_right_check(number)
