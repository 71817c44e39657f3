"""When the site is asked: after a save, at a heartbeat, and never faster than a failure's wait."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from examclient.errors import ExamError, FaultError, SiteUnreachableError
from examclient.network.sync import HEARTBEAT, Round, SyncEngine
from examclient.ui.background import Background
from examclient.ui.syncer import GATHER, Syncer
from examprotocol.events import Epoch, Head, Writer
from examprotocol.messages import SyncReply, SyncRequest

EPOCH = Epoch(1, 1)


class Line:
    """An outbox with a number of events, and a site that takes them one by one, fails or hangs."""

    def __init__(self) -> None:
        self.events = 0
        self.asked = 0
        self.at_once = 0
        self.most_at_once = 0
        self.error: Exception | None = None
        self.free = threading.Event()
        self.free.set()

    def next_request(self) -> SyncRequest:
        return SyncRequest(Writer("a", "w", EPOCH, 1), 1)

    def acknowledge(self, writer_id: str, head: Head) -> None:
        assert (writer_id, head) == ("w", Head(1))
        self.events = max(0, self.events - 1)

    def forked(self, request: SyncRequest, seq: int) -> bool:
        raise AssertionError((request, seq))

    def waiting(self) -> int:
        return self.events

    def send(self, request: SyncRequest) -> SyncReply:
        assert request.start == 1
        self.asked += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        assert self.free.wait(10)
        self.at_once -= 1
        if self.error is not None:
            raise self.error
        return SyncReply(1, Head(1), 2, EPOCH)


class Desk:
    """A syncer on a lane, and the rounds that it has told of."""

    def __init__(self, lane: Background) -> None:
        self.line = Line()
        self.engine = SyncEngine(self.line, self.line.send, lambda: 0.999)
        self.syncer = Syncer(lane)
        self.rounds: list[Round] = []
        self.syncer.round_done.connect(self.rounds.append)

    def has_made(self, rounds: int) -> None:
        assert len(self.rounds) >= rounds

    def wait(self) -> int:
        """Milliseconds until the next round, 0 when none is planned."""
        timer = self.syncer._timer
        return timer.interval() if timer.isActive() else 0


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    lane = Background("network")
    desk = Desk(lane)
    yield desk
    desk.syncer.stop()
    desk.line.free.set()
    lane.close()


def test_the_first_round_comes_at_once_and_then_the_heart_beats(qtbot: QtBot, desk: Desk) -> None:
    desk.syncer.start(desk.engine)
    qtbot.waitUntil(lambda: desk.has_made(1))
    assert desk.wait() == HEARTBEAT.total_seconds() * 1000 == 10_000
    assert desk.line.asked == 1


def test_what_waits_goes_on_in_round_after_round_without_a_pause(qtbot: QtBot, desk: Desk) -> None:
    desk.line.events = 5
    desk.syncer.start(desk.engine)
    qtbot.waitUntil(lambda: desk.has_made(5), timeout=2000)
    assert [done.wait for done in desk.rounds[:4]] == [HEARTBEAT * 0] * 4
    assert desk.wait() == 10_000


def test_a_save_does_not_wait_for_the_heartbeat_and_several_go_together(qtbot: QtBot, desk: Desk) -> None:
    desk.syncer.start(desk.engine)
    qtbot.waitUntil(lambda: desk.has_made(1))
    for _ in range(20):
        desk.syncer.wake()
    assert desk.wait() == GATHER == 200
    qtbot.waitUntil(lambda: desk.has_made(2))
    assert desk.line.asked == 2
    assert desk.wait() == 10_000


def test_a_save_during_a_round_is_followed_by_another_round(qtbot: QtBot, desk: Desk) -> None:
    desk.line.free.clear()
    desk.syncer.start(desk.engine)
    qtbot.waitUntil(lambda: desk.syncer._under_way)
    desk.syncer.wake()
    desk.line.free.set()
    qtbot.waitUntil(lambda: desk.has_made(1))
    assert desk.wait() == GATHER
    qtbot.waitUntil(lambda: desk.has_made(2))
    assert desk.wait() == 10_000


def test_there_is_never_more_than_one_request_at_a_time(qtbot: QtBot, desk: Desk) -> None:
    desk.line.free.clear()
    desk.syncer.start(desk.engine)
    qtbot.waitUntil(lambda: desk.line.asked == 1)
    for _ in range(10):
        desk.syncer.wake()
        desk.syncer._timer.timeout.emit()
    desk.line.free.set()
    qtbot.waitUntil(lambda: desk.has_made(2))
    assert (desk.line.asked, desk.line.most_at_once) == (2, 1), "and none has queued up behind it"
    assert desk.wait() == 10_000


def test_while_it_fails_no_save_makes_it_hammer_the_site(qtbot: QtBot, desk: Desk) -> None:
    desk.line.error = SiteUnreachableError("gone")
    for _ in range(8):
        desk.engine.run_once()
    desk.syncer.start(desk.engine)
    qtbot.waitUntil(lambda: desk.has_made(1))
    asked, wait = desk.line.asked, desk.wait()
    assert wait > 9_000
    for _ in range(50):
        desk.syncer.wake()
    assert desk.wait() == wait
    qtbot.assertNotEmitted(desk.syncer.round_done, wait=2 * GATHER)
    assert desk.line.asked == asked


def test_when_it_works_again_it_works_at_once_as_before(qtbot: QtBot, desk: Desk) -> None:
    desk.line.error = SiteUnreachableError("gone")
    desk.syncer.start(desk.engine)
    qtbot.waitUntil(lambda: desk.has_made(2))
    desk.line.error = None
    qtbot.waitUntil(lambda: desk.rounds[-1].trouble is None)
    desk.syncer.wake()
    assert desk.wait() == GATHER


def test_a_bug_in_a_round_does_not_end_the_sync(qtbot: QtBot, desk: Desk) -> None:
    desk.line.error = ZeroDivisionError("a bug")
    with qtbot.captureExceptions() as seen:
        desk.syncer.start(desk.engine)
        qtbot.waitUntil(lambda: desk.has_made(1))
    assert seen[0][0] is ZeroDivisionError
    assert isinstance(desk.rounds[0].trouble, FaultError)
    assert desk.wait() == 10_000
    desk.line.error = None
    desk.syncer._timer.timeout.emit()
    qtbot.waitUntil(lambda: desk.has_made(2))
    assert desk.rounds[1].trouble is None


def test_stopped_is_stopped_also_in_the_middle_of_a_round(qtbot: QtBot, desk: Desk) -> None:
    desk.line.free.clear()
    desk.syncer.start(desk.engine)
    qtbot.waitUntil(lambda: desk.line.asked == 1)
    desk.syncer.stop()
    desk.line.free.set()
    qtbot.waitUntil(lambda: not desk.syncer._under_way)
    desk.syncer.wake()
    assert desk.wait() == 0
    assert desk.rounds == []


def test_a_trouble_of_the_world_is_told_with_the_round(qtbot: QtBot, desk: Desk) -> None:
    trouble: ExamError = SiteUnreachableError("gone")
    desk.line.error = trouble
    desk.syncer.start(desk.engine)
    qtbot.waitUntil(lambda: desk.has_made(1))
    assert desk.rounds[0].trouble is trouble
