"""SVG drawings of papers: kept where every seat draws them rightly, else refused with what is wrong."""

from base64 import b64encode
from collections.abc import Callable

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from examserver.importers.draft import PaperDraft
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.pictures import read_picture
from tests.importers.drafts import choice_xml, codes, only, picture

Moodle = Callable[[str], PaperDraft]
NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
GRADIENT = (
    '<defs><linearGradient id="g"><stop offset="0" stop-color="black"/></linearGradient></defs>'
    '<rect fill="url(#g)" width="30" height="19"/>'
)
BOMB = (
    b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">'
    b"<text>&b;</text></svg>"
)
PNG = b64encode(picture(size=(8, 8))).decode()


def _svg(inner: str, attributes: str = 'viewBox="0 0 40 20"') -> bytes:
    return f"<svg {NAMESPACES} {attributes}>{inner}</svg>".encode()


def _ink(data: bytes) -> int:
    renderer = QSvgRenderer(QByteArray(data))
    assert renderer.isValid()
    image = QImage(80, 40, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return sum(byte < 128 for byte in bytes(image.constBits()))


def _refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(QuestionRefusedError) as refused:
        read_picture(data, "“a.svg”")
    return refused.value.code, refused.value.sentence


@pytest.mark.parametrize(
    ("inner", "attributes", "size"),
    [
        ('<rect width="20" height="20"/>', 'viewBox="0 0 40 20"', (40, 20)),
        ('<circle cx="9" cy="9" r="9"/>', 'width="2in" height="1in"', (192, 96)),
        ('<path d="M0 0L30 0L30 19Z"/>', 'viewBox="0 0 40 20" width="400px"', (400, 200)),
        ('<g transform="scale(2)"><polygon points="0,0 9,0 9,9"/></g>', 'viewBox="0,0,40,20"', (40, 20)),
        (
            '<defs><rect id="r" width="9" height="19"/></defs><use xlink:href="#r" x="5"/>',
            'viewBox="0 0 40 20"',
            (40, 20),
        ),
        (
            GRADIENT,
            'viewBox="0 0 40 20"',
            (40, 20),
        ),
        (
            '<style>.a{fill:black}</style><rect class="a" width="20" height="20"/>',
            'viewBox="0 0 40 20"',
            (40, 20),
        ),
        (
            f'<image width="30" height="20" href="data:image/png;base64,{PNG}"/>',
            'viewBox="0 0 40 20"',
            (40, 20),
        ),
        (
            '<line x1="0" x2="40" y1="9" y2="9" stroke="black" stroke-width="5"/>',
            'viewBox="0 0 40 20"',
            (40, 20),
        ),
    ],
)
def test_a_drawing_is_kept_as_a_drawing_and_qt_draws_it(
    inner: str, attributes: str, size: tuple[int, int]
) -> None:
    read = read_picture(_svg(inner, attributes))
    assert read.picture.media_type == "image/svg+xml"
    assert (read.picture.width, read.picture.height) == size
    assert read.removed == ()
    assert _ink(read.picture.data) > 40


def test_words_in_a_drawing_are_set_in_the_paper_s_font() -> None:
    svg = _svg(
        '<text font-family="SimSun" style="font-family:宋体;fill:red" y="9">甲</text>'
        "<style>text{font: bold 12px Arial, serif}</style>"
    )
    written = read_picture(svg).picture.data.decode()
    assert written.count("Noto Sans SC") == 3
    assert "SimSun" not in written
    assert "Arial" not in written
    assert "fill:red" in written


def test_what_acts_is_removed_and_told_and_editors_notes_go_silently(moodle: Moodle) -> None:
    svg = _svg(
        '<script>alert(1)</script><rect onclick="x()" width="20" height="20"/><title>the answer is B</title>'
        '<metadata>by me</metadata><animate attributeName="x"/>'
        '<a href="http://x"><rect width="1" height="1"/></a>'
    )
    read = read_picture(svg)
    assert read.removed == ("animate", "onclick", "script")
    assert not any(word in read.picture.data for word in (b"alert", b"answer", b"by me", b"http://x"))
    draft = moodle(choice_xml(f'<p>Look <img src="data:image/svg+xml;base64,{b64encode(svg).decode()}"></p>'))
    assert codes(draft) == ["MEDIA_ACTIVE"]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (_svg('<image href="http://x/a.png"/>'), "MEDIA_BAD_REF", "shows a picture that is not in it"),
        (
            _svg('<image xlink:href="file:///etc/passwd"/>'),
            "MEDIA_BAD_REF",
            "shows a picture that is not in it",
        ),
        (_svg('<image href="data:image/png;base64,aGVsbG8="/>'), "MEDIA_TYPE", "is damaged"),
        (_svg('<use href="other.svg#a"/>'), "MEDIA_BAD_REF", "points to something outside"),
        (_svg('<rect fill="url(http://x#a)"/>'), "MEDIA_BAD_REF", "points to something outside"),
        (_svg("<style>@import url(http://x);</style>"), "MEDIA_BAD_REF", "points to something outside"),
        (_svg("<foreignObject><p>Hi</p></foreignObject>"), "MEDIA_TYPE", "uses <foreignObject>"),
        (_svg('<mask id="c"><rect/></mask>'), "MEDIA_TYPE", "uses <mask>"),
        (_svg('<filter id="f"/>'), "MEDIA_TYPE", "uses <filter>"),
        (_svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "MEDIA_TYPE", "repeats parts"),
        (_svg("<rect/>", ""), "MEDIA_TYPE", "does not say how large it is"),
        (_svg("<rect/>", 'viewBox="0 0 99999 9"'), "MEDIA_TOO_LARGE", "99999 x 9 pixels"),
        (_svg("<g>" * 20_001 + "</g>" * 20_001), "MEDIA_TYPE", "cannot be read"),
        (b"<svg><rect></svg>", "MEDIA_TYPE", "cannot be read"),
        (
            BOMB,
            "MEDIA_ACTIVE",
            "cannot be read",
        ),
    ],
)
def test_a_drawing_that_could_show_something_else_is_refused(data: bytes, code: str, words: str) -> None:
    found, sentence = _refusal(data)
    assert found == code
    assert words in sentence
    assert sentence.startswith(("The drawing “a.svg”", "The picture in “a.svg”"))


def test_an_old_file_with_a_doctype_of_the_standard_is_taken() -> None:
    start = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">'
    assert _ink(read_picture(start + _svg('<rect width="20" height="20"/>')).picture.data) > 100


def test_a_drawing_in_the_text_itself_becomes_a_picture(moodle: Moodle) -> None:
    svg = '<svg viewBox="0 0 40 20" aria-label="a box"><rect width="20" height="20"/></svg>'
    draft = moodle(choice_xml(f"<p>Look: {svg}</p>"))
    ((asset_id, kept),) = draft.pictures.items()
    assert kept.media_type == "image/svg+xml"
    assert only(draft).stem == f'<p>Look: <img src="asset:{asset_id}" alt="a box" /></p>'
    assert _ink(kept.data) > 100
