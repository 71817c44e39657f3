"""A result package as one file, for when the line is down: the signed index, a line end, then all parts in
order.

Rule: how long the file must be follows from the signed index; what is longer or shorter is refused before any
part is read. It names no paths, and nothing in it is compressed.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from examprotocol.errors import ProtocolError
from examprotocol.result_package import LARGEST_INDEX, ResultIndex, ResultPart
from examprotocol.result_seal import claimed_index
from examserver.errors import ExamSiteError
from examserver.storage.files import new_file
from examserver.storage.result_parts import is_part

ReadPart = Callable[[ResultPart], bytes]


def write_results(file: Path, index: str, parts: tuple[ResultPart, ...], read: ReadPart) -> int:
    """Write the file in one step, and read it back; returns its bytes. Raises OSError and SiteError."""
    with new_file(file) as made:
        with made.open("wb") as target:
            target.write(index.encode() + b"\n")
            for part in parts:
                target.write(read(part))
            target.flush()
            os.fsync(target.fileno())
        token, _ = read_index(made)
        for _ in parts_in(made, token):
            pass
    return file.stat().st_size


def read_index(file: Path) -> tuple[str, ResultIndex]:
    """The index of a file and what it says of itself, which nobody has checked; raises ExamSiteError."""
    try:
        with file.open("rb") as source:
            line = source.readline(LARGEST_INDEX + 1)
    except OSError as error:
        raise ExamSiteError(f"{file.name} cannot be read: {error.strerror}.", "Look at the drive.") from error
    try:
        token = line.rstrip(b"\n").decode("ascii")
        return token, claimed_index(token.encode())
    except (ProtocolError, UnicodeDecodeError) as error:
        raise ExamSiteError(
            f"{file.name} is no result package.", "Take the file that the site has made (.examresults)."
        ) from error


def parts_in(file: Path, token: str) -> Iterator[tuple[ResultPart, bytes]]:
    """All parts of a file whose index was checked, each with the right bytes; raises ExamSiteError."""
    index = claimed_index(token.encode())
    with file.open("rb") as source:
        start = len(token.encode()) + 1
        expected = start + sum(part.size for part in index.parts)
        size = os.fstat(source.fileno()).st_size
        if size < expected:
            raise ExamSiteError(
                f"{file.name} is cut short: {size} bytes of {expected}.", "Have the site make it once more."
            )
        if size > expected:
            raise ExamSiteError(
                f"{file.name} is longer than it may be: {size} bytes.", "Have the site make it once more."
            )
        source.seek(start)
        for part in index.parts:
            data = source.read(part.size)
            if not is_part(part, data):
                raise ExamSiteError(
                    f"{file.name} was changed: a part is not what was signed.",
                    "Have the site make it once more.",
                )
            yield part, data
