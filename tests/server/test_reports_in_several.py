"""An exam that is too large for one package is reported in several, one after the other."""

from pathlib import Path

import pytest

from examprotocol.package_attachments import seal_attachment
from examprotocol.report_messages import open_acknowledgement
from examprotocol.result_package import LARGEST_INDEX, MOST_PARTS, ResultPart
from examprotocol.result_seal import claimed_index, new_sealer, open_index, sign_index
from examserver.cli.ordering import give
from examserver.services.keys import opening_key, signing_key
from examserver.services.reporting import orders, packing
from examserver.services.reporting.orders import ReportExam
from examserver.services.setup import public_part
from examserver.storage.attempts import attempts_of
from examserver.storage.handed_files import missing_chunks, put_chunk, put_record
from examserver.storage.reports import reports_of
from examserver.storage.store import reading, writing
from tests.server.authority import Above, Below, command
from tests.server.reporting import Reporting, reporting_site
from tests.server.station import ADMISSION


@pytest.fixture
def site(above: Above, below: Below, monkeypatch: pytest.MonkeyPatch) -> Reporting:
    """Each entry fills a part, and two parts, one of them the summary, fill a package."""
    monkeypatch.setattr(packing, "FULL", 1)
    monkeypatch.setattr(packing.Workshop.__init__, "__defaults__", (3,))
    return reporting_site(above, below)


def rows(site: Reporting) -> list[tuple[int, bool]]:
    """All reports of the site by number, and whether each is acknowledged."""
    with reading(site.below.folder) as connection:
        return sorted((row.number, row.acknowledged > 0) for row in reports_of(connection))


def rounds(site: Reporting, most: int = 5) -> None:
    """So many that nothing is left to be sent."""
    for _ in range(most):
        site.below.round()


def test_an_index_of_the_most_parts_is_not_too_large(site: Reporting) -> None:
    site.sit("b")
    site.above.cable.pull()
    about = open_index(site.report().index.encode(), site.below.key).about
    parts = [ResultPart("content", f"{number:064x}", 12_582_940) for number in range(MOST_PARTS)]
    opening = public_part(opening_key(site.above.folder))
    token = sign_index(about, new_sealer(about), opening, parts, site.below.key)
    assert len(token) <= LARGEST_INDEX
    assert len(open_index(token.encode(), site.below.key).parts) == MOST_PARTS


def test_what_does_not_fit_in_follows_by_itself_once_the_first_is_acknowledged(site: Reporting) -> None:
    site.sit("b")
    site.want()
    rounds(site)
    assert rows(site) == [(1, True), (2, True), (3, True)]
    assert {one.taken == one.listed for one in site.there().values()} == {True}
    assert claimed_index(site.row(1).index.encode()).about.left == 2
    assert claimed_index(site.row(3).index.encode()).about.left == 0
    assert site.results()[ADMISSION].answered == 1


def test_everything_once_more_is_everything_in_several_packages_too(site: Reporting) -> None:
    site.want()
    rounds(site)
    before = len(rows(site))
    site.want(whole=True)
    rounds(site)
    key = signing_key(site.above.folder)
    again = [site.row(number) for number, _ in rows(site)[before:]]
    taken = [open_acknowledgement(row.acknowledgement, key, row.report).taken for row in again]
    assert sorted(name for one in taken for name in one) == ["2026A001", "2026A002", "2026A003"]


def test_by_file_it_is_said_that_another_has_to_follow(
    site: Reporting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, file, signed = site.below.folder.root, tmp_path / "1.examresults", tmp_path / "1.examack"
    with site.after_closing():
        named = ("--exam", site.exam.id, "--out", file)
        assert command("upstream", root, "report", *named, "--unfinished", "断网") == 0
    assert "2 candidates are for the next" in capsys.readouterr().out
    above = site.above.folder.root
    assert command("sites", above, "import", file, "--acknowledgement", signed) == 0
    assert command("upstream", root, "acknowledged", signed) == 0
    assert rows(site) == [(1, True), (2, False)]


def test_a_piece_that_is_nowhere_keeps_nothing_else_back(site: Reporting) -> None:
    """A piece that comes later goes although there are more of others, which the authority has, before it."""
    site.sit("b")
    site.sit("a", admission="2026A002", identity="110101199003070425", number=2)
    first, second = (seal_attachment(f"{n}.wav", n.encode() * 40_000, most=1 << 14) for n in ("one", "two"))
    with reading(site.below.folder) as connection:
        attempts = {one.candidate: one.id for one in attempts_of(connection, site.exam.id)}
    with writing(site.below.folder) as connection:
        for candidate, (record, _) in ((ADMISSION, first), ("2026A002", second)):
            put_record(connection, attempts[candidate], record)
    for record, chunks in (first, second):
        for chunk, sealed in list(zip(record.chunks, chunks, strict=True))[:-1]:
            put_chunk(site.below.folder, chunk.sha256, sealed)
    site.want()
    rounds(site)
    assert rows(site) == [(1, True), (2, True), (3, True)]
    assert {one.is_newest for one in site.there().values()} == {True}
    record, chunks = second
    put_chunk(site.below.folder, record.chunks[-1].sha256, chunks[-1])
    assert site.report().acknowledged
    assert missing_chunks(site.above.folder, record) == ()
    assert claimed_index(site.row(4).index.encode()).about.left == 0


def test_how_many_packages_it_may_take_is_said_before_it_is_made(
    site: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.sit("a")
    record, chunks = seal_attachment("speech.wav", b"spoken " * 9_000, most=1 << 14)
    with writing(site.below.folder) as connection:
        put_record(connection, attempts_of(connection, site.exam.id)[0].id, record)
    monkeypatch.setattr(orders, "MOST_AT_ONCE", len(chunks) - 1)
    with site.after_closing():
        said = give(site.below.folder.root, ReportExam(site.exam.id, reason="断网")).lines
    assert "it may take 2" in said[-1]
