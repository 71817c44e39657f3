"""A site that can promise no more: the client waits as it is told, keeps everything, and sends it again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from examclient.domain.backoff import wait_after_trouble
from examclient.errors import ExamError, SiteRefusedError
from examclient.usecases.sitting import Sitting
from examprotocol.messages import Refusal
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.storage.writer import GroupWriter
from tests.client.exam_site import ExamSite
from tests.client.machine import Machine, sync_all


class Writers:
    """The writers of the services that were started, to be told that nobody more may wait."""

    def __init__(self) -> None:
        self.made: list[GroupWriter] = []

    def let_wait(self, many: int) -> None:
        for writer in self.made:
            writer._queue_limit = many


@pytest.fixture(autouse=True)
def writers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Writers]:
    found, make = Writers(), GroupWriter.__init__

    def noted(self: GroupWriter, *given: object, **named: object) -> None:
        make(self, *given, **named)  # type: ignore[arg-type]
        found.made.append(self)

    monkeypatch.setattr(GroupWriter, "__init__", noted)
    yield found
    found.let_wait(2_000)


def assert_told_to_wait(trouble: ExamError | None) -> None:
    assert isinstance(trouble, SiteRefusedError)
    assert trouble.code == Refusal.BUSY
    assert 1 <= wait_after_trouble(trouble, 1, lambda: 0.9) <= 1.5, "as the site said, and somewhat longer"


def test_what_the_site_could_not_promise_stays_here_and_goes_when_it_can(
    site: ExamSite, machine: Machine, writers: Writers
) -> None:
    sitting = machine.sit()
    sync_all(sitting)
    sitting.attempt.answer("q1", ChoiceResponse("a"))
    sitting.attempt.answer("q5", TextResponse("作文"))
    writers.let_wait(0)
    for _ in range(3):
        refused = sitting.engine.run_once()
        assert_told_to_wait(refused.trouble)
        assert refused.wait >= timedelta(seconds=1)
    assert sitting.attempt.waiting() == 2, "what is not acknowledged waits"
    (log,) = site.held(sitting.attempt.id).values()
    assert len(log.events) == 1
    writers.let_wait(2_000)
    assert sync_all(sitting) == 2
    assert_everything_is_there(site, machine, sitting)


def test_who_hands_in_at_a_busy_site_has_no_receipt_until_the_site_has_everything(
    site: ExamSite, machine: Machine, writers: Writers
) -> None:
    sitting = machine.sit()
    sitting.attempt.answer("q1", ChoiceResponse("a"))
    sitting.attempt.submit(by_deadline=False)
    writers.let_wait(0)
    refused = sitting.submit.run_once()
    assert_told_to_wait(refused.trouble)
    assert (refused.receipt, refused.token, site.receipt(sitting.attempt.id)) == (None, "", "")
    writers.let_wait(2_000)
    assert sitting.submit.run_once().token == site.receipt(sitting.attempt.id) != ""
    assert_everything_is_there(site, machine, sitting)


def assert_everything_is_there(site: ExamSite, machine: Machine, sitting: Sitting) -> None:
    logs = machine._journals[sitting.attempt.id].logs()
    assert site.held(sitting.attempt.id) == {log.writer.id: log for log in logs}
    assert sitting.attempt.waiting() == 0
