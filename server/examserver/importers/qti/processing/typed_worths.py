"""What typed texts and numbers are worth, found by asking the rule at every place where it could change.

Rule: the places are the texts and numbers that the item itself names; between two of them a rule about
numbers is the same everywhere.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import pairwise, permutations

from lxml import etree

from examserver.importers.errors import RuleError
from examserver.importers.qti.declarations import Declaration
from examserver.importers.qti.processing.arithmetic import rounding
from examserver.importers.qti.processing.values import number_of
from examserver.importers.qti.worths import TypedWorth
from examserver.scoring.keys import AcceptedNumber, AcceptedText, NumberKey, TextKey

ScoreOfText = Callable[[str], Decimal]
ELSE = "zzqx 7qz"
"""A text that no item names."""
_OPEN_PATTERN = re.compile(r"[.^$*+?{}\[\]\\|()]")
_MOST_CONSTANTS, _MOST_TOGETHER = 200, 8
_ENDLESS = Decimal("Infinity")
_PARTS = tuple(map(Decimal, ("0.02", "0.27", "0.73", "0.98")))
_BEYOND = tuple(map(Decimal, ("0.0001", "0.003", "0.04", "0.3", "3", "40", "5000")))
_NEAR_BY = Decimal("0.000001")


def named_texts(declared: Declaration, processing: etree._Element | None) -> list[str]:
    """Every text that the item names in connection with typed answers."""
    mapping = declared.mapping
    named = [str(item) for item in (declared.value.items if declared.value else ())]
    named += [str(key) for key in (*mapping.entries, *mapping.folded)] if mapping else []
    named += ["".join(str(part) for part in one.itertext()) for one in _base_values(processing)]
    named += [pattern for pattern in _patterns(processing) if not _OPEN_PATTERN.search(pattern)]
    return [one for one in dict.fromkeys(named) if one.strip()][:_MOST_CONSTANTS]


def fits_more_than_is_named(response: str, processing: etree._Element | None) -> bool:
    """Whether the rule holds the response against a pattern that fits texts which stand nowhere."""
    found = processing.iter("patternMatch") if processing is not None else ()
    return any(
        _OPEN_PATTERN.search(one.get("pattern", ""))
        and any(variable.get("identifier") == response for variable in one.iter("variable"))
        for one in found
    )


def text_probes(named: Sequence[str]) -> list[str]:
    """The texts at which a rule about texts is asked."""
    probes: list[str] = [ELSE]
    for one in named:
        probes += [one, one.upper(), one.lower(), one.swapcase(), f"x{one}", f"{one}x", f"x{one}x"]
    probes += [" ".join(some) for some in (*permutations(named[:_MOST_TOGETHER], 2), tuple(named))]
    return list(dict.fromkeys(probe for probe in probes if probe.strip()))


def text_worth(named: Sequence[str], points_of: ScoreOfText) -> TypedWorth | None:
    """The worth of typed texts, None where nothing that the item names gets points."""
    found = {one: points_of(one) for one in named}
    points = max(found.values(), default=Decimal(0))
    if points <= 0:
        return None
    folds = all(points_of(variant) == worth for one, worth in found.items() for variant in _cases(one))
    otherwise = points_of(ELSE)
    plain, starred = list[AcceptedText](), list[AcceptedText]()
    for one, worth in found.items():
        if worth != otherwise:
            pattern = _pattern(one, worth, points_of)
            (starred if pattern.startswith("*") or pattern.endswith("*") else plain).append(
                AcceptedText(pattern, worth / points)
            )
    rest = [AcceptedText("*", otherwise / points)] if otherwise else []
    return TypedWorth(points, TextKey((*plain, *starred, *rest), case_matters=not folds))


def number_probes(breaks: Sequence[Decimal]) -> list[Decimal]:
    """The numbers at which a rule about numbers is asked: where it could change, between, and beyond."""
    if not breaks:
        return []
    between = [(one + other) / 2 for one, other in pairwise(breaks)]
    return [
        breaks[0] - 1,
        *(one for pair in zip(breaks, between, strict=False) for one in pair),
        breaks[-1],
        breaks[-1] + 1,
    ]


def breaks_of(declared: Declaration, processing: etree._Element | None) -> list[Decimal]:
    """The numbers at which the rule could change, in order."""
    named: list[Decimal] = []
    for written in named_texts(declared, processing):
        try:
            named.append(number_of(written))
        except RuleError:
            continue
    absolute, relative, rounded = {Decimal(0)}, {Decimal(0)}, set[Decimal]()
    for element in processing.iter("equal", "equalRounded", "roundTo") if processing is not None else ():
        if element.tag == "equal":
            tolerances = {number_of(one) for one in element.get("tolerance", "0").split()}
            (relative if element.get("toleranceMode") == "relative" else absolute).update(tolerances)
        else:
            rounded |= _ends_of_rounding(element, named)
    places_to_ask = rounded | {
        one + sign * (span + abs(one) * part / 100)
        for one in named
        for span in absolute
        for part in relative
        for sign in (-1, 1)
    }
    return sorted(places_to_ask)[: _MOST_CONSTANTS * 2]


def numbers_to_try(breaks: Sequence[Decimal]) -> list[Decimal]:
    """More numbers than a worth is made of, so that a rule which changes elsewhere is not proved."""
    if not breaks:
        return []
    inside = [
        low + (high - low) * part
        for low, high in pairwise(breaks)
        for part in _PARTS
        if high - low > _NEAR_BY
    ]
    beyond = [end + sign * by for end, sign in ((breaks[0], -1), (breaks[-1], 1)) for by in _BEYOND]
    return [*number_probes(breaks), *inside, *beyond]


def _ends_of_rounding(element: etree._Element, named: Iterable[Decimal]) -> set[Decimal]:
    """Where numbers begin and end that are rounded to the same as one of those that are named."""
    round_it, figures = rounding(element), int(number_of(element.get("figures", "")))
    ends: set[Decimal] = set()
    for one in named:
        middle = round_it(one)
        for size in {one.adjusted(), middle.adjusted()}:
            places = figures if element.get("roundingMode") == "decimalPlaces" else figures - 1 - size
            half = Decimal("0.5").scaleb(-places)
            ends |= {middle - half, middle, middle + half}
    return ends


def number_worth(breaks: Sequence[Decimal], points_of: ScoreOfText) -> TypedWorth | None:
    """The worth of typed numbers, None where none gets points."""
    worth = {one: points_of(format(one, "f")) for one in number_probes(breaks)}
    points = max(worth.values(), default=Decimal(0))
    if points <= 0:
        return None
    ends = [-_ENDLESS, *breaks, _ENDLESS]
    asked = [breaks[0] - 1, *((one + other) / 2 for one, other in pairwise(breaks)), breaks[-1] + 1]
    spans = [
        AcceptedNumber(low, high, worth[middle] / points)
        for (low, high), middle in zip(pairwise(ends), asked, strict=True)
        if worth[middle]
    ]
    at = [AcceptedNumber(one, one, worth[one] / points) for one in breaks]
    return TypedWorth(points, NumberKey(tuple(_tidy(at, spans))))


def _tidy(at: Sequence[AcceptedNumber], spans: Sequence[AcceptedNumber]) -> Iterable[AcceptedNumber]:
    """Neighbours that are worth the same as one; a single number alone only where no range says the same.

    A number that is worth nothing is named where a range would give it something: the first that fits counts.
    """
    worth_at = {one.low: one.share for one in at}
    joined: list[AcceptedNumber] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and last.high == span.low and last.share == span.share == worth_at[span.low]:
            joined[-1] = AcceptedNumber(last.low, span.high, span.share)
        else:
            joined.append(span)
    for one in at:
        around = [span.share for span in joined if span.low <= one.low <= span.high]
        if any(share != one.share for share in around) or (not around and one.share):
            yield one
    yield from joined


def _pattern(one: str, worth: Decimal, points_of: ScoreOfText) -> str:
    """The text as a pattern, with a star on each side where more may stand there."""
    escaped = one.strip().replace("*", r"\*")
    before = "*" if worth > 0 and points_of(f"x{one}") == worth else ""
    after = "*" if worth > 0 and points_of(f"{one}x") == worth else ""
    return f"{before}{escaped}{after}"


def _cases(one: str) -> tuple[str, ...]:
    return one.upper(), one.lower(), one.swapcase()


def _patterns(processing: etree._Element | None) -> list[str]:
    found = processing.iter("patternMatch") if processing is not None else ()
    return [one.get("pattern", "") for one in found]


def _base_values(processing: etree._Element | None) -> Iterable[etree._Element]:
    return processing.iter("baseValue") if processing is not None else ()
