"""The self-check: look by look, at this machine and at a real site, and its report at the service."""

from collections.abc import Callable
from pathlib import Path

import pytest

from examclient.domain.clock import SiteClock
from examclient.domain.judging import judge_disk
from examclient.domain.machine_facts import DrawnAsSet
from examclient.domain.self_check import Check, Reason, SelfCheckStoppedError, good
from examclient.errors import SiteAnswerError, SiteRefusedError, SiteUnreachableError
from examclient.machine_clock import MachineClock
from examclient.usecases import machine_looks
from examclient.usecases.self_check import Look, SelfCheck, report_of
from examclient.usecases.site_looks import SiteDesk, SiteLooks
from examclient.version import VERSION
from examprotocol.messages import Refusal
from examprotocol.self_check import CheckResult, Grade
from examserver.services.site_orders import AddNetwork
from examserver.services.station_orders import RevokeStation
from examserver.storage.self_checks import all_self_checks
from examserver.storage.store import reading
from tests.client.exam_site import ExamSite
from tests.client.machine import Machine

FINE = good(Check.REMOTE, Reason.REMOTE_NO)


def failing(error: Exception) -> Callable[[], CheckResult]:
    def look() -> CheckResult:
        raise error

    return look


def unheard(_check: Check, _done: int, _total: int) -> None:
    """Nobody listens."""


def test_a_look_that_the_system_does_not_allow_keeps_no_other_from_being_made() -> None:
    looks = (
        Look(Check.MEMORY, failing(PermissionError("no"))),
        Look(Check.RATE, failing(SiteUnreachableError("gone"))),
        Look(Check.SOUND, lambda: good(Check.SOUND, Reason.SOUND_GOOD, devices=int("many"))),
        Look(Check.REMOTE, lambda: FINE),
    )
    first, second, third, fourth = SelfCheck(looks)(unheard, lambda: False)
    assert (first.check, first.reason, first.grade) == ("memory", Reason.NOT_LOOKED_AT, Grade.AMBER)
    assert second.facts == {"why": "SiteUnreachableError"}
    assert (third.check, third.facts) == ("sound", {"why": "ValueError"})
    assert fourth == FINE


def test_whoever_waits_hears_how_far_it_is_and_can_stop_it() -> None:
    heard: list[tuple[str, int, int]] = []
    made: list[str] = []

    def look() -> CheckResult:
        made.append("look")
        return FINE

    check = SelfCheck([Look(Check.MEMORY, look), Look(Check.DISK, look), Look(Check.CLOCK, look)])
    with pytest.raises(SelfCheckStoppedError):
        check(lambda *told: heard.append(told), lambda: len(made) == 2)
    assert heard == [("memory", 0, 3), ("disk", 1, 3)]
    assert made == ["look", "look"]


def test_a_disk_that_takes_no_journal_is_red(tmp_path: Path) -> None:
    (tmp_path / "self-check").write_text("in the way")
    found = machine_looks._write(tmp_path)
    assert (found.grade, found.reason) == (Grade.RED, Reason.WRITING_FAILED)


# -- the site ------------------------------------------------------------------------------------------------


class Reasons:
    """What the four looks at the site come to, by check."""

    def __init__(self, desk: SiteDesk | None, wall: float = 0.0) -> None:
        clock = ClockAhead(wall)
        site = getattr(desk, "_clock", None) or SiteClock(clock)
        looks = SiteLooks(desk, site, clock).looks()
        self.results = {one.check: one for one in SelfCheck(looks)(unheard, lambda: False)}

    def __getitem__(self, check: Check) -> str:
        return self.results[check].reason


class ClockAhead(MachineClock):
    """The machine's clocks, with somebody's hand on the one on the wall."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def wall(self) -> float:
        return super().wall() + self._seconds


@pytest.fixture
def desk(machine: Machine) -> SiteDesk:
    """The site as this machine asks it, by a clock that runs."""
    machine.clock.__init__(MachineClock())  # type: ignore[misc] # the machine's own stands still
    return machine.api


def test_a_good_way_to_the_site_is_green(desk: SiteDesk) -> None:
    reasons = Reasons(desk)
    assert reasons.results[Check.REACH].grade is Grade.GREEN
    assert reasons[Check.RATE] == Reason.RATE_GOOD
    assert reasons[Check.ADDRESS] == Reason.ADDRESS_INSIDE
    assert reasons[Check.CLOCK] == Reason.CLOCK_GOOD


def test_a_clock_that_somebody_set_is_seen(desk: SiteDesk) -> None:
    found = Reasons(desk, wall=-600).results[Check.CLOCK]
    assert (found.reason, found.facts["minutes"]) == (Reason.CLOCK_WRONG, 10)
    assert Reasons(desk, wall=40 * 3600)[Check.CLOCK] == Reason.CLOCK_FAR_OFF


def test_without_a_network_that_is_said_once_in_red(site: ExamSite, desk: SiteDesk) -> None:
    site.cable.pull()
    results = Reasons(desk).results
    assert (results[Check.REACH].grade, results[Check.REACH].reason) == (Grade.RED, Reason.REACH_NONE)
    others = [results[check] for check in (Check.RATE, Check.ADDRESS, Check.CLOCK)]
    assert {(one.grade, one.reason) for one in others} == {(Grade.AMBER, Reason.SITE_NOT_ASKED)}


def test_a_machine_of_no_site_is_told_to_be_set_up() -> None:
    reasons = Reasons(None)
    assert reasons[Check.REACH] == Reason.REACH_NOT_ENROLLED
    assert reasons[Check.ADDRESS] == Reason.SITE_NOT_ASKED


def test_an_address_that_is_not_registered_is_named(site: ExamSite, desk: SiteDesk) -> None:
    site.order(AddNetwork("203.0.113.0/24"))
    found = Reasons(desk).results[Check.ADDRESS]
    assert (found.grade, found.reason) == (Grade.RED, Reason.ADDRESS_OUTSIDE)
    assert found.facts == {"address": "127.0.0.1"}


def test_a_station_that_was_revoked_is_told_so(site: ExamSite, machine: Machine, desk: SiteDesk) -> None:
    site.order(RevokeStation(machine.station, reason="a power cut"))
    found = Reasons(desk).results[Check.ADDRESS]
    assert (found.reason, found.facts) == (Reason.REACH_NOT_TAKEN, {"code": Refusal.STATION_REVOKED})


class OddDesk:
    """Something else that answers at the site's address."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, _name: str) -> Callable[[], object]:
        return failing(self._error)


@pytest.mark.parametrize("error", [SiteAnswerError("odd"), SiteRefusedError("not_found", "?")])
def test_what_is_not_the_site_is_said(error: Exception) -> None:
    assert Reasons(OddDesk(error))[Check.REACH] == Reason.REACH_OTHER  # type: ignore[arg-type] # on purpose


def test_the_report_is_kept_by_the_service(site: ExamSite, machine: Machine) -> None:
    results = (FINE, judge_disk(0))
    report = report_of(results, 5, DrawnAsSet(-1), lambda one: one)
    machine.api.self_check(report)
    with reading(site.folder) as connection:
        kept = all_self_checks(connection)[machine.station].report
    assert kept == report
    assert (kept.grade, kept.level_requested, kept.client) == (Grade.RED, 0, VERSION)
