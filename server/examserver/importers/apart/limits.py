"""How long an import may take and how much memory, and what holds it to that on each system.

Rule: on Linux the child limits its own address space before it reads a byte of the paper; on Windows its
parent puts it into a job object. Source: setrlimit(2); winnt.h, JOBOBJECT_EXTENDED_LIMIT_INFORMATION.
"""

import ctypes
import sys
from dataclasses import dataclass

_MEMORY_OF_PROCESS, _KILL_WITH_JOB = 0x100, 0x2000
_EXTENDED_LIMITS = 9


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of wall-clock time, and bytes of memory."""

    seconds: float = 60
    memory: int = 2**30


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("basic", _BasicLimits),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def limit_own_memory(most: int) -> None:
    """Keep this process below so many bytes of address space, where the system can."""
    if sys.platform == "win32" or not most:
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Job:
    """A Windows job object that ends its processes when it is closed; elsewhere nothing."""

    def __init__(self, memory: int) -> None:
        self._handle: int | None = None
        if sys.platform == "win32":
            self._handle = _make_job(memory)

    def take(self, process_handle: int) -> None:
        """Put a process into the job; raises OSError."""
        if sys.platform == "win32" and not _kernel().AssignProcessToJobObject(
            ctypes.c_void_p(self._handle), ctypes.c_void_p(process_handle)
        ):
            raise ctypes.WinError(ctypes.get_last_error())

    def close(self) -> None:
        """End what is still in it."""
        if sys.platform == "win32" and self._handle is not None:
            _kernel().CloseHandle(ctypes.c_void_p(self._handle))
            self._handle = None


if sys.platform == "win32":

    def _kernel() -> ctypes.WinDLL:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        return kernel

    def _make_job(memory: int) -> int:
        kernel = _kernel()
        handle = kernel.CreateJobObjectW(None, None)
        limits = _ExtendedLimits()
        limits.basic.flags = _MEMORY_OF_PROCESS | _KILL_WITH_JOB
        limits.process_memory = memory
        done = handle and kernel.SetInformationJobObject(
            ctypes.c_void_p(handle), _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        if not done:
            raise ctypes.WinError(ctypes.get_last_error())
        return int(handle)
