"""Builds the pages before and after the one on the screen while the candidate reads: a turn only shows one.

Rule: a piece at a time, and none right after a turn: neither typing nor turning on waits for it.
"""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

from examclient.ui.widgets.outline import Place, place_of
from examclient.ui.widgets.question_split import QuestionSplit
from examprotocol.merge import Answers
from examprotocol.paper import Paper

REST = 60
"""Milliseconds after a turn: who leafs through a paper waits for no neighbour."""

BREATH = 5
"""Milliseconds between two pieces, for keys and clicks. A piece takes about as long."""


class Neighbours(QObject):
    """Owns when the next piece is built. What is built is the split's, two pages at most."""

    def __init__(self, split: QuestionSplit) -> None:
        super().__init__(split)
        self._split = split
        self._pieces: Iterator[None] = iter(())
        self._around: tuple[Paper, Place] | None = None
        self._answers = Answers()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def follow(self, paper: Paper, place: Place, answers: Answers) -> None:
        """This page is on the screen now; the same one again changes nothing but the answers."""
        self._answers = answers
        before = self._around
        self._around = paper, place
        if before is None or before[0] is not paper or before[1].question is not place.question:
            self.begin_again()

    def begin_again(self) -> None:
        """What stands on the pages may look different now, or there is another page between them."""
        if self._around is not None:
            self._pieces = self._all(*self._around)
            self._timer.start(REST)

    def _all(self, paper: Paper, here: Place) -> Iterator[None]:
        names = [name for name in (here.after, here.before) if name]
        places = [place for name in names if (place := place_of(paper, name)) is not None]
        self._split.keep_ahead(places)
        for place in places:
            yield
            for _ in self._split.build_ahead(place, self._answers):
                yield

    def _on_timeout(self) -> None:
        if next(self._pieces, self) is not self:
            self._timer.start(BREATH)
