"""The pictures of the paper in hand, decoded when they are first drawn."""

from typing import Protocol

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QImageReader

from examclient.ui.pictures import RecentPictures

MOST_MEGABYTES = 192
"""The largest decoded picture: the importer takes at most 40 megapixels of four bytes."""


class Pictured(Protocol):
    """A paper that gives its pictures' bytes, as OpenPaper does; that one is not loaded before the login."""

    def picture(self, asset_id: str) -> bytes | None:
        """The bytes, or None where they are missing or damaged."""


class PaperPictures:
    """A PictureSource. Knows which paper is in hand; none shows nothing."""

    def __init__(self) -> None:
        QImageReader.setAllocationLimit(MOST_MEGABYTES)
        self._paper: Pictured | None = None
        self._recent = RecentPictures(_Decoder(self))

    def show(self, paper: Pictured | None) -> None:
        """Take pictures from this paper from now on."""
        self._paper = paper
        self.forget()

    def forget(self) -> None:
        """Decode every picture anew."""
        self._recent.forget()

    def picture(self, asset_id: str) -> QImage | None:
        """The decoded picture, or None where it is missing or damaged."""
        return self._recent.picture(asset_id)

    def decode(self, asset_id: str) -> QImage | None:
        """Decode a picture from the paper's bytes."""
        data = self._paper.picture(asset_id) if self._paper else None
        image = QImage.fromData(QByteArray(data)) if data else QImage()
        return None if image.isNull() else image


class _Decoder:
    """Stands between the recent pictures and the paper, which may change."""

    def __init__(self, pictures: PaperPictures) -> None:
        self._pictures = pictures

    def picture(self, asset_id: str) -> QImage | None:
        return self._pictures.decode(asset_id)
