"""Exam-engine XML: finds the sections and questions of an exam, and reads it from a file, folder or zip.

Source: the format's own documentation, and exams that were given. A sealed `.mex` needs its passphrase, which
only its exam authority's programs take; it is refused by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from examserver.errors import PaperFileError
from examserver.importers.archive import Archive
from examserver.importers.author_text import AuthorText
from examserver.importers.items import Item, PaperStart, RawQuestion, SectionStart
from examserver.importers.mex.answer_key import KEY_FILE, MexKey, read_key
from examserver.importers.mex.attachments import Attachments
from examserver.importers.mex.flow import Flow
from examserver.importers.mex.names import EXAM, child, children, name_of, words
from examserver.importers.mex.numbering import give_numbers, number_of
from examserver.importers.mex.pages import Page
from examserver.importers.mex.versions import choose_version, keep_only
from examserver.importers.notes import Note
from examserver.importers.question_texts import QuestionTexts, is_blank, rubric
from examserver.importers.xml_file import parse_xml

EXAM_FILE = "exam.xml"
_SEALED = ("exam.xml.bin", "exam-rendering.zip.bin")
_SCHEMAS = frozenset({"", "0.1", "0.2", "0.3", "0.4", "0.5"})
_SHOWN_TITLE = 40


def has_exam_root(data: bytes) -> bool:
    """Whether the bytes are an exam, as far as the namespace tells."""
    return EXAM.strip("{}").encode() in data[:4096].replace(b"\0", b"") and b"exam" in data


def is_exam_package(archive: Archive) -> bool:
    """Whether a package holds an exam, sealed or not."""
    names = [name.rsplit("/", 1)[-1] for name in archive.names()]
    return EXAM_FILE in names or any(name in _SEALED for name in names)


def exam_questions(data: bytes, language: str = "") -> Sequence[RawQuestion | SectionStart | PaperStart]:
    """The exam of a file alone: one with attachments names them as missing."""
    return _questions(data, Attachments(Archive({})), MexKey(), language)


def package_questions(
    archive: Archive, language: str = ""
) -> Sequence[RawQuestion | SectionStart | PaperStart]:
    """The exam of a folder or zip, with its attachments, and its key where one lies beside it."""
    found = [name for name in archive.names() if name.rsplit("/", 1)[-1] == EXAM_FILE]
    if not found:
        raise PaperFileError(
            "The exam is sealed with its passphrase.",
            "Unpack it with the exam authority's program, and give the folder with exam.xml.",
            code="MEX_SEALED",
        )
    name = min(found, key=lambda path: path.count("/"))
    root = name.rpartition("/")[0]
    key_file = f"{root}/{KEY_FILE}".lstrip("/")
    key = read_key(archive.read(key_file)) if archive.has(key_file) else MexKey()
    return _questions(archive.read(name), Attachments(archive, root), key, language)


def _questions(
    data: bytes, attachments: Attachments, key: MexKey, language: str
) -> Sequence[RawQuestion | SectionStart | PaperStart]:
    exam = parse_xml(data)
    if exam.tag != f"{EXAM}exam":
        raise PaperFileError("The file is no exam.", "Give the exam's own exam.xml.", code="FILE_UNKNOWN")
    version = choose_version(exam, language)
    keep_only(exam, version)
    give_numbers(exam)
    found: list[RawQuestion | SectionStart | PaperStart] = [_start(exam, version.language)]
    sections = children(exam, "section")
    for section in sections:
        found.append(_section(section, exam if len(sections) == 1 else None))
        found += [MexQuestion(one, attachments, key) for one in _top_questions(section)]
    return found


def _start(exam: etree._Element, language: str) -> PaperStart:
    instruction = Flow().inside(child(exam, "exam-instruction")) + Flow().inside(child(exam, "exam-footer"))
    return PaperStart(
        title=words(child(exam, "exam-title")),
        language=exam.get("lang") or language,
        instructions=rubric(AuthorText(instruction)),
        notes=tuple(_paper_notes(exam)),
    )


def _paper_notes(exam: etree._Element) -> list[Note]:
    notes: list[Note] = []
    schema = exam.get("exam-schema-version") or ""
    if schema not in _SCHEMAS:
        notes.append(
            Note("MEX_VERSION", f"The exam is of version {schema[:20]}; versions up to 0.5 are known.")
        )
    if exam.get("max-answers") and len(children(exam, "section")) > 1:
        notes.append(
            Note(
                "LIMIT_NOT_CARRIED",
                f"Only {exam.get('max-answers')} questions of all sections were to count.",
            )
        )
    return notes


def _section(section: etree._Element, exam: etree._Element | None) -> SectionStart:
    limit = section.get("max-answers") or (exam.get("max-answers") if exam is not None else None) or "0"
    html = "".join(Flow().inside(one) for one in children(section, "section-instruction"))
    instructions = QuestionTexts().rich(AuthorText(html))
    return SectionStart(
        words(child(section, "section-title")),
        "" if is_blank(instructions) else instructions,
        answer_limit=int(limit) if limit.isdecimal() else 0,
    )


def _top_questions(element: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    for one in element:
        found += [one] if name_of(one) == "question" else _top_questions(one)
    return found


@dataclass(frozen=True, slots=True)
class MexQuestion:
    """One `question` at the top of a section."""

    element: etree._Element
    attachments: Attachments
    key: MexKey

    @property
    def place(self) -> str:
        """Line, number and title, for people."""
        title = words(child(self.element, "question-title"))[:_SHOWN_TITLE]
        return f"line {self.element.sourceline}, question {number_of(self.element)}" + (
            f" “{title}”" if title else ""
        )

    def read(self, texts: QuestionTexts) -> Item:
        """Read the question with all that is in it."""
        return Page(self.element, texts, self.attachments, self.key).item()
