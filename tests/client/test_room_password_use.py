"""Who may give the room password: only the one that the service has signed for this room and exam opens."""

import logging
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from examclient.domain.clock import SiteClock
from examclient.errors import JournalError
from examclient.storage.room_cards import TRIES, RoomShelf
from examclient.usecases.counted_tries import TriesShelf
from examclient.usecases.room_password import CheckRoomPassword, Judgement, Verdict
from tests.client.cards import EXAM, OLD_PASSWORD, OTHER_KEY, PASSWORD, ROOM, SITE, card, membership
from tests.client.fake_clock import FakeClock

RIGHT, WRONG, TOO_SOON, NO_CARD = (
    Judgement(verdict) for verdict in (Verdict.RIGHT, Verdict.WRONG, Verdict.TOO_SOON, Verdict.NO_CARD)
)


@dataclass
class Lock:
    """The check on one machine, with its disk and its clock."""

    data: Path
    cards: tuple[str, ...] = (card(),)
    clock: FakeClock = field(default_factory=FakeClock)
    shelf: TriesShelf | None = None

    def __post_init__(self) -> None:
        self.site_clock = SiteClock(self.clock)
        self.restart()

    def restart(self) -> None:
        shelf = self.shelf or RoomShelf(self.data)
        self.check = CheckRoomPassword(lambda: self.cards, membership(), shelf, self.site_clock)

    def give(self, typed: str = PASSWORD, exam: str = EXAM) -> Judgement:
        return self.check(typed, exam)

    def know_the_time(self) -> int:
        """The site was heard a moment ago; returns the site time in milliseconds."""
        now = self.clock.monotonic()
        self.site_clock.learn(now, now, 1_800_000_000_000)
        return 1_800_000_000_000


@pytest.fixture
def lock(tmp_path: Path) -> Lock:
    return Lock(tmp_path)


@pytest.mark.parametrize(
    "typed",
    [PASSWORD, "k7pq-2m9x-rt4v", "K7PQ2M9XRT4V", " k7pq 2m9x rt4v ", "K7PQ–2M9X–RT4V", "Ｋ７ＰＱ2M9XRT4V"],
)
def test_the_password_opens_however_it_is_typed(lock: Lock, typed: str) -> None:
    assert lock.give(typed) == RIGHT


@pytest.mark.parametrize("typed", ["", "K7PQ-2M9X-RT4W", OLD_PASSWORD, "K7PQ2M9XRT4V0"])
def test_any_other_does_not(lock: Lock, typed: str) -> None:
    assert lock.give(typed) == WRONG


def test_the_room_s_newest_password_for_the_exam_is_the_one_in_force(lock: Lock) -> None:
    lock.cards = (card(OLD_PASSWORD, number=1), card(PASSWORD, number=2))
    assert lock.give(OLD_PASSWORD) == WRONG
    lock.clock.advance(1.0)
    assert lock.give().verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    "foreign",
    [
        card(key=OTHER_KEY),
        card(site="6" * 32),
        card(room="Room 2"),
        card(exam="another"),
        card()[:-8] + "A" * 8,
        "x",
    ],
    ids=["forged", "another site", "another room", "another exam", "changed", "no card"],
)
def test_a_card_that_is_not_for_this_room_opens_nothing(lock: Lock, foreign: str) -> None:
    lock.cards = (foreign,)
    assert lock.give() == NO_CARD
    lock.cards = (foreign, card())
    assert lock.give() == RIGHT


def test_a_forged_card_is_ignored_and_logged(lock: Lock, caplog: pytest.LogCaptureFixture) -> None:
    lock.cards = (card(OLD_PASSWORD, number=9, key=OTHER_KEY), card())
    with caplog.at_level(logging.WARNING):
        assert lock.give() == RIGHT
    assert "not this room's service's" in caplog.text
    assert PASSWORD not in caplog.text


