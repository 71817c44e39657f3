"""The event loop that serves.

Rule: a connection that breaks off while it is being taken in never ends the listening. On Windows asyncio's
own loop closes the listening socket then (github.com/python/cpython/issues/93821), so one station that loses
its line in the wrong moment would shut the whole room out; asyncio's other loop ends at 512 connections.
"""

import asyncio
import logging
import socket
import sys

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.01


def new_loop() -> asyncio.AbstractEventLoop:
    """A loop for the server's thread."""
    if sys.platform == "win32":
        return asyncio.ProactorEventLoop(_SturdyProactor())
    return asyncio.SelectorEventLoop()


if sys.platform == "win32":

    class _SturdyProactor(asyncio.IocpProactor):
        """Takes the next connection in where one could not be taken."""

        def accept(self, listener: socket.socket) -> "asyncio.Future[tuple[socket.socket, object]]":
            """What asyncio waits for: a connection and the address of its other end."""
            return asyncio.get_running_loop().create_task(self._next_connection(listener))

        async def _next_connection(self, listener: socket.socket) -> tuple[socket.socket, object]:
            while True:
                coming = super().accept(listener)
                unfinished = self._unfinished
                try:
                    taken: tuple[socket.socket, object] = await coming
                except OSError as error:
                    unfinished.close()
                    if listener.fileno() == -1:
                        raise
                    log.info("a connection broke off while it was taken in: %s", error)
                    await asyncio.sleep(PAUSE_SECONDS)
                else:
                    return taken

        def _get_accept_socket(self, family: int) -> socket.socket:
            """Makes the connection's socket; asyncio's own forgets to close it and to name it TCP.

            Without the name asyncio leaves TCP_NODELAY out, and each reply takes 40 ms.
            """
            self._unfinished = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
            self._unfinished.settimeout(0)
            return self._unfinished
