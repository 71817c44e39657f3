"""All fonts take the same room in a line: that of the first family.

Rule: a single sign from another family never pushes lines apart. STIX Two Math asks for three times the
height of its letters, since formulas are set with it, and a line with one ∈ in it would be twice as high.
Source: OpenType, tables `head`, `hhea` and `OS/2`; only the copy in memory is changed, never a file.
"""

import struct

ASCENT, DESCENT = 1.16, 0.288
"""Noto Sans SC, in ems, above and below the baseline."""

_TABLES_AT, _ENTRY = 12, 16
_CHECKSUM_WHOLE = 0xB1B0AFBA
_WORD = 4


def in_our_lines(font: bytes) -> bytes:
    """The same font with our room above and below the line; one that cannot be read comes back as it is."""
    try:
        return _with_metrics(bytearray(font))
    except (struct.error, KeyError):
        return font


def _with_metrics(font: bytearray) -> bytes:
    tables = _tables(font)
    (per_em,) = struct.unpack_from(">H", font, tables["head"][0] + 18)
    above, below = round(ASCENT * per_em), round(DESCENT * per_em)
    struct.pack_into(">hhh", font, tables["hhea"][0] + 4, above, -below, 0)
    struct.pack_into(">hhhHH", font, tables["OS/2"][0] + 68, above, -below, 0, above, below)
    struct.pack_into(">I", font, tables["head"][0] + 8, 0)
    for index, (name, (start, length)) in enumerate(tables.items()):
        if name in ("head", "hhea", "OS/2"):
            total = _checksum(font[start : start + length])
            struct.pack_into(">I", font, _TABLES_AT + index * _ENTRY + 4, total)
    whole = (_CHECKSUM_WHOLE - _checksum(font)) & 0xFFFFFFFF
    struct.pack_into(">I", font, tables["head"][0] + 8, whole)
    return bytes(font)


def _tables(font: bytearray) -> dict[str, tuple[int, int]]:
    """Each table's name with its start and length, in the order of the directory."""
    (count,) = struct.unpack_from(">H", font, 4)
    found = {}
    for index in range(count):
        tag, _, start, length = struct.unpack_from(">4sIII", font, _TABLES_AT + index * _ENTRY)
        found[tag.decode("latin-1")] = (start, length)
    return found


def _checksum(data: bytes | bytearray) -> int:
    """The sum of all 32-bit words, the last one filled up with zeros."""
    padded = bytes(data) + b"\0" * (-len(data) % _WORD)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // _WORD}I", padded)
    return sum(words) & 0xFFFFFFFF
