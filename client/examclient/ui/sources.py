"""What a question needs from outside to be shown: its pictures, its players, and a desk that takes files in.

Rule: the questions know these protocols only; who plays, decodes or seals stands elsewhere. Where one is
missing, the question says in words what it cannot do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the login page must not wait for any of it
    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget

    from examclient.errors import ExamError
    from examclient.ui.pictures import PictureSource
    from examprotocol.paper_parts import Media
    from examprotocol.responses import FileRef


class MediaSource(Protocol):
    """Gives players for the sounds of the paper in hand."""

    def player(self, media: "Media") -> "QWidget":
        """A new player, as wide as it is given room for. Whoever takes it becomes its parent and deletes it;
        what is played and counted stays in the source, so that a new player of the same sound goes on.

        Its stops of the Tab key are its children that take the focus, in the order of their layout.
        """


class FileDesk(Protocol):
    """Takes files of the candidate into the sealed area beside the journal.

    `moved` tells that `elsewhere` has another answer.
    """

    moved: "SignalInstance"

    def elsewhere(self, file: "FileRef") -> str | None:
        """Where a file is that neither the site nor this machine has: the seat or name of a machine, `""`
        where nobody knows. None of any other file.
        """

    def keep(
        self,
        file: Path,
        most: int,
        kept: "Callable[[FileRef], None]",
        failed: "Callable[[ExamError], None]",
    ) -> None:
        """Copy a file of at most `most` bytes, off the GUI thread; then call one of the two on it.

        `kept` is called when the sealed copy is on disk and was read back: only then may an answer name it.
        """


@dataclass(frozen=True, slots=True)
class Sources:
    """All of them. Without `media` a sound is only named, without `files` no file can be handed in."""

    pictures: "PictureSource"
    media: MediaSource | None = None
    files: FileDesk | None = None
