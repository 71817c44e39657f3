"""A candidate's wish to see one picture of the paper large, on its way from a text to the window."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

Draw = Callable[[QSize, float], QImage]
"""Draws the picture at a size in logical pixels, for a screen with so many device pixels to one."""


@dataclass(frozen=True, slots=True)
class LargePicture:
    """A picture: its words, its own size in pixels, and how it is drawn; None where it is missing."""

    alt: str
    size: QSize
    draw: Draw | None


class PictureWanted(QEvent):
    """On its way from a text to its window."""

    KIND = QEvent.Type(QEvent.registerEventType())

    def __init__(self, picture: LargePicture) -> None:
        super().__init__(self.KIND)
        self.picture = picture


def want_large(part: QWidget, picture: LargePicture) -> None:
    """Have a picture shown large, from anywhere on a page."""
    QCoreApplication.sendEvent(part.window(), PictureWanted(picture))
