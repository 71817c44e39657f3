"""Which links to choose so that their worth is greatest, where no end may be used too often.

Ends may be limited on both sides, so taking the greatest first can miss the best; this looks on from there.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Link = tuple[str, str]
_MOST_STEPS, _MOST_LINKS = 20_000, 300


def best_chosen(worth: Mapping[Link, Decimal], left_max: Mapping[str, int], right_max: int) -> list[Link]:
    """The links of greatest worth together, after 20,000 steps the best so far.

    `left_max` is how often each left end may be used, `right_max` each right one; 0 is any number of times.
    """
    links = sorted((link for link in worth if worth[link] > 0), key=lambda link: -worth[link])
    links = links[:_MOST_LINKS]
    search = _Search(links, worth, left_max, right_max)
    search.look(0, Decimal(0), sum((worth[link] for link in links), Decimal(0)))
    return search.best


@dataclass
class _Search:
    """Branch and bound. Mutable: it remembers the best."""

    links: list[Link]
    worth: Mapping[Link, Decimal]
    left_max: Mapping[str, int]
    right_max: int
    best: list[Link] = field(default_factory=list)
    best_worth: Decimal = Decimal(0)
    steps: int = 0
    _chosen: list[Link] = field(default_factory=list)
    _left: Counter[str] = field(default_factory=Counter)
    _right: Counter[str] = field(default_factory=Counter)

    def look(self, at: int, have: Decimal, rest: Decimal) -> None:
        """Try the links from this one on; `rest` is what they could add at most."""
        self.steps += 1
        if have > self.best_worth:
            self.best, self.best_worth = list(self._chosen), have
        if at == len(self.links) or have + rest <= self.best_worth or self.steps > _MOST_STEPS:
            return
        link = self.links[at]
        left, right = link
        after = rest - self.worth[link]
        if self._has_room(left, right):
            self._use(link, 1)
            self.look(at + 1, have + self.worth[link], after)
            self._use(link, -1)
        self.look(at + 1, have, after)

    def _has_room(self, left: str, right: str) -> bool:
        left_max = self.left_max.get(left, 0)
        return (not left_max or self._left[left] < left_max) and (
            not self.right_max or self._right[right] < self.right_max
        )

    def _use(self, link: Link, times: int) -> None:
        left, right = link
        self._left[left] += times
        self._right[right] += times
        if times > 0:
            self._chosen.append(link)
        else:
            self._chosen.pop()
