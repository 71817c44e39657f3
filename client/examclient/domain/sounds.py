"""The sounds of a paper on this machine: what can be heard, what plays, and which plays were lost.

Rule: what the journal counts decides; nothing here gives a play back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from examprotocol.paper import Info, Paper, Question, parts_of, questions_of
from examprotocol.paper_parts import Media
from examprotocol.plays import Plays


class Hearing(StrEnum):
    """What this machine can make heard."""

    UNKNOWN = "unknown"
    """Nobody has asked yet: the paper has no sound."""

    HEARD = "heard"
    NO_DEVICE = "no_device"
    """There is neither loudspeaker nor headset: a play runs, and nothing can be heard."""

    WAVE_ONLY = "wave_only"
    """No media backend loads, as on Windows N: WAV is heard, nothing else."""

    NOTHING = "nothing"
    """No backend and no device."""


class SoundTrouble(StrEnum):
    """Why a sound does not play, or plays no more."""

    MISSING = "missing"
    NOT_KEPT = "not_kept"
    NOT_PLAYABLE = "not_playable"
    BROKE_OFF = "broke_off"
    NONE_LEFT = "none_left"


class SoundCheck(StrEnum):
    """How the sound check in the waiting room stands."""

    OPEN = "open"
    PLAYING = "playing"
    ASKED = "asked"
    HEARD = "heard"
    NOT_HEARD = "not_heard"


@dataclass(frozen=True, slots=True)
class Playing:
    """A play that runs or is paused, of the sound that stands on the page `question`; in milliseconds."""

    media: Media
    question: str
    at: int = 0
    length: int = 0
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class LostPlay:
    """A sound with a limit of which plays were cut off and not given back. `number` is its question's, 0 for
    none; `left` are the plays that are left.
    """

    media: str
    title: str
    number: int
    times: int
    left: int


@dataclass(frozen=True, slots=True)
class SoundState:
    """All that a player shows. `volume` in percent; `starting` is the sound whose play is on its way to the
    disk; `trouble` is of the sound `troubled`. `has_sounds`: the paper in hand has any; `unplayable` of them
    are of a kind that this machine cannot play.
    """

    has_sounds: bool = False
    unplayable: int = 0
    hearing: Hearing = Hearing.UNKNOWN
    volume: int = 80
    check: SoundCheck = SoundCheck.OPEN
    playing: Playing | None = None
    starting: str = ""
    plays: Mapping[str, Plays] = field(default_factory=dict)
    lost: tuple[LostPlay, ...] = ()
    trouble: SoundTrouble | None = None
    troubled: str = ""
    may_play: bool = False

    def left(self, media: Media) -> int | None:
        """The plays of a sound that are left, None where there is no limit."""
        return self.plays.get(media.id, Plays()).left(media.max_plays)

    def is_playing(self, media: str) -> bool:
        """Whether this sound runs or is paused."""
        return self.playing is not None and self.playing.media.id == media

    def is_engaged(self) -> bool:
        """Whether a play that counts is under way: no other sound may begin."""
        return bool(self.starting) or (self.playing is not None and self.playing.media.max_plays > 0)


def told_of_sound(state: SoundState) -> str:
    """One of `paper_messages.SOUNDS` for the staff, `""` where the paper has no recordings."""
    if not state.has_sounds:
        return ""
    is_fine = state.hearing is Hearing.WAVE_ONLY and not state.unplayable
    if state.hearing is not Hearing.HEARD and not is_fine:
        return state.hearing.value if state.hearing is not Hearing.UNKNOWN else ""
    is_said = state.check in (SoundCheck.HEARD, SoundCheck.NOT_HEARD)
    return state.check.value if is_said else "ready"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sound stands first: the id of its page, and the first number there, 0 for a page to read."""

    question: str
    number: int
    media: Media


def sounds_in(paper: Paper) -> dict[str, Place]:
    """Every sound of the paper by its id, with the first page where it stands."""
    found: dict[str, Place] = {}
    for question, number in _pages(paper):
        for media in media_on(paper, question):
            found.setdefault(media.id, Place(question.id, number, media))
    return found


def media_on(paper: Paper, question: Question) -> tuple[Media, ...]:
    """The sounds on one page: its own, its parts', and those of the materials."""
    parts = (question, *(part for part in parts_of(question) if part is not question))
    named = {name for part in parts for name in part.materials}
    of_materials = (media for one in paper.materials if one.id in named for media in one.media)
    return (*(media for part in parts for media in part.media), *of_materials)


def lost_plays(
    places: Mapping[str, Place], plays: Mapping[str, Plays], running: str = ""
) -> tuple[LostPlay, ...]:
    """The sounds with a limit of which plays were cut off; the one that runs now is not among them."""
    lost = []
    for media_id, place in places.items():
        known = plays.get(media_id, Plays())
        times = known.lost - (media_id == running)
        left = known.left(place.media.max_plays)
        if times > 0 and left is not None:
            lost.append(LostPlay(media_id, place.media.title, place.number, times, left))
    return tuple(lost)


def _pages(paper: Paper) -> Iterator[tuple[Question, int]]:
    number = 1
    for question in questions_of(paper):
        answerable = sum(not isinstance(part, Info) for part in parts_of(question))
        yield question, number if answerable else 0
        number += answerable
