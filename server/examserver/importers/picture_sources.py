"""From the `src` of an author's picture or sound to its bytes: embedded files and `data:` URIs, nothing else.

Rule: nothing is fetched and no file is opened. A name only finds what is embedded beside the text.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote, unquote_to_bytes

from examserver.importers.errors import QuestionRefusedError

_EMBEDDED = re.compile(r"(?:@@PLUGINFILE@@|\$@PLUGINFILE@\$)/?([^?#]*)(?:[?#].*)?")
_DATA_URI = re.compile(r"\s*data:([^,]*),(.*)", re.DOTALL | re.IGNORECASE)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2}")
_SHOWN = 60


def embedded_name(source: str) -> str | None:
    """The name of the embedded file that a link or picture points to; None where it points elsewhere."""
    found = _EMBEDDED.fullmatch(source.strip())
    return file_name(unquote(found.group(1))) if found else None


def file_name(path: str) -> str:
    """A path beside a text, in the one form in which paths are compared."""
    return unicodedata.normalize("NFC", path.replace("\\", "/")).strip("/ ")


def embedded_bytes(source: str, files: Mapping[str, str], what: str = "picture") -> bytes:
    """The bytes of a picture, or what else it is; raises QuestionRefusedError where it cannot be had."""
    if data_uri := _DATA_URI.fullmatch(source):
        return _data_uri_bytes(data_uri.group(1), data_uri.group(2), what)
    name = embedded_name(source)
    if name is None:
        raise QuestionRefusedError("MEDIA_BAD_REF", _why_not_here(source, what))
    if ".." in name.split("/"):
        raise QuestionRefusedError("MEDIA_BAD_REF", f"A {what}'s name leads out of the paper: “{name}”.")
    if name not in files:
        raise QuestionRefusedError("MEDIA_MISSING", f"The {what} “{name}” is not in the file.")
    return _base64_bytes(files[name], f"{what} “{name}”")


def _data_uri_bytes(kind: str, body: str, what: str) -> bytes:
    if kind.casefold().endswith(";base64"):
        return _base64_bytes(unquote(body), f"{what} in its text")
    return unquote_to_bytes(body)


def _base64_bytes(text: str, called: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise QuestionRefusedError("MEDIA_TYPE", f"The data of the {called} are damaged.") from error


def _why_not_here(source: str, what: str) -> str:
    shown = source.strip()[:_SHOWN]
    if not shown:
        return f"A {what} names no file."
    if _ELSEWHERE.match(shown):
        return f"A {what} lies outside the paper: “{shown}”. Embed it: an exam has no network."
    return f"A {what}'s file is not in the paper: “{shown}”."
