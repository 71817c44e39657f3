"""Sounds made for tests: a tone of 440 Hz in any kind of file."""

import io
import math
import struct

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream

RATE = 48_000


def tone(file_format: str, codec: str, ms: int = 500, layout: str = "mono", **tags: str) -> bytes:
    """A tone of that many milliseconds; `tags` are written into the file."""
    target = io.BytesIO()
    with av.open(target, "w", format=file_format) as output:
        output.metadata.update(tags)
        stream = output.add_stream(codec, rate=RATE, layout=layout)
        assert isinstance(stream, AudioStream)
        resampler = AudioResampler(stream.format.name, stream.layout.name, RATE, stream.frame_size or 1024)
        for frame in (_samples(ms, layout), None):
            for piece in resampler.resample(frame):
                output.mux(stream.encode(piece))
        output.mux(stream.encode(None))
    return target.getvalue()


def _samples(ms: int, layout: str) -> AudioFrame:
    count = RATE * ms // 1000
    frame = AudioFrame(format="s16", layout=layout, samples=count)
    channels = frame.layout.nb_channels
    values = (round(9000 * math.sin(math.tau * 440 * at / RATE)) for at in range(count))
    frame.planes[0].update(b"".join(struct.pack("<h", value) * channels for value in values))
    frame.sample_rate = RATE
    frame.pts = 0
    return frame
