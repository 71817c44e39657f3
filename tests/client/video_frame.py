"""One frame of a video in a window of its own, by the classes that a player of recordings uses."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat
from PySide6.QtMultimediaWidgets import QVideoWidget

BRIGHT, PLANES = 200, 2


def show_frame() -> Callable[[], str]:
    """Show it; the function that comes back converts it to a picture and says the picture's colour."""
    frame = QVideoFrame(QVideoFrameFormat(QSize(64, 64), QVideoFrameFormat.PixelFormat.Format_NV12))
    frame.map(QVideoFrame.MapMode.WriteOnly)
    for plane in range(PLANES):
        data = memoryview(frame.bits(plane))
        data[:] = bytes([BRIGHT]) * len(data)
    frame.unmap()
    window = QVideoWidget()
    window.setGeometry(600, 400, 160, 120)  # not over the corner that is looked at
    window.show()
    window.videoSink().setVideoFrame(frame)

    def colour() -> str:
        picture = frame.toImage()
        window.close()
        return picture.pixelColor(32, 32).name()

    return colour
