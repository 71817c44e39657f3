"""Our own JSON: finds the questions of `paper.json`, alone or in a folder or zip with its files.

Rule: what is wrong is named by its JSON path, `$.sections[0].questions[3].choices`; one bad question stops no
other, while a bad frame (sections, materials) refuses the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from examserver.errors import PaperFileError
from examserver.importers.archive import Archive
from examserver.importers.author_text import AuthorText, TextFormat
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import Item, PaperStart, RawQuestion, SectionStart
from examserver.importers.own_json.complaints import complaint
from examserver.importers.own_json.files import Files
from examserver.importers.own_json.questions import Reading
from examserver.importers.own_json.structure import FORMAT, AnyQuestionText, MaterialText, PaperText
from examserver.importers.question_texts import QuestionTexts, is_blank, rubric
from examserver.importers.text_file import text_of

PAPER_FILE = "paper.json"
_DECODER: msgspec.json.Decoder[AnyQuestionText] = msgspec.json.Decoder(AnyQuestionText)


def is_own_json(ending: str, data: bytes) -> bool:
    """Whether the bytes are meant as our own JSON: by the ending, or by what the file says of itself."""
    return ending == ".json" or f'"{FORMAT}"'.encode() in data[:4096]


def is_own_package(archive: Archive) -> bool:
    """Whether a package holds a paper in our own JSON."""
    return archive.has(PAPER_FILE)


def json_questions(data: bytes) -> Sequence[RawQuestion | SectionStart | PaperStart]:
    """The paper of a file alone, its pictures and sounds embedded; raises PaperFileError."""
    return _questions(data, Archive({}))


def json_package_questions(archive: Archive) -> Sequence[RawQuestion | SectionStart | PaperStart]:
    """The paper of a folder or zip, with the files beside it."""
    return _questions(archive.read(PAPER_FILE), archive)


def _questions(data: bytes, archive: Archive) -> Sequence[RawQuestion | SectionStart | PaperStart]:
    paper = _decoded(text_of(data))
    _check_materials(paper)
    files = Files(paper.files, archive)
    written = AuthorText("", TextFormat(paper.text_format), files)
    materials = {material.id: material for material in paper.materials}
    found: list[RawQuestion | SectionStart | PaperStart] = [
        PaperStart(paper.title, paper.language, rubric(AuthorText(paper.instructions, written.format)))
    ]
    for place, section in enumerate(paper.sections):
        instructions = QuestionTexts().rich(AuthorText(section.instructions, written.format))
        found.append(
            SectionStart(
                section.title,
                "" if is_blank(instructions) else instructions,
                section.shuffle,
                section.select,
                section.answer_limit,
            )
        )
        found += [
            JsonQuestion(raw, f"$.sections[{place}].questions[{number}]", files, materials, written)
            for number, raw in enumerate(section.questions)
        ]
    return found


def _decoded(text: str) -> PaperText:
    try:
        return msgspec.json.decode(text, type=PaperText)
    except (msgspec.ValidationError, RecursionError) as error:
        raise PaperFileError(
            complaint(error, "$"),
            "Correct it as docs/papers.md says.",
            code="JSON_STRUCTURE",
        ) from error
    except msgspec.DecodeError as error:
        raise PaperFileError(
            f"The file is no JSON: {error}.", "Check it with an editor that knows JSON.", code="JSON_SYNTAX"
        ) from error


def _check_materials(paper: PaperText) -> None:
    ids = [material.id for material in paper.materials]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise PaperFileError(
            f"Two materials have the id “{twice}” ($.materials).", "Give each its own.", code="JSON_STRUCTURE"
        )


@dataclass(frozen=True, slots=True)
class JsonQuestion:
    """One question of the file, not decoded yet. `path` is its JSON path."""

    raw: msgspec.Raw
    path: str
    files: Files
    materials: Mapping[str, MaterialText]
    written: AuthorText

    @property
    def place(self) -> str:
        """The JSON path, for people."""
        return self.path

    def read(self, texts: QuestionTexts) -> Item:
        """Decode and read the question; raises QuestionRefusedError."""
        try:
            question = _DECODER.decode(self.raw)
        except (msgspec.DecodeError, RecursionError) as error:
            raise QuestionRefusedError("JSON_STRUCTURE", complaint(error, self.path)) from error
        return Reading(texts, self.files, self.materials, self.written).item(question)
