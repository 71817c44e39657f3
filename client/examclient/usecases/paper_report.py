"""What the staff hear of the paper on this machine: how much was drawn, and what cannot be shown."""

import msgspec

from examclient.domain.state import Finding, Preparation, PreparationStep
from examprotocol.paper import Paper, answerable_questions, page_of, parts_of
from examprotocol.paper_messages import MOST_FINDINGS, PaperFinding, PaperReport


def reported(report: PaperReport, preparation: Preparation, paper: Paper | None) -> PaperReport:
    """The report with what drawing the paper has shown; `paper` is None while it is sealed."""
    if paper is None or preparation.step is not PreparationStep.READY:
        return report
    findings = tuple(_finding(one, paper) for one in preparation.findings[:MOST_FINDINGS])
    return msgspec.structs.replace(
        report, drawn=preparation.done, questions=preparation.total, findings=findings
    )


def _finding(found: Finding, paper: Paper) -> PaperFinding:
    return PaperFinding(
        found.question,
        _number(paper, found.question),
        found.missing_pictures,
        found.missing_sounds,
        found.missing_characters,
    )


def _number(paper: Paper, question: str) -> int:
    """The number that candidates see: of a page with several questions that of the first; 0 for none."""
    page = page_of(paper, question)
    ids = {part.id for part in parts_of(page)} if page is not None else set()
    numbers = (count for count, one in enumerate(answerable_questions(paper), 1) if one.id in ids)
    return next(numbers, 0)
