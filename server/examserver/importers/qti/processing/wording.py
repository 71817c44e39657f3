"""Operators of texts. Importing this module registers them.

Rule: a pattern is a regular expression of XML Schema; only what means the same to Python is taken, and none
that could run for ever.
"""

import re
from collections.abc import Callable, Sequence

from lxml import etree

from examserver.importers.errors import RuleError
from examserver.importers.qti.processing.expressions import Compute, operator
from examserver.importers.qti.processing.operands import of_one, of_two
from examserver.importers.qti.processing.values import Value, truth

_LONGEST_PATTERN = 500
_OTHERWISE_MEANT = re.compile(r"\\[icICpP]|\[[^\]]*-\[|[^\\][*+?}][*+]|\)[*+{]|\(\?")


@operator("stringMatch")
def _string_match(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    may_stand_inside = element.get("substring", "false").strip() == "true"
    written = _as_compared(element)

    def matches(whole: Value, part: Value) -> Value:
        left, right = written(whole), written(part)
        return truth(right in left if may_stand_inside else left == right)

    return of_two(parts, "stringMatch", matches)


@operator("substring")
def _substring(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    written = _as_compared(element)
    return of_two(parts, "substring", lambda part, whole: truth(written(part) in written(whole)))


@operator("patternMatch")
def _pattern_match(element: etree._Element, parts: Sequence[Compute]) -> Compute:
    pattern = compiled(element.get("pattern", ""))
    return of_one(parts, "patternMatch", lambda value: truth(pattern.fullmatch(str(value.item)) is not None))


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of XML Schema; raises RuleError where it could mean something else here."""
    if len(pattern) > _LONGEST_PATTERN or _OTHERWISE_MEANT.search(pattern):
        raise RuleError(f"its rule has the pattern “{pattern[:40]}”")
    try:
        return re.compile(pattern)
    except re.error as error:
        raise RuleError(f"its rule has the pattern “{pattern[:40]}”") from error


def _as_compared(element: etree._Element) -> Callable[[Value], str]:
    """A value's text as the operator compares it: with its capitals or without."""
    if element.get("caseSensitive", "true").strip() != "false":
        return lambda value: str(value.item)
    return lambda value: str(value.item).casefold()
