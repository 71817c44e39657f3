"""`examserver take-over`: be the service on a spare machine, from its backups and key backup, and serve."""

import argparse
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from examserver import systemd
from examserver.cli import serve
from examserver.cli import service as system_service
from examserver.cli.addresses import station_address
from examserver.cli.init import backed_up
from examserver.cli.site import print_after_restore
from examserver.clock import SteadyClock
from examserver.errors import ServingError
from examserver.services.alive.taking_over import TakenOver, take_over
from examserver.services.setup import Service
from examserver.site_times import shown
from examserver.storage.folder import open_folder

PORTS = {"https": 443, "http": 80}


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    if wanted.as_service:
        system_service.require_possible(wanted.dir)
    service = backed_up(wanted.key_backup, wanted.code_from)
    if wanted.address:
        service = replace(service, address=wanted.address)
    now = SteadyClock().now()
    taken = take_over(wanted.backups, wanted.dir, service, now, lambda text: print(text, flush=True))
    _tell(wanted, service, taken)
    if wanted.no_serve:
        return 0
    port = wanted.port if wanted.port is not None else _port_of(service.address)
    if wanted.as_service:
        return _begin(wanted, port)
    return serve.run([str(wanted.dir), "--host", wanted.host, "--port", str(port)])


def _begin(wanted: argparse.Namespace, port: int) -> int:
    """What was taken over is there; where the system does not start it, somebody can."""
    try:
        system_service.begin(wanted.dir, wanted.host, port, [wanted.backups])
    except ServingError:
        print("The folder is ready, the system has not started it. To serve in this terminal:")
        begin = systemd.serving_as_owner(wanted.dir, port)
        print(f"  {begin} serve {wanted.dir} --host {wanted.host} --port {port}", flush=True)
        raise
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver take-over",
        description="Be the service on a spare machine, from its last backup that is whole, and serve.",
    )
    parser.add_argument("dir", type=Path, metavar="NEWDIR", help="a folder that is empty or not there yet")
    parser.add_argument(
        "--backups", type=Path, required=True, metavar="PATH", help="the folder with the backups"
    )
    parser.add_argument(
        "--key-backup", type=Path, required=True, metavar="FILE", help="the service's key backup"
    )
    parser.add_argument(
        "--code-from", type=Path, metavar="FILE", help="read the recovery code from a file instead of asking"
    )
    parser.add_argument(
        "--address", type=station_address, metavar="URL", help="where stations reach it, where that changes"
    )
    parser.add_argument("--host", default="0.0.0.0", help="the address to listen on (%(default)s)")  # noqa: S104 - a service for stations
    parser.add_argument("--port", type=int, help="the port to listen on (that of the address)")
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--as-service",
        action="store_true",
        help="let the system serve it, now and with the machine: it goes on when the terminal is closed",
    )
    how.add_argument("--no-serve", action="store_true", help="set the folder up and end")
    return parser


def _port_of(address: str) -> int:
    parts = urlsplit(address)
    return parts.port or PORTS.get(parts.scheme, 8460)


def _tell(wanted: argparse.Namespace, service: Service, taken: TakenOver) -> None:
    stated, counts = taken.restored.stated, taken.restored.stated.counts
    for one in taken.passed_over:
        print(f"Passed over: {one}")
    for one in taken.strange:
        print(f"Strange: {one}")
    print(f"{stated.site} is here now, as it was at {shown(stated.made)}, from {taken.file}:")
    print(f"  {counts.attempts} attempts, {counts.events} events, {counts.receipts} receipts")
    print("What came in since is still at the stations, which send it by themselves. What the staff ordered")
    print("since is to be given again, with extensions that no station has heard of.")
    if wanted.no_serve or wanted.as_service:  # who serves here says it as the service begins
        print_after_restore(open_folder(wanted.dir))
    print(f"Stations look for it at {service.address}: this machine has to have that name or address now.")
    print("Never start the old machine's service again.", flush=True)
    if wanted.no_serve:
        print(f"  examserver serve {wanted.dir} --host {wanted.host} --port {_port_of(service.address)}")
