"""One candidate of a stampede, at a station that costs little."""

import random
import time
from secrets import token_hex

from examclient.version import VERSION
from examprotocol.events import Answered, Epoch, Started, Submitted, Writer, WriterLog
from examprotocol.merge import answers_digest, fold
from examprotocol.messages import (
    LoginReply,
    LoginRequest,
    SubmitReply,
    SubmitRequest,
    SyncReply,
    SyncRequest,
)
from examprotocol.responses import TextResponse
from soak.seats.quick_station import Pen, QuickStation

ANSWERS = 20


class Sitter:
    """One candidate who has answered and now hands in. Remembers every receipt that came."""

    def __init__(self, numbers: tuple[str, str], questions: list[str], station: QuickStation) -> None:
        self._numbers = numbers
        self._questions = questions
        self._station = station
        self.pen = Pen(Writer("", token_hex(16), Epoch(1, 1), 1))
        self.acknowledged = 0
        self.receipts: list[str] = []
        self.received_at = 0.0

    async def sit_down(self) -> None:
        """Log in and answer; the site has everything when this returns."""
        login = await self._station.ask("login", LoginRequest(*self._numbers, VERSION), LoginReply)
        self._station.token = login.token
        self.pen = Pen(Writer(login.attempt, token_hex(16), login.epoch, 1))
        self.pen.write(Started("5e" * 16, VERSION), login.now)
        for number in range(ANSWERS):
            question = self._questions[number % len(self._questions)]
            text = f"{self._numbers[0]} {number} " + "答" * random.choice((5, 20, 200))
            self.pen.write(Answered(question, TextResponse(text)), login.now)
        await self._sync()

    async def hand_in(self) -> None:
        """Write that it is handed in, send that, and ask until the receipt is here; then ask once more."""
        self.pen.write(Submitted({self.pen.writer.id: self.pen.head}), round(time.time() * 1000))
        await self._sync()
        await self._ask_for_receipt()
        self.received_at = time.monotonic()
        await self._ask_for_receipt()
        self._station.close()

    @property
    def attempt(self) -> str:
        """The attempt's id at the site."""
        return self.pen.writer.attempt

    @property
    def failures(self) -> int:
        """How many requests had to be sent again."""
        return self._station.failures

    @property
    def answers(self) -> str:
        """The digest of what the candidate has answered."""
        return answers_digest(fold([WriterLog(self.pen.writer, tuple(self.pen.events))]))

    async def _sync(self) -> None:
        while self.acknowledged < len(self.pen.events):
            events = tuple(self.pen.events[self.acknowledged :])
            request = SyncRequest(self.pen.writer, self.acknowledged + 1, events)
            self.acknowledged = (await self._station.ask("sync", request, SyncReply)).head.seq

    async def _ask_for_receipt(self) -> None:
        request = SubmitRequest(self.attempt, {self.pen.writer.id: self.pen.head})
        reply = await self._station.ask("submit", request, SubmitReply)
        while not reply.receipt:
            self.acknowledged = min(reply.missing.values())
            await self._sync()
            reply = await self._station.ask("submit", request, SubmitReply)
        self.receipts.append(reply.receipt)
