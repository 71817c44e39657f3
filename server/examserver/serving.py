"""Runs the service: in the foreground for `serve`, in a thread of its own for tests and the demo.

Rule: keep-alive is longer than the stations' heartbeat. Measured with uvicorn's 5 s: one request in ten
failed on a connection that was just being closed.
"""

import asyncio
import errno
import logging
import socket
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import uvicorn

from examserver.api.app import build_app
from examserver.clock import Clock
from examserver.connection import StationConnection
from examserver.errors import ServingError
from examserver.services.staff_line import StaffLine, clear_staff_line, staff_line
from examserver.site import Site, running_site
from examserver.storage.folder import open_folder
from examserver.storage.site_clock import site_clock
from examserver.tls import ANYWHERE, TlsFiles, tls_for

log = logging.getLogger(__name__)

KEEP_ALIVE_SECONDS = 75
SHUTDOWN_SECONDS = 5
BACKLOG = 1024
LOOK_SECONDS = 0.2
THIS_MACHINE = dict(zip(ANYWHERE, ("127.0.0.1", "::1"), strict=True))
"""Where this machine reaches what listens on all its addresses."""


class SiteServer:
    """Owns the listening socket, the server's thread and the running site."""

    def __init__(
        self,
        folder: Path,
        host: str = "127.0.0.1",
        port: int = 8460,
        clock: Clock | None = None,
        database: str = "",
    ) -> None:
        """`database` is the URL of the tables where it is not the one that the folder names."""
        self._folder = folder
        self._database = database
        self._host = host
        self._port = port
        self._clock = clock
        self._tls: TlsFiles | None = None
        self._started = ExitStack()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._server: _Server | None = None

    @property
    def port(self) -> int:
        """The port that is listened on; with 0 asked for, known after the start."""
        return self._port

    @property
    def is_serving(self) -> bool:
        """Whether stations are answered."""
        return self._thread is not None and self._thread.is_alive()

    def is_answering(self, seconds: float) -> bool:
        """Whether the event loop, which all stations' requests pass, takes a turn within so many seconds."""
        server = self._server
        if server is None or server.loop is None or not self.is_serving:
            return False
        try:
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0), server.loop).result(seconds)
        except (TimeoutError, RuntimeError):
            return False
        return True

    @property
    def is_to_stop(self) -> bool:
        """Whether somebody ordered at the page that the service stops, as a rehearsal does."""
        return self._stopping.is_set()

    @property
    def address(self) -> str:
        """Where stations reach the service."""
        return self._address_at(self._host)

    @property
    def _staff_address(self) -> str:
        """Where commands on this machine reach it."""
        return self._address_at(THIS_MACHINE.get(self._host, self._host))

    def _address_at(self, host: str) -> str:
        named = f"[{host}]" if ":" in host else host
        return f"{'https' if self._tls else 'http'}://{named}:{self._port}"

    def start(self) -> None:
        """Begin to serve; returns when stations can connect. Raises FolderError and ServingError."""
        with ExitStack() as stack:
            folder = open_folder(self._folder, self._database)
            site = stack.enter_context(running_site(folder, self._clock or site_clock(folder)))
            self._stopping = site.stopping
            clear_staff_line(folder)
            self._tls = stack.enter_context(tls_for(folder, self._host))
            listener = stack.enter_context(_listen(self._host, self._port))
            self._port = listener.getsockname()[1]
            self._server = _Server(_configured(site, self._tls))
            self._thread = _serve_in_thread(self._server, listener, stack)
            if not folder.server:
                line = StaffLine(self._staff_address, site.orders.token)
                stack.enter_context(staff_line(folder, line))
            self._started = stack.pop_all()
        log.info("site %s serves at %s", site.identity.id, self.address)

    def stop(self) -> None:
        """Answer what is under way, store what waits, and let go of port and folder."""
        self._started.close()

    def __enter__(self) -> "SiteServer":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self.loop = asyncio.get_running_loop()
        self.listening.set()


def _configured(site: Site, tls: TlsFiles | None) -> uvicorn.Config:
    return uvicorn.Config(
        build_app(site),
        http=StationConnection,
        ws="none",
        loop="examserver.event_loop:new_loop",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        ssl_certfile=tls.chain if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )


def _serve_in_thread(server: _Server, listener: socket.socket, stack: ExitStack) -> threading.Thread:
    """Serve until the stack is closed; returns the thread when it listens."""
    thread = threading.Thread(target=server.run, args=([listener],), name="server", daemon=True)
    thread.start()
    stack.callback(thread.join)
    stack.callback(setattr, server, "should_exit", True)
    while not server.listening.wait(LOOK_SECONDS):
        if not thread.is_alive():
            raise ServingError("The service could not begin to serve.", "Its log says why.")
    return thread


def _listen(host: str, port: int) -> socket.socket:
    """Listen. The socket is named TCP, else asyncio leaves TCP_NODELAY out and each reply takes 40 ms."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        raise _refused(host, port, error) from error
    return listener


def _refused(host: str, port: int, error: OSError | OverflowError) -> ServingError:
    match getattr(error, "errno", None):
        case errno.EADDRINUSE:
            advice = "Another program, perhaps this service, uses it. Stop that, or give another with --port."
            return ServingError(f"Port {port} on {host} is taken.", advice)
        case errno.EACCES:
            return ServingError(
                f"This account may not use port {port}.", "Give another above 1023 with --port."
            )
        case _:
            return ServingError(
                f"The service cannot listen on {host}, port {port}.",
                "Give an address of this machine with --host and a port from 1 to 65535 with --port.",
            )
