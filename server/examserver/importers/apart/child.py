"""The importing process: reads one order, imports under its limits, answers. Started by `parent`.

Rule: nothing of the paper is read before memory is limited and network, programs and writing are closed.
"""

import os
import signal
import sys
import traceback
from pathlib import Path
from threading import Thread

from examserver.errors import PaperFileError
from examserver.importers.apart.guard import only_read
from examserver.importers.apart.limits import limit_own_memory
from examserver.importers.apart.messages import (
    Answer,
    Broke,
    ImportOrder,
    Progressed,
    Refused,
    Taken,
    receive,
    send,
)
from examserver.importers.assembly import Progress
from examserver.importers.bundled_fonts import fonts_folder
from examserver.importers.errors import NothingTakenError
from examserver.importers.finishing import MediaWishes, finished
from examserver.importers.registry import import_paper

_LONGEST_TRACE = 20_000


def main() -> int:
    """Answer one order from the standard input on the standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches both; the parent decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    order = receive(sys.stdin.buffer, ImportOrder)
    if order is None:
        return 1
    Thread(target=_end_with_parent, daemon=True, name="parent").start()
    limit_own_memory(order.most_bytes)
    fonts = (fonts_folder(), *map(Path, order.fonts))
    only_read(Path(order.file), (*_beside(Path(order.file)), *fonts))
    send(answers, _answer(order, lambda done, total: send(answers, Progressed(done, total))))
    answers.flush()
    os._exit(0)  # the garbage of a large paper takes a second to take down, for nobody


def _end_with_parent() -> None:
    """The parent keeps this stream open until it has its answer; when it is gone, nobody wants one."""
    sys.stdin.buffer.read()
    os._exit(1)


def _answer(order: ImportOrder, progress: Progress) -> Answer:
    try:
        taken = import_paper(Path(order.file), order.paper_id, order.title or None, progress, order.language)
        draft = finished(taken, MediaWishes(tuple(map(Path, order.fonts)), order.wav))
    except NothingTakenError as error:
        return Refused(error.title, error.advice, error.code, error.verdicts)
    except PaperFileError as error:
        return Refused(error.title, error.advice, error.code)
    except MemoryError:
        return _too_large()
    except Exception:  # noqa: BLE001 - the edge of the process: what a paper breaks becomes an answer
        return Broke(traceback.format_exc()[-_LONGEST_TRACE:])
    return Taken(draft)


def _too_large() -> Refused:
    return Refused(
        "The paper takes more memory to import than it may.",
        "Use smaller pictures, or several files; --memory allows more.",
        "IMPORT_MEMORY",
    )


def _beside(file: Path) -> tuple[Path, ...]:
    """The folder of an XML file: pictures, sounds and shared passages that it names may lie there."""
    return (file.parent,) if file.suffix.casefold() == ".xml" else ()


if __name__ == "__main__":
    sys.exit(main())
