"""What this very process has loaded of graphics drivers, by what the operating system says.

Sources: proc(5), /proc/self/maps; psapi.h (K32EnumProcessModules). The loaders (libGL, d3d11.dll) are always
there, since Qt is linked with them: they prove nothing. What they load in turn does.
"""

import ctypes
import re
import sys
from pathlib import Path

OF_LINUX = r"_dri\.so|libLLVM|libgallium|libGLX_mesa|libGLX_nvidia|libnvidia-|libvulkan|libva\.so|libcuda"
OF_WINDOWS = (
    r"^(d3dcompiler_47|d3d10warp|opengl32|opengl32sw|vulkan-1|igc64|atidxx64|atio6axx|nvoglv64)\.dll$"
    r"|^nvwgf2um|^ig\d.*(umd|icd)|^amdxx"
)
LINKED_BY_WINE = {"opengl32.dll"}
"""Wine's own d3d11.dll is linked with it, as Windows' is not."""


def drivers() -> list[str]:
    """The file names of the graphics drivers in this process."""
    pattern = re.compile(OF_WINDOWS if sys.platform == "win32" else OF_LINUX, re.IGNORECASE)
    of_wine = LINKED_BY_WINE if is_wine() else set[str]()
    return sorted(name for name in modules() - of_wine if pattern.search(name))


def modules() -> set[str]:
    """The file names of all that is loaded into this process."""
    if sys.platform == "win32":
        return _of_windows()
    maps = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace")
    return {line.rsplit("/", 1)[1] for line in maps.splitlines() if "/" in line}


def is_wine() -> bool:
    """Whether this Windows is none."""
    return sys.platform == "win32" and hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


if sys.platform == "win32":

    def _of_windows() -> set[str]:
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        process = ctypes.c_void_p(kernel.GetCurrentProcess())
        handles, size = (ctypes.c_void_p * 2048)(), ctypes.c_uint32()
        kernel.K32EnumProcessModules(process, handles, ctypes.sizeof(handles), ctypes.byref(size))
        found = set()
        for handle in handles[: size.value // ctypes.sizeof(ctypes.c_void_p)]:
            name = ctypes.create_unicode_buffer(260)
            kernel.K32GetModuleBaseNameW(process, ctypes.c_void_p(handle), name, 260)
            found.add(name.value)
        return found
