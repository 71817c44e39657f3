"""Operators of truth: comparing, combining, and what is in a container.

Rule: NULL follows QTI's three-valued logic. Importing this module registers its operators.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from lxml import etree

from examserver.importers.errors import RuleError
from examserver.importers.qti.processing.expressions import Compute, State, operator
from examserver.importers.qti.processing.values import Value, container, number_of, same, truth


@operator("match")
def _match(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    one, other = two(parts, "match")

    def compute(state: State) -> Value | None:
        left, right = one(state), other(state)
        return None if left is None or right is None else truth(same(left, right))

    return compute


@operator("isNull")
def _is_null(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    (part,) = exactly(parts, 1, "isNull")
    return lambda state: truth(part(state) is None)


@operator("not")
def _not(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    (part,) = exactly(parts, 1, "not")

    def compute(state: State) -> Value | None:
        value = part(state)
        return None if value is None else truth(not value.item)

    return compute


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
    one, other = two(parts, "member")

    def compute(state: State) -> Value | None:
        item, all_of_them = one(state), other(state)
        return None if item is None or all_of_them is None else truth(item.item in all_of_them.items)

    return compute


@operator("contains")
def _contains(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    one, other = two(parts, "contains")

    def compute(state: State) -> Value | None:
        whole, part = one(state), other(state)
        if whole is None or part is None:
            return None
        if whole.cardinality == "ordered":
            return truth(_is_run(part.items, whole.items))
        return truth(not Counter(part.items) - Counter(whole.items))

    return compute


@operator("delete")
def _delete(_element: etree._Element, parts: Sequence[Compute]) -> Compute:
    one, other = two(parts, "delete")

    def compute(state: State) -> Value | None:
        item, whole = one(state), other(state)
        if item is None or whole is None:
            return None
        return container(whole.cardinality, whole.base_type, (i for i in whole.items if i != item.item))

    return compute


@operator("index")
def _index(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    (part,) = exactly(parts, 1, "index")
    place = int(number_of(element.get("n", "")))

    def compute(state: State) -> Value | None:
        whole = part(state)
        if whole is None or not 1 <= place <= len(whole.items):
            return None
        return Value("single", whole.base_type, (whole.items[place - 1],))

    return compute


@operator("lt", "gt", "lte", "gte")
def _compare(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    one, other = two(parts, str(element.tag))
    name = str(element.tag)

    def compute(state: State) -> Value | None:
        left, right = one(state), other(state)
        if left is None or right is None:
            return None
        low, high = (left.item, right.item) if name.startswith("lt") else (right.item, left.item)
        if not isinstance(low, Decimal) or not isinstance(high, Decimal):
            raise RuleError(f"“{name}” in its rule compares what are no numbers")
        return truth(low < high or (name.endswith("e") and low == high))

    return compute


def exactly(parts: Sequence[Compute], count: int, name: str) -> Sequence[Compute]:
    """The parts, where there are so many; raises RuleError."""
    if len(parts) != count:
        raise RuleError(f"“{name}” in its rule has {len(parts)} parts instead of {count}")
    return parts


def two(parts: Sequence[Compute], name: str) -> tuple[Compute, Compute]:
    """The two parts of an operator that has two."""
    one, other = exactly(parts, 2, name)
    return one, other


def _is_run(part: tuple[object, ...], whole: tuple[object, ...]) -> bool:
    """Whether `part` stands in `whole` without a gap."""
    starts = range(len(whole) - len(part) + 1)
    return any(whole[start : start + len(part)] == part for start in starts)
