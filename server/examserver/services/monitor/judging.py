"""How a seat stands, and what is wrong there: a pure function of what is known and the site time.

Rule: amber after 60 s of silence, red after 120 s. What is red wants somebody to go there now.
"""

from dataclasses import dataclass
from enum import StrEnum

from examprotocol.self_check import Grade
from examserver.services.monitor.facts import Sat, SeatFacts
from examserver.storage.checkins import CheckInState

AMBER_AFTER, RED_AFTER = 60_000, 120_000
"""Milliseconds of silence of a machine at which somebody sits."""

SOON = 30 * 60_000
"""Milliseconds before an exam in which its machines should be there."""

OVERDUE = 60_000
"""Milliseconds after a candidate's end by which every client has handed in: it spreads that over seconds."""


class State(StrEnum):
    """How a seat stands; in the order in which those without trouble are shown."""

    OFFLINE = "offline"
    OUTSIDE = "outside"
    RELEASED = "released"
    PAUSED = "paused"
    ANSWERING = "answering"
    WAITING = "waiting"
    ASKED = "asked"
    NOT_THERE = "not_there"
    CHECKED_IN = "checked_in"
    EXPORTED = "exported"
    CLOSED = "closed"
    SUBMITTED = "submitted"
    COLLECTED = "collected"
    REFUSED = "refused"
    IDLE = "idle"
    OFF = "off"


class Alarm(StrEnum):
    """What is wrong at a seat, the worst first."""

    SILENT_LONG = "silent_long"
    SAVING = "saving"
    NOT_HANDED_IN = "not_handed_in"
    DAMAGED = "damaged"
    CLONED = "cloned"
    CHECK_RED = "check_red"
    SILENT = "silent"
    LEFT = "left"
    OUTSIDE = "outside"
    BEHIND = "behind"
    CONFLICT = "conflict"
    LATE = "late"
    ABSENT = "absent"
    MACHINE_OFF = "machine_off"
    CLIENT_OLD = "client_old"
    ELSEWHERE = "elsewhere"


RED = frozenset(tuple(Alarm)[: tuple(Alarm).index(Alarm.SILENT)])
ENDED = (State.EXPORTED, State.CLOSED, State.SUBMITTED, State.COLLECTED)

_ALARMS, _STATES = tuple(Alarm), tuple(State)

_AT_THE_DOOR: dict[CheckInState | None, State] = {
    CheckInState.IN: State.CHECKED_IN,
    CheckInState.ALLOWED: State.CHECKED_IN,
    CheckInState.WAITING: State.ASKED,
    CheckInState.REFUSED: State.REFUSED,
}


