"""What a candidate calls a file is nobody's path, and turns no line around."""

from pathlib import Path

import pytest

from examserver.services.file_names import LONGEST, MOST_BYTES, visible_name


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Lösung 一.txt", "Lösung 一.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\b.pdf", "b.pdf"),
        ("con.txt", "_con.txt"),
        ("exe.\u202etxt.pdf", "exe._txt.pdf"),
        ("a\nb.pdf", "a_b.pdf"),
        ("...", "file"),
        ("", "file"),
    ],
    ids=["plain", "upwards", "windows", "device", "turned", "lines", "dots", "empty"],
)
def test_a_name_stays_a_name(name: str, written: str) -> None:
    assert visible_name(name) == written


def test_a_long_name_keeps_its_ending() -> None:
    name = visible_name(f"{'x' * 300}.docx")
    assert len(name) == LONGEST
    assert name.endswith(".docx")


@pytest.mark.parametrize("ending", [".docx", ""], ids=["with an ending", "without"])
def test_a_long_chinese_name_fits_into_what_file_systems_take(ending: str, tmp_path: Path) -> None:
    name = visible_name(f"{'作' * 110}{ending}")
    assert len(name.encode()) <= MOST_BYTES
    assert name.endswith(ending)
    (tmp_path / f"100-{name}").write_bytes(b"")
