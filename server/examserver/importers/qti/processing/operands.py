"""What an operator works on: so many parts.

Rule: NULL as soon as one of them is NULL. Source: QTI 2.2, section 5.12.
"""

from collections.abc import Callable, Sequence

from examserver.importers.errors import RuleError
from examserver.importers.qti.processing.expressions import Compute, State
from examserver.importers.qti.processing.values import Value


def exactly(parts: Sequence[Compute], count: int, name: str) -> Sequence[Compute]:
    """The parts, where there are so many; raises RuleError."""
    if len(parts) != count:
        raise RuleError(f"“{name}” in its rule has {len(parts)} parts instead of {count}")
    return parts


def of_one(parts: Sequence[Compute], name: str, function: Callable[[Value], Value | None]) -> Compute:
    """An operator of one part; raises RuleError where it has others."""
    (part,) = exactly(parts, 1, name)

    def compute(state: State) -> Value | None:
        value = part(state)
        return None if value is None else function(value)

    return compute


def of_two(parts: Sequence[Compute], name: str, function: Callable[[Value, Value], Value | None]) -> Compute:
    """An operator of two parts; raises RuleError where it has others. Both are worked out in any case."""
    one, other = exactly(parts, 2, name)

    def compute(state: State) -> Value | None:
        left, right = one(state), other(state)
        return None if left is None or right is None else function(left, right)

    return compute
