"""The self-check behind the login page: off the GUI thread, stopped, left, and told to the site."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from examclient.domain.clock import SiteClock
from examclient.domain.machine_facts import DrawnAsSet
from examclient.domain.phases import Phase
from examclient.domain.self_check import Check, CheckView, Reason, amber, good
from examclient.errors import SiteUnreachableError
from examclient.ui.background import Background
from examclient.ui.check_desk import CheckDesk
from examclient.ui.stage import Stage
from examclient.usecases.self_check import Checkup, Look, SelfCheck, report_of
from examprotocol.self_check import CheckResult, SelfCheckReport
from tests.client.fake_clock import FakeClock


class NothingUnsaved:
    """Nobody types."""

    def unsaved(self) -> dict[str, object]:
        return {}

    def is_busy(self) -> bool:
        return False


@dataclass
class Machine:
    """Looks that wait for the test, and a site that hears of them, or does not."""

    gate: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    heard: list[SelfCheckReport] = field(default_factory=list)
    is_online: bool = True
    threads: set[int] = field(default_factory=set)

    def checkup(self) -> Checkup:
        looks = (Look(Check.MEMORY, lambda: self._look(Check.MEMORY)), Look(Check.DISK, self._disk))
        drawing = DrawnAsSet(0)
        return Checkup(SelfCheck(looks), lambda found: report_of(found, 1, drawing, _as_it_is), self._hear)

    def _look(self, check: Check) -> CheckResult:
        self.threads.add(threading.get_ident())
        assert self.gate.acquire(timeout=20)
        return good(check, Reason.MEMORY_GOOD)

    def _disk(self) -> CheckResult:
        self._look(Check.DISK)
        return amber(Check.DISK, Reason.DISK_LITTLE)

    def _hear(self, report: SelfCheckReport) -> None:
        if not self.is_online:
            raise SiteUnreachableError("gone")
        self.heard.append(report)


def _as_it_is(found: CheckResult) -> CheckResult:
    return found


class At:
    """The desk, and what it shows."""

    def __init__(self, qtbot: QtBot) -> None:
        self.machine = Machine()
        self.stage = Stage(SiteClock(FakeClock()), NothingUnsaved())  # type: ignore[arg-type] # holds nothing
        self.desk = CheckDesk(Background("self-check"), self.stage, self.machine.checkup)
        self._qtbot = qtbot

    @property
    def view(self) -> CheckView:
        assert self.stage.state.check is not None
        return self.stage.state.check

    def wait(self, is_so: Callable[[], bool]) -> None:
        def check() -> None:
            assert is_so(), self.stage.state.check

        self._qtbot.waitUntil(check, timeout=20_000)


@pytest.fixture
def at(qtbot: QtBot) -> Iterator[At]:
    at = At(qtbot)
    yield at
    at.machine.gate.release(100)
    at.desk.close()


def test_it_runs_off_the_gui_thread_tells_how_far_it_is_and_then_the_site(at: At) -> None:
    at.desk.start()
    assert at.view.is_running
    at.wait(lambda: at.view.looking_at is Check.MEMORY)
    at.machine.gate.release()
    at.wait(lambda: at.view.looking_at is Check.DISK)
    assert (at.view.done, at.view.total) == (1, 2)
    at.machine.gate.release()
    at.wait(lambda: at.view.sent is True)
    assert [one.check for one in at.view.results] == ["disk", "memory"]
    assert [one.check for one in at.machine.heard[0].results] == ["memory", "disk"]
    assert at.machine.threads.isdisjoint({threading.get_ident()})


def test_a_site_that_cannot_be_told_is_said(at: At) -> None:
    at.machine.is_online = False
    at.machine.gate.release(2)
    at.desk.start()
    at.wait(lambda: at.view.sent is False)
    assert len(at.view.results) == 2


def test_it_can_be_stopped_and_then_done_again(at: At) -> None:
    at.desk.start()
    at.wait(lambda: at.view.looking_at is Check.MEMORY)
    at.desk.stop()
    assert at.view.is_stopping
    at.machine.gate.release()
    at.wait(lambda: at.view.is_stopped)
    assert at.view.results == ()
    at.machine.gate.release(2)
    at.desk.start()
    at.wait(lambda: at.view.sent is True)
    assert len(at.machine.heard) == 1


def test_what_comes_of_a_run_that_was_left_is_shown_to_nobody(at: At) -> None:
    at.desk.start()
    at.wait(lambda: at.view.looking_at is Check.MEMORY)
    at.desk.leave()
    assert at.stage.state.check is None
    seen: list[CheckView | None] = []
    at.stage.state_changed.connect(lambda state: seen.append(state.check))
    at.desk.start()
    at.machine.gate.release(3)
    at.wait(lambda: at.view.sent is True)
    assert not any(view is not None and view.is_stopped for view in seen)
    assert len(at.machine.heard) == 1
    at.desk.leave()
    assert at.stage.state.check is None


def test_two_wishes_are_one_run(at: At) -> None:
    at.desk.start()
    at.desk.start()
    at.machine.gate.release(2)
    at.wait(lambda: at.view.sent is True)
    assert len(at.machine.heard) == 1


@pytest.mark.parametrize("changes", [{"busy": True}, {"phase": Phase.ANSWERING}])
def test_nobody_is_checked_who_is_logging_in_or_answering(at: At, changes: dict[str, object]) -> None:
    at.stage.show(**changes)
    at.desk.start()
    assert at.stage.state.check is None
