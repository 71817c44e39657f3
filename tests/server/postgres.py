"""A PostgreSQL server of the machine's own packages, in a folder of its own, for as long as the tests run."""

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psycopg

ACCOUNT = "postgres"
"""PostgreSQL refuses to run as root; Debian's package brings this account."""

TIMEOUT = 60
LACKING = "PostgreSQL is not on this machine (Debian: postgresql)"


def programs() -> Path | None:
    """Where the server's programs lie; Debian has them beside each other by version, not on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Cluster:
    """Owns the server's folder and process. Each database is one for a service.

    `fsync` is off where nothing is killed: then it only costs time.
    """

    def __init__(self, programs: Path, fsync: str = "off") -> None:
        self.fsync = fsync
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="exam-pg-"))
        self._as_root = sys.platform != "win32" and os.geteuid() == 0
        if self._as_root:
            shutil.chown(self._folder, ACCOUNT, ACCOUNT)
        self.user = ACCOUNT if self._as_root else getpass.getuser()
        self.port = free_port()
        self._made = 0
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
        self._run("initdb", f"--pgdata={self._data}", f"--username={self.user}", *options)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def start(self) -> None:
        """Start it; returns when it lets clients in."""
        chosen = f"-c listen_addresses=127.0.0.1 -c max_connections=150 -c fsync={self.fsync}"
        settings = f"-p {self.port} -k {self._folder} {chosen}"
        log = f"--log={self._folder / 'log'}"
        self._run("pg_ctl", "start", "--wait", f"--pgdata={self._data}", log, f"--options={settings}")

    @property
    def pid(self) -> int:
        """The process of the running server, which starts one for each connection."""
        return int((self._data / "postmaster.pid").read_text("ascii").splitlines()[0])

    def stop(self, how: str = "fast") -> None:
        """End it: `fast` hangs up on everybody, `immediate` is a crash."""
        self._run("pg_ctl", "stop", "--wait", f"--pgdata={self._data}", f"--mode={how}")

    def remove(self) -> None:
        """End it and take its folder away."""
        self.stop("immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """How a service names a database."""
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{name}"

    def new_database(self, template: str = "template0") -> str:
        """The name of a new database, a copy of another."""
        self._made += 1
        name = f"exam{self._made}"
        self.order(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def empty(self, name: str, tables: Sequence[str]) -> None:
        """Take all rows out of a database: that is quicker than to make a new one."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")  # the audit log refuses it else
            connection.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE".encode())

    def order(self, statement: str) -> None:
        """Have the server do something outside of all transactions."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        account = {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []} if self._as_root else {}
        with (self._folder.parent / f"{self._folder.name}.out").open("w+") as said:
            done = subprocess.run(
                command,
                stdout=said,
                stderr=said,
                stdin=subprocess.DEVNULL,
                timeout=TIMEOUT,
                check=False,
                cwd=self._folder,
                **account,  # type: ignore[call-overload]
            )
            said.seek(0)
            assert done.returncode == 0, f"{program}: {said.read()}"
        Path(said.name).unlink()
