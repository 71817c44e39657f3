"""Sounds: believed by their bytes only, decoded once, without anything but the sound."""

import io
import struct
from pathlib import Path

import av
import pytest

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.sounds import MAX_BYTES, read_sound, wav_of
from tests.importers.made_sounds import tone

_WAV_WITHOUT_SAMPLES = (
    b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
) + b"data\0\0\0\0"
_UNKNOWN = (
    "is damaged, or no kind of sound that is understood (Ogg, MP3, M4A, WAV, FLAC, WebM, WMA, AIFF, AMR)."
)
CALLED = "“a.mp3”"


def _refusal(data: bytes) -> str:
    with pytest.raises(QuestionRefusedError) as refused:
        read_sound(data, CALLED)
    return refused.value.sentence


def _length(data: bytes) -> int:
    """The milliseconds that decode."""
    with av.open(io.BytesIO(data), "r") as container:
        frames = [frame for packet in container.demux(audio=0) for frame in packet.decode()]
        return sum(frame.samples for frame in frames) * 1000 // frames[0].sample_rate


@pytest.mark.parametrize(
    ("file_format", "codec", "media_type"),
    [
        ("ogg", "libopus", "audio/ogg"),
        ("mp3", "libmp3lame", "audio/mpeg"),
        ("ipod", "aac", "audio/mp4"),
        ("adts", "aac", "audio/aac"),
        ("wav", "pcm_s16le", "audio/wav"),
    ],
)
def test_what_every_client_plays_stays_packet_for_packet(
    file_format: str, codec: str, media_type: str
) -> None:
    told: list[str] = []
    data = tone(file_format, codec, ms=1000, title="the answer is B", artist="the answer is B")
    sound = read_sound(data, CALLED, lambda code, _: told.append(code))
    assert (sound.media_type, told) == (media_type, [])
    assert abs(sound.duration - 1000) < 90
    assert abs(_length(sound.data) - sound.duration) < 90
    assert b"answer" not in sound.data
    assert len(sound.data) < len(data) * 1.1 + 1000


@pytest.mark.parametrize(
    ("file_format", "codec", "layout"),
    [
        ("flac", "flac", "mono"),
        ("matroska", "flac", "stereo"),
        ("aiff", "pcm_s16be", "mono"),
        ("wav", "pcm_s24le", "stereo"),
        ("wav", "pcm_s16le", "5.1"),
    ],
)
def test_what_not_every_client_plays_becomes_opus_and_is_told(
    file_format: str, codec: str, layout: str
) -> None:
    told: list[str] = []
    sound = read_sound(tone(file_format, codec, 1000, layout), CALLED, lambda code, _: told.append(code))
    assert (sound.media_type, told) == ("audio/ogg", ["MEDIA_CHANGED"])
    assert abs(sound.duration - 1000) < 60
    with av.open(io.BytesIO(sound.data)) as container:
        assert container.streams.audio[0].codec_context.name in ("opus", "libopus")
        assert container.streams.audio[0].codec_context.channels == (1 if layout == "mono" else 2)


def test_the_same_sound_always_has_the_same_bytes() -> None:
    data = tone("ogg", "libopus")
    assert read_sound(data, CALLED) == read_sound(data, CALLED)
    flac = tone("flac", "flac")
    assert read_sound(flac, CALLED) == read_sound(flac, CALLED)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty."),
        (
            b"<!DOCTYPE html><title>404</title>",
            "is really a web page, perhaps an error page: embed the sound itself.",
        ),
        (b"#EXTM3U\nfile:///etc/passwd\n", "is only a list of other files: embed the sound itself."),
        (
            b"ffconcat version 1.0\nfile /etc/passwd\n",
            "is only a list of other files: embed the sound itself.",
        ),
        (
            b"MZ\x90\x00" * 9,
            _UNKNOWN,
        ),
        (b"ID3" + bytes(200), "is damaged: it cannot be decoded."),
        (b"OggS" + bytes(10), "is cut off: its end is missing. Copy or record it again."),
    ],
)
def test_a_bad_sound_is_named_with_its_reason(data: bytes, why: str) -> None:
    assert _refusal(data) == f"The sound {CALLED} {why}"


@pytest.mark.parametrize(
    ("file_format", "codec", "kept"),
    [
        ("ogg", "libopus", 0.6),
        ("wav", "pcm_s16le", 0.6),
        ("mp3", "libmp3lame", 0.5),
        ("flac", "flac", 0.5),
        ("matroska", "flac", 0.5),
    ],
)
def test_a_sound_whose_end_is_missing_is_refused(file_format: str, codec: str, kept: float) -> None:
    data = tone(file_format, codec, ms=4000)
    assert "is cut off" in _refusal(data[: int(len(data) * kept)]) or "is damaged" in _refusal(
        data[: int(len(data) * kept)]
    )


def test_a_film_is_no_sound() -> None:
    target = io.BytesIO()
    with av.open(target, "w", format="matroska") as output:
        stream = output.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 16, 16, "yuv420p"
        for _ in range(3):
            output.mux(stream.encode(av.VideoFrame(16, 16, "yuv420p")))
        output.mux(stream.encode(None))
    assert "is damaged" in _refusal(target.getvalue()) or "is a film" in _refusal(target.getvalue())


def test_a_sound_without_a_sample_and_one_that_is_too_large_are_refused() -> None:
    assert "cannot be decoded" in _refusal(_WAV_WITHOUT_SAMPLES)
    assert "is larger than 100 MB" in _refusal(bytes(MAX_BYTES + 1))


def test_a_compressed_sound_can_be_stored_as_wav() -> None:
    sound = read_sound(tone("ogg", "libopus", 1000, "stereo"), CALLED)
    wav = wav_of(sound)
    assert (wav.media_type, wav.duration) == ("audio/wav", sound.duration)
    assert wav.data.startswith(b"RIFF")
    assert abs(_length(wav.data) - 1000) < 60
    assert len(wav.data) > 10 * len(sound.data)
    assert wav_of(wav) is wav


@pytest.mark.corpora
def test_every_recording_of_a_real_listening_paper_comes_in_as_it_is(corpora: Path) -> None:
    recordings = sorted((corpora / "digabi-mex" / "SC_fi-FI" / "attachments").rglob("*.ogg"))
    sounds = [read_sound(path.read_bytes(), path.name) for path in recordings]
    assert len(sounds) == 23
    assert {sound.media_type for sound in sounds} == {"audio/ogg"}
    assert (
        10_000 < min(sound.duration for sound in sounds) < max(sound.duration for sound in sounds) < 200_000
    )
