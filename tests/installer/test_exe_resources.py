"""What Windows shows of the program: its icon and its version, in the bytes that Windows reads."""

import io
import struct

import pytest
from PIL import Image

from installer.exe_resources import (
    GROUP_ICON,
    ICON,
    WINDOW_ICON,
    Resource,
    icon_resources,
    res_file,
    version_resource,
)
from installer.icon import BLUE, GREEN, SIZES, WHITE, picture

NUMBERS = struct.Struct("<II4I")
SIGNATURE = struct.pack("<I", 0xFEEF04BD)


def as_icon_file(size: int) -> bytes:
    """The picture as the only one of an .ico file."""
    data = picture(size)
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, size % 256, size % 256, 0, 0, 1, 32, len(data), 22) + data


def opened(size: int) -> Image.Image:
    """The picture as another program reads it."""
    return Image.open(io.BytesIO(as_icon_file(size))).convert("RGBA")


@pytest.mark.parametrize("size", SIZES)
def test_every_size_of_the_icon_is_a_blue_tile_with_round_corners(size: int) -> None:
    image = opened(size)
    assert image.size == (size, size)
    assert image.getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert image.getpixel((size // 2, size // 10)) == (*BLUE, 255)


@pytest.mark.parametrize("size", [size for size in SIZES if size >= 32])
def test_a_large_icon_is_a_sheet_with_a_green_tick(size: int) -> None:
    colours = {colour for _, colour in opened(size).getcolors(size * size) or []}
    assert {(*WHITE, 255), (*GREEN, 255)} <= colours


def test_a_small_icon_is_the_tick_alone() -> None:
    image = opened(16)
    lowest = max((y, x) for y in range(16) for x in range(16) if image.getpixel((x, y)) == (*WHITE, 255))
    highest = min((y, -x) for y in range(16) for x in range(16) if image.getpixel((x, y)) == (*WHITE, 255))
    assert lowest[0] - highest[0] >= 6
    assert -highest[1] > lowest[1], "its long arm goes up to the right"


def entries(data: bytes) -> list[Resource]:
    """The resources of a .res file, read by the format's own lengths."""
    found, at = [], 0
    while at < len(data):
        size, header = struct.unpack_from("<II", data, at)
        names = data[at + 8 : at + header - 16]
        (language,) = struct.unpack_from("<H", data, at + header - 10)
        kind = struct.unpack_from("<H", names, 2)[0]
        is_number = names[4:6] == b"\xff\xff"
        name = (
            struct.unpack_from("<H", names, 6)[0] if is_number else names[4:].decode("utf-16-le").strip("\0")
        )
        found.append(Resource(kind, name, data[at + header : at + header + size], language))
        at += header + size + -(header + size) % 4
    return found


def test_the_linker_finds_every_resource_at_a_place_that_can_be_divided_by_four() -> None:
    given = [Resource(10, 1, b"a"), Resource(10, "ABC", b"bcdef", 0x409), Resource(24, 1, b"")]
    assert entries(res_file(given)) == [Resource(0, 0, b""), *given]
    assert len(res_file(given)) % 4 == 0


def test_the_group_of_the_icon_names_each_picture_with_its_size_and_length() -> None:
    pictures = {16: b"small", 256: b"larger one"}
    *images, group = icon_resources(pictures)
    assert [(one.kind, one.name, one.data) for one in images] == [
        (ICON, 1, b"small"),
        (ICON, 2, b"larger one"),
    ]
    assert (group.kind, group.name) == (GROUP_ICON, WINDOW_ICON)
    assert struct.unpack_from("<HHH", group.data) == (0, 1, 2)
    assert struct.unpack_from("<BBBBHHIH", group.data, 6) == (16, 16, 0, 0, 1, 32, 5, 1)
    assert struct.unpack_from("<BBBBHHIH", group.data, 20) == (0, 0, 0, 0, 1, 32, 10, 2), "0 stands for 256"


@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", (0x1, 0)), ("12.34.56.78", (0xC0022, 0x38004E)), ("3", (0x30000, 0))]
)
def test_the_version_is_there_as_numbers_and_as_text(version: str, numbers: tuple[int, int]) -> None:
    data = version_resource(version, {"ProductVersion": version}).data
    _, _, *found = NUMBERS.unpack_from(data, data.index(SIGNATURE))
    assert tuple(found) == numbers * 2
    text = data[data.index("ProductVersion".encode("utf-16-le")) :]
    assert f"\0{version}\0".encode("utf-16-le") in text
    assert struct.unpack_from("<H", data)[0] == len(data)
