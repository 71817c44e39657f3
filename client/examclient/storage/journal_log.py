"""The log that SQLite keeps beside a journal, read without SQLite: that drops what follows damage in silence.

Rule: this only reads. Source: SQLite file format, "The Write-Ahead Log" (sqlite.org/fileformat2.html).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

HEADER, FRAME_HEADER = struct.Struct(">IIIIIIII"), struct.Struct(">IIIIII")
LITTLE_ENDIAN_SUMS, BIG_ENDIAN_SUMS = 0x377F0682, 0x377F0683
PAGE = 4096
MOST_PAGES = 1 << 20
"""A page number above it is damage: an attempt's journal has some hundred pages."""

FEW_BITS = 4
"""Salts that differ by no more are this log's own, damaged; a log before it had others, by chance."""

Sums = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """One page as the log has it. `commits`: a transaction ended with it; `is_sound`: its checksum fits."""

    number: int
    commits: bool
    is_sound: bool
    page: bytes


def frames_of(log: bytes) -> tuple[Frame, ...]:
    """This log's own frames in order, also those behind damage, but not what an older log left there."""
    if len(log) <= HEADER.size:
        return ()
    return tuple(_frames(log))


def is_cut(frames: tuple[Frame, ...]) -> bool:
    """Whether SQLite would leave out frames, since one before them or they themselves are damaged."""
    return any(not frame.is_sound for frame in frames)


def applied(data: bytes, frames: tuple[Frame, ...]) -> bytes:
    """A file's bytes with the pages of the log put in."""
    pages = bytearray(data[: len(data) // PAGE * PAGE])
    for frame in frames:
        start = (frame.number - 1) * PAGE
        pages.extend(bytes(max(0, start + PAGE - len(pages))))
        pages[start : start + PAGE] = frame.page
    return bytes(pages)


def committed(frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """The frames that SQLite takes: up to the last end of a transaction before any damage."""
    sound = next((place for place, frame in enumerate(frames) if not frame.is_sound), len(frames))
    ends = [place + 1 for place, frame in enumerate(frames[:sound]) if frame.commits]
    return frames[: ends[-1]] if ends else ()


def _frames(log: bytes) -> Iterator[Frame]:
    magic, _, _, _, salt, other_salt, *stored = HEADER.unpack_from(log)
    words = "<" if magic == LITTLE_ENDIAN_SUMS else ">"
    sums = _sums(words, log[: HEADER.size - 8], (0, 0))
    is_sound = magic in (LITTLE_ENDIAN_SUMS, BIG_ENDIAN_SUMS) and sums == tuple(stored)
    salts = (salt << 32) | other_salt
    for start in range(HEADER.size, len(log) - FRAME_HEADER.size - PAGE + 1, FRAME_HEADER.size + PAGE):
        number, size, one, other, *stored = FRAME_HEADER.unpack_from(log, start)
        page = log[start + FRAME_HEADER.size : start + FRAME_HEADER.size + PAGE]
        own = (one << 32) | other
        if is_sound:
            sums = _sums(words, log[start : start + 8] + page, sums)
        is_sound = is_sound and own == salts and sums == tuple(stored)
        if (own ^ salts).bit_count() <= FEW_BITS and 0 < number <= MOST_PAGES:
            yield Frame(number, size > 0, is_sound, page)


def _sums(order: str, data: bytes, start: Sums) -> Sums:
    one, other = start
    numbers = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(numbers[::2], numbers[1::2], strict=True):
        one = (one + even + other) & 0xFFFFFFFF
        other = (other + odd + one) & 0xFFFFFFFF
    return one, other
