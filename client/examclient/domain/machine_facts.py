"""What can be known of the machine that an exam is taken at; what it is worth stands in `domain.judging`."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SystemVersion:
    """The operating system. `build` is Windows' build number, 0 on other systems."""

    name: str
    build: int = 0
    is_windows: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """Physical memory in bytes: all of it, and what programs can still have."""

    total: int
    free: int


@dataclass(frozen=True, slots=True)
class Hardware:
    """Who made the machine, and what it is called, as its firmware says."""

    maker: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class SoundOutputs:
    """How many devices play sound, None where nobody knows, and whether the system can decode media."""

    devices: int | None
    has_media: bool = True


@dataclass(frozen=True, slots=True)
class Writing:
    """How long the journal took for each durable save, in milliseconds."""

    median: float
    longest: float
    saves: int


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """What the window system says, asked on the GUI thread; no screens where it shows nothing to anybody."""

    screens: int
    width: int
    height: int
    scale: float
    platform: str


@dataclass(frozen=True, slots=True)
class GlyphFacts:
    """How many characters were tried, which came out as boxes, and which another font had to draw.

    `missing` names the fonts of the client that are not there: without one of them it does not start.
    """

    tried: int
    boxes: str = ""
    foreign: str = ""
    missing: str = ""


class Drawing(Protocol):
    """The drawing level that the settings ask for, the one that is used, and why it is that one."""

    @property
    def level_requested(self) -> int:
        """As `[OpenGL] Level` says."""

    @property
    def level_effective(self) -> int:
        """As it is."""

    @property
    def why(self) -> str:
        """A word for the reason."""


@dataclass(frozen=True, slots=True)
class DrawnAsSet:
    """A level that nobody has stepped in at."""

    level_requested: int
    why: str = "as_set"

    @property
    def level_effective(self) -> int:
        """The same; all below 0 draw as 0 does."""
        return max(0, self.level_requested)


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of what the client is made of."""

    client: str
    python: str
    qt: str
    pyside: str
    sqlite: str


@dataclass(frozen=True, slots=True)
class Travel:
    """How questions to the site travelled. Milliseconds: the median round trip, and machine's minus site's
    clock, with the most by which that can be wrong.
    """

    round_trip: float
    clock_ahead: int
    uncertainty: int


@dataclass(frozen=True, slots=True)
class InputMethods:
    """The input methods or languages that the system names, and whether one of them is Chinese."""

    names: tuple[str, ...]
    has_chinese: bool
