"""Whether a paper can be shown: its rich texts are in the subset, its pictures and gaps are all there.

Rule: the service checks before it seals, the client before it shows; nothing risky is left for the exam.
"""

from collections.abc import Iterator

from examprotocol.errors import UnreadableError
from examprotocol.paper import Choice, Cloze, Matching, Multiple, Paper, Question, Single, questions_of
from examprotocol.richtext import check_rich, parse_rich

ASSET, GAP = "asset:", "gap:"


def rich_texts(question: Question) -> tuple[str, ...]:
    """Every rich text of a question: its stem, and the bodies of what can be chosen or matched."""
    return (question.stem, *(choice.body for choice in _choices(question)))


def check_paper(paper: Paper) -> None:
    """Raise UnreadableError, naming the place, where the paper could not be shown whole."""
    assets = {asset.asset_id for asset in paper.assets}
    for place, rich in _all_rich(paper):
        try:
            check_rich(rich)
        except UnreadableError as error:
            raise UnreadableError(f"{place}: {error}") from error
        for asset_id in _named(rich, ASSET):
            if asset_id not in assets:
                raise UnreadableError(f"{place}: picture {asset_id[:12]} is not in the paper")
    for question in questions_of(paper):
        _check_gaps(question)


def _all_rich(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "the paper's instructions", paper.instructions
    for section in paper.sections:
        yield f"section {section.id}", section.instructions
    for question in questions_of(paper):
        for rich in rich_texts(question):
            yield f"question {question.id}", rich


def _choices(question: Question) -> tuple[Choice, ...]:
    match question:
        case Single(choices=choices) | Multiple(choices=choices):
            return choices
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
