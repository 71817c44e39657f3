"""The service as a process that a test can kill: `python -m tests.server.killable FOLDER`."""

import sys
import threading
from pathlib import Path

from examserver.serving import SiteServer
from tests.server.conftest import START, FakeClock

if __name__ == "__main__":
    with SiteServer(Path(sys.argv[1]), port=0, clock=FakeClock(START)) as server:
        print(server.port, flush=True)  # noqa: T201 - the test reads it
        threading.Event().wait()
