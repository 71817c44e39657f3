"""Writes the table of what comes in of every set of real papers into docs/papers.md.

`python -m benchmarks.papers.table [--print]`; the sets are found as for the tests marked `corpora`.
"""

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.papers.corpora import ROOT, Paper, corpora_folder, papers_of
from examserver.errors import PaperFileError
from examserver.importers.finishing import MediaWishes, finished
from examserver.importers.registry import import_paper
from examserver.services.drafts import PaperOrder, read_draft
from examserver.services.paper_report import Outcome, PaperReport, report_on, report_on_refusal

DOCUMENT = ROOT / "docs" / "papers.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
NOT_COUNTED = ("TYPE_UNSUPPORTED", "PKG_MISSING_FILE", "ITEM_WITHOUT_BODY")
"""What the model has no type for, what a set names but does not hold, and keys without a question."""
_SHOWN_REASONS = 6


@dataclass
class Row:
    """One set: its papers, and what became of their questions. It grows."""

    name: str
    papers: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, report: PaperReport) -> None:
        """Count one paper."""
        self.papers += 1
        if report.outcome is Outcome.REFUSED and not report.questions:
            self.refused.update(line.code for line in report.remarks)
        for question in report.questions:
            self.outcomes[question.outcome] += 1
            if question.outcome is Outcome.LEFT_OUT:
                self.reasons[question.remarks[0].code] += 1

    @property
    def came_in(self) -> int:
        """Questions that came in, whole or changed."""
        return self.outcomes[Outcome.WHOLE] + self.outcomes[Outcome.CHANGED]

    @property
    def of_the_model(self) -> int:
        """Questions whose type the model has, and that are there."""
        return self.outcomes.total() - sum(self.reasons[code] for code in NOT_COUNTED)

    def cells(self) -> list[str]:
        """The row as text."""
        share = f"{100 * self.came_in / self.of_the_model:.1f} %" if self.of_the_model else "-"
        named = [f"{code} {count}" for code, count in self.reasons.most_common(_SHOWN_REASONS)]
        files = [f"refused: {code} {count}" for code, count in sorted(self.refused.items())]
        numbers = (
            self.papers,
            self.outcomes.total(),
            self.outcomes[Outcome.WHOLE],
            self.outcomes[Outcome.CHANGED],
            self.outcomes[Outcome.LEFT_OUT],
        )
        return [self.name, *map(str, numbers), share, ", ".join([*named, *files])]


def main(arguments: list[str] | None = None) -> int:
    """Import everything and write the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.papers.table", description=__doc__)
    parser.add_argument("--print", action="store_true", help="print the table and write nothing")
    parser.add_argument("--here", action="store_true", help="without a process for each paper: quicker")
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as converted:
        report = report_here if wanted.here else report_of
        table = _table(_rows(papers_of(corpora_folder(), Path(converted)), report))
    if wanted.print:
        print(table)
        return 0
    text = DOCUMENT.read_text(encoding="utf-8")
    block = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    DOCUMENT.write_text(block.sub(lambda _: f"{BEGIN}\n{table}\n{END}", text), encoding="utf-8")
    return 0


def report_of(paper: Paper) -> PaperReport:
    """Import one paper as `paper check` does."""
    try:
        return report_on(paper.path.name, read_draft(PaperOrder(paper.path, "paper1")))
    except PaperFileError as error:
        return report_on_refusal(paper.path.name, error)


def report_here(paper: Paper) -> PaperReport:
    """The same in this process."""
    try:
        return report_on(paper.path.name, finished(import_paper(paper.path, "paper1"), MediaWishes()))
    except PaperFileError as error:
        return report_on_refusal(paper.path.name, error)


def _rows(papers: Iterable[Paper], report: Callable[[Paper], PaperReport]) -> list[Row]:
    rows: dict[str, Row] = {}
    for paper in papers:
        print(paper.set, paper.path.name, file=sys.stderr)
        rows.setdefault(paper.set, Row(paper.set)).add(report(paper))
    return list(rows.values())


def _table(rows: list[Row]) -> str:
    whole = Row("**all**")
    for row in rows:
        whole.papers += row.papers
        for mine, theirs in ((whole.refused, row.refused), (whole.reasons, row.reasons)):
            mine.update(theirs)
        whole.outcomes.update(row.outcomes)
    head = ["set", "papers", "questions", "whole", "changed", "named", "of the model's types", "named why"]
    lines = [head, ["---"] * len(head), *(row.cells() for row in (*rows, whole))]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
