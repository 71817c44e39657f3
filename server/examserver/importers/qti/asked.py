"""What one interaction asks, before it is known what its answers are worth."""

from decimal import Decimal
from typing import Protocol

from examserver.importers.items import PlainItem, SelectGapItem, TypedGapItem
from examserver.importers.qti.spaces import AnswerSpace
from examserver.importers.qti.worths import Worth


class Asked(Protocol):
    """A question on its own."""

    @property
    def space(self) -> AnswerSpace:
        """What can be answered."""
        ...

    @property
    def html(self) -> str:
        """Its prompt, and the text in which it asks."""
        ...

    @property
    def answer(self) -> str:
        """The right answer by the file in plain words, for a scorer; empty where it names none."""
        ...

    def item(self, stem: str, points: Decimal, worth: Worth | None) -> PlainItem:
        """The question; without a worth a person scores it, and its key says nothing."""
        ...


class AskedGap(Protocol):
    """A question in the line of a text."""

    @property
    def space(self) -> AnswerSpace:
        """What can be answered."""
        ...

    @property
    def answer(self) -> str:
        """The right answer by the file in plain words, for a scorer; empty where it names none."""
        ...

    def gap(self, points: Decimal, worth: Worth | None) -> SelectGapItem | TypedGapItem:
        """The gap; without a worth its key says nothing. Raises UnfitWorthError."""
        ...


class UnfitWorthError(Exception):
    """A proved worth that the question's key cannot say: a person has to score. The text says why."""
