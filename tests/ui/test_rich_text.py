"""Rich text on the screen: every word is drawn, nothing is loaded, fields stand in their gaps."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from examclient.ui.rich_inlines import GapBox
from examclient.ui.rich_text import MEASURE_EM, RichText
from examprotocol.richtext import check_rich, plain_text
from tests.ui.conftest import DrawnPictures

PICTURE, OTHER = "a" * 64, "b" * 64
IMAGE = f'<img src="asset:{PICTURE}" alt="a blue field" width="640" height="360"/>'
WORDY = "阅读下面的材料，回答问题。The quick brown fox jumps over the lazy dog. " * 12
TEXTS = {
    "less than": "<p>If 5 &lt; 6 and 7 &gt; 3 &amp; so on</p>",
    "full-width spaces": "<p>　　春眠不觉晓，<u>　　　　</u>闻啼鸟。（　　）</p>",
    "marks": "a<b>b</b> <i>c</i><sup>2</sup> <s>d</s> <code>x  =  1</code> <span>e</span> <u>f</u>",
    "blocks": "<h3>Head</h3><p>1<br/>2</p><div>three</div><blockquote>4</blockquote><hr/><pre>a\n  b</pre>",
    "lists": "<ul><li>1</li><li><p>2</p></li></ul><ol type='A' start='3'><li>x<ul><li>y</li></ul></li></ol>",
    "table": "<table><caption>T 1</caption><thead><tr><th>a</th><th>b</th></tr></thead>"
    "<tbody><tr><td colspan='2'>c</td></tr><tr><td>d</td><td></td></tr></tbody></table><p>after</p>",
    "table first": "<table><tr><td>a</td></tr></table>",
    "white space": "<p>\n  one\n  <b> two </b>\n three</p>\n\n<p> four </p>",
    "pictures": f"<p>see {IMAGE}{IMAGE} and <img src='asset:{OTHER}' alt='none'/></p>",
    "gap": "<p>a <img src='gap:g1' alt='gap'/> b</p>",
    "loose text": "before<p>inside</p>after",
    "loose words": "<div>one</div> <b>two</b> <div>three</div><img src='gap:g' alt='four'/> five<p>six</p>",
    "empty": "",
}


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize("name", TEXTS)
def test_every_word_of_the_paper_is_drawn(name: str, pictures: DrawnPictures, qtbot: QtBot) -> None:
    rich = TEXTS[name]
    check_rich(rich)
    text = shown(rich, pictures, qtbot)
    assert words(text.document_text()) == words(plain_text(rich))
    assert words(text.accessibleName()) == words(plain_text(rich))


def test_a_mark_that_looks_like_a_picture_is_none(pictures: DrawnPictures, qtbot: QtBot) -> None:
    text = shown(f"<p>a\ufffc<img src='asset:{OTHER}' alt='pic'/>b</p>", pictures, qtbot)
    assert text.document_text() == "apicb"


WRAPPERS = ("b", "i", "u", "s", "sub", "sup", "span", "code", "em class='dots'", "u class='wavy'")
BLOCKS = ("p", "div", "h3", "pre", "blockquote", "p class='framed'", "p style='text-indent:2em'")


def wrapped(made: tuple[str, list[str]]) -> str:
    """An element around what stands in it."""
    tag, inside = made
    return f"<{tag}>{''.join(inside)}</{tag.split(' ')[0]}>"


@pytest.mark.parametrize("tag", WRAPPERS + BLOCKS)
def test_the_words_around_every_element_are_drawn_too(tag: str, pictures: DrawnPictures) -> None:
    around = wrapped((tag, ["two"]))
    rich = f"<div>one{around}three</div>four{around}five"
    check_rich(rich)
    drawn = "".join(words(RichText(rich, pictures).document_text()))
    assert drawn == "onetwothreefourtwofive" == "".join(words(plain_text(rich)))


LEAVES = st.text(st.sampled_from("ab <&>'\"　\u00a0中文，。（𠮷12\n\t"), max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)
INLINES = st.recursive(
    LEAVES
    | st.sampled_from((f'<img src="asset:{OTHER}" alt="pic"/>', '<img src="formula:f1" alt="x"/>', "<br/>")),
    lambda inner: (
        st.tuples(st.sampled_from(WRAPPERS), st.lists(inner, max_size=3)).map(wrapped)
        | st.tuples(inner, LEAVES).map(lambda made: f"<ruby>{made[0]}<rt>{made[1]}</rt></ruby>")
    ),
    max_leaves=6,
)
PARAGRAPHS = st.tuples(st.sampled_from(BLOCKS), st.lists(INLINES, max_size=3)).map(wrapped)
CELLS = st.lists(INLINES.map("<td>{}</td>".format), min_size=1, max_size=3).map("".join)
TABLES = st.lists(CELLS.map("<tr>{}</tr>".format), min_size=1, max_size=2).map(
    lambda rows: f"<table>{''.join(rows)}</table>"
)
LISTS = st.lists(INLINES.map("<li>{}</li>".format), min_size=1, max_size=3).map(
    lambda items: f"<ul>{''.join(items)}</ul>"
)


@settings(deadline=None)
@given(parts=st.lists(PARAGRAPHS | TABLES | LISTS | INLINES, max_size=5))
def test_no_word_is_lost_whatever_a_paper_holds(parts: list[str]) -> None:
    rich = "".join(parts)
    check_rich(rich)
    text = RichText(rich, DrawnPictures())
    assert "".join(words(text.document_text())) == "".join(words(plain_text(rich)))


def test_nothing_is_loaded_from_files(pictures: DrawnPictures, tmp_path: Path, qtbot: QtBot) -> None:
    pictures.draw("x", 200, 100, "#FF0000")
    file = tmp_path / "red.png"
    assert pictures.images["x"].save(str(file))
    rich = f'<p><img src="{file}" width="200" height="100"/><img src="file://{file}"/></p>'
    picture = shown(rich, pictures, qtbot).grab().toImage()
    colours = {
        picture.pixelColor(x, y).name() for x in range(0, 300, 5) for y in range(0, picture.height(), 5)
    }
    assert "#ff0000" not in colours


def test_a_missing_picture_is_told_and_framed(pictures: DrawnPictures, qtbot: QtBot) -> None:
    pictures.draw(PICTURE)
    text = shown(
        f'<p>{IMAGE}<img src="asset:{OTHER}" alt="a train"/><img src="asset:{OTHER}"/></p>', pictures, qtbot
    )
    assert text.missing_pictures() == (OTHER,)
    assert "a train" in text.document_text()


def test_a_picture_has_its_colours_and_never_stands_out(pictures: DrawnPictures, qtbot: QtBot) -> None:
    pictures.draw(PICTURE, colour="#3366AA")
    text = shown(f"<p>{IMAGE}</p>", pictures, qtbot, width=400)
    image = text.grab().toImage()
    assert image.pixelColor(200, 100).name() == "#3366aa"
    assert image.pixelColor(399, 100).lightness() > 150, "the frame on the right is inside"
    assert text.heightForWidth(400) < 300, "its height shrinks with it"


def test_wide_tables_of_pictures_shrink_to_the_page(pictures: DrawnPictures, qtbot: QtBot) -> None:
    pictures.draw(PICTURE)
    cells = f"<td>{IMAGE}</td>" * 3
    text = shown(f"<table><tr>{cells}<td>words</td></tr></table>", pictures, qtbot, width=500)
    assert text.sizeHint().width() <= text.measure(), "measuring for another width changes nothing shown"
    image = text.grab().toImage()
    row = [image.pixelColor(x, text.height() // 2).name() for x in range(500)]
    blue = [index for index, colour in enumerate(row) if colour == "#3366aa"]
    assert blue[0] < 50
    assert blue[-1] > 300
    assert blue[-1] < 480


def test_long_words_break_rather_than_disappear(pictures: DrawnPictures, qtbot: QtBot) -> None:
    one_line = shown("<p>" + "W" * 10 + "</p>", pictures, qtbot, width=300).heightForWidth(300)
    text = shown("<p>" + "W" * 100 + "</p>", pictures, qtbot, width=300)
    assert text.heightForWidth(300) > 4 * one_line


def test_lines_are_never_longer_than_the_measure(pictures: DrawnPictures, qtbot: QtBot) -> None:
    text = shown(f"<p>{WORDY}</p>", pictures, qtbot, width=3000)
    assert text.heightForWidth(3000) == text.heightForWidth(MEASURE_EM * text.font().pixelSize())
    image = text.grab().toImage()
    right = {
        image.pixelColor(x, y).name()
        for x in range(text.measure() + 1, 2990, 7)
        for y in range(image.height())
    }
    assert len(right) == 1, "only ground"


def test_lines_are_one_and_six_tenths_high(pictures: DrawnPictures, qtbot: QtBot) -> None:
    text = shown("<p>一<br/>二<br/>三<br/>四<br/>五</p>", pictures, qtbot)
    assert text.heightForWidth(600) == pytest.approx(5 * 1.6 * text.font().pixelSize(), abs=5)


class Relayouts(QObject):
    """Counts the layout requests of a widget."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return super().eventFilter(watched, event)


