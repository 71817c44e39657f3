"""Every hostile or odd file ends as its list expects, and the command says so by its exit code."""

import csv
import json
from pathlib import Path

import pytest

from examserver.__main__ import main
from examserver.errors import PaperFileError
from examserver.importers.registry import import_paper
from examserver.services.paper_report import Outcome, PaperReport, report_on, report_on_refusal
from tests.importers.drafts import check_showable

pytestmark = pytest.mark.corpora

FILES = 46
# Where the list allows two ways, the one that is taken; another encoding has one code in all formats.
TAKEN = {"XML_DOCTYPE_OR_ACCEPT": "ACCEPT", "XML_ENCODING": "TEXT_ENCODING"}
COME_IN_CHANGED = {"html-script.zip", "sem-custom-rp.zip", "gift-unclosed.gift"}


@pytest.fixture(scope="module")
def reports(corpora: Path) -> dict[str, tuple[str, PaperReport]]:
    """File to what is expected of it, and what came."""
    folder = corpora / "made-here-hostile"
    with (folder / "EXPECTED.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: (row["expected"], _report(folder / row["file"])) for row in csv.DictReader(file)}


def _report(path: Path) -> PaperReport:
    try:
        draft = import_paper(path, "paper1")
    except PaperFileError as error:
        return report_on_refusal(path.name, error)
    check_showable(draft)
    return report_on(path.name, draft)


def test_every_file_of_the_list_meets_its_line(reports: dict[str, tuple[str, PaperReport]]) -> None:
    assert len(reports) == FILES
    found = {
        name: TAKEN.get(expected, expected) in _said(report) for name, (expected, report) in reports.items()
    }
    assert [name for name, met in found.items() if not met] == []


def test_the_exit_code_tells_whole_from_changed_from_refused(
    reports: dict[str, tuple[str, PaperReport]],
) -> None:
    accepted = {name for name, (expected, _) in reports.items() if TAKEN.get(expected, expected) == "ACCEPT"}
    codes = {name: report.exit_code for name, (_, report) in reports.items()}
    assert {name for name, code in codes.items() if code == 0} == accepted
    assert {name for name, code in codes.items() if code == 1} == COME_IN_CHANGED


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("ok-control.zip", 0, ""),
        ("html-script.zip", 1, "HTML_ACTIVE"),
        ("xml-xxe-file.zip", 2, "XML_DOCTYPE"),
    ],
)
def test_the_command_ends_with_that_code(
    corpora: Path, capsysbinary: pytest.CaptureFixture[bytes], name: str, code: int, said: str
) -> None:
    assert main(["paper", "check", "--json", str(corpora / "made-here-hostile" / name)]) == code
    whole = json.loads(capsysbinary.readouterr().out)
    lines = [*whole["remarks"], *(line for one in whole["questions"] for line in one["remarks"])]
    assert {line["code"] for line in lines} >= ({said} if said else set())
    assert bool(lines) is (code > 0)
    assert all(line["advice"] for line in lines)


def _said(report: PaperReport) -> set[str]:
    lines = [*report.remarks, *(line for one in report.questions for line in one.remarks)]
    accepted = {"ACCEPT"} if report.outcome is Outcome.WHOLE else set()
    return {line.code for line in lines} | accepted
