"""The sample candidates: plausible, and nobody."""

import csv
import re

from resources.samples.build_sample import SAMPLES

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


def _rows() -> list[dict[str, str]]:
    with (SAMPLES / "candidates.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _check_digit(identity_number: str) -> str:
    """The last character that GB 11643-1999 asks for."""
    weighted = (int(digit) * weight for digit, weight in zip(identity_number[:17], WEIGHTS, strict=True))
    return CHECK_DIGITS[sum(weighted) % 11]


def test_six_candidates_sit_on_six_seats() -> None:
    rows = _rows()
    assert list(rows[0]) == ["admission_number", "name", "identity_number", "seat"]
    assert [row["seat"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert len({row["admission_number"] for row in rows}) == 6


def test_the_numbers_have_the_shape_of_real_ones() -> None:
    for row in _rows():
        assert re.fullmatch(r"\d{12}", row["admission_number"])
        assert re.fullmatch(r"\d{17}[\dX]", row["identity_number"])


def test_the_check_digit_follows_the_standard() -> None:
    assert _check_digit("11010519491231002") == "X"  # the example printed in GB 11643-1999


def test_no_identity_number_can_be_a_real_persons() -> None:
    for row in _rows():
        assert row["identity_number"][17] != _check_digit(row["identity_number"])
