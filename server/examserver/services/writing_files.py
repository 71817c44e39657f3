"""Writes the files that candidates handed in, for the people who score them.

Rule: a folder for each candidate and question, names that no system takes for anything else, and nothing is
written over but what lies there under the same name.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from examserver.errors import FolderError
from examserver.services.file_names import visible_name
from examserver.services.handed_files import handed_in_files
from examserver.storage.attempts import find_attempt
from examserver.storage.exams import candidates_of
from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder
from examserver.storage.handed_files import read_file, record_of


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written, and where those would be that are not here whole."""

    count: int
    missing: tuple[Path, ...]


def write_files(connection: Connection, folder: ServiceFolder, exam: str, target: Path) -> Written:
    """Write the files of all answers that count in an exam below `target`. Raises FolderError."""
    written, missing = 0, []
    for candidate in candidates_of(connection, exam):
        attempt = find_attempt(connection, exam, candidate.admission_number)
        for place, one in enumerate(handed_in_files(connection, folder, attempt.id) if attempt else (), 1):
            assert attempt is not None, "it has files"
            record = record_of(connection, attempt.id, one.file.sha256) if one.is_whole else None
            data = read_file(folder, record) if record is not None else None
            where = target / visible_name(exam) / visible_name(candidate.admission_number)
            where = where / visible_name(one.question)
            if data is None:
                missing.append(where / visible_name(one.file.name))
                continue
            _write(where, f"{place}-{visible_name(one.file.name)}", data)
            written += 1
    return Written(written, tuple(missing))


def _write(where: Path, name: str, data: bytes) -> None:
    try:
        where.mkdir(parents=True, exist_ok=True)
        write_file(where / name, data)
    except OSError as error:
        raise FolderError(
            f"{where / name} cannot be written: {error.strerror}.", "Give another folder with --files."
        ) from error
