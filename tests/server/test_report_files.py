"""A report that goes by file, and everything that such a file may have become on its way."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from examprotocol.report_messages import open_acknowledgement
from examprotocol.result_seal import new_sealer, open_index, sign_index
from examprotocol.signing import new_signing_key
from examserver.cli import upstream_reporting
from examserver.cli.ordering import give
from examserver.errors import ExamSiteError, UpstreamError
from examserver.services.candidates import import_candidates
from examserver.services.exam_site_orders import RemoveSite
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.keys import opening_key, signing_key
from examserver.services.papers import add_draft
from examserver.services.reporting.orders import ReportExam, TakeAcknowledgement
from examserver.services.reporting.result_file import read_index, write_results
from examserver.services.roster import read_roster
from examserver.services.setup import public_part
from examserver.serving import SiteServer
from examserver.storage.reports import reports_of
from examserver.storage.result_parts import PART_SUFFIX
from examserver.storage.store import reading, writing
from tests.server.authority import Above, Below, authority_in, command, site_in
from tests.server.conftest import ROSTER, START, FakeClock
from tests.server.reporting import Reporting, reporting_site
from tests.server.sample import sample_draft
from tests.server.station import ADMISSION


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    return reporting_site(above, below)


@pytest.fixture
def package(site: Reporting, tmp_path: Path) -> Path:
    """The report of an exam that one candidate sat, as a file."""
    site.sit("b")
    file = tmp_path / "site.examresults"
    with site.after_closing():
        assert report(site, file) == 0
    return file


def report(site: Reporting, file: Path) -> int:
    """Have the site's command write a report, although nobody has finished the collection."""
    named = ("--exam", site.exam.id, "--out", file)
    return command("upstream", site.below.folder.root, "report", *named, "--unfinished", "断网")


def take(site: Reporting, file: Path) -> int:
    """Have the authority's command take a file in."""
    return command("sites", site.above.folder.root, "import", file)


