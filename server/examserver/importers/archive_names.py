"""The names of a package's members: which are refused, and when two are the same.

Rule: a name that any system would take for another place, or for a device, refuses the package, also where
this program would never write it.
"""

import re
import unicodedata
from collections.abc import Sequence

from examserver.errors import PaperFileError

_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DRIVE = re.compile(r"[A-Za-z]:")


def plain_name(name: str) -> str:
    """The one form in which names are compared: NFC, without case."""
    return unicodedata.normalize("NFC", name).casefold()


def check_names(names: Sequence[str]) -> None:
    """Refuse names that lead elsewhere, and two that are one; raises PaperFileError."""
    seen: dict[str, str] = {}
    for name in names:
        if problem := _problem(name):
            raise PaperFileError(
                f"The package has a file named “{_shown(name)}”, {problem}.",
                "Make the package again with the program that it comes from.",
                code="ZIP_PATH",
            )
        key = plain_name(name).rstrip("/")
        if key in seen:
            raise PaperFileError(
                f"The package has two files named “{_shown(name)}”"
                + (f" and “{_shown(seen[key])}”." if seen[key] != name else "."),
                "Remove one of them and make the package again.",
                code="ZIP_DUPLICATE",
            )
        seen[key] = name


def _problem(name: str) -> str | None:
    if "\\" in name or _CONTROL.search(name) or not name:
        return "which is no name of a file in a package"
    if name.startswith("/") or _DRIVE.match(name):
        return "which is a place on a disk"
    parts = name.rstrip("/").split("/")
    if ".." in parts or "." in parts or "" in parts:
        return "which leads out of the package"
    if any(_DEVICE.fullmatch(part.rstrip(" .")) for part in parts):
        return "which is a device under Windows"
    if ":" in name or any(part.endswith((".", " ")) for part in parts):
        return "which Windows takes for another file"
    return None


def _shown(name: str) -> str:
    return _CONTROL.sub("?", name)[:80]
