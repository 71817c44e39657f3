"""One client for one data folder: a second one is refused, and the first never notices.

Rule: two programs that write the same journals would each number its events alone. The operating system frees
the lock when its program ends, however it ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examclient.errors import AlreadyRunningError
from examclient.storage.station_file import not_writable, require_writable

LOCK = "client.lock"

LETTING_GO = 10.0
"""Seconds for which one that takes over waits: Windows frees the lock of a killed program in its own time."""


@contextmanager
def only_client(data_folder: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the data folder; raises AlreadyRunningError, and ConfigError where it cannot be written.

    `wait`: seconds for which another client may still hold it.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - 40 ms that `--version` need not wait for

    require_writable(data_folder)
    lock = FileLock(data_folder / LOCK, timeout=wait, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise AlreadyRunningError(
            f"The exam client is running on this machine already, with the data folder {data_folder}.",
            "Use the window that is open. If none can be seen, restart the machine.",
        ) from error
    except OSError as error:
        raise not_writable(data_folder, error) from error
    try:
        yield
    finally:
        lock.release()
