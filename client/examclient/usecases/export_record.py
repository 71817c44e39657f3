"""The record of an export as a text: for the file beside the package, and for paper."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from examclient.domain.export import ExportRecord


@dataclass(frozen=True, slots=True)
class RecordWords:
    """How the lines of a record are called, in the proctor's language. `unknown` stands for what is not known.

    `answers` and `when` make the texts of the number of answers (of questions, 0 unknown) and of a time.
    """

    title: str
    name: str
    admission_number: str
    identity_number: str
    seat: str
    exam: str
    answered: str
    at: str
    file: str
    size: str
    code: str
    unknown: str
    answers: Callable[[int, int], str]
    when: Callable[[int], str]
    bytes: Callable[[int], str]


def record_text(record: ExportRecord, words: RecordWords) -> str:
    """The record, one line for each thing."""
    raise NotImplementedError


def save_record(record: ExportRecord, words: RecordWords) -> Path:
    """Save it as a text file beside the (first) package; raises ExportError. UTF-8 with a mark, CRLF."""
    raise NotImplementedError
