"""Points and shares as authors write them: percents rounded by hand become the fractions that were meant."""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from examserver.importers.errors import QuestionRefusedError

_PLAIN_NUMBER = re.compile(r"[+-]?([0-9]{1,12}(\.[0-9]{0,20})?|\.[0-9]{1,20})")
_PLACES = Decimal("0.0001")
_MOST_POINTS = 10_000
# How far a percent may be from the fraction it stands for, by the fraction's denominator: 33.3 is a third.
_NEARNESS = {3: Fraction("0.05"), 6: Fraction("0.05")} | dict.fromkeys((7, 9, 11, 12), Fraction("0.005"))
_ALMOST_ALL = Decimal("0.99999")


def share_of_percent(text: str) -> Decimal:
    """The share that a percent stands for: `33.33333` is exactly a third. Raises where it is no share."""
    percent = _number(text)
    if percent is None or abs(percent) > 100:
        raise QuestionRefusedError("SCORE_INVALID", f"“{text.strip()}” is no percentage from -100 to 100.")
    exact = Fraction(percent)
    for denominator, nearness in _NEARNESS.items():
        numerator = round(exact * denominator / 100)
        if numerator % denominator and abs(Fraction(numerator * 100, denominator) - exact) <= nearness:
            return Decimal(numerator) / denominator
    return percent / 100


def points_of(text: str) -> Decimal:
    """Points with at most four places; raises where it is no number of points."""
    points = _number(text)
    if points is None or not 0 <= points <= _MOST_POINTS:
        raise QuestionRefusedError("SCORE_INVALID", f"“{text.strip()}” is no number of points.")
    rounded = points.quantize(_PLACES).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def shared_out(points: Decimal, parts: int) -> tuple[Decimal, ...]:
    """The points in equal parts of at most four places, whose sum is the points again."""
    step, left = divmod(int(points / _PLACES), parts)
    return tuple((step + (place >= parts - left)) * _PLACES for place in range(parts))


def check_one_is_right(shares: Iterable[Decimal], what: str = "answer") -> None:
    """Refuse a question whose best answer gives less than all its points."""
    best = max(shares, default=Decimal(0))
    if best <= 0:
        raise QuestionRefusedError("KEY_MISSING", f"No {what} is marked as right.")
    if best < 1:
        percent = format((best * 100).normalize(), "f")
        raise QuestionRefusedError("SCORE_INVALID", f"The best {what} gives only {percent} % of the points.")


def check_right_ones_add_up(shares: Iterable[Decimal]) -> None:
    """Refuse a question where all right choices together give less than all its points."""
    total = sum((share for share in shares if share > 0), Decimal(0))
    if not total:
        raise QuestionRefusedError("KEY_MISSING", "No choice is marked as right.")
    if total < _ALMOST_ALL:
        percent = format((total * 100).normalize(), "f")
        raise QuestionRefusedError(
            "SCORE_INVALID", f"All right choices together give only {percent} % of the points."
        )


def _number(text: str) -> Decimal | None:
    plain = text.strip().replace(",", ".")
    return Decimal(plain) if _PLAIN_NUMBER.fullmatch(plain) else None