def test_a_file_is_taken_in_and_what_is_signed_of_it_comes_back(
    site: Reporting, package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed = tmp_path / "back.examack"
    root = site.above.folder.root
    assert command("sites", root, "import", package, "--acknowledgement", signed) == 0
    assert site.results()[ADMISSION].answered == 1
    assert not site.row(1).acknowledged
    assert [*site.below.folder.reports.glob(f"*{PART_SUFFIX}")]
    assert command("upstream", site.below.folder.root, "acknowledged", signed) == 0
    assert site.row(1).acknowledged
    assert not [*site.below.folder.reports.glob(f"*{PART_SUFFIX}")]
    capsys.readouterr()
    assert command("upstream", site.below.folder.root, "reports") == 0
    assert "acknowledged" in capsys.readouterr().out


def test_the_same_file_twice_and_by_the_line_as_well_changes_nothing(site: Reporting, package: Path) -> None:
    assert take(site, package) == 0
    before = site.results()
    assert take(site, package) == 0
    site.below.round()
    assert site.row(1).acknowledged
    assert site.results() == before


def test_a_file_that_is_late_says_that_the_report_has_arrived_by_the_line(
    site: Reporting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    below = site.below.folder

    def arrive_first(file: Path, *words: Any) -> int:
        with closing(sqlite3.connect(below.database)) as beside, beside:  # the service holds the folder
            beside.execute("UPDATE reports SET acknowledged = ?", (START,))
        for part in below.reports.glob(f"*{PART_SUFFIX}"):
            part.unlink()
        return write_results(file, *words)

    monkeypatch.setattr(upstream_reporting, "write_results", arrive_first)
    site.sit("b")
    with site.after_closing():
        assert report(site, tmp_path / "late.examresults") == 1
    assert "Report 1 of exam-1 has arrived by the line meanwhile." in capsys.readouterr().err
    assert not (tmp_path / "late.examresults").exists()


def test_a_report_that_arrives_by_the_line_while_it_is_written_is_written_all_the_same(
    site: Reporting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def arrive_first(file: Path, *words: Any) -> int:
        with closing(sqlite3.connect(site.below.folder.database)) as beside, beside:
            beside.execute("UPDATE reports SET acknowledged = ?", (START,))
        return write_results(file, *words)

    monkeypatch.setattr(upstream_reporting, "write_results", arrive_first)
    site.sit("b")
    file = tmp_path / "late.examresults"
    with site.after_closing():
        assert report(site, file) == 0
    assert take(site, file) == 0


def test_everybody_can_see_what_a_file_is_but_not_what_is_in_it(
    site: Reporting, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("packages", "inspect", package) == 0
    shown = capsys.readouterr().out
    assert site.exam.id in shown
    assert "3 candidates" in shown
    assert ADMISSION not in shown
    assert ADMISSION.encode() not in package.read_bytes()
    assert command("packages", "inspect", package, "--in", site.above.folder.root) == 0
    assert "signed by 第一考点" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data: data[:-1], "cut short"),
        (lambda data: data[: len(data) // 3], "cut short|no result package|was changed"),
        (lambda data: data + b"\0" * 100, "longer than it may be"),
        (lambda data: data[:-40] + bytes([data[-40] ^ 1]) + data[-39:], "a part is not what was signed"),
        (lambda data: data[:200] + b"A" + data[201:], "no result package|was changed"),
        (lambda _data: b"", "no result package"),
        (lambda data: b"PK\x03\x04" + data, "no result package"),
        (lambda _data: b"A" * (5 << 20), "no result package"),
    ],
    ids=["last byte gone", "cut", "longer", "changed", "index changed", "empty", "zip", "long line"],
)
def test_a_spoiled_file_is_refused_and_changes_nothing(
    site: Reporting,
    package: Path,
    spoil: Callable[[bytes], bytes],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    package.write_bytes(spoil(package.read_bytes()))
    assert take(site, package) != 0
    told = capsys.readouterr().err
    assert any(word in told for word in said.split("|")), told
    with pytest.raises(AssertionError, match="it was reported"):
        site.results()


def test_a_file_that_another_site_or_nobody_signed_is_refused(
    site: Reporting, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    token, _, rest = package.read_bytes().partition(b"\n")
    index = open_index(token, site.below.key)
    stranger = new_signing_key()
    forged = msgspec.structs.replace(index.about, site="0" * 32)
    for about in (index.about, forged):
        opening = public_part(opening_key(site.above.folder))
        false = sign_index(about, new_sealer(about), opening, list(index.parts), stranger)
        package.write_bytes(false.encode() + b"\n" + rest)
        assert take(site, package) != 0
    said = capsys.readouterr().err
    assert "was changed, or is sealed to another" in said
    assert "has not joined" in said


def test_a_file_for_another_authority_is_refused(site: Reporting, package: Path, tmp_path: Path) -> None:
    with authority_in(tmp_path / "other", FakeClock(site.above.clock.now())) as other:
        assert command("sites", other.folder.root, "import", package) != 0


def test_a_site_that_was_removed_reports_no_more(site: Reporting, package: Path) -> None:
    give(site.above.folder.root, RemoveSite("site-1"))
    assert take(site, package) != 0


def test_an_acknowledgement_that_the_authority_did_not_sign_is_none(
    site: Reporting, package: Path, tmp_path: Path
) -> None:
    row = site.row(1)
    with pytest.raises(UpstreamError, match="not signed by the authority"):
        give(site.below.folder.root, TakeAcknowledgement(row.report, row.index))
    assert not site.row(1).acknowledged


def test_a_report_of_a_paper_that_the_authority_has_not_is_kept_for_later(
    above: Above, tmp_path: Path
) -> None:
    lone = site_in(tmp_path / "lone", above.clock)
    lone.join(above.invite("第二考点"))
    with writing(lone.folder) as connection:
        import_candidates(connection, read_roster(ROSTER.encode()))
        add_draft(connection, lone.folder.papers, sample_draft("own"), signing_key(lone.folder))
        exam = create_exam(connection, ExamPlan("Own", "own", START, 60), START - 60 * MINUTE)
    above.clock.advance(START + 3 * 60 * MINUTE - above.clock.now())
    with SiteServer(lone.folder.root, port=0, clock=above.clock):
        give(lone.folder.root, ReportExam(exam.id, reason="断网"))
    lone.round()
    with reading(lone.folder) as connection:
        (row,) = reports_of(connection)
    said = open_acknowledgement(row.acknowledgement, signing_key(above.folder), row.report)
    assert (said.fault, said.taken) == ("unknown_paper", {})
    assert [*above.folder.reports.glob(f"*{PART_SUFFIX}")]


def test_no_path_in_a_file_is_ever_followed(site: Reporting, package: Path) -> None:
    """The names of what is stored are hashes, whatever an index says."""
    assert take(site, package) == 0
    for file in site.above.folder.reports.iterdir():
        assert len(file.stem) == 64
        assert set(file.stem) <= set("0123456789abcdef")


def test_a_folder_that_is_no_service_takes_nothing(package: Path, tmp_path: Path) -> None:
    assert command("sites", tmp_path, "import", package) != 0
    with pytest.raises(ExamSiteError):
        read_index(tmp_path / "missing.examresults")
