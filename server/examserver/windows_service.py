"""The service as a Windows service: speaks with the service control manager, by ctypes alone.

Rule: whatever it is asked it answers at once, and what it does stays in threads of Python's own.
Source: StartServiceCtrlDispatcherW, RegisterServiceCtrlHandlerExW and SetServiceStatus of advapi32.
"""

import ctypes
import logging
import sys
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

OWN_PROCESS = 0x10
STOPPED, START_PENDING, STOP_PENDING, RUNNING = 1, 2, 3, 4
ACCEPT_STOP, ACCEPT_SHUTDOWN = 1, 4
CONTROL_STOP, CONTROL_INTERROGATE, CONTROL_SHUTDOWN = 1, 4, 5
NO_ERROR, NOT_IMPLEMENTED, SPECIFIC_ERROR = 0, 120, 1066
WAIT_MILLISECONDS = 60_000
"""So long the manager waits for a start or an end before it calls it failed."""

Work = Callable[[threading.Event, Callable[[], None]], int]
"""Serves until the event is set; calls the second when stations can connect; returns the exit code."""


class _Status(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_uint32) for name in ("type", "state", "accepts", "code", "own_code", "check", "wait")
    ]


if sys.platform == "win32":
    _Handler = ctypes.WINFUNCTYPE(
        ctypes.c_uint32, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p
    )
    _Main = ctypes.WINFUNCTYPE(None, ctypes.c_uint32, ctypes.POINTER(ctypes.c_wchar_p))

    class _Entry(ctypes.Structure):
        _fields_ = [("name", ctypes.c_wchar_p), ("main", _Main)]

    class WindowsService:
        """Owns what the service control manager is told. Its process has no other service."""

        def __init__(self, name: str, work: Work) -> None:
            self._name = name
            self._work = work
            self._stopping = threading.Event()
            self._checks = 0
            self._handle: int | None = None
            self._api = ctypes.WinDLL("advapi32", use_last_error=True)
            self._api.RegisterServiceCtrlHandlerExW.restype = ctypes.c_void_p
            self._api.RegisterServiceCtrlHandlerExW.argtypes = (
                ctypes.c_wchar_p,
                _Handler,
                ctypes.c_void_p,
            )
            self._api.SetServiceStatus.argtypes = (ctypes.c_void_p, ctypes.POINTER(_Status))
            self._on_control = _Handler(self._control)
            self._on_start = _Main(self._main)

        def run(self) -> bool:
            """Serve as the manager says; False where it was not the manager that started this process."""
            table = (_Entry * 2)(_Entry(self._name, self._on_start), _Entry(None, _Main()))
            return bool(self._api.StartServiceCtrlDispatcherW(table))

        def _main(self, _count: int, _words: object) -> None:
            self._handle = self._api.RegisterServiceCtrlHandlerExW(self._name, self._on_control, None)
            self._tell(START_PENDING)
            code = 1
            try:
                code = self._work(self._stopping, lambda: self._tell(RUNNING))
            except BaseException:  # the crash handler: the manager has to hear of it, and starts it again
                log.exception("the service has ended")
            self._tell(STOPPED, code)

        def _control(self, control: int, _event: int, _data: object, _context: object) -> int:
            if control in (CONTROL_STOP, CONTROL_SHUTDOWN):
                self._tell(STOP_PENDING)
                self._stopping.set()
                return NO_ERROR
            return NO_ERROR if control == CONTROL_INTERROGATE else NOT_IMPLEMENTED

        def _tell(self, state: int, own_code: int = 0) -> None:
            is_pending = state in (START_PENDING, STOP_PENDING)
            self._checks = self._checks + 1 if is_pending else 0
            status = _Status(
                OWN_PROCESS,
                state,
                ACCEPT_STOP | ACCEPT_SHUTDOWN if state == RUNNING else 0,
                SPECIFIC_ERROR if own_code else NO_ERROR,
                own_code,
                self._checks,
                WAIT_MILLISECONDS if is_pending else 0,
            )
            self._api.SetServiceStatus(self._handle, ctypes.byref(status))
