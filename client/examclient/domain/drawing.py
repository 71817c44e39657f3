"""The drawing level of `[OpenGL] Level`: which environment Qt gets before it is imported.

Source: DESIGN of the levels; level 0 never creates a graphics device, so no driver can paint a white window.
"""

import sys
from collections.abc import Mapping

FIRST_COMPOSED = 2
"""From this level on the graphics device composes the windows, and a guard watches the start."""

FALL_BACK = "EXAMCLIENT_DRAWING_FAILED"
"""The environment's word from the start before: draw in software, for this reason. It outlives a state folder
that forgets, so that not even such a machine goes round in circles."""

BY_DEVICE = {"QT_WIDGETS_RHI": "1"}

SOFTWARE = {
    "QT_WIDGETS_RHI": "0",
    "QT_OPENGL": "software",
    "QT_D3D_ADAPTER_INDEX": "99",
    "QT_QUICK_BACKEND": "software",
    "QSG_RHI_PREFER_SOFTWARE_RENDERER": "1",
    "QT_FFMPEG_DECODING_HW_DEVICE_TYPES": ",",
    "QT_DISABLE_HW_TEXTURES_CONVERSION": "1",
}

NO_OPENGL = {"QT_XCB_GL_INTEGRATION": "none"}
"""What level 0 needs besides on Linux: without it, a frame of a video makes Qt load the graphics driver."""


def environment_for(level: int, platform: str = sys.platform) -> dict[str, str]:
    """The variables to set for a level; any level below 1 draws in software."""
    if level <= 0:
        return SOFTWARE | (NO_OPENGL if platform == "linux" else {})
    if level == 1:
        return {"QT_WIDGETS_RHI": "0"}
    return BY_DEVICE | {"QT_WIDGETS_RHI_BACKEND": "d3d11" if platform == "win32" else "opengl"}


def draws_by_device(environment: Mapping[str, str]) -> bool:
    """Whether a process with these variables has its windows composed by the graphics device."""
    return BY_DEVICE.items() <= environment.items()
