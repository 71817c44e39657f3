"""Sync: whatever the network does, in the end the site has every event once, and the client knows it."""

import shutil
from collections.abc import Callable
from datetime import timedelta

import pytest

from examclient.domain.backoff import wait_after
from examclient.errors import ExamError, SiteRefusedError, SiteUnreachableError
from examclient.network.sync import HEARTBEAT, SyncEngine
from examclient.usecases.sitting import Sitting
from examprotocol.canonical import canonical_bytes
from examprotocol.events import Epoch, Head, Writer
from examprotocol.messages import BODY_LIMIT, SYNC_LIMIT, SyncReply, SyncRequest
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.client.exam_site import ExamSite
from tests.client.machine import Machine, sync_all

NOW = timedelta(0)


@pytest.fixture
def sitting(machine: Machine) -> Sitting:
    return machine.sit()


def choose(sitting: Sitting, *values: str) -> None:
    for value in values:
        sitting.attempt.answer("q1", ChoiceResponse(value))


def assert_everything_is_at_the_site(site: ExamSite, machine: Machine, sitting: Sitting) -> None:
    """Event by event what the journal has, once."""
    logs = machine._journals[sitting.attempt.id].logs()
    assert site.held(sitting.attempt.id) == {log.writer.id: log for log in logs}
    assert sitting.attempt.waiting() == 0
    assert sitting.attempt.waiting_questions() == frozenset()


def test_the_first_round_asks_how_far_the_site_is_and_the_second_sends(
    site: ExamSite, machine: Machine, sitting: Sitting
) -> None:
    choose(sitting, "a", "b")
    asked, sent = sitting.engine.run_once(), sitting.engine.run_once()
    assert (asked.sent, asked.wait) == (0, NOW)
    assert (sent.sent, sent.wait) == (3, HEARTBEAT)
    assert_everything_is_at_the_site(site, machine, sitting)


def test_with_nothing_to_send_a_round_is_a_heartbeat_and_brings_the_sites_word(
    site: ExamSite, sitting: Sitting
) -> None:
    sync_all(sitting)
    beat = sitting.engine.run_once()
    assert (beat.sent, beat.wait, beat.trouble) == (0, timedelta(seconds=10), None)
    assert beat.reply is not None
    assert beat.reply.end == site.exam.ends


def test_answers_wait_until_the_site_has_acknowledged_them(sitting: Sitting) -> None:
    sync_all(sitting)
    choose(sitting, "a")
    sitting.attempt.answer("q3", TextResponse("x"))
    sitting.attempt.flag("q5", flag=True)
    assert sitting.attempt.waiting() == 3
    assert sitting.attempt.waiting_questions() == {"q1", "q3"}
    sync_all(sitting)
    assert sitting.attempt.waiting_questions() == frozenset()


def test_many_events_go_in_several_requests(site: ExamSite, machine: Machine, sitting: Sitting) -> None:
    choose(sitting, *(str(number) for number in range(2 * SYNC_LIMIT)))
    sitting.engine.run_once()
    rounds = [sitting.engine.run_once() for _ in range(3)]
    assert [done.sent for done in rounds] == [SYNC_LIMIT, SYNC_LIMIT, 1]
    assert [done.wait for done in rounds] == [NOW, NOW, HEARTBEAT]
    assert_everything_is_at_the_site(site, machine, sitting)


def test_long_essays_written_offline_go_in_requests_that_the_site_takes(
    site: ExamSite, machine: Machine, sitting: Sitting
) -> None:
    for number in range(8):
        sitting.attempt.answer("q5", TextResponse(f"{number}" + "文" * 150_000))
        sitting.attempt.answer("q5", TextResponse(""))
    sizes = []

    def weigh(request: SyncRequest) -> SyncReply:
        sizes.append(len(canonical_bytes(request)))
        return machine.api.sync(request)

    engine = SyncEngine(sitting.attempt, weigh, lambda: 0.0)
    while sitting.attempt.waiting():
        assert engine.run_once().trouble is None
    assert max(sizes) < BODY_LIMIT
    assert_everything_is_at_the_site(site, machine, sitting)


def test_a_lost_reply_means_sending_again_and_the_site_keeps_each_event_once(
    site: ExamSite, machine: Machine, sitting: Sitting
) -> None:
    sync_all(sitting)
    choose(sitting, "a", "b", "c")
    site.cable.condition.lose_replies = True
    lost = sitting.engine.run_once()
    assert isinstance(lost.trouble, SiteUnreachableError)
    assert sitting.attempt.waiting() == 3, "what is not acknowledged waits"
    (log,) = site.held(sitting.attempt.id).values()
    assert len(log.events) == 4, "the site has stored what the station never heard of"
    choose(sitting, "d")
    site.cable.condition.lose_replies = False
    sync_all(sitting)
    assert_everything_is_at_the_site(site, machine, sitting)


def test_a_pulled_cable_loses_nothing_and_the_waits_grow(
    site: ExamSite, machine: Machine, sitting: Sitting
) -> None:
    sync_all(sitting)
    site.cable.pull()
    engine = SyncEngine(sitting.attempt, machine.api.sync, lambda: 0.5)
    choose(sitting, "a", "b")
    waits = [engine.run_once().wait.total_seconds() for _ in range(9)]
    assert waits == pytest.approx([wait_after(failures, lambda: 0.5) for failures in range(1, 10)], abs=1e-6)
    assert waits[-1] == pytest.approx(5.05)
    site.cable.plug()
    assert engine.run_once().sent == 2
    site.cable.pull()
    assert engine.run_once().wait.total_seconds() == pytest.approx(waits[0]), (
        "a success begins the count anew"
    )
    assert_everything_is_at_the_site(site, machine, sitting)


