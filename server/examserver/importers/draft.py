"""What an importer hands over: the paper, its keys and pictures, and what could not be taken.

Rule: one bad question never stops the others; it is named with its place and its reason. A file that is bad
as a whole raises `PaperFileError`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from examprotocol.paper import Paper
from examserver.scoring.keys import AnswerKeys


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it goes into the bundle: re-encoded, without metadata; sizes in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound as it goes into the bundle, decoded once to see that it is whole; `duration` in ms."""

    data: bytes
    media_type: str
    duration: int


@dataclass(frozen=True, slots=True)
class FontFile:
    """A small font of characters that the bundled fonts lack."""

    data: bytes
    media_type: str = "font/ttf"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell the person who imports.

    `place` is for people ("line 12, question 3 “Kings”"), `code` for programs (`TYPE_UNSUPPORTED`),
    `taken` says whether the question came in all the same.
    """

    place: str
    code: str
    sentence: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one question of the file: its id in the paper, empty where it could not be taken."""

    place: str
    question_id: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """An imported paper before it is sealed: `paper.assets` is empty; what becomes them stands by SHA-256.

    `verdicts` has one for each question of the file, in its order; `remarks` also what is said of the whole.
    """

    paper: Paper
    keys: AnswerKeys
    pictures: dict[str, Picture] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    sounds: dict[str, Sound] = field(default_factory=dict)
    fonts: dict[str, FontFile] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()


Importer = Callable[[Path, str], PaperDraft]
"""Takes a file and the id of the paper to be; raises PaperFileError when nothing can be taken."""
