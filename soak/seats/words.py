"""What a room of seats is told, and what it says of each seat as it happens: a line of JSON each.

Rule: whoever listens keeps what was said, so a room may be killed at any moment and nothing is forgotten.
"""

import random

import msgspec

from examprotocol.events import Head
from examprotocol.responses import TextResponse

STOP = "stop"

ESSAY_SHARE = 4
"""Every so many answers, one goes on with the essay, in edits of a long text."""

ESSAY = "长" * 600


class SeatOrder(msgspec.Struct, frozen=True):
    """One seat: its number, the candidate's two numbers, and the number of its next answer."""

    seat: int
    numbers: tuple[str, str]
    first: int


class RoomOrder(msgspec.Struct, frozen=True):
    """One start of a room: where its machines' disks are, and who sits. `pace` is answers a second a seat."""

    data: str
    enrolment: str
    questions: tuple[str, ...]
    seats: tuple[SeatOrder, ...]
    pace: float


class Trying(msgspec.Struct, frozen=True, tag="trying"):
    """The candidate gives answer `number` now."""

    seat: int
    number: int


class Stored(msgspec.Struct, frozen=True, tag="stored"):
    """It is on the machine's disk: the screen says that it is saved."""

    seat: int
    number: int


class Acknowledged(msgspec.Struct, frozen=True, tag="acknowledged"):
    """The site has said how far it has stored this writer."""

    seat: int
    writer: str
    head: Head


class Clean(msgspec.Struct, frozen=True, tag="clean"):
    """Nothing waits to be sent any more, and nothing more will be written but the submit."""

    seat: int


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The receipt is here. `heads` is all that this machine's journal knows."""

    seat: int
    attempt: str
    heads: dict[str, Head]
    receipt: str


class Trouble(msgspec.Struct, frozen=True, tag="trouble"):
    """What must not happen here: the machine cannot save, or the site calls its events another's."""

    seat: int
    what: str


Word = Trying | Stored | Acknowledged | Clean | Done | Trouble


def question_of(questions: tuple[str, ...], seat: int, number: int) -> str:
    """Which question a seat's answer `number` is for: the last one is the essay."""
    if number % ESSAY_SHARE == 0:
        return questions[-1]
    return random.Random(f"{seat} {number}").choice(questions[:-1])


def response_of(questions: tuple[str, ...], seat: int, number: int) -> TextResponse:
    """What the answer says; no two are alike."""
    is_essay = question_of(questions, seat, number) == questions[-1]
    return TextResponse(f"{ESSAY if is_essay else ''}{seat}-{number}")
