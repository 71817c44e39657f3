"""Versions of what the client stands on that are known to end it in the middle of an exam."""

PYSIDE_FROM = (6, 12)
PYTHON_FROM = (3, 12)


def why_not_to_start(pyside: tuple[int, ...], python: tuple[int, ...]) -> str:
    """The sentence why the client must not run on these two, `""` where it may.

    Measured: under Python 3.10 and 3.11 every void call of PySide6 6.12.0 takes a reference to None away and
    never gives it back; after 25 to 30 minutes of a running clock the last one is gone, and Python aborts.
    """
    if pyside[:2] < PYSIDE_FROM or python[:2] >= PYTHON_FROM:
        return ""
    versions = f"PySide6 {'.'.join(map(str, pyside[:3]))} under Python {'.'.join(map(str, python[:2]))}"
    return f"{versions} ends every program after about half an hour: it loses references to None."
