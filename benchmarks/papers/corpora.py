"""The sets of real papers, and what of each is imported as one paper.

Rule: the papers are never copied into the project. A set that is no paper of ours (the Gaokao collections) is
converted into a folder that goes away.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.papers.gaokao import convert

ROOT = Path(__file__).resolve().parents[2]
GAOKAO = ("gaokao-bench-zh", "gaokao-mm-images")
HOSTILE = ("made-here-hostile", "qtiworks-hostile-zips")
_GIFT = (".gift", ".txt")
_NOTES = ("readme", "licen", "notice", "sources")
_MANIFEST, _EXAM = "imsmanifest.xml", "exam.xml"
_ITEM_MARKS = (b"assessmentItem", b"qti-assessment-item", b"assessmentTest", b"qti-assessment-test", b"<quiz")
_ITEM_OF_TEST = re.compile(
    rb"<(?:[\w.-]+:)?(?:qti-assessment-item-ref|assessmentItemRef)\b[^>]*?\shref=\"([^\"]+)\""
)
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Paper:
    """One file or folder to import, and its set."""

    set: str
    path: Path


def corpora_folder() -> Path:
    """The folder of the sets: `$EXAM_CORPORA`, or `shared/corpora` beside the checkout."""
    return Path(os.environ.get("EXAM_CORPORA", ROOT.parent / "shared" / "corpora"))


def papers_of(folder: Path, converted: Path) -> list[Paper]:
    """All papers of all sets but the hostile ones; what has to be converted is written into `converted`."""
    found: list[Paper] = []
    for one in sorted(folder.iterdir()):
        if one.is_dir() and one.name not in HOSTILE:
            units = _converted(one, converted / one.name) if one.name in GAOKAO else _units(one)
            found += [Paper(one.name, path) for path in units]
    return found


def _converted(folder: Path, out: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*.json")):
        convert(file, out / file.stem)
        yield out / file.stem


def _units(folder: Path) -> Iterator[Path]:
    """Packages by their manifest, exams by their exam.xml, zips, tests, and items that no test names."""
    packages = [file.parent for name in (_MANIFEST, _EXAM) for file in sorted(folder.rglob(name))]
    yield from packages
    of_tests = {part for file in folder.rglob("*.xml") for part in _items_of(file)}
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or file in of_tests or any(package in file.parents for package in packages):
            continue
        if file.suffix == ".zip" or _is_alone(file):
            yield file


def _items_of(file: Path) -> Iterator[Path]:
    """The files that a test names as its items: they are no papers of their own."""
    for href in _ITEM_OF_TEST.findall(file.read_bytes()):
        yield Path(os.path.normpath(file.parent / href.decode(errors="replace")))


def _is_alone(file: Path) -> bool:
    if file.suffix in _GIFT:
        return not file.name.casefold().startswith(_NOTES)
    if file.suffix != ".xml":
        return False
    with file.open("rb") as opened:
        head = opened.read(_HEAD).replace(b"\0", b"")
    return any(mark in head for mark in _ITEM_MARKS)
