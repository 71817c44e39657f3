"""The network between a station and the site: a small TCP proxy that can be pulled out and plugged in again.

It can also delay, and lose only the reply, so that the site has stored what the station never hears of.
"""

import asyncio
import socket
import struct
import threading
from dataclasses import dataclass

HOST = "127.0.0.1"
CHUNK = 65536


@dataclass(slots=True)
class Condition:
    """What the cable is like now; seconds of delay for each piece that passes."""

    plugged: bool = True
    delay: float = 0.0
    lose_replies: bool = False


class Cable:
    """Owns the proxy and its thread. May be pulled from any thread."""

    def __init__(self, site_port: int) -> None:
        self.condition = Condition()
        self.port = 0
        self._site_port = site_port
        self._loop = asyncio.SelectorEventLoop()  # Windows' own stops listening at a broken connection
        self._open: set[asyncio.StreamWriter] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="cable", daemon=True)

    def start(self) -> int:
        """Begin to pass things on; returns the port that the station talks to."""
        self._thread.start()
        self._ready.wait(10)
        return self.port

    def stop(self) -> None:
        """Cut everything and end."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def pull(self) -> None:
        """Pull it out: what is under way has broken off when this returns, and nobody can connect."""
        self.condition.plugged = False
        asyncio.run_coroutine_threadsafe(self._break_off(), self._loop).result(10)

    def plug(self) -> None:
        """Plug it in again."""
        self.condition.plugged = True

    def toggle(self) -> bool:
        """Pull it out or plug it in; returns whether it is plugged in now."""
        if self.condition.plugged:
            self.pull()
        else:
            self.plug()
        return self.condition.plugged

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._on_connection, HOST, self.port))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            server.close()
            self._cut()
            self._loop.run_until_complete(self._end_tasks())
            self._loop.close()

    async def _end_tasks(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _on_connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.condition.plugged:
            _reset(writer)
            return
        try:
            site_reader, site_writer = await asyncio.open_connection(HOST, self._site_port)
        except OSError:
            _reset(writer)
            return
        if not self.condition.plugged:
            _reset(writer)
            _reset(site_writer)
            return
        ends = {writer, site_writer}
        self._open |= ends
        try:
            await asyncio.gather(
                self._pass_on(reader, site_writer, is_reply=False),
                self._pass_on(site_reader, writer, is_reply=True),
            )
        except asyncio.CancelledError:
            return  # the cable is taken away: no news to anyone
        finally:
            self._open -= ends
            for end in ends:
                end.close()

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_reply: bool
    ) -> None:
        try:
            while piece := await reader.read(CHUNK):
                await asyncio.sleep(self.condition.delay)
                if is_reply and self.condition.lose_replies:
                    self._cut()
                    return
                writer.write(piece)
                await writer.drain()
            writer.write_eof()
        except OSError:
            return

    async def _break_off(self) -> None:
        self._cut()
        await asyncio.sleep(0)  # the sockets are closed in the loop's next round

    def _cut(self) -> None:
        for writer in tuple(self._open):
            _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Break off as a pulled cable's neighbour does: at once, without a farewell."""
    end = writer.get_extra_info("socket")
    if end is not None and end.fileno() >= 0:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
