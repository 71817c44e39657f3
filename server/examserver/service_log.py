"""The service's log as lines of JSON, for programs: what happened, with ids and counts, and of nobody.

Rule: a value gets into it only where its kind says that it is nobody's: numbers, ids, the names of kinds of
errors, and the words of errors that speak of disks and lines. All else is left out, whoever logs it.
"""

import json
import logging
import re
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from logging.handlers import RotatingFileHandler
from pathlib import Path

from examserver.errors import BackupError, BusyError, FolderError, ServingError, StorageError, UpstreamError

log = logging.getLogger(__name__)

MOST_BYTES, KEPT = 10 << 20, 9
"""Of one file; so many older ones stay beside it."""

LEFT_OUT = "…"
OF_NOBODY = (BackupError, BusyError, FolderError, ServingError, StorageError, UpstreamError)
AN_ID = re.compile(
    r"(?=[0-9]*[a-f])([0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{64})|exam-[0-9]{1,6}|[A-Z][A-Za-z]{2,40}Error|https?://[0-9a-z.:\[\]-]{1,80}"
)
"""Hashes and ids, of which one of digits alone may be a person's; exams, kinds of errors, our address."""

OUR_FILES = {".exambackup", ".examanswers", ".db", ".jwk", ".pem"}
TRUSTED = ("examserver", "uvicorn")
"""Whose messages are fixed words; another library's may be put together of anything."""

A_PLACE = re.compile(r"%[-+ #0-9.*]*[sdrfixeEgGc]")
"""Where a message has a value; each is then filled in as a text."""


class JsonLines(logging.Formatter):
    """One record as one line: `at` (UTC), `level`, `from`, `said`, and for errors `error` and `where`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "said": said_by(record),
        }
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            line["error"] = kind.__name__
            line["where"] = [f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_tb(trace)]
        return json.dumps(line, ensure_ascii=False)


def said_by(record: logging.LogRecord) -> str:
    """The message, with those values that are nobody's."""
    arguments = record.args or ()
    is_fixed = record.name.partition(".")[0] in TRUSTED
    if isinstance(arguments, Mapping) or not isinstance(record.msg, str) or not is_fixed:
        return LEFT_OUT
    places = iter(arguments)
    filled = A_PLACE.sub(lambda _: shown(next(places, "")), record.msg)
    return filled.replace("%%", "%")


def shown(value: object) -> str:
    """A value of a message, or the sign that one was left out."""
    match value:
        case Enum():
            return str(value.value)
        case bool() | int() | float() | None:
            return str(value)
        case BaseException():
            return (
                f"{type(value).__name__}: {value}" if isinstance(value, OF_NOBODY) else type(value).__name__
            )
        case str() if AN_ID.fullmatch(value):
            return value
        case Path():
            return f"{LEFT_OUT}{value.suffix if value.suffix in OUR_FILES else ''}"
        case _:
            return LEFT_OUT


class _Silent(RotatingFileHandler):
    """A log that cannot be written stops nothing, least of all where the disk is full."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Go on without it."""


def json_log(place: Path, name: str) -> logging.Handler | None:
    """A handler that writes `name.jsonl` in a folder for the owner only; None where that cannot be."""
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        file = place / f"{name}.jsonl"
        file.touch(mode=0o600)
        handler = _Silent(file, maxBytes=MOST_BYTES, backupCount=KEPT, encoding="utf-8")
    except OSError as error:
        log.warning("no log is kept for programs: %s", error.strerror)
        return None
    handler.setFormatter(JsonLines())
    return handler
