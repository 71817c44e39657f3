"""Points of questions and gaps: parts of a whole that add up to it exactly, with at most four places."""

from decimal import ROUND_DOWN, Decimal

_PLACES = (Decimal(1), Decimal("0.1"), Decimal("0.01"), Decimal("0.001"), Decimal("0.0001"))
_HUNDREDTH = Decimal("0.01")


def in_parts(points: Decimal, parts: int) -> list[Decimal]:
    """The points in equal parts; where that does not come out, the first parts have a little more."""
    exact = points / parts
    for step in _PLACES:
        if exact == exact.quantize(step):
            return [exact.quantize(step)] * parts
    in_hundredths = points == points.quantize(_HUNDREDTH) and exact >= _HUNDREDTH * 10
    step = _HUNDREDTH if in_hundredths else _PLACES[-1]
    low = exact.quantize(step, rounding=ROUND_DOWN)
    more = int((points - low * parts) / step)
    return [low + step if number < more else low for number in range(parts)]
