"""The sound of the sound check: three short notes, made here, as the bytes of a WAV file.

Format: RIFF WAVE, PCM, one channel of 16 bits, which every way of playing takes.
"""

import io
import math
import struct
import wave

RATE = 22_050
NOTES = (440.0, 554.37, 659.25)
"""Hertz: a, c sharp and e."""

NOTE, FADE = 0.45, 0.05
"""Seconds of a note, and of its beginning and end."""

LOUDEST = 0.35
LENGTH = round(NOTE * len(NOTES) * 1000)
"""Milliseconds."""


def three_notes() -> bytes:
    """The notes one after the other; each swells and fades, so that nothing clicks."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(b"".join(_note(hertz) for hertz in NOTES))
    return file.getvalue()


def _note(hertz: float) -> bytes:
    count = round(NOTE * RATE)
    samples = (_sample(hertz, place / RATE) for place in range(count))
    return struct.pack(f"<{count}h", *samples)


def _sample(hertz: float, at: float) -> int:
    swell = min(1.0, at / FADE, (NOTE - at) / FADE)
    return round(32_767 * LOUDEST * max(0.0, swell) * math.sin(2 * math.pi * hertz * at))
