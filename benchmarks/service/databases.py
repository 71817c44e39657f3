"""The databases under a service: the file in its folder, or PostgreSQL of the machine's own packages.

The server that is measured is the one of the tests, with `fsync` on: what it acknowledges is on its disk.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from examserver.storage.folder import open_folder
from examserver.storage.moving import move_to
from tests.server.postgres import LACKING, Cluster, programs

SQLITE, POSTGRES = "sqlite", "postgresql"
DATABASES = (SQLITE, POSTGRES)


@dataclass(frozen=True, slots=True)
class Database:
    """Where the tables lie; `cluster` is None for the file in the service's folder."""

    name: str
    cluster: Cluster | None = None

    def take_over(self, folder: Path) -> None:
        """Have the tables of a service that was set up lie here."""
        if self.cluster is not None:
            url = self.cluster.url(self.cluster.new_database())
            move_to(open_folder(folder), url, lambda _name, _rows: None)

    def cpu_seconds(self) -> float:
        """Processor time that a server of its own has used so far; SQLite's is the service's."""
        if self.cluster is None:
            return 0.0
        server = psutil.Process(self.cluster.pid)
        ended = server.cpu_times()
        living = [ended, *(one.cpu_times() for one in server.children(recursive=True))]
        return float(
            ended.children_user + ended.children_system + sum(one.user + one.system for one in living)
        )


@contextmanager
def opened_database(name: str) -> Iterator[Database]:
    """The database of this name; raises LookupError where the machine has no PostgreSQL."""
    if name == SQLITE:
        yield Database(name)
        return
    found = programs()
    if found is None:
        raise LookupError(LACKING)
    cluster = Cluster(found, fsync="on")
    try:
        cluster.start()
        yield Database(name, cluster)
    finally:
        cluster.remove()
