"""Whether a file may be handed in, before it is read.

Rule: a file is refused with the reason and what to do; the sealed copy checks its size once more.
"""

from enum import Enum, auto
from pathlib import Path

from examprotocol.paper import FileUpload


class Refusal(Enum):
    """Why a file is not taken."""

    TOO_MANY = auto()
    TOO_LARGE = auto()
    EMPTY = auto()
    OTHER_TYPE = auto()
    UNREADABLE = auto()


def refusal_of(file: Path, question: FileUpload, kept: int) -> Refusal | None:
    """Why this file cannot join so many that are kept; None where it can."""
    if kept >= question.max_files > 0:
        return Refusal.TOO_MANY
    if question.types and file.suffix.lower() not in {one.lower() for one in question.types}:
        return Refusal.OTHER_TYPE
    try:
        size = file.stat().st_size if file.is_file() else -1
    except OSError:
        size = -1
    if size < 0:
        return Refusal.UNREADABLE
    if not size:
        return Refusal.EMPTY
    return Refusal.TOO_LARGE if size > question.max_bytes else None
