"""Which keys of a Windows machine are held back from the system while a candidate sits: one table.

Rule: a key that an input method may want always passes: every IME key, Shift, Ctrl with Space, Ctrl with
Shift, Alt with Shift and Windows with Space. Numbers are virtual-key codes, from winuser.h.
"""

from dataclasses import dataclass
from enum import Enum

SHIFTS, CTRLS, ALTS = (
    frozenset({0x10, 0xA0, 0xA1}),
    frozenset({0x11, 0xA2, 0xA3}),
    frozenset({0x12, 0xA4, 0xA5}),
)
WINDOWS = frozenset({0x5B, 0x5C})
MODIFIERS = SHIFTS | CTRLS | ALTS | WINDOWS
CAPS_LOCK = 0x14

TAB, ESCAPE, SPACE, PRINT_SCREEN, SLEEP = 0x09, 0x1B, 0x20, 0x2C, 0x5F

IME_KEYS = frozenset(
    {
        0x15,  # VK_KANA, VK_HANGUL
        0x16,  # VK_IME_ON
        0x17,  # VK_JUNJA
        0x18,  # VK_FINAL
        0x19,  # VK_HANJA, VK_KANJI
        0x1A,  # VK_IME_OFF
        0x1C,  # VK_CONVERT
        0x1D,  # VK_NONCONVERT
        0x1E,  # VK_ACCEPT
        0x1F,  # VK_MODECHANGE
        0xE5,  # VK_PROCESSKEY
        0xE7,  # VK_PACKET: characters of on-screen keyboards and handwriting
        *range(0xF0, 0xF6),  # VK_DBE_ALPHANUMERIC .. VK_DBE_ROMAN, by which VK_OEM_.. are also known
    }
)

NEVER = frozenset({PRINT_SCREEN, SLEEP, *range(0xA6, 0xAD), *range(0xB4, 0xB8)})
"""Screen shot, sleep, and the keys that start a browser, mail and other programs. Loudness keys pass."""

WITH_ALT = frozenset({TAB, ESCAPE, SPACE})
"""Task switch, and the window's system menu. Alt+F4 passes: our window asks then whether to start again."""

WITH_CTRL = frozenset({ESCAPE})
"""The start menu; with Shift the task manager."""

WITH_WINDOWS = frozenset({SPACE, CAPS_LOCK}) | MODIFIERS
"""All but IME keys that passes while a Windows key is held: switching the input method."""


class Verdict(Enum):
    """What becomes of a key. MASKED: it passes, but letting it go must not open the start menu."""

    FREE = "free"
    MASKED = "masked"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Held:
    """Which modifiers are down while a key comes."""

    alt: bool = False
    ctrl: bool = False
    windows: bool = False


def judge(key: int, held: Held) -> Verdict:
    """What becomes of a key that goes down. What goes up passes always: nothing may seem to stay pressed."""
    if key in IME_KEYS:
        return Verdict.FREE
    if key in WINDOWS:
        return Verdict.MASKED
    if (
        key in NEVER
        or (held.windows and key not in WITH_WINDOWS)
        or (held.alt and key in WITH_ALT)
        or (held.ctrl and key in WITH_CTRL)
    ):
        return Verdict.HELD
    return Verdict.FREE
