"""The paper files and packages that are understood, and the one way to import them.

To add a format of one file: write a `QuestionReader`, a test for its first bytes, and a row in FORMATS.
A format of several files, as a zip file or a folder, gets a `PackageReader` and a row in PACKAGES.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from examserver.errors import PaperFileError
from examserver.importers.aiken import aiken_questions, is_aiken
from examserver.importers.archive import Archive, looks_like_zip, open_folder, open_zip
from examserver.importers.assembly import Assembly, Progress
from examserver.importers.cloze_text import cloze_text_questions, is_cloze_text
from examserver.importers.draft import PaperDraft
from examserver.importers.gift import gift_questions
from examserver.importers.items import PaperStart, QuestionReader, RawQuestion, SectionStart
from examserver.importers.mex.beside import exam_folder
from examserver.importers.mex.exam import exam_questions, has_exam_root, is_exam_package, package_questions
from examserver.importers.moodle_xml import has_quiz_root, moodle_questions
from examserver.importers.own_json.paper import (
    is_own_json,
    is_own_package,
    json_package_questions,
    json_questions,
)
from examserver.importers.qti.package import (
    has_qti_root,
    is_qti_package,
    qti_file_questions,
    qti_package_questions,
    qti_path_questions,
)
from examserver.importers.shuffler import Shuffler

MAX_BYTES = 64 * 2**20
MAX_ZIP_BYTES = 256 * 2**20

Found = Sequence[RawQuestion | SectionStart | PaperStart]
PackageReader = Callable[[Archive], Found]
"""Finds the questions in a package; raises PaperFileError where the package is bad as a whole."""


@dataclass(frozen=True, slots=True)
class PaperFormat:
    """A kind of paper file. `recognises` gets the file's ending in lower case, and its bytes.

    `in_language` reads the version in a language, where such files may have several.
    """

    name: str
    recognises: Callable[[str, bytes], bool]
    questions: QuestionReader
    in_language: Callable[[bytes, str], Found] | None = None


@dataclass(frozen=True, slots=True)
class PackageFormat:
    """A kind of paper in several files. `recognises` looks at the names, and never judges what is inside."""

    name: str
    recognises: Callable[[Archive], bool]
    questions: PackageReader
    in_language: Callable[[Archive, str], Found] | None = None


FORMATS = (
    PaperFormat("Moodle XML (.xml)", lambda _, data: has_quiz_root(data), moodle_questions),
    PaperFormat("embedded answers (.txt)", is_cloze_text, cloze_text_questions),
    PaperFormat("Aiken (.txt)", is_aiken, aiken_questions),
    PaperFormat("GIFT (.gift or .txt)", lambda ending, _: ending in (".gift", ".txt"), gift_questions),
    PaperFormat(
        "exam-engine XML (exam.xml)", lambda _, data: has_exam_root(data), exam_questions, exam_questions
    ),
    PaperFormat("QTI 2.1, 2.2 or 3.0 (.xml)", lambda _, data: has_qti_root(data), qti_file_questions),
    PaperFormat("our own JSON (.json)", is_own_json, json_questions),
)
PACKAGES: tuple[PackageFormat, ...] = (
    PackageFormat("an exam-engine exam", is_exam_package, package_questions, package_questions),
    PackageFormat("a package of our own JSON (paper.json)", is_own_package, json_package_questions),
    PackageFormat("a QTI package (imsmanifest.xml)", is_qti_package, qti_package_questions),
)


def import_paper(
    path: Path,
    paper_id: str,
    title: str | None = None,
    progress: Progress | None = None,
    language: str = "",
) -> PaperDraft:
    """Import a paper, a file or a folder, by its content; raises PaperFileError when nothing can be taken.

    The title is the file's own or its name unless given. `progress` is called after each question. `language`
    chooses among the versions of a file that has several.
    """
    try:
        found, seed = _found_in(path, language)
        assembly = Assembly(
            paper_id, title or path.stem, Shuffler(paper_id, seed), title_is_given=bool(title)
        )
        assembly.take_all(found, progress or (lambda _done, _of: None))
    except PaperFileError as error:
        if path.name in error.title:
            raise
        raise PaperFileError(f"“{path.name}”: {error.title}", error.advice, error.code) from error
    return assembly.draft()


def _found_in(path: Path, language: str) -> tuple[Found, bytes]:
    """The questions, and what makes the order of shuffled choices this paper's own."""
    if path.is_dir():
        return _found_in_package(path, open_folder(path), language)
    data = _bytes(path)
    if looks_like_zip(path.suffix.casefold(), data):
        return _found_in_package(path, open_zip(data), language)
    known = _format_of(path, data)
    if known.questions is qti_file_questions and not language:
        return qti_path_questions(path), data
    if known.questions is exam_questions and (folder := exam_folder(path)):
        return package_questions(folder, language), folder.digest()
    if not language:
        return known.questions(data), data
    if known.in_language is None:
        raise _no_versions(known.name)
    return known.in_language(data, language), data


def _found_in_package(path: Path, archive: Archive, language: str) -> tuple[Found, bytes]:
    for known in PACKAGES:
        if not known.recognises(archive):
            continue
        if not language:
            return known.questions(archive), archive.digest()
        if known.in_language is None:
            raise _no_versions(known.name)
        return known.in_language(archive, language), archive.digest()
    raise PaperFileError(
        f"“{path.name}” is no package that is understood: no file in it says what it holds.",
        f"Understood are: {', '.join(known.name for known in PACKAGES)}.",
        code="PKG_NO_MANIFEST",
    )


def _no_versions(name: str) -> PaperFileError:
    return PaperFileError(
        f"{name} has no versions in several languages.", "Leave --language out.", code="LANGUAGE_UNKNOWN"
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
