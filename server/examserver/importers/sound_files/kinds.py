"""What kind of sound file bytes are, by themselves: the name says nothing.

Rule: FFmpeg is told the kind and never guesses: some kinds that it guesses (playlists) open other files.
"""

from dataclasses import dataclass

from examserver.importers.errors import QuestionRefusedError


@dataclass(frozen=True, slots=True)
class SoundKind:
    """A kind of file. `reads` and `writes` are FFmpeg's names of it; `writes` is empty where it never stays.

    `codecs` are those that every client plays; `tells_length`: its header says exactly how long it is.
    """

    reads: str
    writes: str
    media_type: str
    codecs: frozenset[str] = frozenset()
    tells_length: bool = False


OGG = SoundKind("ogg", "ogg", "audio/ogg", frozenset({"vorbis", "opus"}))
MP3 = SoundKind("mp3", "mp3", "audio/mpeg", frozenset({"mp3", "mp3float"}))
WAV = SoundKind("wav", "wav", "audio/wav", frozenset({"pcm_s16le", "pcm_u8"}))
M4A = SoundKind("mov", "ipod", "audio/mp4", frozenset({"aac"}), tells_length=True)
ADTS = SoundKind("aac", "adts", "audio/aac", frozenset({"aac"}))
_FLAC = SoundKind("flac", "", "audio/flac", tells_length=True)
_MATROSKA = SoundKind("matroska", "", "audio/webm", tells_length=True)
_ASF = SoundKind("asf", "", "audio/x-ms-wma")
_AIFF = SoundKind("aiff", "", "audio/aiff")
_AMR = SoundKind("amr", "", "audio/amr")

_STARTS = (
    (b"OggS", OGG),
    (b"ID3", MP3),
    (b"fLaC", _FLAC),
    (b"\x1a\x45\xdf\xa3", _MATROSKA),
    (b"\x30\x26\xb2\x75", _ASF),
    (b"#!AMR", _AMR),
)
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<?xml", b"<head")


def kind_of(data: bytes, called: str) -> SoundKind:
    """The kind of a sound file; raises QuestionRefusedError with what it really is."""
    found = next((kind for start, kind in _STARTS if data.startswith(start)), None) or _kind_by_inside(data)
    if found is None:
        raise QuestionRefusedError("MEDIA_TYPE", f"The sound {called} {_what_else(data)}")
    return found


def _kind_by_inside(data: bytes) -> SoundKind | None:
    inner = data[8:12]
    if data.startswith(b"RIFF") and inner == b"WAVE":
        return WAV
    if data.startswith(b"FORM") and inner in (b"AIFF", b"AIFC"):
        return _AIFF
    if data[4:8] == b"ftyp":
        return M4A
    if len(data) > 2 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        is_adts = data[1] & 0x06 == 0  # the layer, which MPEG audio never has as 0
        return ADTS if is_adts else MP3
    return None


def _what_else(data: bytes) -> str:
    head = data[:200].lstrip().lower()
    if not head:
        return "is empty."
    if head.startswith(_PAGE_STARTS):
        return "is really a web page, perhaps an error page: embed the sound itself."
    if head.startswith((b"#extm3u", b"[playlist]", b"ffconcat")):
        return "is only a list of other files: embed the sound itself."
    return (
        "is damaged, or no kind of sound that is understood (Ogg, MP3, M4A, WAV, FLAC, WebM, WMA, AIFF, AMR)."
    )
