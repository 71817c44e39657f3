"""A site reports an exam to the authority: whole, once, and nothing of it is ever taken away."""

import pytest
from sqlalchemy import func, select

from examprotocol.package_attachments import seal_attachment
from examprotocol.report_messages import open_acknowledgement
from examprotocol.result_seal import open_index
from examprotocol.rulings import Verdict
from examserver.cli.ordering import give
from examserver.errors import UpstreamError
from examserver.services.attempt_orders import RuleOnEvents
from examserver.services.exam_orders import ExtendExam
from examserver.services.keys import signing_key
from examserver.services.reporting.orders import ReportExam
from examserver.services.responses import append_events
from examserver.storage import schema
from examserver.storage.candidates import Registered, change_candidates
from examserver.storage.events import branches_of, heads_of, logs_of
from examserver.storage.exams import all_exams, own_exams
from examserver.storage.extensions import extensions_of
from examserver.storage.handed_files import put_chunk, put_record, read_file
from examserver.storage.receipts import receipts_of
from examserver.storage.rulings import rulings_of
from examserver.storage.store import reading, writing
from tests.server.authority import Above, Below
from tests.server.conftest import START, prepare
from tests.server.reporting import THERE, Reporting, reporting_site
from tests.server.station import ADMISSION, IDENTITY, Pen


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    return reporting_site(above, below)


def test_what_was_answered_is_at_the_authority_and_scored_there(site: Reporting) -> None:
    site.sit("b")
    row = site.report()
    assert (row.trouble, row.acknowledged > 0) == ("", True)
    assert {one.state for one in site.there().values()} == {"submitted", "absent"}
    result = site.results()[ADMISSION]
    assert (result.state, result.answered, result.scored_by) == ("submitted", 1, "site")


def test_events_receipts_extensions_and_rulings_are_the_very_same_there(site: Reporting) -> None:
    site.sit("a", "b")
    give(site.below.folder.root, ExtendExam(site.exam.id, 5, ADMISSION, "停电"))
    writer = next(iter(_heads(site.below, site)))
    order = RuleOnEvents(_attempt(site), Verdict.LEAVE_OUT, (f"{writer}:2-2",), "李老师", "误操作")
    give(site.below.folder.root, order)
    site.report()
    assert _heads(site.above, site) == _heads(site.below, site)
    for read in (receipts_of, rulings_of):
        with reading(site.above.folder) as there, reading(site.below.folder) as here:
            assert read(there, _attempt(site)) == read(here, _attempt(site)) != ()
    with reading(site.above.folder) as there:
        (extension,) = extensions_of(there, THERE)
    assert (extension.candidate, extension.minutes) == (ADMISSION, 5)


def test_the_authority_signs_for_each_report_and_the_site_keeps_that(site: Reporting) -> None:
    site.sit("b")
    row = site.report()
    key = signing_key(site.above.folder)
    said = open_acknowledgement(row.acknowledgement, key, row.report)
    assert (said.exam, said.number, said.entries, said.lacking) == (site.exam.id, 1, 3, 0)
    assert said.events > 0
    assert ADMISSION in said.taken


def test_twice_does_no_harm_and_a_later_report_adds_what_came_since(site: Reporting) -> None:
    site.sit("b")
    site.report()
    before = _count(site)
    again = site.report(whole=True)
    assert (
        open_acknowledgement(again.acknowledgement, signing_key(site.above.folder), again.report).events == 0
    )
    assert _count(site) == before
    site.sit("c", admission="2026A003", identity="E12345678", number=2)
    site.report()
    assert _count(site) > before
    assert {number for number, one in site.results().items() if one.state == "submitted"} == {
        ADMISSION,
        "2026A003",
    }


def test_a_later_report_carries_only_what_the_authority_has_not(site: Reporting) -> None:
    site.sit("b")
    first = site.report()
    second = site.report()
    assert second.acknowledged
    assert second.size < first.size
    assert site.report(whole=True).size > second.size


def test_an_older_report_after_a_newer_one_takes_nothing_back(site: Reporting) -> None:
    site.want()
    site.above.cable.pull()
    site.below.round()
    site.sit("b")
    site.want()
    site.above.cable.plug()
    site.below.round()
    assert site.row(1).acknowledged
    assert site.row(2).acknowledged
    assert site.there()[ADMISSION].state == "submitted"
    assert site.results()[ADMISSION].answered == 1


def test_while_the_line_is_down_a_report_is_made_and_goes_when_it_is_back(site: Reporting) -> None:
    site.sit("b")
    site.above.cable.pull()
    row = site.report()
    assert row.index
    assert not row.acknowledged
    assert "does not answer" in site.below.trouble
    site.above.cable.plug()
    site.below.round()
    assert site.row(row.number).acknowledged


