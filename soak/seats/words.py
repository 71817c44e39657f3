"""What a room of seats is told, and what it says of each seat as it happens: a line of JSON each.

Rule: whoever listens keeps what was said, so a room may be killed at any moment and nothing is forgotten.
"""

import random
from pathlib import Path

import msgspec

from examprotocol.events import Head
from examprotocol.responses import TextResponse

STOP = "stop"

ESSAY_SHARE = 4
"""Every so many answers, one goes on with the essay, in edits of a long text."""

ESSAY = "长" * 600


class SeatOrder(msgspec.Struct, frozen=True):
    """One candidate: the number of the seat, the two numbers that are typed, the number of the next answer,
    and at which of their machines they sit.
    """

    seat: int
    numbers: tuple[str, str]
    first: int
    machine: int = 0


class RoomOrder(msgspec.Struct, frozen=True):
    """One start of a room: where its machines' disks are, and who sits. `pace` is answers a second a seat.

    `password` is the room's, by which a proctor lets an exam move.
    """

    data: str
    enrolment: str
    questions: tuple[str, ...]
    seats: tuple[SeatOrder, ...]
    pace: float
    password: str = ""


class LeftOrder(msgspec.Struct, frozen=True):
    """What lies on machines at which nobody sits: their folders, and whose it is by the seat's number."""

    machines: tuple[SeatOrder, ...]
    data: str


class Left(msgspec.Struct, frozen=True, tag="left"):
    """Nothing waits on this machine any more."""

    seat: int
    machine: int


class Trying(msgspec.Struct, frozen=True, tag="trying"):
    """The candidate gives answer `number` now."""

    seat: int
    number: int


class Stored(msgspec.Struct, frozen=True, tag="stored"):
    """It is on the machine's disk: the screen says that it is saved."""

    seat: int
    number: int


class Acknowledged(msgspec.Struct, frozen=True, tag="acknowledged"):
    """The site has said how far it has stored this writer, at its time `now` in milliseconds."""

    seat: int
    writer: str
    head: Head
    now: int


class Told(msgspec.Struct, frozen=True, tag="told"):
    """The site has said until when this candidate has time (site time in milliseconds)."""

    seat: int
    end: int


class Clean(msgspec.Struct, frozen=True, tag="clean"):
    """Nothing waits to be sent any more, and nothing more will be written but the submit."""

    seat: int


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The receipt is here. `heads` is all that this machine's journal knows, `end` is its last end."""

    seat: int
    attempt: str
    heads: dict[str, Head]
    receipt: str
    end: int


class Trouble(msgspec.Struct, frozen=True, tag="trouble"):
    """What must not happen here: the machine cannot save, or the site calls its events another's."""

    seat: int
    what: str


Word = Trying | Stored | Acknowledged | Told | Clean | Done | Left | Trouble


def machine_folder(data: str, order: SeatOrder) -> Path:
    """The disk of the machine at which a candidate sits."""
    return Path(data) / f"seat-{order.seat}-{order.machine}"


def question_of(questions: tuple[str, ...], seat: int, number: int) -> str:
    """Which question a seat's answer `number` is for: the last one is the essay."""
    if number % ESSAY_SHARE == 0:
        return questions[-1]
    return random.Random(f"{seat} {number}").choice(questions[:-1])


def response_of(questions: tuple[str, ...], seat: int, number: int) -> TextResponse:
    """What the answer says; no two are alike."""
    is_essay = question_of(questions, seat, number) == questions[-1]
    return TextResponse(f"{ESSAY if is_essay else ''}{seat}-{number}")
