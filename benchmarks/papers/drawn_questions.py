"""Which questions are drawn by lot out of the real papers, and how each is found again.

Rule: a set counts as much as any other, however many papers it has; the same seed draws the same questions.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.papers.corpora import Paper
from examprotocol.paper import Question, questions_of
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.finishing import finished
from examserver.importers.registry import import_paper


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page of a paper: the set and the file it came from, the draft, and the page itself."""

    set: str
    path: Path
    draft: PaperDraft
    page: Question


def drawn_by_lot(papers: Sequence[Paper], count: int, seed: int) -> Iterator[Drawn]:
    """So many pages, from the sets in turn; fewer where there are no more. None comes twice."""
    lot = random.Random(seed)
    left = {name: [one for one in papers if one.set == name] for name in sorted({one.set for one in papers})}
    seen: set[tuple[Path, str]] = set()
    drawn = 0
    while drawn < count and any(left.values()):
        for name in [name for name, some in left.items() if some]:
            found = _one_of(left[name], lot, seen)
            if found is not None and drawn < count:
                drawn += 1
                yield found


def pages_of(name: str, path: Path) -> Iterator[Drawn]:
    """All pages of one paper, in their order; raises PaperFileError where it is refused."""
    draft = finished(import_paper(path, "paper1"))
    for page in questions_of(draft.paper):
        yield Drawn(name, path, draft, page)


def _one_of(papers: list[Paper], lot: random.Random, seen: set[tuple[Path, str]]) -> Drawn | None:
    """A page that was not drawn yet, out of a paper that has one; the others are taken off the list."""
    while papers:
        paper = lot.choice(papers)
        try:
            fresh = [one for one in pages_of(paper.set, paper.path) if (paper.path, one.page.id) not in seen]
        except PaperFileError:
            fresh = []
        if fresh:
            found = lot.choice(fresh)
            seen.add((paper.path, found.page.id))
            return found
        papers.remove(paper)
    return None
