"""Rare characters come with the paper in a font of its own; what no font has is named with its question."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from examserver.errors import PaperFileError
from examserver.importers import finishing
from examserver.importers.bundled_fonts import NOTO, bundled_coverage, font_file
from examserver.importers.draft import PaperDraft
from examserver.importers.finishing import MediaWishes, finished
from examserver.importers.private_use import PRIVATE_USE, without_private_use
from tests.importers.drafts import RIGHT, check_showable, choice_xml, only

Moodle = Callable[[str], PaperDraft]
RARE = "\U00020bb7"
"""𠮷, a family name's character, which no bundled font has."""


@pytest.fixture(autouse=True)
def _no_installed_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine has installed is not what is tested."""
    monkeypatch.setattr(finishing, "found_donors", tuple)


def _square() -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    pen.lineTo((900, 0))
    pen.lineTo((900, 800))
    pen.closePath()
    return pen.glyph()


def _font(path: Path, signs: str, rights: int = 0) -> Path:
    """A font with a triangle for each of the signs."""
    names = [".notdef", *(f"u{ord(sign):X}" for sign in signs)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(sign): f"u{ord(sign):X}" for sign in signs})
    builder.setupGlyf({name: _square() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable(
        {"familyName": "Rare Reserved", "styleName": "Regular", "copyright": "(c) somebody"}
    )
    builder.setupOS2(fsType=rights)
    builder.setupPost()
    builder.save(path)
    return path


def _opened(data: bytes) -> TTFont:
    return TTFont(io.BytesIO(data))


def test_bundled_fonts_have_phonetics_mathematics_and_chinese() -> None:
    noto, charis, stix = bundled_coverage()
    assert all(ord(sign) in noto.code_points for sign in "中国，。①℃Ω")
    assert all(ord(sign) in charis.code_points for sign in "əʃˈːθŋʒ")
    assert all(ord(sign) in stix.code_points for sign in "ℝ∮⟹∀")
    assert not any(ord(RARE) in one.code_points for one in (noto, charis, stix))


def test_a_paper_of_common_characters_needs_no_font_of_its_own(moodle: Moodle) -> None:
    draft = moodle(choice_xml("中文 əʃ ℝ \N{NO-BREAK SPACE}\u200b\ufe0f x\u0301"))
    assert finished(draft) is draft


def test_a_rare_character_comes_with_the_paper(moodle: Moodle, tmp_path: Path) -> None:
    donor = _font(tmp_path / "donor.ttf", f"{RARE}中ab")
    draft = finished(moodle(choice_xml(f"{RARE}中")), MediaWishes((donor,)))
    (asset_id,) = draft.paper.fonts
    font = draft.fonts[asset_id]
    assert hashlib.sha256(font.data).hexdigest() == asset_id
    assert font.media_type == "font/ttf"
    assert set(_opened(font.data).getBestCmap()) == {ord(RARE)}
    assert draft.remarks == ()


def test_the_cut_has_a_name_of_its_own_and_keeps_its_copyright(moodle: Moodle, tmp_path: Path) -> None:
    donor = _font(tmp_path / "donor.ttf", RARE)
    first, again = (finished(moodle(choice_xml(RARE)), MediaWishes((donor,))) for _ in range(2))
    assert first.fonts == again.fonts
    (font,) = first.fonts.values()
    names = _opened(font.data)["name"]
    assert names.getDebugName(1).startswith("Paper Signs ")
    assert "Reserved" not in "".join(str(record) for record in names.names)
    assert names.getDebugName(0) == "(c) somebody"


def test_the_bundled_font_itself_can_be_cut(moodle: Moodle, tmp_path: Path) -> None:
    """As large and real a font as any: the cut of one character is small."""
    draft = moodle(choice_xml(RARE))
    big = TTFont(font_file(NOTO), lazy=True)
    assert len(big.getBestCmap()) > 30_000
    big.close()
    donor = _font(tmp_path / "donor.ttf", RARE)
    (font,) = finished(draft, MediaWishes((font_file(NOTO), donor))).fonts.values()
    assert len(font.data) < 5000


def test_what_no_font_has_is_named_with_its_code_and_every_question(moodle: Moodle) -> None:
    answers = RIGHT + f'<answer fraction="0"><text>{RARE}</text></answer>'
    draft = finished(moodle(choice_xml("one") + choice_xml("\U000e0041ก", answers)))
    (remark,) = draft.remarks
    assert (remark.place, remark.code, remark.taken) == ("question 2", "GLYPH_MISSING", True)
    assert (
        "In question 2: no font has “ก” (U+0E01), “𠮷” (U+20BB7), so candidates would see a box."
        in remark.sentence
    )


def test_words_inside_formulas_do_not_count(moodle: Moodle) -> None:
    draft = moodle(choice_xml(r"Is \(\vec{a}\) long?"))
    assert finished(draft) is draft


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: _font(path, RARE, rights=0x0002), "forbid to embed"),
        (lambda path: path.write_bytes(b"no font at all"), "no font that can be read"),
        (lambda _: None, "No such file"),
    ],
    ids=["restricted", "damaged", "missing"],
)
def test_a_font_that_cannot_be_used_is_named(
    moodle: Moodle, tmp_path: Path, make: Callable[[Path], object], why: str
) -> None:
    path = tmp_path / "donor.ttf"
    make(path)
    with pytest.raises(PaperFileError) as refused:
        finished(moodle(choice_xml(RARE)), MediaWishes((path,)))
    assert refused.value.code == "FONT_UNUSABLE"
    assert why in refused.value.title


def test_characters_of_old_chinese_files_are_those_of_today(moodle: Moodle) -> None:
    assert only(moodle(choice_xml("\ue81e\ue816"))).stem == "\u9fb4\U00020087"
    assert without_private_use("\ue5e5中") == "\ue5e5中"


def test_the_table_of_old_characters_agrees_with_the_standard_s_codec() -> None:
    """Of the 80 at FE50 the codec of 2000 maps all but 14 to the same; those 14 it still keeps private."""
    codes = [bytes([0xFE, low]) for low in (*range(0x50, 0x7F), *range(0x80, 0xA1))]
    private = 0
    for at, code in enumerate(codes):
        now = ord(code.decode("gb18030"))
        private += now == 0xE815 + at
        assert now in (PRIVATE_USE[0xE815 + at], 0xE815 + at)
    assert private == 14


def test_a_finished_draft_can_be_shown(moodle: Moodle, tmp_path: Path) -> None:
    donor = _font(tmp_path / "donor.ttf", RARE)
    check_showable(finished(moodle(choice_xml(f"{RARE} $x$")), MediaWishes((donor,))))


def test_text_in_a_drawing_counts_too(moodle: Moodle, tmp_path: Path) -> None:
    drawing = f'<svg viewBox="0 0 40 20"><text y="15">{RARE}</text></svg>'
    draft = moodle(choice_xml(f"<p>Look: {drawing}</p>"))
    (remark,) = finished(draft, MediaWishes((_font(tmp_path / "other.ttf", "ก"),))).remarks
    assert remark.place == "a drawing"
    assert len(finished(draft, MediaWishes((_font(tmp_path / "donor.ttf", RARE),))).fonts) == 1
