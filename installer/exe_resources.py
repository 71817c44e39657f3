"""The resources of a Windows program as a .res file, which the linker takes: icon, version, manifest.

Sources: the formats RESOURCEHEADER, GRPICONDIR and VS_VERSIONINFO of Microsoft's documentation.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

ICON, GROUP_ICON, VERSION, MANIFEST = 3, 14, 16, 24
WINDOW_ICON = "IDI_ICON1"
"""Qt gives its windows the icon of this name."""

NEUTRAL, ENGLISH = 0, 0x0409
UTF_16 = 1200


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource: what kind it is, and its number or name."""

    kind: int
    name: int | str
    data: bytes
    language: int = NEUTRAL


def res_file(resources: list[Resource]) -> bytes:
    """The file that begins with an empty resource, as the format has it."""
    return b"".join(map(_entry, [Resource(0, 0, b""), *resources]))


def icon_resources(pictures: Mapping[int, bytes]) -> list[Resource]:
    """Each picture, by its size in pixels, and the group that names them all."""
    group = struct.pack("<HHH", 0, 1, len(pictures))
    for number, (size, picture) in enumerate(pictures.items(), 1):
        group += struct.pack("<BBBBHHIH", size % 256, size % 256, 0, 0, 1, 32, len(picture), number)
    numbered = enumerate(pictures.values(), 1)
    return [
        *(Resource(ICON, number, picture) for number, picture in numbered),
        Resource(GROUP_ICON, WINDOW_ICON, group),
    ]


def manifest_resource(text: str) -> Resource:
    """What the program asks of Windows."""
    return Resource(MANIFEST, 1, text.encode("utf-8"))


def version_resource(version: str, words: Mapping[str, str]) -> Resource:
    """`version` as numbers with dots between them, at most four; `words`: what the properties show."""
    high, low = _numbers(version)
    fixed = struct.pack("<13I", 0xFEEF04BD, 0x10000, high, low, high, low, 0x3F, 0, 0x40004, 1, 0, 0, 0)
    strings = [_block(key, text.encode("utf-16-le") + b"\0\0", is_text=True) for key, text in words.items()]
    table = _block(f"{ENGLISH:04X}{UTF_16:04X}", b"", strings, is_text=True)
    translation = _block("Translation", struct.pack("<HH", ENGLISH, UTF_16))
    children = [
        _block("StringFileInfo", b"", [table], is_text=True),
        _block("VarFileInfo", b"", [translation], is_text=True),
    ]
    return Resource(VERSION, 1, _block("VS_VERSION_INFO", fixed, children), ENGLISH)


def _numbers(version: str) -> tuple[int, int]:
    parts = [int(part) for part in version.split(".")]
    one, two, three, four = [*parts, 0, 0, 0, 0][:4]
    return one << 16 | two, three << 16 | four


def _block(key: str, value: bytes, children: list[bytes] | None = None, *, is_text: bool = False) -> bytes:
    """Length, length of the value (of a text in characters), kind, key, value, children, each at 4 bytes."""
    body = _padded(b"\0" * 6 + key.encode("utf-16-le") + b"\0\0") + value
    for child in children or []:
        body = _padded(body) + child
    counted = len(value) // 2 if is_text else len(value)
    return struct.pack("<HHH", len(body), counted, is_text) + body[6:]


def _entry(resource: Resource) -> bytes:
    names = _name(resource.kind) + _name(resource.name)
    names = _padded(names)
    header = struct.pack("<II", len(resource.data), 8 + len(names) + 16) + names
    return _padded(header + struct.pack("<IHHII", 0, 0x1030, resource.language, 0, 0) + resource.data)


def _name(name: int | str) -> bytes:
    return struct.pack("<HH", 0xFFFF, name) if isinstance(name, int) else f"{name}\0".encode("utf-16-le")


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)
