"""Makes the sound of the sample of all kinds: `python -m resources.samples.make_sounds`.

Rule: the same bytes at every run, so that a test can say whether somebody has changed them by hand.
"""

import io
import math
import struct
import wave
from pathlib import Path

PIPS = Path(__file__).resolve().parent / "question-kinds" / "pips.wav"
RATE = 8000
LOUD = 0.4
SHORT, LONG, PAUSE = 0.15, 0.6, 0.55
"""Seconds."""

TONES = (SHORT, SHORT, SHORT, SHORT, LONG)
PITCH = 1000
FADE = 80
"""Samples over which a tone comes and goes, so that it does not click."""


def pips() -> bytes:
    """Four short tones and a long one as WAV: one channel, 16 bits, 8 kHz."""
    samples = [sample for seconds in TONES for sample in (*_tone(seconds), *[0] * round(PAUSE * RATE))]
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return out.getvalue()


def _tone(seconds: float) -> list[int]:
    length = round(seconds * RATE)
    return [_sample(at, length) for at in range(length)]


def _sample(at: int, length: int) -> int:
    fade = min(1.0, at / FADE, (length - at) / FADE)
    return round(32767 * LOUD * fade * math.sin(2 * math.pi * PITCH * at / RATE))


def main() -> None:
    """Write it where the sample names it."""
    PIPS.write_bytes(pips())


if __name__ == "__main__":
    main()
