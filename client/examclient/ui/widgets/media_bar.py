"""The sounds of a question or a material, one player below the other."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from examclient.ui.sources import MediaSource
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.measure import limit_width
from examprotocol.paper_parts import Media

MOST_EM = 57
"""As wide as a question's column, in sizes of the page's letters."""


class MediaBar(QWidget):
    """Stands above the text that it belongs to. Knows nothing of playing: the players come from outside."""

    def __init__(self, media: Sequence[Media], source: MediaSource | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._media = media
        self._only_named = [] if source else [make_label("hint", wrap=True) for _ in media]
        sheet = QWidget(self)
        limit_width(sheet, MOST_EM)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(sheet, 1)
        row.addStretch(0)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for player in [source.player(one) for one in media] if source else self._only_named:
            column.addWidget(player)
        self._speak()

    def stops(self) -> list[QWidget]:
        """What Tab goes through in the players."""
        inside = self.findChildren(QWidget)
        return [one for one in inside if one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        """Without a player the candidate is told of the sound all the same, and whom to ask."""
        for label, media in zip(self._only_named, self._media, strict=False):
            words = self.tr(
                "Recording: {title}. It cannot be played on this machine. Please raise your hand."
            )
            label.setText(words.format(title=media.title or self.tr("without a title")))
