"""The fonts that every client has, as the service knows them: what can be shown without anything more."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from examserver.errors import PaperFileError

FAMILY = "Noto Sans SC"
NOTO, NOTO_BOLD = "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"
CHARIS, STIX = "CharisSIL-Regular.ttf", "STIXTwoMath-Regular.ttf"
FOLDER_SETTING = "EXAMSERVER_FONTS"
"""In the environment: another folder of fonts, where the service was installed without its source tree."""

_IN_SOURCE_TREE = Path(__file__).resolve().parents[3] / "resources" / "fonts"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The code points that a font has a glyph for, and the font's file."""

    file: Path
    code_points: frozenset[int]


def fonts_folder() -> Path:
    """Where the bundled fonts lie."""
    return Path(os.environ.get(FOLDER_SETTING) or _IN_SOURCE_TREE)


def font_file(name: str) -> Path:
    """A bundled font's file; raises PaperFileError where it is not there."""
    path = fonts_folder() / name
    if not path.is_file():
        raise PaperFileError(
            f"The font {path} is not there.",
            f"Put the folder resources/fonts back, or name it in {FOLDER_SETTING}.",
            code="FONT_MISSING",
        )
    return path


@cache
def bundled_coverage() -> tuple[Coverage, ...]:
    """What the bundled fonts cover, in the order in which the client asks them."""
    return tuple(coverage(font_file(name)) for name in (NOTO, CHARIS, STIX))


def coverage(file: Path, number: int = 0) -> Coverage:
    """What a font file covers; `number` counts the fonts of a collection. Raises TTLibError, OSError."""
    with file.open("rb") as stream, TTFont(stream, fontNumber=number, lazy=True) as font:
        return Coverage(file, frozenset(font.getBestCmap() or ()))
