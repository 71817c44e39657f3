"""The font of formulas: STIX Two Math, and Noto Sans SC for what it lacks, above all Chinese.

Rule: a character that neither has stops the formula. Nothing is ever drawn as a box.
"""

from functools import cache
from pathlib import Path

from ziafont import Font
from ziafont.glyph import SimpleGlyph
from ziamath.mathfont import MathFont
from ziamath.styles import MathVariant

from examserver.importers.bundled_fonts import NOTO, NOTO_BOLD, STIX, font_file
from examserver.importers.errors import FormulaError

EM = 100
"""The size that formulas are drawn in, in units of the SVG: one decimal place is a thousandth of an em."""

# Above every index of STIX: ziamath looks indices up in its tables, whatever font a glyph is of.
_FOREIGN = 1 << 20


class _ForeignGlyph(SimpleGlyph):  # type: ignore[misc] # ziafont has no types
    """A glyph of another font, under an index that no table of the math font knows."""

    def __init__(self, glyph: SimpleGlyph) -> None:
        super().__init__(glyph.index + _FOREIGN, glyph.operators, glyph.bbox, glyph.font)
        self._own_index = glyph.index

    def advance(self, nextchr: SimpleGlyph | None = None) -> int:  # noqa: ARG002 - no kerning between fonts
        return int(self.font.advance(self._own_index, None))


class PaperMathFont(MathFont):  # type: ignore[misc] # ziamath has no types
    """A math font that asks the paper's font where it has no glyph, and refuses where neither has."""

    def findglyph(self, char: str, variant: MathVariant) -> SimpleGlyph:
        if self.glyphindex(char):
            styled = super().findglyph(char, variant)
            return styled if styled.index else self.glyph(char)
        return _foreign_glyph(char, is_bold=bool(variant.bold))

    def glyph(self, char: str) -> SimpleGlyph:
        return super().glyph(char) if self.glyphindex(char) else _foreign_glyph(char, is_bold=False)

    def advance(self, glyph: int, glyph2: int | None) -> int:
        is_own = glyph2 is not None and glyph2 < _FOREIGN
        return int(super().advance(glyph, glyph2 if is_own else None))


@cache
def math_font() -> PaperMathFont:
    """The one font of formulas; raises PaperFileError where a font file is missing."""
    return PaperMathFont(font_file(STIX), basesize=EM)


@cache
def _text_font(file: Path) -> Font:
    return Font(file)


@cache
def _foreign_glyph(char: str, *, is_bold: bool) -> SimpleGlyph:
    font = _text_font(font_file(NOTO_BOLD if is_bold else NOTO))
    if not font.glyphindex(char):
        raise FormulaError(char, f"no font has the character U+{ord(char):04X}")
    return _ForeignGlyph(font.glyph(char))
