"""Clip paths in drawings: shown as meant by Qt, or refused."""

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.pictures import read_picture

START = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 80 40">'
)
CLIP = '<clipPath id="c"><rect x="20" y="10" width="20" height="20" fill="none"/></clipPath>'
CLIP_MOVED = CLIP.replace("<clipPath", '<clipPath transform="translate(10)"')
ALL = '<rect width="80" height="40"'
SQUARE = '<rect x="20" y="10" width="20" height="20"/>'
MOVED = '<rect x="30" y="10" width="20" height="20"/>'


def _drawn(inner: str) -> bytes:
    written = read_picture(f"{START}{inner}</svg>".encode()).picture.data
    renderer = QSvgRenderer(QByteArray(written))
    assert renderer.isValid()
    image = QImage(80, 40, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return bytes(image.constBits())


@pytest.mark.parametrize(
    ("clipped", "same"),
    [
        (f'{CLIP}{ALL} clip-path="url(#c)"/>', SQUARE),
        (f'{ALL} style="stroke:none;clip-path: url(#c)"/><defs>{CLIP}</defs>', SQUARE),
        (f'{CLIP}<g clip-path="url(#c)">{ALL}/></g>', SQUARE),
        (f'{CLIP}{ALL} x="-10" transform="translate(10 0)" clip-path="url(#c)"/>', MOVED),
        (f'{CLIP_MOVED}{ALL} clip-path="url(#c)"/>', MOVED),
        (f'{CLIP}<path d="M0 20H80" stroke="black" stroke-width="90" clip-path="url(#c)"/>', SQUARE),
        (f'<style>rect{{fill:black}}</style>{CLIP}{ALL} clip-path="url(#c)"/>', SQUARE),
        (f'{CLIP}<defs><g id="u" clip-path="url(#c)">{ALL}/></g></defs><use xlink:href="#u"/>', SQUARE),
        (f'{CLIP}<g clip-path="url(#c)">{SQUARE}<g clip-path="url(#c)">{ALL}/></g></g>', SQUARE),
        (f'{CLIP}{SQUARE[:-2]} clip-path="none"/>', SQUARE),
        (f'{SQUARE[:-2]} clip-path="url(#nowhere)"/>', SQUARE),
    ],
    ids=[
        "attribute",
        "style",
        "group",
        "moved with its part",
        "moved by itself",
        "a thick line",
        "beside a style sheet",
        "used again",
        "twice",
        "none",
        "not there",
    ],
)
def test_a_clipped_part_is_drawn_as_what_is_left_of_it(clipped: str, same: str) -> None:
    assert _drawn(clipped) == _drawn(same)


@pytest.mark.parametrize(
    "inner",
    [
        f'<clipPath id="c"><text>甲</text></clipPath>{ALL} clip-path="url(#c)"/>',
        f'<clipPath id="c"><g>{SQUARE}</g></clipPath>{ALL} clip-path="url(#c)"/>',
        f'<clipPath id="c" clipPathUnits="objectBoundingBox">{SQUARE}</clipPath>{ALL} clip-path="url(#c)"/>',
        f'<clipPath id="c"><rect display="none"/></clipPath>{ALL} clip-path="url(#c)"/>',
        f'{CLIP}<clipPath id="d" clip-path="url(#c)">{SQUARE}</clipPath>{ALL} clip-path="url(#d)"/>',
        f'{ALL} clip-path="inset(10px)"/>',
        f"<style>rect{{clip-path:url(#c)}}</style>{CLIP}{ALL}/>",
    ],
    ids=["text", "a group", "shares", "hidden", "clipped itself", "a shape of CSS", "a style sheet"],
)
def test_a_clip_that_qt_could_draw_otherwise_is_refused(inner: str) -> None:
    with pytest.raises(QuestionRefusedError) as refused:
        read_picture(f"{START}{inner}</svg>".encode())
    assert refused.value.code == "MEDIA_TYPE"
    assert "clips" in refused.value.sentence
