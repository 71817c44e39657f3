"""A station that costs little, so that a thousand fit on one machine: what it sends is what real ones send.

Rule: every request is signed by the station's key, goes by TLS on a kept connection and has the client's
time limit; what fails is tried again after the client's own wait.
"""

import asyncio
import random
import ssl
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from examclient.domain.backoff import wait_after_trouble
from examclient.errors import ExamError, SiteUnreachableError
from examclient.network.http import READ, refusal_in
from examclient.network.proof import StationSigner
from examprotocol.canonical import canonical_bytes
from examprotocol.events import GENESIS, Body, Event, Head, Writer, event_hash
from examprotocol.messages import API
from soak.site import HOST

T = TypeVar("T")

OK = 200
WORTH_ANOTHER_TRY = (503,)


class NotAnsweredError(Exception):
    """The network, a service that is starting, or one that says how long it is busy: try again."""

    def __init__(self, trouble: ExamError) -> None:
        super().__init__(trouble.title)
        self.trouble = trouble


UNREACHABLE = SiteUnreachableError("The site does not answer.")


@dataclass(frozen=True, slots=True)
class Way:
    """How stations reach the service."""

    port: int
    tls: ssl.SSLContext


@dataclass(slots=True)
class Pen:
    """A writer and the events that it has written. Mutable: it grows."""

    writer: Writer
    events: list[Event] = field(default_factory=list)

    @property
    def head(self) -> Head:
        """How far the writer has come."""
        return Head(len(self.events), event_hash(self.writer, self.events[-1])) if self.events else Head(0)

    def write(self, body: Body, at: int) -> None:
        """Chain one more event, at this site time in milliseconds."""
        prev = self.head.hash if self.events else GENESIS
        self.events.append(Event(len(self.events) + 1, prev, at, 5, body))


class QuickStation:
    """One station with one kept connection. Knows nothing of what it asks."""

    def __init__(self, way: Way, signer: StationSigner) -> None:
        self.token = ""
        self.failures = 0
        self._way = way
        self._signer = signer
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, message: msgspec.Struct, kind: type[T]) -> T:
        """Send a message until it is answered; raises RuntimeError where it is refused."""
        body, failures = canonical_bytes(message), 0
        while True:
            try:
                async with asyncio.timeout(READ):
                    return msgspec.json.decode(await self._exchange(path, body), type=kind)
            except (NotAnsweredError, OSError, asyncio.IncompleteReadError, TimeoutError) as error:
                trouble = error.trouble if isinstance(error, NotAnsweredError) else UNREACHABLE
                self.close()
                failures += 1
                self.failures += 1
            await asyncio.sleep(wait_after_trouble(trouble, failures, random.random))

    def close(self) -> None:
        """Let go of the connection."""
        if self._line is not None:
            self._line[1].transport.abort()
            self._line = None

    async def _exchange(self, path: str, body: bytes) -> bytes:
        if self._line is None:
            self._line = await asyncio.open_connection(HOST, self._way.port, ssl=self._way.tls)
        reader, writer = self._line
        writer.write(self._request(f"{API}/{path}", body))
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head.split(" ", 2)[1])
        length = int(head.partition("content-length:")[2].split("\r\n", 1)[0])
        answer = await reader.readexactly(length)
        if status in WORTH_ANOTHER_TRY:
            raise NotAnsweredError(refusal_in(status, answer))
        if status != OK:
            raise RuntimeError(f"{path} was refused: {answer.decode()}")
        return answer

    def _request(self, path: str, body: bytes) -> bytes:
        headers = {"Host": HOST, "Content-Length": str(len(body)), "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        headers |= self._signer.headers("POST", path, self.token, body)
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + body
