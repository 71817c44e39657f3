"""The record of an export as a text: for the file beside the package, and for paper."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from examclient.domain.export import ExportRecord
from examclient.storage.export_folder import put_file

ENDING = ".txt"


@dataclass(frozen=True, slots=True)
class RecordWords:
    """How the lines of a record are called, in the proctor's language; `unknown` stands for what is not
    known, `colon` between what is told and what is said of it.

    `answers` makes the text of how many answers of how many questions (0: nobody knows), `when` of a site
    time in ms, `bytes` of a size.
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
    colon: str
    answers: Callable[[int, int], str]
    when: Callable[[int], str]
    bytes: Callable[[int], str]


def record_text(record: ExportRecord, words: RecordWords) -> str:
    """The record, one line for each thing; of several files each has its own three lines."""
    about = (
        (words.name, record.name),
        (words.admission_number, record.admission_number),
        (words.identity_number, record.identity_number),
        (words.seat, record.seat),
        (words.exam, record.exam),
        (words.answered, words.answers(record.answered, record.questions)),
        (words.at, words.when(record.at)),
    )
    files = (
        line
        for file in record.files
        for line in (
            (words.file, file.name),
            (words.size, words.bytes(file.size)),
            (words.code, file.code),
        )
    )
    lines = [f"{what}{words.colon}{said or words.unknown}" for what, said in (*about, *files)]
    return "\n".join([words.title, "", *lines, ""])


def save_record(record: ExportRecord, words: RecordWords) -> Path:
    """Save it as a text file beside the (first) package; raises ExportError.

    In UTF-8 with a mark, and with the line ends that every editor of Windows shows.
    """
    package = record.files[0].path
    data = record_text(record, words).replace("\n", "\r\n").encode("utf-8-sig")
    return put_file(package.parent, f"{package.stem}{ENDING}", data)
