"""How long an import may take and how much memory, and what holds it to that on each system.

Rule: the child limits itself before it reads a byte of the paper: its address space on Linux, on Windows by a
job object of its own (a parent would catch only the launcher of a virtual environment). Source: setrlimit(2);
winnt.h, JOBOBJECT_EXTENDED_LIMIT_INFORMATION.
"""

import ctypes
import sys
from dataclasses import dataclass

_MEMORY_OF_PROCESS = 0x100
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
    """Keep this process below so many bytes, for good; 0 is no limit. Raises OSError."""
    if not most:
        return
    if sys.platform == "win32":
        _enter_job(most)
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if sys.platform == "win32":

    def _enter_job(most: int) -> None:
        """Put this process into a job of its own. Its handle is never closed: it ends with the process."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        limits = _ExtendedLimits()
        limits.basic.flags = _MEMORY_OF_PROCESS
        limits.process_memory = most
        done = (
            job.value
            and kernel.SetInformationJobObject(
                job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
            )
            and kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
        )
        if not done:
            raise ctypes.WinError(ctypes.get_last_error())
