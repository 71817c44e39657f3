"""Where the site sees the machine during an exam: marked, covered, lifted, and remembered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from examclient.domain.clock import SiteClock
from examclient.domain.ledger import Ledger
from examclient.domain.state import PasswordCheck, PasswordTrouble
from examclient.storage.journal import Journal, open_journal
from examclient.storage.room_cards import CODE_TRIES, RoomShelf
from examclient.ui.background import Background
from examclient.ui.card_keeper import CardKeeper
from examclient.ui.password_desk import PasswordDesk
from examclient.ui.site_watch import SiteWatch
from examclient.usecases.attempt import Attempt
from examclient.usecases.room_cards import RoomCards
from examclient.usecases.room_codes import RoomCodes
from examclient.usecases.room_password import CheckRoomPassword
from examprotocol.events import LIFT_COVER, Epoch, Head, ProctorActed
from examprotocol.messages import StationReply, SyncReply
from examprotocol.place import INSIDE, Place
from tests.client.cards import EXAM, PASSWORD, card, membership
from tests.client.fake_clock import FakeClock
from tests.client.writing import STATION, Pen

HOME, AWAY = "203.0.113.7", "2001:db8::7"


def covered(address: str = HOME) -> Place:
    return Place(address, covered=True, contact="Ms Li")


@dataclass
class Room:
    """The watch over an attempt in a real journal; every start of the client is another writer."""

    qtbot: QtBot
    data: Path
    starts: int = 0
    clock: FakeClock = field(default_factory=FakeClock)
    cards: tuple[str, ...] = (card(),)
    place: Place = INSIDE
    places: list[Place] = field(default_factory=list)
    checks: list[PasswordCheck] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.disk, self.network, self.proctor = (Background(name) for name in ("disk", "network", "proctor"))
        self.lifts = 0
        self.start()

    def start(self) -> None:
        """The client begins."""
        self.starts += 1
        self.journal: Journal = open_journal(self.data / "attempt.journal")
        pen, clock = Pen(f"w{self.starts}", inc=self.starts), SiteClock(self.clock)
        self.attempt = Attempt(self.journal, Ledger(self.journal.logs()), pen.writer, clock)
        self.attempt.begin(STATION, "test")
        shelf = RoomShelf(self.data)
        cards = RoomCards(shelf, lambda: StationReply(0, "PC-01", "Room 1", "1", self.cards))
        check = CheckRoomPassword(cards.tokens, membership(), shelf, clock)
        passwords = PasswordDesk(
            self.proctor, check, RoomCodes(check, RoomShelf(self.data, CODE_TRIES), clock)
        )
        self.watch = SiteWatch(self.disk, passwords, CardKeeper(self.network, cards))
        cards.refresh()
        self.watch.place_changed.connect(self.places.append)
        self.watch.passwords.changed.connect(self.checks.append)
        self.watch.lifted.connect(self._on_lifted)
        self.watch.open(self.attempt, self.place)

    def restart(self) -> None:
        self.close()
        self.disk, self.network, self.proctor = (Background(name) for name in ("disk", "network", "proctor"))
        self.start()

    def hear(self, place: Place) -> Place:
        """The site's reply; returns what the screen is shown of it."""
        self.watch.heard(SyncReply(0, Head(0), 0, Epoch(1, 1), place=place))
        return self.places[-1]

    def give(self, typed: str = PASSWORD) -> PasswordCheck:
        """A proctor gives a password; returns how the check stands when it is judged."""
        self.watch.lift(typed, EXAM)
        assert self.checks[-1].checking
        self.qtbot.waitUntil(lambda: not self.checks[-1].checking)
        return self.checks[-1]

    def acts(self) -> list[ProctorActed]:
        """What the journal has of proctors, over all starts."""
        bodies = [event.body for log in self.journal.logs() for event in log.events]
        return [body for body in bodies if isinstance(body, ProctorActed)]

    def close(self) -> None:
        self.watch.close()
        for lane in (self.proctor, self.network, self.disk):
            lane.close()
        self.journal.close()

    def _on_lifted(self) -> None:
        self.lifts += 1


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    room = Room(qtbot, tmp_path)
    yield room
    room.close()


def test_a_change_of_address_is_passed_on_and_goes_again(room: Room) -> None:
    marked = Place(HOME, covered=False, contact="Ms Li")
    assert room.hear(INSIDE) == INSIDE
    assert room.hear(marked) == marked
    assert room.hear(INSIDE) == INSIDE