def test_the_height_follows_the_width_and_then_keeps_still(pictures: DrawnPictures, qtbot: QtBot) -> None:
    pictures.draw(PICTURE)
    area, page = QScrollArea(), QWidget()
    column = QVBoxLayout(page)
    text = RichText(f"<p>{WORDY}</p><p>{IMAGE}</p>", pictures, parent=page)
    column.addWidget(text)
    column.addStretch(1)
    area.setWidgetResizable(True)
    area.setWidget(page)
    qtbot.addWidget(area)
    area.resize(700, 500)
    area.show()
    heights: dict[int, int] = {}
    for width in (700, 500, 900, 500, 700):
        area.resize(width, 500)
        QApplication.processEvents()
        assert heights.setdefault(width, text.height()) == text.height() == text.heightForWidth(text.width())
    relayouts = Relayouts()
    page.installEventFilter(relayouts)
    for _ in range(5):
        text.repaint()
        QApplication.processEvents()
    assert relayouts.count == 0
    assert heights[500] > heights[700]


GAPS = (
    "<p>春节是 <img src='gap:g1'/> 月。</p>",
    f"<p>{WORDY}<img src='gap:g1'/> tail</p>",
    "<p style='text-align: center'>in the <img src='gap:g1'/> middle</p>",
    "<table><tr><td>a</td><td>b <img src='gap:g1'/> c</td></tr></table>",
    "<ul><li>one</li><li>two <img src='gap:g1'/></li></ul>",
    "<blockquote><p>x</p><ol><li><p>y <img src='gap:g1'/> x<sup>2</sup></p></li></ol></blockquote>",
)


