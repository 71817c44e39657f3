"""The room's cards stay those of the site, quietly."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from examclient.errors import JournalError, SiteUnreachableError
from examclient.storage.room_cards import CARDS, RoomShelf, keep_cards, kept_cards
from examclient.ui.background import Background
from examclient.ui.card_keeper import CardKeeper
from examclient.usecases.room_cards import RoomCards, digest_of
from examprotocol.canonical import digest
from examprotocol.messages import StationReply


class Desk:
    """The site's answer to GET station, and how often it was asked."""

    def __init__(self, *cards: str) -> None:
        self.cards = cards
        self.asked = 0
        self.is_gone = False

    def __call__(self) -> StationReply:
        self.asked += 1
        if self.is_gone:
            raise SiteUnreachableError("gone")
        return StationReply(0, "PC-01", "Room 1", "1", self.cards)


def test_what_is_kept_is_there_after_a_restart(tmp_path: Path) -> None:
    assert kept_cards(tmp_path) == ()
    keep_cards(tmp_path, ("one", "two"))
    assert kept_cards(tmp_path) == ("one", "two")
    keep_cards(tmp_path, ())
    assert kept_cards(tmp_path) == ()


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'["a"', b"\xff\xfe"])
def test_a_damaged_file_counts_as_no_cards(tmp_path: Path, content: bytes) -> None:
    (tmp_path / CARDS).write_bytes(content)
    assert kept_cards(tmp_path) == ()


def test_the_digest_is_the_same_in_any_order() -> None:
    assert digest_of(()) == ""
    assert digest_of(("b", "a")) == digest_of(("a", "b")) == digest(("a", "b"))
    assert digest_of(("a",)) != digest_of(("a", "b"))


def test_the_site_s_cards_take_the_place_of_those_that_were_kept(tmp_path: Path) -> None:
    keep_cards(tmp_path, ("old",))
    desk = Desk("new")
    cards = RoomCards(RoomShelf(tmp_path), desk)
    assert cards.tokens() == ("old",)
    desk.is_gone = True
    with pytest.raises(SiteUnreachableError):
        cards.refresh()
    assert cards.tokens() == ("old",), "a site that cannot be asked changes nothing"
    desk.is_gone = False
    cards.refresh()
    assert cards.tokens() == kept_cards(tmp_path) == ("new",)
    assert cards.digest() == digest(("new",))
    desk.cards = ()
    cards.refresh()
    assert cards.tokens() == kept_cards(tmp_path) == ()


class FullShelf(RoomShelf):
    """A disk that takes nothing."""

    def keep_cards(self, cards: tuple[str, ...]) -> None:
        raise JournalError(f"the disk is full: {len(cards)} cards")


def test_cards_that_the_disk_does_not_take_serve_until_the_end(tmp_path: Path) -> None:
    cards = RoomCards(FullShelf(tmp_path), Desk("new"))
    cards.refresh()
    assert cards.tokens() == ("new",)


@pytest.fixture
def lane(qtbot: QtBot) -> Background:
    return Background("network")


def test_another_digest_makes_the_station_ask_and_the_same_one_does_not(
    tmp_path: Path, lane: Background, qtbot: QtBot
) -> None:
    desk = Desk("one")
    cards = RoomCards(RoomShelf(tmp_path), desk)
    keeper = CardKeeper(lane, cards)
    keeper.heard("")
    keeper.heard(digest_of(desk.cards))
    qtbot.waitUntil(lambda: cards.tokens() == ("one",))
    qtbot.waitUntil(lambda: not keeper._under_way)
    keeper.heard(digest_of(desk.cards))
    lane.close()
    assert desk.asked == 1


def test_what_failed_is_asked_again_with_the_next_reply(
    tmp_path: Path, lane: Background, qtbot: QtBot
) -> None:
    desk = Desk("one")
    desk.is_gone = True
    cards = RoomCards(RoomShelf(tmp_path), desk)
    keeper = CardKeeper(lane, cards)
    keeper.refresh()
    qtbot.waitUntil(lambda: desk.asked == 1 and not keeper._under_way)
    desk.is_gone = False
    keeper.heard(digest_of(desk.cards))
    qtbot.waitUntil(lambda: cards.tokens() == ("one",))
    lane.close()
