"""A rehearsal: troubles go to its seats alone, nothing of it counts, and at the end a report per seat."""

import csv
import io
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import pytest

from examprotocol.events import Submitted
from examprotocol.site_orders import StationNews, TroubleKind
from examserver.cli.command_line import main
from examserver.errors import SiteError
from examserver.services.rehearsals.orders import OrderTrouble, StopForRehearsal
from examserver.services.rehearsals.report import RehearsalReport, SeatFault, report_of
from examserver.services.sittings.setup_orders import MakeSitting, PutExamIn
from examserver.serving import SiteServer
from examserver.storage.staff import Role
from examserver.storage.store import reading
from tests.server.conftest import FakeClock, Prepared
from tests.server.sittings import ANN, ANN_IDENTITY, MINUTE, ZHANG, Morning, heard, morning_of
from tests.server.station import ROOM, Pen, Station
from tests.server.test_roster_papers import pages_of
from tests.server.visitor import Visitor, add_staff


@pytest.fixture
def drill(server: SiteServer, prepared: Prepared) -> Morning:
    return morning_of(prepared, rehearsal=True)


@pytest.fixture
def pen(drill: Morning, seated: Station) -> Pen:
    pen = seated.pen()
    pen.choose("q1", "a")
    seated.sync(pen)
    return pen


def trouble(drill: Morning, kind: str, seconds: int = 30, candidate: str = ZHANG) -> tuple[str, ...]:
    return drill.order(OrderTrouble(drill.first, candidate, kind, seconds, "王主考"))


def report(drill: Morning) -> RehearsalReport:
    with reading(drill.prepared.folder) as connection:
        return report_of(connection, drill.sitting)


def told(pen: Pen, *done: str, events: int | None = None) -> StationNews:
    return StationNews(events=len(pen.events) if events is None else events, done=done)


def hand_in(station: Station, pen: Pen) -> None:
    pen.write(Submitted({pen.writer.id: pen.head}, by_deadline=False))
    station.sync(pen)
    assert station.submit(pen).receipt


def test_a_station_hears_that_it_is_a_rehearsal_and_what_trouble_to_make(
    drill: Morning, seated: Station, pen: Pen
) -> None:
    assert heard(seated, pen).orders.rehearsal
    trouble(drill, TroubleKind.CUT_NETWORK)
    ordered = heard(seated, pen).orders.trouble
    assert ordered is not None
    assert (ordered.kind, ordered.seconds) == (TroubleKind.CUT_NETWORK, 30)
    heard(seated, pen, told(pen, ordered.id))
    assert heard(seated, pen).orders.trouble is None
    assert report(drill).seats[0].done == 1


def test_troubles_come_one_after_the_other_and_a_crash_lasts_no_time(
    drill: Morning, seated: Station, pen: Pen, clock: FakeClock
) -> None:
    trouble(drill, "crash")
    clock.advance(1)
    trouble(drill, "fill_disk", 60)
    first = heard(seated, pen).orders.trouble
    assert first is not None
    assert (first.kind, first.seconds) == (TroubleKind.CRASH, 0)
    second = heard(seated, pen, told(pen, first.id)).orders.trouble
    assert second is not None
    assert (second.kind, second.seconds) == (TroubleKind.FILL_DISK, 60)


def test_a_trouble_that_nobody_carries_out_is_not_ordered_for_ever(
    drill: Morning, seated: Station, pen: Pen, clock: FakeClock
) -> None:
    trouble(drill, "crash")
    clock.advance(11 * MINUTE)
    assert heard(seated, pen).orders.trouble is None
    assert SeatFault.NOT_DONE in report(drill).seats[0].faults


def test_nothing_is_done_to_a_seat_of_a_real_exam(
    server: SiteServer, prepared: Prepared, seated: Station
) -> None:
    assert server.is_serving
    real = morning_of(prepared)
    with pytest.raises(SiteError, match="is a real exam, no rehearsal"):
        trouble(real, "crash")
    with pytest.raises(SiteError, match="is no rehearsal: the service is not stopped"):
        real.order(StopForRehearsal(real.sitting))
    assert not heard(seated, seated.pen()).orders.rehearsal


@pytest.mark.parametrize(
    ("kind", "seconds", "candidate", "why"),
    [
        ("crash", 0, ANN, "has not logged in"),
        ("flood", 5, ZHANG, "no trouble called flood"),
        ("fill_disk", 0, ZHANG, "cannot last 0 seconds"),
        ("cut_network", 601, ZHANG, "cannot last 601 seconds"),
    ],
)
def test_a_trouble_is_one_that_there_is_at_a_seat_where_somebody_sits(
    drill: Morning, pen: Pen, kind: str, seconds: int, candidate: str, why: str
) -> None:
    assert pen.events
    with pytest.raises(SiteError, match=why):
        trouble(drill, kind, seconds, candidate)


