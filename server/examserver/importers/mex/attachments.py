"""The files that belong to an exam: pictures and sounds, by the names that the exam gives them.

Rule: a name finds only what lies in the exam's own folder or zip; nothing is fetched.
"""

import base64
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from examserver.importers.archive import Archive
from examserver.importers.errors import QuestionRefusedError

_FOLDERS = ("attachments", "attachments/restricted", "")


class Attachments(Mapping[str, str]):
    """The files of an exam as texts know them: name to base64. Looks a name up only when it is asked for."""

    def __init__(self, archive: Archive, root: str = "") -> None:
        self._archive = archive
        self._root = root

    def __getitem__(self, name: str) -> str:
        return base64.b64encode(self.data(name)).decode("ascii")

    def __iter__(self) -> Iterator[str]:
        return iter(self._archive.names())

    def __len__(self) -> int:
        return len(self._archive.names())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._found(name) is not None

    def data(self, name: str) -> bytes:
        """The bytes of a file; raises KeyError where it is not there."""
        found = self._found(name)
        if found is None:
            raise KeyError(name)
        return self._archive.read(found)

    def sound(self, name: str) -> bytes:
        """The bytes of a sound; raises QuestionRefusedError where it is not there."""
        if ".." in name.split("/"):
            raise QuestionRefusedError("MEDIA_BAD_REF", f"A sound's name leads out of the paper: “{name}”.")
        if name not in self:
            raise QuestionRefusedError("MEDIA_MISSING", f"The sound “{name}” is not among the attachments.")
        return self.data(name)

    def _found(self, name: str) -> str | None:
        if ".." in name.split("/"):
            return None
        paths = [str(PurePosixPath(self._root, folder, name)) for folder in _FOLDERS]
        return next((path for path in paths if self._archive.has(path)), None)


def source_of(name: str) -> str:
    """What stands in a text for an attachment of that name."""
    return f"@@PLUGINFILE@@/{quote(name)}"
