"""Whether a sound file is all there, as far as its own form tells."""

import struct

from examserver.importers.sound_files.kinds import OGG, WAV, SoundKind

_LAST_PAGE, _OGG_HEADER = 0x04, 27
_UNKNOWN_SIZES = (0, 0xFFFFFFFF)
_SLACK_MS, _SLACK_SHARE = 1500, 0.02


def is_cut_off(data: bytes, kind: SoundKind) -> bool:
    """Whether the end is missing. An Ogg stream marks its last page, a WAV file says its size."""
    if kind is OGG:
        return _ogg_is_cut_off(data)
    if kind is WAV:
        size = int(struct.unpack_from("<I", data, 4)[0]) if len(data) >= 8 else 0
        return size not in _UNKNOWN_SIZES and size > len(data)
    return False


def is_too_short(decoded: int, said: int | None, kind: SoundKind, data: bytes) -> bool:
    """Whether fewer milliseconds could be decoded than an exact header says there are."""
    is_exact = kind.tells_length or b"Xing" in data[:200_000] or b"Info" in data[:4096]
    if said is None or not is_exact:
        return False
    return decoded < said - max(_SLACK_MS, said * _SLACK_SHARE)


def _ogg_is_cut_off(data: bytes) -> bool:
    at = data.rfind(b"OggS")
    if at < 0 or len(data) < at + _OGG_HEADER:
        return True
    segments = data[at + _OGG_HEADER : at + _OGG_HEADER + data[at + 26]]
    is_whole = len(segments) == data[at + 26] and at + _OGG_HEADER + len(segments) + sum(segments) <= len(
        data
    )
    return not (is_whole and data[at + 5] & _LAST_PAGE)
