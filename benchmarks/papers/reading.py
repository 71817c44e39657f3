"""Reads papers in a process of its own and prints what that took, as JSON: for `bench import`.

`python -m benchmarks.papers.reading plain|import LIST`, where LIST names a set and a path in each line. Plain
reading opens the same bytes, inflates every member and parses XML and JSON with the libraries that the import
uses: the least that any import has to do.
"""

import json
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from lxml import etree

from examprotocol.paper import answerable_questions
from examserver.errors import PaperFileError
from examserver.importers.registry import import_paper


@dataclass
class Taken:
    """What a set took: seconds, bytes read and questions that take an answer. It grows."""

    seconds: float = 0.0
    bytes: int = 0
    questions: int = 0


def main(arguments: list[str]) -> int:
    """Read every paper of the list; prints sets and the peak memory in MB."""
    how, listing = arguments
    read: Callable[[Path], tuple[int, int]] = {"plain": plainly, "import": by_import}[how]
    sets: dict[str, Taken] = {}
    for line in Path(listing).read_text(encoding="utf-8").splitlines():
        name, _, path = line.partition("\t")
        taken = sets.setdefault(name, Taken())
        start = time.perf_counter()
        size, questions = read(Path(path))
        taken.seconds += time.perf_counter() - start
        taken.bytes += size
        taken.questions += questions
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"sets": {name: asdict(one) for name, one in sets.items()}, "peak": peak}))
    return 0


def plainly(path: Path) -> tuple[int, int]:
    """Read all bytes of a paper and parse what is XML or JSON; gives their number."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    contents = [(file.suffix, file.read_bytes()) for file in files if file.is_file()]
    for suffix, data in list(contents):
        if suffix == ".zip":
            contents += _members(path)
        else:
            _parse(suffix, data)
    return sum(len(data) for _, data in contents), 0


def by_import(path: Path) -> tuple[int, int]:
    """Import a paper, without a process of its own; a refusal is a result too."""
    try:
        draft = import_paper(path, "paper1")
    except PaperFileError:
        return 0, 0
    return 0, len(answerable_questions(draft.paper))


def _members(path: Path) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as opened:
            found = [(Path(name).suffix, opened.read(name)) for name in opened.namelist()]
    except (zipfile.BadZipFile, RuntimeError, OSError):
        return []  # some packages are bad on purpose
    for suffix, data in found:
        _parse(suffix, data)
    return found


def _parse(suffix: str, data: bytes) -> None:
    try:
        if suffix == ".xml":
            etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        if suffix == ".json":
            json.loads(data)
    except (etree.XMLSyntaxError, ValueError):
        return  # some papers are bad on purpose


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
