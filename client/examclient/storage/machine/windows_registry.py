"""Reads the machine's part of Windows' registry; changes nothing."""

import sys


def read_text(key: str, name: str) -> str:
    """A text below HKEY_LOCAL_MACHINE, `""` where there is none; raises OSError where this is no Windows."""
    value = _read(key, name)
    return value.strip() if isinstance(value, str) else ""


def read_number(key: str, name: str) -> int | None:
    """A number below HKEY_LOCAL_MACHINE, None where there is none; raises OSError as above."""
    value = _read(key, name)
    return value if isinstance(value, int) else None


def _read(key: str, name: str) -> object:
    if sys.platform != "win32":
        raise OSError("this is no Windows")
    import winreg  # noqa: PLC0415 - there on Windows only

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
            value, _kind = winreg.QueryValueEx(opened, name)
    except FileNotFoundError:
        return None
    return value
