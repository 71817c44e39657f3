"""Sounds made safe: decoded once here, so that none falls silent in the room; without anything but the sound.

Rule: the kind is what the bytes say. What every client plays stays as it is, packet for packet; the rest
becomes Ogg Opus. Metadata never reaches a candidate.
"""

from collections.abc import Callable

from examserver.importers.draft import Sound
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.sound_files.kinds import OGG, WAV, SoundKind, kind_of
from examserver.importers.sound_files.media import (
    BROKEN,
    SoundFacts,
    as_opus,
    as_wav,
    decoded_ms,
    look,
    remuxed,
)
from examserver.importers.sound_files.wholeness import is_cut_off, is_too_short

MAX_BYTES = 100 * 2**20
MAX_MINUTES = 180
_MOST_CHANNELS, _FASTEST_RATE = 2, 48_000

Tell = Callable[[str, str], None]
"""Told a code and a sentence about a sound that came in changed."""


def read_sound(data: bytes, called: str, tell: Tell | None = None) -> Sound:
    """A sound as it goes into the paper; raises QuestionRefusedError with the reason.

    `called` names the sound in what is said about it; `tell` hears of a sound that was changed.
    """
    if len(data) > MAX_BYTES:
        raise _refusal("MEDIA_TOO_LARGE", called, f"is larger than {MAX_BYTES // 2**20} MB.")
    kind = kind_of(data, called)
    if is_cut_off(data, kind):
        raise _refusal("MEDIA_TYPE", called, "is cut off: its end is missing. Copy or record it again.")
    try:
        return _read(data, kind, called, tell or (lambda _code, _sentence: None))
    except BROKEN as error:
        raise _refusal("MEDIA_TYPE", called, "is damaged: it cannot be decoded.") from error


def wav_of(sound: Sound) -> Sound:
    """The same as WAV (16 bits), ten times as large and more, for clients that can play nothing else."""
    if sound.media_type == WAV.media_type:
        return sound
    data = as_wav(sound.data, _reads(sound.data))
    return Sound(data, WAV.media_type, sound.duration)


def _read(data: bytes, kind: SoundKind, called: str, tell: Tell) -> Sound:
    facts = look(data, kind.reads)
    if facts.is_film:
        raise _refusal(
            "MEDIA_TYPE", called, "is a film; only sound can be taken. Save its sound as MP3 or Ogg."
        )
    if _plays_everywhere(kind, facts):
        clean, media_type, reads = remuxed(data, kind.reads, kind.writes), kind.media_type, kind.reads
    else:
        _check_length(decoded_ms(data, kind.reads, MAX_MINUTES * 60_000), called)
        clean, media_type, reads = as_opus(data, kind.reads), OGG.media_type, OGG.reads
        tell(
            "MEDIA_CHANGED", f"The sound {called} was {facts.codec}; it is now Opus, which every seat plays."
        )
    duration = decoded_ms(clean, reads, MAX_MINUTES * 60_000)
    _check_length(duration, called)
    if is_too_short(duration, facts.said, kind, data):
        raise _refusal("MEDIA_TYPE", called, "is cut off: its end is missing. Copy or record it again.")
    return Sound(clean, media_type, duration)


def _plays_everywhere(kind: SoundKind, facts: SoundFacts) -> bool:
    return facts.codec in kind.codecs and facts.channels <= _MOST_CHANNELS and facts.rate <= _FASTEST_RATE


def _check_length(duration: int, called: str) -> None:
    if not duration:
        raise _refusal("MEDIA_TYPE", called, "has no sound in it.")
    if duration > MAX_MINUTES * 60_000:
        raise _refusal("MEDIA_TOO_LARGE", called, f"is longer than {MAX_MINUTES // 60} hours.")


def _reads(data: bytes) -> str:
    return kind_of(data, "").reads


def _refusal(code: str, called: str, what: str) -> QuestionRefusedError:
    return QuestionRefusedError(code, f"The sound {called} {what}")
