"""Listens to what Qt itself says while it draws, for the words by which it says that graphics do not work.

Sources: the texts of Qt 6.9's qrhi*.cpp, qbackingstorerhisupport.cpp and platform plugins; Qt has no other
way of telling a widget program.
"""

import logging

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

FAILURES: tuple[str, ...] = (
    "Failed to create QRhi",
    "Failed to get a QRhi",
    "Failed to create D3D11 device",
    "Failed to create D3D11 swapchain",
    "Failed to create swapchain",
    "Failed to create platform Vulkan instance",
    "Failed to create OpenGL context",
    "Cannot create platform OpenGL context",
    "Failed to initialize graphics backend",
    "Device loss detected",
    "graphics device lost",
    "Failed to create rtv for swapchain",
    "Failed to query swapchain backbuffer",
    "Failed to resize D3D11 swapchain",
    "Failed to present",
    "QRhiGles2: Failed to create",
    "QRhiGles2: Failed to make context current",
    "QRhiGles2: Context is lost",
)

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

log = logging.getLogger(__name__)


class GraphicsMessages(QObject):
    """Passes every message of Qt on to the log; any thread may be the one that speaks.

    Signals:
        failed(str): graphics do not work, in Qt's own words.
    """

    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._before = qInstallMessageHandler(self._on_message)

    def close(self) -> None:
        """Listen no more."""
        qInstallMessageHandler(self._before)

    def _on_message(self, kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        if callable(self._before):
            self._before(kind, context, words)
        else:
            log.log(LEVELS.get(kind, logging.WARNING), "%s", words)
        if is_failure(words):
            self.failed.emit(words)


def is_failure(words: str) -> bool:
    """Whether a message of Qt says that the graphics device does not do what was asked of it."""
    return any(failure in words for failure in FAILURES)
