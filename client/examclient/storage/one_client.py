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


@contextmanager
def only_client(data_folder: Path) -> Iterator[None]:
    """Hold the data folder; raises AlreadyRunningError, and ConfigError where it cannot be written."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - 40 ms that `--version` need not wait for

    require_writable(data_folder)
    lock = FileLock(data_folder / LOCK, timeout=0, thread_local=False)
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
