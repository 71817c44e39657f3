"""No collection is forgotten: the overview names what is not finished, and old exams stay within reach."""

import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.services.collecting import board
from examserver.services.collecting.orders import FinishCollection
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.serving import SiteServer
from examserver.storage.store import writing
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.packing import hand_in
from tests.server.sample import PAPER_ID
from tests.server.station import Station
from tests.server.visitor import Visitor, add_admin

ZH = {"Accept-Language": "zh-CN"}
TO_FINISH, CAME = "已结束的考试还没有完成回收", "完成回收后又收到了作答"


def page(server: SiteServer, path: str = "/web/") -> str:
    admin = Visitor(server.port)
    admin.log_in()
    return admin.get(path, **ZH).text


def test_an_exam_that_was_sat_is_named_from_its_closing_until_its_collection_is_finished(
    prepared: Prepared, server: SiteServer, clock: FakeClock, seated: Station
) -> None:
    add_admin(prepared)
    pen = seated.pen()
    hand_in(pen)
    seated.sync(pen)
    seated.submit(pen)
    assert TO_FINISH not in page(server)
    clock.time = prepared.exam.closes + 40 * 24 * 60 * MINUTE
    assert TO_FINISH in page(server)
    give(prepared.folder.root, FinishCollection(prepared.exam.id, "李老师", {}))
    said = page(server)
    assert TO_FINISH not in said
    assert CAME not in said
    clock.advance(MINUTE)
    pen.choose("q1", "b")
    seated.sync(pen, 2)
    assert CAME in page(server)


def test_an_exam_that_nobody_sat_and_a_rehearsal_are_nobodys_work(
    prepared: Prepared, server: SiteServer, clock: FakeClock
) -> None:
    add_admin(prepared)
    clock.time = prepared.exam.closes + 1
    assert TO_FINISH not in page(server)


def test_older_exams_are_one_page_further_and_the_command_lists_all(
    prepared: Prepared,
    monkeypatch: pytest.MonkeyPatch,
    clock: FakeClock,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(board, "MOST_EXAMS", 1)
    add_admin(prepared)
    with writing(prepared.folder) as connection:
        for days in (400, 401):
            plan = ExamPlan(f"早 {days}", PAPER_ID, START - days * 24 * 60 * MINUTE, 60)
            create_exam(connection, plan, 0)
    clock.time = START
    with SiteServer(prepared.folder.root, port=0, clock=clock) as server:
        newest, older = page(server, "/web/collections"), page(server, "/web/collections?older=2")
    assert (prepared.exam.title in newest, "早 400" in newest) == (True, False)
    assert "/web/collections?older=1" in newest
    assert ("早 401" in older, "更早的考试" in older) == (True, False)
    capsys.readouterr()
    assert main(["collection", "list", str(prepared.folder.root)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2, "the third has not begun by the clock of the day"
