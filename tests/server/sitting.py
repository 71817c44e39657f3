"""Many candidates at once, each with a station of its own: they save answer after answer, as clients do."""

import asyncio
import ssl
from collections.abc import Callable, Sequence
from http import HTTPStatus

import msgspec

from benchmarks.service.stations import Seat, Session, opened
from examprotocol.events import Event, Head, Writer, event_hash
from examprotocol.messages import SubmitReply, SubmitRequest, SyncReply, SyncRequest

MOST_EVENTS = 400
PATIENCE_SECONDS, LOGIN_SECONDS = 5.0, 30.0
"""A save's are as the client's. A login waits longer: here 200 stations knock in the same moment."""

WAIT_SECONDS = 0.1


class LoggedOutError(Exception):
    """A station was told that it has to log in again."""


class Sitting:
    """One candidate. `acknowledged` is how far the service has said that it holds the answers."""

    def __init__(self, seat: Seat, port: int, tls: ssl.SSLContext) -> None:
        self._seat = seat
        self._port = port
        self._tls = tls
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.acknowledged = 0
        self.failures = 0
        self.receipt = ""
        self.session: Session
        self.writer: Writer
        self.events: list[Event] = []

    async def sit(self, is_over: asyncio.Event) -> None:
        """Log in once, save until it is over, hand in."""
        self.session = opened(self._seat, await self._ask(self._seat.login_request, LOGIN_SECONDS))
        self.writer, self.events = self.session.events("saving", MOST_EVENTS)
        while not is_over.is_set() and self.acknowledged < MOST_EVENTS:
            reply = msgspec.json.decode(await self._ask(self._save), type=SyncReply)
            self.acknowledged = reply.head.seq
            await asyncio.sleep(WAIT_SECONDS)
        self.receipt = msgspec.json.decode(await self._ask(self._submit), type=SubmitReply).receipt
        self._hang_up()

    def _save(self) -> bytes:
        event = self.events[self.acknowledged]
        return self._seat.request("/sync", SyncRequest(self.writer, event.seq, (event,)), self._token)

    def _submit(self) -> bytes:
        last = self.events[self.acknowledged - 1]
        heads = {self.writer.id: Head(last.seq, event_hash(self.writer, last))}
        return self._seat.request("/submit", SubmitRequest(self.session.login.attempt, heads), self._token)

    @property
    def _token(self) -> str:
        return self.session.login.token

    async def _ask(self, request: Callable[[], bytes], patience: float = PATIENCE_SECONDS) -> bytes:
        """Ask until there is an answer; raises LoggedOutError."""
        while True:
            try:
                async with asyncio.timeout(patience):
                    status, body = await self._once(request())
            except (OSError, asyncio.IncompleteReadError, ValueError):
                self._hang_up()
                status, body = 0, b""
            if status == HTTPStatus.OK:
                return body
            if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
                raise LoggedOutError(body)
            self.failures += 1
            await asyncio.sleep(WAIT_SECONDS)

    async def _once(self, request: bytes) -> tuple[int, bytes]:
        if self._line is None:
            self._line = await asyncio.open_connection(
                "127.0.0.1", self._port, ssl=self._tls, server_hostname="localhost"
            )
        reader, writer = self._line
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        body = await reader.readexactly(length)
        if "connection: close" in head:
            self._hang_up()
        return int(head.split()[1]), body

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line[1].close()
            self._line = None


async def all_go_on(
    sittings: Sequence[Sitting], tasks: Sequence["asyncio.Task[None]"], more: int = 2
) -> None:
    """Wait until each candidate has so many more answers acknowledged; raises what befell one of them."""
    before = [one.acknowledged for one in sittings]
    while any(one.acknowledged < was + more for one, was in zip(sittings, before, strict=True)):
        for task in tasks:
            if task.done():
                task.result()
        await asyncio.sleep(WAIT_SECONDS)
