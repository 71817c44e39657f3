"""An exam that was made by mistake is removed while nothing has come of it; lists say what is cancelled."""

import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import SiteError
from examserver.services.exam_orders import ExtendExam
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.sittings.accident_orders import CancelSitting
from examserver.services.sittings.removing import RemoveExam
from examserver.services.sittings.setup_orders import MakeSitting, PutExamIn, SetExamRooms
from examserver.serving import SiteServer
from examserver.storage.exams import all_exams
from examserver.storage.store import reading, writing
from tests.server.conftest import START, Prepared
from tests.server.sample import PAPER_ID
from tests.server.station import ROOM, Station
from tests.server.visitor import Visitor, add_admin

ZH = {"Accept-Language": "zh-CN"}


def exams(prepared: Prepared) -> list[str]:
    with reading(prepared.folder) as connection:
        return [exam.id for exam in all_exams(connection)]


def another(prepared: Prepared) -> str:
    with writing(prepared.folder) as connection:
        plan = ExamPlan("误建", PAPER_ID, START + 90 * MINUTE, 60)
        return create_exam(connection, plan, START - 60 * MINUTE).id


def test_a_mistaken_exam_goes_with_all_that_its_setting_up_wrote_and_its_id_is_not_given_again(
    prepared: Prepared,
) -> None:
    root = prepared.folder.root
    mistaken = another(prepared)
    give(root, SetExamRooms(mistaken, (ROOM,)))
    assert main(["room", "password", str(root), "--room", ROOM, "--exam", mistaken]) == 0
    assert main(["exam", "remove", str(root), mistaken, "--reason", "试卷选错"]) == 0
    assert exams(prepared) == [prepared.exam.id]
    assert another(prepared) == "exam-3"


def test_an_exam_that_somebody_sits_stays(prepared: Prepared, seated: Station) -> None:
    with pytest.raises(SiteError, match="attempts"):
        give(prepared.folder.root, RemoveExam(prepared.exam.id, "r"))


def test_an_exam_that_was_extended_stays_and_none_goes_without_a_reason(prepared: Prepared) -> None:
    mistaken = another(prepared)
    give(prepared.folder.root, ExtendExam(mistaken, 5, reason="a power cut"))
    with pytest.raises(SiteError, match="extensions"):
        give(prepared.folder.root, RemoveExam(mistaken, "r"))
    with pytest.raises(SiteError, match="Say why"):
        give(prepared.folder.root, RemoveExam(mistaken, ""))


def test_the_page_creates_with_grace_looking_through_and_seconds_and_removes(
    prepared: Prepared, server: SiteServer
) -> None:
    add_admin(prepared)
    give(prepared.folder.root, MakeSitting("上午"))
    admin = Visitor(server.port)
    admin.log_in()
    fields = {"id": "sitting-1", "title": "练习", "paper": PAPER_ID, "start": "2027-06-01 09:00"}
    fields |= {"minutes": "30", "key_release_minutes": "15", "grace_minutes": "25"}
    sent = admin.post("/web/sitting/add", fields | {"look_through": "1", "show_seconds": "1"})
    assert sent.status == 303
    with reading(prepared.folder) as connection:
        made = all_exams(connection)[-1]
    assert (made.closes - made.ends, made.look_through, made.show_seconds) == (25 * MINUTE, True, True)
    page = admin.get("/web/sitting?id=sitting-1", **ZH).text
    assert "可以提前浏览试卷" in page
    gone = {"id": "sitting-1", "exam": made.id, "reason": "建错了"}
    assert "没有执行任何操作" in admin.post("/web/sitting/remove", gone, **ZH).text
    assert admin.post("/web/sitting/remove", gone | {"sure": "1"}).status == 303
    assert exams(prepared) == [prepared.exam.id]


def test_lists_say_which_exams_are_cancelled(prepared: Prepared, capsys: pytest.CaptureFixture[str]) -> None:
    root = prepared.folder.root
    with writing(prepared.folder) as connection:
        begun = create_exam(connection, ExamPlan("已开始", PAPER_ID, 1_700_000_000_000, 60), 0)
    give(root, MakeSitting("上午"))
    give(root, PutExamIn(begun.id, "sitting-1"))
    give(root, CancelSitting("sitting-1", "停电", "王主考"))
    capsys.readouterr()
    assert main(["exam", "list", str(root)]) == 0
    assert f"{begun.title}\tcancelled" in capsys.readouterr().out
    assert main(["collection", "list", str(root)]) == 0
    assert capsys.readouterr().out.startswith(f"{begun.id}\tcancelled\t")
