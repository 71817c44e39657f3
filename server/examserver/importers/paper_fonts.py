"""Small fonts of a paper's own: what the bundled fonts lack, cut out of a larger font that the service has.

Rule: a font that may not be passed on is not used, and every cut has a name of its own, since most licences
keep the old one for the whole font.
"""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError

from examserver.errors import PaperFileError
from examserver.importers.bundled_fonts import CHARIS, NOTO, NOTO_BOLD, STIX, coverage, fonts_folder
from examserver.importers.draft import FontFile

_FREE_FONTS = ("NotoSansCJK-Regular*", "NotoSerifCJK-Regular*", "BabelStoneHan*", "HanaMin*", "Plangothic*")
"""Free fonts with rare characters, which may be passed on; others are used where they are named."""
_INSTALLED = Path("/usr/share/fonts")
_ENDINGS = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_BUNDLED = frozenset({NOTO, NOTO_BOLD, CHARIS, STIX})
_RESTRICTED, _NO_SUBSET, _ONLY_BITMAPS = 0x0002, 0x0100, 0x0200
_KEPT_NAMES = (0, 7, 8, 9, 13, 14)
"""Copyright, trademark, makers and licence stay; the names of the font itself do not."""


@dataclass(frozen=True, slots=True)
class Donor:
    """A font that characters may be taken from."""

    file: Path
    number: int
    code_points: frozenset[int]


def named_donors(files: Iterable[Path]) -> tuple[Donor, ...]:
    """The fonts that somebody named; raises PaperFileError for one that cannot be used."""
    return tuple(_named_donor(file) for file in files)


@cache
def found_donors() -> tuple[Donor, ...]:
    """Free fonts that lie in the folder of fonts or are installed; one that cannot be read is passed by."""
    files = [file for file in sorted(fonts_folder().glob("*")) if file.name not in _BUNDLED]
    for pattern in _FREE_FONTS:
        files += sorted(_INSTALLED.rglob(pattern))
    donors = (_readable(file) for file in files if file.suffix.lower() in _ENDINGS)
    return tuple(donor for donor in donors if isinstance(donor, Donor))


def cut_fonts(wanted: set[str], donors: Sequence[Donor]) -> tuple[dict[str, FontFile], set[str]]:
    """Fonts with the wanted characters, by the SHA-256 of their bytes, and the characters that none has."""
    fonts: dict[str, FontFile] = {}
    left = set(wanted)
    for donor in donors:
        here = {sign for sign in left if ord(sign) in donor.code_points}
        if here:
            font = _cut(donor, here)
            fonts[hashlib.sha256(font.data).hexdigest()] = font
            left -= here
    return fonts, left


def _named_donor(file: Path) -> Donor:
    donor = _readable(file)
    if isinstance(donor, Donor):
        return donor
    raise PaperFileError(
        f"The font {file} cannot be used: {donor}.", "Name another with --font.", code="FONT_UNUSABLE"
    )


def _readable(file: Path) -> Donor | str:
    """The donor, or why it is none."""
    try:
        number = 0
        with file.open("rb") as stream, TTFont(stream, fontNumber=number, lazy=True) as font:
            rights = int(font["OS/2"].fsType) if "OS/2" in font else 0
        if rights & 0x000F == _RESTRICTED or rights & (_NO_SUBSET | _ONLY_BITMAPS):
            return "its own licence bits forbid to embed a part of it"
        return Donor(file, number, coverage(file, number).code_points)
    except OSError as error:
        return error.strerror or "it cannot be read"
    except (TTLibError, LookupError, ValueError, AttributeError, AssertionError):
        return "it is no font that can be read"


def _cut(donor: Donor, signs: set[str]) -> FontFile:
    options = subset.Options(
        font_number=donor.number,
        hinting=False,
        layout_features=[],
        notdef_outline=True,
        name_IDs=list(_KEPT_NAMES),
        name_languages=["*"],
        recalc_timestamp=False,
        drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "MATH", "kern"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(ord(sign) for sign in signs))
    written = io.BytesIO()
    with subset.load_font(str(donor.file), options) as font:
        cutter.subset(font)
        _rename(font, signs)
        subset.save_font(font, written, options)
        has_cubic_outlines = "CFF " in font or "CFF2" in font
    return FontFile(written.getvalue(), "font/otf" if has_cubic_outlines else "font/ttf")


def _rename(font: TTFont, signs: set[str]) -> None:
    """A family name that no other font has: the client asks for it by this name."""
    digest = hashlib.sha256("".join(sorted(signs)).encode()).hexdigest()[:8]
    family = f"Paper Signs {digest}"
    names = font["name"]
    for identity, text in ((1, family), (2, "Regular"), (3, family), (4, family), (5, "1"), (6, family)):
        names.setName(text.replace(" ", "") if identity == 6 else text, identity, 3, 1, 0x409)
