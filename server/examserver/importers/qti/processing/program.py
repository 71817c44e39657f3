"""A response processing as a program: run with answers, it gives the outcomes.

Rule: rules are read whole before any runs, so what is not understood is found also where no answer leads.
Templates are programs like any other. Source: QTI 2.2, sections 5.11 and 5.4 (templates).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from examserver.importers.errors import RuleError
from examserver.importers.qti.declarations import Declaration, Declarations, LookupTable
from examserver.importers.qti.processing import arithmetic, logic, wording
from examserver.importers.qti.processing.expressions import OPERATORS, Compute, State, expression
from examserver.importers.qti.processing.values import NUMBERS, Value, number, parsed

assert {arithmetic, logic, wording}, "they register their operators"
assert OPERATORS, "they register their operators"

_TEMPLATE = re.compile(r"(match_correct|map_response_point|map_response)(\.xml)?/?$")
_CONDITION = (
    "<responseProcessing><responseCondition>"
    "<responseIf>{test}<setOutcomeValue identifier='{outcome}'>{then}</setOutcomeValue></responseIf>"
    "<responseElse><setOutcomeValue identifier='{outcome}'>{otherwise}</setOutcomeValue></responseElse>"
    "</responseCondition></responseProcessing>"
)
_ZERO, _ONE = (f"<baseValue baseType='float'>{value}</baseValue>" for value in (0, 1))

Rule = Callable[[State], None]


class _Exit(Exception):  # noqa: N818 - no error: the rule says that it ends here
    """`exitResponse` was reached."""


@dataclass(frozen=True, slots=True)
class Program:
    """The rules of an item. Pure: the same answers give the same outcomes."""

    rules: Sequence[Rule]
    outcomes: Mapping[str, Declaration]

    def run(self, responses: Mapping[str, Value | None]) -> Mapping[str, Value | None]:
        """The outcomes after the rules have seen these answers. A number starts at 0."""
        state = State(responses, {name: _start(declared) for name, declared in self.outcomes.items()})
        try:
            for rule in self.rules:
                rule(state)
        except _Exit:
            pass
        return state.outcomes


def read_program(processing: etree._Element, declared: Declarations) -> Program:
    """The program of a `responseProcessing`; raises RuleError."""
    template = processing.get("template") or processing.get("templateLocation") or ""
    if len(processing) == 0 and template:
        processing = _template(template)
    return Program([_rule(rule, declared) for rule in processing], declared.outcomes)


def match_correct(response: str, outcome: str) -> etree._Element:
    """The template `match_correct` for these names: 1 for the right answer."""
    test = f"<match><variable identifier='{response}'/><correct identifier='{response}'/></match>"
    return etree.fromstring(_CONDITION.format(test=test, outcome=outcome, then=_ONE, otherwise=_ZERO))


def map_response(response: str, outcome: str) -> etree._Element:
    """The template `map_response` for these names: what the mapping says, 0 for no answer."""
    test = f"<isNull><variable identifier='{response}'/></isNull>"
    mapped = f"<mapResponse identifier='{response}'/>"
    return etree.fromstring(_CONDITION.format(test=test, outcome=outcome, then=_ZERO, otherwise=mapped))


def _template(name: str) -> etree._Element:
    found = _TEMPLATE.search(name.strip())
    if found is None or found.group(1) == "map_response_point":
        raise RuleError(f"its rule is the template “{name.rpartition('/')[2]}”")
    template = match_correct if found.group(1) == "match_correct" else map_response
    return template("RESPONSE", "SCORE")


def _start(declared: Declaration) -> Value | None:
    if declared.value is None and declared.cardinality == "single" and declared.base_type in NUMBERS:
        return number(Decimal(0), declared.base_type)
    return declared.value


def _rule(element: etree._Element, declared: Declarations) -> Rule:
    name = etree.QName(element).localname
    if name not in _RULES:
        raise RuleError(f"its rule uses “{name}”")
    return _RULES[name](element, declared)


def _fragment(element: etree._Element, declared: Declarations) -> Rule:
    return _one_after_the_other([_rule(part, declared) for part in element])


def _one_after_the_other(rules: Sequence[Rule]) -> Rule:
    def run(state: State) -> None:
        for rule in rules:
            rule(state)

    return run


def _condition(element: etree._Element, declared: Declarations) -> Rule:
    branches = [_branch(part, declared) for part in element]

    def run(state: State) -> None:
        for test, rule in branches:
            value = test(state) if test else None
            if test is None or (value is not None and value.item):
                rule(state)
                return

    return run


def _branch(element: etree._Element, declared: Declarations) -> tuple[Compute | None, Rule]:
    """A branch and its test; the last, `responseElse`, has none."""
    parts = list(element)
    if element.tag == "responseElse":
        return None, _one_after_the_other([_rule(part, declared) for part in parts])
    if element.tag not in ("responseIf", "responseElseIf") or not parts:
        raise RuleError(f"its rule uses “{element.tag}”")
    return expression(parts[0], declared), _one_after_the_other([_rule(part, declared) for part in parts[1:]])


def _set_outcome(element: etree._Element, declared: Declarations) -> Rule:
    name, compute = _outcome_and_value(element, declared)

    def run(state: State) -> None:
        state.outcomes[name] = compute(state)

    return run


def _look_up_outcome(element: etree._Element, declared: Declarations) -> Rule:
    name, compute = _outcome_and_value(element, declared)
    target = declared.outcomes.get(name)
    if target is None or target.table is None:
        raise RuleError(f"“{name}” has no table to look it up in")
    table = target.table

    def run(state: State) -> None:
        value = compute(state)
        written = _found(table, value.item) if value and isinstance(value.item, Decimal) else table.default
        item = (parsed(target.base_type, written),) if written else ()
        state.outcomes[name] = Value("single", target.base_type, item) if item else None

    return run


def _outcome_and_value(element: etree._Element, declared: Declarations) -> tuple[str, Compute]:
    name, parts = element.get("identifier", "").strip(), list(element)
    if name not in declared.outcomes and name != "completionStatus":
        raise RuleError(f"its rule sets “{name}”, which is not declared")
    if len(parts) != 1:
        raise RuleError(f"its rule sets “{name}” to {len(parts)} values")
    return name, expression(parts[0], declared)


def _found(table: LookupTable, wanted: Decimal) -> str:
    for row in table.rows:
        if row.source == wanted and (table.is_exact or row.includes_boundary):
            return row.value
        if not table.is_exact and row.source < wanted:
            return row.value
    return table.default


def _exit(_element: etree._Element, _declared: Declarations) -> Rule:
    def run(_state: State) -> None:
        raise _Exit

    return run


_RULES: dict[str, Callable[[etree._Element, Declarations], Rule]] = {
    "responseCondition": _condition,
    "responseProcessingFragment": _fragment,
    "setOutcomeValue": _set_outcome,
    "lookupOutcomeValue": _look_up_outcome,
    "exitResponse": _exit,
}
