"""What is to be read or heard before a page is answered, and where it stands: beside it, or simply above."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from examclient.ui.rich_text import RichText
from examclient.ui.sentence import in_one_line
from examclient.ui.sources import Sources
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.media_bar import MediaBar
from examclient.ui.widgets.outline import Place
from examclient.ui.widgets.settling import polish
from examprotocol.paper import Composite
from examprotocol.paper_parts import Media
from examprotocol.richtext import plain_text

SHORT = 160
"""Characters: a passage up to here without pictures is an introduction, and needs no pane of its own."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing to read: its title as plain text, its body as rich text, its sounds."""

    title: str
    body: str
    media: tuple[Media, ...] = ()


def passages_of(place: Place) -> tuple[Passage, ...]:
    """The composite's own passage and the materials, in this order."""
    question = place.question
    own = (Passage("", question.stem, question.media),) if isinstance(question, Composite) else ()
    materials = tuple(Passage(one.title, one.body, one.media) for one in place.materials)
    return tuple(one for one in (*own, *materials) if one.title or one.body or one.media)


def needs_a_pane(passages: Sequence[Passage]) -> bool:
    """Whether it is so much that it must stay in sight beside the questions."""
    bodies = "".join(passage.body for passage in passages)
    words = sum(len(plain_text(passage.body)) for passage in passages)
    return words > SHORT or '"asset:' in bodies or "<table" in bodies or any(one.title for one in passages)


class Reading(QWidget):
    """Shows passages one below the other."""

    def __init__(self, passages: Sequence[Passage], sources: Sources, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts: list[RichText] = []
        self._bars: list[MediaBar] = []
        self._titles: list[str] = []
        self._sources = sources
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        for passage in passages:
            self._add(passage)
        self._column.addStretch(1)

    def stops(self) -> list[QWidget]:
        """What Tab goes through in the players."""
        return [stop for bar in self._bars for stop in bar.stops()]

    def spoken(self) -> str:
        """The words of all passages."""
        return in_one_line(*self._titles, *(text.accessibleName() for text in self._texts))

    def measure(self, width: int) -> None:
        """Work out its height at this width, out of sight; it is known when it is shown."""
        polish(self)
        self._column.heightForWidth(width)

    def missing_pictures(self) -> tuple[str, ...]:
        """Assets that could not be shown, each once."""
        return tuple(dict.fromkeys(one for text in self._texts for one in text.missing_pictures()))

    def _add(self, passage: Passage) -> None:
        if passage.title:
            title = make_label("subtitle", wrap=True)
            set_text(title, passage.title)
            self._titles.append(passage.title)
            self._column.addWidget(title)
        if passage.media:
            self._bars.append(MediaBar(passage.media, self._sources.media, self))
            self._column.addWidget(self._bars[-1])
        if passage.body:
            self._texts.append(RichText(passage.body, self._sources.pictures, parent=self))
            self._column.addWidget(self._texts[-1])
