"""What a page shows of a seat, in as few words as possible: codes, counts and site times.

Rule: nothing in it grows older by itself. A time that only moves on (heard five seconds ago, ten seconds ago)
would make every tile new every second.
"""

import msgspec

from examserver.services.monitor.facts import SeatFacts
from examserver.services.monitor.judging import Alarm, State, Tone, judged, silent_for
from examserver.services.stations import counting

SILENCE_SHOWN = 30_000
"""Milliseconds: a machine that was heard since then is simply there."""

SMALL_SKEW = 2
"""Seconds by which a machine's clock may be off without a word: a slow line looks the same."""


class Tile(msgspec.Struct, frozen=True, omit_defaults=True):
    """One seat. `saved` is when the site took the last event; `silent`, since when nothing was heard, 0 while
    the machine is there. `held` events are at the station and `got` at the site, `skew` is in seconds,
    `away` how often another window was in front, `due` the room and seat where somebody should sit who sits
    elsewhere. `questions` is 0 where nothing is known of answers.
    """

    id: str
    room: str
    seat: str
    state: State
    rank: int
    tone: Tone = Tone.PLAIN
    alarms: tuple[Alarm, ...] = ()
    exam: str = ""
    number: str = ""
    name: str = ""
    machine: str = ""
    answered: int = 0
    questions: int = 0
    saved: int = 0
    silent: int = 0
    held: int = 0
    got: int = 0
    skew: int = 0
    drawing: str = ""
    check: str = ""
    away: int = 0
    due: str = ""


def tile_of(facts: SeatFacts, now: int) -> Tile:
    """The tile of a seat at a site time in milliseconds."""
    verdict, told = judged(facts, now), facts.told
    news = facts.seen.news if facts.seen is not None else None
    heard = facts.seen.heard if facts.seen is not None else 0
    is_silent = silent_for(facts, now) >= SILENCE_SHOWN
    return Tile(
        id=facts.id,
        room=facts.room,
        seat=facts.seat,
        state=verdict.state,
        rank=verdict.rank,
        tone=verdict.tone,
        alarms=verdict.alarms,
        exam=facts.exam.id if facts.exam is not None else "",
        number=facts.number,
        name=facts.name,
        machine=facts.machine.name if facts.machine is not None else "",
        answered=told.news.answered if told is not None else 0,
        questions=(told.news.questions or facts.questions) if told is not None else 0,
        saved=facts.sat.saved if facts.sat is not None else 0,
        silent=max(heard, facts.sat.saved) if is_silent and facts.sat is not None else 0,
        held=told.news.events if told is not None else 0,
        got=facts.sat.events if facts.sat is not None else 0,
        skew=skew_of(facts),
        drawing=news.drawing if news is not None else "",
        check=facts.check.value if facts.check is not None else "",
        away=told.news.outside if told is not None else 0,
        due=" · ".join(part for part in facts.due if part) if facts.due is not None else "",
    )


def skew_of(facts: SeatFacts) -> int:
    """Seconds by which the machine's clock is ahead of the site's, 0 where that is hardly anything."""
    seconds = round(facts.seen.skew / 1000) if facts.seen is not None else 0
    return seconds if abs(seconds) > SMALL_SKEW else 0


def place_order(tile: Tile) -> tuple[str, bool, list[tuple[int, int, str]], str]:
    """By room and seat, with seat 2 before seat 12; those without a seat come last."""
    return (tile.room, not tile.seat, counting(tile.seat), tile.id)
