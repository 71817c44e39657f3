"""The paper files that are understood, and the one way to import them.

To add a format: write a `QuestionReader` and a test for its first bytes, and add a row to FORMATS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from examserver.errors import PaperFileError
from examserver.importers.assembly import Assembly, Progress
from examserver.importers.draft import PaperDraft
from examserver.importers.gift import gift_questions
from examserver.importers.items import QuestionReader
from examserver.importers.moodle_xml import has_quiz_root, moodle_questions
from examserver.importers.shuffler import Shuffler

MAX_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class PaperFormat:
    """A kind of paper file. `recognises` gets the file's ending in lower case, and its bytes."""

    name: str
    recognises: Callable[[str, bytes], bool]
    questions: QuestionReader


FORMATS = (
    PaperFormat("Moodle XML (.xml)", lambda _, data: has_quiz_root(data), moodle_questions),
    PaperFormat("GIFT (.gift or .txt)", lambda ending, _: ending in (".gift", ".txt"), gift_questions),
)


def import_paper(
    path: Path, paper_id: str, title: str | None = None, progress: Progress | None = None
) -> PaperDraft:
    """Import a paper file by its content and ending; raises PaperFileError when nothing can be taken.

    The title is the file's name unless given. `progress` is called after each question.
    """
    data = _bytes(path)
    paper_format = _format_of(path, data)
    assembly = Assembly(paper_id, title or path.stem, Shuffler(paper_id, data))
    try:
        assembly.take_all(paper_format.questions(data), progress or (lambda _done, _of: None))
    except PaperFileError as error:
        raise PaperFileError(f"“{path.name}”: {error.title}", error.advice, error.code) from error
    return assembly.draft()


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise PaperFileError(
                f"“{path.name}” is larger than {MAX_BYTES // 2**20} MB.",
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
    names = ", ".join(known.name for known in FORMATS)
    raise PaperFileError(
        f"“{path.name}” is no kind of paper that is understood.",
        f"Understood are: {names}.",
        code="FILE_UNKNOWN",
    )
