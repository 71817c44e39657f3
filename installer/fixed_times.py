"""Takes the moment of building out of an MSI, so that the same input gives the same bytes."""

import struct
from pathlib import Path

from installer.errors import BuildError

WHEN = 1577836800
"""What all times are set to: the first second of 2020, in UTC."""

SUMMARY = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
"""The id of the summary information, as it stands before its properties."""
BYTE_ORDER = 0xFFFE
"""How a stream of properties begins, in two bytes."""
CREATED, SAVED = 12, 13
FILETIME = 64
FROM_1601 = 11644473600


def fix_times(msi: Path) -> None:
    """Set both times of the summary information, in place. Raises BuildError where it is not as expected."""
    data = bytearray(msi.read_bytes())
    section = _section(data)
    count = struct.unpack_from("<I", data, section + 4)[0]
    times = 0
    for number in range(count):
        name, offset = struct.unpack_from("<II", data, section + 8 + 8 * number)
        if name in (CREATED, SAVED):
            place = section + offset
            if struct.unpack_from("<I", data, place)[0] != FILETIME:
                raise BuildError(f"The summary information of {msi.name} is not as msibuild writes it.")
            struct.pack_into("<Q", data, place + 4, (WHEN + FROM_1601) * 10_000_000)
            times += 1
    if times != 2:
        raise BuildError(f"{msi.name} has {times} times in its summary information instead of 2.")
    msi.write_bytes(data)


def _section(data: bytearray) -> int:
    """Where the properties begin. The stream is short, and its blocks follow one another as written."""
    place = data.find(SUMMARY)
    start = place - 28
    if start < 0 or struct.unpack_from("<H", data, start)[0] != BYTE_ORDER:
        raise BuildError("The MSI has no summary information.")
    return start + int(struct.unpack_from("<I", data, place + 16)[0])
