"""What a package is called: safe wherever it is carried, and recognised by the name that is signed."""

import re
import unicodedata
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examprotocol.package_name import MOST_BYTES, chunk_name, is_package_name, is_renamed, package_name
from tests.protocol.packages import WHEN

FORBIDDEN = set('\\/:*?"<>|') | {chr(code) for code in range(32)} | {chr(127)}
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)", re.IGNORECASE)
anything = st.text(max_size=100)


def test_a_person_can_read_it() -> None:
    name = package_name("杭州第一考点", "2030春-数学", "A-0017", WHEN)
    assert name == "杭州第一考点-2030春-数学-A-0017-20300107-113005.examanswers"


@given(anything, anything, anything)
def test_every_file_system_takes_it(site: str, exam: str, candidate: str) -> None:
    name = package_name(site, exam, candidate, WHEN)
    assert not FORBIDDEN & set(name)
    assert not RESERVED.match(name)
    assert len(name.encode()) <= MOST_BYTES
    assert name == name.strip(" .")
    assert all(ord(letter) <= 0xFFFF for letter in name)
    assert is_package_name(name)


@pytest.mark.parametrize(
    "part", ["CON", "nul", "COM1", "..", "", "a/b", "<script>", "😀", "x" * 500, "京" * 500]
)
def test_a_part_that_would_do_harm_becomes_harmless(part: str) -> None:
    name = package_name(part, part, part, WHEN)
    assert is_package_name(name)
    assert not RESERVED.match(name)
    assert not FORBIDDEN & set(name)


def test_full_width_letters_are_the_same_as_plain_ones() -> None:
    assert package_name("Ｓ１", "E", "１７", WHEN) == package_name("S1", "E", "17", WHEN)


def test_two_exports_a_second_apart_have_two_names() -> None:
    later = WHEN.replace(second=WHEN.second + 1)
    assert package_name("s", "e", "1", WHEN) != package_name("s", "e", "1", later)


def test_a_chunk_lies_beside_its_package_in_every_list() -> None:
    name = package_name("s", "e", "1", datetime(2030, 1, 1))  # noqa: DTZ001
    assert chunk_name(name, 12) == "s-e-1-20300101-000000.012.examattachment"


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".examanswers",
        "a.examanswers",
        "a-b.txt",
        "a/b-c.examanswers",
        "a-b.examanswers\n",
        "a-b.c.examanswers",
        "a-" + "京" * 90 + ".examanswers",
    ],
)
def test_no_other_name_is_taken_for_one(name: str) -> None:
    assert not is_package_name(name)


def test_a_renamed_file_is_told_from_one_that_is_only_spelled_otherwise() -> None:
    own = package_name("Café", "e", "1", WHEN)
    assert not is_renamed(own, own)
    assert not is_renamed(unicodedata.normalize("NFD", own), own)
    assert is_renamed(own.replace(".examanswers", " (1).examanswers"), own)
