"""What papers have and QTextDocument lacks: blanks, readings, dots, frames, formulas, wide tables."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollBar
from pytestqt.qtbot import QtBot

from examclient.ui.picture_wish import PictureWanted
from examclient.ui.rich_text import RichText
from examclient.ui.theme import DARK, HIGH_CONTRAST, LIGHT, Palette, apply_theme
from examprotocol.richtext import check_rich, plain_text
from tests.ui.conftest import DrawnPictures
from tests.ui.formulas import put_formula
from tests.ui.test_rich_text import shown, words

CONSTRUCTS = {
    "readings": "<p><ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby><ruby><b>重</b>庆<rt>Zhòng</rt></ruby></p>",
    "a reading over a picture": f"<p><ruby>a<img src='asset:{'b' * 64}' alt='pic'/><rt>x</rt></ruby></p>",
    "dots": "<p>他<em class='dots'>踌躇𠮷，</em>满志，<b>a<em class='dots'>b</em></b></p>",
    "a wavy line": "<p><u class='wavy'>春眠<em class='dots'>不</em>觉晓</u></p>",
    "frames": "<p class='framed' style='text-align:center'>一</p><div class='framed'><p>三</p></div>",
    "indents": "<p style='text-indent:2em; text-align:left'>一</p><li style='text-align:left'>二</li>",
    "blanks": "<p>答<u>　　　</u>，（<u>&#160;&#160;</u>）<u> 　a　 </u></p>",
    "marks beside a blank": "<p>“<u>　　</u>”，（<u>　　</u>）。</p>",
    "missing formula": "<p>若（<img src='formula:none' alt='x plus y'/>），则</p>",
}
"""Rich text of the subset by name."""


def test_the_words_of_every_construct_are_drawn(pictures: DrawnPictures, qtbot: QtBot) -> None:
    for name, rich in CONSTRUCTS.items():
        check_rich(rich)
        text = shown(rich, pictures, qtbot)
        assert words(text.document_text()) == words(plain_text(rich)), name


def test_a_full_width_space_is_as_wide_as_a_character(pictures: DrawnPictures) -> None:
    em = RichText("", pictures).font().pixelSize()
    one, four = (
        RichText(f"<p>一{spaces}二</p>", pictures).sizeHint().width() for spaces in ("　", "　　　　")
    )
    assert four - one == pytest.approx(3 * em, abs=1)


def test_a_paragraph_begins_two_characters_in(pictures: DrawnPictures, qtbot: QtBot) -> None:
    text = shown("<p style='text-indent:2em'>口口口</p>", pictures, qtbot)
    em = text.font().pixelSize()
    assert left_ink(text.grab().toImage()) in range(2 * em, 2 * em + 5)


@pytest.mark.parametrize("spaces", ["　　　　", "&#160;" * 8], ids=["full width", "no-break"])
def test_a_blank_is_a_line_to_write_on_even_at_the_end(
    spaces: str, pictures: DrawnPictures, qtbot: QtBot
) -> None:
    text = shown(f"<p>答<u>{spaces}</u></p>", pictures, qtbot)
    em = text.font().pixelSize()
    image = text.grab().toImage()
    longest = max(run_of_ink(image, y) for y in range(image.height()))
    assert longest == pytest.approx(4 * em, abs=2)


def test_dots_stand_under_the_characters_they_stress(pictures: DrawnPictures, qtbot: QtBot) -> None:
    plain = shown("<p>他踌躇满志</p>", pictures, qtbot).grab().toImage()
    dotted = shown("<p>他<em class='dots'>踌躇</em>满志</p>", pictures, qtbot).grab().toImage()
    changed = changes(plain, dotted)
    em = 18
    assert changed, "dots are drawn"
    columns = {x // em for x, _ in changed}
    assert columns == {1, 2}, "under the second and third character alone"
    lowest_of_text = max(
        y for x in range(plain.width()) for y in range(plain.height()) if inked_at(plain, x, y)
    )
    assert min(y for _, y in changed) > lowest_of_text


def test_a_reading_stands_above_its_characters(pictures: DrawnPictures, qtbot: QtBot) -> None:
    image = shown("<p><ruby>口<rt>一</rt></ruby></p>", pictures, qtbot).grab().toImage()
    rows = [y for y in range(image.height()) if run_of_ink(image, y) > 3]
    gap = max(after - before for before, after in pairwise(rows))
    assert gap > 2, "the reading is apart from the character"


@pytest.mark.parametrize("latex", ["x", r"\frac{x^2}{2}-h", r"y_1"], ids=["letter", "fraction", "index"])
def test_a_formula_stands_on_the_baseline(latex: str, pictures: DrawnPictures, qtbot: QtBot) -> None:
    """The lowest ink of a formula without a part below the line is that of the letter beside it."""
    asked = put_formula(pictures, "f", latex)
    shape = pictures.formulas["f"]
    text = shown(f"<p>H {asked}</p>", pictures, qtbot)
    image, em = text.grab().toImage(), text.font().pixelSize()
    baseline = lowest_ink(image, range(10)) + 1
    below = lowest_ink(image, range(18, image.width())) + 1 - baseline
    padding = 100  # thousandths of an em that the drawing may leave open below its ink
    assert -1 - padding * em / 1000 <= below - shape.descent * em / 1000 <= 1


@pytest.mark.parametrize("latex", ["B", r"m_1"], ids=["letter", "index"])
def test_a_formula_alone_in_its_line_stands_where_words_would(
    latex: str, pictures: DrawnPictures, qtbot: QtBot
) -> None:
    """A choice that is one formula is on one line with its letter."""
    asked = put_formula(pictures, "f", latex)
    among, alone = (shown(f"<p>{words}</p>", pictures, qtbot) for words in (f"H {asked}", asked))
    assert alone.height() == among.height()
    below = [
        lowest_ink(text.grab().toImage(), range(start, text.width()))
        for text, start in ((among, 18), (alone, 0))
    ]
    assert below[0] == pytest.approx(below[1], abs=1)


@pytest.mark.parametrize("palette", [LIGHT, DARK, HIGH_CONTRAST], ids=["light", "dark", "high contrast"])
def test_a_formula_has_the_colour_of_the_text(
    palette: Palette, pictures: DrawnPictures, themed: QApplication, qtbot: QtBot
) -> None:
    apply_theme(themed, palette, 2.0)
    latex = r"\blacksquare"
    try:
        text = shown(f"<p>{put_formula(pictures, 'f', latex)}</p>", pictures, qtbot)
        ground = text.grab().toImage()
        seen = {ground.pixelColor(x, y).name() for x in range(ground.width()) for y in range(ground.height())}
        assert palette.text.lower() in seen
    finally:
        apply_theme(themed, LIGHT)


def test_a_formula_grows_with_the_text(pictures: DrawnPictures, themed: QApplication) -> None:
    asked = put_formula(pictures, "f", r"\frac{a}{b}")
    once = RichText(f"<p>{asked}</p>", pictures).sizeHint().width()
    apply_theme(themed, LIGHT, 2.0)
    try:
        assert RichText(f"<p>{asked}</p>", pictures).sizeHint().width() == pytest.approx(2 * once, abs=3)
    finally:
        apply_theme(themed, LIGHT)


def test_no_line_begins_with_the_comma_behind_a_formula(pictures: DrawnPictures) -> None:
    asked = put_formula(pictures, "f", "x")
    alone, marked = (RichText(f"<p>{asked}{mark}</p>", pictures) for mark in ("", "，"))
    width = alone.sizeHint().width() + 4
    assert alone.heightForWidth(width) < 40
    assert marked.document_text() == "f in words，"
    assert marked.heightForWidth(width) < 40, "formula and comma shrink together rather than part"


def test_no_line_parts_the_brackets_for_an_answer(pictures: DrawnPictures) -> None:
    text = RichText("<p>口口口（　　）。</p>", pictures)
    em = text.font().pixelSize()
    for width in range(5 * em, 8 * em, 3):
        assert text.heightForWidth(width) <= 2 * text.line_height() + 4, (
            "one line for the words, one for them"
        )


def test_a_missing_formula_says_its_words_and_is_counted(pictures: DrawnPictures) -> None:
    text = RichText("<p><img src='formula:none' alt='x plus y'/></p>", pictures)
    assert text.missing_pictures() == ("none",)
    assert "x plus y" in text.document_text()


def test_a_drawing_is_sharp_at_every_size(pictures: DrawnPictures, qtbot: QtBot) -> None:
    pictures.drawings["c" * 64] = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" viewBox="0 0 10 10">'
        b'<rect width="5" height="10" fill="#000"/><rect x="5" width="5" height="10" fill="#fff"/></svg>'
    )
    text = shown(f"<p><img src='asset:{'c' * 64}' width='200' height='200'/></p>", pictures, qtbot)
    image = text.grab().toImage()
    row = [image.pixelColor(x, 100).lightness() for x in range(2, 198)]
    assert sum(20 < light < 235 for light in row) <= 2, "an edge, not a blur"


WIDE = "<table><tr>" + "".join(f"<td>第{index}列内容</td>" for index in range(14)) + "</tr></table>"


def test_a_wide_table_scrolls_and_the_words_around_it_do_not(pictures: DrawnPictures, qtbot: QtBot) -> None:
    text = shown(f"<p>前</p>{WIDE}<p>后</p>", pictures, qtbot, width=400)
    bar = bar_of(text)
    assert bar.isVisible()
    assert text.rect().contains(bar.geometry())
    before = text.grab().toImage()
    bar.setValue(bar.maximum())
    after = text.grab().toImage()
    line = text.line_height()
    assert before.copy(0, 0, 400, line) == after.copy(0, 0, 400, line), "the words above stand still"
    assert before != after
    assert bar.maximum() >= 14 * 3 * text.font().pixelSize() - 400, "columns keep a readable width"


def test_a_narrow_table_needs_no_bar_and_a_wider_column_takes_it_away(
    pictures: DrawnPictures, qtbot: QtBot
) -> None:
    text = shown("<table><tr><td>1</td><td>2</td></tr></table>", pictures, qtbot, width=400)
    assert text.findChildren(QScrollBar) == []
    wide = shown(WIDE, pictures, qtbot, width=200)
    assert bar_of(wide).isVisible()


def test_a_field_in_a_wide_table_comes_into_sight_with_the_keyboard(
    pictures: DrawnPictures, qtbot: QtBot
) -> None:
    field = QLineEdit()
    rich = WIDE.replace("第13列内容", "<img src='gap:g1'/>")
    text = shown(rich, pictures, qtbot, width=400, field=field)
    field.clearFocus()
    bar_of(text).setValue(0)
    assert not text.rect().contains(field.geometry())
    text.activateWindow()
    with qtbot.waitActive(text):
        field.setFocus(Qt.FocusReason.TabFocusReason)
    assert text.rect().contains(field.geometry())


def test_a_formula_that_is_too_long_shrinks_a_little_and_then_scrolls(
    pictures: DrawnPictures, qtbot: QtBot
) -> None:
    asked = put_formula(pictures, "f", "+".join("abcdefghijklmnopqrstuvwxyz" * 2))
    text = shown(f"<p>{asked}</p>", pictures, qtbot, width=300)
    assert bar_of(text).maximum() > 300


def test_a_click_on_a_picture_asks_for_it_large_and_so_does_enter(
    pictures: DrawnPictures, qtbot: QtBot
) -> None:
    pictures.draw("a" * 64, 300, 200)
    text = Asking(f"<p><img src='asset:{'a' * 64}' alt='a blue field'/></p>", pictures)
    qtbot.addWidget(text)
    text.resize(400, 300)
    with qtbot.waitExposed(text):
        text.show()
    QTest.mouseClick(text, Qt.MouseButton.LeftButton, pos=QPoint(390, 290))
    assert text.asked == []
    QTest.mouseClick(text, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    text.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(text, Qt.Key.Key_Return)
    assert text.asked == ["a blue field", "a blue field"]


class Asking(RichText):
    """A text that is a window of its own and notes what is asked of that."""

    def __init__(self, rich: str, pictures: DrawnPictures) -> None:
        super().__init__(rich, pictures)
        self.asked: list[str] = []

    def event(self, event: object) -> bool:
        """Note a wish for a picture."""
        if isinstance(event, PictureWanted):
            self.asked.append(event.picture.alt)
            return True
        return super().event(event)  # type: ignore[arg-type] # whatever Qt sends


def bar_of(text: RichText) -> QScrollBar:
    (bar,) = text.findChildren(QScrollBar)
    return bar


def inked_at(image: QImage, x: int, y: int) -> bool:
    return image.pixelColor(x, y).lightness() < 140


def left_ink(image: QImage) -> int:
    return min(x for x in range(image.width()) for y in range(image.height()) if inked_at(image, x, y))


def lowest_ink(image: QImage, columns: range) -> int:
    return max(y for x in columns for y in range(image.height()) if inked_at(image, x, y))


def run_of_ink(image: QImage, y: int) -> int:
    """The longest unbroken line of ink in a row, in pixels."""
    longest = run = 0
    for x in range(image.width()):
        run = run + 1 if inked_at(image, x, y) else 0
        longest = max(longest, run)
    return longest


def changes(one: QImage, other: QImage) -> list[tuple[int, int]]:
    size = QSize(min(one.width(), other.width()), min(one.height(), other.height()))
    near = QColor.lightness
    return [
        (x, y)
        for x in range(size.width())
        for y in range(size.height())
        if abs(near(one.pixelColor(x, y)) - near(other.pixelColor(x, y))) > 60
    ]
