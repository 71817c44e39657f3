"""A site of two web machines behind HAProxy, over one PostgreSQL: each of them can die by itself.

Rule: what is done is what docs/several-machines.md says, by the service's own commands and the configuration
that is given with it.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from soak.site import HOST, SoakSite, command, free_port, wait_for_port
from tests.server.fronts import haproxy, program
from tests.server.postgres import LACKING, Cluster, programs

NO_FRONT = "HAProxy is not on this machine (Debian: haproxy)"


def why_no_machines() -> str:
    """What is missing here for several machines, or `""`."""
    if programs() is None:
        return LACKING
    return "" if program("haproxy") else NO_FRONT


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """A PostgreSQL server that syncs to the disk, for one exam."""
    found = programs()
    assert found is not None, LACKING
    cluster = Cluster(found, fsync="on")
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


class SeveralMachines(SoakSite):
    """Owns two web machines and what stands before them; stations know the front's port, `port`."""

    def __init__(self, root: Path, candidates: int) -> None:
        super().__init__(root, candidates)
        self._stack = ExitStack()
        self._cluster = self._stack.enter_context(own_cluster())
        command("site", "proxies", str(root), "add", HOST)
        command("database", str(root), "move", self._cluster.url(self._cluster.new_database()))
        other = root.with_name("web2")
        shutil.copytree(root, other, ignore=shutil.ignore_patterns("data", "run"))
        self._machines = {folder: free_port() for folder in (root, other)}
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Serve on both, and put the front before them; returns when all listen."""
        for folder, port in self._machines.items():
            self._begin("serve", str(folder), "--port", str(port))
            assert self._process is not None, "it has begun"
            self._processes.append(self._process)
        for port in self._machines.values():
            wait_for_port(port, self._process, self.log)
        front = haproxy(self.root, self.root.parent, tuple(self._machines.values()))
        self.port = self._stack.enter_context(front)

    def back_up_by_timer(self) -> None:
        """The database has its own; the service makes none."""

    def kill_one(self) -> None:
        """A web machine dies, and stays dead."""
        self._processes[0].kill()
        self._processes[0].wait()

    def crash_database(self) -> None:
        """The database's server dies and is started again; returns when it lets clients in."""
        self._cluster.stop("immediate")
        self._cluster.start()

    def stop(self) -> None:
        """End everything."""
        for process in self._processes:
            process.terminate()
            process.wait(30)
        self._stack.close()
