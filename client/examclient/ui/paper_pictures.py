"""What the paper in hand shows beside its words: pictures, drawings and formulas, decoded when they are first
drawn; and the fonts that it brings.
"""

from collections import OrderedDict
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from examclient.ui.paper_fonts import PaperFonts
from examclient.ui.pictures import FormulaShape, RecentPictures
from examprotocol.paper import Paper

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

MOST_MEGABYTES = 192
"""The largest decoded picture: the importer takes at most 40 megapixels of four bytes."""

MOST_DRAWINGS = 64
"""Kept parsed: those of the last few questions. To parse the SVG of a formula again takes a millisecond."""

SVG = "image/svg+xml"

STARTS = {b"\x89PNG": b"png", b"\xff\xd8\xff": b"jpeg"}
"""How the pictures begin that a paper may hold, and Qt's names of them."""


class Pictured(Protocol):
    """A paper that gives its pictures' bytes, as OpenPaper does; that one is not loaded before the login."""

    paper: Paper

    def picture(self, asset_id: str) -> bytes | None:
        """The bytes, or None where they are missing or damaged."""


class PaperPictures:
    """A PictureSource. Knows which paper is in hand; none shows nothing."""

    def __init__(self) -> None:
        QImageReader.setAllocationLimit(MOST_MEGABYTES)
        self._paper: Pictured | None = None
        self._formulas: dict[str, FormulaShape] = {}
        self._svgs: frozenset[str] = frozenset()
        self._fonts = PaperFonts()
        self._recent = RecentPictures(_Decoder(self))
        self._drawings: OrderedDict[str, QSvgRenderer] = OrderedDict()

    def show(self, paper: Pictured | None) -> None:
        """Take pictures and fonts from this paper from now on."""
        self._paper = paper
        named = paper.paper.formulas if paper is not None else ()
        assets = paper.paper.assets if paper is not None else ()
        self._svgs = frozenset(asset.asset_id for asset in assets if asset.media_type == SVG)
        self._formulas = {
            one.id: FormulaShape(one.asset_id, one.width, one.ascent, one.descent) for one in named
        }
        self._fonts.load([data for name in self._font_ids() if (data := self._bytes(name))])
        self.forget()

    def forget(self) -> None:
        """Decode every picture anew."""
        self._recent.forget()
        self._drawings.clear()

    def picture(self, asset_id: str) -> QImage | None:
        """The decoded picture, or None where it is missing or damaged."""
        return self._recent.picture(asset_id)

    def drawing(self, asset_id: str) -> "QSvgRenderer | None":
        """The parsed SVG, or None where the asset is none, or missing or damaged."""
        if asset_id in self._drawings:
            self._drawings.move_to_end(asset_id)
            return self._drawings[asset_id]
        data = self._bytes(asset_id) if asset_id in self._svgs else None
        parsed = _parsed(data) if data is not None else None
        if parsed is not None:
            self._drawings[asset_id] = parsed
            if len(self._drawings) > MOST_DRAWINGS:
                self._drawings.popitem(last=False)
        return parsed

    def formula(self, formula_id: str) -> FormulaShape | None:
        """What the paper says of a formula."""
        return self._formulas.get(formula_id)

    def decode(self, asset_id: str) -> QImage | None:
        """Decode a picture from the paper's bytes."""
        data = self._bytes(asset_id)
        image = _decoded(data) if data else QImage()
        return None if image.isNull() else image

    def _font_ids(self) -> tuple[str, ...]:
        return self._paper.paper.fonts if self._paper is not None else ()

    def _bytes(self, asset_id: str) -> bytes | None:
        return self._paper.picture(asset_id) if self._paper else None


def _decoded(data: bytes) -> QImage:
    """The picture in these bytes, or an empty one.

    Qt is told the format: else it loads a plugin for each that it knows, PDF among them.
    """
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    for start, name in STARTS.items():
        if data.startswith(start):
            reader.setFormat(name)
            reader.setAutoDetectImageFormat(False)
    return reader.read()


class _Decoder:
    """Stands between the recent pictures and the paper, which may change."""

    def __init__(self, pictures: PaperPictures) -> None:
        self._pictures = pictures

    def picture(self, asset_id: str) -> QImage | None:
        return self._pictures.decode(asset_id)


def _parsed(data: bytes) -> "QSvgRenderer | None":
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - the first window shows no drawing

    parsed = QSvgRenderer(QByteArray(data))
    return parsed if parsed.isValid() else None
