"""Operators of texts. Importing this module registers them.

Rule: a pattern is a regular expression of XML Schema; only what means the same to Python is taken, and none
that could run for ever.
"""

import re
from collections.abc import Sequence

from lxml import etree

from examserver.importers.errors import RuleError
from examserver.importers.qti.processing.expressions import Compute, State, operator
from examserver.importers.qti.processing.logic import exactly, two
from examserver.importers.qti.processing.values import Value, truth

_LONGEST_PATTERN = 500
_OTHERWISE_MEANT = re.compile(r"\\[icICpP]|\[[^\]]*-\[|[^\\][*+?}][*+]|\)[*+{]|\(\?")


@operator("stringMatch")
def _string_match(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    one, other = two(parts, "stringMatch")
    is_exact = element.get("caseSensitive", "true").strip() != "false"
    may_stand_inside = element.get("substring", "false").strip() == "true"
    return _texts(one, other, is_exact=is_exact, may_stand_inside=may_stand_inside)


@operator("substring")
def _substring(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    part, whole = two(parts, "substring")
    is_exact = element.get("caseSensitive", "true").strip() != "false"
    return _texts(whole, part, is_exact=is_exact, may_stand_inside=True)


@operator("patternMatch")
def _pattern_match(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    (part,) = exactly(parts, 1, "patternMatch")
    pattern = compiled(element.get("pattern", ""))

    def compute(state: State) -> Value | None:
        value = part(state)
        return None if value is None else truth(pattern.fullmatch(str(value.item)) is not None)

    return compute


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of XML Schema; raises RuleError where it could mean something else here."""
    if len(pattern) > _LONGEST_PATTERN or _OTHERWISE_MEANT.search(pattern):
        raise RuleError(f"its rule has the pattern “{pattern[:40]}”")
    try:
        return re.compile(pattern)
    except re.error as error:
        raise RuleError(f"its rule has the pattern “{pattern[:40]}”") from error


def _texts(one: Compute, other: Compute, *, is_exact: bool, may_stand_inside: bool) -> Compute:
    def compute(state: State) -> Value | None:
        whole, part = one(state), other(state)
        if whole is None or part is None:
            return None
        left, right = str(whole.item), str(part.item)
        if not is_exact:
            left, right = left.casefold(), right.casefold()
        return truth(right in left if may_stand_inside else left == right)

    return compute
