"""The order of what an author wants shuffled, or what would tell the key if it were not.

Rule: the seed holds the file itself, which no candidate has, so that nobody can turn the order back.
"""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")


class Shuffler:
    """Orders choices so that every import of the same file gives the same order."""

    def __init__(self, paper_id: str, file: bytes) -> None:
        self._seed = f"{paper_id}/{hashlib.sha256(file).hexdigest()}"

    def shuffled(self, place: str, values: Sequence[_T]) -> list[_T]:
        """The values in the pseudo-random order of this place, such as a question's id."""
        seed = hashlib.sha256(f"{self._seed}/{place}".encode()).digest()
        mixed = list(values)
        random.Random(seed).shuffle(mixed)  # noqa: S311 - an order, not a secret
        return mixed
