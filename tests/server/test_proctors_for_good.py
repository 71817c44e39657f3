"""Proctors who have a room for good count at each sitting; who is missing stands on the overview."""

import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.services.checkin.duty_board import RoomDuty, duty_board
from examserver.services.checkin.duty_orders import ChangeDuty
from examserver.services.room_orders import AddRoom
from examserver.services.rosters.orders import SeatCandidate
from examserver.services.sittings.setup_orders import MakeSitting, PutExamIn
from examserver.serving import SiteServer
from examserver.storage.staff import Role
from examserver.storage.store import reading
from tests.server.conftest import START, Prepared
from tests.server.sittings import ANN, MINUTE, ZHANG
from tests.server.station import ROOM
from tests.server.visitor import Visitor, add_admin, add_staff

EXAM, OTHER = "exam-1", "302"
ZH = {"Accept-Language": "zh-CN"}


@pytest.fixture
def sitting(prepared: Prepared) -> str:
    """Two rooms with one candidate each, of which one has a proctor for good."""
    root = prepared.folder.root
    give(root, AddRoom(OTHER))
    give(root, SeatCandidate(EXAM, ZHANG, ROOM, "1"))
    give(root, SeatCandidate(EXAM, ANN, OTHER, "1"))
    add_staff(prepared, "赵监考", Role.PROCTOR, ROOM)
    give(root, MakeSitting("上午"))
    give(root, PutExamIn(EXAM, "sitting-1"))
    return "sitting-1"


def rooms(prepared: Prepared) -> dict[str, RoomDuty]:
    with reading(prepared.folder) as connection:
        board = duty_board(START - 60 * MINUTE, connection)
    return {room.room: room for room in board.sittings[0].rooms}


def test_who_has_a_room_for_good_counts_once(prepared: Prepared, sitting: str) -> None:
    assert (rooms(prepared)[ROOM].for_good, rooms(prepared)[ROOM].missing) == (("赵监考",), 0)
    assert rooms(prepared)[OTHER].missing == 1
    give(prepared.folder.root, ChangeDuty(sitting, ROOM, "赵监考", True, "r", override=True))
    room = rooms(prepared)[ROOM]
    assert (room.proctors, room.for_good, room.present) == ((), ("赵监考",), 1)


def test_the_command_marks_them(
    prepared: Prepared, sitting: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Then:
        def now(self) -> int:
            return START - 60 * MINUTE

    monkeypatch.setattr("examserver.cli.checkin.SteadyClock", Then)
    assert main(["checkin", "proctors", str(prepared.folder.root)]) == 0
    said = capsys.readouterr().out
    assert f"  {ROOM}\t1 candidates\t1 of 1\t赵监考 (always)" in said
    assert f"  {OTHER}\t1 candidates\t0 of 1\t-" in said


def test_the_overview_says_which_rooms_lack_proctors_until_they_have_them(
    prepared: Prepared, sitting: str, server: SiteServer
) -> None:
    add_admin(prepared)
    add_staff(prepared, "钱监考", Role.PROCTOR)
    admin, proctor = Visitor(server.port), Visitor(server.port)
    admin.log_in()
    proctor.log_in("赵监考")
    assert f"缺监考老师：<bdi>{OTHER}</bdi>（缺 1 名）" in admin.get("/web/", **ZH).text
    assert "赵监考" in admin.get("/web/duties").text
    assert "缺监考老师" not in proctor.get("/web/", **ZH).text
    give(prepared.folder.root, ChangeDuty(sitting, OTHER, "钱监考", True, "r", override=True))
    assert "缺监考老师" not in admin.get("/web/", **ZH).text
