"""The list of entries asks for itself again, and a number in the head of each page says how many wait."""

import re

import pytest

from examserver.cli.ordering import give
from examserver.services.checkin.orders import AskForEntry, DecideEntry
from examserver.services.rosters.orders import SeatCandidate
from examserver.serving import SiteServer
from examserver.storage.staff import Role
from tests.server.conftest import Prepared
from tests.server.sittings import ANN, ZHANG
from tests.server.station import ROOM
from tests.server.test_roster_photos import picture
from tests.server.visitor import Visitor, add_staff

EXAM, ZH, BY_ITSELF = "exam-1", {"Accept-Language": "zh-CN"}, {"HX-Request": "true"}


@pytest.fixture
def head(prepared: Prepared, server: SiteServer) -> Visitor:
    give(prepared.folder.root, SeatCandidate(EXAM, ZHANG, ROOM, "1"))
    give(prepared.folder.root, SeatCandidate(EXAM, ANN, ROOM, "2"))
    add_staff(prepared, "王主考", Role.HEAD_PROCTOR)
    add_staff(prepared, "赵监考", Role.PROCTOR, ROOM)
    visitor = Visitor(server.port)
    visitor.log_in("王主考")
    return visitor


def ask(prepared: Prepared, candidate: str) -> None:
    give(prepared.folder.root, AskForEntry(EXAM, candidate, ROOM, "照片不符", picture(), "赵监考"))


def address(page: str) -> str:
    found = re.search(r'hx-get="(/web/checkin/entries[^"]*)" hx-trigger="every 3s"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_an_open_list_hears_of_new_ones_and_is_left_alone_while_nothing_is_new(
    prepared: Prepared, head: Visitor
) -> None:
    ask(prepared, ZHANG)
    again = address(head.get("/web/checkin/entries").text)
    assert head.get(again, **BY_ITSELF).status == 204
    ask(prepared, ANN)
    renewed = head.get(again, **BY_ITSELF)
    assert renewed.status == 200
    assert ANN in renewed.text
    assert address(renewed.text) != again


def test_the_number_of_those_who_wait_stands_in_the_head_and_on_the_overview(
    prepared: Prepared, head: Visitor
) -> None:
    assert "</a>" not in head.get("/web/checkin/waiting").text
    ask(prepared, ZHANG)
    ask(prepared, ANN)
    assert ">2</a>" in head.get("/web/checkin/waiting").text
    overview = head.get("/web/", **ZH).text
    assert 'hx-get="/web/checkin/waiting"' in overview
    assert '<a href="/web/checkin/entries">' in overview
    give(prepared.folder.root, DecideEntry((f"{EXAM}/{ZHANG}",), True, "", "王主考"))
    assert ">1</a>" in head.get("/web/checkin/waiting").text


def test_a_proctor_has_no_such_number(prepared: Prepared, head: Visitor, server: SiteServer) -> None:
    proctor = Visitor(server.port)
    proctor.log_in("赵监考")
    assert "/web/checkin/waiting" not in proctor.get("/web/").text
    assert proctor.get("/web/checkin/waiting").status == 403
