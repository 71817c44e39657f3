"""What a file question takes: so many files, so large, of such kinds.

Rule: an answer is taken whatever it names. What it names beyond its question's limits is not taken in by
chunks, is waited for by nobody, and is marked for those who score.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from examprotocol.paper import FileUpload, Paper, answerable_questions
from examprotocol.responses import FileRef


class Beyond(StrEnum):
    """Which limit a file is beyond."""

    NOT_ASKED = "not_asked"
    OTHER_KIND = "other_kind"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"


Asked = Mapping[str, FileUpload]
"""The questions of a paper that take files, by their ids."""


def asked_in(paper: Paper) -> Asked:
    """The questions of the paper that take files."""
    return {one.id: one for one in answerable_questions(paper) if isinstance(one, FileUpload)}


def judge_files(question: FileUpload | None, files: Sequence[FileRef]) -> tuple[Beyond | None, ...]:
    """Of each file of one answer, in its order: which limit it is beyond, None where it is within all.

    The first `max_files` that are within the others are not too many; where that is 0, none ever are.
    """
    judged: list[Beyond | None] = []
    for file in files:
        beyond = _beyond(question, file)
        if beyond is None and question is not None and judged.count(None) >= question.max_files > 0:
            beyond = Beyond.TOO_MANY
        judged.append(beyond)
    return tuple(judged)


def sentence_of(beyond: Beyond, question: FileUpload | None) -> str:
    """Why a file is not taken, in English."""
    if beyond is Beyond.NOT_ASKED or question is None:
        return "The question takes no files."
    if beyond is Beyond.OTHER_KIND:
        return f"The question takes files of these kinds only: {' '.join(question.types)}."
    if beyond is Beyond.TOO_LARGE:
        return f"The question takes files of at most {question.max_bytes} bytes."
    return f"The question takes at most {question.max_files} files."


def _beyond(question: FileUpload | None, file: FileRef) -> Beyond | None:
    if question is None:
        return Beyond.NOT_ASKED
    if question.types and not file.name.lower().endswith(tuple(one.lower() for one in question.types)):
        return Beyond.OTHER_KIND
    return Beyond.TOO_LARGE if file.size > question.max_bytes else None