def test_without_an_exam_every_card_that_goes_on_opens_and_no_expired_one(lock: Lock) -> None:
    now = lock.know_the_time()
    expired, next_one = card(until=now - 1000), card(OLD_PASSWORD, exam="next", until=now + 1000)
    lock.cards = (expired, next_one)
    assert lock.give(PASSWORD, "") == WRONG
    lock.clock.advance(1.0)
    assert lock.give(OLD_PASSWORD, "").verdict is Verdict.RIGHT
    lock.cards = (expired,)
    assert lock.give(PASSWORD, "") == NO_CARD


def test_a_machine_that_does_not_know_the_time_locks_no_proctor_out(lock: Lock) -> None:
    lock.cards = (card(until=round(lock.clock.wall() * 1000) - 60_000),)
    assert lock.give(PASSWORD, "") == RIGHT


def test_the_exam_that_runs_keeps_its_password_however_long_it_is_extended(lock: Lock) -> None:
    now = lock.know_the_time()
    lock.cards = (card(until=now - 1),)
    assert lock.give() == RIGHT


def test_wrong_tries_are_slowed_down_and_one_before_its_time_is_not_looked_at(lock: Lock) -> None:
    assert lock.check.wait() == 0.0
    assert lock.give("wrong") == WRONG
    assert lock.check.wait() == 1.0
    assert lock.give() == TOO_SOON
    lock.clock.advance(0.99)
    assert lock.give() == TOO_SOON
    lock.clock.advance(0.01)
    assert lock.give("wrong") == WRONG
    assert lock.check.wait() == 2.0, "what came too soon counts as no try"
    lock.clock.advance(2.0)
    assert lock.give() == Judgement(Verdict.RIGHT, 2), "the journal learns of both wrong ones"
    assert lock.give() == RIGHT, "the right one sets the count back"


def test_a_restart_begins_the_wait_anew_in_full(lock: Lock) -> None:
    for wait in (1.0, 2.0, 4.0):
        assert lock.give("wrong") == WRONG
        lock.clock.advance(wait)
    lock.restart()
    assert lock.check.wait() == 4.0
    assert lock.give() == TOO_SOON
    lock.clock.advance(4.0)
    assert lock.give() == Judgement(Verdict.RIGHT, 3)
    lock.restart()
    assert lock.check.wait() == 0.0


@dataclass
class Watched:
    """A shelf that remembers every count, also one that the program did not live to judge."""

    counts: list[int] = field(default_factory=list)

    def keep_wrong_tries(self, count: int) -> None:
        self.counts.append(count)

    def kept_wrong_tries(self) -> int:
        return self.counts[-1] if self.counts else 0


def test_a_try_counts_before_it_is_judged(tmp_path: Path) -> None:
    """Whoever ends the program as soon as the password turns out wrong has had his try."""
    shelf = Watched()
    lock = Lock(tmp_path, shelf=shelf)
    lock.give("wrong")
    assert shelf.counts == [1]
    lock.clock.advance(1.0)
    lock.give()
    assert shelf.counts == [1, 2, 0]


class Full(Watched):
    """A disk that takes nothing."""

    def keep_wrong_tries(self, count: int) -> None:
        raise JournalError(f"the disk is full: {count}")


def test_a_full_disk_neither_opens_nor_keeps_the_proctor_out(tmp_path: Path) -> None:
    lock = Lock(tmp_path, shelf=Full())
    assert lock.give("wrong") == WRONG
    assert lock.give() == TOO_SOON
    lock.clock.advance(1.0)
    assert lock.give() == Judgement(Verdict.RIGHT, 1)


@pytest.mark.parametrize("content", [b"", b"many", b"[1]", b"-5", b"1e999", b"\xff"])
def test_a_damaged_count_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / TRIES).write_bytes(content)
    assert Lock(tmp_path).check.wait() == 0.0


def test_nothing_that_was_typed_is_logged(lock: Lock, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        lock.give("a-secret-that-is-wrong")
        lock.clock.advance(1.0)
        lock.give()
    assert "secret" not in caplog.text
    assert PASSWORD not in caplog.text


def test_the_room_is_this_station_s_own() -> None:
    here = membership()
    assert (here.site_id, here.room) == (SITE, ROOM)
