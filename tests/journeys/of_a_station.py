"""The processes of a client: itself and its companions, by the data folder in their command."""

from contextlib import suppress
from pathlib import Path

import psutil


def of_station(data: Path) -> list[psutil.Process]:
    """The client and its companions, by the data folder in their command."""
    return [one for one in psutil.process_iter(["cmdline"]) if str(data) in (one.info["cmdline"] or [])]


def end_all(data: Path) -> None:
    """The watchdog first, since it would start the client again."""
    while found := of_station(data):
        for one in sorted(found, key=lambda one: "examclient.lockdown.watchdog" not in one.info["cmdline"]):
            with suppress(psutil.NoSuchProcess):
                one.kill()
        psutil.wait_procs(found, timeout=10)
