"""What the facts about a machine are worth: green, amber or red."""

from typing import Any

import pytest

from examclient.domain.drawing_trial import Drawing, Why
from examclient.domain.judging import (
    GB,
    MB,
    judge_disk,
    judge_memory,
    judge_restore,
    judge_settings,
    judge_system,
    judge_versions,
    judge_virtual,
    judge_writing,
)
from examclient.domain.judging_seat import (
    judge_clock,
    judge_drawing,
    judge_fonts,
    judge_input,
    judge_place,
    judge_rate,
    judge_reach,
    judge_remote,
    judge_screens,
    judge_sound,
)
from examclient.domain.machine_facts import (
    DrawnAsSet,
    GlyphFacts,
    Hardware,
    InputMethods,
    Memory,
    ScreenFacts,
    SoundOutputs,
    SystemVersion,
    Travel,
    Versions,
    Writing,
)
from examclient.domain.self_check import CheckView, Reason, trouble_first
from examclient.domain.setting_problems import SettingFlaw, SettingProblem
from examclient.ui.check_sentences import CHECKS, REASONS, said_in_english
from examprotocol.place import Place
from examprotocol.self_check import CheckResult, Grade


class GuardedDrawing:
    """A start at level 2 that the guard brought down to software."""

    level_requested, level_effective, why = 2, 0, "a word that nobody knows"


def windows(build: int) -> SystemVersion:
    return SystemVersion(f"Windows 10 ({build})", build, is_windows=True)


def versions(pyside: str, python: str) -> Versions:
    return Versions("0.1.0", python, "6", pyside, "3.50")


def screens(count: int = 1, width: int = 1366, height: int = 768) -> ScreenFacts:
    return ScreenFacts(count, width, height, 1.0, "windows")


SENSELESS = SettingProblem(SettingFlaw.SENSELESS, "/x/user.ini", 2, "[OpenGL] Level", "high")
STRAY = SettingProblem(SettingFlaw.STRAY, "/x/user.ini", 3, value="hello")
NOT_READ = SettingProblem(SettingFlaw.NOT_READ, "/x/user.ini", why="it is not a file")


def inputs(*, chinese: bool) -> InputMethods:
    return InputMethods(("zh-CN", "en-US") if chinese else ("en-US",), chinese)


HOUR = 3600 * 1000

OUTCOMES: list[tuple[CheckResult, str]] = [
    (judge_system(windows(19045)), "windows_good"),
    (judge_system(windows(17763)), "windows_good"),
    (judge_system(windows(17134)), "windows_old"),
    (judge_system(windows(9600)), "windows_too_old"),
    (judge_system(SystemVersion("Debian")), "windows_none"),
    (judge_versions(versions("6.9.3", "3.11.7")), "versions_good"),
    (judge_versions(versions("6.12.0", "3.13.1")), "versions_good"),
    (judge_versions(versions("6.12.0", "3.11.7")), "versions_abort"),
    (judge_settings(()), "settings_good"),
    (judge_settings((SENSELESS,)), "settings_unused"),
    (judge_memory(Memory(8 * GB, 4 * GB)), "memory_good"),
    (judge_memory(Memory(8 * GB, 100 * MB)), "memory_busy"),
    (judge_memory(Memory(3 * GB, 2 * GB)), "memory_little"),
    (judge_memory(Memory(1 * GB, 1 * GB)), "memory_too_little"),
    (judge_disk(200 * MB), "disk_good"),
    (judge_disk(200 * MB - 1), "disk_little"),
    (judge_disk(2 * MB - 1), "disk_full"),
    (judge_writing(Writing(20, 500, 20)), "writing_good"),
    (judge_writing(Writing(100, 500, 20)), "writing_slow"),
    (judge_writing(Writing(2000, 5000, 20)), "writing_too_slow"),
    (judge_restore((), ""), "restore_none"),
    (judge_restore(("Deep Freeze",), ""), "restore_found"),
    (judge_restore((), "tmpfs"), "restore_in_memory"),
    (judge_virtual(Hardware("LENOVO", "10TX")), "virtual_no"),
    (judge_virtual(Hardware()), "virtual_no"),
    (judge_virtual(Hardware("Microsoft Corporation", "Surface Pro")), "virtual_no"),
    (judge_virtual(Hardware("Microsoft Corporation", "Virtual Machine")), "virtual_yes"),
    (judge_virtual(Hardware("VMware, Inc.", "VMware7,1")), "virtual_yes"),
    (judge_virtual(Hardware("innotek GmbH", "VirtualBox")), "virtual_yes"),
    (judge_reach(Travel(20.0, 0, 10)), "reach_good"),
    (judge_reach(Travel(300.0, 0, 10)), "reach_slow"),
    (judge_rate(500_000, 0.1), "rate_good"),
    (judge_rate(500_000, 0.0), "rate_good"),
    (judge_rate(500_000, 2.5), "rate_slow"),
    (judge_place(Place()), "address_inside"),
    (judge_place(Place(outside="203.0.113.7")), "address_outside"),
    (judge_clock(Travel(20.0, 59_000, 10)), "clock_good"),
    (judge_clock(Travel(20.0, 61_000, 5_000)), "clock_good"),
    (judge_clock(Travel(20.0, -70_000, 5_000)), "clock_wrong"),
    (judge_clock(Travel(20.0, -30 * HOUR, 10)), "clock_far_off"),
    (judge_drawing(DrawnAsSet(0)), "drawing_software"),
    (judge_drawing(DrawnAsSet(-3)), "drawing_software"),
    (judge_drawing(DrawnAsSet(2)), "drawing_device"),
    (judge_drawing(GuardedDrawing()), "drawing_guarded"),
    (judge_drawing(Drawing(2, 0, Why.CRASHED)), "drawing_crashed"),
    (judge_drawing(Drawing(2, 0, Why.BLANK)), "drawing_blank"),
    (judge_drawing(Drawing(2, 0, Why.NO_DEVICE)), "drawing_no_device"),
    (judge_drawing(Drawing(2, 0, Why.NOT_KEPT)), "drawing_not_kept"),
    (judge_drawing(Drawing(2, 0, Why.REMOTE)), "drawing_far"),
    (judge_fonts(GlyphFacts(7446)), "fonts_good"),
    (judge_fonts(GlyphFacts(7446, foreign="ə")), "fonts_foreign"),
    (judge_fonts(GlyphFacts(7446, boxes="龘" * 100, foreign="ə")), "fonts_boxes"),
    (judge_fonts(GlyphFacts(7446, "龘", missing="Noto Sans SC")), "fonts_missing"),
    (judge_screens(screens(), 1), "screens_one"),
    (judge_screens(screens(0, 0, 0), 0), "screens_not_seen"),
    (judge_screens(screens(), 0), "screens_one"),
    (judge_screens(screens(2), 2), "screens_more"),
    (judge_screens(screens(1), 2), "screens_more"),
    (judge_screens(screens(1, 1024, 599), 1), "screens_small"),
    (judge_sound(SoundOutputs(2)), "sound_good"),
    (judge_sound(SoundOutputs(0)), "sound_none"),
    (judge_sound(SoundOutputs(1, has_media=False)), "sound_no_media"),
    (judge_sound(SoundOutputs(None)), "not_known"),
    (judge_input(inputs(chinese=True)), "input_good"),
    (judge_input(inputs(chinese=False)), "input_no_chinese"),
    (judge_remote(is_remote=True), "remote_yes"),
    (judge_remote(is_remote=False), "remote_no"),
]

