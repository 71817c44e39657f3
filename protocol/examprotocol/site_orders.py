"""What the site's staff want of a station, and what a station tells of itself besides its events.

Rule: everything here may be missing or unknown to the other side: it never decides over answers. A station
carries out an order once, by its id, and names it in `StationNews.done` until the site stops sending it.
All times are site times in milliseconds.
"""

from enum import StrEnum

import msgspec

LONGEST_NOTICE = 500
"""Characters of a message to a seat or a room."""


class Notice(msgspec.Struct, frozen=True):
    """A message for the candidate at this seat; `id` is 32 hex digits. It stands until the candidate has
    put it away, which `StationNews.done` says.
    """

    id: str
    at: int
    text: str


class Pause(msgspec.Struct, frozen=True):
    """The exam stands still since `since`: the paper is covered, nothing can be answered, time does not run.

    What it took is given back by an extension when it ends. `text` is the reason, for the candidate. While it
    stands the `end` of each reply has moved already by what it took so far: a station adds nothing itself.
    """

    id: str
    since: int
    text: str = ""


class Ended(msgspec.Struct, frozen=True):
    """The site has closed this attempt, or all of its session: it is handed in as at the deadline.

    The `end` of the reply is `at` then. Once the station has named it in `done` it is not sent any more.
    """

    id: str
    at: int
    text: str = ""


class TroubleKind(StrEnum):
    """What a rehearsal does to a seat on purpose."""

    CUT_NETWORK = "cut_network"
    CRASH = "crash"
    FILL_DISK = "fill_disk"


class Trouble(msgspec.Struct, frozen=True):
    """A trouble that a rehearsal orders, for so many seconds (a crash: 0). No real exam obeys it.

    `kind` is a TroubleKind, or a word of a newer service: that is passed over, the rest counts.
    """

    id: str
    kind: str
    seconds: int = 0


class SiteOrders(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the site wants of the station that it answers. `export` is the id of a request to export the
    answers to a drive, `""` where there is none; `starts` is the exam's start where it was moved, else 0.
    `reopened` is when the staff let the candidate in again after the attempt was handed in or closed, 0 where
    they did not: a hand-in that was claimed no later than that, also one on purpose, is then no more than the
    deadline's, and the candidate goes on as after an extension. All times are site times in milliseconds.
    """

    notices: tuple[Notice, ...] = ()
    pause: Pause | None = None
    ended: Ended | None = None
    export: str = ""
    trouble: Trouble | None = None
    starts: int = 0
    rehearsal: bool = False
    reopened: int = 0


NO_ORDERS = SiteOrders()


class StationNews(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a station tells of itself with its heartbeat, for whoever watches the room.

    `drawing` is the drawing level in use, `events` how many events the machine holds of this attempt,
    `answered` of `questions` have an answer, `clock` is the machine's own clock in milliseconds since 1970
    UTC at sending (the site counts the skew), `outside` how often another window was in front, `trouble` a
    word for what the candidate is shown in red, `done` the ids of orders that were carried out or put away.
    `exported`: a package that was read back whole holds all that is on the machine. `starts` and `ends` are
    the exam's times as this station was told them last, without extensions: a restored service may have
    forgotten that they were moved.
    """

    drawing: str = ""
    events: int = 0
    answered: int = 0
    questions: int = 0
    clock: int = 0
    outside: int = 0
    trouble: str = ""
    done: tuple[str, ...] = ()
    exported: bool = False
    starts: int = 0
    ends: int = 0
