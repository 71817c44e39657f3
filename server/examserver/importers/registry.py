"""The paper files and packages that are understood, and the one way to import them.

To add a format of one file: write a `QuestionReader`, a test for its first bytes, and a row in FORMATS.
A format of several files, as a zip file or a folder, gets a `PackageReader` and a row in PACKAGES.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from examserver.errors import PaperFileError
from examserver.importers.archive import Archive, looks_like_zip, open_folder, open_zip
from examserver.importers.assembly import Assembly, Progress
from examserver.importers.draft import PaperDraft
from examserver.importers.gift import gift_questions
from examserver.importers.items import QuestionReader, RawQuestion, SectionStart
from examserver.importers.moodle_xml import has_quiz_root, moodle_questions
from examserver.importers.shuffler import Shuffler

MAX_BYTES = 64 * 2**20
MAX_ZIP_BYTES = 256 * 2**20

Found = Sequence[RawQuestion | SectionStart]
PackageReader = Callable[[Archive], Found]
"""Finds the questions in a package; raises PaperFileError where the package is bad as a whole."""


@dataclass(frozen=True, slots=True)
class PaperFormat:
    """A kind of paper file. `recognises` gets the file's ending in lower case, and its bytes."""

    name: str
    recognises: Callable[[str, bytes], bool]
    questions: QuestionReader


@dataclass(frozen=True, slots=True)
class PackageFormat:
    """A kind of paper in several files. `recognises` looks at the names, and never judges what is inside."""

    name: str
    recognises: Callable[[Archive], bool]
    questions: PackageReader


FORMATS = (
    PaperFormat("Moodle XML (.xml)", lambda _, data: has_quiz_root(data), moodle_questions),
    PaperFormat("GIFT (.gift or .txt)", lambda ending, _: ending in (".gift", ".txt"), gift_questions),
)
PACKAGES: tuple[PackageFormat, ...] = ()


def import_paper(
    path: Path, paper_id: str, title: str | None = None, progress: Progress | None = None
) -> PaperDraft:
    """Import a paper, a file or a folder, by its content; raises PaperFileError when nothing can be taken.

    The title is the file's name unless given. `progress` is called after each question.
    """
    try:
        found, seed = _found_in(path)
        assembly = Assembly(paper_id, title or path.stem, Shuffler(paper_id, seed))
        assembly.take_all(found, progress or (lambda _done, _of: None))
    except PaperFileError as error:
        if path.name in error.title:
            raise
        raise PaperFileError(f"“{path.name}”: {error.title}", error.advice, error.code) from error
    return assembly.draft()


def _found_in(path: Path) -> tuple[Found, bytes]:
    """The questions, and what makes the order of shuffled choices this paper's own."""
    if path.is_dir():
        return _found_in_package(path, open_folder(path))
    data = _bytes(path)
    if looks_like_zip(path.suffix.casefold(), data):
        return _found_in_package(path, open_zip(data))
    return _format_of(path, data).questions(data), data


def _found_in_package(path: Path, archive: Archive) -> tuple[Found, bytes]:
    for known in PACKAGES:
        if known.recognises(archive):
            return known.questions(archive), archive.digest()
    raise PaperFileError(
        f"“{path.name}” is no package that is understood: no file in it says what it holds.",
        f"Understood are: {', '.join(known.name for known in PACKAGES)}.",
        code="PKG_NO_MANIFEST",
    )


def _bytes(path: Path) -> bytes:
    most = MAX_ZIP_BYTES if path.suffix.casefold() == ".zip" else MAX_BYTES
    try:
        if path.stat().st_size > most:
            raise PaperFileError(
                f"“{path.name}” is larger than {most // 2**20} MB.",
                "Use smaller pictures, or several files.",
                code="FILE_TOO_LARGE",
            )
        return path.read_bytes()
    except OSError as error:
        raise PaperFileError(
            f"“{path.name}” cannot be read: {error.strerror}.", "Check the path.", code="FILE_UNREADABLE"
        ) from error


def _format_of(path: Path, data: bytes) -> PaperFormat:
    for known in FORMATS:
        if known.recognises(path.suffix.casefold(), data):
            return known
    names = ", ".join([known.name for known in FORMATS] + [known.name for known in PACKAGES])
    raise PaperFileError(
        f"“{path.name}” is no kind of paper that is understood.",
        f"Understood are: {names}.",
        code="FILE_UNKNOWN",
    )
