"""Which keys the system never hears of on Windows: those that lead out, and no key of an input method."""

from itertools import product

import pytest

from examclient.domain.keys import IME_KEYS, Held, Verdict, judge
from examclient.lockdown.keyboard_hook import is_held_back

ALWAYS = {
    "Shift": 0xA0,
    "Ctrl": 0xA2,
    "Alt": 0xA4,
    "CapsLock": 0x14,
    "A": 0x41,
    "0": 0x30,
    "Enter": 0x0D,
    "Backspace": 0x08,
    "Left": 0x25,
    "F5": 0x74,
    "menu key": 0x5D,
    "louder": 0xAF,
    "comma": 0xBC,
}
"""Keys that a candidate works with, by their virtual-key codes."""

EVERY_HELD = [
    Held(alt=alt, ctrl=ctrl, windows=windows) for alt, ctrl, windows in product((False, True), repeat=3)
]
DOWN, UP, SYSTEM_DOWN = 0x0100, 0x0101, 0x0104
ALT_FLAG = 0x20
WIN, TAB, SPACE, MASK = 0x5B, 0x09, 0x20, 0xE8


class FakeKeyboard:
    """Keys that are down, and how often the one that means nothing was pressed."""

    def __init__(self, *down: int) -> None:
        self.down = set(down)
        self.masks = 0

    def is_down(self, key: int) -> bool:
        return key in self.down

    def press_mask(self) -> None:
        self.masks += 1


@pytest.mark.parametrize("held", EVERY_HELD, ids=str)
@pytest.mark.parametrize("key", sorted(IME_KEYS), ids=hex)
def test_every_key_of_an_input_method_works_whatever_is_held(key: int, held: Held) -> None:
    assert judge(key, held) is Verdict.FREE


def test_the_table_knows_the_keys_of_chinese_japanese_and_korean_keyboards() -> None:
    assert {0x15, 0x19, 0x1C, 0x1D, 0xE5, 0xE7, 0xF3, 0xF4} <= IME_KEYS


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (SPACE, Held(ctrl=True)),
        (0xA0, Held(ctrl=True)),
        (0xA2, Held()),
        (0xA0, Held(alt=True)),
        (SPACE, Held(windows=True)),
        (SPACE, Held(windows=True, ctrl=True)),
        (0xBE, Held(ctrl=True)),
        (0xC0, Held(alt=True)),
    ],
    ids=["Ctrl Space", "Ctrl Shift", "Ctrl", "Alt Shift", "Win Space", "Win Ctrl Space", "Ctrl .", "Alt `"],
)
def test_what_switches_the_input_method_works(key: int, held: Held) -> None:
    assert judge(key, held) is Verdict.FREE


@pytest.mark.parametrize("key", ALWAYS.values(), ids=ALWAYS)
def test_what_a_candidate_writes_with_works(key: int) -> None:
    assert judge(key, Held()) is Verdict.FREE
    assert judge(key, Held(ctrl=True)) is Verdict.FREE


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (TAB, Held(alt=True)),
        (0x1B, Held(alt=True)),
        (0x1B, Held(ctrl=True)),
        (SPACE, Held(alt=True)),
        (0x2C, Held()),
        (0x2C, Held(alt=True)),
        (0x5F, Held()),
        (0xAC, Held()),
        (0xB4, Held()),
        (0x44, Held(windows=True)),
        (0x56, Held(windows=True)),
        (TAB, Held(windows=True)),
        (0x2C, Held(windows=True)),
        (0x5D, Held(windows=True)),
    ],
    ids=(
        "AltTab AltEsc CtrlEsc AltSpace Print AltPrint Sleep Browser Mail WinD WinV WinTab WinPrint WinMenu"
    ).split(),
)
def test_what_leads_out_is_held(key: int, held: Held) -> None:
    assert judge(key, held) is Verdict.HELD


def test_alt_with_f4_reaches_our_window_which_asks_whether_to_start_again() -> None:
    assert judge(0x73, Held(alt=True)) is Verdict.FREE


def test_the_task_manager_is_held_and_escape_alone_is_not() -> None:
    assert judge(0x1B, Held(ctrl=True)) is Verdict.HELD
    assert judge(0x1B, Held()) is Verdict.FREE


def test_the_hook_sees_alt_in_the_keys_own_flags() -> None:
    assert is_held_back(SYSTEM_DOWN, TAB, ALT_FLAG, FakeKeyboard())
    assert not is_held_back(DOWN, TAB, 0, FakeKeyboard())
    assert is_held_back(DOWN, TAB, 0, FakeKeyboard(0x12)), "Wine leaves the flag out"


def test_what_goes_up_passes_so_that_nothing_seems_to_stay_pressed() -> None:
    assert not is_held_back(UP, TAB, ALT_FLAG, FakeKeyboard())


def test_the_windows_key_alone_opens_no_start_menu_and_still_switches_the_input_method() -> None:
    keyboard = FakeKeyboard()
    assert not is_held_back(DOWN, WIN, 0, keyboard)
    assert keyboard.masks == 1
    keyboard.down = {WIN}
    assert not is_held_back(DOWN, WIN, 0, keyboard), "the key repeats"
    assert keyboard.masks == 1
    assert not is_held_back(DOWN, SPACE, 0, keyboard)
    assert is_held_back(DOWN, 0x44, 0, keyboard)
    assert not is_held_back(DOWN, MASK, 0, FakeKeyboard())
    assert not is_held_back(UP, WIN, 0, keyboard)
    assert keyboard.masks == 2
