"""Whether a paper can be shown: its rich texts are in the subset, its pictures and gaps are all there.

Rule: the service checks before it seals, the client before it shows; nothing risky is left for the exam.
"""

from collections.abc import Iterable, Iterator, Sequence, Set

from examprotocol.errors import UnreadableError
from examprotocol.paper import (
    Cloze,
    Composite,
    Matching,
    Multiple,
    Ordering,
    Paper,
    Question,
    Single,
    questions_of,
)
from examprotocol.paper_parts import Choice, Media, PoolChoice
from examprotocol.richtext import check_rich, parse_rich

ASSET, GAP, FORMULA = "asset:", "gap:", "formula:"


def rich_texts(question: Question) -> tuple[str, ...]:
    """Every rich text of a question: its stem, and the bodies of what can be chosen or matched."""
    own = (question.stem, *(choice.body for choice in _choices(question)))
    parts = question.parts if isinstance(question, Composite) else ()
    return (*own, *(rich for part in parts for rich in rich_texts(part)))


def media_of(paper: Paper) -> tuple[Media, ...]:
    """Every sound of the paper: those of its materials, then those of its questions and their parts."""
    with_media = (*paper.materials, *_questions_and_parts(paper))
    return tuple(media for one in with_media for media in one.media)


def check_paper(paper: Paper) -> None:
    """Raise UnreadableError, naming the place, where the paper could not be shown whole."""
    assets = {asset.asset_id for asset in paper.assets}
    formulas = {formula.id for formula in paper.formulas}
    for place, rich in _all_rich(paper):
        try:
            check_rich(rich)
        except UnreadableError as error:
            raise UnreadableError(f"{place}: {error}") from error
        _check_named(f"{place}: picture", _named(rich, ASSET), assets)
        _check_named(f"{place}: formula", _named(rich, FORMULA), formulas)
    _check_named("a formula", (formula.asset_id for formula in paper.formulas), assets)
    _check_named("a font", paper.fonts, assets)
    _check_named("a sound", (media.asset_id for media in media_of(paper)), assets)
    _check_ids(paper)
    materials = {material.id for material in paper.materials}
    for question in _questions_and_parts(paper):
        _check_named(f"question {question.id}: material", question.materials, materials)
        _check_gaps(question)


def _check_named(what: str, names: Iterable[str], known: Set[str]) -> None:
    for name in names:
        if name not in known:
            raise UnreadableError(f"{what} {name[:12]} is not in the paper")


def _check_ids(paper: Paper) -> None:
    """Answers, plays and materials go by id: one that stands for two things would lose one of them."""
    for what, ids in (
        ("question", [question.id for question in _questions_and_parts(paper)]),
        ("sound", [media.id for media in media_of(paper)]),
        ("material", [material.id for material in paper.materials]),
        ("formula", [formula.id for formula in paper.formulas]),
    ):
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice is not None:
            raise UnreadableError(f"two of its {what}s have the id {twice}")


def _questions_and_parts(paper: Paper) -> Iterator[Question]:
    for question in questions_of(paper):
        yield question
        if isinstance(question, Composite):
            yield from question.parts


def _all_rich(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "the paper's instructions", paper.instructions
    for section in paper.sections:
        yield f"section {section.id}", section.instructions
    for material in paper.materials:
        yield f"material {material.id}", material.body
    for question in questions_of(paper):
        for rich in rich_texts(question):
            yield f"question {question.id}", rich


def _choices(question: Question) -> Sequence[Choice | PoolChoice]:
    match question:
        case Single(choices=choices) | Multiple(choices=choices) | Ordering(choices=choices):
            return choices
        case Cloze(pool=pool):
            return pool
        case Matching(left=left, right=right):
            return (*left, *right)
        case _:
            return ()


def _named(rich: str, scheme: str) -> list[str]:
    sources = (element.get("src", "") for element in parse_rich(rich).iter("img"))
    return [source.removeprefix(scheme) for source in sources if source.startswith(scheme)]


def _check_gaps(question: Question) -> None:
    wanted = sorted(gap.id for gap in question.gaps) if isinstance(question, Cloze) else []
    if sorted(_named(question.stem, GAP)) != wanted:
        raise UnreadableError(f"question {question.id}: its gaps and its text do not belong together")
