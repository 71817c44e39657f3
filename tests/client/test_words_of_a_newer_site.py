"""A newer service says what this client has no word for: it is passed over, the rest of the reply counts."""

import logging

import msgspec
import pytest

from examclient.domain.standing_orders import KeptOrders, hear, trouble_to_play
from examclient.usecases.order_book import OrderBook
from examprotocol.messages import LoginReply, SyncReply
from examprotocol.site_orders import SiteOrders, Trouble

NEWER = {
    "notices": [{"id": "1" * 32, "at": 1000, "text": "还有十分钟", "colour": "red"}],
    "pause": {"id": "2" * 32, "since": 5, "kind": "fire"},
    "ended": {"id": "3" * 32, "at": 7, "by": "robot"},
    "trouble": {"id": "4" * 32, "kind": "flood_the_room", "depth": 2},
    "lights": "off",
}
PLACE = {"outside": "", "floor": 3}
SYNC = {"now": 1, "head": {"seq": 3, "hash": "0" * 64, "size": 9}, "end": 9, "epoch": [1, 2, 0, 7]}
CANDIDATE = {"name": "张三", "admission_number": "1", "identity_masked": "1*1", "seat": "7", "hall": "B"}
EXAM = {"exam_id": "e", "title": "语文", "site": "一", "key_release": 1, "start": 2, "end": 3, "level": "x"}
LOGIN = {"now": 1, "token": "t", "attempt": "a", "epoch": [1, 2, 0, 7], "candidate": CANDIDATE, "exam": EXAM}


class Notes:
    """The notes of a journal that keeps nothing."""

    def note(self, key: str, value: str) -> None:
        """Nowhere."""

    def noted(self, key: str) -> str:  # noqa: ARG002 - nothing was kept
        return ""


@pytest.mark.parametrize(("reply", "kind"), [(SYNC, SyncReply), (LOGIN, LoginReply)], ids=["sync", "login"])
def test_a_reply_with_words_of_a_newer_service_is_read(
    reply: dict[str, object], kind: type[SyncReply | LoginReply]
) -> None:
    sent = msgspec.json.encode({**reply, "orders": NEWER, "place": PLACE, "weather": "fine"})
    read = msgspec.json.decode(sent, type=kind)
    assert read.orders.pause is not None
    assert read.orders.notices[0].text == "还有十分钟"
    assert read.orders.trouble is not None


def test_a_trouble_of_an_unknown_kind_is_not_played_nor_told_as_done_and_stands_in_the_log_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    orders = SiteOrders(trouble=Trouble("4" * 32, "flood_the_room"), rehearsal=True)
    assert trouble_to_play(hear(KeptOrders(), orders), is_rehearsal=True) is None
    book = OrderBook(Notes())
    with caplog.at_level(logging.WARNING):
        book.hear(orders)
        book.hear(orders)
    assert [book.trouble(is_rehearsal=True), book.told()] == [None, ()]
    assert len(caplog.records) == 1
    assert "flood_the_room" in caplog.text
