"""Reads docs/exam-day.md as somebody who does what it says: what to type, what to write, what people do.

Rule: each block of code in the guide has a comment above it that says what kind of step it is.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from textwrap import dedent

GUIDE = Path(__file__).parents[2] / "docs" / "exam-day.md"
FENCE = "```"
_MARK = re.compile(r"<!-- (?P<kind>[a-z ]+?)(?: (?P<file>[a-z]+\.[a-z]+)|: (?P<about>[^>]+))? -->")
_BLOCK = re.compile(rf"(?P<mark><!--[^\n]*-->)?\n(?P<indent> *){FENCE}\n(?P<body>.*?)\n *{FENCE}", re.DOTALL)
_PEOPLE = re.compile(r"^ *<!-- people: [^\n]*-->$", re.MULTILINE)


class Kind(StrEnum):
    """What the reader does with a step."""

    RUN = "run"
    RUNS_ON = "runs on"
    AT_A_MACHINE = "at a machine"
    FILE = "file"
    BY_HAND = "by hand"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Step:
    """A block of the guide, or what people do between two of them (`about`)."""

    kind: Kind
    about: str
    lines: tuple[str, ...]


def steps_of(text: str) -> list[Step]:
    """All steps in their order. Raises ValueError for a block without a mark, or with an unknown one."""
    found = [(one.start(), _step(one["mark"] or "", one["body"])) for one in _BLOCK.finditer(text)]
    found += [(one.start(), _step(one[0].strip(), "")) for one in _PEOPLE.finditer(text)]
    return [step for _, step in sorted(found, key=lambda pair: pair[0])]


def _step(mark: str, body: str) -> Step:
    said = _MARK.fullmatch(mark)
    if said is None:
        raise ValueError(f"This block has no mark above it that says what to do with it: {body or mark}")
    lines = tuple(line.rstrip() for line in dedent(body).strip("\n").splitlines())
    return Step(Kind(said["kind"]), said["file"] or said["about"] or "", lines)
