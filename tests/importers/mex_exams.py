"""Exams in exam-engine XML made for tests, as an author would write them: keys in the file."""

from pathlib import Path

from tests.importers.made_sounds import tone

NAMESPACES = 'xmlns:e="http://ylioppilastutkinto.fi/exam.xsd" xmlns="http://www.w3.org/1999/xhtml"'


def exam(sections: str, head: str = "<e:exam-title>Harbours</e:exam-title>", attributes: str = "") -> str:
    """A whole exam."""
    start = f'<e:exam {NAMESPACES} exam-schema-version="0.5" exam-lang="en" {attributes}>'
    return f"{start}{head}{sections}</e:exam>"


def section(questions: str, attributes: str = "", title: str = "Reading") -> str:
    """A section of an exam."""
    return f"<e:section {attributes}><e:section-title>{title}</e:section-title>{questions}</e:section>"


def question(inside: str, title: str = "The harbour", attributes: str = "") -> str:
    """A question; `inside` is its text, its answers, or further questions."""
    return f"<e:question {attributes}><e:question-title>{title}</e:question-title>{inside}</e:question>"


def choices(*scores: int, attributes: str = "") -> str:
    """Choices 0, 1, 2 .. with these points."""
    options = "".join(
        f'<e:choice-answer-option score="{score}">choice {place}</e:choice-answer-option>'
        for place, score in enumerate(scores)
    )
    return f"<e:choice-answer {attributes}>{options}</e:choice-answer>"


def write_exam(folder: Path, text: str, **sounds: int) -> Path:
    """An exam with sounds of so many milliseconds among its attachments; gives back exam.xml."""
    attachments = folder / "attachments"
    attachments.mkdir()
    for name, length in sounds.items():
        (attachments / f"{name}.ogg").write_bytes(tone("ogg", "libopus", length))
    path = folder / "exam.xml"
    path.write_text(text, encoding="utf-8")
    return path
