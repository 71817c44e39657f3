"""`examserver serve`: serve the exams of a folder until it is stopped."""

import argparse
import gc
import logging
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from examserver.cli.backup import planned
from examserver.cli.ordering import give
from examserver.cli.site import NO_NETWORK, how_to_register, print_after_restore
from examserver.errors import ServingError, SiteError
from examserver.service_log import json_log
from examserver.services.alive.newer_life import newer_life, taken_over
from examserver.services.same_site import papers_without_files
from examserver.serving import SiteServer
from examserver.storage.engines import where
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.networks import all_networks
from examserver.storage.store import reading
from examserver.supervision import Supervisor

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
"""Windows delivers Ctrl-C only between waits."""

COLLECT_AFTER = (20_000, 20, 50)
"""With the default of 700 objects one save in a hundred waits for a collection (docs/measurements.md)."""

START_AGAIN = 75
"""The exit code where a rehearsal stopped the service (EX_TEMPFAIL of sysexits.h): a supervisor that starts
again what failed starts it again.
"""

SWITCH_SECONDS = 0.0005
"""With Python's 5 ms writer and event loop wait that long for each other's lock, several times for one
request: a median of 6 to 21 ms instead of 4 to 13 at a thousand saves a second (docs/measurements.md)."""


def run(argv: list[str]) -> int:
    """Run the command."""
    return serve(argv, _stop_requests(), Supervisor().ready)


def serve(argv: list[str], stopping: threading.Event, ready: Callable[[], None]) -> int:
    """Serve until `stopping` is set, by whoever it is; `ready` is called when stations can connect."""
    wanted = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    supervisor = Supervisor()
    sys.setswitchinterval(SWITCH_SECONDS)
    folder = open_folder(wanted.dir, wanted.database)
    _keep_log(folder, wanted.port)
    _plan_backups(wanted)
    with SiteServer(wanted.dir, wanted.host, wanted.port, database=folder.server) as server:
        log.info(
            "the tables are in %s", where(folder) if folder.server else f"SQLite {sqlite3.sqlite_version}"
        )
        _collect_seldom()
        print(f"Serving at {server.address}. Stop with Ctrl-C.")
        _print_who_is_inside(folder)
        ready()
        while not stopping.wait(LOOK_SECONDS) and not server.is_to_stop:
            if not server.is_serving:
                raise ServingError("The service has ended by itself.", "Its log says why. Start it again.")
            if supervisor.period and server.is_answering(LOOK_SECONDS):
                supervisor.alive()
        supervisor.stopping()
    print("Stopped. Everything that was acknowledged is stored.", flush=True)
    return START_AGAIN if server.is_to_stop else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="examserver serve", description="Serve the exams of a folder.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (0.0.0.0: all)")
    parser.add_argument("--port", type=int, default=8460, help="the port to listen on (0: any free one)")
    parser.add_argument(
        "--database",
        default="",
        type=_database_url,
        metavar="URL",
        help="the PostgreSQL database of several machines, where it is not the one in DIR/database.url",
    )
    parser.add_argument(
        "--backup-to", type=Path, metavar="PATH", help="make backups on a timer there, as `examserver backup`"
    )
    parser.add_argument(
        "--backup-minutes", type=int, default=5, metavar="MINUTES", help="so often (%(default)s)"
    )
    return parser


def _keep_log(folder: ServiceFolder, port: int) -> None:
    """As lines for programs beside what the terminal shows."""
    handler = json_log(folder.root / "log", f"service-{port}")
    if handler is not None:
        logging.getLogger().addHandler(handler)


def _plan_backups(wanted: argparse.Namespace) -> None:
    """A disk for backups that is away, or not another one, keeps nobody from sitting an exam."""
    if wanted.backup_to is None:
        return
    try:
        give(wanted.dir, planned(wanted.backup_to, wanted.backup_minutes))
    except SiteError as error:
        log.error("backups on a timer stay as they were: %s", error)


def _database_url(text: str) -> str:
    if text and not text.startswith(("postgresql://", "postgres://")):
        raise argparse.ArgumentTypeError("write it as postgresql://USER@HOST:5432/NAME")
    return text


def _print_who_is_inside(folder: ServiceFolder) -> None:
    """So that nobody wonders in the morning why no station is let in, or has no paper."""
    with reading(folder) as connection:
        networks, missing = all_networks(connection), papers_without_files(connection, folder)
        is_taken_over = newer_life(connection) is not None
    print_after_restore(folder)
    if is_taken_over:
        print(taken_over(), flush=True)
    for paper in missing:
        print(f"Not all files of paper {paper} are on this machine, so it cannot give this paper out.")
        print(f"Copy {folder.papers / paper} from the machine where it was imported.", flush=True)
    if networks:
        print(f"Inside the exam site are: {', '.join(network.cidr for network in networks)}.", flush=True)
    else:
        print(f"{NO_NETWORK}\n{how_to_register(folder.root)}", flush=True)


def _collect_seldom() -> None:
    """What the start has made stays for as long as the service runs: it need not be looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _stop_requests() -> threading.Event:
    """Set when somebody asks the process to end."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    if sys.platform == "win32":
        signal.signal(signal.SIGBREAK, stop)  # the one signal that another program can send there
    elif signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # under nohup it goes on
        signal.signal(signal.SIGHUP, stop)  # its terminal was closed
    return stopping
