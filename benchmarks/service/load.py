"""The load generator: `python -m benchmarks.service.load PLAN SEEN`. Sends what it is given and measures.

It says BEGAN when all are connected and the clock of the plan begins. Rule: it does as little as it can while
it measures: requests come signed, replies are only looked through for their end and their status.
"""

import asyncio
import gc
import random
import sys
import time
from pathlib import Path
from typing import cast

import msgspec

from benchmarks.service.plan import BEGAN, Line, Plan, Seen
from examclient.domain.backoff import LONGEST, SHORTEST, SPREAD
from examprotocol.messages import ErrorReply

HOST = "127.0.0.1"
GOOD = b"HTTP/1.1 200 "
BUSY = b"HTTP/1.1 503 "
LENGTH = b"content-length: "
END_OF_HEAD = b"\r\n\r\n"
AT_ONCE = 50
"""So many connections are opened side by side before the start."""


class Connection(asyncio.Protocol):
    """A kept connection that sends the requests of one line."""

    def __init__(self, line: Line, clock: "Trial") -> None:
        self.waits: list[float] = []
        self.ends: list[float] = []
        self.bodies: list[bytes] = []
        self.refused = self.busy = 0
        self.finished = asyncio.get_running_loop().create_future()
        self._line = line
        self._trial = clock
        self._received = b""
        self._wanted_at = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        if self._line.late:
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.finished.done():
            self.finished.set_exception(ConnectionError(f"the service hung up: {exc}"))

    def begin(self) -> None:
        """Send the first request as soon as it is due."""
        if self._line.requests:
            self._next()
        else:
            self.finished.set_result(None)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(END_OF_HEAD)
        if end and len(body) >= int(head[head.index(LENGTH) + len(LENGTH) :].partition(b"\r\n")[0]):
            self._received = b""
            self._take(head, body)

    def close(self) -> None:
        """Hang up."""
        if self._transport:
            self._transport.close()

    def _take(self, head: bytes, body: bytes) -> None:
        if self._trial.plan.patient and head.startswith(BUSY):
            self.busy += 1
            asyncio.get_running_loop().call_later(_patience(body), self._send)
            return
        now = time.perf_counter()
        self.waits.append((now - self._wanted_at) * 1e3)
        self.ends.append(now - self._trial.began)
        self.refused += not head.startswith(GOOD)
        if self._trial.plan.keep:
            self.bodies.append(body)
        if len(self.waits) == len(self._line.requests):
            self.finished.set_result(None)
        else:
            self._next()

    def _next(self) -> None:
        """Wait from when the request is due, also where the one before was answered too late for it."""
        now = time.perf_counter()
        due = self._trial.began + self._line.due[len(self.waits)] if self._line.due else now
        self._wanted_at = due
        loop = asyncio.get_running_loop()
        if due > now:
            loop.call_later(due - now, self._connect if self._line.late else self._send)
        elif self._line.late:
            self._connect()
        else:
            self._send()

    def _connect(self) -> None:
        self._connecting = asyncio.ensure_future(self._trial.connect(self))

    def _send(self) -> None:
        assert self._transport is not None, "the connection is there"
        self._transport.write(self._line.requests[len(self.waits)])


class Trial:
    """Runs a plan once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.began = 0.0

    async def connect(self, connection: Connection) -> None:
        """Connect a line to the service."""
        await asyncio.get_running_loop().create_connection(lambda: connection, HOST, self.plan.port)

    async def run(self) -> Seen:
        """Connect all but the late ones, send everything, and return what was seen."""
        connections = [Connection(line, self) for line in self.plan.lines]
        early = [one for one, line in zip(connections, self.plan.lines, strict=True) if not line.late]
        for start in range(0, len(early), AT_ONCE):
            await asyncio.gather(*(self.connect(one) for one in early[start : start + AT_ONCE]))
        gc.freeze()
        gc.disable()
        print(BEGAN, flush=True)
        self.began, cpu = time.perf_counter(), time.process_time()
        for one in connections:
            one.begin()
        await asyncio.gather(*(one.finished for one in connections))
        seconds, used = time.perf_counter() - self.began, time.process_time() - cpu
        for one in connections:
            one.close()
        return Seen(
            waits=[one.waits for one in connections],
            ends=[one.ends for one in connections],
            bodies=[one.bodies for one in connections],
            refused=sum(one.refused for one in connections),
            seconds=seconds,
            cpu=used,
            busy=sum(one.busy for one in connections),
        )


def _patience(body: bytes) -> float:
    """Seconds until a client asks a busy service again."""
    told = msgspec.json.decode(body, type=ErrorReply)
    wait = max(0, told.until - told.now) / 1000
    return min(max(wait, SHORTEST), LONGEST) * (1 + SPREAD * random.random())


def main() -> None:
    """Read the plan, run it, write what was seen."""
    plan = msgspec.msgpack.decode(Path(sys.argv[1]).read_bytes(), type=Plan)
    seen = asyncio.run(Trial(plan).run())
    Path(sys.argv[2]).write_bytes(msgspec.msgpack.encode(seen))


if __name__ == "__main__":
    main()
