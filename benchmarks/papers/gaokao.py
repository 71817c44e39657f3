"""Turns the Gaokao collections (GAOKAO-Bench, GAOKAO-MM) into papers in our own JSON: one for each file.

`python -m benchmarks.papers.gaokao FOLDER OUT` writes `OUT/NAME/paper.json`, with its pictures beside it.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.papers.gaokao_questions import (
    Entry,
    Question,
    gaps_with_choices,
    gaps_with_pool,
    objective,
    open_question,
    short_question,
    typed_gaps,
)

_BY_NAME: dict[str, Callable[[Entry], Question]] = {
    "English_Fill_in_Blanks": gaps_with_choices,
    "English_Cloze_Test": gaps_with_pool,
    "English_Language_Cloze_Passage": typed_gaps,
    "Fill-in-the-Blank": short_question,
}


def main(arguments: list[str] | None = None) -> int:
    """Convert every file below a folder; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.papers.gaokao", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("out", type=Path, metavar="OUT")
    wanted = parser.parse_args(arguments)
    total = 0
    for file in sorted(wanted.folder.rglob("*.json")):
        total += convert(file, wanted.out / file.stem)
    print(f"{total} questions in {wanted.out}")
    return 0 if total else 1


def convert(file: Path, out: Path) -> int:
    """Write one paper; returns how many entries it has."""
    entries: list[Entry] = json.loads(file.read_text(encoding="utf-8"))["example"]
    out.mkdir(parents=True, exist_ok=True)
    convert_entry = _converter(file)
    questions = []
    for entry in entries:
        entry["files"] = [_copied(file, name, out) for name in entry.get("picture", ())]
        questions.append(convert_entry(entry))
    paper = {
        "format": "examclient-paper",
        "version": 1,
        "title": file.stem.replace("_", " "),
        "language": "en" if "English" in file.stem else "zh-CN",
        "sections": [{"questions": questions}],
    }
    (out / "paper.json").write_text(json.dumps(paper, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(entries)


def _converter(file: Path) -> Callable[[Entry], Question]:
    by_name = next((made for part, made in _BY_NAME.items() if part in file.stem), None)
    return by_name or (open_question if "Subjective" in file.parent.name else objective)


def _copied(file: Path, picture: str, out: Path) -> str:
    """Copy a picture beside the paper; only its last two names count, whatever path the collection had."""
    source = file.parent.joinpath(*Path(picture).parts[-2:])
    shutil.copyfile(source, out / source.name)
    return source.name


if __name__ == "__main__":
    sys.exit(main())