@pytest.mark.parametrize("rich", GAPS)
@pytest.mark.parametrize("width", [900, 420])
def test_a_field_stands_in_its_gap_on_the_line_of_the_text(
    rich: str, width: int, pictures: DrawnPictures, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[QRectF] = []
    monkeypatch.setattr(GapBox, "paint", lambda _box, _painter, place: places.append(QRectF(place)))
    field = QLineEdit("字")
    text = shown(rich, pictures, qtbot, width=width, field=field)
    text.grab()
    place, stands = places[-1], QRectF(field.geometry())
    assert place.adjusted(-1, -1, 1, 1).contains(stands), "where the layout reserved room, the field stands"
    assert place.width() - stands.width() < 12
    assert place.height() - stands.height() < 12


def test_the_words_in_a_field_stand_on_the_baseline_of_the_line(
    pictures: DrawnPictures, qtbot: QtBot
) -> None:
    field = QLineEdit("HHH")
    field.setReadOnly(True)
    text = shown("<p>HHH <img src='gap:g1'/> HHH</p>", pictures, qtbot, field=field)
    field.setFont(text.font())
    image = text.grab().toImage()
    outside = lowest_dark(image, range(30))
    inside = lowest_dark(
        image,
        range(field.x() + 12, field.x() + 12 + 30),
        below=field.y() + 6,
        above=field.geometry().bottom() - 6,
    )
    assert abs(outside - inside) <= 1


def lowest_dark(image: object, columns: range, below: int = 0, above: int = 10_000) -> int:
    """The lowest row with ink in these columns."""
    rows = range(below, min(above, image.height()))  # type: ignore[attr-defined]
    dark = [y for y in rows for x in columns if image.pixelColor(x, y).lightness() < 100]  # type: ignore[attr-defined]
    return max(dark)


def test_fields_follow_when_the_width_changes(pictures: DrawnPictures, qtbot: QtBot) -> None:
    field = QLineEdit()
    text = shown(f"<p>{WORDY}<img src='gap:g1'/></p>", pictures, qtbot, width=900, field=field)
    before = field.pos()
    assert text.rect().contains(field.geometry())
    text.resize(400, text.heightForWidth(400))
    assert field.pos() != before
    assert text.rect().contains(field.geometry())


def test_a_gap_is_never_wider_than_the_text(pictures: DrawnPictures, qtbot: QtBot) -> None:
    field = QLineEdit()
    field.setMinimumWidth(500)
    text = shown("<p>a <img src='gap:g1'/> b</p>", pictures, qtbot, width=200, field=field)
    assert text.rect().contains(field.geometry())


def test_gaps_are_known_in_the_order_of_the_text(pictures: DrawnPictures) -> None:
    text = RichText("<p><img src='gap:b'/><img src='gap:a'/></p>", pictures)
    assert text.gap_order() == ("b", "a")


def test_a_candidate_cannot_copy_the_question(pictures: DrawnPictures, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("nothing")
    text = shown("<p>secret words</p>", pictures, qtbot)
    QTest.mousePress(text, Qt.MouseButton.LeftButton, pos=QPoint(1, 10))
    QTest.mouseMove(text, QPoint(150, 12))
    QTest.mouseRelease(text, Qt.MouseButton.LeftButton, pos=QPoint(150, 12))
    QTest.keyClick(text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "nothing"


def test_a_picture_is_not_scaled_while_painting(
    pictures: DrawnPictures, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures.draw(PICTURE)
    text = shown(f"<p>{IMAGE}</p>", pictures, qtbot, width=300)
    asked = len(pictures.asked)
    monkeypatch.setattr("examclient.ui.rich_pictures.fit_picture", None)
    image = text.grab().toImage()
    assert image.pixelColor(150, 80).name() == "#3366aa"
    assert len(pictures.asked) == asked


def test_english_quotes_do_not_tear_words_apart(pictures: DrawnPictures, qtbot: QtBot) -> None:
    english = RichText("<p>I don’t know</p>", pictures).sizeHint().width()
    straight = RichText("<p>I don't know</p>", pictures).sizeHint().width()
    assert abs(english - straight) <= 3
    chinese = RichText("<p>他说“好”。</p>", pictures)
    assert chinese.sizeHint().width() >= 5.9 * chinese.font().pixelSize(), (
        "Chinese quotes keep their full width"
    )


def test_a_new_theme_is_drawn_at_once(pictures: DrawnPictures, qtbot: QtBot) -> None:
    text = shown("<table><tr><th>W</th></tr></table>", pictures, qtbot)
    before = text.grab().toImage()
    palette = text.palette()
    palette.setColor(palette.ColorRole.AlternateBase, QColor("#112233"))
    text.setPalette(palette)
    assert text.grab().toImage() != before


def shown(
    rich: str, pictures: DrawnPictures, qtbot: QtBot, width: int = 600, field: QLineEdit | None = None
) -> RichText:
    """A rich text on the screen, as high as it needs; `field` stands in the gap g1."""
    text = RichText(rich, pictures, {"g1": field} if field is not None else None)
    qtbot.addWidget(text)
    text.resize(width, max(1, text.heightForWidth(width)))
    with qtbot.waitExposed(text):
        text.show()
    return text
