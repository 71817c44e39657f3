"""A network between stations and service that can be as bad as a real one, and changes at any moment."""

import asyncio
import contextlib
import random
import socket
import struct
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from soak.site import HOST

CHUNK = 65536
STALL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Weather:
    """What the network does now. Seconds for each piece that passes, give or take `jitter`; 0 is nothing.

    `lost_replies` is the share of replies that are lost with their connection, `cut_after` the bytes after
    which a connection breaks, `slice` the bytes that pass at once, `rate` bytes a second.
    """

    name: str
    latency: float = 0.0
    jitter: float = 0.0
    rate: float = 0.0
    lost_replies: float = 0.0
    cut_after: int = 0
    slice: int = 0
    is_refusing: bool = False
    is_stalled: bool = False


CALM = Weather("calm")
BAD_WEATHERS = (
    Weather("slow", latency=0.3, jitter=0.25),
    Weather("thin", rate=20_000),
    Weather("stalled", is_stalled=True),
    Weather("cut at once", cut_after=200),
    Weather("cut later", cut_after=3_000),
    Weather("replies lost", lost_replies=0.4),
    Weather("refusing", is_refusing=True),
    Weather("sliced", slice=7),
    CALM,
)


class BadNetwork:
    """Owns the proxy and its thread; `weather` may be changed from any thread, at any time."""

    def __init__(self, site_port: int) -> None:
        self.weather = CALM
        self.port = 0
        self.broken = 0
        self._site_port = site_port
        self._chance = random.Random(7)
        self._loop = asyncio.SelectorEventLoop()
        self._open: set[asyncio.StreamWriter] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="network", daemon=True)

    def change(self, weather: Weather) -> None:
        """From now on it is so; where connections are refused, those that there are break as well."""
        self.weather = weather
        if weather.is_refusing:
            self._loop.call_soon_threadsafe(self._break_all)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._on_connection, HOST, 0, backlog=1024)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            server.close()
            self._break_all()
            self._loop.run_until_complete(self._end_tasks())
            self._loop.close()

    async def _end_tasks(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _on_connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.weather.is_refusing:
            self._break(writer)
            return
        try:
            site_reader, site_writer = await asyncio.open_connection(HOST, self._site_port)
        except OSError:
            self._break(writer)
            return
        ends = {writer, site_writer}
        self._open |= ends
        try:
            await asyncio.gather(
                self._pass_on(reader, site_writer, ends),
                self._pass_on(site_reader, writer, ends, is_reply=True),
            )
        except asyncio.CancelledError:
            return  # the network is taken away: no news to anyone
        finally:
            self._open -= ends
            for end in ends:
                end.close()

    async def _pass_on(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        ends: set[asyncio.StreamWriter],
        *,
        is_reply: bool = False,
    ) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while piece := await reader.read(CHUNK):
                await self._delay(len(piece))
                passed += len(piece)
                if self._is_the_end(passed, is_reply=is_reply):
                    for end in ends:
                        self._break(end)
                    return
                await self._send(writer, piece)
            writer.write_eof()

    def _is_the_end(self, passed: int, *, is_reply: bool) -> bool:
        weather = self.weather
        is_lost = is_reply and self._chance.random() < weather.lost_replies
        return is_lost or 0 < weather.cut_after < passed

    async def _delay(self, size: int) -> None:
        while self.weather.is_stalled:
            await asyncio.sleep(STALL_SECONDS)
        weather = self.weather
        seconds = weather.latency + self._chance.uniform(-weather.jitter, weather.jitter)
        if weather.rate:
            seconds += size / weather.rate
        await asyncio.sleep(max(0.0, seconds))

    async def _send(self, writer: asyncio.StreamWriter, piece: bytes) -> None:
        step = self.weather.slice or len(piece)
        for start in range(0, len(piece), step):
            writer.write(piece[start : start + step])
            await writer.drain()

    def _break_all(self) -> None:
        for writer in tuple(self._open):
            self._break(writer)

    def _break(self, writer: asyncio.StreamWriter) -> None:
        """At once, without a farewell: what is on its way is lost."""
        self.broken += 1
        end = writer.get_extra_info("socket")
        if end is not None and end.fileno() >= 0:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
