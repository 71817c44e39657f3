"""What `exam.qss` says, rule by rule, with what follows from other rules for the same part.

Understood is what the sheet uses: types, properties, states, one ancestor, and the later rule of two.
"""

import re
from dataclasses import dataclass, field

SIMPLE = re.compile(r'(\w+)|\[(\w+)="([^"]*)"\]|(::?[\w-]+)')
NO_GROUND = ("", "transparent")
STANDING_ON = ("page", "surface")
"""What lies under a part that has no ground of its own."""


@dataclass(frozen=True)
class Part:
    """One simple selector: all that it asks for, such as `QPushButton`, `kind=quiet` and `:focus`."""

    asks: frozenset[str]

    def covers(self, other: "Part") -> bool:
        """Whether a rule for this part holds for the other one as well."""
        return self.asks <= other.asks


@dataclass(frozen=True)
class Rule:
    """A selector, the part around it, and what it sets, by the names of the table of colours."""

    around: Part
    part: Part
    says: dict[str, str] = field(hash=False)
    selector: str = ""


def rules_of(sheet: str) -> list[Rule]:
    """Every rule in the order of the sheet, one for each selector."""
    plain = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    found = []
    for selectors, body in re.findall(r"([^{}]+)\{([^}]*)\}", plain):
        says = dict(re.findall(r"([\w-]+):\s*([^;]+?)\s*(?:;|$)", body.strip()))
        found += [_rule(selector.strip(), says) for selector in selectors.split(",")]
    return found


def settled(rule: Rule, rules: list[Rule]) -> dict[str, str]:
    """All that holds for the part of a rule: its own words, and those of the rules that cover it."""
    says: dict[str, str] = {}
    fitting = [one for one in rules if one.part.covers(rule.part) and one.around.covers(rule.around)]
    for one in sorted(fitting, key=lambda one: len(one.part.asks) + len(one.around.asks)):
        says |= one.says
    return says


def grounds_of(rule: Rule, rules: list[Rule]) -> set[str]:
    """The names of the colours that the part of a rule may stand on."""
    own = colour_in(settled(rule, rules).get("background", ""))
    if own:
        return own
    around = [
        one for one in rules if rule.around.asks and rule.around.covers(one.part) and not one.around.asks
    ]
    under = {name for one in around for name in colour_in(settled(one, rules).get("background", ""))}
    return under or set(STANDING_ON)


def colour_in(value: str) -> set[str]:
    """The names behind an at-sign, without the function for sizes. Of a gradient only the first: where ours
    turns into another colour there is no text.
    """
    names = [name for name in re.findall(r"@([a-z_]+)", value) if name != "px"]
    return set(names[:1] if "gradient" in value else names)


def _rule(selector: str, says: dict[str, str]) -> Rule:
    *before, last = selector.split()
    return Rule(_part(" ".join(before)), _part(last), says, selector)


def _part(text: str) -> Part:
    asks = set()
    for kind, name, value, state in SIMPLE.findall(text):
        asks.add(kind or state or f"{name}={value}")
    return Part(frozenset(asks))