def test_a_slow_line_is_waited_for(site: ExamSite, machine: Machine, sitting: Sitting) -> None:
    site.cable.condition.delay = 0.15
    choose(sitting, "a")
    assert sync_all(sitting) == 2
    assert_everything_is_at_the_site(site, machine, sitting)


def test_a_site_that_was_restored_to_an_earlier_state_gets_the_rest_again(
    site: ExamSite, machine: Machine, sitting: Sitting
) -> None:
    choose(sitting, "a")
    sync_all(sitting)
    with site.stopped() as folder:
        backup = folder.database.with_name("backup")
        shutil.copy(folder.database, backup)
    choose(sitting, "b", "c", "d")
    sync_all(sitting)
    with site.stopped() as folder:
        shutil.copy(backup, folder.database)
    assert sitting.engine.run_once().trouble is None
    assert sitting.attempt.waiting() == 3, "the heartbeat says that the site has gone back"
    sync_all(sitting)
    assert_everything_is_at_the_site(site, machine, sitting)


def test_a_site_that_says_it_has_nothing_is_believed_and_gets_everything(
    site: ExamSite, machine: Machine, sitting: Sitting
) -> None:
    choose(sitting, "a", "b")
    sync_all(sitting)
    (writer,) = sitting.attempt.heads()
    sitting.attempt.acknowledge(writer, Head(0))
    assert sitting.attempt.waiting() == 3
    assert sync_all(sitting) == 3
    assert_everything_is_at_the_site(site, machine, sitting)


def test_a_site_that_went_too_far_back_leaves_no_gap(
    site: ExamSite, machine: Machine, sitting: Sitting
) -> None:
    choose(sitting, "a", "b", "c")
    (writer,) = sitting.attempt.heads()
    sitting.attempt.acknowledge(writer, Head(3))  # a wrong word: the site has nothing at all
    first = sitting.engine.run_once()
    assert (first.sent, first.trouble) == (1, None)
    assert sitting.attempt.waiting() == 4, "the site takes nothing beyond a gap, and says so"
    sync_all(sitting)
    assert_everything_is_at_the_site(site, machine, sitting)


def test_what_an_earlier_start_could_not_send_is_sent_by_the_next(
    site: ExamSite, machine: Machine, sitting: Sitting
) -> None:
    site.cable.pull()
    choose(sitting, "a", "b")
    site.cable.plug()
    again = machine.sit()
    assert again.attempt.answers().response("q1") == ChoiceResponse("b")
    sync_all(again)
    assert len(site.held(again.attempt.id)) == 2
    assert_everything_is_at_the_site(site, machine, again)


def test_a_restored_site_gets_what_an_earlier_start_had_sent_though_it_has_all_of_this_one(
    site: ExamSite, machine: Machine, sitting: Sitting
) -> None:
    choose(sitting, "a", "b")
    again = machine.sit()
    with site.stopped() as folder:
        backup = folder.database.with_name("backup")
        shutil.copy(folder.database, backup)
    assert again.engine.run_once().sent == 0
    assert again.engine.run_once().sent == 3, "the events of the earlier start"
    with site.stopped() as folder:
        shutil.copy(backup, folder.database)
    sync_all(again)
    assert len(site.held(again.attempt.id)) == 1, "what was acknowledged before is thought to be there"
    for _ in again.attempt.heads():
        again.engine.run_once()
    sync_all(again)
    assert_everything_is_at_the_site(site, machine, again)


class Trouble:
    """A site that refuses, and counts how often it was asked."""

    def __init__(self, error: ExamError) -> None:
        self.error = error
        self.asked: list[SyncRequest] = []

    def __call__(self, request: SyncRequest) -> SyncReply:
        self.asked.append(request)
        raise self.error


class Box:
    """An outbox with one event that is never acknowledged."""

    writer = Writer("a", "w", Epoch(1, 1), 1)

    def next_request(self) -> SyncRequest:
        return SyncRequest(self.writer, 1)

    def acknowledge(self, writer_id: str, head: Head) -> None:
        raise AssertionError((writer_id, head))

    def forked(self, request: SyncRequest, seq: int) -> bool:
        raise AssertionError((request, seq))

    def waiting(self) -> int:
        return 1


@pytest.mark.parametrize("jitter", [lambda: 0.0, lambda: 0.999])
def test_a_site_that_refuses_is_not_asked_more_than_once_a_second(jitter: Callable[[], float]) -> None:
    refusing = Trouble(SiteRefusedError("busy", "Busy."))
    engine = SyncEngine(Box(), refusing, jitter)
    for asked in range(1, 30):
        done = engine.run_once()
        assert done.trouble is refusing.error
        assert (done.sent, done.reply) == (0, None)
        assert timedelta(seconds=1) <= done.wait <= timedelta(seconds=10)
        assert len(refusing.asked) == asked


@pytest.mark.parametrize(("told", "shortest", "longest"), [(4, 4, 6), (1, 1, 1.5), (600, 10, 15)])
def test_a_busy_site_is_asked_again_when_it_said_and_not_by_all_at_once(
    told: float, shortest: float, longest: float
) -> None:
    refusing = Trouble(SiteRefusedError("busy", "Busy.", 1, wait=told))
    for jitter, expected in ((0.0, shortest), (1.0, longest)):
        engine = SyncEngine(Box(), refusing, lambda: jitter)  # noqa: B023 - used up within the loop
        waits = [engine.run_once().wait.total_seconds() for _ in range(8)]
        assert waits == [expected] * 8, "the site's word counts, not how often it was asked"
