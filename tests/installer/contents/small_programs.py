"""The smallest libraries for Windows that a reader of such files takes: headers and imports, no code."""

import struct
from collections.abc import Sequence

X64, X86 = 0x8664, 0x14C
START = 0x200
"""Where the one section begins, in the file; it is loaded at 0x1000."""


def library(*imports: str, machine: int = X64) -> bytes:
    """A library that wants these others."""
    section = _imports(imports)
    head = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40)
    coff = struct.pack("<HHIIIHH", machine, 1, 0, 0, 0, 0xF0, 0x2022)
    optional = struct.pack("<HBBIIIII", 0x20B, 0, 0, 0, len(section), 0, 0, 0x1000)
    optional += struct.pack(
        "<QIIHHHHHHIIIIHH", 0x180000000, 0x1000, 0x200, 6, 0, 0, 0, 6, 0, 0, 0x3000, START, 0, 2, 0
    )
    optional += struct.pack("<QQQQII", 0x100000, 0x1000, 0x100000, 0x1000, 0, 16)
    tables = [(0, 0), (0x1000, len(section)), *[(0, 0)] * 14]
    optional += b"".join(struct.pack("<II", *table) for table in tables)
    table = struct.pack(
        "<8sIIIIIIHHI", b".rdata", len(section), 0x1000, len(section), START, 0, 0, 0, 0, 0x40000040
    )
    return (head + b"PE\0\0" + coff + optional + table).ljust(START, b"\0") + section


def _imports(names: Sequence[str]) -> bytes:
    """A descriptor for each, one that ends them, one function by number, then the names."""
    thunks = 0x1000 + 20 * (len(names) + 1)
    place = thunks + 16
    described, texts = b"", b""
    for name in names:
        described += struct.pack("<IIIII", thunks, 0, 0, place + len(texts), thunks)
        texts += name.encode() + b"\0"
    section = described + bytes(20) + struct.pack("<QQ", 1 << 63 | 1, 0) + texts
    return section.ljust(0x200, b"\0")
