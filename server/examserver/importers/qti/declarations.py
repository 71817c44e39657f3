"""What an item declares of its responses and outcomes: types, right answers, mappings, tables.

Rule: the tree is normalised (camel case, no namespace). A declaration that makes no sense raises RuleError.
Source: QTI 2.2, sections 5.5 to 5.7; QTI 3.0 has the same.
"""

from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from examserver.importers.errors import RuleError
from examserver.importers.qti.processing.values import Item, Value, container, number_of, parsed

CARDINALITIES = ("single", "multiple", "ordered")
_BASE_TYPES = {"directed-pair": "directedPair"}
"""Values that some files of QTI 3.0 write in kebab case as if they were names."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What each value is worth. `entries` by the value as parsed; in `folded` those in lower case, for the
    texts whose case does not matter.
    """

    entries: AbstractMapping[Item, Decimal]
    folded: AbstractMapping[str, Decimal] = field(default_factory=dict)
    default: Decimal = Decimal(0)
    lower: Decimal | None = None
    upper: Decimal | None = None

    def worth(self, value: Value | None) -> Decimal:
        """The sum over all different items, within the bounds."""
        items = dict.fromkeys(value.items) if value is not None else ()
        total = sum((self._of(item) for item in items), Decimal(0))
        if self.lower is not None:
            total = max(total, self.lower)
        return min(total, self.upper) if self.upper is not None else total

    def _of(self, item: Item) -> Decimal:
        if item in self.entries:
            return self.entries[item]
        return self.folded.get(item.casefold(), self.default) if isinstance(item, str) else self.default


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a lookup table: from `source` on, or exactly there; `value` as written."""

    source: Decimal
    value: str
    includes_boundary: bool = True


@dataclass(frozen=True, slots=True)
class LookupTable:
    """A table from a number to a value; rows in the order of the file."""

    rows: tuple[TableRow, ...]
    is_exact: bool
    default: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A response or outcome variable. `value` is the right answer of a response, the start of an outcome.

    Several right answers where there is room for one are of the cardinality `any` if they are texts, and
    `is_unclear` if they are not.
    """

    identifier: str
    cardinality: str
    base_type: str
    value: Value | None = None
    mapping: Mapping | None = None
    has_areas: bool = False
    table: LookupTable | None = None
    maximum: Decimal | None = None
    is_unclear: bool = False


@dataclass(frozen=True, slots=True)
class Declarations:
    """All variables of an item, by identifier."""

    responses: AbstractMapping[str, Declaration]
    outcomes: AbstractMapping[str, Declaration]


def read_declarations(item: etree._Element) -> Declarations:
    """The declarations of an item; raises RuleError."""
    responses = [_response(element) for element in item.findall("responseDeclaration")]
    outcomes = [_outcome(element) for element in item.findall("outcomeDeclaration")]
    for one in (*responses, *outcomes):
        if sum(other.identifier == one.identifier for other in (*responses, *outcomes)) > 1:
            raise RuleError(f"“{one.identifier}” is declared twice")
    return Declarations({one.identifier: one for one in responses}, {one.identifier: one for one in outcomes})


def _response(element: etree._Element) -> Declaration:
    name, cardinality, base_type = _head(element)
    correct, mapping = element.find("correctResponse"), element.find("mapping")
    value = _value(correct, cardinality, base_type)
    is_unclear = value is not None and value.cardinality == "any" and base_type != "string"
    return Declaration(
        identifier=name,
        cardinality=cardinality,
        base_type=base_type,
        value=None if is_unclear else value,
        is_unclear=is_unclear,
        mapping=_mapping(mapping, base_type) if mapping is not None else None,
        has_areas=element.find("areaMapping") is not None,
    )


def _outcome(element: etree._Element) -> Declaration:
    name, cardinality, base_type = _head(element)
    default = element.find("defaultValue")
    maximum = element.get("normalMaximum")
    return Declaration(
        identifier=name,
        cardinality=cardinality,
        base_type=base_type,
        value=_value(default, cardinality, base_type),
        table=_table(element),
        maximum=number_of(maximum) if maximum else None,
    )


def _head(element: etree._Element) -> tuple[str, str, str]:
    cardinality = element.get("cardinality", "single").strip()
    base_type = element.get("baseType", "").strip()
    return element.get("identifier", "").strip(), cardinality, _BASE_TYPES.get(base_type, base_type)


def _value(element: etree._Element | None, cardinality: str, base_type: str) -> Value | None:
    """The values written there; records, files and points have none that a rule could use."""
    if element is None or cardinality not in CARDINALITIES or base_type in ("", "file", "point", "duration"):
        return None
    written = ["".join(str(part) for part in one.itertext()) for one in element.findall("value")]
    items = [parsed(base_type, one) for one in written if one.strip()]
    is_any = cardinality == "single" and len(set(items)) > 1
    return container("any" if is_any else cardinality, base_type, dict.fromkeys(items) if is_any else items)


def _mapping(element: etree._Element, base_type: str) -> Mapping:
    entries: dict[Item, Decimal] = {}
    folded: dict[str, Decimal] = {}
    for entry in element.findall("mapEntry"):
        key = parsed(base_type, entry.get("mapKey", ""))
        worth = number_of(entry.get("mappedValue", ""))
        entries.setdefault(key, worth)
        if base_type == "string" and entry.get("caseSensitive", "true").strip() == "false":
            folded.setdefault(str(key).casefold(), worth)
    return Mapping(
        entries=entries,
        folded=folded,
        default=number_of(element.get("defaultValue") or "0"),
        lower=_bound(element, "lowerBound"),
        upper=_bound(element, "upperBound"),
    )


def _bound(element: etree._Element, name: str) -> Decimal | None:
    written = element.get(name)
    return number_of(written) if written else None


def _table(element: etree._Element) -> LookupTable | None:
    for kind, row in (("matchTable", "matchTableEntry"), ("interpolationTable", "interpolationTableEntry")):
        table = element.find(kind)
        if table is None:
            continue
        rows = tuple(
            TableRow(
                number_of(entry.get("sourceValue", "")),
                entry.get("targetValue", ""),
                entry.get("includeBoundary", "true").strip() != "false",
            )
            for entry in table.findall(row)
        )
        return LookupTable(rows, kind == "matchTable", table.get("defaultValue", ""))
    return None
