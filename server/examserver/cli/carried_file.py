"""Where a command puts a file that somebody carries away on a drive.

Rule: stations find such files by how their names end, so a file that is called otherwise is never made. Else
a drive that is not plugged in would become a file of the drive's name.
"""

from pathlib import Path

from examserver.errors import CarriedFileError


def place_for(out: Path, name: str) -> Path:
    """The file to write: `out` itself where it ends as `name` does, else `name` in the folder `out`.

    Raises CarriedFileError where there is no such folder, or the file is there already.
    """
    file = out if out.suffix.lower() == Path(name).suffix and not out.is_dir() else out / name
    if not file.absolute().parent.is_dir():
        raise CarriedFileError(
            f"There is no folder {file.absolute().parent}.",
            f"Put the drive in, make the folder, or name a file that ends in {file.suffix}.",
        )
    if file.exists():
        raise CarriedFileError(f"{file} exists already.", "Remove it, or name another place with --out.")
    return file
