"""What is held while a candidate sits: the pieces, and which of them belong to a level.

Rule: every piece ends with the program, however it ends. Nothing is changed on the machine that a crash could
leave behind.
"""

from dataclasses import dataclass, fields, replace
from types import MappingProxyType

from examclient.domain.phases import HANDING_IN, Phase

SITTING = (
    Phase.PREPARING,
    Phase.WAITING,
    Phase.ANSWERING,
    Phase.REVIEWING,
    Phase.SUBMITTING,
    Phase.SUBMIT_FAILED,
)
"""While these last a candidate sits: from the confirmed name to the receipt, or to leaving without one."""


@dataclass(frozen=True, slots=True)
class Lockdown:
    """Which pieces are on; docs/lockdown.md says of each what it does and what it cannot do.

    `password`: leaving for good needs the room password. `keys`: those that reach our window, such as Alt+F4;
    `hook`: also those that the system would take before us, by a process of its own.
    """

    full_screen: bool = False
    on_top: bool = False
    password: bool = False
    keys: bool = False
    clipboard: bool = False
    drops: bool = False
    focus: bool = False
    awake: bool = False
    watchdog: bool = False
    hook: bool = False
    capture: bool = False


SWITCHES = MappingProxyType(
    {field.name.title().replace("_", ""): field.name for field in fields(Lockdown)},
)
"""The key of each piece in the settings, such as `FullScreen`, and its field."""

OPEN = Lockdown()
"""Nothing is held: for the demo, and for whoever builds a client that a person does not sit at."""

_WINDOW = Lockdown(awake=True, watchdog=True)
_FULL = Lockdown(**{name: name not in ("hook", "capture") for name in SWITCHES.values()})

LEVELS = (_WINDOW, _FULL, replace(_FULL, hook=True, capture=True))
"""0: an ordinary window. 1: full screen, on top, what our own window can hold. 2: hook and capture too."""

STANDARD_LEVEL = 1
STANDARD = LEVELS[STANDARD_LEVEL]


def is_at_work(phase: Phase) -> bool:
    """Whether it matters that another window is in front: not any more once the answers are handed in."""
    return sits(phase) and phase not in HANDING_IN


def sits(phase: Phase) -> bool:
    """Whether a candidate sits here, so that what is set is held."""
    return phase in SITTING
