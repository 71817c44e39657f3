"""Expressions of response processing, made into functions once and then called for each answer.

Rule: an operator that is not in OPERATORS, or is used in a way that is not understood, raises RuleError when
the rule is read, also in a branch that no answer reaches. Source: QTI 2.2, section 5.12.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from examserver.importers.errors import RuleError
from examserver.importers.qti.declarations import Declaration, Declarations
from examserver.importers.qti.processing.values import Value, container, number, parsed


@dataclass
class State:
    """What a run of the rule has so far: the answers, and the outcomes as they are now."""

    responses: Mapping[str, Value | None]
    outcomes: dict[str, Value | None] = field(default_factory=dict)


Compute = Callable[[State], Value | None]
Operator = Callable[[etree._Element, Sequence[Compute]], Compute]
OPERATORS: dict[str, Operator] = {}
"""Operators by name. What needs the declarations (`variable`, `correct` ..) stands here, not there."""


def operator(*names: str) -> Callable[[Operator], Operator]:
    """Registers an operator under its names."""

    def register(made: Operator) -> Operator:
        OPERATORS.update(dict.fromkeys(names, made))
        return made

    return register


def expression(element: etree._Element, declared: Declarations) -> Compute:
    """The function of an expression; raises RuleError."""
    name = str(element.tag)
    if name in _LEAVES:
        return _LEAVES[name](element, declared)
    if name not in OPERATORS:
        raise RuleError(f"its rule uses “{name}”")
    return OPERATORS[name](element, [expression(part, declared) for part in element])


def _variable(element: etree._Element, declared: Declarations) -> Compute:
    name = _identifier(element)
    if name in declared.responses:
        return lambda state: state.responses.get(name)
    if name in declared.outcomes:
        return lambda state: state.outcomes.get(name)
    if name == "completionStatus":
        return lambda _: Value("single", "identifier", ("completed",))
    if name == "numAttempts":
        return lambda _: number(Decimal(1), "integer")
    raise RuleError(f"its rule asks for “{name}”, which is not declared")


def _correct(element: etree._Element, declared: Declarations) -> Compute:
    found = _response(element, declared)
    if found.is_unclear:
        raise RuleError(f"“{found.identifier}” takes one answer and lists several as right")
    return lambda _: found.value


def _default(element: etree._Element, declared: Declarations) -> Compute:
    name = _identifier(element)
    value = declared.outcomes[name].value if name in declared.outcomes else None
    return lambda _: value


def _base_value(element: etree._Element, _declared: Declarations) -> Compute:
    base_type = element.get("baseType", "").strip()
    written = "".join(str(part) for part in element.itertext())
    value = container("single", base_type, (parsed(base_type, written),)) if written else None
    return lambda _: value


def _map_response(element: etree._Element, declared: Declarations) -> Compute:
    found = _response(element, declared)
    if found.mapping is None:
        raise RuleError(f"“{found.identifier}” has no mapping")
    mapping, name = found.mapping, found.identifier
    return lambda state: number(mapping.worth(state.responses.get(name)))


def _identifier(element: etree._Element) -> str:
    if element.get("weightIdentifier"):
        raise RuleError("its rule uses weights of a test")
    return element.get("identifier", "").strip()


def _response(element: etree._Element, declared: Declarations) -> Declaration:
    name = _identifier(element)
    if name not in declared.responses:
        raise RuleError(f"its rule asks for the response “{name}”, which is not declared")
    return declared.responses[name]


_LEAVES: dict[str, Callable[[etree._Element, Declarations], Compute]] = {
    "variable": _variable,
    "correct": _correct,
    "default": _default,
    "baseValue": _base_value,
    "mapResponse": _map_response,
    "null": lambda _element, _declared: lambda _state: None,
}
