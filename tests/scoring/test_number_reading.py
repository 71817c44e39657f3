"""What a typed number means, however it is typed."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examserver.scoring.numbers import read_number

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=5)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("42", "42"),
        (" 42 ", "42"),
        ("+3.5", "3.5"),
        ("-3.5", "-3.5"),
        ("−3.5", "-3.5"),
        ("- 3", "-3"),
        ("３．１４", "3.14"),
        ("－１２", "-12"),
        ("3,14", "3.14"),
        ("0,125", "0.125"),
        (",5", "0.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1,234", "1234"),
        ("1，234", "1234"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234 567", "1234567"),
        ("1\u00a0234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1234,567", "1234.567"),
        ("1.234", "1.234"),
        ("2e3", "2000"),
        ("2E-3", "0.002"),
        ("2×10^3", "2000"),
        ("2 x 10^-3", "0.002"),
        ("2*10**3", "2000"),
        ("5×10³", "5000"),
        ("5×10⁻³", "0.005"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, meant: str) -> None:
    assert read_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    "|-|.|,|five|5 apples|1 2|1,23,456|1.2.3|1,234,56|3²|10³|½|0x10|NaN|Infinity|1e9999|1_000|٣".split("|"),
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


def test_a_text_too_long_for_a_number_is_none() -> None:
    assert read_number("1" * 101) is None


def test_only_the_unit_of_the_question_may_stand_behind_a_number() -> None:
    assert read_number("5 cm", "cm") == 5
    assert read_number("5㎝", "cm") == 5
    assert read_number("5", "cm") == 5
    assert read_number("5 m", "cm") is None
    assert read_number("5 cm") is None
    assert read_number("cm", "cm") is None
    assert read_number("50 %", "%") == 50


@given(NUMBERS)
def test_every_number_is_read_back_with_any_sign_for_the_point_that_is_clear(number: Decimal) -> None:
    plain = format(number, "f")
    assert read_number(plain) == number
    assert read_number(plain.replace(".", ",")) == number
    assert read_number(f"{number:,f}") == number


@settings(deadline=None)
@given(st.text(max_size=30))
def test_no_text_can_break_the_reading(text: str) -> None:
    number = read_number(text)
    assert number is None or number.is_finite()
