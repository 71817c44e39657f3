"""Operators of numbers. Importing this module registers them.

Rule: NULL in, NULL out; so is what is no number in the end, such as a division by 0.
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, DecimalException
from math import e, gcd, lcm, pi

from lxml import etree

from examserver.importers.errors import RuleError
from examserver.importers.qti.processing.expressions import Compute, State, operator
from examserver.importers.qti.processing.operands import exactly, of_one, of_two
from examserver.importers.qti.processing.values import Item, Value, number, number_of, truth

_CONSTANTS = {"pi": Decimal(str(pi)), "e": Decimal(str(e))}
_MOST_PLACES, _MOST_SIZE = 20, 300


@operator("sum", "product", "min", "max", "gcd", "lcm")
def _fold(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    fold = _FOLDS[str(element.tag)]

    def compute(state: State) -> Value | None:
        values = [part(state) for part in parts]
        items = [_number(item) for value in values if value is not None for item in value.items]
        if not items or any(value is None for value in values):
            return None
        is_whole = all(value is not None and value.base_type == "integer" for value in values)
        return number(fold(items), "integer" if is_whole else "float")

    return compute


@operator("subtract", "divide", "power", "integerDivide", "integerModulus")
def _binary(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    name = str(element.tag)
    function = _BINARY[name]

    def reckon(left: Value, right: Value) -> Value | None:
        whole = name.startswith("integer") or {left.base_type, right.base_type} == {"integer"}
        try:
            found = function(_number(left.item), _number(right.item))
        except DecimalException:
            return None
        return number(found, "integer" if whole and name != "divide" else "float")

    return of_two(parts, name, reckon)


@operator("round", "truncate", "integerToFloat")
def _to_whole(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    name = str(element.tag)

    def to_whole(value: Value) -> Value | None:
        if name == "integerToFloat":
            return number(_number(value.item))
        if name == "truncate":
            return number(Decimal(int(_number(value.item))), "integer")
        # QTI rounds a half upwards, also below 0
        whole = (_number(value.item) + Decimal("0.5")).to_integral_value(ROUND_FLOOR)
        return number(whole, "integer")

    return of_one(parts, name, to_whole)


@operator("roundTo")
def _round_to(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    rounded = rounding(element)
    return of_one(parts, "roundTo", lambda value: number(rounded(_number(value.item))))


@operator("equal")
def _equal(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    within = tolerance(element)
    return of_two(parts, "equal", lambda left, right: truth(within(left.item, right.item)))


@operator("equalRounded")
def _equal_rounded(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    rounded = rounding(element)

    def is_equal(left: Value, right: Value) -> Value:
        return truth(rounded(_number(left.item)) == rounded(_number(right.item)))

    return of_two(parts, "equalRounded", is_equal)


@operator("mathConstant")
def _constant(element: etree._Element, _parts: Sequence[Compute]) -> Compute:
    name = element.get("name", "")
    if name not in _CONSTANTS:
        raise RuleError(f"its rule uses the constant “{name}”")
    return lambda _: number(_CONSTANTS[name])


@operator("containerSize")
def _size(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    (part,) = exactly(parts, 1, "containerSize")

    def compute(state: State) -> Value | None:
        value = part(state)
        return number(Decimal(len(value.items) if value else 0), "integer")

    return compute


def tolerance(element: etree._Element) -> Callable[[Item, Item], bool]:
    """How near two numbers have to be to each other by an `equal`."""
    mode = element.get("toleranceMode", "exact")
    if mode == "exact":
        return lambda one, other: one == other
    low, high = _ends(element)
    lower, upper = (
        element.get(name, "true") != "false" for name in ("includeLowerBound", "includeUpperBound")
    )
    if mode not in ("absolute", "relative"):
        raise RuleError(f"its rule compares numbers by “{mode}”")

    def within(one: Item, other: Item) -> bool:
        first, second = _number(one), _number(other)
        scale = abs(first) / 100 if mode == "relative" else Decimal(1)
        least, most = first - low * scale, first + high * scale
        return (least < second or (lower and least == second)) and (
            second < most or (upper and most == second)
        )

    return within


def rounding(element: etree._Element) -> Callable[[Decimal], Decimal]:
    """How a number is rounded by `roundTo` and `equalRounded`."""
    figures = int(number_of(element.get("figures", "")))
    mode = element.get("roundingMode", "significantFigures")
    if mode not in ("decimalPlaces", "significantFigures") or not 0 <= figures <= _MOST_PLACES:
        raise RuleError(f"its rule rounds by “{mode}”")

    def rounded(value: Decimal) -> Decimal:
        places = figures if mode == "decimalPlaces" else figures - 1 - value.adjusted()
        try:
            return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if value else value
        except DecimalException as error:
            raise RuleError("its rule rounds a number that is too large for it") from error

    return rounded


def _ends(element: etree._Element) -> tuple[Decimal, Decimal]:
    written = element.get("tolerance", "").split()
    if not written:
        raise RuleError("its rule compares numbers and does not say how near")
    return number_of(written[0]), number_of(written[-1])


def _number(item: Item) -> Decimal:
    """A number that the rule works with; what it has become must not be beyond all measure."""
    if isinstance(item, bool) or (isinstance(item, Decimal) and abs(item.adjusted()) > _MOST_SIZE):
        raise RuleError("its rule reckons with what is no number")
    return item if isinstance(item, Decimal) else number_of(item)


def _product(items: Sequence[Decimal]) -> Decimal:
    found = Decimal(1)
    for item in items:
        found *= item
    return found


def _floor_divide(one: Decimal, other: Decimal) -> Decimal:
    return (one / other).to_integral_value(ROUND_FLOOR)


_FOLDS: dict[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "sum": lambda items: sum(items, Decimal(0)),
    "product": _product,
    "min": min,
    "max": max,
    "gcd": lambda items: Decimal(gcd(*(int(item) for item in items))),
    "lcm": lambda items: Decimal(lcm(*(int(item) for item in items))),
}
_BINARY: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "subtract": lambda one, other: one - other,
    "divide": lambda one, other: one / other,
    "power": lambda one, other: one**other,
    "integerDivide": _floor_divide,
    "integerModulus": lambda one, other: one - other * _floor_divide(one, other),
}
