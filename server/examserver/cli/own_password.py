"""A password that somebody brings: typed twice at the terminal, or the only text of a file."""

from getpass import getpass
from pathlib import Path

from examserver.errors import SiteError


def own_password(file: Path | None, prompt: str, kind: type[SiteError]) -> str:
    """The password from the file, or as it is typed after the prompt; raises `kind` with what to do."""
    try:
        if file:
            return file.read_text(encoding="utf-8-sig").strip()
        password = getpass(prompt)
        again = getpass("The same again: ")
    except (OSError, UnicodeDecodeError) as error:
        raise kind(
            f"{file} cannot be read.", "Name a text file with nothing but the password in it."
        ) from error
    except EOFError as error:
        raise kind("No password was given.", "Type it, or name a file with --own-from.") from error
    if password != again:
        raise kind("The two are not the same.", "Give the command again. Nothing was changed.")
    return password
