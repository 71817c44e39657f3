"""The client's log in the data folder: a few small files in turn, for whoever helps by telephone.

Rule: no answers, names, numbers or keys. Nobody logs them; what an exception brings along is left out here,
and what looks like a person's number, a token or a package's name is blotted out before it is written.
"""

import logging
import re
import stat
import traceback
from contextlib import suppress
from copy import copy
from logging.handlers import MemoryHandler, RotatingFileHandler
from pathlib import Path
from types import TracebackType

from examclient.storage.disk_gate import require_room
from examclient.version import VERSION

log = logging.getLogger(__name__)

LOGS, FILE = "logs", "examclient.log"
LINE = 120
"""Bytes of a usual line."""

LARGEST, KEPT = 1_000_000, 3
"""Bytes of one file, and how many older ones stay."""

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
MOST_EARLY, NEVER = 1000, logging.CRITICAL + 1
"""Lines that wait for the file, and a level that none of them has."""

BLOT = "[…]"
PRIVATE = re.compile(
    r"[^\s/\\]+(?: \(\d+\))?\.exam(?:answers|attachment|visit)\b"  # called after their candidates
    r"|(?<![0-9A-Za-z])[A-Za-z]{0,3}\d{6,}[0-9Xx]?(?![0-9A-Za-z])"
    r"|[A-Za-z0-9_-]{40,}(?:\.[A-Za-z0-9_-]+)*"
)

Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LogFile(RotatingFileHandler):
    """Owns the files. A disk that takes no more loses lines of the log and nothing else."""

    def __init__(self, data_folder: Path) -> None:
        super().__init__(
            log_folder(data_folder) / FILE, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True
        )
        self.setFormatter(_Discreet(FORMAT))

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, where there is room for one."""
        try:
            require_room(Path(self.baseFilename), LINE)
        except OSError:
            return
        super().emit(record)

    def doRollover(self) -> None:  # noqa: N802 - logging's own name
        """Where another program holds the file, as Windows lets it, this one grows and the lines go on."""
        with suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Nobody is helped by a second complaint."""


class _Discreet(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it where a fault came from, without what its exception says.

        Another handler may have left its own text of the fault in the record, with all that it says.
        """
        own = copy(record)
        own.exc_text = None
        return discreet(super().format(own))

    def formatException(self, fault: Fault) -> str:  # noqa: N802 - logging's own name
        """The way to the fault and its kind."""
        kind, _error, trace = fault
        frames = "".join(traceback.format_tb(trace))
        return f"{frames}{kind.__name__ if kind else ''}"


def discreet(text: str) -> str:
    """Without what looks like a person's number, a token or a package's name."""
    return PRIVATE.sub(BLOT, text)


def remember_log() -> MemoryHandler:
    """Keep in mind what is logged before there is a data folder, such as what is wrong with the settings."""
    early = MemoryHandler(MOST_EARLY, NEVER, flushOnClose=False)
    logging.getLogger().addHandler(early)
    return early


def keep_log(data_folder: Path, early: MemoryHandler | None = None) -> None:
    """Write what is logged from now on into the data folder too, and first what was remembered until now.

    A folder that takes none changes nothing.
    """
    root = logging.getLogger()
    if early is not None:
        root.removeHandler(early)
    try:
        log_folder(data_folder).mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    file = LogFile(data_folder)
    root.addHandler(file)
    log.info("client %s begins", VERSION)
    if early is not None:
        early.setTarget(file)
        early.flush()


def log_folder(data_folder: Path) -> Path:
    """Where the log lies."""
    return data_folder / LOGS


def log_files(data_folder: Path) -> list[Path]:
    """The files that there are, the newest first: ours only, and nothing that leads elsewhere."""
    names = (FILE, *(f"{FILE}.{number}" for number in range(1, KEPT + 1)))
    paths = (log_folder(data_folder) / name for name in names)
    return [path for path in paths if _is_a_file(path)]


def _is_a_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # whoever reads it says why it cannot be read


def end_of_log(path: Path) -> str:
    """The newest LARGEST bytes of a file, discreet whoever wrote them; or why there are none."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - LARGEST))
            return discreet(file.read(LARGEST).decode("utf-8", "replace"))
    except OSError as error:
        return f"This file cannot be read: {error.strerror or type(error).__name__}.\n"
