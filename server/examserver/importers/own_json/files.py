"""Pictures and sounds of our own JSON: embedded as base64, or files beside `paper.json` in its folder or zip.

Rule: a name finds only what is in the paper; nothing is fetched.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, unquote

from examserver.importers.archive import Archive
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.picture_sources import file_name
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.sounds import read_sound

_SOURCE = re.compile(r"""(<img\b[^<>]*?\bsrc\s*=\s*)(["'])([^"'<>]*)\2""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]|@@")


class Files(Mapping[str, str]):
    """The files of one paper as texts know them: name to base64."""

    def __init__(self, embedded: Mapping[str, str], archive: Archive) -> None:
        self._embedded = embedded
        self._archive = archive

    def __getitem__(self, name: str) -> str:
        if name in self._embedded:
            return self._embedded[name]
        if not self._archive.has(name):
            raise KeyError(name)
        return base64.b64encode(self._archive.read(name)).decode("ascii")

    def __iter__(self) -> Iterator[str]:
        return iter([*self._embedded, *self._archive.names()])

    def __len__(self) -> int:
        return len(self._embedded) + len(self._archive.names())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (name in self._embedded or self._archive.has(name))

    def sound(self, name: str, texts: QuestionTexts) -> str:
        """The asset id of a sound, decoded once; raises QuestionRefusedError."""
        known = file_name(name)
        if ".." in known.split("/"):
            raise QuestionRefusedError("MEDIA_BAD_REF", f"A sound's name leads out of the paper: “{name}”.")
        if known not in self:
            raise QuestionRefusedError("MEDIA_MISSING", f"The sound “{name}” is not in the paper.")
        try:
            data = base64.b64decode("".join(self[known].split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise QuestionRefusedError(
                "MEDIA_TYPE", f"The data of the sound “{name}” are damaged."
            ) from error
        return texts.sound(read_sound(data, f"“{name}”", texts.note))

    def with_sources(self, text: str) -> str:
        """The text with the pictures that it names by a plain file name marked as the paper's own."""
        return _SOURCE.sub(_own_source, text)


def _own_source(found: re.Match[str]) -> str:
    begin, mark, source = found.groups()
    if not source or _ELSEWHERE.match(source):
        return found.group()
    return f"{begin}{mark}@@PLUGINFILE@@/{quote(unquote(source))}{mark}"