def test_the_right_password_lifts_the_cover_and_is_in_the_journal(room: Room) -> None:
    assert room.hear(covered()) == covered()
    assert room.give() == PasswordCheck()
    assert room.places[-1] == Place(HOME, covered=False, contact="Ms Li")
    assert room.acts() == [ProctorActed(LIFT_COVER, HOME)]
    assert room.lifts == 1


def test_a_wrong_password_lifts_nothing_and_makes_the_next_one_wait(room: Room) -> None:
    room.hear(covered())
    assert room.give("wrong") == PasswordCheck(trouble=PasswordTrouble.WRONG, wait=1)
    assert room.hear(covered()) == covered()
    assert room.acts() == []
    room.clock.advance(1.0)
    room.qtbot.waitUntil(lambda: room.checks[-1] == PasswordCheck(trouble=PasswordTrouble.WRONG))
    room.give()
    assert room.acts() == [ProctorActed(LIFT_COVER, HOME, wrong_tries=1)]


def test_a_line_that_comes_and_goes_covers_nothing_anew_at_the_same_address(room: Room) -> None:
    room.hear(covered())
    room.give()
    for _ in range(3):
        assert not room.hear(INSIDE).outside
        assert room.hear(covered()) == Place(HOME, covered=False, contact="Ms Li")


def test_another_address_outside_is_covered_again(room: Room) -> None:
    room.hear(covered())
    room.give()
    assert room.hear(covered(AWAY)) == covered(AWAY)
    room.give()
    assert [act.detail for act in room.acts()] == [HOME, AWAY]
    assert not room.hear(covered(HOME)).covered
    assert not room.hear(covered(AWAY)).covered


def test_a_password_for_an_address_that_has_changed_meanwhile_lifts_only_that_one(room: Room) -> None:
    room.hear(covered())
    room.watch.lift(PASSWORD, EXAM)
    room.hear(covered(AWAY))
    room.qtbot.waitUntil(lambda: room.lifts == 1)
    assert room.places[-1] == covered(AWAY)
    assert room.acts() == [ProctorActed(LIFT_COVER, HOME)]


def test_what_was_lifted_stays_lifted_over_a_restart(room: Room) -> None:
    room.hear(covered())
    room.give()
    room.restart()
    assert not room.hear(covered()).covered
    assert room.hear(covered(AWAY)).covered


def test_without_a_network_a_restart_lifts_nothing_and_covers_nothing_anew(room: Room) -> None:
    room.place = covered()
    room.restart()
    assert room.places[-1] == covered()
    room.give()
    room.restart()
    assert room.places[-1] == Place(HOME, covered=False, contact="Ms Li")
    room.place = covered(AWAY)
    room.restart()
    assert room.places[-1] == covered(AWAY)


def test_the_wait_after_wrong_tries_is_shown_anew_after_a_restart(room: Room) -> None:
    room.hear(covered())
    for seconds in (1.0, 2.0):
        room.give("wrong")
        room.clock.advance(seconds)
        room.qtbot.waitUntil(lambda: room.checks[-1].wait == 0)
    room.restart()
    room.hear(covered())
    assert room.checks[-1] == PasswordCheck(wait=2)


def test_without_a_card_the_machine_says_so_and_asks_nobody_to_wait(room: Room) -> None:
    room.cards = ()
    room.watch.cards.heard("")
    room.qtbot.waitUntil(lambda: room.watch.cards._cards.tokens() == ())
    room.hear(covered())
    assert room.give() == PasswordCheck(trouble=PasswordTrouble.NO_CARD)


def test_a_disk_that_cannot_be_written_keeps_the_cover_and_says_why(room: Room) -> None:
    room.hear(covered())
    room.journal.close()
    room.watch.lift(PASSWORD, EXAM)
    room.qtbot.waitUntil(lambda: room.checks[-1] == PasswordCheck(trouble=PasswordTrouble.NOT_KEPT))
    assert room.hear(covered()).covered
    assert room.lifts == 0


def test_what_comes_of_a_password_for_somebody_who_has_gone_concerns_nobody(room: Room) -> None:
    room.hear(covered())
    room.watch.lift(PASSWORD, EXAM)
    shown = len(room.places)
    room.watch.close()
    room.qtbot.waitUntil(lambda: not room.checks[-1].checking)
    assert len(room.places) == shown
    assert room.lifts == 0


def test_inside_there_is_nothing_to_lift(room: Room) -> None:
    room.hear(INSIDE)
    room.watch.lift(PASSWORD, EXAM)
    assert room.checks == []
