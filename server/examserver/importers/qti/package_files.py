"""What stands beside an item in its package, as the texts of one question ask for it.

Rule: a reference is resolved against the item's own file; what it leads to is read from the package alone.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from urllib.parse import quote, unquote

from examserver.importers.author_text import AuthorText, TextFormat
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.qti.documents import Documents, resolved

_OWN_SCHEME = "@@PLUGINFILE@@/"
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\|#")


def leads_elsewhere(reference: str) -> bool:
    """Whether a reference is none to a file of the package."""
    return not reference.strip() or _ELSEWHERE.match(reference.strip()) is not None


class PackageFiles(Mapping[str, str]):
    """The members of a package by name, in base64, encoded when asked for."""

    def __init__(self, documents: Documents) -> None:
        self._archive = documents.archive

    def __getitem__(self, name: str) -> str:
        return b64encode(self._archive.read(name)).decode("ascii")

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._archive.has(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._archive.names())

    def __len__(self) -> int:
        return len(self._archive.members)


class FilesBeside:
    """Resolves references in one document of a package. Owns neither the package nor the texts."""

    def __init__(self, documents: Documents, document: str) -> None:
        self.documents = documents
        self.document = document
        self._files = PackageFiles(documents)

    def text(self, html: str) -> AuthorText:
        """HTML whose references were made by `source`."""
        return AuthorText(html, TextFormat.HTML, self._files)

    def source(self, reference: str) -> str:
        """What stands for a reference in HTML: a name in the package; one that leads elsewhere stays."""
        if leads_elsewhere(reference):
            return reference
        return _OWN_SCHEME + quote(self.path(reference))

    def path(self, reference: str) -> str:
        """The name in the package that a reference to a picture or sound means.

        One that begins with `/`, as web sites write it, is looked for from the top of the package.
        """
        from_top = unquote(reference.strip().partition("#")[0]).removeprefix("/")
        if reference.strip().startswith("/") and self.documents.archive.has(from_top):
            return from_top
        try:
            return resolved(self.document, reference)
        except QuestionRefusedError as refused:
            raise QuestionRefusedError("MEDIA_BAD_REF", refused.sentence) from refused

    def read(self, reference: str, what: str) -> bytes:
        """The bytes of a sound or file; raises QuestionRefusedError. `what` names it, as in “the sound”."""
        name = self.path(reference)
        if not self.documents.archive.has(name):
            raise QuestionRefusedError("MEDIA_MISSING", f"{what} “{name}” is not in the package.")
        return self.documents.archive.read(name)
