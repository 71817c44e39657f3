"""The fonts that a paper brings for characters which no bundled one has: loaded with it, gone with it."""

import logging

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

from examclient.ui.fonts import paper_families, set_paper_families
from examclient.ui.glyphs import forget_drawn

log = logging.getLogger(__name__)


class PaperFonts:
    """Owns the fonts of the paper in hand. Knows nothing of papers."""

    def __init__(self) -> None:
        self._loaded: list[int] = []

    def load(self, fonts: list[bytes]) -> None:
        """Draw with these fonts from now on, after the bundled ones, and with no others of a paper.

        One that cannot be read is only logged: its characters are found missing when the paper is drawn.
        """
        if not fonts and not self._loaded:
            return
        before, self._loaded = self._loaded, []
        families: list[str] = []
        for data in fonts:
            identity = QFontDatabase.addApplicationFontFromData(QByteArray(data))
            if identity < 0:
                log.warning("a font of the paper cannot be read: %d bytes", len(data))
                continue
            self._loaded.append(identity)
            families += QFontDatabase.applicationFontFamilies(identity)
        for identity in before:
            QFontDatabase.removeApplicationFont(identity)
        forget_drawn()
        if tuple(families) != paper_families():
            set_paper_families(families)