class Tone(StrEnum):
    """How a seat is coloured; `""` is nothing special."""

    RED = "red"
    AMBER = "amber"
    PLAIN = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a seat stands, and what is wrong, the worst first."""

    state: State
    alarms: tuple[Alarm, ...] = ()

    @property
    def tone(self) -> Tone:
        """Red for what cannot wait, amber for what wants a look."""
        if not self.alarms:
            return Tone.PLAIN
        return Tone.RED if self.alarms[0] in RED else Tone.AMBER

    @property
    def rank(self) -> int:
        """Trouble first: the less, the further up."""
        worst = _ALARMS.index(self.alarms[0]) if self.alarms else len(_ALARMS)
        return worst * 100 + _STATES.index(self.state)


def judged(facts: SeatFacts, now: int) -> Verdict:
    """How a seat stands at a site time in milliseconds."""
    if facts.exam is None:
        state = State.OFF if is_off(facts, now) else State.IDLE
        return Verdict(state, _sorted(_unfit(facts) | _from_outside(facts)) if state is State.IDLE else ())
    if facts.sat is None:
        state = _AT_THE_DOOR.get(facts.entry, State.NOT_THERE)
        return Verdict(state, () if state is State.REFUSED else _sorted(_absence(facts, now)))
    ended = _ended(facts, facts.sat, now)
    if ended is not None:
        return Verdict(ended, _sorted(_marks(facts.sat)))
    state = _open_state(facts, facts.sat, now)
    return Verdict(state, _sorted(_troubles(facts, facts.sat, now) | _marks(facts.sat)))


def is_off(facts: SeatFacts, now: int) -> bool:
    """Whether nothing was heard of the machine for so long that nobody can be at it."""
    return _silence(facts, now) >= RED_AFTER


def silent_for(facts: SeatFacts, now: int) -> int:
    """Milliseconds since the machine of a candidate was heard in this attempt; 0 where that says nothing."""
    if facts.sat is None or facts.sat.is_submitted:
        return 0
    return _silence(facts, now)


def _silence(facts: SeatFacts, now: int) -> int:
    heard = facts.seen.heard if facts.seen else 0
    saved = facts.sat.saved if facts.sat else 0
    last = max(heard, saved)
    return max(0, now - last) if last else RED_AFTER


def _ended(facts: SeatFacts, sat: Sat, now: int) -> State | None:
    """How it ended. Before the own end a package ends nothing: who exported, or moved on, may go on."""
    assert facts.exam is not None
    if sat.is_submitted or sat.closed:
        if sat.is_imported:
            return State.COLLECTED
        return State.CLOSED if sat.closed else State.SUBMITTED
    return State.EXPORTED if now >= facts.exam.ends and _has_exported(facts) else None


def _has_exported(facts: SeatFacts) -> bool:
    """Whether the machine tells that a package holds all that it has of this attempt."""
    return facts.told is not None and facts.told.news.exported


def _open_state(facts: SeatFacts, sat: Sat, now: int) -> State:
    assert facts.exam is not None
    if not sat.holder:
        return State.RELEASED
    if _silence(facts, now) >= AMBER_AFTER or _is_at_login(facts, now):
        return State.OFFLINE
    if facts.seen is not None and not facts.seen.inside:
        return State.OUTSIDE
    if facts.is_paused:
        return State.PAUSED
    if _has_exported(facts):
        return State.EXPORTED
    return State.WAITING if now < facts.exam.starts else State.ANSWERING


def _is_at_login(facts: SeatFacts, now: int) -> bool:
    """Whether the machine is there and its candidate has the login page before them, in mid-exam."""
    seen, sat, exam = facts.seen, facts.sat, facts.exam
    if seen is None or sat is None or exam is None or not seen.told or seen.attempt == sat.id:
        return False
    return now >= exam.starts and now - sat.saved >= AMBER_AFTER


def _troubles(facts: SeatFacts, sat: Sat, now: int) -> set[Alarm]:
    assert facts.exam is not None
    silence, found = _silence(facts, now), {Alarm.ELSEWHERE} if facts.due is not None else set()
    if sat.holder and silence >= AMBER_AFTER:
        found.add(Alarm.SILENT_LONG if silence >= RED_AFTER else Alarm.SILENT)
    elif sat.holder and _is_at_login(facts, now):
        found.add(Alarm.LEFT)
    found |= _from_outside(facts)
    if now >= facts.exam.ends + OVERDUE:
        found.add(Alarm.NOT_HANDED_IN)
    told = facts.told
    if told is not None and told.news.trouble:
        found.add(Alarm.SAVING)
    if told is not None and told.news.events > sat.events and now - sat.saved >= AMBER_AFTER:
        found.add(Alarm.BEHIND)
    return found


def _marks(sat: Sat) -> set[Alarm]:
    marks = {
        Alarm.DAMAGED: sat.marked.is_damaged,
        Alarm.CLONED: sat.is_cloned,
        Alarm.CONFLICT: sat.marked.conflicts > 0,
        Alarm.LATE: sat.marked.late > 0,
    }
    return {alarm for alarm, is_there in marks.items() if is_there}


def _absence(facts: SeatFacts, now: int) -> set[Alarm]:
    """Of a candidate who has not logged in: the exam has begun, or it soon will and the machine is no
    good. That it is outside is said however early, since registering its address takes time.
    """
    exam = facts.exam
    assert exam is not None
    found = _from_outside(facts) if now < exam.ends and _silence(facts, now) < RED_AFTER else set()
    if exam.starts <= now < exam.ends:
        found.add(Alarm.ABSENT)
    if facts.machine is not None and exam.starts - SOON <= now < exam.ends:
        if is_off(facts, now):
            found.add(Alarm.MACHINE_OFF)
        else:
            found |= _unfit(facts)
    return found


def _unfit(facts: SeatFacts) -> set[Alarm]:
    """Why nobody should begin at a machine that is there."""
    found = {Alarm.CHECK_RED} if facts.check is Grade.RED else set()
    return found | {Alarm.CLIENT_OLD} if facts.is_client_old else found


def _from_outside(facts: SeatFacts) -> set[Alarm]:
    return {Alarm.OUTSIDE} if facts.seen is not None and not facts.seen.inside else set()


def _sorted(alarms: set[Alarm]) -> tuple[Alarm, ...]:
    return tuple(sorted(alarms, key=_ALARMS.index))
