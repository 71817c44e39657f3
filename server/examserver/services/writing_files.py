"""Writes the files that candidates handed in, for the people who score them.

Rule: a folder for each candidate and question, names that no system takes for anything else, and nothing is
written over but what lies there under the same name. A file beyond its question's limits is in a folder of
its own.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from examserver.errors import FolderError
from examserver.services.file_limits import Asked
from examserver.services.file_names import visible_name
from examserver.services.handed_files import handed_in_files
from examserver.storage.attempts import find_attempt
from examserver.storage.exams import candidates_of
from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder
from examserver.storage.handed_files import read_file, record_of

BEYOND = "beyond-the-limits"
"""The folder of the files that a question does not allow: too many, too large, of another kind."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written, where those would be that are not here whole, and of all of them those
    that their question does not allow.
    """

    count: int
    missing: tuple[Path, ...]
    beyond: tuple[Path, ...]


def write_files(
    connection: Connection, folder: ServiceFolder, exam: str, target: Path, asked: Asked
) -> Written:
    """Write the files of all answers that count in an exam below `target`. Raises FolderError."""
    written, missing, beyond = 0, list[Path](), list[Path]()
    for candidate in candidates_of(connection, exam):
        attempt = find_attempt(connection, exam, candidate.admission_number)
        files = handed_in_files(connection, folder, attempt.id, asked) if attempt else ()
        for place, one in enumerate(files, 1):
            assert attempt is not None, "it has files"
            record = record_of(connection, attempt.id, one.file.sha256) if one.is_whole else None
            data = read_file(folder, record) if record is not None else None
            where = target / visible_name(exam) / visible_name(candidate.admission_number)
            where = where / visible_name(one.question) / (BEYOND if one.beyond else "")
            path = where / f"{place}-{visible_name(one.file.name)}"
            beyond += [path] if one.beyond else []
            if data is None:
                missing.append(path)
                continue
            _write(path, data)
            written += 1
    return Written(written, tuple(missing), tuple(beyond))


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)
    except OSError as error:
        raise FolderError(
            f"{path} cannot be written: {error.strerror}.", "Give another folder with --files."
        ) from error