def test_the_report_says_of_each_seat_whether_everything_came_through(
    drill: Morning, seated: Station, pen: Pen, new_station: Callable[[], Station]
) -> None:
    ann = new_station()
    ann.log_in(ANN, ANN_IDENTITY)
    other = ann.pen()
    ann.sync(other)
    heard(ann, other, told(other, events=len(other.events) + 3))
    hand_in(seated, pen)
    heard(seated, pen, told(pen))
    found = report(drill)
    assert [one.candidate.admission_number for one in found.seats[:2]] == [ANN, ZHANG]
    assert found.seats[0].faults == (SeatFault.NOT_ALL_SENT, SeatFault.NOT_HANDED_IN)
    assert found.seats[1].is_well
    assert found.seats[1].station is not None
    assert (found.seats[1].station.room, found.seats[1].station.seat) == (ROOM, "1")
    assert (found.begun, found.well) == (2, 1)
    assert not found.seats[2].begun


def test_a_seat_whose_station_has_told_nothing_is_not_said_to_be_well(
    drill: Morning, seated: Station, pen: Pen
) -> None:
    hand_in(seated, pen)
    assert report(drill).seats[0].faults == (SeatFault.NOTHING_TOLD,)


def test_the_command_orders_a_trouble_and_its_report_fails_while_something_is_missing(
    drill: Morning, seated: Station, pen: Pen, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(drill.prepared.folder.root)
    assert main(["sitting", "trouble", root, drill.first, ZHANG, "cut-network", "--seconds", "5"]) == 0
    assert main(["sitting", "report", root, drill.sitting]) == 1
    assert "R1/1\t2026A001\texam-1\t2 of ? events\t0 of 1 troubles" in capsys.readouterr().out
    ordered = heard(seated, pen).orders.trouble
    assert ordered is not None
    hand_in(seated, pen)
    heard(seated, pen, told(pen, ordered.id))
    assert main(["sitting", "report", root, drill.sitting]) == 0
    said = capsys.readouterr().out
    assert "everything came through" in said
    assert "nobody came" in said
    assert said.endswith("Everything came through at 1 of 1 seats.\n")


def test_the_service_is_stopped_for_a_rehearsal_only_while_no_real_exam_is_near(
    drill: Morning, clock: FakeClock
) -> None:
    drill.order(StopForRehearsal(drill.sitting))
    drill.order(MakeSitting("考试"))
    drill.order(PutExamIn(drill.second, "sitting-2"))
    with pytest.raises(SiteError, match="A real exam is near or under way: exam-2"):
        drill.order(StopForRehearsal(drill.sitting))
    clock.advance(24 * 60 * MINUTE)
    drill.order(StopForRehearsal(drill.sitting))


def test_the_report_is_saved_as_a_table_and_printed_for_the_record(
    drill: Morning, seated: Station, pen: Pen, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trouble(drill, "fill_disk", 60)
    heard(seated, pen, told(pen))
    table, paper = tmp_path / "report.csv", tmp_path / "report.pdf"
    root = str(drill.prepared.folder.root)
    wanted = ["sitting", "report", root, drill.sitting, "--csv", str(table), "--pdf", str(paper)]
    assert main(wanted) == 1, "not everything came through"
    assert f"Written: {table}" in capsys.readouterr().out
    rows = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    (zhang,) = [dict(zip(rows[0], row, strict=True)) for row in rows if row[3] == ZHANG]
    assert (zhang["姓名"], zhang["故障"], zhang["已执行故障"]) == ("张三", "1", "0")
    assert "磁盘写满 60 秒" in zhang["故障内容"]
    assert "尚未交卷" in zhang["结果"]
    assert "全部数据已到达考点" in rows[-1][3]
    printed = " ".join(pages_of(paper.read_bytes()))
    for words in ("演练报告", "张三", "磁盘写满", "尚未交卷", "主考签名"):
        assert words in printed


def test_the_head_proctor_takes_the_report_from_the_page(
    drill: Morning, seated: Station, pen: Pen, server: SiteServer
) -> None:
    heard(seated, pen, told(pen))
    add_staff(drill.prepared, "王主考", Role.HEAD_PROCTOR)
    visitor = Visitor(server.port)
    visitor.log_in("王主考")
    chinese = {"Accept-Language": "zh-CN"}
    assert "保存演练报告（CSV）" in visitor.get(f"/web/rehearsal?id={drill.sitting}", **chinese).text
    given = visitor.get(f"/web/rehearsal/file?id={drill.sitting}&as=csv", **chinese)
    assert f"{drill.sitting}-rehearsal.csv" in given.headers["Content-Disposition"]
    assert "准考证号" in given.body.decode("utf-8-sig")
    printed = visitor.get(f"/web/rehearsal/file?id={drill.sitting}&as=pdf", **chinese)
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body.startswith(b"%PDF")
    assert visitor.get("/web/rehearsal/file?id=sitting-9&as=csv").status == HTTPStatus.CONFLICT
