"""The events of an attempt: what happened, by whom it was written, and the hash that chains them.

Rule: a writer is one start of the client in one attempt and is never resumed; its events carry `seq` 1, 2, 3
and on, and the hash of the event before. No wall clock orders anything: the stamp does.
"""

from typing import NamedTuple

import msgspec

from examprotocol.canonical import digest
from examprotocol.responses import Response

GENESIS = "0" * 64
"""The `prev` of a writer's first event."""


class Epoch(msgspec.Struct, frozen=True, order=True, array_like=True):
    """When a writer began, in the site's counting: restored generation, grant at login, offline hop."""

    generation: int
    grant: int
    hop: int = 0


class Head(msgspec.Struct, frozen=True):
    """How far a writer has come: its last `seq` and that event's hash; `seq` 0 has GENESIS."""

    seq: int
    hash: str = GENESIS


class _Body(msgspec.Struct, frozen=True, tag_field="what", omit_defaults=True, forbid_unknown_fields=True):
    """Base of what can happen."""


class Started(_Body, frozen=True, tag="started"):
    """A writer's first event. `seen` is what it had of the other writers; `client` its version.

    `carries` names forked writers: their branch up to that head, which the site keeps apart, is carried on by
    this writer; what both branches have in common ends at the number in `seen`. A reader from before this
    field cannot read such an event.
    """

    station: str
    client: str
    seen: dict[str, int] = {}
    carries: dict[str, Head] = {}


class Answered(_Body, frozen=True, tag="answered"):
    """The candidate's response to a question, in full."""

    question: str
    response: Response


class Edited(_Body, frozen=True, tag="edited"):
    """A long text changed: code points `[start, end)` of this writer's last value became `text`.

    `length` is the length afterwards, in code points: a check that edit and text belong together.
    """

    question: str
    start: int
    end: int
    text: str
    length: int


class Flagged(_Body, frozen=True, tag="flagged"):
    """The candidate marked a question to come back to, or took the mark away."""

    question: str
    flag: bool


class FocusLost(_Body, frozen=True, tag="focus_lost"):
    """Another window came to the front for `seconds` (rounded)."""

    seconds: int


class Played(_Body, frozen=True, tag="played"):
    """A play of a sound began. It is on disk before anything sounds, so no restart gives a play back."""

    media: str


class PlayEnded(_Body, frozen=True, tag="play_ended"):
    """A play came to its end (`complete`), or was stopped `at_ms` milliseconds into the sound.

    One that ran where nothing could be heard is not complete: a proctor may give it back.
    """

    media: str
    at_ms: int
    complete: bool


class Submitted(_Body, frozen=True, tag="submitted"):
    """The candidate, or the deadline, handed the answers in. `heads` names all that came before."""

    heads: dict[str, Head]
    by_deadline: bool = False


class ProctorActed(_Body, frozen=True, tag="proctor_acted"):
    """A proctor used the room password. `action` says for what, `detail` at what, such as an address.

    `wrong_tries` counts the wrong passwords that this machine was given since the last right one. It says
    nothing of answers, so the fold passes over it. A reader from before this kind of event cannot read it.
    """

    action: str
    detail: str
    wrong_tries: int = 0


LIFT_COVER = "lift_cover"
"""`action`: the paper is shown again although the machine is outside; `detail` is its address then."""

LIFT_PAUSE = "lift_pause"
"""`action`: a pause was ended at this machine, which had no network; `detail` is `PAUSE MILLISECONDS` that it
had taken of the exam."""

MOVE_HERE = "move_here"
"""`action`: a proctor consented that the exam goes on here; `detail` is the seat or machine it came from."""

MOVE_BY_CODE = "move_by_code"
"""`action`: the exam goes on here by an offline code; `detail` is the code as typed."""

SHOW_CODE = "show_code"
"""`action`: this machine showed a code by which another one goes on; `detail` is the code."""

EXTEND_BY_CODE = "extend_by_code"
"""`action`: more time by an offline code; `detail` is `NUMBER MINUTES everybody|candidate`."""

OPEN_MENU = "open_menu"
"""`action`: the proctor's menu was opened, and left without anything else that stands here."""

KEY_BY_STICK = "key_by_stick"
"""`action`: the key of the paper was taken from a file; `detail` is the file's name."""

EXPORT = "export"
"""`action`: the answers were sealed into a package to be carried out; `detail` is the file's name."""

GIVE_PLAY = "give_play"
"""`action`: a play that was cut off is given back; `detail` is the id of the sound."""

END_CLIENT = "end_client"
"""`action`: the client was let be closed in the middle of an exam."""

Body = Started | Answered | Edited | Flagged | FocusLost | Played | PlayEnded | Submitted | ProctorActed


class Event(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One event. `at` is the claimed site time and `give` its uncertainty, both in milliseconds."""

    seq: int
    prev: str
    at: int
    give: int
    body: Body


class Writer(msgspec.Struct, frozen=True):
    """Who writes: the attempt, a random id of 32 hex digits, the epoch, and the machine's count of starts."""

    attempt: str
    id: str
    epoch: Epoch
    inc: int


class WriterLog(msgspec.Struct, frozen=True):
    """A writer and its events from 1 on, without a gap."""

    writer: Writer
    events: tuple[Event, ...]


class Stamp(NamedTuple):
    """Orders all events of an attempt, over all its writers."""

    epoch: Epoch
    inc: int
    seq: int
    writer: str


def event_hash(writer: Writer, event: Event) -> str:
    """The hash that the next event carries as `prev`; it binds the writer's header as well."""
    return digest((writer, event))


def stamp_of(writer: Writer, seq: int) -> Stamp:
    """The place of the writer's `seq`-th event among all events of the attempt."""
    return Stamp(writer.epoch, writer.inc, seq, writer.id)
