"""Operators of truth: comparing, combining, and what is in a container.

Rule: NULL follows QTI's three-valued logic. Importing this module registers its operators.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from lxml import etree

from examserver.importers.errors import RuleError
from examserver.importers.qti.processing.expressions import Compute, State, operator
from examserver.importers.qti.processing.operands import exactly, of_one, of_two
from examserver.importers.qti.processing.values import Value, container, number_of, same, truth


@operator("match")
def _match(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    return of_two(parts, "match", lambda left, right: truth(same(left, right)))


@operator("isNull")
def _is_null(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    (part,) = exactly(parts, 1, "isNull")
    return lambda state: truth(part(state) is None)


@operator("not")
def _not(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    return of_one(parts, "not", lambda value: truth(not value.item))


@operator("and")
def _and(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    def compute(state: State) -> Value | None:
        truths = [part(state) for part in parts]
        if any(value is not None and not value.item for value in truths):
            return truth(False)
        return None if any(value is None for value in truths) else truth(True)

    return compute


@operator("or")
def _or(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    def compute(state: State) -> Value | None:
        truths = [part(state) for part in parts]
        if any(value is not None and value.item for value in truths):
            return truth(True)
        return None if any(value is None for value in truths) else truth(False)

    return compute


@operator("anyN")
def _any_n(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    least, most = number_of(element.get("min", "")), number_of(element.get("max", ""))

    def compute(state: State) -> Value | None:
        truths = [part(state) for part in parts]
        true = sum(value is not None and bool(value.item) for value in truths)
        unknown = sum(value is None for value in truths)
        if true + unknown < least or true > most:
            return truth(False)
        return truth(True) if least <= true and true + unknown <= most else None

    return compute


@operator("multiple", "ordered")
def _container(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    cardinality = str(element.tag)

    def compute(state: State) -> Value | None:
        values = [value for part in parts if (value := part(state)) is not None]
        items = [item for value in values for item in value.items]
        return container(cardinality, values[0].base_type if values else "", items)

    return compute


@operator("member")
def _member(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    return of_two(parts, "member", lambda item, whole: truth(item.item in whole.items))


@operator("contains")
def _contains(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    def contains(whole: Value, part: Value) -> Value:
        if whole.cardinality == "ordered":
            return truth(_is_run(part.items, whole.items))
        return truth(not Counter(part.items) - Counter(whole.items))

    return of_two(parts, "contains", contains)


@operator("delete")
def _delete(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    def without(item: Value, whole: Value) -> Value | None:
        left = (one for one in whole.items if one != item.item)
        return container(whole.cardinality, whole.base_type, left)

    return of_two(parts, "delete", without)


@operator("index")
def _index(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    place = int(number_of(element.get("n", "")))

    def at(whole: Value) -> Value | None:
        if not 1 <= place <= len(whole.items):
            return None
        return Value("single", whole.base_type, (whole.items[place - 1],))

    return of_one(parts, "index", at)


@operator("lt", "gt", "lte", "gte")
def _compare(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    name = str(element.tag)

    def compares(left: Value, right: Value) -> Value:
        low, high = (left.item, right.item) if name.startswith("lt") else (right.item, left.item)
        if not isinstance(low, Decimal) or not isinstance(high, Decimal):
            raise RuleError(f"“{name}” in its rule compares what are no numbers")
        return truth(low < high or (name.endswith("e") and low == high))

    return of_two(parts, name, compares)


def _is_run(part: tuple[object, ...], whole: tuple[object, ...]) -> bool:
    """Whether `part` stands in `whole` without a gap."""
    starts = range(len(whole) - len(part) + 1)
    return any(whole[start : start + len(part)] == part for start in starts)