def test_what_is_in_the_parts_nobody_reads_who_has_not_the_authoritys_key(site: Reporting) -> None:
    site.sit("b")
    site.above.cable.pull()
    row = site.report()
    index = open_index(row.index.encode(), site.below.key)
    assert (index.about.exam, index.about.entries) == (site.exam.id, 3)
    parts = [file.read_bytes() for file in site.below.folder.reports.iterdir()]
    assert len(parts) == len(index.parts)
    for part in parts:
        assert ADMISSION.encode() not in part
        assert "张三".encode() not in part


def test_a_candidate_who_is_another_person_at_the_authority_waits_there(site: Reporting) -> None:
    site.report()
    _identify(site, "E99999999")
    site.sit("b", identity="E99999999")
    row = site.report()
    said = open_acknowledgement(row.acknowledgement, signing_key(site.above.folder), row.report)
    assert [(one.candidate, one.fault) for one in said.faults] == [(ADMISSION, "another_person")]
    assert site.results()[ADMISSION].state == "absent"
    _identify(site, IDENTITY)
    site.report()
    assert site.results()[ADMISSION].answered == 1


def test_a_branch_that_was_kept_apart_is_kept_apart_there_too(site: Reporting) -> None:
    site.sit("a", "b")
    attempt = _attempt(site)
    with writing(site.below.folder) as connection:
        (known,) = logs_of(connection, attempt)
        clone = Pen(known.writer, list(known.events[:1]))
        clone.choose("q1", "c")
        clone.choose("q1", "d")
        append_events(connection, clone.writer, clone.events, START)
    site.report()
    with reading(site.above.folder) as there, reading(site.below.folder) as here:
        assert branches_of(there, attempt) == branches_of(here, attempt)
        assert len(branches_of(there, attempt)) == 2
        assert logs_of(there, attempt) == logs_of(here, attempt)


def test_files_of_candidates_come_along_as_the_stations_sealed_them(site: Reporting) -> None:
    site.sit("a")
    data = b"a drawing " * 90_000
    record, chunks = seal_attachment("drawing.png", data, most=1 << 18)
    with writing(site.below.folder) as connection:
        put_record(connection, _attempt(site), record)
    for chunk, sealed in zip(record.chunks[:-1], chunks, strict=False):
        put_chunk(site.below.folder, chunk.sha256, sealed)
    first = site.report()
    key = signing_key(site.above.folder)
    assert open_acknowledgement(first.acknowledgement, key, first.report).lacking == 1
    put_chunk(site.below.folder, record.chunks[-1].sha256, chunks[-1])
    second = site.report(whole=True)
    assert open_acknowledgement(second.acknowledgement, key, second.report).lacking == 0
    assert read_file(site.above.folder, record) == data


def test_what_the_authority_has_ruled_holds_whenever_a_ruling_of_the_site_comes(site: Reporting) -> None:
    site.sit("a", "b")
    site.report()
    writer = next(iter(_heads(site.below, site)))
    spans = (f"{writer}:2-3",)
    give(
        site.above.folder.root,
        RuleOnEvents(_attempt(site), Verdict.LEAVE_OUT, spans, "考试院", "与监考记录不符"),
    )
    assert site.results()[ADMISSION].answered == 0
    give(site.below.folder.root, RuleOnEvents(_attempt(site), Verdict.COUNT, spans, "李老师", "算数"))
    site.report()
    assert site.results()[ADMISSION].answered == 0
    with reading(site.above.folder) as connection:
        kept = [(one.number, one.by) for one in rulings_of(connection, _attempt(site))]
    assert kept == [(1, "李老师"), (10_001, "考试院")]


def test_nobody_logs_in_at_the_authority_to_an_exam_that_a_site_reported(site: Reporting) -> None:
    site.sit("b")
    site.report()
    with reading(site.above.folder) as connection:
        assert [exam.reported_by for exam in all_exams(connection)] == ["site-1"]
        assert own_exams(connection) == ()


def test_without_an_authority_nothing_can_be_reported(
    site: Reporting, tmp_path_factory: pytest.TempPathFactory
) -> None:
    alone = prepare(tmp_path_factory.mktemp("alone") / "site")
    with pytest.raises(UpstreamError, match="joined no authority"):
        give(alone.folder.root, ReportExam(alone.exam.id))


def _identify(site: Reporting, identity: str) -> None:
    """Say at the site by what number the candidate is known."""
    with writing(site.below.folder) as connection:
        change_candidates(connection, [Registered(ADMISSION, "张三", identity, "12")])


def _attempt(site: Reporting) -> str:
    with reading(site.below.folder) as connection:
        wanted = select(schema.attempts.c.id).where(schema.attempts.c.candidate == ADMISSION)
        return str(connection.execute(wanted).scalar_one())


def _heads(where: Above | Below, site: Reporting) -> dict[str, object]:
    with reading(where.folder) as connection:
        return dict(heads_of(connection, _attempt(site)))


def _count(site: Reporting) -> int:
    with reading(site.above.folder) as connection:
        return int(connection.execute(select(func.count()).select_from(schema.events)).scalar_one())
