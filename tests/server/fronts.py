"""The front servers by the configurations that are given with the service, on ports of this machine."""

import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from examserver.cli.command_line import main
from tests.server.postgres import free_port

DEPLOY = Path(__file__).parents[2] / "deploy"
TIMEOUT = 30
AS_GIVEN = ("10.0.0.11:8461", "10.0.0.12:8461")

AROUND_NGINX = """daemon off; pid {place}/nginx.pid; worker_processes 1; error_log {place}/error.log;
user root; events {{ worker_connections 2000; }}
http {{ access_log off; client_body_temp_path {place}; proxy_temp_path {place}; fastcgi_temp_path {place};
uwsgi_temp_path {place}; scgi_temp_path {place}; include {place}/exam.conf; }}
"""


def program(name: str) -> str | None:
    """Where a front server is; Debian's lie where only root looks."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


@contextmanager
def haproxy(folder: Path, place: Path, ports: Sequence[int]) -> Iterator[int]:
    """Run HAProxy before the services on these ports; gives its own port."""
    port = free_port()
    given = (DEPLOY / "haproxy.cfg").read_text("utf-8").replace("bind :8460", f"bind 127.0.0.1:{port}")
    configured = place / "haproxy.cfg"
    configured.write_text(_adapted(given, folder, place, ports), "utf-8")
    with _running([program("haproxy") or "", "-db", "-f", str(configured)], port):
        yield port


@contextmanager
def nginx(folder: Path, place: Path, ports: Sequence[int]) -> Iterator[int]:
    """Run nginx before the services on these ports; gives its own port."""
    port = free_port()
    given = (DEPLOY / "nginx.conf").read_text("utf-8").replace("listen 8460", f"listen 127.0.0.1:{port}")
    (place / "exam.conf").write_text(_adapted(given, folder, place, ports), "utf-8")
    around = place / "nginx.conf"
    around.write_text(AROUND_NGINX.format(place=place), "utf-8")
    with _running([program("nginx") or "", "-p", str(place), "-c", str(around)], port):
        yield port


def _adapted(given: str, folder: Path, place: Path, ports: Sequence[int]) -> str:
    """The configuration with this machine's ports and files in place of the marked ones."""
    front = place / "front.pem"
    assert main(["front", str(folder), "--out", str(front)]) == 0
    adapted = given.replace("/etc/examserver/front.pem", str(front))
    adapted = adapted.replace("/etc/examserver/authority.pem", str(folder / "keys" / "authority.pem"))
    for was, port in zip(AS_GIVEN, ports, strict=True):
        assert was in adapted
        adapted = adapted.replace(was, f"127.0.0.1:{port}")
    return adapted


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.wait(TIMEOUT)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT).close()
        except ConnectionRefusedError:
            assert process.poll() is None, "the front server has ended: its output says why"
        else:
            return
