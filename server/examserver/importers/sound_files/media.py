"""Sounds through FFmpeg (PyAV): looked at, written anew without metadata, made into another kind, decoded.

Rule: every open names the kind of file, and nothing but the given bytes is read.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

BROKEN = (av.error.FFmpegError, ValueError, EOFError, LookupError, NotImplementedError)
"""What PyAV raises on a file that is no sound."""

_OPUS_RATE, _OPUS_BITS_A_CHANNEL = 48_000, 64_000
_MOST_BROKEN_PACKETS = 3
_NO_TRACES = {"fflags": "+bitexact"}
_NO_TAGS = {"mp3": {"id3v2_version": "0", "write_id3v1": "0"}}


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """What a file says of itself: `said` is its length in milliseconds, None where it does not say."""

    codec: str
    channels: int
    rate: int
    said: int | None
    is_film: bool


@contextmanager
def _opened(data: bytes, reads: str) -> Iterator[InputContainer]:
    with av.open(io.BytesIO(data), "r", format=reads, metadata_errors="ignore") as container:
        assert isinstance(container, InputContainer)
        yield container


def look(data: bytes, reads: str) -> SoundFacts:
    """What the file says of its first sound; raises one of BROKEN."""
    with _opened(data, reads) as container:
        films = [one for one in container.streams.video if not _is_cover(one.disposition)]
        stream = container.streams.audio[0]
        said = None if container.duration is None else int(container.duration // 1000)
        facts = stream.codec_context
        return SoundFacts(facts.name, facts.channels, facts.sample_rate, said, bool(films))


def remuxed(data: bytes, reads: str, writes: str) -> bytes:
    """The same sound, packet for packet, in a new file that holds nothing else; raises one of BROKEN."""
    target = io.BytesIO()
    options = {**_NO_TRACES, **_NO_TAGS.get(writes, {})}
    with _opened(data, reads) as container, av.open(target, "w", format=writes, options=options) as output:
        stream = container.streams.audio[0]
        copy = output.add_stream_from_template(stream)
        copy.metadata.clear()
        for packet in container.demux(stream):
            if packet.dts is not None:
                packet.stream = copy
                output.mux(packet)
    return target.getvalue()


def as_opus(data: bytes, reads: str) -> bytes:
    """The sound as Ogg Opus, in stereo at most; raises one of BROKEN."""
    return _encoded(data, reads, _Target("ogg", "libopus", "flt"))


def as_wav(data: bytes, reads: str) -> bytes:
    """The sound as WAV with 16 bits, in stereo at most, at 48 kHz at most; raises one of BROKEN."""
    return _encoded(data, reads, _Target("wav", "pcm_s16le", "s16"))


@dataclass(frozen=True, slots=True)
class _Target:
    """What to write: FFmpeg's names of the file, of the codec, and of the samples that it takes."""

    writes: str
    codec: str
    samples: str


def _encoded(data: bytes, reads: str, target: _Target) -> bytes:
    written = io.BytesIO()
    with (
        _opened(data, reads) as container,
        av.open(written, "w", format=target.writes, options=_NO_TRACES) as output,
    ):
        source = container.streams.audio[0].codec_context
        layout = "mono" if source.channels == 1 else "stereo"
        rate = _OPUS_RATE if target.codec == "libopus" else min(source.sample_rate, _OPUS_RATE)
        stream = output.add_stream(target.codec, rate=rate, layout=layout)
        assert isinstance(stream, AudioStream)
        if target.codec == "libopus":
            stream.bit_rate = _OPUS_BITS_A_CHANNEL * (1 if layout == "mono" else 2)
        resampler = AudioResampler(format=target.samples, layout=layout, rate=rate)
        for frame in chain(_frames(container), [None]):
            if frame is not None:
                frame.pts = None
            for piece in resampler.resample(frame):
                output.mux(stream.encode(piece))
        output.mux(stream.encode(None))
    return written.getvalue()


def decoded_ms(data: bytes, reads: str, at_most: int) -> int:
    """How many milliseconds can be decoded; stops a little after `at_most`. Raises one of BROKEN."""
    samples, rate = 0, 1
    with _opened(data, reads) as container:
        for frame in _frames(container):
            samples, rate = samples + frame.samples, frame.sample_rate
            if samples * 1000 // rate > at_most:
                break
    return samples * 1000 // rate


def _frames(container: InputContainer) -> Iterator[AudioFrame]:
    """Every frame of the first sound. Players skip a broken packet or two, as where a recording was cut."""
    broken = 0
    for packet in container.demux(container.streams.audio[0]):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            broken += 1
            if broken > _MOST_BROKEN_PACKETS:
                raise
            continue
        for frame in frames:
            assert isinstance(frame, AudioFrame)
            yield frame


def _is_cover(disposition: object) -> bool:
    return "attached_pic" in str(disposition)