BY_OTHERS = {
    "writing_failed",
    "site_not_asked",
    "not_looked_at",
    "reach_none",
    "reach_other",
    "reach_not_enrolled",
    "reach_damaged",
    "reach_not_taken",
}
"""What the looks say themselves."""


@pytest.mark.parametrize(("found", "reason"), OUTCOMES, ids=lambda value: str(value) if value else "")
def test_every_fact_has_its_grade_and_a_sentence(found: CheckResult, reason: str) -> None:
    assert found.reason == reason
    said = said_in_english(found).said
    assert "{" not in said
    has_advice = said != REASONS[Reason(found.reason)].title.format(**found.facts)
    assert has_advice is (found.grade is not Grade.GREEN)


def test_every_reason_is_tried_here_or_is_said_by_a_look() -> None:
    assert {reason for _found, reason in OUTCOMES} | BY_OTHERS == set(Reason)
    assert set(REASONS) == set(Reason)
    assert {found.check for found, _reason in OUTCOMES} == set(CHECKS)


def test_facts_are_never_longer_than_a_report_may_be() -> None:
    longest: list[Any] = [
        judge_virtual(Hardware("x" * 500, "y" * 500)),
        judge_restore(("x" * 500,), ""),
        judge_input(InputMethods(("x" * 500,), has_chinese=False)),
        judge_fonts(GlyphFacts(9, "龘" * 9000)),
        judge_system(SystemVersion("x" * 500)),
        judge_settings(
            [SettingProblem(SettingFlaw.UNKNOWN, "f", n, f"[{'x' * 60}{n}] y") for n in range(20)]
        ),
    ]
    for found in longest:
        assert all(len(str(fact)) <= 200 for fact in found.facts.values())
        assert len(said_in_english(found).said) <= 400


def test_the_whole_is_as_good_as_its_worst_and_trouble_comes_first() -> None:
    results = (judge_disk(200 * MB), judge_disk(1), judge_remote(is_remote=True))
    shown = trouble_first(results)
    assert [one.grade for one in shown] == [Grade.RED, Grade.AMBER, Grade.GREEN]
    view = CheckView(results=shown)
    assert (view.grade, view.count(Grade.AMBER), view.is_running) == (Grade.RED, 1, False)
    assert CheckView().is_running


def test_settings_that_are_not_used_are_named_each_once() -> None:
    more = SettingProblem(SettingFlaw.MORE, "/x/user.ini", value="7")
    found = judge_settings((SENSELESS, SENSELESS, STRAY, NOT_READ, more))
    assert found.facts == {"count": 5, "names": "[OpenGL] Level, user.ini:3, user.ini, …"}
